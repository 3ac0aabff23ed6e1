"""What a comparison says in words, whoever writes it: changes, gates, choices, who gains and loses."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from consolidate.reports.numbers import DASH, MINUS, Scale, count, scale
from consolidate.reports.summary import headline

if TYPE_CHECKING:
    from consolidate.study.areas import Moves
    from consolidate.study.column import Choice, Column
    from consolidate.study.comparison import Change, Comparison, FigureRow
    from consolidate.study.expected import Check
    from consolidate.study.gate import Finding, Verdict

MOST_OFFICES: Final = 40
MOST_AREAS: Final = 5
ABOUT: Final = "~"
"""Stands before a difference that is smaller than the gaps."""


def plan_line(column: Column) -> str:
    """Return a plan's status, gap, objective and bound in one line."""
    return headline(
        {
            "status": column.status,
            "gap": column.gap,
            "unit": column.unit,
            "objective": column.objective,
            "bound": column.bound,
            "minimise": column.minimise,
            "figures": column.figures,
        }
    )


def difference(change: Change, shown: Scale) -> str:
    """Return a change in the figure's unit."""
    text = shown.show(change.difference, signed=True)
    return f"{ABOUT}{text}" if change.is_within_gaps else text


def percent(change: Change, shown: Scale) -> str:
    """Return a change in percent; nothing for a share, whose change is in percentage points already."""
    if change.percent is None or shown.unit == "%":
        return ""
    return Scale(1, "%", 1).show(change.percent, signed=True)


def either(change: Change, shown: Scale) -> str:
    """Return a change where there is room for one number only: in percent, else in the figure's unit."""
    if not change.difference:
        return ""
    relative = percent(change, shown)
    if relative:
        return f"{ABOUT if change.is_within_gaps else ''}{relative} %"
    return f"{difference(change, shown)}{' pp' if shown.unit == '%' else ''}"


def row_scale(row: FigureRow) -> Scale:
    """Return the scale of a figure's row."""
    return scale(row.unit, *row.values)


def same(comparison: Comparison) -> list[str]:
    """Return the figures that are the same in all plans, by name."""
    return [row.name for row in comparison.rows if not row.differs]


def indistinct(comparison: Comparison) -> list[str]:
    """Return the differences that mean nothing, as the solver left more than that open."""
    rows = [row for row in (comparison.objective, *comparison.rows) if row is not None]
    lines = []
    for row in rows:
        for plan, change in zip(comparison.columns[1:], row.changes, strict=True):
            if change.is_within_gaps:
                lines.append(
                    f"{row.name}: {plan.name} and {comparison.base.name} are not distinguishable: they differ by "
                    f"{number(abs(change.difference or 0.0))} {row.unit}, less than the gaps leave open"
                )
    return lines


def choice_text(choice: Choice | None) -> str:
    """Return what a plan does with an office."""
    if choice is None:
        return DASH
    to_site = f"to {choice.to_site}" if choice.to_site else ""
    if choice.action == "close":  # it moves nowhere: the site is where its people go
        return " ".join(part for part in (choice.action, choice.date, to_site and f"(staff {to_site})") if part)
    if choice.action == "convert":  # likewise
        parts = (choice.action, f"to {choice.mode}", choice.date, to_site and f"(staff {to_site})")
        return " ".join(part for part in parts if part)
    if choice.action == "open":
        parts = (choice.action, choice.date, f"({choice.mode})", to_site and f"(staff from {choice.to_site})")
        return " ".join(part for part in parts if part)
    mode = f"({choice.mode})" if choice.mode and choice.action == "keep" else ""
    size = f"to {number(choice.m2)} m2" if choice.m2 else ""
    if to_site and size:
        size = f"(back office stays on {number(choice.m2 or 0.0)} m2)"
    return " ".join(part for part in (choice.action, to_site, size, choice.date, mode) if part)


def moves_line(moves: Moves, base: str) -> str:
    """Return how many people gain and lose."""
    if not moves.gain and not moves.lose and not moves.unknown:
        return f"{moves.name} against {base}: no area's way differs"
    sides = [("gain", moves.gain, moves.people_who_gain), ("lose", moves.lose, moves.people_who_lose)]
    parts = [f"{people:,.0f} people in {count(len(side), 'area')} {verb}" for verb, side, people in sides]
    line = f"{moves.name} against {base}: {', '.join(parts)}"
    return f"{line}; {count(moves.unknown, 'area')} cannot be told" if moves.unknown else line


def finding_text(verdict: Verdict, finding: Finding) -> str:
    """Return which figure, in which plan, and by how much it does not pass a gate, or passes it."""
    gate, unit = verdict.gate, "" if verdict.unit in {"share", "count"} else f" {verdict.unit}"
    if finding.found is None:
        return f"{gate.figure} has no value in {finding.plan}, or none to compare with"
    if gate.kind in {"value", "share"}:
        limit = gate.limit / 100 if gate.kind == "share" else gate.limit
        said = f"{gate.figure} is {number(finding.found)}{unit} in {finding.plan}"
        return f"{said}, {_beyond(finding.found, limit, unit)}"
    measure = " %" if gate.kind == "percent" else unit
    way = f"from {number(finding.base or 0.0)} to {number(finding.value or 0.0)}{unit}"
    said = f"{gate.figure} changes by {number(finding.found, signed=True)}{measure} in {finding.plan} ({way})"
    said += f", {_beyond(finding.found, gate.limit, measure)}"
    return f"{said}; not distinguishable within the gaps" if finding.is_within_gaps else said


def _beyond(found: float, limit: float, unit: str) -> str:
    """Return how far a value is from a limit."""
    if not math.isfinite(found):
        return "infinitely far from the limit"
    if found == limit:
        return "exactly the limit"
    return f"{number(abs(found - limit))}{unit} {'above' if found > limit else 'below'} the limit"


def gate_error(verdicts: tuple[Verdict, ...]) -> str:
    """Return the error message of gates that fail: one line per plan."""
    failed = [verdict for verdict in verdicts if verdict.failed]
    lines = [f"{count(len(failed), 'limit')} of {len(verdicts)} not kept"]
    lines += [f"{each.gate.text}: {finding_text(each, finding)}" for each in failed for finding in each.failed]
    return "\n".join(lines)


def check_text(check: Check) -> str:
    """Return the figure, what was expected and what was found."""
    unit = "" if check.unit in {"share", "count"} else f" {check.unit}"
    expected = f"expected {number(check.expected)}{unit} (give or take {number(check.tolerance)})"
    if check.found is None or check.off is None:
        return f"{check.figure}: {expected}, found no value"
    found = f"found {number(check.found)}{unit}"
    return f"{check.figure}: {expected}, {found}" + (
        f", off by {number(check.off, signed=True)}" if check.failed else ""
    )


def number(value: float, *, signed: bool = False) -> str:
    """Return a number with all digits that a result keeps, as a limit is written."""
    if not math.isfinite(value):
        return "infinitely much"
    text = f"{abs(value):,.6f}".rstrip("0").rstrip(".")
    sign = "" if text == "0" else MINUS if value < 0 else "+" if signed else ""
    return sign + text
