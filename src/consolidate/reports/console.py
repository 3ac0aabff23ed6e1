"""A result on a terminal: fits 80 columns, narrower ones with fewer columns, and says no more than one can read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from consolidate.reports.bars import bar
from consolidate.reports.cleaning import plain
from consolidate.reports.document import Document
from consolidate.reports.numbers import DASH, MINUS, count, scale
from consolidate.reports.summary import (
    READING,
    broken_today,
    change_text,
    changed,
    closeness,
    headline,
    kept_line,
    movers,
    sites_line,
    target,
)
from consolidate.reports.vocabulary import MAIN, is_good, label

Row = dict[str, Any]

WIDE: Final = 80
NARROW: Final = 64
MOST_DECISIONS: Final = 40
MOST_ASSUMPTIONS: Final = 6
_COLOURS: Final = {True: "green", False: "red", None: ""}
_STATUS_COLOURS: Final = {"kept": "green", "binding": "yellow", "broken": "red"}


def write(document: Document, console: Console, *, seconds: float | None = None, verbose: bool = False) -> None:
    """Print the summary of a result; ``verbose`` prints every figure, decision and assumption."""
    took = "" if seconds is None else f", {seconds:,.1f} s"
    say(console, document["name"], "bold")
    say(console, headline(document) + took)
    _figures(document["figures"], console, verbose=verbose)
    _decisions(document, console, verbose=verbose)
    write_rules(document["rules"], console)
    _today(document, console)
    _payers(document, console)
    _areas(document["affected"], console)
    console.print()
    write_audit(document["audit"], console)
    write_lines(console, "assumptions", document["assumptions"], MOST_ASSUMPTIONS if not verbose else None)
    write_lines(console, "notes", document["notes"], None)
    inputs = [f"{name}  sha256 {digest[: None if verbose else 12]}" for name, digest in document["inputs"].items()]
    write_lines(console, "inputs", inputs, MOST_ASSUMPTIONS if not verbose else None)


def say(console: Console, line: str, style: str = "") -> None:
    """Print one line of plain text, nothing in it being markup or a terminal sequence."""
    console.print(Text(_drawable(plain(line), console), style=style), soft_wrap=False)


def write_lines(console: Console, title: str, lines: Sequence[str], most: int | None) -> None:
    """Print a titled list; beyond ``most`` only how many more there are."""
    if not lines:
        return
    console.print()
    say(console, title, "bold")
    table = _grid()
    for line in lines[:most]:
        table.add_row(text_cell(line, console))
    console.print(table)
    if most is not None and len(lines) > most:
        say(console, f"  and {len(lines) - most} more (--verbose)", "dim")


def write_rules(rules: Sequence[Row], console: Console) -> None:
    """Print every rule, how it stands, and how close it is to its limit."""
    if not rules:
        return
    table = titled(console, ("rule", "left"), ("", "left"), ("value", "right"), ("limit", "right"), ("says", "left"))
    table.columns[4].ratio = 1
    if console.width < NARROW:
        table.columns.pop()
    for row in rules:
        value, limit = closeness(row)
        status = Text(row["status"], style=_STATUS_COLOURS.get(row["status"], ""))
        cells = [text_cell(row["id"], console), status, text_cell(value, console), text_cell(limit, console)]
        table.add_row(*cells, *([text_cell(_sentence(row), console)] if len(table.columns) > 4 else []))
    console.print(table)


def _sentence(rule: Row) -> str:
    """Return what a rule says, and where it is tightest."""
    return f"{rule['sentence']} Tightest: {rule['where']}." if rule["where"] else str(rule["sentence"])


def write_audit(audit: Row, console: Console) -> None:
    """Print the verdict in one line, and every violation."""
    found = audit["violations"]
    verdict = count(len(found), "violation") if found else "no violation"
    line = f"audit: {count(audit['checks'], 'check')}, {verdict}"
    match = audit.get("totals_match")
    if match is not None:
        line += "; totals match to the cent" if match else "; TOTALS DIFFER"
    say(console, line, "red" if found or match is False else "green")
    for each in found:
        where = f" at {each['where']}" if each["where"] else ""
        say(console, f"  {each['check']}{where}: {each['message']}", "red")


def _figures(figures: dict[str, Row], console: Console, *, verbose: bool) -> None:
    """Print today, the plan and the change, with a bar where there is room for one."""
    width = console.width
    wide, change_fits = width >= WIDE, width >= NARROW
    columns = [("", "left"), ("today", "right"), ("plan", "right")]
    columns += [("change", "right")] * change_fits + [("%", "right")] + [("", "left")] * wide
    table = titled(console, *columns)
    for name, row in figures.items():
        if not verbose and name not in MAIN:
            continue
        shown = scale(row["unit"], row["today"], row["plan"])
        change, percent = change_text(row, shown)
        style = _COLOURS[is_good(name, row["change"] or 0)]
        cells = [f"{label(name)}, {shown.unit}".rstrip(", "), shown.show(row["today"]), shown.show(row["plan"])]
        styled = [change] * change_fits + [percent]
        drawn = [bar(row["change_percent"], unicode=_unicode(console))] * wide
        table.add_row(
            *(text_cell(each, console) for each in cells),
            *(text_cell(each, console, style) for each in [*styled, *drawn]),
        )
    console.print(table)
    say(console, READING, "dim")


def _decisions(document: Document, console: Console, *, verbose: bool) -> None:
    """Print the offices that change, and the number of those that stay."""
    rows = changed(document)
    if rows:
        unit = document["currency"]
        table = titled(
            console,
            ("decision", "left"),
            ("office", "left"),
            ("to", "left"),
            ("date", "left"),
            (f"{unit}, discounted", "right"),
        )
        for row in rows if verbose else rows[:MOST_DECISIONS]:
            cost = scale(unit, row["cost"]).show(row["cost"], signed=True)
            cells = (row["action"], row["name"] or row["office"], target(row), row["date"] or "", cost)
            table.add_row(*(text_cell(each, console) for each in cells))
        console.print(table)
        if not verbose and len(rows) > MOST_DECISIONS:
            say(console, f"and {len(rows) - MOST_DECISIONS} more (--verbose, or -o RUN for all)", "dim")
    else:
        console.print()
    if line := sites_line(document):
        say(console, line)
    say(console, kept_line(document))


def _today(document: Document, console: Console) -> None:
    """Print the rules that today's network breaks: facts about today, no errors."""
    rows = broken_today(document)
    lines = [
        f"{row['id']}: {closeness(row | {'value': row['value_today']})[0]}, limit {closeness(row)[1]}" for row in rows
    ]
    write_lines(console, "today's network breaks", lines, None)


