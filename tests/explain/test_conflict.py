"""Why there is no plan: the rules named conflict, none of them needlessly, and the repair repairs."""

import math
import time
from itertools import combinations
from random import Random

import pytest
from tests.formulation.test_drops import BOOTHS, booth, near, office, site
from tests.formulation.tiny import Tree, tiny
from tests.oracle.brute_force import Oracle, best_plan
from tests.oracle.random_more_rules import MORE_MAKERS
from tests.oracle.random_rules import MAKERS, draw_rule
from tests.oracle.random_scenarios import random_scenario, scenario_of

from consolidate import workflow
from consolidate.backends import registry
from consolidate.backends.solution import Request, Solution
from consolidate.engine.options import Control, Options
from consolidate.errors import Infeasible, Stopped
from consolidate.explain.conflict import explain
from consolidate.formulation.formulate import formulate
from consolidate.instance.instance import build
from consolidate.program.program import Program
from consolidate.scenario.load import from_data

Rule = dict[str, object]

# rules that hold together, with today's network, and with each half of the conflicts below
HARMLESS: list[Rule] = [
    {"id": "far", "type": "max_travel", "minutes": 45},
    {"id": "some", "type": "coverage", "minutes": 45, "share": 0.2},
    {"id": "police-stays", "type": "lock", "office": "police-hall", "must": "stay"},
]
CONFLICTS: dict[str, tuple[Rule, Rule]] = {
    "two counts": ({"id": "many", "type": "site_count", "of": "sites", "at_least": 3},
                   {"id": "few", "type": "site_count", "of": "sites", "at_most": 2}),
    "two locks": ({"id": "stay", "type": "lock", "office": "tax-square", "must": "stay"},
                  {"id": "empty", "type": "lock", "site": "square", "must": "close"}),
    "reach and count": ({"id": "near", "type": "max_travel", "minutes": 15, "services": ["card"]},
                        {"id": "one", "type": "site_count", "agencies": ["tax"], "at_most": 1}),
    "share and count": ({"id": "most", "type": "coverage", "minutes": 15, "services": ["card"], "share": 0.9},
                        {"id": "one", "type": "site_count", "agencies": ["tax"], "at_most": 1}),
    "money and lock": ({"id": "thrift", "type": "budget", "at_most": 100},
                       {"id": "empty", "type": "lock", "site": "square", "must": "close"}),
    "language and lock": ({"id": "swedish", "type": "language", "language": "sv", "minutes": 15, "services": ["card"]},
                          {"id": "goes", "type": "lock", "office": "tax-market", "only_to": ["square"]}),
    "base and count": ({"id": "enough", "type": "population_base", "at_least": 1700, "minutes": 15},
                       {"id": "joint", "type": "site_count", "of": "joint_points", "at_least": 1}),
    "group and lock": ({"id": "elderly", "type": "group_access", "group": "old", "minutes": 15, "services": ["card"]},
                       {"id": "empty", "type": "lock", "site": "square", "must": "close"}),
    "fairness and lock": ({"id": "fair", "type": "fairness", "of": "regions", "worse_by": 0.5},
                          {"id": "empty", "type": "lock", "site": "square", "must": "close"}),
    "bands and lock": ({"id": "bands", "type": "coverage", "services": ["card"],
                        "bands": [{"minutes": 15, "share": 0.9}, {"minutes": 45, "share": 1.0}]},
                      {"id": "empty", "type": "lock", "site": "square", "must": "close"}),
}  # fmt: skip
BASE = near(
    factors={"moving": {"value": 500, "unit": "EUR/FTE"}},
    groups=[{"id": "old", "kind": "other"}],
    areas=[{"id": "north", "municipality": "town", "population": 1000, "languages": ["sv"]},
           {"id": "middle", "municipality": "town", "population": 400},
           {"id": "south", "name": "Southern", "region": "lower", "population": 600, "people": {"old": 120}}],
)  # fmt: skip
GOES = {"id": "gone", "type": "lock", "site": "market", "must": "close"}


def conflicting(name: str) -> list[Rule]:
    """Five rules, two of which conflict; one of the two first, one last."""
    first, last = CONFLICTS[name]
    return [first, *HARMLESS, last] if name != "language and lock" else [first, GOES, *HARMLESS, last]


def infeasible(tree: Tree) -> Infeasible:
    with pytest.raises(Infeasible) as raised:
        workflow.run(from_data(tree))
    return raised.value


@pytest.mark.parametrize("name", CONFLICTS)
def test_the_rules_named_are_those_that_conflict(name: str) -> None:
    """Of five rules, just those are named that cannot all hold; without any one of them there is a plan."""
    policy = conflicting(name)
    found = infeasible(BASE | {"policy": policy})
    named = {conflict.id for conflict in found.conflicts}
    assert named == {rule["id"] for rule in policy} - {rule["id"] for rule in HARMLESS}
    assert all(name in str(found) for name in named)
    rules = [rule for rule in policy if rule["id"] in named]
    assert best_plan(scenario_of(BASE | {"policy": rules})) is None
    for rest in combinations(rules, len(rules) - 1):
        assert best_plan(scenario_of(BASE | {"policy": list(rest)})) is not None


