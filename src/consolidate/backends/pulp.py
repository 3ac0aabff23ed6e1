"""PuLP, 3.3 and 4: a program as an ordinary `LpProblem`, and the solvers that PuLP reaches, CBC first.

PuLP 3.3 (Python 3.11) brings CBC and calls a stop at the time limit "Optimal", which only its ``sol_status`` tells
apart; PuLP 4 (Python 3.12 on) brings no CBC and answers with why it stopped. What CBC proved stands in its log alone.
"""

from __future__ import annotations

import inspect
import tempfile
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from consolidate.backends import cbc
from consolidate.backends.backend import Availability, Capabilities
from consolidate.backends.libraries import PULP_MODULES, library
from consolidate.backends.solution import Limit, Request, Solution, Status
from consolidate.errors import SolverFailed
from consolidate.program.names import column_names, legal, row_names
from consolidate.program.program import Floats, Program

_LEAST_SECONDS = 0.01  # CBC takes 0 for no limit
_OF_OURS = {"timeLimit": "time_limit", "gapRel": "gap", "threads": "threads", "maxNodes": "node_limit"}


@dataclass(frozen=True)
class Pulp:
    """A solver by PuLP's name for it (``COIN_CMD`` is CBC)."""

    solver: str = "COIN_CMD"
    isolated: bool = True

    @property
    def name(self) -> str:
        """How to call it in a report."""
        return f"{'CBC' if self._is_cbc else self.solver} through PuLP"

    @property
    def _is_cbc(self) -> bool:
        return self.solver.upper() in ("CBC", "COIN_CMD")

    @property
    def capabilities(self) -> Capabilities:
        """What it can do; only of CBC is all of it known."""
        if self._is_cbc:
            return Capabilities(duals=True, warm_start=True, interrupt=True, nodes=True)
        return Capabilities(bound=False)

    def availability(self) -> Availability:
        """Look for PuLP, and behind it for the program or package of the solver."""
        here = library("pulp", "pulp")
        if not here:
            return here
        if self._is_cbc:
            return cbc.availability()
        module = PULP_MODULES.get(self.solver.upper())
        if module:
            return library(*module)
        return self._asked()

    def _asked(self) -> Availability:
        """Ask PuLP about a solver that we know nothing of."""
        import pulp

        if self.solver not in pulp.listSolvers():
            return Availability(here=False, reason=f"PuLP knows no solver {self.solver!r}; it names them in capitals")
        if not pulp.getSolver(self.solver, msg=False).available():
            return Availability(here=False, reason=f"PuLP does not find {self.solver}")
        return Availability(here=True)

    def solve(self, program: Program, request: Request) -> Solution:
        """Build an `LpProblem`, solve it, and put its values back in the order of the columns.

        Raises
        ------
        SolverFailed
            The solver ends in a state it cannot mean, or PuLP cannot run it.
        """
        import pulp

        began = time.monotonic()
        problem, columns, rows = _built(program, "program", offset=False)
        if request.start is not None and self.capabilities.warm_start:
            for column, value in zip(columns, request.start, strict=True):
                column.setInitialValue(float(value), check=False)
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            log = Path(folder) / "log"
            try:
                answer = self._answer(problem, request, log, began)
            except pulp.PulpError as error:
                raise SolverFailed(f"{self.name}: {error}; {_last_lines(log)}") from error
            told = cbc.read_log(log) if self._is_cbc else cbc.Told()
        status, limit = _status(problem, answer)
        if status == "stopped" and told.infeasible:
            status = "infeasible"
        seconds = time.monotonic() - began
        if self._is_cbc and status == "infeasible" and request.time_limit is not None and seconds >= request.time_limit:
            status, limit = "stopped", "time"  # out of time in its preprocessing, CBC says infeasible
        if status not in ("optimal", "feasible"):
            return Solution(status, None, np.inf, -np.inf, seconds, told.nodes, limit=limit)
        values = np.array([column.varValue or 0.0 for column in columns], dtype=np.float64)
        objective = program.value(values)
        bound = told.bound + program.offset  # written with few digits, if at all
        if status == "optimal":
            bound = max(bound, objective - request.gap * abs(objective - program.offset))
        duals = _duals(program, rows) if status == "optimal" and self.capabilities.duals else None
        return Solution(status, values, objective, min(bound, objective), seconds, told.nodes, limit=limit, duals=duals)

    def _answer(self, problem: Any, request: Request, log: Path, began: float) -> Any:
        """Let the solver run; once more where CBC crashes that need not."""
        import pulp

        try:
            return problem.solve(self._solver(request, log, time.monotonic() - began))
        except pulp.PulpError:
            again = cbc.after_crash(request) if self._is_cbc else request
            if again == request:
                raise
            return problem.solve(self._solver(again, log, time.monotonic() - began))

    def _solver(self, request: Request, log: Path, elapsed: float) -> Any:
        """Make PuLP's solver, with those of our limits that it takes."""
        import pulp

        known = inspect.signature(pulp.COIN_CMD if self._is_cbc else getattr(pulp, self.solver)).parameters
        wanted: dict[str, Any] = {"msg": False, **{theirs: getattr(request, ours) for theirs, ours in _OF_OURS.items()}}
        if request.time_limit is not None:
            wanted["timeLimit"] = max(request.time_limit - elapsed, _LEAST_SECONDS)
        if request.start is not None:
            wanted["warmStart"] = self.capabilities.warm_start
        if self._is_cbc:
            wanted |= {"path": cbc.path(), "logPath": str(log), "options": cbc.options(request)}
            wanted["threads"] = request.threads if request.threads > 1 else None  # 1 is CBC's threaded code on one
            return pulp.COIN_CMD(**{key: value for key, value in wanted.items() if value is not None})
        wanted |= dict(request.options)
        given = {key: value for key, value in wanted.items() if value is not None and key in known}
        return pulp.getSolver(self.solver, **given)


