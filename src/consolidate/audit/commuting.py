"""How much farther people travel to work once their place has changed, and what that costs."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite

from consolidate.audit.courses import Course
from consolidate.audit.exact import exact
from consolidate.audit.facts import Facts
from consolidate.audit.money import ByYear, running_from
from consolidate.units import THERE_AND_BACK


def commuting_km(facts: Facts, course: Course) -> Fraction:
    """Return the km a year that the people of a course travel more after the change; none where there is no way."""
    days = facts.constant("commuting_days")
    if days is None or not course.moved_people:
        return Fraction(0)
    km = float(facts.distances.km[facts.area_of_site(course.office.site), facts.site_index[course.to_site]])
    return course.moved_people * THERE_AND_BACK * exact(km) * days if isfinite(km) else Fraction(0)


def staff_travel(facts: Facts, course: Course) -> ByYear:
    """Return what these km cost by year, from the change to the end of the horizon."""
    per_km = facts.constant("commuting_cost") or Fraction(0)
    if course.day is None or not per_km:
        return {}
    return running_from(per_km * commuting_km(facts, course), course.day, facts.calendar.last_day)
