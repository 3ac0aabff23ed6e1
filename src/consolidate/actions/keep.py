"""Keep: the office stays as it is."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.actions import pricing
from consolidate.actions.move import course, today
from consolidate.actions.trajectory import Setting, Trajectory


def trajectories(setting: Setting, index: int) -> Iterator[Trajectory]:
    """Yield today's course, to the end of the horizon."""
    office, calendar = setting.scenario.offices[index], setting.calendar
    stays = (today(setting, index),) * len(calendar.starts)
    cash = pricing.staying(setting, office, calendar.stop)
    cash[pricing.STAFF] = pricing.wages(setting, office, calendar.starts[0])
    yield course(setting, index, "keep", stays, cash, target=-1, change=-1)
