"""How much farther people travel to work: those whose place has changed, and those who visit a point."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import isfinite

from consolidate.audit.courses import Course
from consolidate.audit.exact import exact
from consolidate.audit.facts import Facts
from consolidate.audit.home import way_home
from consolidate.audit.money import ByYear, total
from consolidate.units import THERE_AND_BACK


def commuting_km(facts: Facts, course: Course) -> Fraction:
    """Return the km a year that the people of a course travel more after the change; none where there is no way."""
    days = facts.constant("commuting_days")
    if days is None or not course.moved_people:
        return Fraction(0)
    km = float(facts.distances.km[facts.area_of_site(course.office.site), facts.site_index[course.to_site]])
    return course.moved_people * THERE_AND_BACK * exact(km) * days if isfinite(km) else Fraction(0)


def km_by_year(facts: Facts, course: Course) -> Mapping[int, Fraction]:
    """Return the km that people of a course travel more, or to visit its point, by year."""
    km: dict[int, Fraction] = {}
    for period, years in enumerate(facts.calendar.years):
        moved = commuting_km(facts, course) if period >= course.change else Fraction(0)
        km.update(dict.fromkeys(years, moved + way_home(facts, course, period)[0]))
    return km


def staff_travel(facts: Facts, course: Course) -> ByYear:
    """Return what these km cost by year."""
    per_km = facts.constant("commuting_cost") or Fraction(0)
    return total([{year: per_km * km for year, km in km_by_year(facts, course).items()}])
