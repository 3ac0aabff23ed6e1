"""Co-locate: the office moves to premises of another agency or of a municipality."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.actions.move import whole_and_front
from consolidate.actions.trajectory import Setting, Trajectory, moved_area


def trajectories(setting: Setting, index: int) -> Iterator[Trajectory]:
    """Yield a move to each of the nearest sites of others; an office with nothing to move has none."""
    yield from whole_and_front(setting, index, "colocate", targets(setting, index))


def targets(setting: Setting, index: int) -> list[int]:
    """Sites of others that an office can move to; area can be taken only where its rent is known."""
    office = setting.scenario.offices[index]
    own, m2 = setting.own_sites[office.agency], moved_area(office)

    def welcomes(s: int) -> bool:
        priced = not m2 or setting.sites[s].rent_per_m2_year is not None
        return s not in own and priced and open_to_others(setting, s)

    return setting.nearest(index, welcomes)[: setting.agency(index).move_targets]


def open_to_others(setting: Setting, s: int) -> bool:
    """Whether a site takes in other agencies: it is meant for it, or somebody is there today."""
    return setting.sites[s].kind != "own" or any(s in there for there in setting.own_sites.values())
