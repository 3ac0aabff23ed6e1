"""Every action an office has, in the order ties are broken: keep first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np

from consolidate.actions import close, colocate, convert, home, keep, merge, open, resize  # noqa: A004
from consolidate.actions.move import today
from consolidate.actions.pricing import earliest
from consolidate.actions.trajectory import Setting, Trajectory, moved_area, people

Action = Callable[[Setting, int], Iterator[Trajectory]]

ACTIONS: tuple[Action, ...] = (
    keep.trajectories,
    resize.trajectories,
    convert.trajectories,
    merge.trajectories,
    colocate.trajectories,
    close.trajectories,
)
"""What an office of today can do, in the order ties are broken; the first is today's course."""

OPENINGS: tuple[Action, ...] = (open.trajectories,)
"""What a possible point can do; its first course is to stay away."""


def trajectories(setting: Setting) -> list[Trajectory]:
    """List the trajectories of every office, office by office."""
    return [
        course
        for index, office in enumerate(setting.scenario.offices)
        for action in (ACTIONS if office.exists else OPENINGS)
        for course in action(setting, index)
    ]


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
    yield from _homeless(setting, index)
    if not office.exists:
        return
    yield from _crowded(setting, index)
    if home.needs_home(setting, office.mode):
        yield "offices are staffed from elsewhere: they do not move"
        return
    if not office.floor_m2 and not people(office):
        yield "offices have nothing to move: they keep or close"
        return
    reached = {*merge.targets(setting, index, moved_area(office)), *colocate.targets(setting, index)}
    for s, site in enumerate(setting.sites):
        if site.id == office.site:
            continue
        if s not in reached:
            yield _reason(setting, index, s)
        elif moved_area(office) and earliest(setting, site) > setting.calendar.starts[-1]:
            yield "moves are not ready before the last period starts (lead time)"


def _homeless(setting: Setting, index: int) -> Iterator[str]:
    """Say of what an office cannot become, or open as, that there is no home for it."""
    office = setting.scenario.offices[index]
    if not office.exists:
        if home.needs_home(setting, office.mode) and today(setting, index).home < 0:
            yield "possible points cannot open: no site of the agency has people for them"
        return
    for wanted in office.convert:
        if wanted.mode != office.mode and home.needs_home(setting, wanted.mode):
            ways = convert.receiving(setting, index, wanted.mode)
            if ways and all(convert.converted(setting, index, wanted, *way).home < 0 for way in ways):
                yield "conversions have no home: no other site of the agency has people for them"


def _crowded(setting: Setting, index: int) -> Iterator[str]:
    """Say that people who would have to leave have no site that receives them."""
    office = setting.scenario.offices[index]
    if not people(office) or close.receiving(setting, index):
        return
    staffing = setting.agency(index).staffing
    if staffing is None or staffing.severance_per_fte is None:
        yield "offices with people have no receiving site: they do not close"
    if any(not convert.receiving(setting, index, wanted.mode) for wanted in office.convert):
        yield "offices with people have no receiving site: they do not convert to modes in which others serve"


def _reason(setting: Setting, index: int, s: int) -> str:
    """Say why a site is no target of an office."""
    office, limit = setting.scenario.offices[index], setting.agency(index).relocation_minutes
    if not np.isfinite(setting.minutes[index, s]):
        return "moves lead to a site that cannot be reached"
    if setting.minutes[index, s] > (np.inf if limit is None else limit):
        return "moves are farther than relocation_minutes"
    if moved_area(office) and setting.sites[s].rent_per_m2_year is None:
        return "moves lead to a site without rent_per_m2_year"
    if s in setting.own_sites[office.agency] or colocate.open_to_others(setting, s):
        return "moves are beyond the nearest move_targets"
    return "moves lead to a site that is neither shared nor in use by anybody"
