"""The one door from the engine to solvers: which backends there are, and a program solved by one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from consolidate.backends import child, points
from consolidate.backends.backend import Availability, Backend, Capabilities
from consolidate.backends.solution import Request, Solution
from consolidate.errors import SolverFailed, UsageError
from consolidate.program.program import Program

_NOTHING = Capabilities(integer=False, time_limit=False, gap=False, bound=False)
DOORS = ("highs", "pulp", "pyomo")
_LARGE: Final = 100_000  # entries from which on HiGHS can be seconds between two looks at the clock


@dataclass(frozen=True)
class Missing:
    """A backend whose own package is not installed."""

    name: str
    remedy: str
    isolated: bool = False
    capabilities: Capabilities = _NOTHING

    def availability(self) -> Availability:
        """Say that it is not here."""
        return Availability(here=False, reason=f"{self.name} is not installed", remedy=self.remedy)

    def solve(self, program: Program, request: Request) -> Solution:  # noqa: ARG002  (a backend's shape)
        """Refuse."""
        raise SolverFailed(missing(self.name, self.availability()))


def backend(door: str = "highs", solver: str = "highs") -> Backend:
    """Return the backend of a profile; nothing is imported before it is asked for.

    Raises
    ------
    UsageError
        There is no such door.
    """
    if door == "highs":
        try:
            from consolidate.backends.highs import Highs
        except ImportError:
            return Missing("HiGHS", "pip install highspy")
        return Highs()
    if door == "pulp":
        from consolidate.backends.pulp import Pulp

        return Pulp(solver)
    if door == "pyomo":
        from consolidate.backends.pyomo import Pyomo

        return Pyomo(solver)
    raise UsageError(f"there is no backend {door!r}; there are: {', '.join(DOORS)}")


def solve(
    program: Program, request: Request, door: str = "highs", solver: str = "highs", *, isolate: bool = True
) -> Solution:
    """Solve a program by a backend: in this process if it is safe there, else in a process of its own.

    HiGHS is safe here while its presolve and its linear programs are short: it does not stop within them.

    Parameters
    ----------
    isolate
        False keeps also those here that can crash, hang or be late.

    Raises
    ------
    SolverFailed
        The solver is not here, crashed, or answers what it cannot mean.
    """
    chosen = backend(door, solver)
    if door == "highs":
        if not isolate or program.matrix.nnz < _LARGE:
            return chosen.solve(program, request)
        return points.or_start(program, request, child.solve(door, solver, chosen.name, program, request, early=False))
    here = chosen.availability()
    if not here:
        raise SolverFailed(missing(chosen.name, here))
    known = points.without_a_solver(program, request)
    if known is not None:
        return known
    kept = points.used(program)
    start = None if request.start is None else request.start[kept]
    core, asked = points.narrowed(program, kept), replace(request, start=start)
    if chosen.isolated and isolate:
        found = child.solve(door, solver, chosen.name, core, asked)
    else:
        found = chosen.solve(core, asked)
    if found.values is not None:
        found = replace(found, values=points.widened(program, kept, found.values))
    return points.or_start(program, request, points.checked(program, found, chosen.name, request.gap))


def missing(name: str, found: Availability) -> str:
    """Return one line about a solver that is not here, and what to do."""
    remedy = f": {found.remedy}" if found.remedy else ""
    return f"{name} cannot be used: {found.reason}{remedy}; `consolidate solvers` lists what is here"
