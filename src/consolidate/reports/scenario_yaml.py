"""A resolved scenario as YAML, its long tables beside it, so that reading it gives the same scenario again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import yaml

from consolidate.reports.cleaning import cell
from consolidate.reports.tables import Table
from consolidate.scenario.columns import Columns

_SAFE_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_ ./-]*")


def text(values: Any) -> str:
    """Return plain values as block YAML in their own order."""
    return yaml.dump(values, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100_000)


def with_rows(resolved: Any) -> Any:
    """Return the scenario with every long table as rows: one document that holds everything."""
    return _replaced(resolved, (), lambda columns, _: rows(columns))


def with_files(resolved: Any) -> tuple[Any, list[Table]]:
    """Return the scenario with its long tables named as CSV files, and those tables.

    A table with a text that a spreadsheet would run stays in the YAML: input must not be changed to be harmless.
    """
    tables: list[Table] = []

    def as_file(columns: Columns, name: str) -> Any:
        if any(cell(value) != value for column in columns.texts.values() for value in set(column.tolist())):
            return rows(columns)
        made = table(columns, name)
        tables.append(made)
        return {"file": f"{made.name}.csv"}

    return _replaced(resolved, (), as_file), tables


def table(columns: Columns, name: str) -> Table:
    """Return columns as a table; what is omitted is an empty cell."""
    texts = {key: [value or None for value in column.tolist()] for key, column in columns.texts.items()}
    numbers = {key: [_number(value) for value in column.tolist()] for key, column in columns.numbers.items()}
    values = texts | numbers
    return Table(name, tuple(values), list(zip(*values.values(), strict=True)))


def rows(columns: Columns) -> list[dict[str, Any]]:
    """Return columns as one mapping per row, without what is omitted."""
    made = table(columns, "")
    return [
        {key: value for key, value in zip(made.columns, row, strict=True) if value is not None} for row in made.rows
    ]


def _number(value: float) -> float | int | None:
    """Return a number as a person writes it: whole if it is, None for NaN."""
    if value != value:  # noqa: PLR0124  (NaN alone differs from itself)
        return None
    return int(value) if value == int(value) and abs(value) < 2**53 else value


def _replaced(value: Any, path: tuple[str, ...], replace: Callable[[Columns, str], Any]) -> Any:
    """Copy plain values, with every `Columns` replaced; a table is named after the key above it that says most."""
    if isinstance(value, Columns):
        return replace(value, path[0] if path else "table")
    if isinstance(value, dict):
        return {key: _replaced(item, (*path, key), replace) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(item, path, replace) for item in value]
    return value


class _Dumper(yaml.SafeDumper):
    """Quotes every text that is not plainly a word: YAML versions differ in what else is a number or a date."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Write a value that stands twice two times."""
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = None if _SAFE_WORD.fullmatch(value) and not value.endswith(" ") else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _day(dumper: yaml.SafeDumper, value: date) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", value.isoformat())


_Dumper.add_representer(str, _text)
_Dumper.add_representer(date, _day)
