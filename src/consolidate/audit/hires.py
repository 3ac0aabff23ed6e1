"""People hired where minutes are short: the most that was short so far, to the end of the horizon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from consolidate.audit.capacity import Load
from consolidate.audit.courses import Course
from consolidate.audit.exact import exact
from consolidate.audit.facts import Facts
from consolidate.audit.home import home, serving_mode, way_home
from consolidate.audit.money import ByYear, total
from consolidate.audit.people import customer_service


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
            most = (max([Fraction(0), *by_period[: period + 1]]) for by_period in missing.values())
            fte.append(sum(most, Fraction(0)) / exact(agency.staffing.minutes_per_fte_year))
        new = [now - before for before, now in zip([Fraction(0), *fte], fte, strict=False)]
        once = tuple(exact(agency.staffing.hiring_cost_per_fte) * each for each in new)
        wage = exact(agency.staffing.hired_wage_per_fte_year)
        periods = zip(fte, once, facts.calendar.years, strict=True)
        parts: list[ByYear] = []
        for each, hiring, years in periods:
            parts += [{years[0]: hiring}, dict.fromkeys(years, wage * each)]
        found[agency.id] = Hires(tuple(fte), total(parts), once)
    return found


def short(facts: Facts, courses: Sequence[Course], load: Load, agency: str) -> Mapping[str, list[Fraction]]:
    """Return the minutes a year that an agency is short of (negative: has left) at every site, by period."""
    staffing, periods = facts.agencies[agency].staffing, len(facts.calendar.starts)
    found: dict[str, list[Fraction]] = defaultdict(lambda: [Fraction(0)] * periods)
    for (period, whose, position), minutes in load.minutes.items():
        if whose == agency:
            found[facts.site_names[position]][period] += minutes
    per_fte = exact(staffing.minutes_per_fte_year) if staffing else Fraction(0)
    for course in courses:
        for period, years in enumerate(facts.calendar.years):
            if place := course.works_at(period):
                mean = sum((customer_service(facts, course, year) for year in years), Fraction(0)) / len(years)
                found[place][period] -= per_fte * mean
            mode, site = serving_mode(facts, course, period), course.serves_at(period)
            if mode is not None and site is not None and mode.staffing != "own":
                brought = exact(mode.staff_minutes_per_year or 0.0)
                found[site][period] -= brought
                if base := home(facts, course, period):
                    found[base][period] += brought + way_home(facts, course, period)[1]
    return found
