"""Pyomo: a program as an ordinary `ConcreteModel`, and the solvers that Pyomo reaches.

Its newer solvers (``pyomo.contrib.solver``) keep why they stopped apart from what they hold; where it has none of a
name, its classic factory is asked.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from consolidate.backends import cbc
from consolidate.backends.backend import Availability, Capabilities
from consolidate.backends.libraries import PYOMO_MODULES, library
from consolidate.backends.pyomo_classic import solve_classic
from consolidate.backends.solution import Limit, Request, Solution, Status
from consolidate.errors import SolverFailed
from consolidate.program.program import Floats, Program, Rows, Variables

_TRANSLATION = 2.5  # times as long as building the model: measured, SCIP 6
_NODE_LIMIT = {"highs": "mip_max_nodes", "scip_direct": "limits/nodes", "gurobi_direct": "NodeLimit"}
_SEED = {"highs": "random_seed", "scip_direct": "randomization/randomseedshift", "gurobi_direct": "Seed"}
_EXACT: dict[str, dict[str, Any]] = {  # what their defaults would leave open below a gap of 0
    "highs": {"mip_abs_gap": 0.0},
    "scip_direct": {"numerics/feastol": 1e-8},
    "gurobi_direct": {"MIPGapAbs": 0.0, "IntFeasTol": 1e-7},
}


@dataclass(frozen=True)
class Pyomo:
    """A solver by Pyomo's name for it."""

    solver: str = "highs"
    isolated: bool = True

    @property
    def name(self) -> str:
        """How to call it in a report."""
        known = {"highs": "HiGHS", "scip_direct": "SCIP", "gurobi_direct": "Gurobi", "cbc": "CBC"}
        return f"{known.get(self.solver, self.solver)} through Pyomo"

    @property
    def capabilities(self) -> Capabilities:
        """What it can do; of a solver that was never tried, what every solver can."""
        if self.solver == "highs":
            return Capabilities(duals=True, interrupt=True, nodes=True)
        if self.solver == "scip_direct":
            return Capabilities(warm_start=True, interrupt=True, nodes=True)
        return Capabilities(nodes=self.solver in _NODE_LIMIT)

    def availability(self) -> Availability:
        """Look for Pyomo, and behind it for the program or package of the solver."""
        here = library("pyomo", "pyomo")
        if not here:
            return here
        if self.solver == "cbc":
            return cbc.availability()
        if self.solver in PYOMO_MODULES:
            return library(*PYOMO_MODULES[self.solver])
        return self._asked()

    def _asked(self) -> Availability:
        """Ask Pyomo about a solver that we know nothing of."""
        import pyomo.environ as pyo
        from pyomo.contrib.solver.common.factory import SolverFactory

        new, logger = self.solver in SolverFactory, logging.getLogger("pyomo")
        level = logger.level
        logger.setLevel(logging.CRITICAL)  # a name it does not know is worth a traceback to it
        try:
            found = SolverFactory(self.solver) if new else pyo.SolverFactory(self.solver)
            if bool(found.available() if new else found.available(exception_flag=False)):
                return Availability(here=True)
        except Exception as error:  # noqa: BLE001  (whatever a plug-in of Pyomo raises: it is not here)
            return Availability(here=False, reason=f"Pyomo cannot use {self.solver}: {error}")
        finally:
            logger.setLevel(level)
        return Availability(here=False, reason=f"Pyomo does not find {self.solver}")

    def solve(self, program: Program, request: Request) -> Solution:
        """Build a `ConcreteModel`, solve it, and put its values back in the order of the columns.

        Raises
        ------
        SolverFailed
            The solver ends in a state it cannot mean, or Pyomo cannot run it.
        """
        from pyomo.contrib.solver.common.factory import SolverFactory

        began = time.monotonic()
        model, columns, rows = _built(program, offset=False)
        if self.solver not in SolverFactory:
            found = solve_classic(self.solver, model, columns, program, request, began)
            return self._told_apart(program, request) if found is None else found
        results = self._run(SolverFactory(self.solver), model, columns, program, request, began)
        if results.termination_condition.name == "infeasibleOrUnbounded":
            return self._told_apart(program, request)
        status, limit = _status(results)
        seconds, nodes = time.monotonic() - began, int(results.extra_info.value().get("NNodes") or 0)
        if status not in ("optimal", "feasible"):
            return Solution(status, None, np.inf, -np.inf, seconds, nodes, limit=limit)
        found = results.solution_loader.get_vars(columns)
        values = np.array([found.get(column) or 0.0 for column in columns], dtype=np.float64)
        objective, bound = program.value(values), results.objective_bound
        if not program.integer.any():
            bound = objective if status == "optimal" else -np.inf
        else:
            bound = -np.inf if bound is None else float(bound) + program.offset
        duals = None
        if status == "optimal" and self.capabilities.duals and not program.integer.any():
            prices = results.solution_loader.get_duals()
            duals = np.array([0.0 if row is None else prices.get(row, 0.0) for row in rows], dtype=np.float64)
        return Solution(status, values, objective, min(bound, objective), seconds, nodes, limit=limit, duals=duals)

    def _told_apart(self, program: Program, request: Request) -> Solution:
        """Say which of the two a program is that has no optimum: with nothing to minimise it has a point or none."""
        found = self.solve(replace(program, cost=np.zeros_like(program.cost)), request)
        return Solution("unbounded", None, np.inf, -np.inf) if found.status == "optimal" else found

    def _run(
        self, solver: Any, model: Any, columns: list[Any], program: Program, request: Request, began: float
    ) -> Any:
        """Run one of the newer solvers with our limits."""
        options: dict[str, Any] = dict(_EXACT.get(self.solver, {}))
        if self.solver in _SEED:
            options[_SEED[self.solver]] = request.seed
        if request.node_limit is not None and self.solver in _NODE_LIMIT:
            options[_NODE_LIMIT[self.solver]] = request.node_limit
        wanted: dict[str, Any] = {
            "load_solutions": False,
            "raise_exception_on_nonoptimal_result": False,
            "rel_gap": request.gap,
            "threads": request.threads,
            "solver_options": options | dict(request.options),
        }
        if request.start is not None and self.capabilities.warm_start:
            for column, value in zip(columns, request.start, strict=True):
                column.set_value(round(float(value)) if column.is_integer() else float(value), skip_validation=True)
            wanted["warmstart_discrete_vars"] = True
        built = time.monotonic() - began
        try:
            if hasattr(solver, "set_instance"):
                solver.set_instance(model)
                built = 0.0
            if self.solver == "highs":
                _listen(solver, program, columns, request)
            if request.time_limit is not None:  # what translates within its time is charged in advance
                used = time.monotonic() - began + _TRANSLATION * built
                wanted["time_limit"] = max(request.time_limit - used, 0.0)
            return solver.solve(model, **wanted)
        except Exception as error:  # the layer's errors have no common root, and are all the solver's to us
            raise SolverFailed(f"{self.name}: {error}") from error


