"""Which rules cannot all hold, by how much they would have to give way, and that this is enough.

Rules are dropped one by one to find a set that conflicts and in which every rule matters (a deletion filter: Chinneck
and Dravnieks 1991). An elastic program then finds the least relaxation of all rules together, each measured in steps of
its own unit, and the relaxed model is solved again to show that it has a plan.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from consolidate.backends import registry
from consolidate.backends.solution import Solution
from consolidate.engine.direct import request
from consolidate.engine.options import Control, Options, Progress
from consolidate.errors import Conflict, Infeasible, Stopped
from consolidate.formulation.formulate import Model
from consolidate.program.program import Floats, Program, Rows, Variables, assemble, identity

_NAMED = 20
_CORE = {
    "everyone_served": "Everybody with visits is served.",
    "work": "Visits fit into the capacity of the points.",
    "opening": "Visits fit into the opening minutes of the modes.",
    "home_serves": "Points served from elsewhere have a home whose own people serve.",
    "facility_time": "Agencies that share a facility fit into its opening minutes.",
    "floor_area": "Everybody fits into the usable floor area.",
    "one_mode": "An agency serves at a site in one mode.",
    "who_joins_closes": "An agency that serves at a joint point serves nowhere else in its municipality.",
}
_LITTLE = 1e-6
_ROOM = 1e-4  # of a row's step


def explain(model: Model, options: Options, control: Control, began: float) -> Infeasible:
    """Find the conflict of an infeasible model and its cheapest repair, in the time that is left.

    Parameters
    ----------
    began
        When the solve began that showed there is no plan, on the monotonic clock.

    Raises
    ------
    Stopped
        By the user. Where a limit comes first, it is known that there is no plan, and not why.
    """
    try:
        return _explained(_Search(model, options, control, began))
    except Stopped:
        if control.stop.is_set():
            raise
        return Infeasible("There is no plan; a limit came before it was known why (give it more time)")


def _explained(search: _Search) -> Infeasible:
    if not search.feasible(frozenset()):
        return _report(search, "Even without any rule the data allow no plan.", _core_facts(search), core=True)
    conflict = _smallest(search)
    sentences = {rule.id: rule.sentence for rule in search.model.layout.instance.scenario.policy}
    found = tuple(Conflict(rule, sentences[rule]) for rule in conflict)
    names = ", ".join(conflict)
    word = {2: "both"}.get(len(conflict), "all")
    message = f"These rules cannot {word} hold: {names}." if len(conflict) > 1 else f"Rule {names} cannot hold."
    return _report(search, message, found, core=False)


@dataclass(frozen=True)
class _Search:
    """Feasibility questions about one model, within the user's limits."""

    model: Model
    options: Options
    control: Control
    began: float

    def solve(self, program: Program) -> Solution:
        """Solve without a gap to close where nothing is minimised."""
        elapsed = time.monotonic() - self.began
        self.control.report(Progress("explaining why there is no plan", elapsed=elapsed))
        left = None if self.options.time_limit is None else max(self.options.time_limit - elapsed, 0.0)
        asked = replace(request(self.options, left), stop=self.control.stop)
        found = registry.solve(program, asked, self.options.backend, self.options.solver)
        if found.values is None and found.status == "stopped":
            raise Stopped("There is no plan; the explanation was stopped before it was found")
        return found

    def feasible(self, rules: frozenset[str]) -> bool:
        """Whether the core constraints and these rules have a plan."""
        kept = tuple(rows for rows in self.model.constraints if not rows.rule or rows.rule in rules)
        return self.solve(assemble(self.model.variables, kept)).values is not None


def _smallest(search: _Search) -> list[str]:
    """Return rules that conflict, none of which can be left out; later rules are given up first."""
    kept = [rule.id for rule in search.model.layout.instance.scenario.policy]
    for rule in reversed(list(kept)):
        without = [other for other in kept if other != rule]
        if not search.feasible(frozenset(without)):
            kept = without
    return kept


@dataclass(frozen=True)
class _Elastic:
    """A model in which rows may give way at a price, and what gave way."""

    relaxed: tuple[Rows, ...]
    less: dict[str, Floats]  # name of rows -> (n,) how far each fell short of its lower limit, in its unit
    more: dict[str, Floats]  # name of rows -> (n,) how far each went beyond its upper limit


