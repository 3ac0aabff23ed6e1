"""Blocks of variables and rows, and the one program they are assembled into.

A block of variables is a range of columns, a block of rows a constraint over them: sparse terms by variable block, with
lower and upper bounds. Names are made only when somebody reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Naming = Callable[[int], str]
Telling = Callable[[int], tuple[str, str]]
Matrix = sparse.csr_array
_INDEX = np.int32  # what solvers count in; scipy keeps it through every step


def numbered(index: int) -> str:
    """Name a thing by its position."""
    return str(index)


@dataclass(frozen=True)
class Variables:
    """A block of ``size`` columns; bounds and cost are (size,) or one number for all."""

    name: str
    size: int
    lower: Floats | float = 0.0
    upper: Floats | float = np.inf
    cost: Floats | float = 0.0
    integer: bool = False
    naming: Naming = numbered


@dataclass(frozen=True)
class Rows:
    """A block of rows ``lower <= sum of terms <= upper``; bounds are (n,) or one number for all.

    ``rule`` is the id of the rule the rows stand for ('' for a core constraint), ``unit`` and ``scale`` say in
    what, and by how much at a time, the rows give way when a conflict is explained (scale 0: never). ``telling`` names
    a row to somebody who reads no ids: who it is about, and of what or when; without it ``naming`` does.
    """

    name: str
    terms: Mapping[str, Matrix]
    lower: Floats | float = -np.inf
    upper: Floats | float = np.inf
    naming: Naming = numbered
    rule: str = ""
    unit: str = ""
    scale: Floats | float = 0.0
    telling: Telling | None = None

    @property
    def count(self) -> int:
        """Number of rows."""
        return int(next(iter(self.terms.values())).shape[0])


@dataclass(frozen=True)
class Program:
    """Minimise ``cost @ x + offset`` over ``row_lower <= matrix @ x <= row_upper``, bounds, and integer columns."""

    cost: Floats  # (N,)
    lower: Floats  # (N,)
    upper: Floats  # (N,)
    integer: Bools  # (N,)
    matrix: Matrix  # (M, N), no stored zeros
    row_lower: Floats  # (M,)
    row_upper: Floats  # (M,)
    columns: dict[str, slice]
    rows: dict[str, slice]
    variables: tuple[Variables, ...]
    constraints: tuple[Rows, ...]
    offset: float = 0.0

    def value(self, x: Floats) -> float:
        """Objective at ``x`` (N,), offset included."""
        return float(self.cost @ x) + self.offset

    def part(self, x: Floats, name: str) -> Floats:
        """Return the values of one block of variables."""
        return x[self.columns[name]]


def sum_by(group: npt.ArrayLike, column: npt.ArrayLike, shape: tuple[int, int], values: npt.ArrayLike = 1.0) -> Matrix:
    """Matrix (rows, columns) that adds ``values`` of each entry's column into its group's row."""
    rows = np.asarray(group, dtype=_INDEX)
    data = np.broadcast_to(np.asarray(values, dtype=np.float64), rows.shape)
    return sparse.coo_array((data, (rows, np.asarray(column, dtype=_INDEX))), shape=shape).tocsr()


def pick(column: npt.ArrayLike, size: int) -> Matrix:
    """Matrix (n, size) whose row i is the variable ``column[i]``."""
    chosen = np.array(column, dtype=_INDEX)
    ends = np.arange(len(chosen) + 1, dtype=_INDEX)
    return sparse.csr_array((np.ones(len(chosen)), chosen, ends), shape=(len(chosen), size))


def identity(size: int) -> Matrix:
    """Matrix (size, size) of every variable of a block by itself."""
    return pick(np.arange(size), size)


def assemble(variables: Sequence[Variables], constraints: Sequence[Rows], offset: float = 0.0) -> Program:
    """Stack the blocks into one program; zeros are dropped here, once."""
    column_ends = np.cumsum([0] + [v.size for v in variables])
    row_ends = np.cumsum([0] + [r.count for r in constraints])
    columns = {v.name: slice(int(a), int(b)) for v, a, b in zip(variables, column_ends, column_ends[1:], strict=False)}
    rows = {r.name: slice(int(a), int(b)) for r, a, b in zip(constraints, row_ends, row_ends[1:], strict=False)}
    return Program(
        cost=_filled([v.cost for v in variables], [v.size for v in variables]),
        lower=_filled([v.lower for v in variables], [v.size for v in variables]),
        upper=_filled([v.upper for v in variables], [v.size for v in variables]),
        integer=np.repeat([v.integer for v in variables], [v.size for v in variables]).astype(bool),
        matrix=_stacked(variables, constraints),
        row_lower=_filled([r.lower for r in constraints], [r.count for r in constraints]),
        row_upper=_filled([r.upper for r in constraints], [r.count for r in constraints]),
        columns=columns,
        rows=rows,
        variables=tuple(variables),
        constraints=tuple(constraints),
        offset=offset,
    )


def _filled(parts: Sequence[Floats | float], sizes: Sequence[int]) -> Floats:
    """Concatenate blocks, one number standing for a whole block."""
    blocks = [
        np.broadcast_to(np.asarray(part, dtype=np.float64), (size,)) for part, size in zip(parts, sizes, strict=True)
    ]
    return np.concatenate(blocks) if blocks else np.zeros(0)


def _stacked(variables: Sequence[Variables], constraints: Sequence[Rows]) -> Matrix:
    """Place every block's terms at its columns, then block under block; each entry is copied twice and never sorted."""
    if not variables or not constraints:
        return sparse.csr_array((sum(r.count for r in constraints), sum(v.size for v in variables)))
    matrix = sparse.csr_array(sparse.vstack([_beside(variables, rows) for rows in constraints], format="csr"))
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    return matrix


def _beside(variables: Sequence[Variables], rows: Rows) -> Matrix:
    """Matrix (rows, N) of one block over all columns."""
    parts = [rows.terms.get(v.name) for v in variables]
    empty = [sparse.csr_array((rows.count, v.size)) for v in variables]
    terms = [absent if term is None else term for term, absent in zip(parts, empty, strict=True)]
    return sparse.csr_array(sparse.hstack(terms, format="csr"))


def with_row(program: Program, block: Rows) -> Program:
    """Return the same program with one more block of rows."""
    return assemble(program.variables, (*program.constraints, block), program.offset)


def with_cost(program: Program, costs: Mapping[str, Floats], offset: float = 0.0) -> Program:
    """Return the same rows and columns under another objective."""
    cost = np.zeros(len(program.cost))
    for name, values in costs.items():
        if name in program.columns:
            cost[program.columns[name]] = values
    return replace(program, cost=cost, offset=offset)
