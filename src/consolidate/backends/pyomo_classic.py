"""Pyomo's classic solver factory, for solvers that its newer interface does not have yet."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from consolidate.backends import cbc
from consolidate.backends.solution import Request, Solution, Status
from consolidate.errors import SolverFailed
from consolidate.program.program import Program

_GAP = {
    "appsi_highs": "mip_rel_gap",
    "cbc": "ratioGap",
    "cplex_direct": "mip_tolerances_mipgap",
    "glpk": "mipgap",
    "xpress_direct": "miprelstop",
}
_THREADS = {"appsi_highs": "threads", "cplex_direct": "threads", "xpress_direct": "threads"}
_ENDS: dict[str, Status] = {
    "optimal": "optimal",
    "infeasible": "infeasible",
    "unbounded": "unbounded",
}


def solve_classic(
    name: str, model: Any, columns: list[Any], program: Program, request: Request, began: float
) -> Solution | None:
    """Solve a model by a solver of the classic factory; None where it cannot tell infeasible from unbounded.

    Raises
    ------
    SolverFailed
        Pyomo does not know the solver, or cannot run it.
    """
    import pyomo.environ as pyo
    from pyomo.common.errors import ApplicationError

    solver = pyo.SolverFactory(name, **({"executable": cbc.path()} if name == "cbc" else {}))
    options: dict[str, Any] = {}
    for known, value in ((_GAP, request.gap), (_THREADS, request.threads)):
        if name in known:
            options[known[name]] = value
    limit: dict[str, Any] = {}
    if request.time_limit is not None:
        limit["timelimit"] = max(request.time_limit - (time.monotonic() - began), 0.01)
    try:
        results = solver.solve(model, options=options | dict(request.options), load_solutions=False, **limit)
    except (ApplicationError, ValueError, RuntimeError) as error:
        raise SolverFailed(f"Pyomo's {name}: {error}") from error
    if str(results.solver.termination_condition) == "infeasibleOrUnbounded":
        return None
    return _answer(model, columns, program, results, time.monotonic() - began)


def _answer(model: Any, columns: list[Any], program: Program, results: Any, seconds: float) -> Solution:
    """Take the point out of the results, if there is one."""
    status = _ENDS.get(str(results.solver.termination_condition), "feasible")
    if status in ("infeasible", "unbounded") or not len(results.solution):
        return Solution(status if status in ("infeasible", "unbounded") else "stopped", None, np.inf, -np.inf, seconds)
    model.solutions.load_from(results)
    values = np.array([column.value or 0.0 for column in columns], dtype=np.float64)
    objective, bound = program.value(values), results.problem.lower_bound
    proven = float(bound) + program.offset if isinstance(bound, int | float) and np.isfinite(bound) else -np.inf
    if status == "optimal" and not program.integer.any():
        proven = objective
    return Solution(status, values, objective, min(proven, objective), seconds)
