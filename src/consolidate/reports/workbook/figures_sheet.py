"""The first sheet: of one run today, plan and change; of several their plans side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell

from consolidate.reports.side_by_side import Exported, comparison
from consolidate.reports.summary import gap_text, headline
from consolidate.reports.tables import Value
from consolidate.reports.vocabulary import COST_PARTS, is_good, label
from consolidate.reports.workbook.book import (
    BAD,
    FILLED,
    GOOD,
    HEADING,
    HEADING_HEIGHT,
    QUIET,
    RIGHT,
    TITLE,
    TITLE_HEIGHT,
    Book,
    unit_kind,
)
from consolidate.reports.workbook.cash_block import Block

SUMMARY: Final = "Summary"
COMPARISON: Final = "Comparison"
_HEAD: Final = 4
_COLUMNS: Final = ("figure", "name", "unit", "today", "plan", "change", "change, %", "before")


def write_summary(book: Book, sheet: Any, run: Exported, blocks: Sequence[Block]) -> None:
    """Write every figure of a run; what it changes is a formula, and so are the amounts that cash adds up to."""
    document = run.document
    _title(book, sheet, document["name"], [headline(document), _verdict(run)])
    columns = _COLUMNS if any("before" in row for row in document["figures"].values()) else _COLUMNS[:-1]
    _head(book, sheet, columns)
    cash = {block.which: block.cells for block in blocks}
    for line, (name, row) in enumerate(document["figures"].items(), _HEAD + 1):
        kind = unit_kind(row["unit"], run.currency)
        for position, text in enumerate((label(name), name, row["unit"])):
            book.put(sheet, line, position, text)
        for position, which in ((3, "today"), (4, "plan")):
            _amount(book, sheet, (line, position), row[which], kind, _source(name, cash.get(which, {})))
        if row["change"] is not None:
            today, plan = (xl_rowcol_to_cell(line, position) for position in (3, 4))
            sheet.write_formula(line, 5, f"={plan}-{today}", book.number(kind), row["change"])
        if row["change_percent"] is not None and kind != "share":
            formula = f'=IF({today}=0,"",100*({plan}-{today})/{today})'
            sheet.write_formula(line, 6, formula, book.number("percent"), row["change_percent"])
        book.put(sheet, line, 7, row.get("before"), kind) if "before" in row else None
        _colour(book, sheet, (line, 5), name)
    _widths(sheet, (30, 29, 14, 14, 14, 13, 10, 13))
    _chart(book, sheet, list(document["figures"]))


def write_comparison(book: Book, sheet: Any, runs: Sequence[Exported], blocks: Sequence[Block], currency: str) -> None:
    """Write the plans side by side, and what each differs from the first."""
    table = comparison(runs)
    _title(book, sheet, "Comparison", [f"base: {runs[0].name}; figures that differ come first"])
    others = [f"{run.name} less {runs[0].name}" for run in runs[1:]]
    _head(book, sheet, (*table.columns[:3], f"today: {runs[0].name}", *table.columns[4:], *others))
    for line, row in enumerate(table.rows, _HEAD + 1):
        kind, name = unit_kind(str(row[2]), currency), str(row[1])
        for position, value in enumerate(row[:3]):
            book.put(sheet, line, position, value)
        cells = {(block.run, block.which): block.cells for block in blocks}
        keys = [(0, "today"), *((index, "plan") for index in range(len(runs)))]
        for position, key in enumerate(keys, 3):
            _amount(book, sheet, (line, position), row[position], kind, _source(name, cells.get(key, {})))
        for index in range(1, len(runs)):
            _difference(book, sheet, (line, 4 + len(runs) - 1 + index), row, (4 + index, kind))
            _colour(book, sheet, (line, 4 + len(runs) - 1 + index), name)
    _widths(sheet, (30, 29, 14, *([17] * (2 * len(runs)))))


def _title(book: Book, sheet: Any, title: str, lines: Sequence[str]) -> None:
    """Write what the sheet is about."""
    book.put(sheet, 0, 0, title, "text", TITLE)
    sheet.set_row(0, TITLE_HEIGHT)
    for row, text in enumerate(lines, 1):
        book.put(sheet, row, 0, text, "text", QUIET)


def _head(book: Book, sheet: Any, columns: Sequence[str]) -> None:
    """Write the headings, which stay in sight."""
    for position, name in enumerate(columns):
        book.put(sheet, _HEAD, position, name, "text", HEADING, {} if position < 3 else RIGHT)
    sheet.set_row(_HEAD, HEADING_HEIGHT)
    sheet.freeze_panes(_HEAD + 1, 1)
    sheet.repeat_rows(_HEAD)


def _verdict(run: Exported) -> str:
    """Return the audit's verdict and the proof."""
    audit = run.document["audit"]
    found = len(audit["violations"])
    return f"{audit['checks']:,} checks, {found} violations; {gap_text(run.document)}; {run.document['solver']['name']}"


