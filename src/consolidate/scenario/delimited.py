"""Delimited text as spreadsheets write it: encoding, delimiter, headings and rows, each with its line."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from consolidate.errors import InvalidInput, Place, Problem
from consolidate.scenario.cells import is_ambiguous, read_cell
from consolidate.scenario.fields import Kind
from consolidate.scenario.tree import Node, Scalar

MAX_BYTES = 400_000_000
MAX_CELL = 100_000
MOST_SHOWN = 20
HEAD = 1_000_000  # characters that show how a table is written


@dataclass(frozen=True)
class Delimited:
    """A table file as text, before its cells mean anything."""

    file: str
    text: str
    delimiter: str
    headings: tuple[str, ...]
    first: int
    """The line the headings stand on."""

    def place(self, line: int, field: str = "") -> Place:
        """Return the place of a cell: the column is the position of its heading."""
        column = self.headings.index(field) + 1 if field in self.headings else 0
        return Place(self.file, line, column, field)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield every row below the headings that is not blank, with its line; quoted cells may span lines.

        Raises
        ------
        InvalidInput
            At a quotation mark that is not closed, or a cell beyond all reason.
        """
        records = _records(self.file, self.text, self.delimiter)
        next(records)
        yield from records

    def read(self, text: str, kind: Kind) -> Scalar | list[Node]:
        """Return what a cell holds, by the kind of its column; a decimal comma only where commas do not part cells."""
        if kind.name in ("number", "whole") and self.dots_mislead and is_ambiguous(text):
            return text.strip()
        return read_cell(text, kind, decimal_comma=self.delimiter != ",")

    @cached_property
    def dots_mislead(self) -> bool:
        """Whether 60.000 may mean sixty thousand here: the file is written as where a comma is the decimal mark."""
        points = re.search(r"(?<![0-9.])[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})(?![0-9.])", self.text[:HEAD])
        return self.decimal_commas or (self.delimiter == ";" and points is None)

    @cached_property
    def decimal_commas(self) -> bool:
        """Whether some number seems to have a decimal comma."""
        return self.delimiter != "," and re.search("[0-9],[0-9]", self.text[:HEAD]) is not None

    def fit(self, line: int, cells: list[str]) -> Problem | None:
        """Say when a row has not as many cells as there are headings; empty cells at its end do not count."""
        wanted = len(self.headings)
        if len(cells) == wanted or (len(cells) > wanted and not any(cell.strip() for cell in cells[wanted:])):
            return None
        message = f"the row has {len(cells)} cells, the heading {wanted}"
        remedy = f"cells are separated by {self.delimiter!r}; put text that holds it in quotes"
        return Problem(self.place(line), message, suggestion=remedy)


def read_delimited(content: bytes, file: str) -> Delimited:
    """Find encoding, delimiter and headings of a CSV file.

    Parameters
    ----------
    content
        The file's bytes: UTF-8, UTF-16 with a byte order mark, or Windows-1252.
    file
        The name that places carry.

    Raises
    ------
    InvalidInput
        When it is no text, too large, or has no headings, or one twice or empty.
    """
    text = _decode(content, file)
    delimiter = _delimiter(text)
    head = next(_records(file, text[:HEAD], delimiter), None)
    if head is None:
        raise InvalidInput([Problem(Place(file, 1, 1), "the table is empty; its first line must hold the headings")])
    line, cells = head
    headings = tuple(cell.strip() for cell in cells)
    check_headings(file, line, headings)
    return Delimited(file, text, delimiter, headings, line)


def check_headings(file: str, line: int, headings: tuple[str, ...]) -> None:
    """Refuse headings of which one is empty or stands twice.

    Raises
    ------
    InvalidInput
        Naming all of them.
    """
    problems = [
        Problem(Place(file, line, position), f"heading {position} is empty", suggestion="name or delete the column")
        for position, name in enumerate(headings, 1)
        if not name
    ]
    problems += repeated(file, line, headings)
    if problems:
        raise InvalidInput(problems)


def repeated(file: str, line: int, headings: tuple[str, ...]) -> list[Problem]:
    """Return a problem for every heading that stands twice."""
    return [
        Problem(
            Place(file, line, len(headings) - headings[::-1].index(name), name),
            f"the heading {name!r} stands {count} times",
            name,
        )
        for name, count in Counter(headings).items()
        if name and count > 1
    ]


def _decode(content: bytes, file: str) -> str:
    if len(content) > MAX_BYTES:
        raise InvalidInput([Problem(Place(file, 1, 1), f"the table is larger than {MAX_BYTES // 1_000_000} MB")])
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\x00" in content or content.startswith(b"PK\x03\x04"):
        raise InvalidInput([Problem(Place(file, 1, 1), "this is not a CSV file", suggestion="save it as CSV (UTF-8)")])
    else:
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8-sig":
            return _decode_windows(content, file)
        raise InvalidInput([Problem(Place(file, 1, 1), f"this is not UTF-16 text: {error.reason}")]) from None


def _decode_windows(content: bytes, file: str) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"the byte 0x{content[error.start]:02X} is neither UTF-8 nor Windows-1252 text"
        raise InvalidInput([Problem(Place(file, line), message, suggestion="save it as CSV (UTF-8)")]) from None


def _delimiter(text: str) -> str:
    """Return the mark that stands most often in the first line, outside quotes."""
    first = text.lstrip("\r\n")[:MAX_CELL].splitlines()[:1]
    counts = Counter(re.sub(r'"[^"]*"', "", first[0])) if first else Counter()
    return max(";\t,", key=lambda mark: counts[mark])


def _records(file: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"this is not a CSV row: {error}"
        raise InvalidInput(
            [Problem(Place(file, line), message, suggestion="look for a quotation mark that is not closed")]
        ) from None
