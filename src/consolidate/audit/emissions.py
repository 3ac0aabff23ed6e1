"""Emissions over the horizon, kg CO2e: buildings, visits, and people who travel farther to work."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from consolidate.audit.commuting import km_by_year
from consolidate.audit.courses import Course
from consolidate.audit.facts import Facts
from consolidate.audit.points import common_m2
from consolidate.audit.presence import Presence
from consolidate.units import GRAMS_PER_KG


def building_kg(facts: Facts, periods: Sequence[Presence]) -> Fraction:
    """Return the emissions of occupied floor area and of the common area of sites in use."""
    kg = Fraction(0)
    for years, presence in zip(facts.calendar.years, periods, strict=True):
        m2 = sum(presence.area.values(), Fraction(0)) + common_m2(facts, presence)
        for year in years:
            energy, per_kwh = facts.factor("building_energy", year), facts.factor("energy_emissions", year)
            kg += m2 * (energy or Fraction(0)) * (per_kwh or Fraction(0))
    return kg


def visit_kg(facts: Facts, km: Sequence[Fraction]) -> Fraction:
    """Return the emissions of visits that make so many km a year, by period."""
    by_period = zip(km, facts.calendar.years, strict=True)
    return sum((each * sum(kg_per_km(facts, year) for year in years) for each, years in by_period), Fraction(0))


def commuting_kg(facts: Facts, courses: Sequence[Course]) -> Fraction:
    """Return the emissions of the km that people travel more to work, or to visit a point."""
    per_km = {year: kg_per_km(facts, year) for year in facts.calendar.all_years}
    every = (km_by_year(facts, course).items() for course in courses)
    return sum((km * per_km[year] for by_year in every for year, km in by_year), Fraction(0))


def kg_per_km(facts: Facts, year: int) -> Fraction:
    """Return the emissions of a person's km in a year: car only, shared by those in it."""
    grams = facts.factor("car_emissions", year) or Fraction(0)
    share, occupancy = facts.factor("car_share", year), facts.factor("car_occupancy", year)
    return grams / GRAMS_PER_KG * share / occupancy if share and occupancy else Fraction(0)
