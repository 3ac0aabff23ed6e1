"""Small random scenarios in which everything the format knows turns up, with few enough plans to list them all."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from itertools import count
from random import Random

import numpy as np
from tests.oracle.brute_force import Course, Oracle
from tests.oracle.demand import read_ways
from tests.oracle.random_extras import extend
from tests.oracle.random_parts import Tree, chance, draw_scenario, number
from tests.oracle.random_people import add_groups, count_minutes, extend_people
from tests.oracle.random_rules import draw_kinds, draw_people_kinds, draw_rule

from consolidate.scenario.columns import Columns
from consolidate.scenario.model import Scenario

EXTENDED = True
"""Whether about half of all scenarios draw from everything the format knows, not from its core alone."""

WHOLE = 0.5
"""Share of scenarios that draw from what is told of people, too: staff, modes, remote use, groups, and their rules."""

MOST_PLANS = 3000
FEW_PLANS = 12


@dataclass(frozen=True)
class Habits:
    """How rules are drawn: trials until one binds; the chance to keep one that does not, and one that nothing keeps."""

    trials: int
    harmless: float
    impossible: float


CORE, FULL, PEOPLE = Habits(6, 0.2, 0.12), Habits(6, 0.2, 0.04), Habits(12, 0.06, 0.03)


def random_scenario(seed: int, *, extended: bool | None = None, whole: bool | None = None) -> Tree:
    """Draw a scenario as a plain tree, as YAML would hold it; the same for the same seed.

    Most scenarios that have no plan even without rules, or hardly any choice, are drawn again. `extended` is for
    `EXTENDED`; `whole` draws from everything for certain, or not at all from what `WHOLE` adds.
    """
    everything = chance(Random(f"whole {seed}"), WHOLE) if whole is None else whole
    full = everything or ((EXTENDED if extended is None else extended) and chance(Random(f"full {seed}"), 0.5))
    for attempt in count():
        rng = Random(f"{seed}/{attempt}")
        tree = draw_scenario(rng, f"random {seed}")
        if full:
            extend(rng, tree)
        if everything:
            extend_people(rng, tree)
            add_groups(rng, tree, read_ways(scenario_of(tree)))
        oracle = Oracle(scenario_of(tree))
        if oracle.count() > MOST_PLANS or (oracle.count() < FEW_PLANS and chance(rng, 0.9)):
            continue
        if everything:
            count_minutes(rng, tree, oracle)
            oracle = Oracle(scenario_of(tree))
            if oracle.count() > MOST_PLANS:
                continue
        else:
            oracle = limit_capacities(rng, tree, oracle)
        ranked = sorted((course for course in oracle.courses() if not oracle.is_broken(course)), key=oracle.ranks)
        if ranked or chance(rng, 0.02):
            kinds = draw_people_kinds(rng, tree) if everything else draw_kinds(rng, full=full)
            habits = PEOPLE if everything else FULL if full else CORE
            tree["policy"] = bind(rng, tree, oracle, ranked, kinds, habits) if ranked else []
            return tree
    raise AssertionError


def bind(rng: Random, tree: Tree, oracle: Oracle, ranked: list[Course], kinds: list[str], habits: Habits) -> list[Tree]:
    """Draw rules one after the other, most of them such that they bar the best of the plans left and leave one."""
    policy: list[Tree] = []
    for kind in kinds:
        for _ in range(habits.trials):
            rule = draw_rule(rng, kind, f"rule-{len(policy)}", tree, oracle, ranked)
            ruled = oracle.under(scenario_of(tree | {"policy": [rule]}))
            left = [course for course in ranked if not ruled.is_broken(course)]
            if not left and chance(rng, habits.impossible):
                return [*policy, rule]
            binds = left and (
                left[0] != ranked[0] or (kind == "patronage" and ruled.ranks(left[0]) != oracle.ranks(left[0]))
            )
            if left and (binds or chance(rng, habits.harmless)):
                policy, ranked = [*policy, rule], left
                break
    return policy


def scenario_of(tree: Tree) -> Scenario:
    """Build the scenario of a tree by the schema alone, without the loader's cross checks."""
    data = deepcopy(tree)
    for holder, name in ((data["travel"], "matrix"), *((group, "travel") for group in data.get("groups", ()))):
        if name in holder:
            holder[name] = columns_of(holder[name], ("area", "site"), ("minutes", "km"))
    if "visits" in data:
        numbers = ("visits_per_year", "visits_per_1000", "trend_per_year")
        data["visits"] = columns_of(data["visits"], ("area", "service"), numbers)
    return Scenario.model_validate(data, strict=False)


def columns_of(rows: list[Tree], texts: tuple[str, ...], numbers: tuple[str, ...]) -> Columns:
    """Turn rows into columns."""
    return Columns(
        {name: np.array([row.get(name, "") for row in rows], dtype=object) for name in texts},
        {name: np.array([row.get(name, np.nan) for row in rows], dtype=np.float64) for name in numbers},
    )


def limit_capacities(rng: Random, tree: Tree, oracle: Oracle) -> Oracle:
    """Give the offices of some agencies a capacity around what their visits need."""
    for agency in tree["agencies"]:
        mine = [office for office in tree["offices"] if office["agency"] == agency["id"]]
        if not chance(rng, 0.3):
            continue
        need = sum(
            float(max(segment.visits)) * segment.service.minutes_per_visit
            for segment in oracle.segments
            if segment.service.agency == agency["id"]
        )
        for office in mine:
            office["capacity_minutes_per_year"] = number(rng, 0.4 * need, 1.6 * need, -1)
    return (
        Oracle(scenario_of(tree))
        if any("capacity_minutes_per_year" in office for office in tree["offices"])
        else oracle
    )
