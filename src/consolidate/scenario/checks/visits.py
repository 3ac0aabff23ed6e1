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
    texts, numbers = table.columns.texts, table.columns.numbers
    count, rate = (~np.isnan(numbers[name]) for name in ("visits_per_year", "visits_per_1000"))
    somewhere = texts["area"] != ""
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
    columns = [table.columns.texts.get(field) for field in fields]
    if any(column is None for column in columns):
        return
    codes = pair_codes(*columns)
    if not len(codes) or np.bincount(codes).max() <= 1:
        return
    _, first = np.unique(codes, return_index=True)
    again = np.ones(len(codes), dtype=bool)
    again[first] = False
    origin = dict(zip(codes[first].tolist(), first.tolist(), strict=True))
    rows = np.flatnonzero(again)
    for row in rows[:MOST_SHOWN]:
        words = " and ".join(repr(column[row]) for column in columns if column is not None)
        before = table.place(origin[int(codes[row])], fields[0])
        more = f", and {len(rows) - MOST_SHOWN} more like this" if row == rows[MOST_SHOWN - 1 :][:1] else ""
        message = f"{label}: {' and '.join(fields)} {words} stand twice; first at {before}{more}"
        yield Problem(table.place(int(row), fields[0]), message)


def pair_codes(left: Any, right: Any) -> Any:
    """Return a number for each pair of words, the same for the same pair, from 0."""
    codes = []
    for column in (left, right):
        index: dict[str, int] = {}
        codes.append(
            np.fromiter((index.setdefault(word, len(index)) for word in column), dtype=np.int64, count=len(column))
        )
    width = int(codes[1].max()) + 1 if len(codes[1]) else 1
    both = codes[0] * width + codes[1]
    # many ids that pair seldom: keep the numbers small
    return both if not len(both) or both.max() < 20 * len(both) + 1000 else np.unique(both, return_inverse=True)[1]


def _at(table: LongTable, wrong: Any, field: str, message: str) -> Iterator[Problem]:
    rows = np.flatnonzero(wrong)
    for position, row in enumerate(rows[:MOST_SHOWN], 1):
        more = f", and {len(rows) - MOST_SHOWN} more like this" if position == MOST_SHOWN < len(rows) else ""
        yield Problem(table.place(int(row), field), f"visits: {message}{more}")
