"""A resolved scenario as YAML, its long tables beside it, so that reading it gives the same scenario again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import yaml

from consolidate.reports.cleaning import cell
from consolidate.reports.tables import Table

if TYPE_CHECKING:
    from consolidate.scenario.columns import Columns

_SAFE_WORD = re.compile(r"[A-Za-z_](?:[A-Za-z0-9_ ./-]*[A-Za-z0-9_./-])?")


def text(values: Any) -> str:
    """Return plain values as block YAML in their own order."""
    return str(yaml.dump(values, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100_000))


def with_files(resolved: Any, long_tables: Mapping[str, Columns]) -> tuple[Any, list[Table]]:
    """Return the scenario, and the tables that must lie beside it under their names.

    A table with a text that a spreadsheet would run goes into the YAML instead: input must not be changed to be
    harmless.
    """
    risky = {name: rows(columns) for name, columns in long_tables.items() if _is_risky(columns)}
    tables = [table(columns, name.removesuffix(".csv")) for name, columns in long_tables.items() if name not in risky]
    return _replaced(resolved, risky), tables


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


def _is_risky(columns: Columns) -> bool:
    """Return whether a text in the table would be a formula in a spreadsheet."""
    return any(cell(value) != value for column in columns.texts.values() for value in set(column.tolist()))


def _number(value: float) -> float | int | None:
    """Return a number as a person writes it: whole if it is, None for NaN."""
    if value != value:  # noqa: PLR0124  (NaN alone differs from itself)
        return None
    return int(value) if value == int(value) and abs(value) < 2**53 else value


def _replaced(value: Any, tables: Mapping[str, list[dict[str, Any]]]) -> Any:
    """Copy plain values, with every ``{file: name}`` of these tables replaced by its rows."""
    if isinstance(value, dict):
        name = value.get("file")
        if len(value) == 1 and isinstance(name, str) and name in tables:
            return tables[name]
        return {key: _replaced(item, tables) for key, item in value.items()}
    return [_replaced(item, tables) for item in value] if isinstance(value, list | tuple) else value


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Quotes every text that is not plainly a word: YAML versions differ in what else is a number or a date."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Write a value that stands twice two times."""
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    """Write a text."""
    style = None if _SAFE_WORD.fullmatch(value) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _day(dumper: yaml.SafeDumper, value: date) -> yaml.ScalarNode:
    """Write a day, which the scenario's reader takes unquoted too."""
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", value.isoformat())


_Dumper.add_representer(str, _text)
_Dumper.add_representer(date, _day)
