"""What a course costs by calendar year, to the day, and what of it is spent at once."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from consolidate.audit.calendar import DAY, add_months
from consolidate.audit.commuting import staff_travel
from consolidate.audit.courses import Course
from consolidate.audit.exact import exact
from consolidate.audit.facts import Facts
from consolidate.audit.home import serving_mode
from consolidate.audit.leases import leave, rent_of_lease
from consolidate.audit.money import ByYear, Spending, annuity, running_from, total
from consolidate.audit.people import severance, wages


def spending(facts: Facts, course: Course) -> Spending:
    """Return everything a course costs: rent, exit, works, moving, running, people and their travel; and vacancy."""
    left = Fraction(0) if course.day is None or not course.office.exists else 1 - course.share_that_stays
    exits = [leave(facts.calendar, lease, course.day, left) for lease in course.office.leases if course.day and left]
    works, invested = fit_out(facts, course)
    removal, dismissal = moving(facts, course), severance(facts, course)
    parts = [rent(facts, course), works, removal, dismissal, running(facts, course), wages(facts, course)]
    parts.append(staff_travel(facts, course))
    return Spending(
        total([*parts, *(each.by_year for each in exits)]),
        invested + sum(removal.values()) + sum(dismissal.values()) + sum(each.one_off for each in exits),
        total(each.vacancy for each in exits),
    )


def rent(facts: Facts, course: Course) -> ByYear:
    """Return the rent of today's floor area, and of newly taken area (from its double rent on)."""
    calendar, office, day = facts.calendar, course.office, course.day
    last = calendar.last_day if day is None else day - DAY
    parts = [rent_today(facts, course, calendar.first_day, last, Fraction(1))] if office.exists else []
    if day is not None and office.exists and course.stays is not None:
        parts.append(rent_today(facts, course, day, calendar.last_day, course.share_that_stays))
        added = max(course.stays - exact(office.floor_m2), Fraction(0))
        parts.append(running_from(added * rent_of_site(facts, office.site), day, calendar.last_day))
    site, m2 = course.new_area
    if day is not None and m2:
        first = add_months(day, -facts.sites[site].double_rent_months)
        parts.append(running_from(m2 * rent_of_site(facts, site), first, calendar.last_day))
    return total(parts)


def rent_today(facts: Facts, course: Course, first: date, last: date, share: Fraction) -> ByYear:
    """Return the rent of a share of what an office has today: by its leases, or without any at the site's rent."""
    office = course.office
    if office.leases:
        return total(rent_of_lease(lease, first, last, share) for lease in office.leases)
    return running_from(share * exact(office.floor_m2) * rent_of_site(facts, office.site), first, last)


def rent_of_site(facts: Facts, site: str) -> Fraction:
    """Return the rent of newly taken area per m2 and year, 0 where none is known."""
    return exact(facts.sites[site].rent_per_m2_year or 0.0)


def fit_out(facts: Facts, course: Course) -> tuple[ByYear, Fraction]:
    """Return the works on new area, a new size and a new mode, as a yearly annuity, and the investment itself."""
    if course.day is None:
        return {}, Fraction(0)
    site, m2 = course.new_area
    investment = exact(facts.sites[site].fit_out_per_m2) * m2 if m2 else Fraction(0)
    if course.action == "resize" and course.stays is not None:
        size = next(size for size in course.office.resize if exact(size.m2) == course.stays)
        investment += exact(size.works_per_m2) * course.stays
    if course.action in ("open", "convert"):
        investment += exact(facts.mode(course.mode).fit_out)
    return annuity(facts, investment, course.day.year), investment


def moving(facts: Facts, course: Course) -> ByYear:
    """Return the cost of moving people, in the year they change their place."""
    if course.day is None:
        return {}
    return {course.day.year: (facts.constant("moving") or Fraction(0)) * course.moved_people}


def running(facts: Facts, course: Course) -> ByYear:
    """Return the running cost of today's premises until the change, then of the area there is; and that of the mode."""
    calendar, office, day = facts.calendar, course.office, course.day
    last = calendar.last_day if day is None else day - DAY
    parts = [running_from(exact(office.running_per_year), calendar.first_day, last)] if office.exists else []
    if day is not None:
        parts.append(running_from(running_after(facts, course), day, calendar.last_day))
    for period, years in enumerate(calendar.years):
        mode = serving_mode(facts, course, period)
        parts.append(dict.fromkeys(years, exact(mode.cost_per_year) if mode else Fraction(0)))
    return total(parts)


def running_after(facts: Facts, course: Course) -> Fraction:
    """Return the running cost a year after the change."""
    office, new = course.office, Fraction(0)
    if course.taken:
        new = course.taken * running_per_m2(facts, course)
    if course.stays is None:
        return new
    floor = exact(office.floor_m2)
    return new + exact(office.running_per_year) * (course.stays / floor if floor else 1)


def running_per_m2(facts: Facts, course: Course) -> Fraction:
    """Return the running cost of newly taken area: the site's, else the mover's own of today, per m2 and year."""
    site, office = facts.sites[course.to_site], course.office
    if site.running_per_m2_year is not None:
        return exact(site.running_per_m2_year)
    return exact(office.running_per_year) / exact(office.floor_m2) if office.floor_m2 else Fraction(0)
