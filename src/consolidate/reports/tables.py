"""The tables of a result, made once from its document; every writer of tables takes these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from consolidate.reports import account_rows
from consolidate.reports.document import Document

if TYPE_CHECKING:
    from consolidate.accounts.result import Result
    from consolidate.plan.model import Assignment
    from consolidate.scenario.model import Scenario

Value = str | float | int | None

DECISIONS = (
    "office",
    "name",
    "agency",
    "action",
    "from_site",
    "to_site",
    "mode",
    "date",
    "cost",
    "emissions",
    "people",
    "m2",
)
ASSIGNMENT = ("period", "area", "service", "group", "site", "millionths")
_POINTS = ("site", "name", "area", "agencies", "modes", "languages", "visits")
_AREAS = ("area", "name", "people", "minutes_today", "minutes_plan", "km_today", "km_plan")
_CASH = ("agency", "part", "year", "today", "plan", "today_discounted", "plan_discounted")
_LEASES = (
    "office",
    "agency",
    "site",
    "taken",
    "m2",
    "rent_per_m2_year",
    "start",
    "end",
    "breaks",
    "notice_months",
    "owned",
    "left",
    "exit_cost",
)
_PAYERS = ("party", "kind", "today", "plan", "change")
_PLACES = (
    "region",
    "municipality",
    "cost_today",
    "cost_plan",
    "emissions_today",
    "emissions_plan",
    "points_today",
    "points_plan",
)
_RULES = ("id", "type", "status", "value", "limit", "slack", "unit", "where", "status_today", "value_today", "sentence")
_FIGURES = ("unit", "today", "plan", "change", "change_percent")


@dataclass(frozen=True)
class Table:
    """A name, the columns' names, and rows in their order; a None is an empty cell."""

    name: str
    columns: tuple[str, ...]
    rows: Iterable[tuple[Value, ...]]


def figures(document: Document) -> Table:
    """One row per figure."""
    rows = document["figures"].items()
    return Table("figures", ("name", *_FIGURES), [(name, *_pick(row, _FIGURES)) for name, row in rows])


def decisions(document: Document) -> Table:
    """One row per office: what it does, and what that changes against keeping it."""
    return _table("decisions", DECISIONS, document["decisions"])


def points(document: Document) -> Table:
    """One row per site that serves in the last period."""
    return _table("points", _POINTS, document["points"])


def areas(document: Document) -> Table:
    """One row per area whose way changes."""
    return _table("areas", _AREAS, document["affected"])


def cash(document: Document) -> Table:
    """One row per agency, part of the cost and year."""
    return _table("cash", _CASH, document["cash"])


def leases(document: Document) -> Table:
    """One row per lease of today, and per floor area the plan takes."""
    return _table("leases", _LEASES, document["leases"])


def payers(document: Document) -> Table:
    """One row per party: what it pays over the horizon."""
    return _table("payers", _PAYERS, document["payers"])


def places(document: Document) -> Table:
    """One row per municipality: what falls there."""
    return _table("places", _PLACES, document["places"])


def entries(result: Result) -> Table:
    """One row per amount and year, with the input it comes from."""
    return Table("entries", account_rows.ENTRIES, account_rows.entries(result.entries, result.scenario.currency))


def rules(document: Document) -> Table:
    """One row per rule: how close the plan, and today's network, come to it."""
    return _table("rules", _RULES, document["rules"])


def assignment(entries: Assignment, scenario: Scenario) -> Table:
    """One row per share of visits: where the people of an area go, by period, service and group."""
    years = [str(scenario.horizon.periods[index]) for index in entries.period.tolist()]
    columns = [entries.area, entries.service, entries.group, entries.site, entries.millionths]
    names: tuple[str, ...] = ASSIGNMENT
    if entries.willing is not None:
        names, columns = (*names, "willing"), [*columns, entries.willing]
    return Table("assignment", names, zip(years, *(column.tolist() for column in columns), strict=True))


def of_document(document: Document) -> list[Table]:
    """Return the tables that are made from the document alone."""
    return [make(document) for make in (figures, decisions, cash, leases, payers, places, points, areas, rules)]


def all_tables(result: Result, document: Document) -> list[Table]:
    """Return the tables that a run folder keeps."""
    return [*of_document(document), entries(result), assignment(result.plan.assignment, result.scenario)]


def _table(name: str, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> Table:
    """Make a table of rows that are mappings."""
    return Table(name, columns, [_pick(row, columns) for row in rows])


def _pick(row: dict[str, Any], columns: tuple[str, ...]) -> tuple[Value, ...]:
    """Return the values of a row; a list becomes one cell, and so does a yes or no."""
    return tuple(_one(row[name]) for name in columns)


def _one(value: Any) -> Value:
    """Return what stands in one cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text: Value = "; ".join(value) if isinstance(value, list) else value
    return text
