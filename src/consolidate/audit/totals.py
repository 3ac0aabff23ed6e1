"""The totals over the horizon: money, emissions, travel, and the objective they make."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from consolidate.audit.courses import Course
from consolidate.audit.exact import exact
from consolidate.audit.facts import Facts
from consolidate.audit.money import ByYear, Spending, present_value, total
from consolidate.audit.presence import Presence
from consolidate.audit.report import Totals
from consolidate.audit.visit_travel import VisitTravel
from consolidate.units import GRAMS_PER_KG, KG_PER_TONNE, MINUTES_PER_HOUR


def totals(
    facts: Facts,
    spendings: Sequence[Spending],
    courses: Sequence[Course],
    periods: Sequence[Presence],
    travel: VisitTravel,
) -> Totals:
    """Return every total, exact until it is rounded to a float here."""
    calendar = facts.calendar
    money = total([*(spent.by_year for spent in spendings), shared_costs(facts, periods)])
    cost = present_value(calendar, money)
    kg = building_kg(facts, courses) + visit_kg(facts, travel)
    km, minutes = (
        sum((amount * len(years) for amount, years in zip(each, calendar.years, strict=True)), Fraction(0))
        for each in (travel.km, travel.minutes)
    )
    objective = {"cost": cost + prices(facts, kg, travel), "emissions": kg, "travel_km": km, "travel_minutes": minutes}
    return Totals(
        cost=float(cost), emissions_kg=float(kg), visit_km=float(km), visit_hours=float(minutes / MINUTES_PER_HOUR),
        objective=float(objective[facts.scenario.objective.minimise]),
    )  # fmt: skip


def shared_costs(facts: Facts, periods: Sequence[Presence]) -> ByYear:
    """Return what sites in use cost once for all, by year."""
    by_year = {}
    for years, presence in zip(facts.calendar.years, periods, strict=True):
        per_year = sum((exact(facts.sites[site].shared_fixed_per_year) for site in presence.used), Fraction(0))
        by_year.update(dict.fromkeys(years, per_year))
    return by_year


def building_kg(facts: Facts, courses: Sequence[Course]) -> Fraction:
    """Return the emissions of occupied floor area over the horizon, kg."""
    kg = Fraction(0)
    for period, years in enumerate(facts.calendar.years):
        taken = (course.occupies(period) for course in courses)
        m2 = sum((place[1] for place in taken if place), Fraction(0))
        for year in years:
            energy, per_kwh = facts.factor("building_energy", year), facts.factor("energy_emissions", year)
            kg += m2 * (energy or Fraction(0)) * (per_kwh or Fraction(0))
    return kg


def visit_kg(facts: Facts, travel: VisitTravel) -> Fraction:
    """Return the emissions of visits over the horizon, kg."""
    per_period = (
        km * sum((kg_per_visit_km(facts, year) for year in years), Fraction(0))
        for km, years in zip(travel.km, facts.calendar.years, strict=True)
    )
    return sum(per_period, Fraction(0))


def kg_per_visit_km(facts: Facts, year: int) -> Fraction:
    """Return the emissions of a visitor's km in a year: car only, shared by those in it."""
    grams = facts.factor("car_emissions", year) or Fraction(0)
    share, occupancy = facts.factor("car_share", year), facts.factor("car_occupancy", year)
    return grams / GRAMS_PER_KG * share / occupancy if share and occupancy else Fraction(0)


def prices(facts: Facts, kg: Fraction, travel: VisitTravel) -> Fraction:
    """Return what the scenario's prices add to money: emissions never discounted, time and km discounted."""
    objective = facts.scenario.objective
    carbon, hour, km = (
        exact(price or 0.0)
        for price in (objective.carbon_price_per_tonne, objective.value_of_time_per_hour, objective.travel_price_per_km)
    )
    priced = carbon * kg / KG_PER_TONNE
    for period, years in enumerate(facts.calendar.years):
        per_year = hour * travel.minutes[period] / MINUTES_PER_HOUR + km * travel.km[period]
        priced += per_year * sum(facts.calendar.weight(year) for year in years)
    return priced
