"""Sheets of an Excel workbook as tables: every cell as the text that a CSV file would hold."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from consolidate.errors import InvalidInput, Place, Problem
from consolidate.scenario.cells import read_cell, read_number, words_of
from consolidate.scenario.delimited import MOST_SHOWN, repeated
from consolidate.scenario.fields import Kind
from consolidate.scenario.sheet_scan import Found, scan
from consolidate.scenario.suggest import did_you_mean, short, some_of
from consolidate.scenario.tree import Node, Scalar
from consolidate.scenario.workbook_parts import Parts, outline

SUFFIX: Final = ".xlsx"
NOTHING: Final = "-"
"""Stands in a cell for a list with nothing in it; an empty cell is an omitted one."""
_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}(?:,[0-9]{3})+")
_DAY_1900, _DAY_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LAST_SERIAL: Final = 110_000  # days: the year 2201


@dataclass(frozen=True)
class Sheet:
    """A sheet with one table: headings in its first row that is not blank, lines and columns as in the sheet."""

    file: str
    first: int
    headings: tuple[str, ...]
    lines: tuple[tuple[int, list[str]], ...]
    day_zero: date = _DAY_1900

    def place(self, line: int, field: str = "") -> Place:
        """Return the place of a cell."""
        column = self.headings.index(field) + 1 if field in self.headings else 0
        return Place(self.file, line, column, field)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield every row below the headings that is not blank, with its line."""
        return iter(self.lines)

    def fit(self, line: int, cells: list[str]) -> Problem | None:
        """Say when a cell stands under no heading."""
        for position, text in enumerate(cells, 1):
            if text.strip() and (position > len(self.headings) or not self.headings[position - 1]):
                place = Place(self.file, line, position)
                return Problem(place, f"{short(text)} stands under no heading", text[:60], suggestion="give it one")
        return None

    def read(self, text: str, kind: Kind) -> Scalar | list[Node]:
        """Return what a cell holds; a list is parted by semicolons or commas, or by blanks where there are none."""
        text = text.strip()
        if kind.name == "list" and kind.of is not None:
            words = [] if text == NOTHING else words_of(text)
            return [Node(self._one(word, kind.of), "") for word in words]
        return self._one(text, kind)

    def _one(self, text: str, kind: Kind) -> Scalar:
        if kind.name in {"number", "whole"} and _THOUSANDS.fullmatch(text):
            return text  # 1,234: who typed it as text may have meant either
        if kind.name == "day":
            serial = read_number(text, decimal_comma=False)
            if isinstance(serial, int) and 0 < serial < _LAST_SERIAL:
                return (self.day_zero + timedelta(days=serial)).isoformat()
        value = read_cell(text, kind, decimal_comma=True)
        return text if isinstance(value, list) else value


class Workbook:
    """An Excel workbook whose sheets are read one by one, when they are asked for.

    Raises
    ------
    InvalidInput
        When it is none, or none that is read.
    """

    def __init__(self, content: bytes, file: str) -> None:
        self.file, self.content = file, content
        self.parts = Parts(content, file)
        self.outline = outline(self.parts)
        self._book: Any = None

    @property
    def names(self) -> list[str]:
        """The names of the sheets."""
        return list(self.outline.sheets)

    def named(self, asked: str | None, key: str, place: Place) -> str:
        """Return the name of the sheet asked for, or else of the one called like its table, or else of the only one.

        Raises
        ------
        InvalidInput
            When there is none of that name, or it is not clear which is meant.
        """
        wanted = key if asked is None else asked
        for name in self.names:
            if name.strip().casefold() == wanted.strip().casefold():
                return name
        if asked is None and len(self.names) == 1:
            return self.names[0]
        message = f"the workbook has no sheet {short(wanted)}"
        remedy = did_you_mean(wanted, self.names) or "name it: {file: book.xlsx, sheet: name}"
        raise InvalidInput([Problem(place, message, wanted, some_of(self.names), remedy)])

    def sheet(self, name: str) -> Sheet | None:
        """Read a sheet; None where nothing stands in it.

        Raises
        ------
        InvalidInput
            With every cell that has no value, or that there are too many.
        """
        file = f"{self.file}:{name}"
        found = scan(self.parts.called(file), self.outline.sheets[name], self.outline.zeros)
        if found.problems:
            shown = [
                Problem(Place(file, line, column), text, "", "", remedy)
                for line, column, text, remedy in found.problems
            ]
            raise InvalidInput(shown[:MOST_SHOWN])
        if not found.cells:
            return None
        rows = self._rows(name, file, found)
        first, headings = next(rows)
        names = tuple(heading.strip() for heading in headings)
        while names and not names[-1]:
            names = names[:-1]
        if problems := repeated(file, first, names):
            raise InvalidInput(problems)
        day_zero = _DAY_1904 if self.outline.from_1904 else _DAY_1900
        return Sheet(file, first, names, tuple(rows), day_zero)

    def _rows(self, name: str, file: str, found: Found) -> Iterator[tuple[int, list[str]]]:
        """Yield every row that is not blank as texts from column A on."""
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            if self._book is None:
                self._book = CalamineWorkbook.from_filelike(io.BytesIO(self.content))
            sheet = self._book.get_sheet_by_name(name)
            top, left = sheet.start or (0, 0)
            rows = sheet.to_python(skip_empty_area=True)
        except (CalamineError, ValueError, OSError) as error:
            raise InvalidInput([Problem(Place(file), f"the sheet cannot be read: {error}")]) from None
        for line, row in enumerate(rows, top + 1):
            cells = [""] * left + [
                _text(value, found.padded.get((line, column), 0)) for column, value in enumerate(row, left + 1)
            ]
            if any(cell.strip() for cell in cells):
                yield line, cells


def _text(value: Any, digits: int) -> str:
    """Return a cell's value as the text a CSV file would hold; ``digits`` is how many a number shows at least."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        whole = value == int(value) if abs(value) < 2**53 else False
        return f"{int(value):0{digits}d}" if whole else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    return value if isinstance(value, str) else str(value)
