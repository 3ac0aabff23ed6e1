"""Co-locate: the office moves to premises of another agency or of a municipality."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.actions.move import moves
from consolidate.actions.trajectory import Setting, Trajectory, moved_area, people


def trajectories(setting: Setting, index: int) -> Iterator[Trajectory]:
    """Yield a move to each of the nearest sites of others; an office with nothing to move has none."""
    office = setting.scenario.offices[index]
    m2 = moved_area(office)
    if not office.floor_m2 and not people(office):
        return
    occupied = frozenset().union(*setting.own_sites.values())
    own = setting.own_sites[office.agency]

    def welcomes(s: int) -> bool:
        site = setting.sites[s]
        open_to_others = site.kind != "own" or s in occupied
        return s not in own and open_to_others and (not m2 or site.rent_per_m2_year is not None)

    for target in setting.nearest(index, welcomes):
        yield from moves(setting, index, "colocate", target, m2, serves=True)
