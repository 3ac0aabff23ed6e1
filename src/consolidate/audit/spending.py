"""What a course costs by calendar year, to the day, and what of it is spent at once."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from consolidate.audit.calendar import DAY, add_months
from consolidate.audit.commuting import staff_travel
from consolidate.audit.courses import Course, people_of
from consolidate.audit.exact import exact
from consolidate.audit.facts import Facts
from consolidate.audit.leases import leave, rent_of_lease
from consolidate.audit.money import ByYear, Spending, annuity, running_from, total


def spending(facts: Facts, course: Course) -> Spending:
    """Return everything a course costs: rent, exit, works, moving, running, staff and their travel; and vacancy."""
    left = Fraction(0) if course.day is None else 1 - share_that_stays(course)
    exits = [leave(facts.calendar, lease, course.day, left) for lease in course.office.leases if course.day and left]
    works, invested = fit_out(facts, course)
    removal = moving(facts, course)
    parts = [rent(facts, course), works, removal, running(facts, course), staff(facts, course)]
    parts.append(staff_travel(facts, course))
    return Spending(
        total([*parts, *(each.by_year for each in exits)]),
        invested + sum(removal.values()) + sum(each.one_off for each in exits),
        total(each.vacancy for each in exits),
    )


def ratio(course: Course) -> Fraction:
    """Return the size after the change over today's, of an office that is resized."""
    return course.m2 / exact(course.office.floor_m2)


def share_that_stays(course: Course) -> Fraction:
    """Return the share of today's leases that goes on after the change."""
    return min(ratio(course), Fraction(1)) if course.action == "resize" else Fraction(0)


def rent(facts: Facts, course: Course) -> ByYear:
    """Return the rent of today's floor area, and of newly taken area (from its double rent on)."""
    calendar, office, day = facts.calendar, course.office, course.day
    last = calendar.last_day if day is None else day - DAY
    parts = [rent_today(facts, course, calendar.first_day, last, Fraction(1))] if office.exists else []
    if day is not None and course.action == "resize":
        parts.append(rent_today(facts, course, day, calendar.last_day, share_that_stays(course)))
        added = max(course.m2 - exact(office.floor_m2), Fraction(0))
        parts.append(running_from(added * rent_of_site(facts, office.site), day, calendar.last_day))
    elif day is not None and course.m2:
        first = add_months(day, -facts.sites[course.target].double_rent_months)
        parts.append(running_from(course.m2 * rent_of_site(facts, course.target), first, calendar.last_day))
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
    """Return the works at the target, or those of a new size, as a yearly annuity, and the investment itself."""
    if course.day is None or not course.m2:
        return {}, Fraction(0)
    if course.action == "resize":
        per_m2 = next(size.works_per_m2 for size in course.office.resize if exact(size.m2) == course.m2)
    else:
        per_m2 = facts.sites[course.target].fit_out_per_m2
    investment = exact(per_m2) * course.m2
    return annuity(facts, investment, course.day.year), investment


def moving(facts: Facts, course: Course) -> ByYear:
    """Return the cost of moving people, in the year they change their place."""
    if course.day is None:
        return {}
    return {course.day.year: (facts.constant("moving") or Fraction(0)) * course.moved_people}


def running(facts: Facts, course: Course) -> ByYear:
    """Return the running cost of today's premises until the change, then of the area taken."""
    calendar, office, day = facts.calendar, course.office, course.day
    last = calendar.last_day if day is None else day - DAY
    parts = [running_from(exact(office.running_per_year), calendar.first_day, last)] if office.exists else []
    if day is not None:
        parts.append(running_from(running_after(facts, course), day, calendar.last_day))
    return total(parts)


def running_after(facts: Facts, course: Course) -> Fraction:
    """Return the running cost a year after the change."""
    if course.action == "open":
        return exact(course.office.running_per_year)
    if course.action == "resize":
        return ratio(course) * exact(course.office.running_per_year)
    return course.m2 * running_per_m2(facts, course) if course.m2 else Fraction(0)


def running_per_m2(facts: Facts, course: Course) -> Fraction:
    """Return the running cost of newly taken area: the site's, else the mover's own of today, per m2 and year."""
    site, office = facts.sites[course.target], course.office
    if site.running_per_m2_year is not None:
        return exact(site.running_per_m2_year)
    return exact(office.running_per_year) / exact(office.floor_m2) if office.floor_m2 else Fraction(0)


def staff(facts: Facts, course: Course) -> ByYear:
    """Return the pay of everybody: whatever happens to an office, and of a possible point once it is open."""
    pay = exact(course.office.wage_per_fte_year or 0.0) * people_of(course.office)
    first = facts.calendar.first_day if course.office.exists else course.day
    return running_from(pay, first, facts.calendar.last_day) if first else {}
