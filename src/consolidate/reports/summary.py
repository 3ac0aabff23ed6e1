"""What a summary says, whoever writes it: the headline, what changed, how close the rules are, who gains and loses."""

from __future__ import annotations

from typing import Any, Final

from consolidate.reports.document import Document
from consolidate.reports.numbers import DASH, Scale, count, scale

Row = dict[str, Any]

MOST_AREAS: Final = 5
READING: Final = (
    "today keeps every office, over the same years; what is not said of the whole horizon is of the last period"
)
"""How the columns of figures are read."""

_PRICES: Final = ("travel.cost", "travel.time_value", "emissions.price")
_ACTIONS: Final = ("close", "merge", "colocate", "convert", "resize", "open")


def gap_text(document: Document) -> str:
    """Return the gap as words: of what plans can change, which is the honest one."""
    gap = document["gap"]
    if gap is None:
        return "gap unknown"
    digits = 4 if 0 < gap < 0.0001 else 2
    return f"gap {100 * gap:.{digits}f} %"


def headline(document: Document) -> str:
    """Return one line: the status, what was minimised, its value and bound."""
    amounts = scale(document["unit"], document["objective"], document["bound"])
    what = document["minimise"].replace("_", " ")
    if document["minimise"] == "cost" and any(name in document.get("figures", ()) for name in _PRICES):
        what = "cost with its prices"
    return (
        f"{document['status']}, {gap_text(document)}: {what} {amounts.show(document['objective'])}, "
        f"bound {amounts.show(document['bound'])} {amounts.unit}"
    )


def changed(document: Document) -> list[Row]:
    """Return the decisions that are not to keep, by action, then date, then office."""

    def order(row: Row) -> tuple[int, str, str]:
        known = row["action"] in _ACTIONS
        return _ACTIONS.index(row["action"]) if known else len(_ACTIONS), row["date"] or "", row["office"]

    return sorted((row for row in document["decisions"] if row["action"] != "keep"), key=order)


def sites_line(document: Document) -> str:
    """Return what the decisions do to the cost that no office bears, of sites and people hired; '' where nothing."""
    total, unit = document["figures"].get("cost.total"), document["currency"]
    if total is None or total["change"] is None:
        return ""
    rest = total["change"] - sum(row["cost"] or 0.0 for row in document["decisions"])
    shown = scale(unit, rest)
    what = "the sites in use and of people hired" if "cost.hiring" in document["figures"] else "the sites in use"
    amount = f"{shown.show(rest, signed=True)} {shown.unit}"
    return "" if abs(rest) < 1 else f"cost of {what}, borne by no single office: {amount}"


def target(row: Row) -> str:
    """Return where a decision leads: a site, a mode, the new size; and who stays behind, or goes elsewhere."""
    size = f"{row['m2']:g} m2" if row["m2"] else ""
    if row["action"] == "convert":
        return ", ".join(part for part in (row["mode"], size, row["to_site"] and f"staff to {row['to_site']}") if part)
    if row["action"] == "open":
        return ", ".join(part for part in (row["mode"], row["to_site"] and f"staff from {row['to_site']}") if part)
    if row["to_site"] and size:
        return f"{row['to_site']}, back office stays on {size}"
    return row["to_site"] or size


def kept_line(document: Document) -> str:
    """Return how many offices stay as they are."""
    kept = sum(row["action"] == "keep" for row in document["decisions"])
    return f"kept: {count(kept, 'office')}"


def change_text(row: Row, shown: Scale) -> tuple[str, str]:
    """Return a figure's change and its percentage; a share changes by percentage points, not by per cent of itself."""
    if row["change"] is None:
        return DASH, ""
    change = shown.show(row["change"], signed=True)
    if shown.unit == "%" or row["change_percent"] is None:
        return change, ""
    return change, Scale(1, "%", 1).show(row["change_percent"], signed=True)


def closeness(row: Row) -> tuple[str, str]:
    """Return a rule's value and limit as people read them, the unit with the limit."""
    shown = scale(row["unit"], row["value"], row["limit"])
    return shown.show(row["value"]), f"{shown.show(row['limit'])} {shown.unit}".rstrip()


def movers(affected: list[Row]) -> tuple[list[Row], list[Row]]:
    """Return the areas whose mean time falls most and those where it rises most, the largest change first."""
    known = [row for row in affected if row["minutes_today"] is not None and row["minutes_plan"] is not None]

    def change(row: Row) -> float:
        return float(row["minutes_plan"] - row["minutes_today"])

    gain = sorted((row for row in known if change(row) < 0), key=lambda row: (change(row), row["area"]))
    lose = sorted((row for row in known if change(row) > 0), key=lambda row: (-change(row), row["area"]))
    return gain[:MOST_AREAS], lose[:MOST_AREAS]


def broken_today(document: Document) -> list[Row]:
    """Return the rules that today's network breaks."""
    return [row for row in document["rules"] if row["status_today"] == "broken"]
