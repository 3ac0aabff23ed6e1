"""How far people travel to be served, by period."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from consolidate.audit.demand import Numbers
from consolidate.audit.entries import Entries
from consolidate.audit.exact import unfixed
from consolidate.audit.facts import Facts
from consolidate.audit.travel import Floats
from consolidate.units import MILLION, THERE_AND_BACK

WAY_BITS: Final = 80
"""Km and minutes are summed as whole numbers of 2^-80, which holds every float above 1e-8 exactly."""


@dataclass(frozen=True)
class VisitTravel:
    """Travel of visits per year of each period, there and back; grains are what whole millionths of shares may move."""

    km: tuple[Fraction, ...]
    minutes: tuple[Fraction, ...]
    km_grain: tuple[Fraction, ...]
    minutes_grain: tuple[Fraction, ...]


def visit_travel(facts: Facts, entries: Entries) -> VisitTravel:
    """Add up the travel of every entry; one that cannot be travelled counts as none (it is a violation)."""
    km, minutes = facts.distances.km, facts.distances.minutes
    visits = facts.demand.visits[entries.segment] * entries.millionths.astype(object)
    divided = entries.where(entries.millionths < MILLION)
    millionth = facts.demand.visits[divided.segment]
    return VisitTravel(
        travelled(facts, entries, visits, km),
        travelled(facts, entries, visits, minutes),
        travelled(facts, divided, millionth, km),
        travelled(facts, divided, millionth, minutes),
    )


def travelled(facts: Facts, entries: Entries, visits: Numbers, way: Floats) -> tuple[Fraction, ...]:
    """Return visits (millionths of 2^-256) times the way there and back, per period and year."""
    ways = way[entries.area, entries.site]
    whole = np.ldexp(np.where(np.isfinite(ways), ways, 0.0), WAY_BITS)
    products = visits * np.array([int(each) for each in whole.tolist()], dtype=object)
    sums = []
    for period in range(len(facts.calendar.starts)):
        total = int(products[entries.period == period].sum())
        sums.append(THERE_AND_BACK * unfixed(total) / (MILLION << WAY_BITS))
    return tuple(sums)
