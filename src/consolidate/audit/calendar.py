"""Periods, days and discount weights, from the horizon as written."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache

from consolidate.audit.exact import exact
from consolidate.scenario.model import Horizon
from consolidate.units import MONTHS_PER_YEAR

DIGITS = Context(prec=60)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """The horizon by period: first days, calendar years, the day of the decision and the discount rate per year."""

    starts: tuple[date, ...]
    years: tuple[tuple[int, ...], ...]
    decided: date
    rate: Fraction

    @classmethod
    def of(cls, horizon: Horizon) -> Calendar:
        """Lay out the horizon: each period ends where the next one starts, the last with the last year."""
        ends = (*horizon.periods[1:], horizon.end + 1)
        starts = tuple(date(year, 1, 1) for year in horizon.periods)
        years = tuple(tuple(range(*span)) for span in zip(horizon.periods, ends, strict=True))
        return cls(starts, years, horizon.decided or starts[0], exact(horizon.discount_rate))

    @property
    def first_day(self) -> date:
        """The first day of the horizon."""
        return self.starts[0]

    @property
    def last_day(self) -> date:
        """The last day of the horizon."""
        return date(self.years[-1][-1], 12, 31)

    @property
    def all_years(self) -> range:
        """Every calendar year of the horizon."""
        return range(self.starts[0].year, self.last_day.year + 1)

    def weight(self, year: int) -> Fraction:
        """Return what money of a calendar year counts at the start of the first period, to 60 digits.

        Money falls due in the middle of its year; money from before the first period counts in its first year.
        """
        return discount(self.rate, max(year - self.starts[0].year, 0))

    def period_of(self, day: object) -> int | None:
        """Return the index of the period that starts on `day`, None if none does."""
        return self.starts.index(day) if isinstance(day, date) and day in self.starts else None


@lru_cache(maxsize=1 << 14)
def discount(rate: Fraction, years: int) -> Fraction:
    """Return (1 + rate)^-(years + 1/2), to 60 digits."""
    base = DIGITS.divide(Decimal((1 + rate).numerator), Decimal(rate.denominator))
    return Fraction(DIGITS.power(base, Decimal(-years) - Decimal("0.5")))


def add_months(day: date, months: int) -> date:
    """Return the same day of the month some months later (earlier if negative), or the last day of a shorter month."""
    year, month = divmod(day.year * MONTHS_PER_YEAR + day.month - 1 + months, MONTHS_PER_YEAR)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def year_shares(first: date, last: date) -> dict[int, Fraction]:
    """Return the share of each calendar year that lies between two days, both included; empty if they are reversed."""
    shares = {}
    for year in range(first.year, last.year + 1) if first <= last else ():
        days = (min(last, date(year, 12, 31)) - max(first, date(year, 1, 1))).days + 1
        shares[year] = Fraction(days, 366 if calendar.isleap(year) else 365)
    return shares
