"""HiGHS by arrays: the program's own arrays go over in one call, and the solver runs in a worker thread.

In the main thread HiGHS would hold back Ctrl-C to its end. The first ``Highs()`` of a process prints a banner to file
descriptor 1 before it can be silenced, so the descriptor points nowhere meanwhile.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np

from consolidate.backends.backend import Availability, Capabilities
from consolidate.backends.memory import resident_mb
from consolidate.backends.solution import Limit, Request, Solution, Status
from consolidate.errors import SolverFailed
from consolidate.program.program import Program

_POLL_SECONDS = 0.1
_STATUS = highspy.HighsModelStatus
_TABLE: dict[Any, Status] = {
    _STATUS.kOptimal: "optimal",
    _STATUS.kModelEmpty: "optimal",
    _STATUS.kInfeasible: "infeasible",
    _STATUS.kUnbounded: "unbounded",
    _STATUS.kTimeLimit: "stopped",
    _STATUS.kInterrupt: "stopped",
    _STATUS.kIterationLimit: "stopped",
    _STATUS.kSolutionLimit: "stopped",
    _STATUS.kMemoryLimit: "stopped",
}
_LIMITS: dict[Any, Limit] = {
    _STATUS.kTimeLimit: "time",
    _STATUS.kSolutionLimit: "nodes",
    _STATUS.kMemoryLimit: "memory",
}
_CAN = Capabilities(duals=True, warm_start=True, interrupt=True, nodes=True)
_threads_of_process: list[int] = []


@dataclass(frozen=True)
class Highs:
    """HiGHS by arrays, as the other backends are called."""

    name: str = "HiGHS"
    isolated: bool = False
    capabilities: Capabilities = _CAN

    def availability(self) -> Availability:
        """Give the library's version; without the package this module cannot even be imported."""
        return Availability(here=True, version=version())

    def solve(self, program: Program, request: Request) -> Solution:
        """Solve a program: see `solve`."""
        return solve(program, request)


def version() -> str:
    """Version of the HiGHS library."""
    return str(highspy.Highs.version(quiet_solver()))


def solve(program: Program, request: Request) -> Solution:
    """Solve a program to the requested gap.

    Raises
    ------
    SolverFailed
        HiGHS refuses the model or ends in a state it cannot mean.
    """
    began = time.monotonic()
    solver = quiet_solver()
    _set_options(solver, request)
    hand_over(solver, program)
    if request.start is not None:
        start = highspy.HighsSolution()
        start.col_value = request.start.tolist()
        solver.setSolution(start)
    memory = _Memory(request.memory_limit)
    watch(solver, request, program.offset, lambda: memory.exceeded)
    _run(solver, memory, _left(request, began))
    as_it_is = {**request.options, "presolve": "off"}
    if solver.getModelStatus() == _STATUS.kUnboundedOrInfeasible and request.options != as_it_is:
        # presolve cannot tell which
        return solve(program, replace(request, options=as_it_is, time_limit=_left(request, began)))
    found = _answer(solver, program, time.monotonic() - began, interrupted=request.stop.is_set())
    if _denied(solver, program, request, found):
        return solve(program, replace(request, start=None, options=as_it_is, time_limit=_left(request, began)))
    return replace(found, limit="memory") if memory.exceeded and found.status in ("feasible", "stopped") else found


@dataclass
class _Memory:
    """How much memory this process may hold, and whether it has held more."""

    limit: int | None  # MB
    exceeded: bool = False

    def look(self) -> None:
        """Compare; once exceeded stays exceeded."""
        if self.limit is not None and not self.exceeded:
            self.exceeded = resident_mb(os.getpid()) > self.limit


@contextlib.contextmanager
def _stdout_silenced() -> Iterator[None]:
    """Drop what C code prints to stdout."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def quiet_solver() -> highspy.Highs:
    """Start a solver that prints nothing."""
    with _stdout_silenced():
        solver: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)  # noqa: FBT003
    return solver


def _set_options(solver: highspy.Highs, request: Request) -> None:
    if _threads_of_process and _threads_of_process[-1] != request.threads:
        highspy.Highs.resetGlobalScheduler(True)  # noqa: FBT003  or the next run ends in kError
    _threads_of_process[:] = [request.threads]
    values: dict[str, Any] = {
        "threads": request.threads,
        "random_seed": request.seed,
        "mip_rel_gap": request.gap,
    }
    if request.node_limit is not None:
        values["mip_max_nodes"] = request.node_limit
    for name, value in {**values, **request.options}.items():
        _check(solver.setOptionValue(name, value), f"option {name}={value}")


def hand_over(solver: highspy.Highs, program: Program) -> None:
    """Hand over the arrays; the constant stays here, so that gaps are of what plans can change.

    Raises
    ------
    SolverFailed
        HiGHS refuses the model.
    """
    _check(solver.passModel(*arrays(program)), "the model")


def arrays(program: Program) -> tuple[Any, ...]:
    """Return what ``passModel`` takes; the program's own arrays wherever their types fit."""
    matrix = program.matrix
    ends, index = (part.astype(np.int32, copy=False) for part in (matrix.indptr, matrix.indices))
    return (
        len(program.cost), len(program.row_lower), matrix.nnz, int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize), 0.0, program.cost, program.lower, program.upper, program.row_lower,
        program.row_upper, ends, index, matrix.data, program.integer.astype(np.int32),
    )  # fmt: skip


