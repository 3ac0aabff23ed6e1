"""The cells of a sheet, counted where they stand before any is read: none too far, none without a value.

One cell in the last corner of a sheet makes a reader ask for 550 GB.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from consolidate.scenario.workbook_parts import MAX_CELLS, Parts

MAX_EXTENT: Final = 4_000_000
"""Cells of the rectangle that holds all that is in a sheet."""
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class Found:
    """What stands where in a sheet, lines and columns from 1."""

    cells: int = 0
    last: tuple[int, int] = (0, 0)
    first: tuple[int, int] = (1 << 30, 1 << 30)
    padded: dict[tuple[int, int], int] = field(default_factory=dict)  # numbers shown with leading zeros -> digits
    problems: list[tuple[int, int, str, str]] = field(default_factory=list)  # line, column, message, remedy


def scan(parts: Parts, part: str, zeros: dict[str, int]) -> Found:
    """Look at every cell of a sheet without reading any.

    Raises
    ------
    InvalidInput
        When it has too many cells, or cells too far apart.
    """
    scanner = _Scanner(parts, zeros)
    parts.parse(part, scanner.start)
    scanner.end_cell()
    return scanner.found


class _Scanner:
    """Counts cells, and remembers those that have no value to read."""

    def __init__(self, parts: Parts, zeros: dict[str, int]) -> None:
        self.parts, self.zeros, self.found = parts, zeros, Found()
        self.row = self.column = 0
        self.attributes: dict[str, str] | None = None
        self.formula = self.value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an element; the commonest first."""
        name = tag.rpartition(":")[2] if ":" in tag else tag
        if name == "c":
            self.end_cell()
            self.attributes, self.formula, self.value = attributes, False, False
            self._locate(attributes.get("r"))
        elif name in {"v", "is"}:
            self.value = True
        elif name == "f":
            self.formula = True
        elif name == "row":
            self.end_cell()
            number = attributes.get("r", "")
            self.row, self.column = int(number) if number.isdigit() and len(number) < 8 else self.row + 1, 0
        elif name == "mergeCell":
            self._merged(attributes.get("ref", ""))

    def _locate(self, reference: str | None) -> None:
        """Note where the cell stands."""
        self.column += 1
        match = _REFERENCE.fullmatch(reference) if reference else None
        if match:
            letters, digits = match.groups()
            self.row, self.column = int(digits), 0
            for letter in letters:
                self.column = 26 * self.column + ord(letter) - 64

    def end_cell(self) -> None:
        """Note what was found of the cell before."""
        attributes, self.attributes = self.attributes, None
        if attributes is None:
            return
        found, row, column = self.found, self.row, self.column
        if self.formula and not self.value:
            remedy = "open the workbook in a spreadsheet program and save it"
            self._complain(row, column, "the cell holds a formula without a value", remedy)
        if not self.value:
            return
        if attributes.get("t") == "e":
            self._complain(row, column, "the cell holds an error, like #N/A", "correct it, or empty the cell")
        found.cells += 1
        found.first = (min(found.first[0], row), min(found.first[1], column))
        found.last = (max(found.last[0], row), max(found.last[1], column))
        extent = (found.last[0] - found.first[0] + 1) * (found.last[1] - found.first[1] + 1)
        if found.cells > MAX_CELLS or extent > MAX_EXTENT:
            message = f"the sheet has too many cells, or they stand too far apart: this one is in row {row:,}"
            raise self.parts.refusal(message, "delete what stands outside the table", row, column)
        if attributes.get("s") in self.zeros and attributes.get("t", "n") == "n":
            found.padded[row, column] = self.zeros[attributes["s"]]

    def _merged(self, reference: str) -> None:
        self.end_cell()
        self._locate(reference.partition(":")[0])
        self._complain(self.row, self.column, f"the cells {reference[:30]} are merged", "unmerge them")

    def _complain(self, row: int, column: int, message: str, remedy: str) -> None:
        if len(self.found.problems) < 100:
            self.found.problems.append((row, column, message, remedy))
