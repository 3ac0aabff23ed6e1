"""Every action an office has, in the order ties are broken: keep first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from consolidate.actions import close, colocate, keep, merge
from consolidate.actions.trajectory import Setting, Trajectory

Action = Callable[[Setting, int], Iterator[Trajectory]]

ACTIONS: tuple[Action, ...] = (keep.trajectories, merge.trajectories, colocate.trajectories, close.trajectories)


def trajectories(setting: Setting) -> list[Trajectory]:
    """List the trajectories of every office, office by office."""
    offices = range(len(setting.scenario.offices))
    return [course for index in offices for action in ACTIONS for course in action(setting, index)]
