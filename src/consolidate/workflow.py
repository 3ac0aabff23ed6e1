"""The one way through the house: a scenario becomes numbers, a program, a solution, a plan, accounts and a result."""

from __future__ import annotations

import time
from dataclasses import replace

from consolidate.accounts.assumptions import assumptions
from consolidate.accounts.cash_rows import cash_rows, entry_rows, lease_rows
from consolidate.accounts.entries import entries
from consolidate.accounts.figures import Account, figures
from consolidate.accounts.hires import staff_notes
from consolidate.accounts.payers import payers, places
from consolidate.accounts.result import Result, SolverRun
from consolidate.accounts.rows import affected, decisions, points
from consolidate.accounts.settle import objective, totals_match
from consolidate.actions.listing import describe
from consolidate.audit.audit import audit
from consolidate.audit.decisions import CHECK as ONE_TRAJECTORY
from consolidate.backends import registry
from consolidate.engine.assign import assign
from consolidate.engine.direct import Answer, solve
from consolidate.engine.options import Control, Options, Progress
from consolidate.errors import CheckFailed, Stopped
from consolidate.explain.conflict import explain
from consolidate.explain.impossible import check_reachable
from consolidate.formulation.formulate import Model, formulate
from consolidate.formulation.layout import Layout
from consolidate.formulation.network import Network, status_quo
from consolidate.instance.instance import build, setting
from consolidate.instance.notes import notes
from consolidate.instance.prices import check_rising
from consolidate.plan.decode import decode, followed_by
from consolidate.plan.model import NOBODY, Decision, Plan
from consolidate.scenario.load import Loaded

_REMEDIES = {
    "time": "give it more time",
    "nodes": "give it more nodes (--node-limit)",
    "memory": "give it more memory (--memory-limit)",
}


def run(loaded: Loaded, options: Options = Options(), control: Control | None = None) -> Result:  # noqa: B008
    """Solve a scenario and account for the plan.

    Raises
    ------
    Infeasible
        No plan can exist; the rules that conflict and their cheapest repair come with it.
    Stopped
        A limit or the user stopped the solver before it had a plan.
    """
    control = control or Control()
    control.report(Progress("reading the scenario as numbers"))
    instance = build(loaded.scenario)
    check_rising(instance)
    control.report(Progress("writing the model"))
    model = formulate(instance)
    check_reachable(model.layout)
    answer = solved(model, options, control)
    control.report(Progress("auditing", elapsed=answer.seconds))
    return result(loaded, model, answer, options)


def solved(model: Model, options: Options, control: Control) -> Answer:
    """Solve a model, or say why it has no plan."""
    began = time.monotonic()
    answer = solve(model, options, control)
    if isinstance(answer, Answer):
        return answer
    if answer.status == "infeasible":
        raise explain(model, options, control, began)
    if answer.limit == "user":
        raise Stopped("Interrupted before any plan was found")
    raise Stopped(f"Stopped before any plan was found; {_REMEDIES.get(answer.limit, _REMEDIES['time'])}")


def result(loaded: Loaded, model: Model, answer: Answer, options: Options, solver: SolverRun | None = None) -> Result:
    """Turn an answer into words, money and a verdict; today goes the same way. ``solver``: who, if none of ours."""
    quo = assign(status_quo(model.layout))
    today, account = Account.of(quo), Account.of(answer.state)
    plan, plan_today = decode(answer.state), decode(quo)
    verdict, settled = audit(loaded.scenario, plan), objective(model, answer, account)
    instance, before, after = model.layout.instance, entries(today), entries(account)
    return Result(
        scenario=loaded.scenario,
        status="optimal" if proven(model, answer) else "feasible",
        objective=settled,
        plan=plan,
        today=plan_today,
        figures=figures(today, account),
        decisions=decisions(today, account, plan),
        points=points(account),
        affected=affected(today, account),
        audit=verdict,
        audit_today=audit(loaded.scenario, plan_today),
        totals_match=totals_match(settled, account, verdict),
        solver=solver or _solver_run(answer, options),
        inputs=loaded.files,
        assumptions=assumptions(loaded.scenario),
        notes=(*notes(instance), *staff_notes(answer.state)),
        interrupted=answer.interrupted,
        cash=cash_rows(instance, before, after),
        leases=lease_rows(account),
        payers=payers(today, account, before, after),
        places=places(today, account, before, after),
        entries=entry_rows(instance, before, after),
    )


def assigned(loaded: Loaded, decisions: tuple[Decision, ...]) -> Plan:
    """Complete decisions made by hand: everybody goes to the nearest point that can serve them, within capacity.

    Raises
    ------
    CheckFailed
        An office cannot do what is decided; no network follows from that.
    """
    plan = Plan(decisions, NOBODY)
    wrong = [each for each in audit(loaded.scenario, plan).violations if each.check == ONE_TRAJECTORY]
    if wrong:
        raise CheckFailed(
            "\n".join(["no network follows from these decisions", *(f"{v.where}: {v.message}" for v in wrong)])
        )
    layout = Layout(build(loaded.scenario))
    return replace(plan, assignment=decode(assign(Network(layout, followed_by(layout, decisions)))).assignment)


def proven(model: Model, answer: Answer) -> bool:
    """Whether every level of the objective was solved to its gap."""
    return len(answer.solutions) == len(model.levels) and answer.solution.status == "optimal"


def _solver_run(answer: Answer, options: Options) -> SolverRun:
    program, ran = answer.program, registry.backend(options.backend, options.solver)
    return SolverRun(
        name=ran.name,
        version=ran.availability().version,
        options={"gap": options.gap, "threads": options.threads, **options.solver_options},
        seed=options.seed,
        seconds=answer.seconds,
        nodes=answer.solution.nodes,
        columns=len(program.cost),
        rows=len(program.row_lower),
        nonzeros=program.matrix.nnz,
    )


def listing(loaded: Loaded) -> tuple[str, ...]:
    """Say which trajectories a scenario's offices have, and why others are not listed."""
    return describe(setting(loaded.scenario))
