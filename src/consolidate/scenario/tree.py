"""What a file says before it is checked: plain values, each knowing where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from consolidate.errors import InvalidInput, Place, Problem
from consolidate.scenario.columns import Columns

Scalar: TypeAlias = str | int | float | bool | date | None
Codes: TypeAlias = npt.NDArray[np.int64]
MAX_DEPTH = 100


@dataclass(frozen=True)
class LongTable:
    """A table by columns, and how to find the place of a cell in it (row from 0, field).

    ``coded`` holds text columns as different words and, for each row, the number of its word.
    """

    columns: Columns
    place: Callable[[int, str], Place]
    coded: dict[str, tuple[list[str], Codes]] = field(default_factory=dict)

    def codes(self, name: str) -> tuple[list[str], Codes]:
        """Return the different words of a text column, and the number of its word for each row."""
        if name not in self.coded:
            column = self.columns.texts[name]
            index = {word: number for number, word in enumerate(dict.fromkeys(column))}
            numbers = np.fromiter(map(index.__getitem__, column), dtype=np.int64, count=len(column))
            self.coded[name] = list(index), numbers
        return self.coded[name]

    def rows_of(self, name: str, word: str) -> Codes:
        """Return the rows that hold a word in a text column."""
        words, codes = self.codes(name)
        return np.flatnonzero(codes == words.index(word)) if word in words else np.array([], dtype=np.int64)


@dataclass(frozen=True)
class Unread:
    """Stands for a value that could not be read; the reason has been told already."""


@dataclass(slots=True)
class Node:
    """A value with its place; mappings and lists hold nodes.

    ``line`` and ``column`` count from 1, 0 where there is none; ``key`` is the place of the key that leads here.
    """

    value: Scalar | dict[str, Node] | list[Node] | LongTable | Unread
    file: str
    line: int = 0
    column: int = 0
    field: str = ""
    key: tuple[int, int] = (0, 0)

    @property
    def place(self) -> Place:
        """Where the value stands."""
        return Place(self.file, self.line, self.column, self.field)

    @property
    def key_place(self) -> Place:
        """Where the key stands; the value's place if it has none."""
        return Place(self.file, *self.key, self.field) if self.key[0] else self.place

    @property
    def mapping(self) -> dict[str, Node]:
        """The entries of a mapping; none for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> list[Node]:
        """The items of a list; none for anything else."""
        return self.value if isinstance(self.value, list) else []

    @property
    def id(self) -> str | None:
        """The id of a row; none where it has no text for one."""
        node = self.mapping.get("id")
        return node.value if node and isinstance(node.value, str) else None


def plain(node: Node, sequence: type = list) -> Any:
    """Return the bare values; lists become `sequence`."""
    value = node.value
    if isinstance(value, dict):
        return {key: plain(child, sequence) for key, child in value.items()}
    if isinstance(value, list):
        return sequence(plain(child, sequence) for child in value)
    return value.columns if isinstance(value, LongTable) else value


def child(node: Node, step: str | int) -> Node | None:
    """Return what a key, an id or a position (from 0) leads to."""
    if isinstance(step, int):
        items = node.items
        return items[step] if 0 <= step < len(items) else node.mapping.get(str(step))
    if isinstance(node.value, dict):
        return node.value.get(step)
    return next((item for item in node.items if item.id == step), None)


def place_of(node: Node, path: tuple[str | int, ...]) -> Place:
    """Return the place of what `path` leads to, or of the nearest thing above it."""
    for position, step in enumerate(path):
        if isinstance(node.value, LongTable) and isinstance(step, int):
            return node.value.place(step, str(path[position + 1]) if len(path) > position + 1 else "")
        found = child(node, step)
        if found is None:
            break
        node = found
    return node.place


def as_node(value: Any, file: str, depth: int = 0) -> Node:
    """Wrap bare values; an existing `Columns` is kept as a table.

    Raises
    ------
    InvalidInput
        When the values nest too deep, as a structure that contains itself does.
    """
    if depth > MAX_DEPTH:
        raise InvalidInput([Problem(Place(file), f"nested deeper than {MAX_DEPTH} levels")])
    if isinstance(value, dict):
        return Node({str(key): as_node(item, file, depth + 1) for key, item in value.items()}, file)
    if isinstance(value, list | tuple):
        return Node([as_node(item, file, depth + 1) for item in value], file)
    if isinstance(value, Columns):
        source = value.file or file
        return Node(LongTable(value, lambda row, field: Place(source, row + 1, 0, field)), file)
    return Node(value, file)


def measure(node: Node) -> tuple[int, int]:
    """Return how many nodes there are from `node` down, and how many levels below it."""
    below = [measure(other) for other in (*node.mapping.values(), *node.items)]
    return 1 + sum(size for size, _ in below), max((height + 1 for _, height in below), default=0)
