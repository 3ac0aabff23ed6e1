"""Among plans that are equally good the one chosen is the cheapest, then the first by id; and limits hold."""

import threading
from typing import Any

import pytest
from tests.formulation.tiny import Tree, model_of, tiny

from consolidate.backends.solution import Solution
from consolidate.engine.direct import Answer, solve
from consolidate.engine.options import Control, Options, Progress
from consolidate.plan.decode import decode
from consolidate.plan.model import Decision

MINUTES = {("here", "a-house"): 1, ("here", "b-house"): 1, ("there", "a-house"): 9, ("there", "b-house"): 9}


def twins(names: str = "ab", rents: tuple[float, float] = (100, 100), **tables: Any) -> Tree:
    """Two offices in one place that differ in nothing but their names (and the rent they pay, if it is given)."""
    return tiny(**{
        "horizon": {"periods": [2025, 2027], "end": 2028},
        "agencies": [{"id": "tax"}],
        "services": [{"id": "card", "agency": "tax"}],
        "areas": [{"id": "here", "population": 100}, {"id": "there", "population": 50}],
        "groups": [],
        "visits": [{"service": "card", "visits_per_1000": 1000}],
        "sites": [{"id": f"{x}-house", "area": "here", "rent_per_m2_year": rent, "fit_out_per_m2": 1}
                  for x, rent in zip("ab", rents, strict=True)],
        "offices": [{"id": f"{name}-office", "agency": "tax", "site": f"{x}-house", "floor_m2": 50,
                     "staff": {"customer_service_fte": 1}} for name, x in zip(names, "ab", strict=True)],
        "travel": {"matrix": [{"area": area, "site": site, "minutes": way, "km": way}
                              for (area, site), way in MINUTES.items()]},
        "factors": {},
        "objective": {"minimise": "cost"},
    } | tables)  # fmt: skip


def solved(tree: Tree, options: Options = Options(gap=0.0)) -> Answer:  # noqa: B008
    answer = solve(model_of(tree), options, Control())
    assert isinstance(answer, Answer)
    return answer


def decided(tree: Tree) -> dict[str, Decision]:
    return {decision.office: decision for decision in decode(solved(tree).state).decisions}


@pytest.mark.parametrize("names", ["ab", "ba"])
def test_of_two_identical_offices_the_first_by_id_is_kept(names: str) -> None:
    """Where either of two offices may close, the one whose id comes first stays, wherever it is."""
    decisions = decided(twins(names))
    assert (decisions["a-office"].action, decisions["b-office"].action) == ("keep", "close")


@pytest.mark.parametrize(("farther", "kept"), [(5e-7, "a-office"), (0.0, "b-office")])
def test_a_later_level_uses_no_more_than_a_tie(farther: float, kept: str) -> None:
    """An office half as dear is kept where it is as near as the other, not where it is a two-millionth farther."""
    matrix = [{"area": area, "site": site, "minutes": way * (1 + farther * (site == "b-house")), "km": way}
              for (area, site), way in MINUTES.items()]  # fmt: skip
    goals = {"priorities": [{"minimise": "travel_minutes"}, {"minimise": "cost"}]}
    decisions = decided(twins(rents=(100, 50), travel={"matrix": matrix}, objective=goals))
    assert [name for name, decision in decisions.items() if decision.action == "keep"] == [kept]


def test_what_saves_nothing_is_not_done() -> None:
    """Where all plans cost the same, every office stays as it is."""
    decisions = decided(twins(rents=(0, 0)))
    assert {decision.action for decision in decisions.values()} == {"keep"}


@pytest.mark.parametrize(("rents", "kept"), [((100, 90), "b-office"), ((90, 100), "a-office")])
@pytest.mark.parametrize("minimise", ["travel_km", "travel_minutes", "emissions"])
def test_among_equal_plans_the_cheaper_is_chosen(minimise: str, rents: tuple[float, float], kept: str) -> None:
    """Where all plans have the same travel or emissions, the cheapest of them is taken."""
    emitting = {"car_emissions": {"value": 150, "unit": "g CO2e/km"}}
    decisions = decided(twins(rents=rents, objective={"minimise": minimise}, factors=emitting))
    assert [office for office, decision in decisions.items() if decision.action == "keep"] == [kept]


def test_the_same_scenario_in_another_order_gives_the_same_plan() -> None:
    """The order of rows in a scenario's tables decides nothing."""
    tree = tiny()
    turned = {name: rows[::-1] if isinstance(rows, list) else rows for name, rows in tree.items()}
    assert decode(solved(tree).state).decisions == decode(solved(turned).state).decisions


def test_an_answer_says_what_the_solver_and_the_plan_are_worth() -> None:
    """The program's value at the plan that is returned is the solver's value."""
    answer = solved(tiny())
    assert answer.program.value(answer.state.values(answer.program)) == pytest.approx(answer.solution.objective)
    assert answer.solution.bound <= answer.solution.objective


def test_no_plan_is_a_bare_solution() -> None:
    """Where no plan can exist, or there is no time to find one, the solver's status comes back."""
    impossible = solve(
        model_of(tiny(policy=[{"id": "none", "type": "site_count", "at_most": 0}])), Options(), Control()
    )
    assert isinstance(impossible, Solution)
    assert impossible.status == "infeasible"


def test_a_stop_that_is_set_already_finds_no_plan() -> None:
    """A solve that is stopped before it starts says so."""
    stop = threading.Event()
    stop.set()
    answer = solve(model_of(tiny()), Options(), Control(stop=stop))
    assert isinstance(answer, Solution | Answer)
    assert answer.interrupted


def test_progress_is_told_phase_by_phase() -> None:
    """A solve tells how it goes in words, with elapsed seconds that never fall, and gaps from 0 up."""
    told: list[Progress] = []
    answer = solve(model_of(tiny(objective={"minimise": "travel_km"})), Options(gap=0.0), Control(told.append))
    assert isinstance(answer, Answer)
    assert told
    assert all(progress.phase for progress in told)
    elapsed = [progress.elapsed for progress in told]
    assert elapsed == sorted(elapsed)
    assert all(progress.gap is None or progress.gap >= 0 for progress in told)
