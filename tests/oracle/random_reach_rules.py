"""Random rules on how far people have to go, their limits at distances that there are."""

from __future__ import annotations

import math
from random import Random

from tests.oracle.brute_force import Course, Oracle
from tests.oracle.random_parts import Tree


def draw_reach(rng: Random, tree: Tree, oracle: Oracle, low: float) -> Tree:
    """Draw a limit at a distance between areas and sites, from the share `low` of them on, and what it is about."""
    key = rng.choice(("minutes", "km"))
    distances = sorted(oracle.ways.minutes.values() if key == "minutes" else oracle.ways.km.values())
    distance = distances[min(int(rng.uniform(low, 1) * len(distances)), len(distances) - 1)]
    exact_tie = "matrix" in tree["travel"] and "estimate" not in tree["travel"]
    rule: Tree = {key: float(distance) if exact_tie else math.ceil(distance * 10 + 1) / 10}
    if rng.random() < 0.25:
        rule["services"] = [rng.choice(tree["services"])["id"]]
    elif rng.random() < 0.15:
        rule["agencies"] = [rng.choice(tree["agencies"])["id"]]
    if rng.random() < 0.15:
        rule["except_areas"] = [rng.choice(tree["areas"])["id"]]
    return rule


def some_areas(rng: Random, tree: Tree) -> list[str]:
    ids = [area["id"] for area in tree["areas"]]
    return sorted(rng.sample(ids, rng.randint(1, len(ids))))


def draw_max_travel(rng: Random, tree: Tree, oracle: Oracle) -> Tree:
    rule = draw_reach(rng, tree, oracle, 0.2)
    areas = rng.choice((None, "all", "reached_today", "reached_today", some_areas(rng, tree)))
    if areas is not None:
        rule["areas"] = areas
    if rng.random() < 0.5:
        rule["except_share"] = rng.choice((0.05, 0.2, 0.35))
    return rule


def draw_coverage(rng: Random, tree: Tree, oracle: Oracle) -> Tree:
    rule = draw_reach(rng, tree, oracle, 0.1) | {"share": rng.choice((0.3, 0.5, 0.7, 0.9, 1.0))}
    if rng.random() < 0.25:
        rule["areas"] = some_areas(rng, tree)
    return rule


def draw_language(rng: Random, tree: Tree, oracle: Oracle) -> Tree:
    areas = rng.choice((
        None, "statutory", "statutory", some_areas(rng, tree)[:2],
        {"at_least": rng.choice((100, 500))}, {"share": rng.choice((0.1, 0.3))}, {"at_least": 800, "share": 0.25},
    ))  # fmt: skip
    return draw_reach(rng, tree, oracle, 0.3) | {"language": "sv"} | ({} if areas is None else {"areas": areas})


def draw_bands(rng: Random, tree: Tree, oracle: Oracle, _ranked: list[Course]) -> Tree:
    """One limit or several, by weight of the modes or not."""
    rule = {"type": "coverage"} | draw_coverage(rng, tree, oracle)
    if rng.random() < 0.7:
        rule["weighted"] = True
    if rng.random() < 0.7:
        first = {key: rule.pop(key) for key in ("minutes", "km", "share") if key in rule}
        near, far = draw_reach(rng, tree, oracle, 0.1), draw_reach(rng, tree, oracle, 0.5)
        bands = [first, *({key: way[key] for key in ("minutes", "km") if key in way} for way in (near, far))]
        for band in bands[1:]:
            band["share"] = rng.choice((0.2, 0.5, 0.8))
        different = {(band.get("minutes"), band.get("km")): band for band in reversed(bands)}
        rule["bands"] = list(different.values())[: rng.randint(1, 3)]
    return rule


def draw_group_access(rng: Random, tree: Tree, oracle: Oracle, _ranked: list[Course]) -> Tree:
    rule = draw_reach(rng, tree, oracle, 0.3) | {"group": rng.choice(tree["groups"])["id"]}
    if rng.random() < 0.5:
        rule["except_share"] = rng.choice((0.05, 0.2, 0.5))
    if rng.random() < 0.4:
        rule["days_per_week"] = rng.choice((1, 2.5, 5))
    return rule


def draw_population_base(rng: Random, tree: Tree, oracle: Oracle, _ranked: list[Course]) -> Tree:
    reach = draw_reach(rng, tree, oracle, 0.0)
    people = sum(area["population"] for area in tree["areas"])
    rule = {key: reach[key] for key in ("minutes", "km") if key in reach}
    rule["at_least"] = round(people * rng.uniform(0.2, 0.9), -1)
    if rng.random() < 0.3:
        rule["except_sites"] = [rng.choice(tree["sites"])["id"]]
    return rule
