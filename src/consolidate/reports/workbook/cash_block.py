"""One side of one run in the matrix of cash: its parts by year, as formulas over the sheet of rows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell

from consolidate.reports.side_by_side import Exported
from consolidate.reports.vocabulary import COST_PARTS, label
from consolidate.reports.workbook.book import TOTAL, Book

NAME: Final = "Cash by year"
ROWS: Final = "Cash"
RATE: Final = (1, 2)
YEARS: Final = 3
FACTORS: Final = 4
FIRST: Final = 2  # column of the first year
WHICH: Final = ("today", "plan")


@dataclass(frozen=True)
class Block:
    """Where one side of one run stands: a row for each part, and below them the total."""

    run: int
    which: str
    cells: dict[str, str]  # part, or "total" -> cell of its present value
    total: int  # row


@dataclass(frozen=True)
class Place:
    """Which side of which run, from which row on; ``first`` to ``last`` are its rows in the sheet of rows."""

    run: int
    which: str
    row: int
    first: int
    last: int
    several: bool  # runs, each with its name in the first column


@dataclass(frozen=True)
class Years:
    """The columns of the matrix, and what a later amount is worth."""

    years: tuple[int, ...]
    rate: float

    @property
    def weights(self) -> list[float]:
        """Return the discount factors: mid-year, to the first day of the first year."""
        return [(1 + self.rate) ** -(year - self.years[0] + 0.5) for year in self.years]

    @property
    def value_column(self) -> int:
        """The column of the present values, behind that of the sums."""
        return FIRST + len(self.years) + 1


def write_block(book: Book, sheet: Any, years: Years, run: Exported, place: Place) -> Block:
    """Write one side of one run: its parts by year, from the rows ``span`` of the sheet of rows."""
    row, which = place.row, place.which
    amounts = _amounts(run, which)
    book.put(sheet, row, 0, f"{run.name}: {which}" if place.several else which, "text", {"bold": True})
    letters = dict(zip(("part", "year", "today", "plan"), "CDEF" if place.several else "BCDE", strict=True))
    ranges = {name: f"{ROWS}!${letter}${place.first}:${letter}${place.last}" for name, letter in letters.items()}
    cells: dict[str, str] = {}
    for line, (part, by_year) in enumerate(amounts.items(), row + 1):
        book.put(sheet, line, 0, part)
        book.put(sheet, line, 1, label(f"cost.{part}"))
        for position, year in enumerate(years.years, FIRST):
            key, head = f"$A{line + 1}", xl_rowcol_to_cell(YEARS, position, row_abs=True)
            formula = f"=SUMIFS({ranges[which]},{ranges['part']},{key},{ranges['year']},{head})"
            sheet.write_formula(line, position, formula, book.number("money"), by_year.get(year, 0.0))
        cells[part] = _sums(book, sheet, years, line, by_year)
    total = row + 1 + len(amounts)
    book.put(sheet, total, 0, "total", "text", TOTAL)
    book.put(sheet, total, 1, None, "text", TOTAL)
    whole = {year: math.fsum(each.get(year, 0.0) for each in amounts.values()) for year in years.years}
    for position, year in enumerate(years.years, FIRST):
        above = f"{xl_rowcol_to_cell(row + 1, position)}:{xl_rowcol_to_cell(total - 1, position)}"
        sheet.write_formula(total, position, f"=SUM({above})", book.number("money", TOTAL), whole[year])
    cells["total"] = _sums(book, sheet, years, total, whole, TOTAL)
    return Block(place.run, which, cells, total)


def _amounts(run: Exported, which: str) -> dict[str, dict[int, float]]:
    """Return what is paid by part and year, over all agencies, in the order of the reference page."""
    order = {part: number for number, part in enumerate(COST_PARTS)}
    amounts: dict[str, dict[int, float]] = {}
    for row in run.document["cash"]:
        by_year = amounts.setdefault(row["part"], {})
        by_year[row["year"]] = by_year.get(row["year"], 0.0) + row[which]
    return dict(sorted(amounts.items(), key=lambda item: (order.get(item[0], len(order)), item[0])))


def _sums(book: Book, sheet: Any, years: Years, line: int, by_year: dict[int, float], *parts: dict[str, Any]) -> str:
    """Write the sum and the present value of a line; return the latter's cell."""
    first, last = (xl_rowcol_to_cell(line, position) for position in (FIRST, years.value_column - 2))
    ends = (
        xl_rowcol_to_cell(FACTORS, position, row_abs=True, col_abs=True) for position in (FIRST, years.value_column - 2)
    )
    factors = ":".join(ends)
    money = book.number("money", {"bold": True}, *parts)
    value = math.fsum(by_year.get(year, 0.0) * weight for year, weight in zip(years.years, years.weights, strict=True))
    sheet.write_formula(line, years.value_column - 1, f"=SUM({first}:{last})", money, math.fsum(by_year.values()))
    sheet.write_formula(line, years.value_column, f"=SUMPRODUCT({first}:{last},{factors})", money, value)
    return f"'{NAME}'!{xl_rowcol_to_cell(line, years.value_column, row_abs=True, col_abs=True)}"
