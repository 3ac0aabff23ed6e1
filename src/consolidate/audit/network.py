"""A plan carried out: courses, who is where in every period, whom it hires, and the same for today's network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from consolidate.audit.capacity import NO_LOAD, Load
from consolidate.audit.courses import Course, today
from consolidate.audit.facts import Facts
from consolidate.audit.hires import Hires, hires
from consolidate.audit.money import Spending
from consolidate.audit.points import shared_works
from consolidate.audit.presence import Presence, presences
from consolidate.audit.spending import spending


@dataclass(frozen=True)
class Network:
    """What the rules look at; ``spendings`` one per course, ``periods`` and ``shared_works`` one per period."""

    facts: Facts
    courses: tuple[Course, ...]
    spendings: tuple[Spending, ...]
    periods: tuple[Presence, ...]
    today: Presence
    shared_works: tuple[Fraction, ...]  # currency, undiscounted, on sites that become joint and on facilities
    hires: Mapping[str, Hires]  # by agency, those with staffing

    @classmethod
    def of(cls, facts: Facts, courses: Sequence[Course], load: Load = NO_LOAD) -> Network:
        """Carry out every course, with so many minutes of visits."""
        spendings = tuple(spending(facts, course) for course in courses)
        periods, now = presences(facts, courses), presences(facts, today(facts))[0]
        works, hired = shared_works(facts, now, periods), hires(facts, courses, load)
        return cls(facts, tuple(courses), spendings, periods, now, works, hired)

    def held_in(self, years: Sequence[int]) -> list[int]:
        """Return the periods a rule holds in: those that start in the given years, or all."""
        return [t for t, start in enumerate(self.facts.calendar.starts) if not years or start.year in years]
