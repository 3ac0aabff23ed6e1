"""A scenario small enough that its constraints can be read: three areas, three sites, two agencies, two periods.

`north` and `middle` are one town; half of the people in `north` speak Swedish and are served only in it. The tax agency
has a staffed office in `market` and in `square` a booth, which gives no advice; the police have one in the town hall.
"""

from typing import Any

from consolidate.formulation.formulate import Model, formulate
from consolidate.instance.instance import build
from consolidate.program.program import Program, Rows, assemble
from consolidate.scenario.load import from_data

Tree = dict[str, Any]

MINUTES = {
    ("north", "hall"): 2, ("north", "market"): 10, ("north", "square"): 40,
    ("middle", "hall"): 10, ("middle", "market"): 2, ("middle", "square"): 30,
    ("south", "hall"): 40, ("south", "market"): 30, ("south", "square"): 2,
}  # fmt: skip


def matrix(minutes: dict[tuple[str, str], float] = MINUTES) -> list[Tree]:
    """A kilometre a minute."""
    return [{"area": area, "site": site, "minutes": way, "km": way} for (area, site), way in minutes.items()]


def tiny(**tables: Any) -> Tree:
    """The scenario as plain values, with some of its tables replaced."""
    return {
        "consolidate": 1,
        "name": "tiny",
        "reference_year": 2025,
        "currency": "EUR",
        "horizon": {"periods": [2025, 2027], "end": 2028},
        "agencies": [{"id": "police", "move_targets": 1}, {"id": "tax", "move_targets": 1}],
        "services": [
            {"id": "advice", "agency": "tax", "minutes_per_visit": 60},
            {"id": "card", "agency": "tax", "minutes_per_visit": 10, "modes": ["booth", "staffed"]},
            {"id": "pass", "agency": "police"},
        ],
        "areas": [
            {"id": "north", "municipality": "town", "region": "upper", "population": 1000, "languages": ["sv"],
             "people": {"swedish": 500}},
            {"id": "middle", "municipality": "town", "region": "upper", "population": 400},
            {"id": "south", "region": "lower", "population": 600},
        ],
        "groups": [{"id": "swedish", "language": "sv", "own_visits": True}],
        "visits": [{"service": "card", "visits_per_1000": 1000},
                   {"area": "middle", "service": "advice", "visits_per_year": 50},
                   {"area": "south", "service": "pass", "visits_per_year": 100}],
        "sites": [
            {"id": "hall", "area": "north", "kind": "municipal", "usable_m2": 60, "rent_per_m2_year": 100,
             "shared_fixed_per_year": 1000, "common_m2": 5, "joint_fit_out": 3000, "tariff_per_m2_year": 10},
            {"id": "market", "area": "middle", "kind": "agency", "rent_per_m2_year": 80, "fit_out_per_m2": 100},
            {"id": "square", "area": "south", "rent_per_m2_year": 60, "fit_out_per_m2": 50},
        ],
        "offices": [
            {"id": "police-hall", "agency": "police", "site": "hall", "floor_m2": 20,
             "staff": {"customer_service_fte": 1}},
            {"id": "tax-market", "agency": "tax", "site": "market", "floor_m2": 50, "capacity_minutes_per_year": 15000,
             "staff": {"customer_service_fte": 2, "languages": {"sv": 1}}},
            {"id": "tax-square", "agency": "tax", "site": "square", "mode": "booth", "floor_m2": 30,
             "capacity_minutes_per_year": 9000, "staff": {"customer_service_fte": 1}},
        ],
        "modes": {"booth": {"weight": 0.5}, "staffed": {}},
        "factors": {"desk_area": {"value": 10, "unit": "m2/FTE"}, "moving": {"value": 500, "unit": "EUR/FTE"}},
        "travel": {"matrix": matrix()},
        "objective": {"minimise": "cost", "travel_price_per_km": 0.25},
    } | tables  # fmt: skip


def model_of(tree: Tree) -> Model:
    """Formulate plain values."""
    return formulate(build(from_data(tree).scenario))


def program_of(model: Model, *rows: Rows) -> Program:
    """Assemble some rows only, with the blocks of columns that they name."""
    named = {name for block in rows for name in block.terms}
    return assemble([block for block in model.variables if block.name in named], rows)
