"""Random rules on who may be sent where, and on who is left worse off than today."""

from __future__ import annotations

from random import Random

from tests.oracle.brute_force import Course, Oracle
from tests.oracle.random_more_rules import between, scope, some
from tests.oracle.random_parts import Tree


def draw_patronage(rng: Random, tree: Tree, _oracle: Oracle, _ranked: list[Course]) -> Tree:
    return scope(rng, tree, 0.5)


def draw_fairness_regions(rng: Random, tree: Tree, _oracle: Oracle, _ranked: list[Course]) -> Tree:
    regions = sorted({area["region"] for area in tree["areas"] if "region" in area})
    return {"type": "fairness", "of": "regions"} | draw_worse_by(rng, regions)


def draw_fairness_groups(rng: Random, tree: Tree, _oracle: Oracle, _ranked: list[Course]) -> Tree:
    groups = [group["id"] for group in tree["groups"] if group.get("own_visits")]
    return {"type": "fairness", "of": "groups"} | draw_worse_by(rng, groups)


def draw_worse_by(rng: Random, names: list[str]) -> Tree:
    only = {"only": [rng.choice(names)]} if rng.random() < 0.3 else {}
    return only | {"worse_by": rng.choice((0, 0.02, 0.1, 0.3, 1))}


def draw_fairness_agencies(rng: Random, tree: Tree, oracle: Oracle, ranked: list[Course]) -> Tree:
    """Limit the agency that pays most more than today in the best plan, or any."""
    today, best = oracle.paid(oracle.today), oracle.paid(ranked[0])
    agency = max(best, key=lambda one: best[one] - today[one])
    if rng.random() < 0.2:
        agency = rng.choice(tree["agencies"])["id"]
    reached = [max(oracle.paid(course)[agency] - today[agency], 0) for course in some(rng, ranked)]
    only = {"only": [agency]} if rng.random() < 0.6 else {}
    return {"type": "fairness", "of": "agencies", "at_most": between(rng, reached, 0)} | only
