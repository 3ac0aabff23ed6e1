"""Every action an office has, in the order ties are broken: keep first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np

from consolidate.actions import close, colocate, keep, merge
from consolidate.actions.pricing import earliest
from consolidate.actions.trajectory import Setting, Trajectory, moved_area, people

Action = Callable[[Setting, int], Iterator[Trajectory]]

ACTIONS: tuple[Action, ...] = (keep.trajectories, merge.trajectories, colocate.trajectories, close.trajectories)


def trajectories(setting: Setting) -> list[Trajectory]:
    """List the trajectories of every office, office by office."""
    offices = range(len(setting.scenario.offices))
    return [course for index in offices for action in ACTIONS for course in action(setting, index)]


def describe(setting: Setting) -> tuple[str, ...]:
    """Say in words how many trajectories were listed for each action, and why targets were left out."""
    counts = Counter(course.action for course in trajectories(setting))
    listed = ", ".join(f"{count:,} {action}" for action, count in counts.items())
    left = Counter(reason for index in range(len(setting.scenario.offices)) for reason in _reasons(setting, index))
    lines = [f"{sum(counts.values()):,} trajectories for {len(setting.scenario.offices):,} offices: {listed}"]
    return (*lines, *(f"{count:,} {reason}" for reason, count in sorted(left.items())))


def _reasons(setting: Setting, index: int) -> Iterator[str]:
    """Say of every other site why an office cannot move there, one reason each."""
    office = setting.scenario.offices[index]
    agency = next(a for a in setting.scenario.agencies if a.id == office.agency)
    if not office.floor_m2 and not people(office):
        yield "offices have nothing to move: they keep or close"
        return
    reached = {*merge.targets(setting, index, moved_area(office)), *colocate.targets(setting, index)}
    limit = np.inf if agency.relocation_minutes is None else agency.relocation_minutes
    for s, site in enumerate(setting.sites):
        if site.id == office.site:
            continue
        if s in reached:
            if moved_area(office) and earliest(setting, site) > setting.calendar.starts[-1]:
                yield "moves are not ready before the last period starts (lead time)"
        elif not np.isfinite(setting.minutes[index, s]):
            yield "moves lead to a site that cannot be reached"
        elif setting.minutes[index, s] > limit:
            yield "moves are farther than relocation_minutes"
        elif moved_area(office) and site.rent_per_m2_year is None:
            yield "moves lead to a site without rent_per_m2_year"
        elif s in setting.own_sites[office.agency] or colocate.open_to_others(setting, s):
            yield "moves are beyond the nearest move_targets"
        else:
            yield "moves lead to a site that is neither shared nor in use by anybody"