def _listen(solver: Any, program: Program, columns: list[Any], request: Request) -> None:
    """Hear of every better point of Pyomo's HiGHS, which an interrupt would leave with nothing in hand."""
    from consolidate.backends.highs import watch

    place = solver._pyomo_var_to_solver_var_map  # noqa: SLF001  (Pyomo has no other way to hear of points)
    known = [j for j, column in enumerate(columns) if id(column) in place]
    at = [place[id(columns[j])] for j in known]

    def ordered(point: Floats) -> None:
        values = np.zeros(len(columns))
        values[known] = np.asarray(point)[at]
        request.found(values)

    watch(solver._solver_model, replace(request, found=ordered), program.offset)  # noqa: SLF001


def to_pyomo(program: Program, name: str = "consolidate") -> Any:
    """Return the program as an ordinary `pyomo.environ.ConcreteModel`, to look at, to change and to solve yourself.

    Parameters
    ----------
    program
        What is minimised, offset included.
    name
        Of the model.

    Returns
    -------
    pyomo.environ.ConcreteModel
        A `Var` for each block of columns and a `Constraint` for each block of rows, under the block's name and indexed
        by what each stands for: ``model.y["tax-market:keep"]``. Rows whose block is called like columns are under
        ``NAME_rows``; what is minimised is ``model.objective``.
    """
    model = _built(program, offset=True)[0]
    model.name = name
    return model