def _elastic(search: _Search, *, core: bool) -> _Elastic | None:
    """Give way as little as possible: rules, or, when ``core``, capacities, modes and being served at all."""
    model = search.model
    soft = [rows for rows in model.constraints if _gives_way(rows, core=core) and rows.count]
    hard = [rows for rows in model.constraints if not _gives_way(rows, core=core) and (not core or not rows.rule)]
    slack, stretched = [], []
    for rows in soft:
        scale = 1.0 / np.maximum(np.broadcast_to(rows.scale, (rows.count,)), _LITTLE)
        low, high = f"less.{rows.name}", f"more.{rows.name}"
        slack += [Variables(low, rows.count, cost=scale), Variables(high, rows.count, cost=scale)]
        terms = {**rows.terms, low: identity(rows.count), high: -identity(rows.count)}
        stretched.append(replace(rows, terms=terms))
    variables = tuple(replace(v, upper=1.0, cost=1.0) if core and v.name == "unserved" else v for v in model.variables)
    program = assemble((*variables, *slack), (*hard, *stretched))
    found = search.solve(program)
    if found.values is None:
        return None
    less = {rows.name: program.part(found.values, f"less.{rows.name}") for rows in soft}
    more = {rows.name: program.part(found.values, f"more.{rows.name}") for rows in soft}
    relaxed = tuple(
        replace(
            rows, lower=rows.lower - _further(rows, less[rows.name]), upper=rows.upper + _further(rows, more[rows.name])
        )
        for rows in soft
    )
    if core:
        less["everyone_served"] = program.part(found.values, "unserved")
    return _Elastic((*hard, *relaxed), less, more)


def _further(rows: Rows, given: Floats) -> Floats:
    """(n,) how far rows move to be solved again: a little farther than they gave, not at all where they did not.

    A bound a millionth beside a whole number, as of all rows at once, makes HiGHS find a feasible program infeasible.
    """
    return np.where(given > _LITTLE, given + _ROOM * np.broadcast_to(rows.scale, (rows.count,)), 0.0)


def _gives_way(rows: Rows, *, core: bool) -> bool:
    return bool(np.any(np.asarray(rows.scale) > 0)) and bool(rows.rule) != core


def _core_facts(search: _Search) -> tuple[Conflict, ...]:
    """Core constraints that can be at fault, with what they say."""
    names = {rows.name for rows in search.model.constraints if rows.count}
    return tuple(Conflict(name, sentence) for name, sentence in _CORE.items() if name in names)


def _report(search: _Search, message: str, conflicts: tuple[Conflict, ...], *, core: bool) -> Infeasible:
    """Add the cheapest repair to a conflict, and show that it repairs."""
    elastic = _elastic(search, core=core)
    if elastic is None:
        return Infeasible(message, conflicts)
    repair = tuple(found for found in _repairs(search.model, elastic) if found.amount > _LITTLE)
    if core:
        wanted = {found.id for found in repair}
        return Infeasible(message, tuple(c for c in conflicts if c.id in wanted) or conflicts, repair)
    repaired = search.solve(assemble(search.model.variables, elastic.relaxed)).values is not None
    return Infeasible(message, conflicts, repair, repaired=repaired)


def _repairs(model: Model, elastic: _Elastic) -> list[Conflict]:
    """Say for each rule how far it has to give way, and where."""
    sentences = {rule.id: rule.sentence for rule in model.layout.instance.scenario.policy} | _CORE
    found = []
    for rows in model.constraints:
        for given, side in ((elastic.less, "less than it asks"), (elastic.more, "more than it allows")):
            far = given.get(rows.name)
            if far is None or not (far > _LITTLE).any():
                continue
            amount, text = _words(rows, far, side)
            found.append(Conflict(rows.rule or rows.name, sentences[rows.rule or rows.name], text, amount))
    return found


def _words(rows: Rows, far: Floats, side: str) -> tuple[float, str]:
    """Return how far rows give way, and say it: how many of them, or by how much at most."""
    where = [int(i) for i in np.argsort(-far, kind="stable") if far[i] > _LITTLE]
    named = _named(rows, where[:_NAMED]) + (f" and {len(where) - _NAMED} more" if len(where) > _NAMED else "")
    if rows.unit in ("areas", "decisions"):
        return (
            float(len(where)),
            f"does not hold in {len(where)} of its {rows.count} cases: {named}"
            if rows.count > 1
            else f"does not hold: {named}",
        )
    amount = float(far.max())
    said = f"{amount:,.0f}" if amount >= 1000 else f"{amount:.6g}"
    return amount, f"{said} {rows.unit or 'of the visits'} {side}: {named}"


def _named(rows: Rows, chosen: list[int]) -> str:
    """Name rows; those of the same services and period together."""
    if rows.telling is None:
        return "; ".join(map(rows.naming, chosen))
    alike: dict[str, list[str]] = {}
    for who, what in map(rows.telling, chosen):
        alike.setdefault(what, []).append(who)
    return "; ".join(f"{', '.join(who)} {what}" for what, who in alike.items())
