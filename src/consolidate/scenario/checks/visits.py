"""Visits: each row is a count or a rate, once for an area and service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from consolidate.errors import Problem
from consolidate.scenario.checks.references import unknown_in_columns
from consolidate.scenario.delimited import MOST_SHOWN
from consolidate.scenario.draft import Draft
from consolidate.scenario.tree import LongTable


def visits(draft: Draft) -> Iterator[Problem]:
    """Check the visits table by columns."""
    node = draft.root.mapping.get("visits")
    if node is None or not isinstance(node.value, LongTable):
        return
    table = node.value
    yield from unknown_in_columns(draft, table, "visits", "area", "areas")
    yield from unknown_in_columns(draft, table, "visits", "service", "services")
    numbers = table.columns.numbers
    count, rate = (~np.isnan(numbers[name]) for name in ("visits_per_year", "visits_per_1000"))
    somewhere = np.ones(len(table.columns), dtype=bool)
    somewhere[table.rows_of("area", "")] = False
    yield from _at(table, count & rate, "visits_per_1000", "a row has a count or a rate, not both")
    yield from _at(
        table, count & ~somewhere, "visits_per_year", "a count needs an area; give a rate, or count at the offices"
    )
    yield from _at(
        table, somewhere & ~count & ~rate, "area", "a row with an area needs visits_per_year or visits_per_1000"
    )
    yield from repeated(table, ("area", "service"), "visits")


def repeated(table: LongTable, fields: tuple[str, str], label: str) -> Iterator[Problem]:
    """Tell of rows whose pair of ids stood before."""
    if not all(field in table.columns.texts for field in fields):
        return
    (left, lefts), (right, rights) = (table.codes(field) for field in fields)
    pairs = lefts * len(right) + rights
    dense = len(left) * len(right) < 20 * len(pairs) + 1000  # else counting would take more memory than the table
    if dense and np.bincount(pairs, minlength=1).max() <= 1:
        return
    _, first, pairs = np.unique(pairs, return_index=True, return_inverse=True)
    before = first[pairs]
    rows = np.flatnonzero(before != np.arange(len(pairs)))
    for position, row in enumerate(rows[:MOST_SHOWN], 1):
        words = f"{left[lefts[row]]!r} and {right[rights[row]]!r}"
        more = f", and {len(rows) - MOST_SHOWN} more like this" if position == MOST_SHOWN < len(rows) else ""
        message = (
            f"{label}: {' and '.join(fields)} {words} stand twice; first at {table.place(int(before[row]), fields[0])}"
        )
        yield Problem(table.place(int(row), fields[0]), message + more)


def _at(table: LongTable, wrong: Any, field: str, message: str) -> Iterator[Problem]:
    rows = np.flatnonzero(wrong)
    for position, row in enumerate(rows[:MOST_SHOWN], 1):
        more = f", and {len(rows) - MOST_SHOWN} more like this" if position == MOST_SHOWN < len(rows) else ""
        yield Problem(table.place(int(row), field), f"visits: {message}{more}")
