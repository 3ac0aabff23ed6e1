"""Pay and minutes of the people of a course, as they leave by themselves or are dismissed."""

from __future__ import annotations

from fractions import Fraction

from consolidate.audit.courses import Course, people_of
from consolidate.audit.exact import exact
from consolidate.audit.facts import Facts
from consolidate.audit.money import ByYear, total


def first_year(facts: Facts, course: Course) -> int:
    """Return the first year of the people of a course: of a possible point that in which it opens."""
    return (facts.calendar.first_day if course.office.exists or course.day is None else course.day).year


def customer_service(facts: Facts, course: Course, year: int) -> Fraction:
    """Return the FTE of customer service in a year in which it is employed, without those who have left by then."""
    staffing = facts.agencies[course.office.agency].staffing
    stay = 1 - exact(staffing.attrition_per_year) if staffing else Fraction(1)
    return exact(course.office.staff.customer_service_fte) * stay ** (year - first_year(facts, course))


def wages(facts: Facts, course: Course) -> ByYear:
    """Return the pay of everybody employed, until they are dismissed; who leaves the back office is replaced."""
    if course.action == "never":
        return {}
    until = course.day.year if course.dismissed and course.day else facts.calendar.last_day.year + 1
    wage, back = exact(course.office.wage_per_fte_year or 0.0), exact(course.office.staff.back_office_fte)
    years = range(first_year(facts, course), until)
    return total([{year: wage * (customer_service(facts, course, year) + back) for year in years}])


def severance(facts: Facts, course: Course) -> ByYear:
    """Return what dismissed people are paid, in the year of the change."""
    staffing = facts.agencies[course.office.agency].staffing
    if not course.dismissed or course.day is None or staffing is None:
        return {}
    return {course.day.year: exact(staffing.severance_per_fte or 0.0) * people_of(course.office)}
