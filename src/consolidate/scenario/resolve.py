"""The scenario written out: one tree in the order of the schema, long tables apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from consolidate.scenario.columns import Columns
from consolidate.scenario.fields import kind_of
from consolidate.scenario.model import Scenario
from consolidate.scenario.tables import LONG_TABLES
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
        return [_written(below, (*path, "*"), tables) for below in value]
    if isinstance(value, LongTable):
        return _table(value.columns, path, tables)
    return value.isoformat() if isinstance(value, date) else value


def _table(columns: Columns, path: tuple[str, ...], tables: dict[str, Columns]) -> Any:
    model = LONG_TABLES[path]
    given: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        is_number = kind_of(field.annotation).name == "number"
        column = columns.numbers[name] if is_number else columns.texts[name]
        omitted = (np.isnan(column) | (column == field.default)) if is_number else column == ""
        if field.is_required() or not np.all(omitted):
            given[name] = column, omitted & (not field.is_required())
    if len(columns) > INLINE_ROWS:
        file = f"{'-'.join(path)}.csv"
        texts = {name: column for name, (column, _) in given.items() if name in columns.texts}
        numbers = {name: column for name, (column, _) in given.items() if name in columns.numbers}
        tables[file] = replace(columns, texts=texts, numbers=numbers, file=file)
        return {"file": file}
    return [
        {name: _plain(column[row]) for name, (column, omitted) in given.items() if not omitted[row]}
        for row in range(len(columns))
    ]


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, np.floating) else value
