"""The totals over the horizon: money, emissions, travel, and the objective they make."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from consolidate.audit.emissions import building_kg, commuting_kg, visit_kg
from consolidate.audit.exact import exact
from consolidate.audit.facts import Facts
from consolidate.audit.money import present_value, total
from consolidate.audit.network import Network
from consolidate.audit.points import shared_annuities, yearly_costs
from consolidate.audit.report import Totals
from consolidate.audit.visit_travel import VisitTravel
from consolidate.scenario.objective import Measure
from consolidate.units import KG_PER_TONNE, MINUTES_PER_HOUR


@dataclass(frozen=True)
class Sums:
    """The measures over the horizon, exact: discounted currency (without prices), kg CO2e, km and minutes."""

    cost: Fraction
    kg: Fraction
    km: Fraction
    minutes: Fraction

    def of(self, measure: Measure) -> Fraction:
        """Return one of them by its name in the scenario."""
        match measure:
            case "cost":
                return self.cost
            case "emissions":
                return self.kg
            case "travel_km":
                return self.km
            case "travel_minutes":
                return self.minutes
        assert_never(measure)


def add_up(network: Network, travel: VisitTravel) -> Sums:
    """Return every measure of a network."""
    facts = network.facts
    kg = building_kg(facts, network.periods) + commuting_kg(facts, network.courses) + visit_kg(facts, travel.km)
    lengths = [len(years) for years in facts.calendar.years]
    km, minutes = (
        sum((amount * length for amount, length in zip(each, lengths, strict=True)), Fraction(0))
        for each in (travel.km, travel.minutes)
    )
    return Sums(cost(network), kg, km, minutes)


def cost(network: Network) -> Fraction:
    """Return discounted money; what stands empty at the state's cost counts from the state's viewpoint alone."""
    facts, spendings = network.facts, network.spendings
    parts = [spent.by_year for spent in spendings]
    parts += [yearly_costs(facts, network.periods), shared_annuities(facts, network.shared_works)]
    parts += [hired.by_year for hired in network.hires.values()]
    if facts.scenario.objective.viewpoint == "state":
        parts += [spent.vacancy for spent in spendings]
    return present_value(facts.calendar, total(parts))


def totals(facts: Facts, sums: Sums, travel: VisitTravel) -> Totals:
    """Return the measures and the objective, rounded to floats here and only here."""
    return Totals(
        cost=float(sums.cost), emissions_kg=float(sums.kg), visit_km=float(sums.km),
        visit_hours=float(sums.minutes / MINUTES_PER_HOUR), objective=float(objective(facts, sums, travel)),
    )  # fmt: skip


def objective(facts: Facts, sums: Sums, travel: VisitTravel) -> Fraction:
    """Return what is minimised; of strict priorities the measure of the last level."""
    asked = facts.scenario.objective
    if asked.priorities:
        return sums.of(asked.priorities[-1].minimise)
    if asked.minimise == "weighted":
        weights = asked.weights
        if weights is None:
            return Fraction(0)
        names: tuple[Measure, ...] = ("cost", "emissions", "travel_km", "travel_minutes")
        return sum((exact(getattr(weights, name)) * sums.of(name) for name in names), Fraction(0))
    return sums.cost + prices(facts, sums.kg, travel) if asked.minimise == "cost" else sums.of(asked.minimise)


def prices(facts: Facts, kg: Fraction, travel: VisitTravel) -> Fraction:
    """Return what the scenario's prices add to money: emissions never discounted, time and km discounted."""
    asked = facts.scenario.objective
    carbon, hour, km = (
        exact(price or 0.0)
        for price in (asked.carbon_price_per_tonne, asked.value_of_time_per_hour, asked.travel_price_per_km)
    )
    priced = carbon * kg / KG_PER_TONNE
    for period, years in enumerate(facts.calendar.years):
        per_year = hour * travel.minutes[period] / MINUTES_PER_HOUR + km * travel.km[period]
        priced += per_year * sum(facts.calendar.weight(year) for year in years)
    return priced
