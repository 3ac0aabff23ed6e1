"""Random rules of every type, their limits near what plans reach, so that they often bind and sometimes cannot hold."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.oracle.brute_force import Course, Oracle
from tests.oracle.random_fairness_rules import (
    draw_fairness_agencies,
    draw_fairness_groups,
    draw_fairness_regions,
    draw_patronage,
)
from tests.oracle.random_more_rules import MORE_MAKERS
from tests.oracle.random_parts import Tree
from tests.oracle.random_reach_rules import (
    draw_bands,
    draw_coverage,
    draw_group_access,
    draw_language,
    draw_max_travel,
    draw_population_base,
)


def draw_kinds(rng: Random, *, full: bool) -> list[str]:
    """Draw types of rules, none to six."""
    if full:
        kinds = [kind for kind in MAKERS if rng.random() < 0.12] + [kind for kind in MORE_MAKERS if rng.random() < 0.4]
        return rng.sample(kinds, min(len(kinds), 5))
    kinds = [kind for kind in MAKERS if rng.random() < 0.3]
    return kinds + [rng.choice(list(MAKERS)) for _ in range(rng.choice((0, 0, 0, 1)))]


def draw_people_kinds(rng: Random, tree: Tree) -> list[str]:
    """Draw types of rules, none to five, mostly those on people."""
    possible = [kind for kind in PEOPLE_MAKERS if is_possible(kind, tree)]
    kinds = rng.sample(possible, min(len(possible), rng.choice((0, 1, 1, 2, 2, 3))))
    kinds += ["patronage"] * ("patronage" in possible and rng.random() < 0.3)
    kinds += [kind for kind in (*MAKERS, *MORE_MAKERS) if rng.random() < 0.06]
    return rng.sample(kinds, min(len(kinds), 5))


def is_possible(kind: str, tree: Tree) -> bool:
    """Whether a scenario has what the rule is about."""
    if kind == "group_access":
        return bool(tree["groups"])
    if kind == "fairness_groups":
        return any(group.get("own_visits") for group in tree["groups"])
    if kind == "patronage":
        limited = any("opening_minutes_per_year" in mode for mode in tree["modes"].values())
        limited |= any("capacity_minutes_per_year" in office for office in tree["offices"])
        return limited and any("staffing" not in agency for agency in tree["agencies"])
    return kind != "fairness_regions" or any("region" in area for area in tree["areas"])


def draw_rule(rng: Random, kind: str, name: str, tree: Tree, oracle: Oracle, ranked: list[Course]) -> Tree:
    """Draw a rule of a type; `ranked` are the plans it should choose from, the best first."""
    if kind in MAKERS:
        drawn = MAKERS[kind](rng, tree, oracle)
    else:
        drawn = (MORE_MAKERS | PEOPLE_MAKERS)[kind](rng, tree, oracle, ranked)
    rule = {"id": name, "type": kind} | drawn
    periods = tree["horizon"]["periods"]
    if rng.random() < 0.2 and "office" not in rule:
        rule["periods"] = sorted(rng.sample(periods, rng.randint(1, len(periods))))
    return rule


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

PEOPLE_MAKERS: dict[str, Callable[[Random, Tree, Oracle, list[Course]], Tree]] = {
    "bands": draw_bands,
    "group_access": draw_group_access,
    "population_base": draw_population_base,
    "patronage": draw_patronage,
    "fairness_regions": draw_fairness_regions,
    "fairness_groups": draw_fairness_groups,
    "fairness_agencies": draw_fairness_agencies,
}
"""By names of their own: some are of one type."""
