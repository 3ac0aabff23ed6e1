"""The model behaves: what is known to happen to the best value when a scenario changes in a known way.

Every relation is asked of the oracle and, where it is there, of the whole pipeline.
"""

import importlib
import importlib.util
import math
from collections.abc import Callable
from random import Random

import pytest
from tests.oracle import metamorphic
from tests.oracle.brute_force import Best, best_plan
from tests.oracle.random_parts import Tree
from tests.oracle.random_scenarios import random_scenario, scenario_of

from consolidate.engine.options import Options
from consolidate.errors import Infeasible
from consolidate.scenario.load import from_data

Solve = Callable[[Tree], tuple[float, float]]


def by_oracle(tree: Tree) -> tuple[float, float]:
    """Value and cost of the best of all plans; infinite without one."""
    best = best_plan(scenario_of(tree))
    return (math.inf, math.inf) if best is None else (best.value, best.cost)


def by_pipeline(tree: Tree) -> tuple[float, float]:
    """Value and cost of the plan that the pipeline finds; infinite without one."""
    workflow = importlib.import_module("consolidate.workflow")
    try:
        result = workflow.run(from_data(tree), Options(gap=0.0))
    except Infeasible:
        return math.inf, math.inf
    return result.objective.solver, result.audit.totals.cost


@pytest.fixture(scope="module", params=[by_oracle, by_pipeline], ids=["oracle", "pipeline"])
def solve(request: pytest.FixtureRequest) -> Solve:
    if request.param is by_pipeline and importlib.util.find_spec("consolidate.workflow") is None:
        pytest.skip("consolidate.workflow is not written yet")
    return request.param


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "number" in metafunc.fixturenames:
        metafunc.parametrize("number", range(200 if metafunc.config.option.long else 10))


@pytest.fixture
def tree(number: int, random_seed: int) -> Tree:
    return random_scenario(random_seed + number)


def close_to(values: tuple[float, float]) -> object:
    """Equal but for rounding."""
    return pytest.approx(values, rel=1e-5, abs=1e-5)


def no_more_than(value: float, limit: float) -> bool:
    """At most the limit, but for rounding; whatever there is beats no plan at all."""
    return value <= limit or value == pytest.approx(limit, rel=1e-6, abs=1e-6)


def best_of(tree: Tree) -> Best:
    """The oracle's best plan; without one there is nothing to ask."""
    best = best_plan(scenario_of(tree))
    if best is None:
        pytest.skip("no plan to ask for")
    return best


def test_prices_times_ten_cost_ten_times_as_much(tree: Tree, solve: Solve) -> None:
    """Money in another unit changes the cost by that factor, and nothing else."""
    value, cost = solve(tree)
    factor = 10 if metamorphic.last_level(tree) == "cost" else 1
    assert solve(metamorphic.scale_money(tree, 10)) == close_to((value * factor, cost * 10))


def test_names_and_order_do_not_matter(tree: Tree, solve: Solve) -> None:
    """Other names in the same order, and tables in another one, have the same best plan."""
    assert solve(metamorphic.rename(tree, Random(1))) == close_to(solve(tree))


def test_half_areas_make_a_whole(tree: Tree, solve: Solve) -> None:
    """Two halves of an area at the same place are as good as the whole."""
    if any(isinstance(rule.get("areas"), dict) and "at_least" in rule["areas"] for rule in tree["policy"]):
        pytest.skip("a rule counts the speakers of an area")
    assert solve(metamorphic.split_area(tree, 0)) == close_to(solve(tree))


def test_one_more_site_never_worsens(tree: Tree, solve: Solve) -> None:
    """A site more to choose from never makes the best plan worse."""
    tree = metamorphic.first_level_only(tree)
    assert no_more_than(solve(metamorphic.add_far_site(tree))[0], solve(tree)[0])


def test_one_rule_less_never_worsens(tree: Tree, solve: Solve) -> None:
    """Without any one of its rules a scenario has no worse a plan."""
    tree = metamorphic.first_level_only(tree)
    value, _ = solve(tree)
    for number in range(len(tree["policy"])):
        assert no_more_than(solve(metamorphic.without_rule(tree, number))[0], value)


def test_a_rule_that_asks_for_less_never_worsens(tree: Tree, solve: Solve) -> None:
    """With any one of its rules relaxed a scenario has no worse a plan."""
    tree = metamorphic.first_level_only(tree)
    value, _ = solve(tree)
    for number in range(len(tree["policy"])):
        relaxed = metamorphic.relax(tree, number)
        assert relaxed is None or no_more_than(solve(relaxed)[0], value)


def test_asking_for_the_optimum_changes_nothing(tree: Tree, solve: Solve) -> None:
    """Locks that ask of every office what the best plan does leave its value as it is."""
    assert solve(metamorphic.hold(tree, best_of(tree))) == close_to(solve(tree))


def test_the_optimum_as_earlier_plan_is_found_again(tree: Tree, solve: Solve) -> None:
    """Where nothing may differ from the best plan, its value is reached."""
    assert solve(metamorphic.repeat(tree, best_of(tree))) == close_to(solve(tree))


def test_forbidding_what_is_not_used_changes_nothing(tree: Tree, solve: Solve) -> None:
    """Sites that no office moves to in the best plan can be forbidden to them."""
    assert solve(metamorphic.forbid_unused(tree, best_of(tree), Random(1))) == close_to(solve(tree))
