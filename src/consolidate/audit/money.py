"""What a course costs by calendar year, to the day, and what of it is spent at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from consolidate.audit.calendar import DAY, Calendar, add_months, year_shares
from consolidate.audit.courses import Course, people_of
from consolidate.audit.exact import exact
from consolidate.audit.facts import Facts
from consolidate.scenario.model import Lease, Site

ByYear = Mapping[int, Fraction]
"""Currency by calendar year, undiscounted."""


@dataclass(frozen=True)
class Spending:
    """Currency by calendar year, and the one-off part of it, all undiscounted."""

    by_year: ByYear = field(default_factory=dict)
    one_off: Fraction = Fraction(0)


def total(parts: Iterable[ByYear]) -> ByYear:
    """Add amounts up year by year; years without money are left out."""
    sums: dict[int, Fraction] = defaultdict(Fraction)
    for part in parts:
        for year, amount in part.items():
            sums[year] += amount
    return {year: amount for year, amount in sums.items() if amount}


def present_value(calendar: Calendar, amounts: ByYear) -> Fraction:
    """Return the discounted sum of amounts by year."""
    return sum((calendar.weight(year) * amount for year, amount in amounts.items()), Fraction(0))


def running_from(per_year: Fraction, first: date, last: date) -> ByYear:
    """Return a yearly amount that runs between two days, both included."""
    return {year: per_year * share for year, share in year_shares(first, last).items()} if per_year else {}


def spending(facts: Facts, course: Course) -> Spending:
    """Return everything a course costs: rent, exit, fit-out, moving, running and staff."""
    exits = [leave(facts.calendar, lease, course.day) for lease in course.office.leases] if course.day else []
    works, invested = fit_out(facts, course)
    removal = moving(facts, course)
    parts = [rent(facts, course), works, removal, running(facts, course), staff(facts, course)]
    by_year = total([*parts, *(left.by_year for left in exits)])
    return Spending(by_year, invested + sum(removal.values()) + sum(left.one_off for left in exits))


def rent(facts: Facts, course: Course) -> ByYear:
    """Return the rent of today's floor area until the change, and of newly taken area from its double rent on."""
    calendar, office = facts.calendar, course.office
    last = calendar.last_day if course.day is None else course.day - DAY
    parts = [rent_of_lease(lease, calendar.first_day, last) for lease in office.leases]
    if not office.leases and office.floor_m2:
        per_m2 = exact(facts.sites[office.site].rent_per_m2_year or 0.0)
        parts.append(running_from(exact(office.floor_m2) * per_m2, calendar.first_day, last))
    if course.day is not None and course.m2:
        target = facts.sites[course.to_site]
        first = add_months(course.day, -target.double_rent_months)
        parts.append(running_from(course.m2 * exact(target.rent_per_m2_year or 0.0), first, calendar.last_day))
    return total(parts)


def rent_of_lease(lease: Lease, first: date, last: date) -> ByYear:
    """Return the rent of a lease while its office stays: renewed at its end, at the renewal rent if one is given."""
    m2, now = exact(lease.m2), exact(lease.rent_per_m2_year)
    first = first if lease.start is None else max(first, lease.start)
    if lease.end is None or lease.renewal_rent_per_m2_year is None or lease.end >= last:
        return running_from(m2 * now, first, last)
    renewed = running_from(m2 * exact(lease.renewal_rent_per_m2_year), max(first, lease.end + DAY), last)
    return total([running_from(m2 * now, first, lease.end), renewed])


def leave(calendar: Calendar, lease: Lease, day: date) -> Spending:
    """Return what leaving a lease on a day costs: the rent still due, or less rent and the fee of a break."""
    if lease.owned or (lease.end is not None and lease.end < day):
        return Spending()
    first = day if lease.start is None else max(day, lease.start)
    per_year = exact(lease.m2) * exact(lease.rent_per_m2_year)
    free = add_months(calendar.decided, lease.notice_months)  # the first day on which notice has run out
    if lease.end is None:
        return Spending(running_from(per_year, first, max(day, free) - DAY))
    ways_out = [(lease.end, Spending(running_from(per_year, first, lease.end)))]
    fee = exact(lease.break_fee)
    for last in lease.breaks:
        if last >= day - DAY and last < lease.end and last >= free - DAY:
            year = max(last.year, calendar.first_day.year)
            due = total([running_from(per_year, first, last), {year: fee}])
            ways_out.append((last, Spending(due, fee)))
    return min(ways_out, key=lambda way: (present_value(calendar, way[1].by_year), way[0]))[1]


def fit_out(facts: Facts, course: Course) -> tuple[ByYear, Fraction]:
    """Return the works at the target as a yearly annuity, cut at the horizon, and the investment itself."""
    if course.day is None or not course.m2:
        return {}, Fraction(0)
    calendar, site = facts.calendar, facts.sites[course.to_site]
    investment = exact(site.fit_out_per_m2) * course.m2
    life = max(round(facts.constant("fit_out_life") or 0), 1)
    start = calendar.starts[0].year
    per_year = investment / sum(calendar.weight(start + k) for k in range(life))
    years = range(course.day.year, min(course.day.year + life, calendar.last_day.year + 1))
    return dict.fromkeys(years, per_year) if investment else {}, investment


def moving(facts: Facts, course: Course) -> ByYear:
    """Return the cost of moving people, in the year they change their place."""
    if course.day is None:
        return {}
    return {course.day.year: (facts.constant("moving") or Fraction(0)) * people_of(course.office)}


def running(facts: Facts, course: Course) -> ByYear:
    """Return the running cost of today's premises until the change, then of the area taken."""
    calendar, office = facts.calendar, course.office
    now = exact(office.running_per_year)
    if course.day is None:
        return running_from(now, calendar.first_day, calendar.last_day)
    before = running_from(now, calendar.first_day, course.day - DAY)
    if not course.m2:
        return before
    return total([before, running_from(course.m2 * running_per_m2(facts, course), course.day, calendar.last_day)])


def running_per_m2(facts: Facts, course: Course) -> Fraction:
    """Return the running cost of newly taken area: the site's, else the mover's own of today, per m2 and year."""
    site: Site = facts.sites[course.to_site]
    if site.running_per_m2_year is not None:
        return exact(site.running_per_m2_year)
    office = course.office
    return exact(office.running_per_year) / exact(office.floor_m2) if office.floor_m2 else Fraction(0)


def staff(facts: Facts, course: Course) -> ByYear:
    """Return the pay of everybody, whatever happens to the office."""
    pay = exact(course.office.wage_per_fte_year or 0.0) * people_of(course.office)
    return dict.fromkeys(facts.calendar.all_years, pay)
