"""Money by calendar year: added up, discounted, spread over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from consolidate.audit.calendar import Calendar, year_shares
from consolidate.audit.facts import Facts

ByYear = Mapping[int, Fraction]
"""Currency by calendar year, undiscounted."""


@dataclass(frozen=True)
class Spending:
    """Currency by calendar year, the one-off part of it, and beside it what vacancy costs the state; undiscounted."""

    by_year: ByYear = field(default_factory=dict)
    one_off: Fraction = Fraction(0)
    vacancy: ByYear = field(default_factory=dict)


def total(parts: Iterable[ByYear]) -> ByYear:
    """Add amounts up year by year; years without money are left out."""
    sums: dict[int, Fraction] = defaultdict(Fraction)
    for part in parts:
        for year, amount in part.items():
            sums[year] += amount
    return {year: amount for year, amount in sums.items() if amount}


def present_value(calendar: Calendar, amounts: ByYear) -> Fraction:
    """Return the discounted sum of amounts by year."""
    return sum((calendar.weight(year) * amount for year, amount in amounts.items()), Fraction(0))


def running_from(per_year: Fraction, first: date, last: date) -> ByYear:
    """Return a yearly amount that runs between two days, both included."""
    return {year: per_year * share for year, share in year_shares(first, last).items()} if per_year else {}


def annuity(facts: Facts, investment: Fraction, since: int) -> ByYear:
    """Return works of a year as equal yearly amounts over their life, worth the same there; cut at the horizon."""
    if not investment:
        return {}
    calendar, start = facts.calendar, facts.calendar.starts[0].year
    life = max(round(facts.constant("fit_out_life") or 0), 1)
    per_year = investment / sum(calendar.weight(start + k) for k in range(life))
    return dict.fromkeys(range(since, min(since + life, calendar.last_day.year + 1)), per_year)
