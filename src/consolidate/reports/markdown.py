"""A result as Markdown: for a merge request, a wiki, a memo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from consolidate.reports.cleaning import markdown as safe
from consolidate.reports.document import Document
from consolidate.reports.numbers import count, scale
from consolidate.reports.summary import (
    READING,
    change_text,
    changed,
    closeness,
    gap_text,
    headline,
    kept_line,
    movers,
    sites_line,
    target,
)
from consolidate.reports.tables import Table, Value
from consolidate.reports.vocabulary import label


def text(document: Document) -> str:
    """Return the whole report."""
    parts = [
        f"# {safe(document['name'])}",
        safe(headline(document)),
        _figures(document["figures"]),
        _decisions(document),
        _rules(document["rules"]),
        _payers(document),
        _areas(document["affected"]),
        _audit(document),
        _list("Assumptions", document["assumptions"]),
        _list("Notes", document["notes"]),
        _list("Inputs", (f"{name}: sha256 {digest}" for name, digest in document["inputs"].items())),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def table_text(table: Table) -> str:
    """Return a table as it is, every number in full."""
    rows = [[_cell(value) for value in row] for row in table.rows]
    sides = ["r" if any(isinstance(value, int | float) for value in column) else "l" for column in _turned(table)]
    return _table(safe(table.name), [safe(name) for name in table.columns], rows, "".join(sides)) + "\n"


def _turned(table: Table) -> list[tuple[Value, ...]]:
    """Return the columns of a table; empty ones where it has no rows."""
    return list(zip(*table.rows, strict=True)) or [()] * len(table.columns)


def _cell(value: Value) -> str:
    """Return a cell as Markdown."""
    if value is None:
        return ""
    return safe(value) if isinstance(value, str) else repr(value)


def _figures(figures: dict[str, Any]) -> str:
    """Return the table of all figures."""
    rows = []
    for name, row in figures.items():
        shown = scale(row["unit"], row["today"], row["plan"])
        change, percent = change_text(row, shown)
        words = f"{label(name)} (`{name}`)"
        rows.append((words, safe(shown.unit), shown.show(row["today"]), shown.show(row["plan"]), change, percent))
    table = _table("Today and the plan", ("figure", "unit", "today", "plan", "change", "%"), rows, "llrrrr")
    return f"{table}\n\n{READING[:1].upper()}{READING[1:]}."


def _decisions(document: Document) -> str:
    """Return the offices that change, and how many stay."""
    rows = [
        (
            safe(row["action"]),
            safe(row["name"] or row["office"]),
            safe(row["agency"]),
            safe(target(row)),
            row["date"] or "",
            scale(document["currency"], row["cost"]).show(row["cost"], signed=True),
            scale("people", row["people"]).show(row["people"]),
        )
        for row in changed(document)
    ]
    headings = ("action", "office", "agency", "to", "date", "cost, discounted", "people who move")
    listed = _table("Decisions", headings, rows, "lllllrr") if rows else "## Decisions"
    return "\n\n".join(part for part in (listed, safe(sites_line(document)), safe(kept_line(document))) if part)


def _rules(rules: list[dict[str, Any]]) -> str:
    """Return every rule and how close the plan comes to it."""
    rows = [
        (safe(row["id"]), row["status"], row["status_today"] or "", *map(safe, closeness(row)), safe(row["sentence"]))
        for row in rules
    ]
    return _table("Rules", ("rule", "plan", "today", "value", "limit", "says"), rows, "lllrrl") if rows else ""


def _payers(document: Document) -> str:
    """Return who pays and who saves."""
    unit = document["currency"]
    rows = [
        (
            safe(row["party"]),
            scale(unit, row["today"]).show(row["today"]),
            scale(unit, row["plan"]).show(row["plan"]),
            scale(unit, row["change"]).show(row["change"], signed=True),
        )
        for row in document["payers"]
    ]
    return _table("Who pays", ("party", "today", "plan", "change"), rows, "lrrr") if len(rows) > 1 else ""


def _areas(affected: list[dict[str, Any]]) -> str:
    """Return the areas whose way changes most, both ways."""
    rows = [
        (
            safe(row["name"] or row["area"]),
            scale("people", row["people"]).show(row["people"]),
            scale("min", row["minutes_today"]).show(row["minutes_today"]),
            scale("min", row["minutes_plan"]).show(row["minutes_plan"]),
        )
        for side in movers(affected)
        for row in side
    ]
    headings = ("area", "people", "minutes today", "minutes in the plan")
    return _table("Areas whose way changes most", headings, rows, "lrrr") if rows else ""


def _audit(document: Document) -> str:
    """Return the audit's verdict and the proof's gap."""
    found = document["audit"]["violations"]
    verdict = count(len(found), "violation") if found else "no violation"
    totals = "totals match to the cent" if document["audit"]["totals_match"] else "TOTALS DIFFER"
    lines = [f"{count(document['audit']['checks'], 'check')}, {verdict}; {totals}; {gap_text(document)}."]
    lines += [f"- {safe(each['check'])} at {safe(each['where'])}: {safe(each['message'])}" for each in found]
    return "## Audit\n\n" + "\n".join(lines)


def _list(title: str, lines: Iterable[str]) -> str:
    """Return a section with one bullet per line; nothing without lines."""
    bullets = "\n".join(f"- {safe(line)}" for line in lines)
    return f"## {title}\n\n{bullets}" if bullets else ""


def _table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], sides: str) -> str:
    """Return a section with a table; ``sides`` has one letter per column, l or r."""
    rule = ["---" if side == "l" else "---:" for side in sides]
    lines = [f"| {' | '.join(cells)} |" for cells in (headings, rule, *rows)]
    return f"## {title}\n\n" + "\n".join(lines)
