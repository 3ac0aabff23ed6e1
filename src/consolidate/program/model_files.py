"""A program as LP or MPS text that other solvers read: legal names, every digit, line by line.

`lp_text` is for people and golden files; here the numbers are exact, so that the optimum is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from scipy import sparse

from consolidate.program.names import column_names, legal, row_names
from consolidate.program.program import Program

_WIDE = 200  # letters of a line of LP; readers have buffers
_OBJECTIVE = "objective_"  # no block is called so


def lp_lines(program: Program) -> Iterator[str]:
    """Yield the lines of an LP file; a row between two different limits is two, ``NAME.least`` and ``NAME.most``."""
    columns, rows, matrix = legal(column_names(program)), legal(row_names(program)), program.matrix
    yield "Minimize"
    priced = np.flatnonzero(program.cost)
    terms = [*_terms(program.cost[priced], priced, columns)]
    constant = [f"{'-' if program.offset < 0 else '+'} {_number(abs(program.offset))}"] if program.offset else []
    yield from _wrapped(f" {_OBJECTIVE}:", (terms or [f"+ 0 {columns[0]}"] if columns else terms) + constant)
    yield "Subject To"
    for i, name in enumerate(rows):
        span = slice(matrix.indptr[i], matrix.indptr[i + 1])
        terms = [*_terms(matrix.data[span], matrix.indices[span], columns)] or [f"+ 0 {columns[0]}"]
        for title, sense, limit in _sides(name, float(program.row_lower[i]), float(program.row_upper[i])):
            yield from _wrapped(f" {title}:", [*terms, f"{sense} {_number(limit)}"])
    yield "Bounds"
    for name, low, high in zip(columns, program.lower.tolist(), program.upper.tolist(), strict=True):
        yield from _lp_bound(name, low, high)
    whole = np.flatnonzero(program.integer)
    if len(whole):
        yield "General"
        yield from (f" {columns[j]}" for j in whole)
    yield "End"


def mps_lines(program: Program, name: str = "consolidate") -> Iterator[str]:
    """Yield the lines of a free MPS file."""
    columns, rows = legal(column_names(program)), legal(row_names(program))
    yield f"NAME {name} FREE"
    yield "ROWS"
    yield f" N {_OBJECTIVE}"
    limits = list(zip(rows, program.row_lower.tolist(), program.row_upper.tolist(), strict=True))
    for row, low, high in limits:
        yield f" {_kind(low, high)} {row}"
    yield "COLUMNS"
    yield from _mps_columns(program, columns, rows)
    yield "RHS"
    if program.offset:
        yield f" RHS {_OBJECTIVE} {_number(-program.offset)}"
    for row, low, high in limits:
        limit = low if np.isfinite(low) else high
        if limit and np.isfinite(limit):
            yield f" RHS {row} {_number(limit)}"
    yield "RANGES"
    for row, low, high in limits:
        if np.isfinite(low) and np.isfinite(high) and low != high:
            yield f" RNG {row} {_number(high - low)}"
    yield "BOUNDS"
    bounds = program.lower.tolist(), program.upper.tolist(), program.integer.tolist()
    for column, low, high, integer in zip(columns, *bounds, strict=True):
        yield from (f" {words}" for words in _mps_bound(column, low, high, integer=integer))
    yield "ENDATA"


def _number(value: float) -> str:
    """Write a number with all its digits, whole ones without a point."""
    value = float(value)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _terms(values: np.ndarray, index: np.ndarray, columns: list[str]) -> Iterator[str]:
    for value, column in zip(values.tolist(), index.tolist(), strict=True):
        yield f"{'-' if value < 0 else '+'} {_number(abs(value))} {columns[column]}"


def _wrapped(start: str, parts: Iterable[str]) -> Iterator[str]:
    """Yield a line, broken between its parts where it grows too long."""
    line = start
    for part in parts:
        if len(line) + len(part) > _WIDE:
            yield line
            line = " "
        line += f" {part}"
    yield line


def _sides(name: str, low: float, high: float) -> Iterator[tuple[str, str, float]]:
    """Yield what a row is as rows of one sense each."""
    if low == high:
        yield name, "=", low
        return
    two = np.isfinite(low) and np.isfinite(high)
    if np.isfinite(low):
        yield (f"{name}.least" if two else name), ">=", low
    if np.isfinite(high):
        yield (f"{name}.most" if two else name), "<=", high


def _lp_bound(name: str, low: float, high: float) -> Iterator[str]:
    if low == high:
        yield f" {name} = {_number(low)}"
    elif not np.isfinite(low) and not np.isfinite(high):
        yield f" {name} free"
    elif low != 0 or np.isfinite(high):
        least = _number(low) if np.isfinite(low) else "-inf"
        yield f" {least} <= {name}" + (f" <= {_number(high)}" if np.isfinite(high) else "")


def _kind(low: float, high: float) -> str:
    """Return the letter of a row."""
    if low == high:
        return "E"
    if np.isfinite(low):
        return "G"
    return "L" if np.isfinite(high) else "N"


def _mps_columns(program: Program, columns: list[str], rows: list[str]) -> Iterator[str]:
    """Yield the entries column by column, whole ones between markers."""
    entries = sparse.csc_array(program.matrix)
    whole = False
    for j, (name, cost, integer) in enumerate(
        zip(columns, program.cost.tolist(), program.integer.tolist(), strict=True)
    ):
        if integer != whole:
            whole = integer
            yield f" MARKER{j} 'MARKER' '{'INTORG' if whole else 'INTEND'}'"
        span = slice(entries.indptr[j], entries.indptr[j + 1])
        if cost or span.start == span.stop:
            yield f" {name} {_OBJECTIVE} {_number(cost)}"
        for i, value in zip(entries.indices[span].tolist(), entries.data[span].tolist(), strict=True):
            yield f" {name} {rows[i]} {_number(value)}"
    if whole:
        yield " MARKER 'MARKER' 'INTEND'"


def _mps_bound(name: str, low: float, high: float, *, integer: bool) -> Iterator[str]:
    """Yield a column's limits; of whole ones all, as readers differ in what they take for granted."""
    if low == high:
        yield f"FX BND {name} {_number(low)}"
    elif not np.isfinite(low) and not np.isfinite(high):
        yield f"FR BND {name}"
    else:
        if not np.isfinite(low):
            yield f"MI BND {name}"
        elif low or integer or high < 0:
            yield f"LO BND {name} {_number(low)}"
        if np.isfinite(high):
            yield f"UP BND {name} {_number(high)}"
        elif integer:
            yield f"PL BND {name}"
