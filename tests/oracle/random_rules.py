"""Random rules of every type, their limits near what plans reach, so that they often bind and sometimes cannot hold."""

from __future__ import annotations

import math
from random import Random
from typing import Any

from tests.oracle.brute_force import Course, Oracle
from tests.oracle.random_more_rules import MORE_MAKERS

Tree = dict[str, Any]


def draw_kinds(rng: Random, *, full: bool) -> list[str]:
    """Draw types of rules, none to six."""
    if full:
        kinds = [kind for kind in MAKERS if rng.random() < 0.12] + [kind for kind in MORE_MAKERS if rng.random() < 0.4]
        return rng.sample(kinds, min(len(kinds), 5))
    kinds = [kind for kind in MAKERS if rng.random() < 0.3]
    return kinds + [rng.choice(list(MAKERS)) for _ in range(rng.choice((0, 0, 0, 1)))]


def draw_rule(rng: Random, kind: str, name: str, tree: Tree, oracle: Oracle, ranked: list[Course]) -> Tree:
    """Draw a rule of a type; `ranked` are the plans it should choose from, the best first."""
    drawn = MORE_MAKERS[kind](rng, tree, oracle, ranked) if kind in MORE_MAKERS else MAKERS[kind](rng, tree, oracle)
    rule = {"id": name, "type": kind} | drawn
    periods = tree["horizon"]["periods"]
    if rng.random() < 0.2 and "office" not in rule:
        rule["periods"] = sorted(rng.sample(periods, rng.randint(1, len(periods))))
    return rule


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


def draw_site_count(rng: Random, tree: Tree, _oracle: Oracle) -> Tree:
    of = rng.choice(("sites", "points", "points", "joint_points"))
    rule: Tree = {"of": of} if of != "points" or rng.random() < 0.5 else {}
    most = {"sites": len(tree["sites"]), "points": len(tree["offices"]), "joint_points": 2}[of]
    rule |= rng.choice((
        {"at_least": rng.randint(1, max(1, most - 1))},
        {"at_most": rng.randint(1, max(1, most - 1)) if of != "joint_points" else rng.randint(0, 1)},
        {"exactly": rng.randint(1, max(1, most - 1))},
        {"at_least": 1, "at_most": max(1, most - 1)},
    ))  # fmt: skip
    regions = sorted({area["region"] for area in tree["areas"] if "region" in area})
    if regions and rng.random() < 0.3:
        rule["regions"] = [rng.choice(regions)]
    if rng.random() < 0.25:
        rule["per"] = rng.choice(("region", "agency")) if of != "sites" else "region"
        if "exactly" in rule or rule.get("at_least", 1) > 1:
            rule.pop("exactly", None)
            rule |= {"at_least": rng.randint(0, 1)}
    if of != "sites" and rng.random() < 0.3:
        rule["agencies"] = [rng.choice(tree["agencies"])["id"]]
    return rule


def draw_lock(rng: Random, tree: Tree, _oracle: Oracle) -> Tree:
    office, site = rng.choice(tree["offices"]), rng.choice(tree["sites"])
    if not office.get("exists", True):
        return {"office": office["id"], "not_before": f"{rng.choice(tree['horizon']['periods'])}-01-02"}
    sites = [site["id"] for site in tree["sites"]]
    starts = tree["horizon"]["periods"]
    return rng.choice((
        {"office": office["id"], "must": "stay"},
        {"office": office["id"], "must": "close"},
        {"office": office["id"], "only_to": sorted(rng.sample(sites, rng.randint(0, 2)))},
        {"office": office["id"], "not_before": f"{rng.choice(starts)}-{rng.choice(('01-01', '01-02', '06-30'))}"},
        {"site": office["site"], "must": "stay"},
        {"site": site["id"], "must": "stay"},
        {"site": site["id"], "must": "close", "periods": [starts[-1]]},
    ))  # fmt: skip


def draw_budget(rng: Random, tree: Tree, oracle: Oracle) -> Tree:
    spent = sum(float(rng.choice(listed).one_off) for listed in oracle.listed.values())
    rule: Tree = {"at_most": round(spent * rng.uniform(0.2, 1.1), -1)}
    if rng.random() < 0.5:
        rule["per"] = rng.choice(("total", "period"))
    if rng.random() < 0.3:
        rule["agencies"] = [rng.choice(tree["agencies"])["id"]]
    return rule


MAKERS = {
    "max_travel": draw_max_travel,
    "coverage": draw_coverage,
    "language": draw_language,
    "site_count": draw_site_count,
    "lock": draw_lock,
    "budget": draw_budget,
}