def to_pulp(program: Program, name: str = "consolidate") -> Any:
    """Return the program as an ordinary `pulp.LpProblem`, to look at, to change and to solve in your own way.

    Parameters
    ----------
    program
        What is minimised, offset included.
    name
        Of the problem.

    Returns
    -------
    pulp.LpProblem
        Every column and row by its readable name in letters that files take: ``y(tax_market_keep)``. A row between two
        different limits is two, ``NAME.least`` and ``NAME.most``. `pulp_columns` gives the columns by block.
    """
    return _built(program, name, offset=True)[0]


def pulp_columns(program: Program, problem: Any) -> dict[str, dict[str, Any]]:
    """Return the variables of a problem that `to_pulp` made: by block, then by the name of what each stands for."""
    named, names = problem.variablesDict(), iter(legal(column_names(program)))
    return {block.name: {block.naming(i): named[next(names)] for i in range(block.size)} for block in program.variables}


def pulp_values(program: Program, problem: Any) -> Floats:
    """Return (N,) the values that a problem of `to_pulp` holds, in the order of the program's columns."""
    named = problem.variablesDict()
    return np.array([named[name].varValue or 0.0 for name in legal(column_names(program))], dtype=np.float64)


def _built(program: Program, name: str, *, offset: bool) -> tuple[Any, list[Any], list[list[Any]]]:
    """Build the problem; with it its variables by column, and its one or two constraints by row."""
    import pulp

    problem = pulp.LpProblem(name, pulp.LpMinimize)
    columns = [
        problem.add_variable(title, _finite(low), _finite(high), "Integer" if integer else "Continuous")
        for title, low, high, integer in zip(
            legal(column_names(program)), program.lower, program.upper, program.integer, strict=True
        )
    ]
    if hasattr(problem, "addVariables"):  # PuLP 3.3 knows of a variable when it is used, or by this
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            problem.addVariables(columns)
    priced = np.flatnonzero(program.cost)
    objective = _sum([(columns[j], float(program.cost[j])) for j in priced])
    problem.setObjective(objective + program.offset if offset else objective)
    return problem, columns, list(_rows(program, problem, columns))


def _rows(program: Program, problem: Any, columns: list[Any]) -> Any:
    """Add the rows one by one; empty ones hold, as whoever calls has seen to."""
    matrix, names = program.matrix, legal(row_names(program)) or [f"row({i})" for i in range(len(program.row_lower))]
    for i, name in enumerate(names):
        span = slice(matrix.indptr[i], matrix.indptr[i + 1])
        pairs = [(columns[j], float(value)) for j, value in zip(matrix.indices[span], matrix.data[span], strict=True)]
        low, high = float(program.row_lower[i]), float(program.row_upper[i])
        made: list[tuple[str, Any]] = []
        if pairs and low == high:
            made = [(name, _sum(pairs) == low)]
        elif pairs:
            two = np.isfinite(low) and np.isfinite(high)
            made += [(f"{name}.least" if two else name, _sum(pairs) >= low)] if np.isfinite(low) else []
            made += [(f"{name}.most" if two else name, _sum(pairs) <= high)] if np.isfinite(high) else []
        yield [_added(problem, row, title) for title, row in made]


def _sum(pairs: list[tuple[Any, float]]) -> Any:
    """Return a sum of terms, as each PuLP makes it."""
    import pulp

    return getattr(pulp.LpAffineExpression, "from_list", pulp.LpAffineExpression)(pairs)


def _added(problem: Any, row: Any, name: str) -> Any:
    """Add a constraint, and return what its dual will be written to: in PuLP 4 a copy, in 3.3 itself."""
    kept = problem.addConstraint(row, name)
    return row if kept is None else kept


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _status(problem: Any, answer: Any) -> tuple[Status, Limit]:
    """Say why the solver stopped and whether it holds a point."""
    if isinstance(answer, int):  # PuLP 3.3; a stop at the time limit is "optimal" there, but for its sol_status
        held: Status = {1: "optimal", 2: "feasible"}.get(problem.sol_status, "stopped")  # type: ignore[assignment]
        ends: dict[int, Status] = {1: held, -1: "infeasible", -2: "unbounded"}
        return ends.get(answer, "stopped"), ""
    name = answer.status.name
    if name in ("Optimal", "GapLimit"):
        return ("optimal" if answer.has_solution else "stopped"), ""
    if name in ("Infeasible", "Unbounded"):
        return ("infeasible" if name == "Infeasible" else "unbounded"), ""
    limits: dict[str, Limit] = {"TimeLimit": "time", "NodeLimit": "nodes", "MemoryLimit": "memory"}
    return ("feasible" if answer.has_solution else "stopped"), limits.get(name, "")


def _duals(program: Program, rows: list[list[Any]]) -> Floats | None:
    """(M,) what each row's limit is worth, for a linear program."""
    if program.integer.any():
        return None
    return np.array([sum(row.pi or 0.0 for row in pair) for pair in rows], dtype=np.float64)


def _last_lines(log: Path, most: int = 3) -> str:
    """Return the last lines a solver wrote, as one."""
    if not log.is_file():
        return "it wrote nothing"
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    return " / ".join([line.strip() for line in lines if line.strip()][-most:]) or "it wrote nothing"
