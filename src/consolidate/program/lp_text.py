"""A program as readable LP text, for golden files and people; every row and column by its name."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from consolidate.program.program import Floats, Program


def lp_text(program: Program) -> str:
    """Write the program in the CPLEX LP layout, names in brackets after the block's name."""
    columns = [f"{block.name}[{block.naming(i)}]" for block in program.variables for i in range(block.size)]
    rows = [f"{block.name}[{block.naming(i)}]" for block in program.constraints for i in range(block.count)]
    lines = ["Minimize", f" objective: {_terms(program.cost, np.arange(len(columns)), columns) or '0'}"]
    lines += ["Subject To", *_rows(program, columns, rows), "Bounds", *_bounds(program, columns)]
    whole = [columns[i] for i in np.flatnonzero(program.integer)]
    if whole:
        lines += ["General", *(f" {name}" for name in whole)]
    return "\n".join([*lines, "End", ""])


def _number(value: float) -> str:
    return f"{value:.10g}"


def _terms(values: Floats, index: np.ndarray, columns: list[str]) -> str:
    parts = []
    for value, column in zip(values, index, strict=True):
        if value:
            size = "" if abs(value) == 1 else f"{_number(abs(value))} "
            parts.append(f"{'-' if value < 0 else '+'} {size}{columns[column]}")
    return " ".join(parts).removeprefix("+ ")


def _rows(program: Program, columns: list[str], rows: list[str]) -> Iterator[str]:
    matrix = program.matrix
    for i, name in enumerate(rows):
        span = slice(matrix.indptr[i], matrix.indptr[i + 1])
        terms = _terms(matrix.data[span], matrix.indices[span], columns) or "0"
        low, high = program.row_lower[i], program.row_upper[i]
        if low == high:
            yield f" {name}: {terms} = {_number(low)}"
        elif np.isfinite(low) and np.isfinite(high):
            yield f" {name}.least: {terms} >= {_number(low)}"  # rows with two sides are not in the format
            yield f" {name}.most: {terms} <= {_number(high)}"
        elif np.isfinite(low):
            yield f" {name}: {terms} >= {_number(low)}"
        else:
            yield f" {name}: {terms} <= {_number(high)}"


def _bounds(program: Program, columns: list[str]) -> Iterator[str]:
    for name, low, high in zip(columns, program.lower, program.upper, strict=True):
        if low == high:
            yield f" {name} = {_number(low)}"
        elif low != 0 or np.isfinite(high):
            yield f" {_number(low)} <= {name}" + (f" <= {_number(high)}" if np.isfinite(high) else "")
