"""Cash by year as a matrix: formulas over the sheet of rows, present values with a discount rate one can change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from consolidate.reports.side_by_side import Exported
from consolidate.reports.vocabulary import label
from consolidate.reports.workbook.book import (
    FILLED,
    HEADING,
    HEADING_HEIGHT,
    QUIET,
    RIGHT,
    TITLE,
    TITLE_HEIGHT,
    TOTAL,
    Book,
)
from consolidate.reports.workbook.cash_block import (
    FACTORS,
    FIRST,
    NAME,
    RATE,
    WHICH,
    YEARS,
    Block,
    Place,
    Years,
    write_block,
)


def write(book: Book, sheet: Any, runs: Sequence[Exported], currency: str) -> list[Block]:
    """Fill the sheet; return where present values stand that are those of the figures, for other sheets to refer to."""
    years = _years(runs)
    _head(book, sheet, years, currency)
    blocks: list[Block] = []
    row, first = FACTORS + 2, 2
    for index, run in enumerate(runs):
        cash = run.document["cash"]
        span = (first, first + len(cash) - 1)
        first += len(cash)
        if not cash:
            continue
        for which in WHICH:
            place = Place(index, which, row, *span, several=len(runs) > 1)
            blocks.append(write_block(book, sheet, years, run, place))
            row = blocks[-1].total + 2
    if len(runs) == 1 and len(blocks) == 2:
        _change(book, sheet, years, blocks, row)
    _charts(book, sheet, years, blocks, row + 2 + (blocks[0].total - FACTORS - 2 if blocks else 0))
    sheet.set_row(0, TITLE_HEIGHT)
    sheet.set_row(YEARS, HEADING_HEIGHT)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 24)
    sheet.set_column(FIRST, years.value_column - 2, 12)
    sheet.set_column(years.value_column - 1, years.value_column, 14)
    sheet.freeze_panes(FACTORS + 1, FIRST)
    frame = _frame(runs[0])
    return [block for block in blocks if _frame(runs[block.run]) == frame]


def _frame(run: Exported) -> tuple[int, float]:
    """Return what present values depend on."""
    return run.scenario.horizon.periods[0], run.scenario.horizon.discount_rate


def _years(runs: Sequence[Exported]) -> Years:
    """Return all years in which any run pays; without cash those of the horizon."""
    horizon = runs[0].scenario.horizon
    first = min(run.scenario.horizon.periods[0] for run in runs)
    paid = [row["year"] for run in runs for row in run.document["cash"]]
    return Years(tuple(range(first, max(horizon.end, *paid, first) + 1)), horizon.discount_rate)


def _head(book: Book, sheet: Any, years: Years, currency: str) -> None:
    """Write the title, the rate, the years and their discount factors."""
    book.put(sheet, 0, 0, f"Cash by year, {currency}, undiscounted", "text", TITLE)
    book.put(sheet, RATE[0], 0, "discount rate")
    book.put(sheet, *RATE, years.rate, "share", {"bg_color": "#FFF3CD", "border": 1})
    advice = "change it to see other present values; the plan stays the one that was found"
    book.put(sheet, RATE[0], 3, advice, "text", QUIET)
    for position, text in enumerate(("part", "")):
        book.put(sheet, YEARS, position, text, "text", HEADING)
    for position, (year, weight) in enumerate(zip(years.years, years.weights, strict=True), FIRST):
        book.put(sheet, YEARS, position, year, "whole", HEADING)
        cell, rate = xl_rowcol_to_cell(YEARS, position), xl_rowcol_to_cell(*RATE, row_abs=True, col_abs=True)
        start = xl_rowcol_to_cell(YEARS, FIRST, row_abs=True, col_abs=True)
        number = book.format({"num_format": "0.0000"}, QUIET)
        sheet.write_formula(FACTORS, position, f"=(1+{rate})^-({cell}-{start}+0.5)", number, weight)
    book.put(sheet, FACTORS, 0, "discount factor", "text", QUIET)
    book.put(sheet, YEARS, years.value_column - 1, "sum", "text", HEADING, RIGHT)
    book.put(sheet, YEARS, years.value_column, f"present value, {years.years[0]}", "text", HEADING, RIGHT)


def _change(book: Book, sheet: Any, years: Years, blocks: list[Block], row: int) -> None:
    """Write what the plan changes, part by part: the plan's block less today's."""
    today, plan = blocks
    book.put(sheet, row, 0, "change", "text", {"bold": True})
    for offset, part in enumerate(plan.cells, 1):
        line = row + offset
        style = TOTAL if part == "total" else {}
        book.put(sheet, line, 0, part, "text", style)
        book.put(sheet, line, 1, None if part == "total" else label(f"cost.{part}"), "text", style)
        for position in range(FIRST, years.value_column + 1):
            pair = [xl_rowcol_to_cell(block.total - len(plan.cells) + offset, position) for block in (plan, today)]
            sheet.write_formula(line, position, f"={pair[0]}-{pair[1]}", book.number("money", style), "")


def _charts(book: Book, sheet: Any, years: Years, blocks: list[Block], row: int) -> None:
    """Draw the totals by year, the sides beside each other, and beside that what one plan changes."""
    if not blocks:
        return
    one_run = len({block.run for block in blocks}) == 1
    shown = blocks if one_run else [blocks[0], *blocks[1::2]]
    heads = [(block.total - len(block.cells), block.total, FILLED[block.which] if one_run else None) for block in shown]
    sheet.insert_chart(row, 1, _chart(book, years, "Cash by year, undiscounted", heads))
    if one_run:
        after = blocks[-1].total + 2
        change = [(after, after + len(blocks[-1].cells), FILLED["plan"])]
        chart = _chart(book, years, "Change by year: plan less today, undiscounted", change)
        sheet.insert_chart(row, FIRST + 5, chart)


def _chart(book: Book, years: Years, title: str, series: Sequence[tuple[int, int, str | None]]) -> Any:
    """Return a chart of rows of the matrix; a series is the row of its name, that of its values, and its colour."""
    chart = book.workbook.add_chart({"type": "column"})
    last = years.value_column - 2
    for head, row, colour in series:
        chart.add_series(
            {
                "name": [NAME, head, 0],
                "categories": [NAME, YEARS, FIRST, YEARS, last],
                "values": [NAME, row, FIRST, row, last],
                **({"fill": {"color": colour}} if colour else {}),
            }
        )
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"} if len(series) > 1 else {"none": True})
    chart.set_x_axis({"label_position": "low"})
    grid = {"visible": True, "line": {"color": "#D9D9D9"}}
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": grid, **({"min": 0} if len(series) > 1 else {})})
    chart.set_size({"width": 600, "height": 320})
    return chart
