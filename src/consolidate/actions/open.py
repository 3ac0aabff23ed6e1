"""Open: a possible point begins to serve, or never does."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.actions import pricing
from consolidate.actions.move import energy, today
from consolidate.actions.trajectory import Setting, Stay, Trajectory


def trajectories(setting: Setting, index: int) -> Iterator[Trajectory]:
    """Yield staying away, then opening in every period in which the premises can be ready."""
    office, calendar = setting.scenario.offices[index], setting.calendar
    site, periods = setting.sites[setting.site_index[office.site]], len(calendar.starts)
    away, here = Stay(-1, office=False), today(setting, index)
    nothing = (away,) * periods
    yield Trajectory(index, "never", -1, -1, nothing, pricing.empty(setting), energy(setting, nothing))
    if office.floor_m2 and site.rent_per_m2_year is None:
        return
    ready = pricing.earliest(setting, site) if office.floor_m2 else calendar.decided
    for period, day in enumerate(calendar.starts):
        if day < ready:
            continue
        cash, investment = pricing.settling(setting, office, site, office.floor_m2, day)
        cash[pricing.RUNNING] = calendar.spread(office.running_per_year, day, calendar.stop)
        cash[pricing.STAFF] = pricing.wages(setting, office, day)
        stays = (away,) * period + (here,) * (periods - period)
        yield Trajectory(index, "open", -1, period, stays, cash, energy(setting, stays), investment)