def _check(status: Any, what: str) -> None:
    if status == highspy.HighsStatus.kError:
        raise SolverFailed(f"HiGHS does not accept {what}")


def watch(solver: highspy.Highs, request: Request, offset: float, exceeded: Callable[[], bool] = lambda: False) -> None:
    """Hear of progress and better points, and stop when asked or when memory is exceeded."""

    def number(value: float) -> float | None:
        return value + offset if abs(value) < highspy.kHighsInf else None

    def progress(event: Any) -> None:
        out = event.data_out
        request.heard(number(out.mip_primal_bound), number(out.mip_dual_bound), out.running_time)

    def better(event: Any) -> None:
        request.found(event.data_out.mip_solution)
        progress(event)

    def interrupt(event: Any) -> None:
        if request.stop.is_set() or exceeded():
            event.data_in.user_interrupt = True

    solver.cbMipLogging += progress
    solver.cbMipImprovingSolution += better
    solver.cbMipInterrupt += interrupt
    solver.cbSimplexInterrupt += interrupt


def _left(request: Request, began: float) -> float | None:
    """Return the seconds that are left; handing the program over, and an earlier run, have taken theirs."""
    return None if request.time_limit is None else max(request.time_limit - (time.monotonic() - began), 0.0)


def _run(solver: highspy.Highs, memory: _Memory, seconds: float | None) -> None:
    """Run in a worker thread, so that signals reach the main one meanwhile."""
    if seconds is not None:
        _check(solver.setOptionValue("time_limit", seconds), f"option time_limit={seconds}")
    outcome: list[Any] = []
    worker = threading.Thread(target=lambda: outcome.append(solver.run()), daemon=True)
    worker.start()
    while worker.is_alive():
        worker.join(_POLL_SECONDS)
        memory.look()
    _check(outcome[0] if outcome else highspy.HighsStatus.kError, "the run")


def _closed(found: Solution, program: Program, gap: float) -> bool:
    """Whether value and bound are as close as the gap asks."""
    size = abs(found.objective - program.offset)
    return found.objective - found.bound <= 2 * max(gap, 1e-6) * max(size, 1.0)


def _denied(solver: highspy.Highs, program: Program, request: Request, found: Solution) -> bool:
    """Whether presolve calls a program infeasible though it has a start: 1.16.0 may then return the start as optimal.

    Seen where a row leaves room of about the feasibility tolerance, as one that holds an earlier objective does.
    """
    if request.start is None or found.status not in ("optimal", "infeasible"):
        return False
    if found.status == "infeasible" or not _closed(found, program, request.gap):
        return True
    begun = program.value(request.start)
    if found.objective < begun - 1e-9 * abs(begun):
        return False
    solver.presolve()
    return bool(solver.getModelPresolveStatus() == highspy.HighsPresolveStatus.kInfeasible)


def _answer(solver: highspy.Highs, program: Program, seconds: float, *, interrupted: bool) -> Solution:
    model_status, info = solver.getModelStatus(), solver.getInfo()
    status = _TABLE.get(model_status)
    if status is None:
        raise SolverFailed(f"HiGHS ended with {solver.modelStatusToString(model_status)}")
    limit: Limit = "user" if interrupted else _LIMITS.get(model_status, "")
    held = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if status in ("infeasible", "unbounded") or not (held or model_status == _STATUS.kModelEmpty):
        return Solution(status, None, np.inf, -np.inf, seconds, interrupted=interrupted, limit=limit)
    point = solver.getSolution()
    values = np.array(point.col_value, dtype=np.float64)
    objective, whole = program.value(values), bool(program.integer.any())
    bound = info.mip_dual_bound + program.offset if whole else _lp_bound(status, objective)
    return Solution(
        "feasible" if status == "stopped" else status,
        values,
        objective,
        min(bound, objective),
        seconds,
        max(int(info.mip_node_count), 0),
        interrupted,
        limit if status == "stopped" else "",
        None if whole or status != "optimal" else np.array(point.row_dual, dtype=np.float64),
    )


def _lp_bound(status: Status, objective: float) -> float:
    return objective if status == "optimal" else -np.inf
