"""What a course costs by year: today's premises until the change, the new ones from then on."""

from __future__ import annotations

from datetime import date

import numpy as np

from consolidate.actions import leases
from consolidate.actions.calendar import Calendar, Floats, add_months
from consolidate.actions.trajectory import COMPONENTS, Setting, moved_area, people
from consolidate.scenario.model import FACTOR_DEFAULTS, Lease, Office, Scenario, Site, Staffing
from consolidate.units import THERE_AND_BACK

RENT, EXIT, FIT_OUT, MOVING, RUNNING, STAFF, STAFF_TRAVEL, VACANCY, SEVERANCE = range(len(COMPONENTS))


def factor_value(setting: Setting, name: str) -> float:
    """Value of a factor, or its documented default."""
    factor = setting.factor(name)
    return FACTOR_DEFAULTS[name] if factor is None else factor.value


def works_life(scenario: Scenario) -> int:
    """Whole years over which works are paid off."""
    life = scenario.factors.fit_out_life
    return max(round(life.value if life else FACTOR_DEFAULTS["fit_out_life"]), 1)


def contracts(office: Office, site: Site) -> tuple[Lease, ...]:
    """Leases of an office; without any, its floor area is rented at the site's rent and can be left on any day."""
    if office.leases or not office.floor_m2:
        return office.leases
    return (Lease(m2=office.floor_m2, rent_per_m2_year=site.rent_per_m2_year or 0.0, owned=True),)


def empty(setting: Setting) -> Floats:
    """(COMPONENTS, Y) of nothing."""
    return np.zeros((len(COMPONENTS), len(setting.calendar.years)))


def wages(setting: Setting, office: Office, since: date, until: date | None = None) -> Floats:
    """(Y,) what the people of an office cost from a day on, to the end of the horizon unless they are dismissed."""
    calendar, wage = setting.calendar, office.wage_per_fte_year or 0.0
    until, staffing = until or calendar.stop, setting.staffing(office)
    if staffing is None:
        return calendar.spread(people(office) * wage, since, until)
    back_office = calendar.spread(office.staff.back_office_fte * wage, since, until)
    in_service = calendar.spread(office.staff.customer_service_fte * wage, since, until)
    return back_office + in_service * remaining(staffing, calendar, since.year)


def remaining(staffing: Staffing, calendar: Calendar, first: int) -> Floats:
    """(Y,) share of customer service that has not left by itself, by year from the first one on."""
    return np.asarray((1.0 - staffing.attrition_per_year) ** np.maximum(calendar.years - first, 0), dtype=np.float64)


def staying(setting: Setting, office: Office, until: date, share: float = 1.0) -> Floats:
    """(COMPONENTS, Y) rent and running cost of a share of today's premises until a day."""
    calendar, site = setting.calendar, setting.sites[setting.site_index[office.site]]
    cash = empty(setting)
    for lease in contracts(office, site):
        cash[RENT] += leases.rent(leases.part(lease, share), calendar, calendar.starts[0], until)
    cash[RUNNING] = calendar.spread(share * office.running_per_year, calendar.starts[0], until)
    return cash


def leaving(setting: Setting, office: Office, day: date, share: float = 1.0) -> tuple[Floats, float]:
    """(COMPONENTS, Y) what leaving a share of today's premises on a day costs after it, and the one-off part of it."""
    site = setting.sites[setting.site_index[office.site]]
    ways = [leases.leave(leases.part(lease, share), setting.calendar, day) for lease in contracts(office, site)]
    cash = empty(setting)
    cash[EXIT] = sum((way.due for way in ways), cash[EXIT])
    cash[VACANCY] = sum((way.vacancy for way in ways), cash[VACANCY])
    return cash, sum(way.one_off for way in ways)


