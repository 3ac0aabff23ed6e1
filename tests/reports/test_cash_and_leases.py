"""What every agency pays in every year, and what becomes of every lease, add up to the figures."""

import math
from pathlib import Path

import pytest

import consolidate
from consolidate.reports.document import Document, document

TOY = Path(__file__).parents[2] / "scenarios" / "toy" / "scenario.yaml"


@pytest.fixture(scope="module")
def toy() -> Document:
    return document(consolidate.solve(TOY))


@pytest.mark.parametrize("which", ["today", "plan"])
def test_cash_adds_up_to_the_cost(toy: Document, which: str) -> None:
    """The discounted cash of all rows is cost.total to the cent, and that of each part its figure."""
    parts: dict[str, list[float]] = {}
    for row in toy["cash"]:
        parts.setdefault(row["part"], []).append(row[f"{which}_discounted"])
    assert (
        round(math.fsum(amount for part in parts.values() for amount in part), 2)
        == (toy["figures"]["cost.total"][which])
    )
    for part, amounts in parts.items():
        assert round(math.fsum(amounts), 2) == toy["figures"][f"cost.{part}"][which], part


def test_leases_add_up_to_the_exits(toy: Document) -> None:
    """The exit costs of the leases are cost.exit to the cent; floor area newly taken is that of the offices moved."""
    assert round(math.fsum(row["exit_cost"] for row in toy["leases"]), 2) == toy["figures"]["cost.exit"]["plan"]
    taken = {row["office"]: row["left"] is not None for row in toy["leases"] if row["taken"] == "today"}
    moved = {row["office"] for row in toy["decisions"] if row["action"] != "keep"}
    assert {office for office, left in taken.items() if left} == moved & set(taken)
    kept = math.fsum(row["m2"] for row in toy["leases"] if row["left"] is None)
    assert kept == pytest.approx(toy["figures"]["network.floor_m2"]["plan"])
