"""Where the people come from who serve at a point that is staffed from elsewhere, and what that takes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isfinite

import numpy as np

from consolidate.audit.courses import Course, staffed_sites
from consolidate.audit.exact import exact
from consolidate.audit.facts import Facts
from consolidate.audit.findings import Found
from consolidate.audit.presence import Presence
from consolidate.audit.report import Violation
from consolidate.audit.travel import nearest
from consolidate.scenario.model import Mode
from consolidate.units import THERE_AND_BACK, WEEKS_PER_YEAR


def serving_mode(facts: Facts, course: Course, period: int) -> Mode | None:
    """Return the mode that an office serves in, in a period, None if it does not serve."""
    return facts.mode(course.mode_in(period)) if course.serves_at(period) else None


def home(facts: Facts, course: Course, period: int) -> str | None:
    """Return the site whose people serve at an office in a period; None if it needs none, or has none."""
    mode = serving_mode(facts, course, period)
    if mode is None or not mode.from_home:
        return None
    office, minutes = course.office, facts.distances.minutes[facts.area_of_site(course.office.site)]
    if office.home is not None:
        reached = mode.staffing == "remote" or bool(np.isfinite(minutes[facts.site_index[office.home]]))
        return office.home if reached else None
    if period >= course.change and course.people_leave and course.to_site:
        return course.to_site
    if course.chosen_home:
        return course.chosen_home
    found = int(nearest(minutes[None, :], staffed_sites(facts, office))[0][0])
    return facts.site_names[found] if found >= 0 else None


def home_serves(facts: Facts, courses: Sequence[Course], periods: Sequence[Presence]) -> Found:
    """Check that an agency serves in a mode with people of its own at the home of every office staffed from there."""
    checks, found = 0, []
    for course in courses:
        for period, presence in enumerate(periods):
            mode = serving_mode(facts, course, period)
            if mode is None or not mode.from_home:
                continue
            base, agency = home(facts, course, period), course.office.agency
            there = presence.serving.get((agency, base), ()) if base else ()
            checks += 1
            if not any(facts.mode(each.mode).staffing == "own" for each in there):
                where = f"period {facts.calendar.starts[period].year}, office {course.office.id}"
                why = f"{agency} does not serve with people of its own at its home {base}" if base else "has no home"
                found.append(Violation("home_serves", where, why))
    return Found(checks, tuple(found))


def way_home(facts: Facts, course: Course, period: int) -> tuple[Fraction, Fraction]:
    """Return km and minutes a year that people visiting an office travel; none where nobody visits, or no way leads."""
    mode, base = serving_mode(facts, course, period), home(facts, course, period)
    if mode is None or base is None or mode.staffing != "visiting":
        return Fraction(0), Fraction(0)
    pair = facts.area_of_site(course.office.site), facts.site_index[base]
    trips = THERE_AND_BACK * WEEKS_PER_YEAR * exact(mode.days_per_week)
    km, minutes = float(facts.distances.km[pair]), float(facts.distances.minutes[pair])
    return (trips * exact(km), trips * exact(minutes)) if isfinite(minutes) else (Fraction(0), Fraction(0))
