"""A scenario small enough to price by hand."""

from __future__ import annotations

from typing import Any

from tests.oracle.brute_force import best_plan
from tests.oracle.random_parts import Tree
from tests.oracle.random_scenarios import scenario_of


def tiny(**changes: Any) -> Tree:
    """Two areas, two sites 30 km apart, one office of agency a at each, one service, two years."""
    visits = [{"area": area, "service": "k", "visits_per_year": 100} for area in ("north", "south")]
    km = {("north", "n"): 1, ("north", "s"): 30, ("south", "n"): 30, ("south", "s"): 1}
    base: Tree = {
        "consolidate": 1,
        "name": "tiny",
        "reference_year": 2025,
        "currency": "EUR",
        "horizon": {"periods": [2025], "end": 2026},
        "agencies": [{"id": "a"}],
        "services": [{"id": "k", "agency": "a", "minutes_per_visit": 10}],
        "areas": [{"id": "north", "population": 1000}, {"id": "south", "population": 1000}],
        "visits": visits,
        "sites": [
            {"id": "n", "area": "north", "rent_per_m2_year": 90},
            {"id": "s", "area": "south", "rent_per_m2_year": 120},
        ],
        "offices": [
            {"id": "on", "agency": "a", "site": "n", "floor_m2": 100},
            {"id": "os", "agency": "a", "site": "s", "floor_m2": 50},
        ],
        "travel": {
            "matrix": [{"area": area, "site": site, "minutes": 2 * far, "km": far} for (area, site), far in km.items()]
        },
    }
    return base | changes


def decisions(tree: Tree) -> dict[str, str]:
    """What the best plan does with every office: its action and where to."""
    best = best_plan(scenario_of(tree))
    return {one.office: f"{one.action} {one.to_site}".strip() for one in best.decisions}
