"""Pay and minutes of the people of a course, as they leave by themselves or are dismissed."""

from __future__ import annotations

from fractions import Fraction

from consolidate.audit.courses import Course, people_of
from consolidate.audit.exact import exact
from consolidate.audit.facts import Facts
from consolidate.audit.money import ByYear, total


def first_year(facts: Facts, course: Course) -> int | None:
    """Return the year from which people of a course are employed; None if they never are."""
    if course.office.exists:
        return facts.calendar.first_day.year
    return course.day.year if course.day else None


def last_year(facts: Facts, course: Course) -> int:
    """Return the last year in which they are employed: they are dismissed on the first day of one."""
    return course.day.year - 1 if course.dismissed and course.day else facts.calendar.last_day.year


def customer_service(facts: Facts, course: Course, year: int) -> Fraction:
    """Return the FTE of customer service in a year: without those who have left by themselves, nor the dismissed."""
    first = first_year(facts, course)
    if first is None or not first <= year <= last_year(facts, course):
        return Fraction(0)
    staffing = facts.agencies[course.office.agency].staffing
    stay = 1 - exact(staffing.attrition_per_year) if staffing else Fraction(1)
    return exact(course.office.staff.customer_service_fte) * stay ** (year - first)


def wages(facts: Facts, course: Course) -> ByYear:
    """Return the pay of everybody employed; who leaves the back office is replaced."""
    first, back = first_year(facts, course), exact(course.office.staff.back_office_fte)
    if first is None:
        return {}
    wage = exact(course.office.wage_per_fte_year or 0.0)
    years = range(first, last_year(facts, course) + 1)
    return total([{year: wage * (customer_service(facts, course, year) + back) for year in years}])


def severance(facts: Facts, course: Course) -> ByYear:
    """Return what dismissed people are paid, in the year of the change."""
    staffing = facts.agencies[course.office.agency].staffing
    if not course.dismissed or course.day is None or staffing is None:
        return {}
    return {course.day.year: exact(staffing.severance_per_fte or 0.0) * people_of(course.office)}
