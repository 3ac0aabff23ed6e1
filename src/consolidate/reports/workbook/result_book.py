"""The workbook of a result, or of several side by side: a sheet for each table, and before them what matters most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from consolidate.reports import side_by_side
from consolidate.reports.side_by_side import RUN, Exported
from consolidate.reports.tables import Table
from consolidate.reports.workbook import cash_block, cash_sheet, data_sheet, figures_sheet
from consolidate.reports.workbook.book import BAD, GOOD, QUIET, WARN, Book
from consolidate.reports.workbook.data_sheet import Extra

_SHEETS: Final = {
    "decisions": "Decisions",
    "cash": cash_block.ROWS,
    "leases": "Leases",
    "payers": "Who pays",
    "places": "Places",
    "points": "Points",
    "areas": "Areas",
    "rules": "Rules",
    "assumptions": "Assumptions",
    "factors": "Factors",
    "sources": "Sources",
    "inputs": "Files",
}
_TOTALS: Final = {
    "decisions": ("cost", "emissions", "people"),
    "cash": ("today", "plan", "today_discounted", "plan_discounted"),
    "leases": ("exit_cost",),
    "payers": ("today", "plan", "change"),
    "places": ("cost_today", "cost_plan", "emissions_today", "emissions_plan", "points_today", "points_plan"),
    "points": ("visits",),
    "areas": ("people",),
    "sources": ("rows",),
}


def content(runs: Sequence[Exported]) -> bytes:
    """Return the bytes of the workbook."""
    currency = side_by_side.currency(runs)
    tables = side_by_side.joined(runs)
    book = Book(runs[0].document["name"])
    first = book.add(figures_sheet.COMPARISON if len(runs) > 1 else figures_sheet.SUMMARY)
    sheets = {"decisions": book.add(_SHEETS["decisions"])}
    matrix = book.add(cash_block.NAME)
    sheets |= {name: book.add(title) for name, title in _SHEETS.items() if name not in sheets}
    for name, sheet in sheets.items():
        _table(book, sheet, tables[name], currency)
    blocks = cash_sheet.write(book, matrix, runs, currency)
    if len(runs) > 1:
        figures_sheet.write_comparison(book, first, runs, blocks, currency)
    else:
        figures_sheet.write_summary(book, first, runs[0], blocks)
    return book.content()


def _table(book: Book, sheet: Any, table: Table, currency: str) -> None:
    """Write one table with its totals, formulas and colours."""
    extras = _EXTRAS.get(table.name, ())
    rows = data_sheet.write(book, sheet, table, currency, totals=_TOTALS.get(table.name, ()), extras=extras)
    if not rows:
        return
    for name, colours in _COLOURS.get(table.name, {}).items():
        at = table.columns.index(name)
        for word, style in colours.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": book.format(style)}
            sheet.conditional_format(1, at, rows, at, rule)
    for position, extra in enumerate(extras, len(table.columns)):
        if extra.kind == "number":
            sheet.conditional_format(1, position, rows, position, _SCALE)
    if RUN in table.columns:
        sheet.set_column(0, 0, 18)


def _less(one: str, other: str) -> Any:
    """Return the function of a row that subtracts one column from another; None where either is empty."""

    def value(row: Any) -> float | None:
        return None if row[one] is None or row[other] is None else row[one] - row[other]

    return value


_WAYS: Final = (
    Extra(
        "change [min]",
        "number",
        '=IF(COUNT({minutes_today},{minutes_plan})=2,{minutes_plan}-{minutes_today},"")',
        _less("minutes_plan", "minutes_today"),
    ),
    Extra(
        "change [km]",
        "number",
        '=IF(COUNT({km_today},{km_plan})=2,{km_plan}-{km_today},"")',
        _less("km_plan", "km_today"),
    ),
)
_RENT: Final = (
    Extra("rent per year", "money", "={m2}*{rent_per_m2_year}", lambda row: row["m2"] * row["rent_per_m2_year"]),
)
_EXTRAS: Final = {"areas": _WAYS, "leases": _RENT}
_STATUS: Final = {"kept": GOOD, "binding": WARN, "broken": BAD}
_COLOURS: Final = {
    "decisions": {
        "action": {"keep": QUIET, "close": BAD, "open": GOOD}
        | dict.fromkeys(("merge", "colocate", "resize", "convert"), WARN)
    },
    "leases": {"taken": {"plan": GOOD}},
    "rules": {"status": _STATUS, "status_today": _STATUS},
    "sources": {"basis": {"fact": GOOD, "derived": WARN, "assumed": BAD}},
    "factors": {"basis": {"fact": GOOD, "derived": WARN, "assumed": BAD}},
}
_SCALE: Final = {
    "type": "3_color_scale",
    "mid_type": "num",
    "mid_value": 0,
    "min_color": "#8FC9A0",
    "mid_color": "#FFFFFF",
    "max_color": "#F0A39B",
}
