"""Merge: the office moves to a site where its own agency already is."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.actions.move import whole_and_front
from consolidate.actions.trajectory import Setting, Trajectory, moved_area


def trajectories(setting: Setting, index: int) -> Iterator[Trajectory]:
    """Yield a move to each of the agency's nearest other sites; an office with nothing to move has none."""
    m2 = moved_area(setting.scenario.offices[index])
    yield from whole_and_front(setting, index, "merge", targets(setting, index, m2))


def targets(setting: Setting, index: int, m2: float) -> list[int]:
    """Sites of the agency that an office (or its people) can move to; taken area needs a known rent."""
    priced = [s for s in others(setting, index) if not m2 or setting.sites[s].rent_per_m2_year is not None]
    return priced[: setting.agency(index).move_targets]


def others(setting: Setting, index: int) -> list[int]:
    """Return the other sites of an office's agency within its relocation limit, nearest first."""
    own = setting.own_sites[setting.scenario.offices[index].agency]
    return setting.nearest(index, lambda s: s in own)
