"""The direct way: the whole program to HiGHS, level by level, then ties, then people to their points."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from consolidate.backends import highs
from consolidate.backends.solution import Request, Solution
from consolidate.engine.assign import assign
from consolidate.engine.options import Control, Options, Progress
from consolidate.engine.state import Network, State
from consolidate.formulation.formulate import Level, Model, with_costs
from consolidate.formulation.objective import Costs, costs, id_order
from consolidate.program.program import Floats, Ints, Program, Rows, sum_by, with_row

_TOLERANCE = 1e-9  # of the objective: what a tie may cost


@dataclass(frozen=True)
class Answer:
    """The solution of every level of the objective, and the state the last one was turned into."""

    program: Program  # of the last level
    solutions: tuple[Solution, ...]  # by level; the last may be short of optimal
    state: State
    seconds: float
    interrupted: bool

    @property
    def solution(self) -> Solution:
        """The last level's solution."""
        return self.solutions[-1]


@dataclass
class _Stages:
    """Objectives solved one after the other, each holding the ones before at what they reached."""

    options: Options
    control: Control
    began: float
    program: Program
    values: Floats | None = None

    def minimise(self, phase: str, cost: Costs) -> Solution:
        """Solve for one objective, from the point held so far."""
        self.program = with_costs(self.program, cost)
        solution = highs.solve(self.program, self._request(phase))
        if solution.values is not None:
            self.values = solution.values
        return solution

    def hold(self, tolerance: float) -> None:
        """Keep the objective just solved within a share of its value; later objectives choose among what is left."""
        program = self.program
        parts = {name: program.cost[span] for name, span in program.columns.items()}
        terms = {
            name: sum_by(np.zeros(len(part)), np.arange(len(part)), (1, len(part)), part)
            for name, part in parts.items()
            if part.any()
        }
        if terms and self.values is not None:
            value = program.value(self.values)
            limit = value + max(tolerance * abs(value), _TOLERANCE * max(abs(value), 1.0)) - program.offset
            self.program = with_row(program, Rows(f"held_{len(program.constraints)}", terms, upper=limit))

    def hurried(self) -> bool:
        """Whether the user stopped the search, or half of its time is gone: breaking ties takes about as long."""
        limit = self.options.time_limit
        late = limit is not None and time.monotonic() - self.began > limit / 2
        return late or self.control.stop.is_set()

    def _request(self, phase: str) -> Request:
        """Pass the user's limits on, less the time already used."""

        def heard(incumbent: float | None, bound: float | None, _: float) -> None:
            gap = None
            if incumbent is not None and bound is not None:
                gap = abs(incumbent - bound) / max(abs(incumbent), 1e-9)
            self.control.report(Progress(phase, incumbent, bound, gap, time.monotonic() - self.began))

        limit = self.options.time_limit
        left = None if limit is None else max(limit - (time.monotonic() - self.began), 0.0)
        return Request(
            self.options.gap, left, self.options.threads, self.options.seed, self.values, heard, self.control.stop
        )


def solve(model: Model, options: Options, control: Control) -> Answer | Solution:
    """Solve a model; without a plan, the bare solution says why (infeasible or stopped)."""
    stages = _Stages(options, control, time.monotonic(), model.program())
    solutions: list[Solution] = []
    for level in model.levels:
        if solutions:
            stages.hold(model.levels[len(solutions) - 1].tolerance)
        solutions.append(stages.minimise(_phase(level, len(model.levels)), level.costs))
        if solutions[-1].status != "optimal":
            break
    program, values = stages.program, stages.values
    if values is None:
        return solutions[-1]
    if solutions[-1].values is None:
        solutions[-1] = _kept(program, values, interrupted=solutions[-1].interrupted)
    if len(solutions) == len(model.levels) and solutions[-1].status == "optimal":
        values = _break_ties(model, stages)
    control.report(Progress("sending people to their nearest point", elapsed=time.monotonic() - stages.began))
    state = assign(Network(model.layout, followed(model, values[program.columns["y"]])))
    seconds = time.monotonic() - stages.began
    return Answer(program, tuple(solutions), state, seconds, any(solution.interrupted for solution in solutions))


def _phase(level: Level, levels: int) -> str:
    return "searching" if levels == 1 else f"searching: {level.minimise.replace('_', ' ')}"


def _kept(program: Program, values: Floats, *, interrupted: bool) -> Solution:
    """Return the plan of the level before, when a later one was stopped before it had its own."""
    return Solution("feasible", values, program.value(values), -np.inf, interrupted=interrupted)


def followed(model: Model, y: Floats) -> Ints:
    """(O,) the trajectory of each office: the one whose variable is 1, up to the solver's tolerance."""
    office = model.layout.instance.courses.office
    order = np.lexsort((-y, office))
    return order[np.searchsorted(office[order], np.arange(office.max() + 1))]


def _break_ties(model: Model, stages: _Stages) -> Floats:
    """(columns,) among plans as good as the one found, the cheapest; among those, the first in id order."""
    ties = [("ties by id", Costs("", {"y": id_order(model.layout)}))]
    if model.levels[-1].minimise != "cost":
        ties.insert(0, ("ties by cost", costs(model.layout, "cost")))
    for phase, cost in ties:
        if stages.hurried() or not any(part.any() for part in cost.blocks.values()):
            continue
        stages.hold(0.0)
        before = stages.values
        if stages.minimise(phase, cost).status != "optimal":
            stages.values = before
            break
    assert stages.values is not None  # noqa: S101  (ties are broken between plans)
    return stages.values
