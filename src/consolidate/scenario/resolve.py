"""The scenario written out: one tree in the order of the schema, long tables apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from consolidate.scenario.columns import Columns
from consolidate.scenario.flatten import flattened
from consolidate.scenario.model import Scenario
from consolidate.scenario.tables import EACH, FILE_TABLES, LONG_TABLES
from consolidate.scenario.tree import LongTable, Node

INLINE_ROWS = 1000
"""Longer tables stay files."""


def resolve(root: Node) -> tuple[dict[str, Any], dict[str, Columns]]:
    """Return the tree as plain values, and the tables that it names as files, by that name."""
    tables: dict[str, Columns] = {}
    known = [key for key in Scenario.model_fields if key in root.mapping]
    return {key: _written(root.mapping[key], (key,), tables) for key in known}, tables


def _written(node: Node, path: tuple[str, ...], tables: dict[str, Columns]) -> Any:
    value = node.value
    if isinstance(value, dict):
        return {key: _written(below, (*path, key), tables) for key, below in value.items()}
    if isinstance(value, list):
        if len(value) > INLINE_ROWS and path[0] in FILE_TABLES and len(path) == 1:
            file = f"{path[0]}.csv"
            columns = flattened(node, file)
            if columns is not None:
                tables[file] = columns
                return {"file": file}
        return [_written(below, (*path, str(number)), tables) for number, below in enumerate(value, 1)]
    if isinstance(value, LongTable):
        return _table(value.columns, path, tables)
    return value.isoformat() if isinstance(value, date) else value


def _table(columns: Columns, path: tuple[str, ...], tables: dict[str, Columns]) -> Any:
    model = LONG_TABLES[tuple(EACH if step.isdigit() else step for step in path)]
    texts = {
        name: column for name, column in columns.texts.items() if model.model_fields[name].is_required() or any(column)
    }
    numbers = {
        name: column
        for name, column in columns.numbers.items()
        if model.model_fields[name].is_required() or not _omitted(column, model.model_fields[name].default).all()
    }
    if len(columns) > INLINE_ROWS:
        file = f"{'-'.join(path)}.csv"
        tables[file] = Columns(texts, numbers, file)
        return {"file": file}
    given = {
        **{name: (column, column == "") for name, column in texts.items()},
        **{name: (column, _omitted(column, model.model_fields[name].default)) for name, column in numbers.items()},
    }
    return [
        {name: _plain(given[name][0][row]) for name in model.model_fields if name in given and not given[name][1][row]}
        for row in range(len(columns))
    ]


def _omitted(column: Any, default: Any) -> Any:
    """Mark the numbers that need not be written."""
    return np.isnan(column) | (column == default if isinstance(default, float) else np.zeros(len(column), dtype=bool))


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, np.floating) else value
