"""A table as a sheet: headings that stay, filters, widths, numbers with their formats, and totals that recompute."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from consolidate.errors import UsageError
from consolidate.reports.columns import column
from consolidate.reports.tables import Table, Value
from consolidate.reports.workbook.book import HEADING, HEADING_HEIGHT, MOST_ROWS, RIGHT, TOTAL, Book, unit_kind

WIDEST: Final = 60
LINE: Final = 15  # points
_SUBTOTAL_SUM: Final = 109  # of the rows that a filter shows


@dataclass(frozen=True)
class Extra:
    """A column of formulas beside a table's own: ``formula`` has {name} for a cell of its row."""

    heading: str
    kind: str
    formula: str
    value: Any  # of a row: what the formula gives


def write(
    book: Book,
    sheet: Any,
    table: Table,
    currency: str,
    *,
    totals: Sequence[str] = (),
    extras: Sequence[Extra] = (),
) -> int:
    """Fill a sheet with a table.

    Parameters
    ----------
    book, sheet
        Where to.
    table
        What.
    currency
        Stands in the headings of columns of money.
    totals
        The columns under which a sum stands; it is that of the rows a filter shows.
    extras
        Columns of formulas to the right.

    Returns
    -------
    int
        The number of rows below the heading, which is row 0.

    Raises
    ------
    UsageError
        When the table has more rows than a sheet can hold.
    """
    rows = list(table.rows)
    if len(rows) + 2 > MOST_ROWS:
        raise UsageError(f"{table.name} has {len(rows):,} rows, more than a sheet holds; export it as .csv or .parquet")
    about = [column(table.name, name) for name in table.columns]
    headings = [each.heading(name, currency) for name, each in zip(table.columns, about, strict=True)]
    left = [each.kind in {"text", "day"} for each in about]
    apart = [
        {"indent": 1, "align": "left"} if side and not before else {}
        for before, side in zip([True, *left], left, strict=False)
    ]
    widths = [
        _width(heading, [row[position] for row in rows], about[position].kind)
        for position, heading in enumerate(headings)
    ]
    _head(book, sheet, [*headings, *(extra.heading for extra in extras)], left, len(rows))
    for position, indent in enumerate(apart):
        if indent:
            book.put(sheet, 0, position, headings[position], "text", HEADING, indent)
    for number, row in enumerate(rows, 1):
        for position, value in enumerate(row):
            kind: str = about[position].kind
            if kind == "figure":
                kind = unit_kind(str(row[table.columns.index("unit")]), currency)
            book.put(sheet, number, position, value, kind, _wrapped(value), apart[position])
        lines = max((_lines(value, width) for value, width in zip(row, widths, strict=True)), default=1)
        if lines > 1:
            sheet.set_row(number, lines * LINE)
        _extras(book, sheet, table, number, row, extras)
    _totals(book, sheet, table, rows, totals)
    for position, width in enumerate(widths):
        sheet.set_column(position, position, width)
    for position, extra in enumerate(extras, len(headings)):
        sheet.set_column(position, position, max(12, len(extra.heading) * 0.7))
    return len(rows)


def _head(book: Book, sheet: Any, headings: Sequence[str], left: Sequence[bool], rows: int) -> None:
    """Write headings that stay in sight and filter; repeated on every printed page."""
    for position, heading in enumerate(headings):
        side = {} if position < len(left) and left[position] else RIGHT
        book.put(sheet, 0, position, heading, "text", HEADING, side)
    sheet.set_row(0, HEADING_HEIGHT)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    if headings and rows:
        sheet.autofilter(0, 0, rows, len(headings) - 1)


def _extras(book: Book, sheet: Any, table: Table, number: int, row: tuple[Value, ...], extras: Sequence[Extra]) -> None:
    """Write the formulas of a row."""
    cells = {name: xl_rowcol_to_cell(number, position) for position, name in enumerate(table.columns)}
    values: Mapping[str, Value] = dict(zip(table.columns, row, strict=True))
    for position, extra in enumerate(extras, len(table.columns)):
        found = extra.value(values)
        shown = "" if found is None else found
        sheet.write_formula(number, position, extra.formula.format(**cells), book.number(extra.kind), shown)


def _totals(book: Book, sheet: Any, table: Table, rows: list[tuple[Value, ...]], totals: Sequence[str]) -> None:
    """Write the sums below a table."""
    if not totals or not rows:
        return
    below = len(rows) + 1
    for position, name in enumerate(table.columns):
        if name not in totals:
            book.put(sheet, below, position, "total" if position == 0 else None, "text", TOTAL)
            continue
        letter = xl_col_to_name(position)
        value = sum(row[position] for row in rows if isinstance(row[position], int | float))  # type: ignore[misc]
        kind = column(table.name, name).kind
        formula = f"=SUBTOTAL({_SUBTOTAL_SUM},{letter}2:{letter}{below})"
        sheet.write_formula(below, position, formula, book.number(kind, TOTAL), value)


def _lines(value: Value, width: float) -> int:
    """Return how many lines a text takes in its column; a program that opens the sheet need not find that out."""
    return math.ceil(len(value) / width) if isinstance(value, str) and len(value) > WIDEST else 1


def _wrapped(value: Value) -> Mapping[str, Any]:
    """Return the property that breaks a text too long for one line."""
    return {"text_wrap": True} if isinstance(value, str) and len(value) > WIDEST else {}


def _width(heading: str, values: Sequence[Value], kind: str) -> float:
    """Return a width that shows the values, and the heading in up to three lines."""
    most = max((len(value) if isinstance(value, str) else 0 for value in values), default=0)
    if kind in {"money", "number", "count", "exact", "figure"}:
        numbers = [abs(value) for value in values if isinstance(value, int | float)]
        most = max(most, *(len(f"{number:,.1f}") + 2 for number in numbers), 8) if numbers else most
    words = max(len(word) for word in heading.split())
    return min(max(most + 1, words + 3, len(heading) / 2 + 4), WIDEST)
