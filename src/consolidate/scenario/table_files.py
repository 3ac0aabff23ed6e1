"""Tables of things (areas, sites, offices, ...) from files: a row becomes a mapping, a dotted heading nests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel

from consolidate.errors import InvalidInput, Place, Problem
from consolidate.scenario.cells import is_ambiguous
from consolidate.scenario.delimited import MOST_SHOWN
from consolidate.scenario.fields import Kind, kind_of, leaf_names, step_into
from consolidate.scenario.suggest import did_you_mean, some_of
from consolidate.scenario.tree import Node, Scalar

MAX_CELLS = 2_000_000
_DEGREES = ("lat", "lon")


class TableFile(Protocol):
    """A table as its file has it, before its cells mean anything: CSV, a sheet of a workbook, Parquet."""

    @property
    def file(self) -> str:
        """The name that places carry."""

    @property
    def first(self) -> int:
        """The line the headings stand on."""

    @property
    def headings(self) -> tuple[str, ...]:
        """The names of the columns; an empty one stands over nothing."""

    def place(self, line: int, field: str = "") -> Place:
        """Return the place of a cell."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield every row below the headings that is not blank, with its line."""

    def read(self, text: str, kind: Kind) -> Scalar | list[Node]:
        """Return what a cell holds, by the kind of its column; what cannot be read stays text."""

    def fit(self, line: int, cells: list[str]) -> Problem | None:
        """Say when cells of a row stand under no heading."""


@dataclass(frozen=True)
class Heading:
    """A column that the schema knows: its path in a row, and the kind of its cells."""

    name: str
    position: int
    path: tuple[str, ...]
    kind: Kind


def read_rows(table: TableFile, model: type[BaseModel]) -> tuple[Node, list[Problem]]:
    """Read a table into a list of mappings.

    Parameters
    ----------
    table
        The file.
    model
        What one row is; its fields are the headings, and say how a cell is read.

    Returns
    -------
    tuple
        The list, an empty cell being left out, and what is wrong with headings and rows.
    """
    headings, problems = known_headings(table, model)
    ragged: list[Problem] = []
    rows: list[Node] = []
    for line, cells in table.rows():
        if (problem := table.fit(line, cells)) is not None:
            ragged.append(problem)
        rows.append(row_of(table, model, headings, line, cells))
        if len(rows) * len(headings) > MAX_CELLS:
            raise InvalidInput([Problem(table.place(line), f"more than {MAX_CELLS:,} cells in the table")])
    return Node(rows, table.file, table.first, 0), problems + shortened(ragged)


def known_headings(table: TableFile, model: type[BaseModel]) -> tuple[list[Heading], list[Problem]]:
    """Match headings with the fields of `model`; say which mean nothing."""
    known, problems = [], []
    for position, name in enumerate(table.headings):
        if not name:
            continue
        found = path_of(model, name)
        if found is not None:
            known.append(Heading(name, position, *found))
            continue
        names = list(leaf_names(model))
        place = Place(table.file, table.first, position + 1, name)
        message = f"unknown column {name!r}"
        problems.append(Problem(place, message, name, some_of(names, 40), did_you_mean(name, names)))
    return known, problems


def shortened(problems: list[Problem]) -> list[Problem]:
    """Keep the first 20 problems of one kind, and say how many more there are."""
    if len(problems) <= MOST_SHOWN:
        return problems
    last = problems[MOST_SHOWN - 1]
    rest = Problem(
        last.place, f"{last.message}, and {len(problems) - MOST_SHOWN} more like this", last.value, last.allowed
    )
    return [*problems[: MOST_SHOWN - 1], rest]


def path_of(model: type[BaseModel], name: str) -> tuple[tuple[str, ...], Kind] | None:
    """Return where a heading leads and what its cells are; None where the schema knows no such key."""
    kind: Kind | None = kind_of(model)
    path: tuple[str, ...] = ()
    rest = name
    while kind is not None and rest:
        step, _, rest = rest.partition(".")
        if kind.name == "map":  # the key is an id, which may hold dots
            step, rest = (step + "." + rest if rest else step), ""
        path, kind = (*path, step), step_into(kind, step)
    nests = (
        kind is None
        or kind.model is not None
        or kind.name == "map"
        or (kind.of is not None and kind.of.model is not None)
    )
    return None if nests or kind is None else (path, kind)


def row_of(table: TableFile, model: type[BaseModel], headings: list[Heading], line: int, cells: list[str]) -> Node:
    """Return one row as a mapping, an empty cell being left out."""
    row: dict[str, Any] = {}
    for heading in headings:
        text = cells[heading.position] if heading.position < len(cells) else ""
        if not text.strip():
            continue
        value = table.read(text, heading.kind)
        if isinstance(value, str) and heading.path[-1] in _DEGREES and is_ambiguous(value):
            value = float(value)  # no place is 60 thousand degrees north
        node = Node(value, table.file, line, heading.position + 1, heading.name)
        for item in node.items:
            item.file, item.line, item.column, item.field = table.file, line, heading.position + 1, heading.name
        inside = row
        for step in heading.path[:-1]:
            inside = inside.setdefault(step, {})
        inside[heading.path[-1]] = node
    return _nested(row, kind_of(model), table.file, line)


def _nested(entry: dict[str, Any], kind: Kind, file: str, line: int) -> Node:
    """Turn dictionaries into nodes: mappings, and lists where the schema has one."""
    below = {}
    for key, value in entry.items():
        inner = step_into(kind, key)
        below[key] = _nested(value, inner, file, line) if isinstance(value, dict) and inner is not None else value
    if kind.name == "list":
        return Node([below[key] for key in sorted(below, key=int)], file, line)
    return Node(below, file, line)
