"""What is measured of a plan, what an objective makes of it, and what a visit adds to it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import zip_longest

from tests.oracle.exact import Calendar, exact, kg_per_km

from consolidate.scenario.model import Scenario
from consolidate.scenario.objective import Objective

Number = float | Fraction
Vector = tuple[Number, ...]
"""Money (discounted), kg, km, minutes, km (discounted), hours (discounted): of a plan, or what each of them weighs.

Behind them, where rules limit them, the minutes of visits of a region or group in a period; 0 where left out.
"""

NOTHING: Vector = (0,) * 6
MEASURES: dict[str, Vector] = {
    "cost": (1, 0, 0, 0, 0, 0),
    "emissions": (0, 1, 0, 0, 0, 0),
    "travel_km": (0, 0, 1, 0, 0, 0),
    "travel_minutes": (0, 0, 0, 1, 0, 0),
}


def plus(*vectors: Vector) -> Vector:
    """Add vectors."""
    return tuple(sum(parts) for parts in zip_longest(*vectors, fillvalue=0))


def times(number: Number, vector: Vector) -> Vector:
    """Multiply a vector."""
    return tuple(number * part for part in vector)


def weigh(goal: Vector, vector: Vector) -> Number:
    """Value of a plan's vector for a goal."""
    return sum(weight * part for weight, part in zip(goal, vector, strict=False) if weight)


def levels(objective: Objective) -> list[tuple[Vector, Fraction]]:
    """What is minimised, the first first, with the share by which later levels may worsen it."""
    if objective.priorities:
        return [(MEASURES[level.minimise], exact(level.tolerance)) for level in objective.priorities]
    if objective.minimise == "weighted":
        parts = [times(exact(getattr(objective.weights, name)), measure) for name, measure in MEASURES.items()]
        return [(plus(*parts), Fraction(0))]
    if objective.minimise != "cost":
        return [(MEASURES[objective.minimise], Fraction(0))]
    carbon, hour, km = (
        exact(objective.carbon_price_per_tonne) / 1000,
        exact(objective.value_of_time_per_hour),
        exact(objective.travel_price_per_km),
    )
    return [((1, carbon, 0, 0, km, hour), Fraction(0))]


class Travel:
    """Turns ways of visits into what is measured: by period, of a visit a year."""

    def __init__(self, scenario: Scenario, calendar: Calendar) -> None:
        zero = Fraction(0)
        kg = [sum((kg_per_km(scenario, year) for year in years), zero) for years in calendar.years]
        worth = [exact(sum(calendar.weight(year) for year in years)) for years in calendar.years]
        length = [Fraction(len(years)) for years in calendar.years]
        self.per_km = [(zero, 2 * k, 2 * n, zero, 2 * w, zero) for k, n, w in zip(kg, length, worth, strict=True)]
        self.per_minute = [(zero, zero, zero, 2 * n, zero, w / 30) for n, w in zip(length, worth, strict=True)]

    def vector(self, period: int, way: tuple[Fraction, Fraction]) -> Vector:
        """What visits add that go so many minutes and km (one way, together) in every year of a period."""
        minutes, km = way
        return plus(times(minutes, self.per_minute[period]), times(km, self.per_km[period]))

    def prices(self, period: int, goal: Vector) -> tuple[Fraction, Fraction]:
        """What a goal charges for a minute and for a km of a visit a year."""
        return Fraction(weigh(goal, self.per_minute[period])), Fraction(weigh(goal, self.per_km[period]))


def total(vectors: Sequence[Vector]) -> Vector:
    """Add any number of vectors."""
    return plus(NOTHING, *vectors)
