"""A plan carried out: courses, who is where in every period, and the same for today's network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from consolidate.audit.courses import Course, today
from consolidate.audit.facts import Facts
from consolidate.audit.money import Spending
from consolidate.audit.points import joint_works
from consolidate.audit.presence import Presence, presences
from consolidate.audit.spending import spending


@dataclass(frozen=True)
class Network:
    """What the rules look at; ``spendings`` one per course, ``periods`` and ``joint_works`` one per period."""

    facts: Facts
    courses: tuple[Course, ...]
    spendings: tuple[Spending, ...]
    periods: tuple[Presence, ...]
    today: Presence
    joint_works: tuple[Fraction, ...]  # currency, undiscounted, on sites that become joint in a period

    @classmethod
    def of(cls, facts: Facts, courses: Sequence[Course]) -> Network:
        """Carry out every course."""
        spendings = tuple(spending(facts, course) for course in courses)
        periods, now = presences(facts, courses), presences(facts, today(facts))[0]
        return cls(facts, tuple(courses), spendings, periods, now, joint_works(facts, now, periods))

    def held_in(self, years: Sequence[int]) -> list[int]:
        """Return the periods a rule holds in: those that start in the given years, or all."""
        return [t for t, start in enumerate(self.facts.calendar.starts) if not years or start.year in years]
