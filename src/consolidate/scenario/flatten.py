"""Tables of things written back as columns with dotted headings, as their CSV files had them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from consolidate.scenario.cells import words_of
from consolidate.scenario.columns import Columns
from consolidate.scenario.tree import LongTable, Node, Scalar


def flattened(table: Node, file: str) -> Columns | None:
    """Return a table as columns; None where a cell would not be read back as it is.

    Parameters
    ----------
    table
        A list of mappings.
    file
        The name the columns carry.
    """
    if any(isinstance(below.value, LongTable) for row in table.items for below in row.mapping.values()):
        return None
    rows = [dict(_cells(row, "")) for row in table.items]
    names = list(dict.fromkeys(name for row in rows for name in row))
    texts: dict[str, Any] = {}
    numbers: dict[str, Any] = {}
    for name in names:
        values = [row.get(name) for row in rows]
        if all(value is None for value in values):
            continue
        if all(value is None or (isinstance(value, int | float) and not isinstance(value, bool)) for value in values):
            numbers[name] = np.array([np.nan if value is None else value for value in values], dtype=float)
            continue
        written = [_written(value) for value in values]
        if None in written:
            return None
        texts[name] = np.array(written, dtype=object)
    return Columns(texts, numbers, file)


def _cells(node: Node, name: str) -> Iterator[tuple[str, Scalar | list[Node]]]:
    """Yield heading and value of everything below a row; a list of mappings is numbered from 1."""
    value = node.value
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _cells(below, f"{name}.{key}" if name else key)
    elif isinstance(value, list) and any(isinstance(item.value, dict) for item in value):
        for number, item in enumerate(value, 1):
            yield from _cells(item, f"{name}.{number}")
    elif value is None or isinstance(value, list | str | int | float):
        yield name, None if value == [] else value
    else:
        yield name, str(value)


def _written(value: Any) -> str | None:
    """Return the text of a cell; None where reading it would give something else."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        words = [_written(item.value) for item in value]
        return None if any(word is None or words_of(word) != [word] for word in words) else " ".join(map(str, words))
    text = str(value)
    return text if text and text == text.strip() and "\r" not in text else None
