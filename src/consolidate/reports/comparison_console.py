"""A comparison on a terminal: as many plans side by side as fit, the baseline in every table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from consolidate.reports import comparison_words as words
from consolidate.reports.console import say, text_cell, titled, write_lines
from consolidate.reports.numbers import count, scale
from consolidate.reports.vocabulary import is_good, label

if TYPE_CHECKING:
    from rich.console import Console

    from consolidate.study.areas import Moves
    from consolidate.study.comparison import Comparison, FigureRow
    from consolidate.study.expected import Check
    from consolidate.study.gate import Verdict

_LABELS: Final = 42  # columns for a figure's words and the baseline
_PLAN: Final = 19  # columns for another plan and its change
_COLOURS: Final = {True: "green", False: "red", None: ""}


def write(comparison: Comparison, verdicts: Sequence[Verdict], console: Console, *, verbose: bool = False) -> None:
    """Print the comparison; ``verbose`` prints every figure, decision and area."""
    say(console, " · ".join(column.name for column in comparison.columns), "bold")
    plans = titled(console, ("plan", "left"), ("", "left"))
    for column in comparison.columns:
        mark = " (baseline)" if column is comparison.base and len(comparison.columns) > 1 else ""
        plans.add_row(text_cell(f"{column.name}{mark}", console), text_cell(words.plan_line(column), console))
    console.print(plans)
    write_lines(console, "warnings", comparison.warnings, None)
    rows = [row for row in comparison.rows if row.differs or verbose or len(comparison.columns) == 1]
    _figures(comparison, rows, console)
    write_lines(console, "not distinguishable", words.indistinct(comparison), None)
    if len(comparison.columns) > 1:
        same = words.same(comparison)
        if same and not verbose:
            console.print()
            say(console, f"{count(len(same), 'figure')} the same in all (--verbose)", "dim")
        _offices(comparison, console, None if verbose else words.MOST_OFFICES)
        for moves in comparison.moves:
            _areas(moves, comparison.base.name, console, None if verbose else words.MOST_AREAS)
    _gates(verdicts, console)


def write_expected(checks: Sequence[Check], console: Console, *, verbose: bool = False) -> None:
    """Print one line per scenario, and every figure that is not as expected; ``verbose`` prints all."""
    for scenario in dict.fromkeys(check.scenario for check in checks):
        mine = [check for check in checks if check.scenario == scenario]
        failed = [check for check in mine if check.failed]
        kept = f"{count(len(mine) - len(failed), 'figure')} as expected"
        say(console, f"{scenario}: {kept}, {len(failed)} NOT" if failed else f"{scenario}: {kept}", _colour(failed))
        for check in mine if verbose else failed:
            say(console, f"- {words.check_text(check)}", "red" if check.failed else "")


def _colour(failed: Sequence[object]) -> str:
    """Return the colour of a verdict."""
    return "red" if failed else "green"


def _figures(comparison: Comparison, rows: Sequence[FigureRow], console: Console) -> None:
    """Print the figures, in as many tables as it takes for every plan."""
    others = range(1, len(comparison.columns))
    fit = max(1, (console.width - _LABELS) // _PLAN)
    if not rows:
        console.print()
        say(console, "all figures are the same")
        return
    for first in range(0, max(1, len(others)), fit):
        _table_of(comparison, rows, list(others[first : first + fit]), console)


def _table_of(comparison: Comparison, rows: Sequence[FigureRow], others: list[int], console: Console) -> None:
    """Print the figures of the baseline and of some other plans; of a single one the change in both measures."""
    single = len(comparison.columns) == 2
    columns = [("", "left"), (comparison.base.name, "right")]
    for index in others:
        columns += [(comparison.columns[index].name, "right"), ("change", "right")]
    table = titled(console, *columns, *[("%", "right")] * single)
    for row in rows:
        shown = words.row_scale(row)
        cells = [text_cell(f"{label(row.name)}, {shown.unit}".rstrip(", "), console)]
        cells.append(text_cell(shown.show(row.values[0]), console))
        for index in others:
            change = row.changes[index - 1]
            style = _COLOURS[is_good(row.name, change.difference or 0)]
            cells.append(text_cell(shown.show(row.values[index]), console))
            if single:
                cells.append(text_cell(words.difference(change, shown), console, style))
                cells.append(text_cell(words.percent(change, shown), console, style))
            else:
                cells.append(text_cell(words.either(change, shown), console, style))
        table.add_row(*cells)
    console.print(table)


def _offices(comparison: Comparison, console: Console, most: int | None) -> None:
    """Print the decisions that differ."""
    rows = comparison.offices
    if not rows:
        console.print()
        say(console, "all decisions are the same")
        return
    names = [column.name for column in comparison.columns]
    fit = max(2, (console.width - 16) // 20)
    for first in range(1, len(names), fit - 1):
        shown = [0, *range(first, min(len(names), first + fit - 1))]
        table = titled(console, ("decisions that differ", "left"), *((names[index], "left") for index in shown))
        for row in rows[:most]:
            texts = [row.name, *(words.choice_text(row.choices[index]) for index in shown)]
            table.add_row(*(text_cell(each, console) for each in texts))
        console.print(table)
    if most is not None and len(rows) > most:
        say(console, f"and {len(rows) - most} more (--verbose)", "dim")


def _areas(moves: Moves, base: str, console: Console, most: int | None) -> None:
    """Print who gains and loses most."""
    console.print()
    say(console, words.moves_line(moves, base), "bold")
    shown = [(style, move) for style, side in (("green", moves.gain), ("red", moves.lose)) for move in side[:most]]
    if not shown:
        return
    headings = (("area", "left"), ("people", "right"), (base, "right"), (moves.name, "right"), ("change, min", "right"))
    table = titled(console, *headings)
    for style, move in shown:
        minutes = scale("min", move.base, move.plan)
        cells = [move.name, f"{move.people:,.0f}", minutes.show(move.base), minutes.show(move.plan)]
        change = text_cell(minutes.show(move.change, signed=True), console, style)
        table.add_row(*(text_cell(each, console) for each in cells), change)
    console.print(table)


def _gates(verdicts: Sequence[Verdict], console: Console) -> None:
    """Print how every gate stands, and what each plan says to it."""
    if not verdicts:
        return
    table = titled(console, ("limits", "left"), ("", "left"))
    for each in verdicts:
        style = _colour(each.failed)
        mark = "FAILED" if each.failed else "passed"
        table.add_row(text_cell(mark, console, style), text_cell(each.gate.text, console, style))
        for finding in each.findings:
            said = words.finding_text(each, finding)
            table.add_row("", text_cell(said, console, "red" if finding.failed else "dim"))
    console.print(table)