def pyomo_values(program: Program, model: Any) -> Floats:
    """Return (N,) the values that a model of `to_pyomo` holds, in the order of the program's columns."""
    found = [column.value for block in program.variables for column in model.component(block.name).values()]
    return np.array([value or 0.0 for value in found], dtype=np.float64)


def _built(program: Program, *, offset: bool) -> tuple[Any, list[Any], list[Any]]:
    """Build the model; with it its variables by column and its constraints by row (None where a row is empty)."""
    import pyomo.environ as pyo
    from pyomo.core.expr.numeric_expr import LinearExpression

    model = pyo.ConcreteModel()
    columns: list[Any] = []
    for block in program.variables:
        span = program.columns[block.name]
        made = pyo.Var(_labels(block, block.size), domain=pyo.Reals)
        model.add_component(block.name, made)
        kinds = program.lower[span], program.upper[span], program.integer[span]
        for column, low, high, integer in zip(made.values(), *kinds, strict=True):
            column.domain = pyo.Integers if integer else pyo.Reals
            column.setlb(float(low) if np.isfinite(low) else None)
            column.setub(float(high) if np.isfinite(high) else None)
            columns.append(column)
    priced = np.flatnonzero(program.cost)
    model.objective = pyo.Objective(
        expr=LinearExpression(
            constant=program.offset if offset else 0.0,
            linear_coefs=program.cost[priced].tolist(),
            linear_vars=[columns[j] for j in priced],
        )
    )
    return model, columns, list(_rows(program, model, columns))


def _rows(program: Program, model: Any, columns: list[Any]) -> Iterator[Any]:
    """Add the rows, block by block; empty ones hold, as whoever calls has seen to."""
    import pyomo.environ as pyo
    from pyomo.core.expr.numeric_expr import LinearExpression

    matrix, size = program.matrix, len(program.row_lower)
    spans = [(block.name, program.rows[block.name], _labels(block, block.count)) for block in program.constraints]
    for title, span, labels in spans or [("rows", slice(0, size), [str(i) for i in range(size)])]:
        made = pyo.Constraint(pyo.Any)
        model.add_component(title if model.component(title) is None else f"{title}_rows", made)
        for i, label in zip(range(span.start, span.stop), labels, strict=True):
            part = slice(matrix.indptr[i], matrix.indptr[i + 1])
            if part.start == part.stop:
                yield None
                continue
            body = LinearExpression(
                linear_coefs=matrix.data[part].tolist(), linear_vars=[columns[j] for j in matrix.indices[part]]
            )
            yield made.add(label, _bounded(body, float(program.row_lower[i]), float(program.row_upper[i])))


def _bounded(body: Any, low: float, high: float) -> Any:
    """Return what Pyomo takes for a row between limits."""
    if low == high:
        return body == low
    return (low if np.isfinite(low) else None, body, high if np.isfinite(high) else None)


def _labels(block: Variables | Rows, count: int) -> list[str]:
    """Return the names of a block's columns or rows; by number where two are called the same."""
    names = [block.naming(i) for i in range(count)]
    return names if len(set(names)) == count else [f"{i}:{name}" for i, name in enumerate(names)]


def _status(results: Any) -> tuple[Status, Limit]:
    """Say why the solver stopped and whether it holds a point."""
    reason, held = results.termination_condition.name, results.solution_status.name
    if reason == "provenInfeasible":
        return "infeasible", ""
    if reason == "unbounded":
        return "unbounded", ""
    if reason == "convergenceCriteriaSatisfied":
        return ("optimal" if held in ("optimal", "feasible") else "stopped"), ""
    if reason in ("error", "licensingProblems"):
        raise SolverFailed(f"{results.solver_name} ended with {reason}")
    limits: dict[str, Limit] = {"maxTimeLimit": "time", "iterationLimit": "nodes"}
    return ("feasible" if held in ("optimal", "feasible") else "stopped"), limits.get(reason, "")
