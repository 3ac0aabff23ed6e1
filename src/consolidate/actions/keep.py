"""Keep: the office stays as it is."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.actions import pricing
from consolidate.actions.move import energy_per_m2
from consolidate.actions.trajectory import Setting, Stay, Trajectory


def trajectories(setting: Setting, index: int) -> Iterator[Trajectory]:
    """Yield today's course, to the end of the horizon."""
    office, calendar = setting.scenario.offices[index], setting.calendar
    stay = Stay(setting.site_index[office.site], office.mode, office.floor_m2)
    energy = office.floor_m2 * energy_per_m2(setting)
    cash = pricing.staying(setting, office, calendar.stop)
    yield Trajectory(index, "keep", -1, -1, (stay,) * len(calendar.starts), cash, energy, 0.0)