def shrinking(setting: Setting, office: Office, day: date, kept: float) -> tuple[Floats, float]:
    """(COMPONENTS, Y) what today's premises cost when only a share of them goes on after a day, and the one-off part.

    The other share is left, at what that costs.
    """
    cash = staying(setting, office, day, 1.0 - kept)
    left, one_off = leaving(setting, office, day, 1.0 - kept)
    cash = cash + left
    if kept:
        cash += staying(setting, office, setting.calendar.stop, kept)
    return cash, one_off


def arriving(
    setting: Setting, office: int, target: int, m2: float, fte: float, day: date
) -> tuple[Floats, float, float]:
    """(COMPONENTS, Y) what people and area cost at the site moved to, the one-off part, and km a year more to work."""
    cash, one_off, km = empty(setting), 0.0, 0.0
    if target >= 0:
        cash, one_off, km = relocating(setting, office, target, day, fte)
    if m2:
        new, investment = settling(setting, setting.scenario.offices[office], setting.sites[target], m2, day)
        cash, one_off = cash + new, one_off + investment
    return cash, one_off, km


def relocating(
    setting: Setting, office: int, target: int, day: date, fte: float | None = None
) -> tuple[Floats, float, float]:
    """(COMPONENTS, Y) what moving people costs, the one-off part, and km a year they travel more; all, unless told."""
    fte, cash = people(setting.scenario.offices[office]) if fte is None else fte, empty(setting)
    once = factor_value(setting, "moving") * fte
    cash[MOVING] = setting.calendar.once(once, day)
    days = setting.factor("commuting_days")
    km = fte * THERE_AND_BACK * setting.km[office, target] * days.value if days and fte else 0.0
    cash[STAFF_TRAVEL] = setting.calendar.spread(
        km * factor_value(setting, "commuting_cost"), day, setting.calendar.stop
    )
    return cash, once, km


def settling(setting: Setting, office: Office, site: Site, m2: float, day: date) -> tuple[Floats, float]:
    """(COMPONENTS, Y) what ``m2`` at a site cost from a day to the end of the horizon, and the one-off part of it."""
    calendar, cash = setting.calendar, empty(setting)
    cash[RENT] = calendar.spread(
        m2 * (site.rent_per_m2_year or 0.0), add_months(day, -site.double_rent_months), calendar.stop
    )
    investment = m2 * site.fit_out_per_m2
    cash[FIT_OUT] = works(setting, investment, day)
    per_m2 = site.running_per_m2_year
    if per_m2 is None:
        per_m2 = office.running_per_year / office.floor_m2 if office.floor_m2 else 0.0
    cash[RUNNING] = calendar.spread(m2 * per_m2, day, calendar.stop)
    return cash, investment


def works(setting: Setting, investment: float, day: date) -> Floats:
    """(Y,) an investment as yearly amounts from a day on, at the scenario's life of works."""
    return annuity(investment, setting.calendar, day, works_life(setting.scenario))


def annuity(investment: float, calendar: Calendar, day: date, life: int) -> Floats:
    """(Y,) an investment as equal yearly amounts over its life, worth the same on the day; cut at the horizon."""
    per_year = investment / float(((1 + calendar.horizon.discount_rate) ** -(np.arange(life) + 0.5)).sum())
    return calendar.spread(per_year, day, min(add_months(day, 12 * life), calendar.stop))


def ready(setting: Setting, target: int, m2: float) -> date:
    """Return the first day on which a move can take effect: as soon as decided, where no area is taken."""
    return earliest(setting, setting.sites[target]) if m2 else setting.calendar.decided


def earliest(setting: Setting, site: Site) -> date:
    """Return the first day on which newly taken floor area at a site can be used."""
    return add_months(setting.calendar.decided, max(site.lead_time_months, site.double_rent_months))


def mover_area(setting: Setting, office: Office, *, closing: bool) -> float:
    """M2 taken at the target: the moved office's, or the desks of a closed office's people."""
    if not closing:
        return moved_area(office)
    desk = setting.factor("desk_area")
    at_once = factor_value(setting, "presence") * factor_value(setting, "peak")
    return desk.value * people(office) * at_once if desk else 0.0
