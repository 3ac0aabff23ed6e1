"""How far people travel to be served, by period."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

import numpy as np

from consolidate.audit.demand import Numbers
from consolidate.audit.entries import Entries
from consolidate.audit.exact import unfixed
from consolidate.audit.facts import Facts
from consolidate.audit.travel import Floats
from consolidate.units import MILLION, THERE_AND_BACK

Unit = Literal["km", "minutes"]

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
    divided = entries.where(entries.millionths < MILLION)
    return VisitTravel(
        travelled(facts, entries, visits_of(facts, entries), "km"),
        travelled(facts, entries, visits_of(facts, entries), "minutes"),
        travelled(facts, divided, facts.demand.visits[divided.segment], "km"),
        travelled(facts, divided, facts.demand.visits[divided.segment], "minutes"),
    )


def visits_of(facts: Facts, entries: Entries) -> Numbers:
    """Return the visits per year of every entry, in millionths of 2^-256, (N,)."""
    return np.asarray(facts.demand.visits[entries.segment] * entries.millionths.astype(object))


def travelled(facts: Facts, entries: Entries, visits: Numbers, unit: Unit) -> tuple[Fraction, ...]:
    """Return visits (millionths of 2^-256) times the way there and back, per period and year."""
    products = one_way(facts, entries, visits, unit)
    by_period = (products[entries.period == period] for period in range(len(facts.calendar.starts)))
    return tuple(THERE_AND_BACK * added(int(some.sum())) for some in by_period)


def one_way(facts: Facts, entries: Entries, visits: Numbers, unit: Unit) -> Numbers:
    """Return visits times the way of their group there, for every entry, as whole numbers for `added`; (N,)."""
    ways = np.zeros(len(entries.site))
    for position, group in enumerate(facts.demand.groups):
        rows = np.flatnonzero(entries.group == position)
        way: Floats = getattr(facts.ways(group), unit)
        ways[rows] = way[entries.area[rows], entries.site[rows]]
    whole = np.ldexp(np.where(np.isfinite(ways), ways, 0.0), WAY_BITS)
    return np.asarray(visits * np.array([int(each) for each in whole.tolist()], dtype=object))


def added(products: int) -> Fraction:
    """Return the km or minutes of visits per year that a sum of `one_way` stands for."""
    return unfixed(products) / (MILLION << WAY_BITS)
