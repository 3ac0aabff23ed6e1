"""Merge: the office moves to a site where its own agency already is."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.actions.move import moves
from consolidate.actions.trajectory import Setting, Trajectory, moved_area, people


def trajectories(setting: Setting, index: int) -> Iterator[Trajectory]:
    """Yield a move to each of the agency's nearest other sites; an office with nothing to move has none."""
    office = setting.scenario.offices[index]
    if not office.floor_m2 and not people(office):
        return
    for target in targets(setting, index, moved_area(office)):
        yield from moves(setting, index, "merge", target, moved_area(office), serves=True)


def targets(setting: Setting, index: int, m2: float) -> list[int]:
    """Sites of the agency that an office (or its people) can move to; taken area needs a known rent."""
    priced = [s for s in others(setting, index) if not m2 or setting.sites[s].rent_per_m2_year is not None]
    return priced[: setting.agency(index).move_targets]


def others(setting: Setting, index: int) -> list[int]:
    """Return the other sites of an office's agency within its relocation limit, nearest first."""
    own = setting.own_sites[setting.scenario.offices[index].agency]
    return setting.nearest(index, lambda s: s in own)
