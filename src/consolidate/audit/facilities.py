"""What agencies share at a site that serve there in the same mode: there while one of them does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from consolidate.audit.exact import exact
from consolidate.audit.facts import Facts
from consolidate.audit.findings import Found
from consolidate.audit.presence import Presence
from consolidate.audit.report import Violation
from consolidate.scenario.model import Facility

Place = tuple[str, str]
"""A mode with a facility, and a site."""


def facilities(facts: Facts, presence: Presence) -> dict[Place, set[str]]:
    """Return the facilities that are there in a period, with the agencies that serve in them."""
    having = {name for name, mode in facts.scenario.modes.items() if mode.shared is not None}
    found: dict[Place, set[str]] = defaultdict(set)
    for (agency, site), there in presence.serving.items() if having else ():
        for mode in having.intersection(each.mode for each in there):
            found[mode, site].add(agency)
    return found


def shared(facts: Facts, mode: str) -> Facility:
    """Return the facility of a mode that has one."""
    return facts.mode(mode).shared or Facility()


def facility_m2(facts: Facts, presence: Presence, site: str) -> Fraction:
    """Return the area of the facilities at a site, m2."""
    here = (mode for mode, place in facilities(facts, presence) if place == site)
    return sum((exact(shared(facts, mode).m2) for mode in here), Fraction(0))


def facility_works(facts: Facts, today: Presence, periods: Sequence[Presence]) -> tuple[Fraction, ...]:
    """Return, by period, the works of facilities that are there in it and were not before (first: today)."""
    works, before = [], facilities(facts, today)
    for presence in periods:
        now = facilities(facts, presence)
        new = (mode for mode, site in now if (mode, site) not in before)
        works.append(sum((exact(shared(facts, mode).fit_out) for mode in new), Fraction(0)))
        before = now
    return tuple(works)


def facility_time(facts: Facts, periods: Sequence[Presence]) -> Found:
    """Check that the opening minutes of all agencies in a facility are within those it has."""
    checks, found = 0, []
    for start, presence in zip(facts.calendar.starts, periods, strict=True):
        for (mode, site), agencies in sorted(facilities(facts, presence).items()):
            most, each = shared(facts, mode).minutes_per_year, facts.mode(mode).opening_minutes_per_year
            checks += most is not None
            asked = len(agencies) * exact(each or 0.0)
            if most is not None and asked > exact(most):
                where = f"period {start.year}, mode {mode}, site {site}"
                message = f"{', '.join(sorted(agencies))} open {float(asked):,.1f} minutes a year, facility {most:,.1f}"
                found.append(Violation("facility", where, message))
    return Found(checks, tuple(found))