def test_the_explanation_has_the_time_that_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions about why there is no plan come out of the same time limit as the search that found none."""
    asked: list[float] = []

    def solved(program: Program, request: Request, *names: str) -> Solution:
        asked.append(request.time_limit)
        return solve(program, request, *names)

    solve = registry.solve
    monkeypatch.setattr(registry, "solve", solved)
    model = formulate(build(from_data(BASE | {"policy": conflicting("two counts")}).scenario))
    found = explain(model, Options(time_limit=1000.0), Control(), time.monotonic() - 400.0)
    assert found.repaired
    assert 0 < max(asked) <= 600


@pytest.mark.parametrize("user", [False, True])
def test_a_limit_before_the_explanation_leaves_that_there_is_no_plan(
    user: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without time to say why, a scenario without a plan is infeasible all the same; a user who stops it is obeyed."""
    monkeypatch.setattr(registry, "solve", lambda *_: Solution("stopped", None, math.inf, -math.inf))
    model = formulate(build(from_data(BASE | {"policy": conflicting("two counts")}).scenario))
    control = Control()
    if user:
        control.stop.set()
        with pytest.raises(Stopped, match="no plan"):
            explain(model, Options(), control, time.monotonic())
    else:
        found = explain(model, Options(), control, time.monotonic())
        assert found.conflicts == ()
        assert "no plan" in str(found)


@pytest.mark.parametrize("name", CONFLICTS)
def test_a_repair_repairs(name: str) -> None:
    """A scenario whose rules give way as the repair says has a plan."""
    policy = conflicting(name)
    found = infeasible(BASE | {"policy": policy})
    assert found.repaired
    given = {conflict.id: conflict.amount for conflict in found.repair}
    relaxed = [gives_way(rule, given[rule["id"]]) if rule["id"] in given else rule for rule in policy]
    assert relaxed != policy
    result = workflow.run(from_data(BASE | {"policy": [rule for rule in relaxed if rule]}))
    assert result.audit.violations == ()


def gives_way(rule: Rule, amount: float) -> Rule | None:
    """Apply a relaxation as a user would; a rule without a limit to move is left out."""
    people = sum(area["population"] for area in BASE["areas"])
    if rule["type"] == "site_count":
        step = math.ceil(amount - 1e-6)
        moved = {"at_least": -step, "at_most": step}
        return rule | {key: rule[key] + move for key, move in moved.items() if key in rule}
    if rule["type"] == "budget":
        return rule | {"at_most": rule["at_most"] + amount}
    if rule["type"] == "coverage":
        return rule | {"share": rule["share"] - amount / people}
    if rule["type"] == "population_base":
        return rule | {"at_least": rule["at_least"] - amount}
    return None


def test_a_repair_of_a_share_says_whom_and_how_many() -> None:
    """What a rule on shares has to give is told in people, at the service and period it happens in."""
    rules = [{"id": "near", "type": "max_travel", "minutes": 15, "services": ["card"], "except_share": 0.295},
             {"id": "one", "type": "lock", "office": "tax-square", "must": "close"},
             {"id": "stay", "type": "lock", "office": "tax-market", "must": "stay"},
             {"id": "still", "type": "lock", "office": "police-hall", "must": "stay"}]  # fmt: skip
    found = infeasible(near(policy=rules))
    (repair,) = found.repair
    assert (repair.id, repair.amount) == ("near", pytest.approx(10))
    assert "10 people more than it allows: card,2025" in repair.relaxation


STUCK = BASE | {
    "agencies": [{"id": name, "move_targets": 0, "relocation_minutes": 0} for name in ("police", "tax")],
    "offices": [office("police-hall"), office("tax-hall")],
}
TOLD: dict[str, tuple[Rule, str]] = {
    "people near": ({"type": "population_base", "at_least": 1700, "minutes": 15},
                    "300 people less than it asks: hall (1,400 people) within 15 minutes, 2025"),
    "a group": ({"type": "group_access", "group": "old", "minutes": 15, "services": ["card"]},
                "does not hold: Southern (120 people) for card, 2025"),
    "areas": ({"type": "max_travel", "minutes": 5, "services": ["card"], "except_areas": ["north"]},
              "does not hold in 2 of its 2 cases: middle (400 people), Southern (600 people) for card, 2025"),
    "bands": ({"type": "coverage", "services": ["card"],
               "bands": [{"minutes": 15, "share": 0.9}, {"minutes": 45, "share": 1.0}]},
              "400 people less than it asks: card,2025"),
}  # fmt: skip
"""A rule that cannot hold where nobody can move, and how far, and for whom, it has to give way."""


