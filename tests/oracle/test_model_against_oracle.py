"""Optimal means optimal: the whole pipeline against brute force, on small random scenarios."""

from pathlib import Path

import pytest
import yaml
from tests.oracle.brute_force import Best, Oracle, best_plan
from tests.oracle.random_parts import Tree
from tests.oracle.random_scenarios import random_scenario, scenario_of
from tests.oracle.tiny import tiny

from consolidate.accounts.result import Result
from consolidate.engine.options import Options
from consolidate.errors import Infeasible
from consolidate.scenario.load import from_data
from consolidate.workflow import run

TOLERANCE = 1e-6  # relative, and absolute below 1
ROUNDED = 5e-5  # where capacity splits visits: shares are whole millionths, of which few may go the long way
SLACK = 1e-6  # what a solver may let earlier levels of priorities be worse, relative


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "number" in metafunc.fixturenames:
        metafunc.parametrize("number", range(2000 if metafunc.config.option.long else 50))


def test_the_best_of_all_plans_is_found(number: int, random_seed: int, tmp_path: Path) -> None:
    """The pipeline finds what brute force finds: the same status, value and cost, by a plan that breaks nothing."""
    seed = random_seed + number
    tree = random_scenario(seed)
    path = tmp_path / f"random-{seed}.yaml"
    path.write_text(yaml.safe_dump(tree, sort_keys=False), encoding="utf-8")
    best = best_plan(scenario_of(tree))
    differences = differences_from(tree, best)
    assert not differences, f"random_scenario({seed}), written to {path}\noracle: {best}\n" + "\n".join(differences)


@pytest.mark.parametrize(
    ("objective", "policy"),
    [
        pytest.param(
            {"minimise": "travel_minutes"},
            [{"id": "cap", "type": "cap", "of": "travel_km", "at_most": 2640}],
            id="cap",
        ),
        pytest.param(
            {"priorities": [{"minimise": "travel_minutes", "tolerance": 0.1}, {"minimise": "travel_km"}]},
            [],
            id="tolerance",
        ),
        pytest.param(
            {"priorities": [{"minimise": "travel_km"}, {"minimise": "travel_minutes"}]}, [], id="strict priorities"
        ),
    ],
)
def test_full_points_are_shared_between_goals(objective: Tree, policy: list[Tree]) -> None:
    """Where points are full and minutes want another split of visits than km, the plan's own visits keep both goals."""
    ways = {("north", "n"): (1, 1), ("north", "s"): (5, 5), ("south", "n"): (2, 2), ("south", "s"): (7, 5.5)}
    matrix = [{"area": area, "site": site, "minutes": far, "km": km} for (area, site), (far, km) in ways.items()]
    offices = [
        {"id": "on", "agency": "a", "site": "n", "capacity_minutes_per_year": 1000},
        {"id": "os", "agency": "a", "site": "s", "capacity_minutes_per_year": 1500},
    ]
    tree = tiny(travel={"matrix": matrix}, offices=offices, objective=objective, policy=policy)
    result = run(from_data(tree), Options(gap=0.0))
    assert not differences_of(tree, result, best_plan(scenario_of(tree)))


def differences_from(tree: Tree, best: Best | None) -> list[str]:
    """Solve a scenario; say everything in which the result differs from the oracle's best plan."""
    try:
        result = run(from_data(tree), Options(gap=0.0))
    except Infeasible as infeasible:
        return [] if best is None else [f"said to be infeasible ({infeasible})"]
    return differences_of(tree, result, best)


def differences_of(tree: Tree, result: Result, best: Best | None) -> list[str]:
    """Everything in which a result differs from the oracle's best plan."""
    oracle = Oracle(scenario_of(tree))
    try:
        course = oracle.course_of(result.plan.decisions)
    except KeyError as unknown:
        return [f"an office cannot do this: {unknown}"]
    found = [f"the plan breaks {what}" for what in oracle.broken(course)]
    if best is None:
        return [*found, f"no plan is feasible, but this was found: {result.plan.decisions}"]
    rounded = oracle.visits.limited
    compared = [
        ("value of the solver", result.objective.solver, best.value, TOLERANCE),
        ("value", result.objective.value, best.value, ROUNDED if rounded else TOLERANCE),
    ]
    if len(best.levels) > 1:
        return found + worse_than_slack(tree, result, best)
    if result.objective.minimise != "cost":  # ties go to cost; elsewhere the value holds it, with its prices
        compared.append(("cost", result.audit.totals.cost, best.cost, ROUNDED if rounded else TOLERANCE))
    for what, value, wanted, tolerance in compared:
        if value != pytest.approx(wanted, rel=tolerance, abs=tolerance):
            found.append(f"{what} is {value!r}, not {wanted!r}")
    found += [f"the audit says {violation}" for violation in result.audit.violations]
    if found or result.status != "optimal":
        found.append(f"{result.status}: {result.plan.decisions}")
    return found


def worse_than_slack(tree: Tree, result: Result, best: Best) -> list[str]:
    """With priorities the value is the best one, or one between it and the best when earlier levels have some slack."""
    slack = best_plan(scenario_of(tree), SLACK)
    value, most = result.objective.value, max(abs(best.value), 1)
    found = [f"the audit says {violation}" for violation in result.audit.violations]
    if not slack.value - ROUNDED * most <= value <= best.value + ROUNDED * most:
        found.append(f"value is {value!r}, not {best.value!r} (with slack {slack.value!r})")
    if found or result.status != "optimal":
        found.append(f"{result.status}: {result.plan.decisions}")
    return found
