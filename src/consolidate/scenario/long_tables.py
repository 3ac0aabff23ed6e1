"""Tables kept as columns (travel, visits): types and limits come from the row's model, checked a column at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import annotated_types
import numpy as np
from pydantic import BaseModel

from consolidate.errors import Place, Problem
from consolidate.scenario.cells import two_ways
from consolidate.scenario.columns import Columns, Floats, Texts
from consolidate.scenario.delimited import MOST_SHOWN, Delimited
from consolidate.scenario.fields import Kind, kind_of
from consolidate.scenario.suggest import did_you_mean, some_of
from consolidate.scenario.table_files import Heading, TableFile, known_headings, shortened
from consolidate.scenario.tree import Codes, LongTable, Node

FAST_FROM = 100_000  # characters; below, importing a fast reader takes longer than reading
_WORDS: dict[str, tuple[type, Callable[[Floats, float], Any]]] = {
    "at least": (annotated_types.Ge, np.less),
    "above": (annotated_types.Gt, np.less_equal),
    "at most": (annotated_types.Le, np.greater),
    "below": (annotated_types.Lt, np.greater_equal),
}
_NUMBER = Kind("number")
_THOUSANDS = re.compile(r"\.(?<=[0-9]\.)(?<![^0-9]0\.)[0-9]{3}(?![0-9.])")  # begins with a letter to be found fast
Coded = tuple[Columns, dict[str, tuple[list[str], Codes]]]
_BOUND = {"at least": "ge", "above": "gt", "at most": "le", "below": "lt"}


@runtime_checkable
class ColumnFile(Protocol):
    """A table file that has its columns at hand."""

    def columns(self, headings: list[Heading]) -> Coded | None:
        """Return the columns; None where a cell needs a closer look."""


@dataclass(frozen=True)
class Limit:
    """What a number must not be below or above, in the words of the error."""

    word: str
    bound: float

    def broken_by(self, numbers: Any) -> Any:
        """Mark the numbers that break the limit; an omitted one breaks none."""
        with np.errstate(invalid="ignore"):
            return _WORDS[self.word][1](numbers, self.bound)


def limits_of(model: type[BaseModel], field: str) -> list[Limit]:
    """Return the limits the model sets for a number."""
    return [
        Limit(word, float(getattr(piece, _BOUND[word])))
        for piece in _metadata(model.model_fields[field])
        for word, (kind, _) in _WORDS.items()
        if isinstance(piece, kind)
    ]


def _metadata(field: Any) -> Iterable[Any]:
    from pydantic.fields import FieldInfo

    pending = [*field.metadata, field.annotation]
    while pending:
        piece = pending.pop()
        if isinstance(piece, FieldInfo):
            pending += piece.metadata
        elif hasattr(piece, "__metadata__") or hasattr(piece, "__args__"):
            pending += [*getattr(piece, "__metadata__", ()), *getattr(piece, "__args__", ())]
        yield piece


def read_long_table(table: TableFile, model: type[BaseModel]) -> tuple[Node, list[Problem]]:
    """Read a table file into columns: fast where all is well, row by row where something must be explained.

    Parameters
    ----------
    table
        The file.
    model
        What one row is; its fields are the headings, its limits those of the numbers.

    Returns
    -------
    tuple
        The columns, and every problem with its line (the first 20 of a kind).
    """
    headings, problems = known_headings(table, model)
    columns, coded = (None if problems else _at_once(table, headings)) or (None, {})
    if any("" in words for name, (words, _) in coded.items() if model.model_fields[name].is_required()):
        columns, coded = None, {}  # a blank row, or an id to complain about
    if columns is None:
        columns, bad = _slow(table, headings)
        problems += bad
    lines: list[int] = []

    def place(row: int, field: str) -> Place:
        if not lines:
            lines.extend(line for line, _ in table.rows())
        return table.place(lines[row] if row < len(lines) else 0, field)

    long = LongTable(columns, place, coded)
    return Node(long, table.file, table.first), problems


def check_columns(table: LongTable, model: type[BaseModel], head: Place) -> list[Problem]:
    """Check required columns, required cells and limits of a table by columns; `head` is where its headings stand."""
    known = list(model.model_fields)
    problems = [
        Problem(head, f"unknown column {name!r}", name, some_of(known), did_you_mean(name, known))
        for name in (*table.columns.texts, *table.columns.numbers)
        if name not in known
    ]
    for name, field in model.model_fields.items():
        column = table.columns.numbers.get(name, table.columns.texts.get(name))
        if column is None:
            if field.is_required():
                there = some_of([*table.columns.texts, *table.columns.numbers])
                problems.append(Problem(head, f"the column {name!r} is missing", allowed=f"there are {there}"))
            continue
        is_number = name in table.columns.numbers
        if field.is_required():
            empty = np.flatnonzero(np.isnan(column)) if is_number else table.rows_of(name, "")
            problems += _complain(table, name, empty, f"{name} is empty")
        for limit in limits_of(model, name) if is_number else ():
            rows = np.flatnonzero(limit.broken_by(column))
            problems += _complain(table, name, rows, f"{name} must be {limit.word} {limit.bound:g}", column)
    return problems


def completed(columns: Columns, model: type[BaseModel]) -> Columns:
    """Return the table with every column of the model, and defaults where a number is omitted."""
    texts, numbers = dict(columns.texts), dict(columns.numbers)
    for name, field in model.model_fields.items():
        if kind_of(field.annotation).name != "number":
            texts.setdefault(name, np.full(len(columns), "", dtype=object))
            continue
        column = numbers.get(name, np.full(len(columns), np.nan))
        default = field.default if isinstance(field.default, float) else np.nan
        numbers[name] = column if np.isnan(default) else np.where(np.isnan(column), default, column)
    return Columns(texts, numbers, columns.file)


def _complain(table: LongTable, name: str, rows: Any, message: str, column: Any = None) -> list[Problem]:
    problems = []
    for row in rows[: MOST_SHOWN + 1]:
        value = "" if column is None else f"{column[row]:g}"
        but = f", but is {value}" if value else ""
        problems.append(Problem(table.place(int(row), name), message + but, value))
    if len(rows) <= MOST_SHOWN:
        return problems
    last = problems[MOST_SHOWN - 1]
    more = f"{last.message}, and {len(rows) - MOST_SHOWN} more like this"
    return [*problems[: MOST_SHOWN - 1], Problem(last.place, more, last.value)]


def _at_once(table: TableFile, headings: list[Heading]) -> Coded | None:
    """Read all columns at once where the file allows it; None where each row must be looked at."""
    if isinstance(table, Delimited):
        return _fast(table, headings) if len(table.text) >= FAST_FROM else None
    return table.columns(headings) if isinstance(table, ColumnFile) else None


def _fast(table: Delimited, headings: list[Heading]) -> Coded | None:
    """Read by Arrow; None where it stumbles or where a cell needs a closer look."""
    import pyarrow as pa
    from pyarrow import csv

    if table.dots_mislead and not table.decimal_commas and _THOUSANDS.search(table.text):
        return None  # with decimal commas Arrow takes no dot at all
    kinds = {heading.name: pa.float64() if heading.kind.name == "number" else pa.string() for heading in headings}
    try:
        data = csv.read_csv(
            pa.py_buffer(table.text.encode()),
            read_options=csv.ReadOptions(column_names=list(table.headings), skip_rows=table.first),
            parse_options=csv.ParseOptions(delimiter=table.delimiter, newlines_in_values='"' in table.text),
            convert_options=csv.ConvertOptions(
                column_types=kinds,
                null_values=[""],
                strings_can_be_null=False,
                decimal_point="," if table.decimal_commas else ".",
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError):
        return None
    return from_arrow(data, headings, table.file)


def from_arrow(data: Any, headings: list[Heading], file: str) -> Coded | None:
    """Return the columns of an Arrow table that has just texts and float64; None where a number is NaN or infinite."""
    from pyarrow import compute

    texts: dict[str, Texts] = {}
    numbers: dict[str, Floats] = {}
    codes: dict[str, tuple[list[str], Codes]] = {}
    for heading in headings:
        column = data[heading.name].combine_chunks()
        if heading.kind.name == "number":
            if compute.any(compute.invert(compute.is_finite(column))).as_py():
                return None
            numbers[heading.name] = column.to_numpy(zero_copy_only=False)
            continue
        coded = compute.dictionary_encode(compute.utf8_trim_whitespace(compute.fill_null(column, "")))
        codes[heading.name] = coded.dictionary.to_pylist(), coded.indices.to_numpy().astype(np.int64)
        words, rows = codes[heading.name]
        texts[heading.name] = np.array([*words, ""], dtype=object)[rows]
    return Columns(texts, numbers, file), codes


def _slow(table: TableFile, headings: list[Heading]) -> tuple[Columns, list[Problem]]:
    """Read row by row, with a problem for every cell that is no number and every row that does not fit."""
    cells: dict[str, list[Any]] = {heading.name: [] for heading in headings}
    ragged: list[Problem] = []
    bad: dict[str, list[Problem]] = {heading.name: [] for heading in headings}
    for line, row in table.rows():
        if (problem := table.fit(line, row)) is not None:
            ragged.append(problem)
        for heading in headings:
            text = row[heading.position].strip() if heading.position < len(row) else ""
            if heading.kind.name != "number":
                cells[heading.name].append(text)
                continue
            number = table.read(text, _NUMBER) if text else float("nan")
            if not isinstance(number, int | float):
                place = table.place(line, heading.name)
                message = f"{heading.name} must be a number, but is {text[:60]!r}"
                bad[heading.name].append(Problem(place, message, text[:60], suggestion=two_ways(text)))
            cells[heading.name].append(float(number) if isinstance(number, int | float) else 0.0)
    texts = {h.name: np.array(cells[h.name], dtype=object) for h in headings if h.kind.name != "number"}
    numbers = {h.name: np.array(cells[h.name], dtype=float) for h in headings if h.kind.name == "number"}
    problems = shortened(ragged)
    for column in bad.values():
        problems += shortened(column)
    return Columns(texts, numbers, table.file), problems


def from_rows(rows: Node, model: type[BaseModel]) -> Node:
    """Turn inline rows (already valid) into columns that remember the place of every row."""
    texts, numbers = {}, {}
    for name, field in model.model_fields.items():
        values = [row.mapping[name].value if name in row.mapping else None for row in rows.items]
        if not field.is_required() and all(value is None for value in values):
            continue
        if kind_of(field.annotation).name == "number":
            numbers[name] = np.array([np.nan if value is None else value for value in values], dtype=float)
        else:
            texts[name] = np.array(["" if value is None else value for value in values], dtype=object)
    items = rows.items

    def place(row: int, field: str) -> Place:
        if row >= len(items):
            return rows.place
        return items[row].mapping.get(field, items[row]).place

    return Node(LongTable(Columns(texts, numbers, rows.file), place), rows.file, rows.line, rows.column, key=rows.key)
