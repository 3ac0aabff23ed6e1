"""Who pays, and where it falls: the rows of a result's accounts as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from consolidate.reports.numbers import rounded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from consolidate.accounts.result import EntryRow, PayerRow, PlaceRow

Row = dict[str, Any]
ENTRIES = ("figure", "unit", "source", "agency", "municipality", "region", "year", "today", "plan")


def payer(row: PayerRow, currency: str) -> Row:
    """Write what a party pays; the change is that of the rounded numbers."""
    today, plan = rounded(row.today, currency), rounded(row.plan, currency)
    change = None if today is None or plan is None else rounded(plan - today, currency)
    return {"party": row.party, "kind": row.kind, "today": today, "plan": plan, "change": change}


def place(row: PlaceRow, currency: str) -> Row:
    """Write what falls in a municipality."""
    return {
        "region": row.region,
        "municipality": row.municipality,
        "cost_today": rounded(row.cost_today, currency),
        "cost_plan": rounded(row.cost_plan, currency),
        "emissions_today": rounded(row.emissions_today),
        "emissions_plan": rounded(row.emissions_plan),
        "points_today": rounded(row.points_today, "count"),
        "points_plan": rounded(row.points_plan, "count"),
    }


def entries(rows: tuple[EntryRow, ...], currency: str) -> Iterator[tuple[str | float | int | None, ...]]:
    """Yield the cells of every entry."""
    units = {"cost": currency, "emissions": "kg CO2e", "travel.visit_km": "km", "travel.visit_hours": "h"}
    for row in rows:
        unit = units.get(row.figure) or units[row.figure.partition(".")[0]]
        amounts = (rounded(row.today, unit), rounded(row.plan, unit))
        yield (row.figure, unit, row.source, row.agency, row.municipality, row.region, row.year, *amounts)
