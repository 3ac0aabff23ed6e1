"""The page that explains figures names every one of them."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.formulation.tiny import tiny

from consolidate.reports import tables
from consolidate.reports.document import document
from consolidate.scenario.load import from_data
from consolidate.workflow import run

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "figures.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([a-z0-9_.]+)`", PAGE))
PRICES = {"travel_price_per_km": 0.25, "value_of_time_per_hour": 10, "carbon_price_per_tonne": 100}


def with_every_part() -> dict[str, Any]:
    """Give the first office a lease of the state, count the minutes of its people, and let some visits move."""
    scenario = tiny()
    lease = {"m2": 20, "rent_per_m2_year": 100, "landlord": "state", "relet_months": 6}
    (first, *others), (police, *agencies) = scenario["offices"], scenario["agencies"]
    staffing = {"minutes_per_fte_year": 60000, "hired_wage_per_fte_year": 50000, "severance_per_fte": 20000}
    *services, last = scenario["services"]
    remote = {"by_year": {2026: 0.1}, "support_modes": ["booth"], "support_minutes": 5, "supported_share": 0.5}
    last |= {"minutes_per_visit": 10, "turned_away_per_hour": 0.1, "remote": remote}
    return {
        **scenario,
        "agencies": [{**police, "staffing": staffing}, *agencies],
        "offices": [{**first, "leases": [lease]}, *others],
        "services": [*services, last],
    }


@pytest.mark.parametrize("viewpoint", ["agency", "state"])
def test_every_figure_is_explained(viewpoint: str) -> None:
    """Every figure of a solved scenario, with all its prices, is named on the page."""
    result = run(from_data({**with_every_part(), "objective": {"minimise": "cost", "viewpoint": viewpoint, **PRICES}}))
    names = {figure.name for figure in result.figures}
    assert {"cost.state", "travel.time_value", "emissions.price"} <= names
    assert names - NAMED == set()


def test_every_table_is_explained() -> None:
    """Every table of a run folder is named on the page, by its key in the result or by its file."""
    result = run(from_data(tiny()))
    made = {table.name for table in tables.all_tables(result, document(result))} - {"figures", "areas"}
    assert made - NAMED == set()
    assert "`areas.csv`" in PAGE


def test_no_figure_is_explained_that_there_is_not() -> None:
    """The page names no figure that a scenario with every part does not have."""
    result = run(from_data({**with_every_part(), "objective": {"minimise": "cost", "viewpoint": "state", **PRICES}}))
    named = {name for name in NAMED if re.match(r"(cost|emissions|travel|access|visits|network|staff)\.", name)}
    assert named == {figure.name for figure in result.figures}
