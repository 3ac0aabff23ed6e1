"""A scenario table by table: what of it can be read, whatever is wrong elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, get_args

from pydantic import BaseModel

from consolidate.errors import Place, Problem
from consolidate.scenario.complaints import dotted
from consolidate.scenario.model import Mode, Scenario
from consolidate.scenario.policy import Rule
from consolidate.scenario.tables import ROW_MODELS
from consolidate.scenario.tree import Node, place_of

RULES: dict[str, type[BaseModel]] = {
    get_args(model.model_fields["type"].annotation)[0]: model for model in get_args(get_args(Rule)[0])
}
"""The model of a rule by its type."""


@dataclass
class Draft:
    """What could be read of a scenario.

    ``values`` holds every top-level value that is valid, a table as {position: row}; ``damaged`` the keys of which
    something could not be read, so that nothing is said to be missing from them; ``parts`` what is left of rows that
    are not valid.
    """

    root: Node
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    damaged: set[str] = field(default_factory=set)
    parts: dict[str, dict[int, Any]] = field(default_factory=dict)

    def rows_and_parts(self, table: str) -> Iterator[tuple[int, Any]]:
        """Yield position and row of every valid row, and of the others without what is wrong in them."""
        yield from self.rows(table)
        yield from self.parts.get(table, {}).items()

    def rows(self, table: str) -> Iterator[tuple[int, Any]]:
        """Yield position and row of every valid row of a table."""
        return iter(self.values.get(table, {}).items())

    def place(self, *path: str | int) -> Place:
        """Return where something stands."""
        return place_of(self.root, path)

    def label(self, *path: str | int) -> str:
        """Return a path as ``--set`` writes it."""
        return dotted(self.root, path)

    def key_place(self, key: str) -> Place:
        """Return where a top-level key stands."""
        node = self.root.mapping.get(key)
        return node.key_place if node else self.root.place

    @cached_property
    def modes(self) -> dict[str, Mode]:
        """Modes by id; none where they could not be read."""
        if "modes" in self.damaged:
            return {}
        default: dict[str, Mode] = Scenario.model_fields["modes"].get_default(call_default_factory=True)
        found: dict[str, Mode] = self.values.get("modes", default)
        return found

    @cached_property
    def ids(self) -> dict[str, dict[str, int]]:
        """Position by id, of every row that has one, valid or not."""
        return {name: self._ids(name) for name in ROW_MODELS}

    def _ids(self, table: str) -> dict[str, int]:
        node = self.root.mapping.get(table)
        items = enumerate(node.items) if node else ()
        return {str(row.mapping["id"].value): number for number, row in items if "id" in row.mapping}

    def add(self, place: Place, message: str, **parts: Any) -> None:
        """Note a problem."""
        self.problems.append(Problem(place, message, **parts))

    def scenario(self) -> Scenario:
        """Return the whole, once there are no errors."""
        tables = {name: tuple(self.values[name].values()) for name in ROW_MODELS if name in self.values}
        return Scenario.model_validate({**self.values, **tables})
