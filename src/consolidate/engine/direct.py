"""The direct way: the whole program to HiGHS, then ties to cost and to id order, then people to their nearest point."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from consolidate.backends import highs
from consolidate.backends.solution import Request, Solution
from consolidate.engine.assign import assign
from consolidate.engine.options import Control, Options, Progress
from consolidate.engine.state import Network, State
from consolidate.formulation.formulate import Model
from consolidate.formulation.objective import Costs, costs, id_order
from consolidate.program.program import Floats, Program, Rows, sum_by, with_cost, with_row

_TOLERANCE = 1e-9  # of the objective: what a tie may cost


@dataclass(frozen=True)
class Answer:
    """The main solution, the state it was turned into, and the program it was found in."""

    program: Program
    solution: Solution
    state: State
    seconds: float
    interrupted: bool


def solve(model: Model, options: Options, control: Control) -> Answer | Solution:
    """Solve a model; without a plan, the bare solution says why (infeasible or stopped)."""
    began = time.monotonic()
    program = model.program()
    solution = highs.solve(program, _request("searching", options, control, began))
    if solution.values is None:
        return solution
    y = solution.values[program.columns["y"]]
    if solution.status == "optimal":
        y = _break_ties(model, program, solution.values, options, control, began)
    control.report(Progress("sending people to their nearest point", elapsed=time.monotonic() - began))
    state = assign(Network(model.layout, followed(model, y)))
    return Answer(program, solution, state, time.monotonic() - began, solution.interrupted)


def followed(model: Model, y: Floats) -> np.ndarray:
    """(O,) the trajectory of each office: the one whose variable is 1, up to the solver's tolerance."""
    office = model.layout.instance.courses.office
    order = np.lexsort((-y, office))
    return order[np.searchsorted(office[order], np.arange(office.max() + 1))]


def _request(phase: str, options: Options, control: Control, began: float, start: Floats | None = None) -> Request:
    """Pass the user's limits on, less the time already used."""

    def heard(incumbent: float | None, bound: float | None, _: float) -> None:
        gap = None
        if incumbent is not None and bound is not None:
            gap = abs(incumbent - bound) / max(abs(incumbent), 1e-9)
        control.report(Progress(phase, incumbent, bound, gap, time.monotonic() - began))

    left = None if options.time_limit is None else max(options.time_limit - (time.monotonic() - began), 0.0)
    return Request(options.gap, left, options.threads, options.seed, start, heard, control.stop)


def _break_ties(
    model: Model, program: Program, best: Floats, options: Options, control: Control, began: float
) -> Floats:
    """(P,) among plans as good as the one found, the cheapest; among those, the first in id order."""
    values, minimise = best, model.layout.instance.scenario.objective.minimise
    columns = program.columns["y"]
    stages: list[tuple[str, dict[str, Floats]]] = [("ties by id", {"y": id_order(model.layout)})]
    if minimise != "cost":
        stages.insert(0, ("ties by cost", _by_block(costs(model.layout, "cost"))))
    for phase, cost in stages:
        if control.stop.is_set() or not any(part.any() for part in cost.values()):
            continue
        program = _held(program, values)
        better = with_cost(program, cost)
        request = _request(phase, options, control, began, start=values)
        found = highs.solve(better, request)
        if found.values is None or found.status != "optimal":
            break
        values, program = found.values, better
    return values[columns]


def _by_block(cost: Costs) -> dict[str, Floats]:
    return {"y": cost.y, "z": cost.z, "x": cost.x}


def _held(program: Program, values: Floats) -> Program:
    """Hold the current objective at its value, so that the next one only breaks its ties."""
    value = float(program.cost @ values)
    parts = {name: program.cost[span] for name, span in program.columns.items()}
    terms = {
        name: sum_by(np.zeros(len(part)), np.arange(len(part)), (1, len(part)), part)
        for name, part in parts.items()
        if part.any()
    }
    if not terms:
        return program
    slack = _TOLERANCE * max(abs(value), 1.0)
    return with_row(program, Rows(f"held_{len(program.constraints)}", terms, upper=value + slack))