def _payers(document: Document, console: Console) -> None:
    """Print who pays and who saves, where there is more than one party."""
    rows, unit = document["payers"], document["currency"]
    if len(rows) < 2:
        return
    shown = scale(unit, *(row[when] for row in rows for when in ("today", "plan")))
    table = titled(
        console, (f"who pays, {shown.unit}", "left"), ("today", "right"), ("plan", "right"), ("change", "right")
    )
    for row in rows:
        amounts = (shown.show(row["today"]), shown.show(row["plan"]), shown.show(row["change"], signed=True))
        style = "" if not row["change"] else "green" if row["change"] < 0 else "red"
        table.add_row(text_cell(row["party"], console), *(text_cell(each, console, style) for each in amounts))
    console.print(table)


def _areas(affected: list[Row], console: Console) -> None:
    """Print the areas that gain and lose most."""
    gain, lose = movers(affected)
    if not gain and not lose:
        return
    table = titled(
        console, ("area", "left"), ("people", "right"), ("min today", "right"), ("plan", "right"), ("change", "right")
    )
    for style, rows in (("green", gain), ("red", lose)):
        for row in rows:
            today, plan = row["minutes_today"], row["minutes_plan"]
            shown = scale("min", today, plan)
            numbers = (shown.show(today), shown.show(plan), shown.show(plan - today, signed=True))
            people = scale("people", row["people"]).show(row["people"])
            cells = (text_cell(row["name"] or row["area"], console), text_cell(people, console))
            table.add_row(*cells, *(text_cell(each, console, style) for each in numbers))
    console.print(table)
    hidden = len(affected) - len(gain) - len(lose)
    if hidden > 0:
        say(console, f"and {count(hidden, 'area')} more whose way changes less, or not at all in time", "dim")


def titled(console: Console, *columns: tuple[str, str]) -> Table:
    """Return an empty table without lines, a blank line before its headings."""
    console.print()
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold", expand=False)
    for heading, side in columns:
        table.add_column(text_cell(heading, console), justify="right" if side == "right" else "left", overflow="fold")
    return table


def _grid() -> Table:
    """Return a table of one column, so that long lines fold under themselves."""
    table = Table(box=None, show_header=False, padding=(0, 0, 0, 2), pad_edge=True)
    table.add_column(overflow="fold")
    return table


def text_cell(line: str, console: Console, style: str = "") -> Text:
    """Return a cell that is only text."""
    return Text(_drawable(line if line.strip("▐█▌│#| ") == "" else plain(line), console), style=style)


def _unicode(console: Console) -> bool:
    """Return whether the terminal has more than ASCII."""
    return not console.options.ascii_only


def _drawable(line: str, console: Console) -> str:
    """Return the line in letters the terminal has; a minus stays a minus."""
    if _unicode(console):
        return line
    return line.replace(MINUS, "-").replace(DASH, "-").encode("ascii", "replace").decode("ascii")
