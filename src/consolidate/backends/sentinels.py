"""Small programs with known answers: what a solver must get right before it is believed.

HiGHS 1.14.0 answers the first two with 11 and 31, and calls that optimal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from consolidate.backends import registry
from consolidate.backends.profile import Profile
from consolidate.backends.solution import Request, Solution, Status
from consolidate.errors import SolverFailed
from consolidate.program.program import Program, Rows, Variables, assemble, identity, sum_by

_CLOSE = 1e-5  # solvers keep rows to 1e-6
_SECONDS = 60.0


@dataclass(frozen=True)
class Sentinel:
    """A program, and the answer it has."""

    name: str
    program: Program
    status: Status
    objective: float = np.inf

    def wrong(self, found: Solution) -> str:
        """Return what is wrong with an answer, nothing if it is right."""
        if found.status != self.status:
            return f"{self.name}: {found.status}, and it is {self.status}"
        if self.status == "optimal" and abs(found.objective - self.objective) > _CLOSE:
            return f"{self.name}: {found.objective:.9g}, and it is {self.objective:.9g}"
        return ""


def check(profile: Profile) -> list[str]:
    """Solve the sentinels with a solver; return what it gets wrong."""
    wrong = []
    for sentinel in sentinels():
        request = Request(0.0, _SECONDS, profile.threads, profile.seed, options=profile.options)
        try:
            found = registry.solve(sentinel.program, request, profile.backend, profile.solver)
        except SolverFailed as failed:
            return [f"{sentinel.name}: {failed}"]  # the next would fail alike
        wrong.append(sentinel.wrong(found))
    return [words for words in wrong if words]


def sentinels() -> Iterator[Sentinel]:
    """Yield the programs."""
    yield Sentinel("buy or make 9 pieces", _bought_and_made(1, 3, 9.0), "optimal", 9.0)
    yield Sentinel("buy or make 12.1 pieces", _bought_and_made(2, 3, 12.1), "optimal", 27.2)
    yield Sentinel("a knapsack", _one_row([-5, -4, -3], [2, 3, 1], -np.inf, 5), "optimal", -9.0 + 100)
    yield Sentinel("an equality", _one_row([3, 2], [2, 1], 1, 1), "optimal", 2.0 + 100)
    yield Sentinel("no whole point", _one_row([1, 1], [2, 2], 1, 1), "infeasible")


def _bought_and_made(price: float, cost: float, need: float, least: float = 8.0) -> Program:
    """Buy at least some amount, or make whole pieces, up to ten of each."""
    bought, made = Variables("bought", 1, least, 10, price), Variables("made", 1, 0, 10, cost, integer=True)
    return assemble([bought, made], [Rows("enough", {"bought": identity(1), "made": identity(1)}, lower=need)])


def _one_row(costs: list[float], weights: list[float], lower: float, upper: float) -> Program:
    """Choose among things under one limit."""
    size = len(costs)
    chosen = Variables("chosen", size, 0, 1, np.array(costs, dtype=np.float64), integer=True)
    terms = {"chosen": sum_by(np.zeros(size), np.arange(size), (1, size), weights)}
    return assemble([chosen], [Rows("limit", terms, lower, upper)], 100.0)
