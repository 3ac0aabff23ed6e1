"""Answers that need no solver, and the check that what a solver calls a point is one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from consolidate.backends.solution import Limit, Request, Solution
from consolidate.errors import SolverFailed
from consolidate.program.program import Bools, Floats, Program, Variables

_FEASIBLE = 1e-5  # of a row's size: solvers promise 1e-6 of a scaled one
_WHOLE = 1e-4
_PROVEN = 1e-5  # of the objective: what solvers print their bounds to
_ROUNDED = 1e-9


def stopped(limit: Limit, seconds: float = 0.0, *, interrupted: bool = False) -> Solution:
    """Return the answer of a run that ended with nothing in hand."""
    return Solution("stopped", None, np.inf, -np.inf, seconds, interrupted=interrupted, limit=limit)


def without_a_solver(program: Program, request: Request) -> Solution | None:
    """Answer what modelling layers stumble over: no columns, rows without terms, limits that cross, no time.

    Returns
    -------
    Solution or None
        None where a solver is needed.
    """
    empty = np.diff(program.matrix.indptr) == 0
    crossed = np.any(program.lower > program.upper) or np.any(program.row_lower > program.row_upper)
    if crossed or np.any(empty & ((program.row_lower > 0) | (program.row_upper < 0))):
        return Solution("infeasible", None, np.inf, -np.inf)
    if not len(program.cost):
        return Solution("optimal", np.zeros(0), program.offset, program.offset)
    if request.stop.is_set():
        return stopped("user", interrupted=True)
    if request.time_limit is not None and request.time_limit <= 0:
        return stopped("time")
    return None


def checked(program: Program, solution: Solution, name: str, gap: float = 0.0) -> Solution:
    """Let nothing pass for a point that breaks a row, a limit or a whole number by more than rounding.

    What is called optimal and is further from its own bound than the gap asked for is a point like any other.

    Raises
    ------
    SolverFailed
        The solver calls such a point optimal. One that it was stopped with is dropped.
    """
    if solution.values is None:
        return solution
    worst = breach(program, solution.values)
    if worst <= 1:
        size = max(abs(solution.objective - program.offset), abs(solution.bound - program.offset), 1.0)
        proven = solution.objective - solution.bound <= (max(gap, _PROVEN) + _ROUNDED) * size
        return solution if proven or solution.status != "optimal" else replace(solution, status="feasible")
    if solution.status == "optimal":
        raise SolverFailed(f"{name} calls a point optimal that breaks the model by {worst:.1f} times what is rounding")
    return replace(solution, status="stopped", values=None, objective=np.inf)


def or_start(program: Program, request: Request, solution: Solution) -> Solution:
    """Return what a run holds: at least the point it began from."""
    if request.start is None or solution.status not in ("feasible", "stopped"):
        return solution
    value = program.value(request.start)
    if value >= solution.objective:
        return solution
    return replace(solution, status="feasible", values=request.start, objective=value)


def used(program: Program) -> Bools:
    """(N,) whether a column has a cost or stands in a row; modelling layers lose those that do neither."""
    named: Bools = np.asarray(program.cost != 0)
    named[program.matrix.indices] = True
    return named


def narrowed(program: Program, kept: Bools) -> Program:
    """Return the program of some columns alone."""
    sizes = [int(kept[span].sum()) for span in program.columns.values()]
    ends = np.cumsum([0, *sizes])
    return replace(
        program,
        cost=program.cost[kept],
        lower=program.lower[kept],
        upper=program.upper[kept],
        integer=program.integer[kept],
        matrix=sparse.csr_array(program.matrix[:, np.flatnonzero(kept)]),
        columns={name: slice(int(a), int(b)) for name, a, b in zip(program.columns, ends, ends[1:], strict=False)},
        variables=tuple(Variables(v.name, n, integer=v.integer) for v, n in zip(program.variables, sizes, strict=True)),
    )


def widened(program: Program, kept: Bools, values: Floats) -> Floats:
    """Return (N,) values of all columns: the others are as near to 0 as their limits let them."""
    low, high = program.lower, program.upper
    low, high = np.where(program.integer, np.ceil(low), low), np.where(program.integer, np.floor(high), high)
    whole: Floats = np.clip(np.zeros(len(low)), low, high)
    whole[kept] = values
    return whole


def breach(program: Program, values: Floats) -> float:
    """Return how much a point breaks the program at worst, in units of what is taken for rounding."""
    if not np.all(np.isfinite(values)):
        return np.inf
    activity = program.matrix @ values
    size = np.maximum(abs(program.matrix) @ np.abs(values), 1.0)
    rows = np.maximum(program.row_lower - activity, activity - program.row_upper) / size
    columns = np.maximum(program.lower - values, values - program.upper) / np.maximum(np.abs(values), 1.0)
    whole = np.abs(values - np.round(values))[program.integer]
    return float(max(*(part.max(initial=0.0) / _FEASIBLE for part in (rows, columns)), whole.max(initial=0.0) / _WHOLE))
