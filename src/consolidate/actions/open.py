"""Open: a possible point begins to serve, or never does."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.actions import home, pricing
from consolidate.actions.move import course, today
from consolidate.actions.trajectory import Setting, Stay, Trajectory


def trajectories(setting: Setting, index: int) -> Iterator[Trajectory]:
    """Yield staying away, then opening in every period in which the premises can be ready."""
    office, calendar = setting.scenario.offices[index], setting.calendar
    site, periods = setting.sites[setting.site_index[office.site]], len(calendar.starts)
    away = Stay(-1, office=False)
    nothing = (away,) * periods
    yield course(setting, index, "never", nothing, pricing.empty(setting), target=-1, change=-1)
    if office.floor_m2 and site.rent_per_m2_year is None:
        return
    for chosen in home.choices(setting, index):
        yield from _openings(setting, index, chosen)


def _openings(setting: Setting, index: int, chosen: int) -> Iterator[Trajectory]:
    """Yield opening from one home (-1: the given one, or none), if it needs none or has it."""
    office, calendar = setting.scenario.offices[index], setting.calendar
    here = home.serve(setting, index, today(setting, index), office.mode, chosen)
    if home.needs_home(setting, office.mode) and here.home < 0:
        return
    site, periods, away = setting.sites[here.site], len(calendar.starts), Stay(-1, office=False)
    ready = pricing.ready(setting, here.site, office.floor_m2)
    fit_out = setting.scenario.modes[office.mode].fit_out
    for period, day in enumerate(calendar.starts):
        if day < ready:
            continue
        cash, investment = pricing.settling(setting, office, site, office.floor_m2, day)
        cash[pricing.RUNNING] = calendar.spread(office.running_per_year, day, calendar.stop)
        cash[pricing.STAFF] = pricing.wages(setting, office, day)
        stays = (away,) * period + (here,) * (periods - period)
        cash[pricing.FIT_OUT] += pricing.works(setting, fit_out, day)
        yield course(setting, index, "open", stays, cash, target=chosen, change=period, one_off=investment + fit_out)
