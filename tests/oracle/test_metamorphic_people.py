"""The model behaves where it counts people: what is known of the best value when a scenario changes in a known way."""

from functools import cache

import pytest
from tests.oracle import metamorphic_people as change
from tests.oracle.metamorphic import first_level_only
from tests.oracle.random_parts import Tree
from tests.oracle.random_scenarios import random_scenario
from tests.oracle.test_metamorphic import Solve, by_oracle, by_pipeline, close_to, no_more_than

drawn = cache(random_scenario)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "number" in metafunc.fixturenames:
        metafunc.parametrize("number", range(200 if metafunc.config.option.long else 3))


@pytest.fixture(params=[by_oracle, by_pipeline], ids=["oracle", "pipeline"])
def solve(request: pytest.FixtureRequest) -> Solve:
    return request.param


@pytest.fixture
def tree(number: int, random_seed: int) -> Tree:
    return drawn(random_seed + number, whole=True)


def test_dearer_hires_never_cost_less(tree: Tree, solve: Solve) -> None:
    """Where whoever is hired costs more, no plan gets better."""
    tree = first_level_only(change.policy_without(tree, "fairness"))  # today's hires, too, get dearer
    assert no_more_than(solve(tree)[0], solve(change.dearer_hires(tree))[0])


def test_free_hires_only_keep_visits_to_the_nearest(tree: Tree, solve: Solve) -> None:
    """Where hires cost nothing and nobody leaves, to count minutes only sends visits to the nearest."""
    free = change.free_hires(tree)
    assert solve(free) == close_to(solve(change.patronage_for_staffing(free)))


def test_a_facility_that_is_free_and_never_full_changes_nothing(tree: Tree, solve: Solve) -> None:
    """A mode that needs a facility without cost, area or limit is one that needs none."""
    assert solve(change.free_facilities(tree)) == close_to(solve(tree))


def test_remote_use_of_no_visits_is_none(tree: Tree, solve: Solve) -> None:
    """Remote use of a share of 0, with support for a share of 0, is no remote use."""
    assert solve(change.remote_for_nobody(tree)) == close_to(solve(change.no_remote_use(tree)))


def test_support_everywhere_is_remote_use(tree: Tree, solve: Solve) -> None:
    """Visits that any office saves, however far, are as if done without coming; nobody is counted twice."""
    if tree["travel"].get("missing") == "unreachable":
        pytest.skip("some offices are out of reach")
    tree = change.policy_without(tree, "fairness")  # compares with visits that are made today
    assert solve(change.support_everywhere(tree)) == close_to(solve(change.as_much_without_coming(tree)))


def test_a_table_of_everybodys_ways_changes_nothing(tree: Tree, solve: Solve) -> None:
    """A group with a table of its own that says how everybody travels goes where it went without it."""
    assert solve(change.same_ways(tree)) == close_to(solve(tree))


def test_without_steps_nobody_minds_them(tree: Tree, solve: Solve) -> None:
    """Where all sites are step-free, people who need that are served like everybody."""
    free = change.steps_nowhere(tree)
    assert solve(free) == close_to(solve(change.steps_for_nobody(free)))


def test_equal_weights_are_none(tree: Tree, solve: Solve) -> None:
    """Where all modes weigh one, coverage by weight is coverage."""
    equal = change.one_weight(tree)
    assert solve(equal) == close_to(solve(change.no_weights(equal)))


def test_more_to_choose_from_never_worsens(tree: Tree, solve: Solve) -> None:
    """Conversions, back offices that stay, and dismissals never make the best plan worse."""
    tree = first_level_only(change.policy_without(tree, "stability"))
    assert no_more_than(solve(tree)[0], solve(change.fewer_choices(tree))[0])