@pytest.mark.parametrize("name", TOLD)
def test_a_repair_names_the_areas_and_people_concerned(name: str) -> None:
    """What has to give way is told with the areas or sites, by their names, and the people it concerns."""
    rule, told = TOLD[name]
    (repair,) = infeasible(STUCK | {"policy": [{"id": "rule"} | rule]}).repair
    assert repair.relaxation == told


def test_a_rule_that_no_plan_keeps_is_named_alone() -> None:
    """A single rule that cannot hold is named by itself."""
    found = infeasible(near(policy=[*HARMLESS, {"id": "none", "type": "site_count", "at_most": 0}]))
    assert [conflict.id for conflict in found.conflicts] == ["none"]
    assert str(found) == "Rule none cannot hold."
    assert (found.repair[0].id, found.repaired) == ("none", True)


CORE: dict[str, tuple[str, Tree]] = {
    "capacity": ("work", tiny(
        offices=[office("police-hall"), office("tax-market", capacity_minutes_per_year=9000, sv=True),
                 office("tax-square", capacity_minutes_per_year=9000)])),
    "opening minutes": ("opening", BOOTHS | booth(opening_minutes_per_year=19000)),
    "a facility's minutes": ("facility_time", BOOTHS | booth(
        opening_minutes_per_year=30000, shared={"minutes_per_year": 50000}) | {
            "agencies": [{"id": "police", "move_targets": 0}, {"id": "tax", "move_targets": 0}],
            "offices": [office("police-hall", mode="booth"), office("tax-hall", mode="booth")]}),
    "floor area": ("floor_area", near(
        agencies=[{"id": "police", "move_targets": 0}, {"id": "tax", "move_targets": 0}],
        sites=[site("hall", "north", usable_m2=25), site("market", "middle"), site("square", "south")])),
    "modes": ("one_mode", near(
        agencies=[{"id": "police"}, {"id": "tax", "move_targets": 0, "relocation_minutes": 0}],
        offices=[office("police-hall"), office("tax-market"),
                 office("tax-market") | {"id": "tax-booth", "mode": "booth"}])),
    "joint": ("who_joins_closes", near(
        agencies=[{"id": "police", "move_targets": 0},
                  {"id": "tax", "move_targets": 0, "relocation_minutes": 0}],
        offices=[office("police-hall"), office("tax-hall"), office("tax-market")])),
}  # fmt: skip
"""Data that allow no plan even without rules, and the constraint at fault."""


@pytest.mark.parametrize("case", CORE)
def test_data_that_allow_no_plan_name_what_stands_against_it(case: str) -> None:
    """Where no plan exists even without rules, the constraint at fault is named, and no rule."""
    fault, tree = CORE[case]
    found = infeasible(tree | {"policy": [{"id": "harmless", "type": "site_count", "at_least": 1}]})
    assert "Even without any rule" in str(found)
    assert [conflict.id for conflict in found.conflicts] == [fault]
    assert [conflict.id for conflict in found.repair] == [fault]
    assert found.repair[0].amount > 0


def infeasible_policy(seed: int) -> tuple[Tree, Oracle]:
    """A random scenario to which random rules are added until brute force finds no plan."""
    rng, tree = Random(seed), random_scenario(seed)
    oracle = Oracle(scenario_of(tree))
    left = sorted((course for course in oracle.courses() if not oracle.is_broken(course)), key=oracle.ranks)
    while left:
        kind = rng.choice([*MAKERS, *MORE_MAKERS])
        rule = draw_rule(rng, kind, f"more-{len(tree['policy'])}", tree, oracle, left)
        ruled = oracle.under(scenario_of(tree | {"policy": [rule]}))
        left = [course for course in left if not ruled.is_broken(course)]
        tree["policy"].append(rule)
    return tree, oracle


def has_plan(oracle: Oracle, tree: Tree, policy: list[Rule]) -> bool:
    ruled = oracle.under(scenario_of(tree | {"policy": policy}))
    return any(not ruled.is_broken(course) for course in ruled.courses())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "number" in metafunc.fixturenames:
        metafunc.parametrize("number", range(200 if metafunc.config.option.long else 8))


def test_what_is_named_is_a_smallest_conflict_by_brute_force_too(number: int, random_seed: int) -> None:
    """In random infeasible scenarios, brute force finds no plan for the rules named, and one without any of them."""
    tree, oracle = infeasible_policy(random_seed + number)
    found = infeasible(tree)
    if found.conflicts[0].id not in {rule["id"] for rule in tree["policy"]}:  # the data, or the core constraints
        assert not has_plan(oracle, tree, [])
        return
    named = {conflict.id for conflict in found.conflicts}
    rules = [rule for rule in tree["policy"] if rule["id"] in named]
    assert not has_plan(oracle, tree, rules)
    assert all(has_plan(oracle, tree, [r for r in rules if r is not rule]) for rule in rules)
    assert found.repaired
    assert {conflict.id for conflict in found.repair} <= {rule["id"] for rule in tree["policy"]}
