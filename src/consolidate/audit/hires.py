"""People hired where minutes are short, also in one language: the most that was short so far, and to the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from consolidate.audit.capacity import Load
from consolidate.audit.courses import Course
from consolidate.audit.exact import exact
from consolidate.audit.facts import Facts
from consolidate.audit.home import home, serving_mode, way_home
from consolidate.audit.money import ByYear, total
from consolidate.audit.people import customer_service

Post = tuple[str, str]
"""A site and a language; '' = all minutes there."""


@dataclass(frozen=True)
class Hires:
    """What an agency hires: FTE in all by period, and what they cost."""

    fte: tuple[Fraction, ...]
    by_year: ByYear
    one_off: tuple[Fraction, ...]  # hiring itself, by period


def hires(facts: Facts, courses: Sequence[Course], load: Load) -> Mapping[str, Hires]:
    """Return what every agency with staffing hires, all sites together."""
    found = {}
    for agency in facts.agencies.values():
        if agency.staffing is None:
            continue
        missing = short(facts, [course for course in courses if course.office.agency == agency.id], load, agency.id)
        fte = []
        for period in range(len(facts.calendar.starts)):
            most: dict[str, Fraction] = defaultdict(Fraction)  # whoever is hired speaks what is short
            for (site, _), by_period in missing.items():
                most[site] = max(most[site], *by_period[: period + 1])
            fte.append(sum(most.values(), Fraction(0)) / exact(agency.staffing.minutes_per_fte_year))
        new = [now - before for before, now in zip([Fraction(0), *fte], fte, strict=False)]
        once = tuple(exact(agency.staffing.hiring_cost_per_fte) * each for each in new)
        wage = exact(agency.staffing.hired_wage_per_fte_year)
        periods = zip(fte, once, facts.calendar.years, strict=True)
        parts: list[ByYear] = []
        for each, hiring, years in periods:
            parts += [{years[0]: hiring}, dict.fromkeys(years, wage * each)]
        found[agency.id] = Hires(tuple(fte), total(parts), once)
    return found


def short(facts: Facts, courses: Sequence[Course], load: Load, agency: str) -> Mapping[Post, list[Fraction]]:
    """Return the minutes a year that an agency is short of (negative: has left) at every site, by period.

    Those in a language are told apart, where visits of a group are made in it.
    """
    found: dict[Post, list[Fraction]] = defaultdict(lambda: [Fraction(0)] * len(facts.calendar.starts))
    for (period, whose, position), minutes in load.minutes.items():
        if whose == agency:
            found[facts.site_names[position], ""][period] += minutes
    for ((period, whose, position), language), minutes in load.spoken.items():
        if whose == agency:
            found[facts.site_names[position], language][period] += minutes
    for course in courses:
        for period in range(len(facts.calendar.starts)):
            for post, minutes in brought(facts, course, period):
                found[post][period] -= minutes
    return found


def brought(facts: Facts, course: Course, period: int) -> Iterator[tuple[Post, Fraction]]:
    """Yield the minutes a year that an office's people or mode bring, in all and by language, or (below 0) take."""
    staffing, years = facts.agencies[course.office.agency].staffing, facts.calendar.years[period]
    place, site, mode = course.works_at(period), course.serves_at(period), serving_mode(facts, course, period)
    if staffing is not None and place:
        there = sum((customer_service(facts, course, year) for year in years), Fraction(0)) / len(years)
        minutes = exact(staffing.minutes_per_fte_year) * there
        yield (place, ""), minutes
        for language, share in course.office.staff.languages.items():
            yield (place, language), minutes * exact(share)
    if mode is not None and site is not None and mode.staffing != "own":
        booked = exact(mode.staff_minutes_per_year or 0.0)
        for language in ("", *mode.languages):
            yield (site, language), booked
        if base := home(facts, course, period):
            yield (base, ""), -booked - way_home(facts, course, period)[1]
