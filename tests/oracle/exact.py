"""Numbers and days as the scenario's author wrote them: exact fractions, calendar years, months."""

from __future__ import annotations

from calendar import isleap, monthrange
from collections import defaultdict
from datetime import date
from fractions import Fraction
from functools import lru_cache

from consolidate.scenario.model import Factor, Scenario

Book = defaultdict[int, float]
"""Money by calendar year."""


@lru_cache(maxsize=10_000)
def exact(number: float | None) -> Fraction:
    """Return the decimal number that was written; nothing is 0."""
    return Fraction(0) if number is None else Fraction(repr(float(number)))


def add_months(day: date, months: int) -> date:
    """Keep the day of the month, or take the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def pay_yearly(book: Book, per_year: Fraction, first: date, until: date) -> None:
    """Enter a yearly amount that runs from `first` to the day before `until`, by days of each calendar year."""
    for year in range(first.year, until.year + 1):
        from_day = max(first, date(year, 1, 1))
        to_day = min(until, date(year + 1, 1, 1))
        if from_day < to_day:
            book[year] += float(per_year * Fraction((to_day - from_day).days, 366 if isleap(year) else 365))


class Calendar:
    """The horizon: its periods, their years, and what money of a year is worth."""

    def __init__(self, scenario: Scenario) -> None:
        horizon = scenario.horizon
        stops = (*horizon.periods[1:], horizon.end + 1)
        self.years = [list(range(first, stop)) for first, stop in zip(horizon.periods, stops, strict=True)]
        self.first_days = [date(first, 1, 1) for first in horizon.periods]
        self.all_years = [year for years in self.years for year in years]
        self.first_day = self.first_days[0]
        self.day_after = date(horizon.end + 1, 1, 1)
        self.decided = horizon.decided or self.first_day
        self.rate = horizon.discount_rate

    def weight(self, year: int) -> float:
        """Discount from the middle of a year to the start of the first period; earlier money counts as of that year."""
        return (1 + self.rate) ** -(max(year - self.first_day.year, 0) + 0.5)

    def present_value(self, book: Book) -> float:
        """Discount money by calendar year."""
        return sum(amount * self.weight(year) for year, amount in book.items())


def factor_in(factor: Factor | None, year: int, default: float) -> Fraction:
    """Value of a factor in a year: that of the latest year of `by_year` up to it, else `value`."""
    if factor is None:
        return exact(default)
    known = [first for first in factor.by_year if first <= year]
    return exact(factor.by_year[max(known)] if known else factor.value)


def kg_per_km(scenario: Scenario, year: int) -> Fraction:
    """What a km by car emits in a year for one traveller, by car or not."""
    factors = scenario.factors
    grams, share = factor_in(factors.car_emissions, year, 0), factor_in(factors.car_share, year, 1)
    return grams / 1000 * share / factor_in(factors.car_occupancy, year, 1)
