"""The books: the objective from the accounts, from the program and from the solver, and that they agree."""

from __future__ import annotations

import math

import numpy as np

from consolidate.accounts.figures import Account, totals
from consolidate.accounts.result import LevelValue, Objective
from consolidate.audit.report import AuditReport
from consolidate.engine.direct import Answer
from consolidate.formulation.formulate import Model
from consolidate.units import MINUTES_PER_HOUR

_CENT = 0.005
_SOLVER = 1e-6
_PRICED = ("cost.total", "travel.cost", "travel.time_value", "emissions.price")


def objective(model: Model, answer: Answer, account: Account) -> Objective:
    """Recompute the objective from the accounts, and set it beside the program's and the solver's."""
    level = model.levels[len(answer.solutions) - 1]
    value, program = _from_accounts(account, level.minimise), answer.program
    bound = min(answer.solution.bound, value)
    changeable = abs(value - level.costs.constant)
    return Objective(
        minimise=level.minimise,
        unit=level.costs.unit,
        value=value,
        bound=bound,
        gap=_share(value - bound, changeable),
        gap_total=_share(value - bound, abs(value)),
        accounts=value,
        program=program.value(answer.state.values(program)),
        solver=answer.solution.objective,
        levels=_levels(model, answer) if len(model.levels) > 1 else (),
    )


def _levels(model: Model, answer: Answer) -> tuple[LevelValue, ...]:
    """Return what each level reached when it was solved; later ones may have worsened it within its limit."""
    return tuple(
        LevelValue(
            level.minimise,
            level.costs.unit,
            solution.objective,
            solution.bound,
            solution.objective + level.tolerance * abs(solution.objective),
        )
        for level, solution in zip(model.levels, answer.solutions, strict=False)
    )


def _share(part: float, whole: float) -> float:
    """Part of a whole; nothing of nothing is 0."""
    return 0.0 if part <= 0 else part / whole if whole else math.inf


def _from_accounts(account: Account, minimise: str) -> float:
    """Return what a level of the objective is, from the accounts alone."""
    objective = account.state.network.layout.instance.scenario.objective
    if minimise == "weighted":
        weights = objective.weights.model_dump() if objective.weights else {}
        return math.fsum(weight * measured(account, name) for name, weight in weights.items())
    if minimise == "cost" and not objective.priorities:
        values = {name: value for name, _, value in totals(account)}
        return math.fsum(values.get(name, 0.0) for name in _PRICED)
    return measured(account, minimise)


def measured(account: Account, name: str) -> float:
    """Return one measure over the horizon: cost (public money), emissions, travel_km or travel_minutes."""
    if name == "cost":
        return account.money.total()
    if name == "emissions":
        return account.emissions_kg()
    years = account.state.network.layout.instance.calendar.length
    km, hours = (np.array(column) for column in zip(*account.trips.yearly, strict=True))
    return math.fsum(years * km) if name == "travel_km" else math.fsum(years * hours) * MINUTES_PER_HOUR


def totals_match(found: Objective, account: Account, audit: AuditReport) -> bool:
    """Whether accounts, program and audit give the same totals: money to the cent, the rest to 1e-9 of it."""
    values = {name: value for name, _, value in totals(account)}
    pairs = [
        (found.accounts, found.program),
        (found.accounts, audit.totals.objective),
        (values["cost.total"], audit.totals.cost),
        (values["emissions.total"], audit.totals.emissions_kg),
    ]
    return all(abs(a - b) < max(_CENT, 1e-9 * abs(a)) for a, b in pairs)


def solver_agrees(found: Objective) -> bool:
    """Whether the solver's own value is the accounts' to a millionth, or worse (ties only improve)."""
    return found.accounts <= found.solver + _SOLVER * max(abs(found.accounts), 1.0)
