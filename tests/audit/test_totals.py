"""Emissions and the objective, each reckoned by hand."""

from typing import Any

import pytest
from tests.audit.toy import changed, factor, good, today, toy

from consolidate.audit.audit import audit
from consolidate.audit.report import Totals
from consolidate.scenario.model import Factors, Horizon, Scenario
from consolidate.scenario.objective import Objective, Priority, Weights

CARD_KM = (1000 * 5 + 100 * 5 + 900 * 5) * 2
PASS_KM = (100 * 61 + 10 * 41 + 90 * 6) * 2
KM = CARD_KM + PASS_KM


def totals(scenario: Scenario, **objective: Any) -> Totals:
    scenario = scenario.model_copy(update={"objective": Objective(**objective)})
    return audit(scenario, today(scenario)).totals


def test_buildings_emit_by_area_and_year() -> None:
    """Occupied area counts with each year's energy and its emissions; a moved office counts its new area."""
    factors = Factors(building_energy=factor(200.0), energy_emissions=factor(0.5, by_year={2027: 0.25, 2028: 0.125}))
    scenario = toy(factors=factors)
    assert totals(scenario).emissions_kg == 400 * 200 * (0.5 + 0.5 + 0.25 + 0.125)
    small = scenario.model_copy(update={"offices": changed(scenario.offices, "tax-i", moved_m2=10.0)})
    assert audit(small, good(small)).totals.emissions_kg == 400 * 200 + 310 * 200 * 0.375


def test_visits_emit_by_car_km_share_and_occupancy() -> None:
    """A visitor's km emit the car's grams times the share that drives, over those in the car, year by year."""
    factors = Factors(
        car_emissions=factor(150.0, by_year={2026: 100.0}), car_share=factor(0.8), car_occupancy=factor(1.6)
    )
    assert totals(toy(factors=factors)).emissions_kg == KM * (150 + 100 * 3) / 1000 / 2
    plain = Factors(car_emissions=factor(150.0))
    assert totals(toy(factors=plain)).emissions_kg == KM * 4 * 150 / 1000


def test_nobody_driving_emits_nothing() -> None:
    """Where no share of visitors drives, visits emit nothing."""
    assert totals(toy(factors=Factors(car_emissions=factor(150.0), car_share=factor(0.0)))).emissions_kg == 0


def test_half_the_factors_emit_nothing() -> None:
    """Buildings need both of their factors; visits need the car's."""
    assert totals(toy(factors=Factors(building_energy=factor(200.0), car_share=factor(1.0)))).emissions_kg == 0


@pytest.mark.parametrize(
    ("minimise", "value"),
    [("emissions", KM * 4 / 10), ("travel_km", KM * 4), ("travel_minutes", KM * 4), ("cost", 16000)],
)
def test_the_objective_is_what_is_minimised(minimise: str, value: float) -> None:
    """Kg, km, and minutes there and back are sums over all years; cost is money."""
    scenario = toy(factors=Factors(car_emissions=factor(100.0)))
    assert totals(scenario, minimise=minimise).objective == value


def test_prices_add_to_the_objective_but_never_to_the_cost() -> None:
    """Time and km are discounted like money, tonnes are not; the cost itself stays public money."""
    scenario = toy(
        factors=Factors(car_emissions=factor(100.0)),
        horizon=Horizon(periods=(2025, 2027), end=2028, discount_rate=0.21),
    )
    prices = {"carbon_price_per_tonne": 80.0, "value_of_time_per_hour": 12.0, "travel_price_per_km": 0.5}
    found = totals(scenario, **prices)
    weights = sum(1.21 ** -(k + 0.5) for k in range(4))
    assert found.cost == pytest.approx(4000 * weights, rel=1e-14)
    expected = found.cost + 80 * KM * 4 / 10 / 1000 + weights * KM * (12 / 60 + 0.5)
    assert found.objective == pytest.approx(expected, rel=1e-14)


def test_a_weighted_objective_adds_up_the_measures() -> None:
    """Each unit of cost, kg, km and minutes counts with its weight; what has none does not."""
    scenario = toy(factors=Factors(car_emissions=factor(100.0)))
    weights = Weights(cost=2.0, emissions=3.0, travel_km=0.5, travel_minutes=0.25)
    value = totals(scenario, minimise="weighted", weights=weights).objective
    assert value == 2 * 16000 + 3 * KM * 4 / 10 + (0.5 + 0.25) * KM * 4
    assert totals(scenario, minimise="weighted", weights=Weights(travel_km=0.5)).objective == 0.5 * KM * 4


@pytest.mark.parametrize(("last", "value"), [("travel_km", KM * 4), ("cost", 16000), ("emissions", KM * 4 / 10)])
def test_of_strict_priorities_the_last_is_the_objective(last: Any, value: float) -> None:
    """The objective told is the measure of the last level."""
    scenario = toy(factors=Factors(car_emissions=factor(100.0)))
    levels = (Priority(minimise="travel_minutes"), Priority(minimise=last))
    assert totals(scenario, priorities=levels).objective == value
