"""Strict priorities: what a later level may choose among is all that is as good in the earlier ones."""

from tests.formulation.tiny import Tree
from tests.oracle.brute_force import best_plan
from tests.oracle.random_scenarios import scenario_of

from consolidate import workflow
from consolidate.engine.options import Options
from consolidate.scenario.load import from_data

DENIED: Tree = {
    "consolidate": 1,
    "name": "denied",
    "reference_year": 2024,
    "currency": "EUR",
    "horizon": {"periods": [2025, 2026], "end": 2029},
    "agencies": [{"id": "a", "staffing": {"minutes_per_fte_year": 7810, "hired_wage_per_fte_year": 56000}}],
    "services": [{"id": "advice", "agency": "a", "minutes_per_visit": 12.5}],
    "areas": [
        {"id": "north", "lat": 62.796, "lon": 21.781, "population": 1205},
        {"id": "middle", "lat": 62.713, "lon": 21.923, "population": 4424},
        {"id": "east", "lat": 63.141, "lon": 22.045, "population": 1744},
        {"id": "south", "lat": 62.666, "lon": 22.451, "population": 4117},
    ],
    "sites": [
        {"id": "hall", "area": "middle"},
        {"id": "market", "kind": "new", "area": "east", "lat": 62.938, "lon": 21.628, "rent_per_m2_year": 83},
        {"id": "square", "area": "east", "lat": 62.576, "lon": 21.504},
    ],
    "offices": [
        {"id": "one", "agency": "a", "site": "hall"},
        {
            "id": "two", "agency": "a", "site": "square", "staff": {"customer_service_fte": 6},
            "visits_per_year": {"advice": 752},
        },
        {"id": "three", "agency": "a", "site": "hall", "floor_m2": 87},
    ],
    "travel": {"estimate": {"detour": 1.4, "speed_kmh": 72.5}},
    "factors": {
        "building_energy": {"value": 169, "unit": "kWh/m2/year"},
        "energy_emissions": {"value": 0.105, "unit": "kg CO2e/kWh"},
    },
    "objective": {"priorities": [{"minimise": "travel_minutes"}, {"minimise": "emissions"}]},
}  # fmt: skip
"""HiGHS 1.16.0 presolves the second level to infeasible, since the row that holds the first leaves so little room."""


def test_a_level_that_presolve_calls_infeasible_is_solved_without_it() -> None:
    """The second level finds what brute force does, though presolve denies that there is any plan."""
    best = best_plan(scenario_of(DENIED))
    assert best is not None
    found = workflow.run(from_data(DENIED), Options(gap=0.0, threads=1))
    assert [round(level, 3) for level in best.levels] == [round(level.value, 3) for level in found.objective.levels]
