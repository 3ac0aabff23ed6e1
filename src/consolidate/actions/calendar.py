"""Years, periods and discounting; money runs to the day."""

from __future__ import annotations

import calendar as days
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

from consolidate.scenario.model import Factor, Horizon, Lease
from consolidate.units import MONTHS_PER_YEAR

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def add_months(day: date, months: int) -> date:
    """Return the same day of the month ``months`` later (or the last day of a shorter month)."""
    year, month = divmod(day.year * MONTHS_PER_YEAR + day.month - 1 + months, MONTHS_PER_YEAR)
    return date(year, month + 1, min(day.day, days.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Calendar:
    """The horizon as arrays.

    ``years`` (Y,) reaches beyond the horizon as far as any lease does, since rent left over still has to be paid.
    """

    horizon: Horizon
    last_year: int  # of the axis, at least horizon.end

    @classmethod
    def of(cls, horizon: Horizon, leases: list[Lease]) -> Calendar:
        """Take an axis long enough for every lease, notice included."""
        decided = horizon.decided or date(horizon.periods[0], 1, 1)
        ends = [lease.end for lease in leases if lease.end]
        notices = [add_months(decided, lease.notice_months) for lease in leases if lease.end is None]
        last = max([horizon.end + 1, *(day.year + 1 for day in ends + notices)])
        empty = max((lease.relet_months for lease in leases), default=0)
        return cls(horizon, last + -(-empty // MONTHS_PER_YEAR))

    @cached_property
    def starts(self) -> tuple[date, ...]:
        """First day of each period."""
        return tuple(date(year, 1, 1) for year in self.horizon.periods)

    @cached_property
    def stop(self) -> date:
        """The day after the horizon."""
        return date(self.horizon.end + 1, 1, 1)

    @cached_property
    def decided(self) -> date:
        """The day from which notice and lead times run."""
        return self.horizon.decided or self.starts[0]

    @cached_property
    def years(self) -> Ints:
        """(Y,) calendar years."""
        return np.arange(self.horizon.periods[0], self.last_year + 1)

    @cached_property
    def in_horizon(self) -> npt.NDArray[np.bool_]:
        """(Y,) whether the year belongs to the horizon."""
        return self.years <= self.horizon.end

    @cached_property
    def weights(self) -> Floats:
        """(Y,) present value of 1 in a year: mid-year, to the start of the first period."""
        return np.asarray((1 + self.horizon.discount_rate) ** -(self.years - self.years[0] + 0.5), dtype=np.float64)

    @cached_property
    def period_of_year(self) -> Ints:
        """(H,) index of the period each year of the horizon belongs to."""
        return np.searchsorted(self.horizon.periods, self.years[self.in_horizon], side="right") - 1

    @cached_property
    def length(self) -> Ints:
        """(T,) years in each period."""
        return np.bincount(self.period_of_year, minlength=len(self.starts))

    @cached_property
    def period_weight(self) -> Floats:
        """(T,) sum of the discount weights of a period's years."""
        return self.by_period(self.weights[self.in_horizon])

    @cached_property
    def start_weight(self) -> Floats:
        """(T,) discount weight of a period's first year."""
        return self.weights[np.searchsorted(self.years, self.horizon.periods)]

    @cached_property
    def rest_weight(self) -> Floats:
        """(T,) sum of the discount weights from a period's first year to the end of the horizon."""
        return np.asarray(np.cumsum(self.period_weight[::-1])[::-1], dtype=np.float64)

    def by_period(self, yearly: Floats) -> Floats:
        """Sum (..., H) over years into (..., T) over periods."""
        starts = np.searchsorted(self.period_of_year, np.arange(len(self.starts)))
        return np.asarray(np.add.reduceat(yearly, starts, axis=-1), dtype=np.float64)

    def by_year(self, values: npt.ArrayLike) -> Floats:
        """(Y,) what is given by period (T,), in every year of it; 0 beyond the horizon."""
        yearly = np.zeros(len(self.years))
        yearly[self.in_horizon] = np.asarray(values, dtype=np.float64)[self.period_of_year]
        return yearly

    def factor(self, factor: Factor | None, default: float = 0.0) -> Floats:
        """(Y,) value of a factor in each year: the last one given at or before it."""
        if factor is None:
            return np.full(len(self.years), default)
        steps = sorted(factor.by_year.items())
        known = np.array([factor.value, *(value for _, value in steps)])
        return np.asarray(
            known[np.searchsorted([year for year, _ in steps], self.years, side="right")], dtype=np.float64
        )

    def position(self, day: date) -> float:
        """Return years since the start of the first year, by days of the day's own year."""
        first = date(day.year, 1, 1)
        return day.year - int(self.years[0]) + (day - first).days / (date(day.year + 1, 1, 1) - first).days

    def spread(self, per_year: float, start: date, stop: date) -> Floats:
        """(Y,) a yearly amount from ``start`` up to ``stop`` (excluded); days before the first year count in it."""
        if (start, stop) not in self._shares:
            self._shares[start, stop] = self._share(self.position(start), self.position(stop))
        return np.asarray(per_year * self._shares[start, stop], dtype=np.float64)

    @cached_property
    def _shares(self) -> dict[tuple[date, date], Floats]:
        """Shares of years by first day and day after the last: thousands of courses change on a few days."""
        return {}

    def _share(self, first: float, last: float) -> Floats:
        """(Y,) share of each year between two positions; what lies before the first year counts in it."""
        since = np.arange(len(self.years))
        share = np.maximum(np.clip(last - since, 0, 1) - np.clip(first - since, 0, 1), 0.0)
        share[0] += max(min(last, 0.0) - first, 0.0)
        return np.asarray(share, dtype=np.float64)

    def once(self, amount: float, day: date) -> Floats:
        """(Y,) an amount paid on a day; one before the first year counts in the first."""
        paid = np.zeros(len(self.years))
        paid[max(day.year - int(self.years[0]), 0)] = amount
        return paid

    def present_value(self, yearly: Floats) -> float:
        """Present value of (Y,) yearly amounts."""
        return float(self.weights @ yearly)


def day_after(day: date) -> date:
    """Return the next day."""
    return day + timedelta(days=1)