def _source(name: str, cells: dict[str, str]) -> str | None:
    """Return the formula that gives a figure from the sheet of cash, None where there is none."""
    part = name.removeprefix("cost.")
    if name == "cost.total":
        return f"={cells['total']}" if cells else None
    return f"={cells[part]}" if part in COST_PARTS and part in cells else None


def _amount(book: Book, sheet: Any, at: tuple[int, int], value: Value, kind: str, formula: str | None) -> None:
    """Write a number, or the formula that gives it."""
    if formula is None or value is None:
        book.put(sheet, *at, value, kind)
    else:
        sheet.write_formula(*at, formula, book.number(kind), value)


def _difference(book: Book, sheet: Any, at: tuple[int, int], row: tuple[Value, ...], of: tuple[int, str]) -> None:
    """Write how much a run differs from the first."""
    position, kind = of
    base, other = row[4], row[position]
    if isinstance(base, int | float) and isinstance(other, int | float):
        one, two = xl_rowcol_to_cell(at[0], position), xl_rowcol_to_cell(at[0], 4)
        sheet.write_formula(*at, f"={one}-{two}", book.number(kind), other - base)


def _colour(book: Book, sheet: Any, at: tuple[int, int], name: str) -> None:
    """Let a change show whether it is one people wish for, also after it was recomputed."""
    good_below = is_good(name, -1.0)
    if good_below is not None:
        below, above = (GOOD, BAD) if good_below else (BAD, GOOD)
        for criteria, limit, style in (("<", -1e-9, below), (">", 1e-9, above)):
            rule = {"type": "cell", "criteria": criteria, "value": limit, "format": book.format(style)}
            sheet.conditional_format(*at, *at, rule)


def _widths(sheet: Any, widths: Sequence[float]) -> None:
    for position, width in enumerate(widths):
        sheet.set_column(position, position, width)


def _chart(book: Book, sheet: Any, names: list[str]) -> None:
    """Draw the parts of the cost, today beside the plan; the parts stand together, in the order of the page."""
    lines = [_HEAD + 1 + index for index, name in enumerate(names) if name.removeprefix("cost.") in COST_PARTS]
    if not lines or lines[-1] - lines[0] + 1 != len(lines):
        return
    chart = book.workbook.add_chart({"type": "bar"})
    for position, which in ((3, "today"), (4, "plan")):
        chart.add_series(
            {
                "name": [SUMMARY, _HEAD, position],
                "categories": [SUMMARY, lines[0], 0, lines[-1], 0],
                "values": [SUMMARY, lines[0], position, lines[-1], position],
                "fill": {"color": FILLED[which]},
            }
        )
    chart.set_title({"name": "Cost over the horizon, by part", "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 560, "height": 60 + 48 * len(lines)})
    sheet.insert_chart(_HEAD, 9, chart)
