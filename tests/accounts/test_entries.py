"""The books balance: entries add up to figures, and parties and places to the total."""

import math
from collections import defaultdict
from collections.abc import Iterator
from functools import partial

import pytest
from tests.formulation.tiny import tiny
from tests.oracle.random_scenarios import random_scenario

from consolidate.accounts.result import Result
from consolidate.errors import Infeasible
from consolidate.scenario.load import from_data
from consolidate.workflow import run


def solved(seed: int, count: int) -> Iterator[Result]:
    """Solve random scenarios, those that have a plan; some of them have staff, modes and groups of people."""
    for number in range(seed, seed + count):
        try:
            yield run(from_data(random_scenario(number, whole=number % 6 == 0)))
        except Infeasible:
            continue


close = partial(pytest.approx, rel=1e-9, abs=1e-6)


def test_entries_add_up_to_the_figures(random_seed: int) -> None:
    """Summed over sources and years, entries give every part of cost (discounted) and emissions, today and planned."""
    for result in solved(random_seed, 12):
        horizon, figures = result.scenario.horizon, {figure.name: figure for figure in result.figures}
        sums: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for entry in result.entries:
            weight = 1.0
            if entry.figure.startswith("cost."):
                weight = (1 + horizon.discount_rate) ** -(entry.year - horizon.periods[0] + 0.5)
            sums[entry.figure][0] += weight * entry.today
            sums[entry.figure][1] += weight * entry.plan
        parts = [name for name in figures if name.startswith("cost.") and not name.endswith("_per_year")]
        names = {*parts, "emissions.buildings", "emissions.visits", "emissions.commuting"}
        for name in names - {"cost.total", "cost.per_year", "cost.agency", "cost.state"}:
            assert sums[name] == [close(figures[name].today), close(figures[name].plan)], name


def test_parties_and_places_add_up_to_the_total(random_seed: int) -> None:
    """What parties pay, what falls in municipalities, and cash discounted, each sum to cost.total."""
    for result in solved(random_seed + 100, 12):
        total = next(figure for figure in result.figures if figure.name == "cost.total")
        assert math.fsum(row.plan for row in result.payers) == close(total.plan)
        assert math.fsum(row.today for row in result.payers) == close(total.today)
        assert math.fsum(row.cost_plan for row in result.places) == close(total.plan)
        assert math.fsum(row.plan_discounted for row in result.cash) == close(total.plan)


@pytest.mark.parametrize(
    ("key", "police", "tax"),
    [("m2", 0.4, 0.6), ("staff", 1 / 3, 2 / 3), ("visits", 100 / 2150, 2050 / 2150), ("equal", 1 / 3, 1 / 3)],
)
def test_common_cost_is_told_apart_by_the_key(key: str, police: float, tax: float) -> None:
    """The fixed cost of a shared site falls on its parties by area, people, visits, or alike with the municipality."""
    tree = tiny(
        sites=[{"id": "hall", "area": "north", "kind": "municipal", "shared_fixed_per_year": 1000}],
        offices=[
            {"id": "police-hall", "agency": "police", "site": "hall", "floor_m2": 20,
             "staff": {"customer_service_fte": 1}},
            {"id": "tax-hall", "agency": "tax", "site": "hall", "floor_m2": 30,
             "staff": {"customer_service_fte": 2, "languages": {"sv": 1}}},
        ],
        travel={"matrix": [{"area": a, "site": "hall", "minutes": 5, "km": 5} for a in ("north", "middle", "south")]},
        objective={"minimise": "cost", "shared_by": key},
        factors={},
    )  # fmt: skip
    paid = {row.party: row.today for row in run(from_data(tree)).payers}
    assert paid["police"] == pytest.approx(4000 * police)
    assert paid["tax"] == pytest.approx(4000 * tax)
    assert math.fsum(paid.values()) == pytest.approx(4000)
