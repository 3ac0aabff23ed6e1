"""Close: service and premises end; people keep their jobs at a receiving site of their agency."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.actions import merge
from consolidate.actions.move import moves
from consolidate.actions.pricing import mover_area
from consolidate.actions.trajectory import Setting, Trajectory, people


def trajectories(setting: Setting, index: int) -> Iterator[Trajectory]:
    """Yield closing with each receiving site at which desks are priced, or the nearest where none are counted."""
    office = setting.scenario.offices[index]
    if not people(office):
        yield from moves(setting, index, "close", -1, 0.0, serves=False)
        return
    m2 = mover_area(setting, office, closing=True)
    receiving = merge.targets(setting, index, m2) if m2 else merge.others(setting, index)[:1]
    for target in receiving:
        yield from moves(setting, index, "close", target, m2, serves=False)
