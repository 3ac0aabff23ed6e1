"""What a course costs by year: today's premises until the change, the new ones from then on."""

from __future__ import annotations

from datetime import date

import numpy as np

from consolidate.actions import leases
from consolidate.actions.calendar import Calendar, Floats, add_months
from consolidate.actions.trajectory import COMPONENTS, Setting, moved_area, people
from consolidate.scenario.model import FACTOR_DEFAULTS, Lease, Office, Site

RENT, EXIT, FIT_OUT, MOVING, RUNNING, STAFF = range(len(COMPONENTS))


def factor_value(setting: Setting, name: str) -> float:
    """Value of a factor, or its documented default."""
    factor = setting.factor(name)
    return FACTOR_DEFAULTS[name] if factor is None else factor.value


def contracts(office: Office, site: Site) -> tuple[Lease, ...]:
    """Leases of an office; without any, its floor area is rented at the site's rent and can be left on any day."""
    if office.leases or not office.floor_m2:
        return office.leases
    return (Lease(m2=office.floor_m2, rent_per_m2_year=site.rent_per_m2_year or 0.0, owned=True),)


def wages(setting: Setting, office: Office) -> Floats:
    """(Y,) what the people of an office cost; nobody is dismissed."""
    return np.asarray(
        setting.calendar.in_horizon * (people(office) * (office.wage_per_fte_year or 0.0)), dtype=np.float64
    )


def staying(setting: Setting, office: Office, until: date) -> Floats:
    """(COMPONENTS, Y) cost of today's premises and people until the day the office leaves (wages go on)."""
    calendar, site = setting.calendar, setting.sites[setting.site_index[office.site]]
    cash = np.zeros((len(COMPONENTS), len(calendar.years)))
    for lease in contracts(office, site):
        cash[RENT] += leases.rent(lease, calendar, calendar.starts[0], until)
    cash[RUNNING] = calendar.spread(office.running_per_year, calendar.starts[0], until)
    cash[STAFF] = wages(setting, office)
    return cash


def leaving(setting: Setting, office: Office, day: date) -> tuple[Floats, float]:
    """(COMPONENTS, Y) what leaving today's premises on a day costs after that day, and the one-off part of it."""
    site = setting.sites[setting.site_index[office.site]]
    ways = [leases.leave(lease, setting.calendar, day) for lease in contracts(office, site)]
    cash = np.zeros((len(COMPONENTS), len(setting.calendar.years)))
    cash[EXIT] = sum((way.due for way in ways), cash[EXIT])
    relocation = factor_value(setting, "moving") * people(office)
    cash[MOVING] = setting.calendar.once(relocation, day)
    return cash, relocation + sum(way.fee for way in ways)


def settling(setting: Setting, office: Office, site: Site, m2: float, day: date) -> tuple[Floats, float]:
    """(COMPONENTS, Y) what ``m2`` at a site cost from a day to the end of the horizon, and the one-off part of it."""
    calendar = setting.calendar
    cash = np.zeros((len(COMPONENTS), len(calendar.years)))
    cash[RENT] = calendar.spread(
        m2 * (site.rent_per_m2_year or 0.0), add_months(day, -site.double_rent_months), calendar.stop
    )
    investment = m2 * site.fit_out_per_m2
    cash[FIT_OUT] = annuity(investment, calendar, day, round(factor_value(setting, "fit_out_life")))
    per_m2 = site.running_per_m2_year
    if per_m2 is None:
        per_m2 = office.running_per_year / office.floor_m2 if office.floor_m2 else 0.0
    cash[RUNNING] = calendar.spread(m2 * per_m2, day, calendar.stop)
    return cash, investment


def annuity(investment: float, calendar: Calendar, day: date, life: int) -> Floats:
    """(Y,) an investment as equal yearly amounts over its life, worth the same on the day; cut at the horizon."""
    per_year = investment / float(((1 + calendar.horizon.discount_rate) ** -(np.arange(life) + 0.5)).sum())
    return calendar.spread(per_year, day, min(add_months(day, 12 * life), calendar.stop))


def earliest(setting: Setting, site: Site) -> date:
    """Return the first day on which newly taken floor area at a site can be used."""
    return add_months(setting.calendar.decided, max(site.lead_time_months, site.double_rent_months))


def mover_area(setting: Setting, office: Office, *, closing: bool) -> float:
    """M2 taken at the target: the moved office's, or the desks of a closed office's people."""
    if not closing:
        return moved_area(office)
    desk = setting.factor("desk_area")
    return desk.value * people(office) if desk else 0.0
