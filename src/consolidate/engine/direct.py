"""The direct way: the whole program to a solver, level by level, then ties, then people to their points."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from consolidate.backends import registry
from consolidate.backends.solution import Request, Solution
from consolidate.engine.assign import assign
from consolidate.engine.options import Control, Options, Progress
from consolidate.engine.state import State
from consolidate.formulation.formulate import Level, Model, with_costs
from consolidate.formulation.network import Network
from consolidate.formulation.objective import Costs, costs, id_order, ways
from consolidate.instance.prices import travel_prices
from consolidate.program.program import Floats, Ints, Program, Rows, sum_by, with_cost, with_row

_TIE = 1e-9  # of an objective: what a tie may cost
_HELD = 1e-7  # of an objective: what later ones may use of it, as a solver's tolerances
_ROOM = 1e-6  # of an objective, or of its largest price: given to a solver first, as presolve loses plans with less


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


class _Held(NamedTuple):
    """An objective that later ones may not worsen, and the row that holds it."""

    cost: Floats
    row: int
    limit: float  # most that a later objective's solution may make of it
    tie: float  # most that a plan may make of it


@dataclass
class _Stages:
    """Objectives solved one after the other, each holding the ones before at what they reached."""

    options: Options
    control: Control
    began: float
    program: Program
    values: Floats | None = None
    held: list[_Held] = field(default_factory=list)

    def minimise(self, phase: str, cost: Costs) -> Solution:
        """Solve for one objective, from the point held so far."""
        self.program = with_costs(self.program, cost)
        solution = self._solve(self.program, phase)
        if solution.values is not None and any(self._value(h.cost, solution.values) > h.limit for h in self.held):
            solution = self._solve(self.narrow(), phase)
        if solution.values is not None:
            self.values = solution.values
        return solution

    def narrow(self) -> Program:
        """Return the program without the room beyond what objectives held may be worsened by."""
        upper = self.program.row_upper.copy()
        upper[[held.row for held in self.held]] = [held.limit for held in self.held]
        return replace(self.program, row_upper=upper)

    def _solve(self, program: Program, phase: str) -> Solution:
        return registry.solve(program, self._request(phase), self.options.backend, self.options.solver)

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
            value, size = self._value(program.cost, self.values), max(abs(program.value(self.values)), 1.0)
            limit = value + tolerance * abs(value + program.offset)
            room = _ROOM * max(size, float(np.abs(program.cost).max()))
            self.held.append(_Held(program.cost, len(program.row_upper), limit + _HELD * size, limit + _TIE * size))
            self.program = with_row(program, Rows(f"held_{len(program.constraints)}", terms, upper=limit + room))

    def _value(self, cost: Floats, values: Floats) -> float:
        """Return an objective at a point, its whole numbers rounded."""
        return float(cost @ np.where(self.program.integer, np.round(values), values))

    def keeps(self, state: State, other: State) -> bool:
        """Whether a state is as good as all points before in what they minimised, or at least as another one."""
        mine, theirs = state.values(self.program), other.values(self.program)
        return all(float(h.cost @ mine) <= max(h.tie, float(h.cost @ theirs)) for h in self.held)

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
        return replace(request(self.options, left), start=self.values, heard=heard, stop=self.control.stop)


def request(options: Options, seconds: float | None) -> Request:
    """Ask for what the options say, within the seconds that are left."""
    return Request(
        gap=options.gap,
        time_limit=seconds,
        threads=options.threads,
        seed=options.seed,
        node_limit=options.node_limit,
        memory_limit=options.memory_limit,
        options=options.solver_options,
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
    state = _sent(stages, model, values)
    if len(solutions) == len(model.levels) and solutions[-1].status == "optimal":
        tied = _sent(stages, model, _break_ties(model, stages))
        state = tied if stages.keeps(tied, state) else state  # a tie may not cost more than a billionth
    seconds = time.monotonic() - stages.began
    return Answer(program, tuple(solutions), state, seconds, any(solution.interrupted for solution in solutions))


def _sent(stages: _Stages, model: Model, values: Floats) -> State:
    """Turn a point into a network, and send people to their points."""
    stages.control.report(Progress("sending people to their points", elapsed=time.monotonic() - stages.began))
    network = Network(model.layout, followed(model, values[stages.program.columns["y"]]))
    return assign(network, lambda: _ways_in_program(stages, network))


def _ways_in_program(stages: _Stages, network: Network) -> Floats | None:
    """(E,) shares by arc once the offices have chosen, with every row on them kept; None where none is priced.

    Caps, and levels of the objective held at what they reached, bind people at full points as they bind the plan.
    """
    layout = network.layout
    prices = travel_prices(layout.instance)
    if not prices:
        return None
    stages.hold(0.0)
    program, y = stages.narrow(), stages.program.columns["y"]
    lower, upper = program.lower.copy(), program.upper.copy()
    lower[y] = upper[y] = network.y
    fixed = replace(program, lower=lower, upper=upper, integer=np.zeros_like(program.integer))
    found = registry.solve(with_cost(fixed, {"x": ways(layout, prices[0])}), Request(gap=0.0))
    return None if found.values is None else found.values[program.columns["x"]]


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
