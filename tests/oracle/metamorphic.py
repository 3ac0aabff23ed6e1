"""Changes to a scenario whose effect on the best value is known without knowing the value."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

from tests.oracle.brute_force import Best

Tree = dict[str, Any]

MONEY_KEYS = {
    "rent_per_m2_year",
    "running_per_m2_year",
    "shared_fixed_per_year",
    "fit_out_per_m2",
    "renewal_rent_per_m2_year",
    "break_fee",
    "wage_per_fte_year",
    "running_per_year",
    "carbon_price_per_tonne",
    "value_of_time_per_hour",
    "travel_price_per_km",
    "joint_fixed_per_year",
    "joint_fit_out",
    "restoration",
    "sale_value",
    "works_per_m2",
    "hired_wage_per_fte_year",
    "hiring_cost_per_fte",
    "severance_per_fte",
    "cost_per_year",
    "fit_out",
    "tariff_per_m2_year",
}
MONEY_FACTORS = ("moving", "commuting_cost")


def scale_money(tree: Tree, by: float) -> Tree:
    """Multiply every amount of money; where money is weighed against something else, it weighs so much less."""

    def scaled(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: scaled(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [scaled(inner) for inner in value]
        return value * by if key in MONEY_KEYS else value

    changed = scaled(tree)
    for name in MONEY_FACTORS:
        if name in changed.get("factors", {}):
            changed["factors"][name]["value"] *= by
    for rule in changed["policy"]:
        if rule["type"] == "budget" or rule.get("of") in ("cost", "agencies"):
            rule["at_most"] *= by
    if "cost" in changed["objective"].get("weights", {}):
        changed["objective"]["weights"]["cost"] /= by
    return changed


def last_level(tree: Tree) -> str:
    """What the value of a plan measures."""
    objective = tree["objective"]
    return objective["priorities"][-1]["minimise"] if "priorities" in objective else objective["minimise"]


def first_level_only(tree: Tree) -> Tree:
    """Drop all priorities but the first: only its value can never get worse where more is allowed."""
    objective = tree["objective"]
    if "priorities" not in objective:
        return tree
    return tree | {"objective": objective | {"priorities": objective["priorities"][:1]}}


def tables_of_travel(tree: Tree) -> list[list[Tree]]:
    """Everybody's and the groups' tables of travel."""
    return [tree["travel"].get("matrix", []), *(group.get("travel", []) for group in tree["groups"])]


def rename(tree: Tree, rng: Random) -> Tree:
    """Give every area, site, office, service and agency another name, in the same order, and shuffle all tables."""
    tables = ("areas", "sites", "offices", "services", "agencies", "groups")
    names = {row["id"]: f"{table}.{i:03}" for table in tables
             for i, row in enumerate(sorted(tree[table], key=lambda row: row["id"]))}  # fmt: skip

    def renamed(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {names.get(name, name): renamed(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [renamed(inner, key) for inner in value]
        return names.get(value, value) if isinstance(value, str) else value

    changed = renamed(tree)
    for table in (
        *(changed[table] for table in tables),
        changed.get("visits", []),
        *tables_of_travel(changed),
    ):
        rng.shuffle(table)
    return changed


def split_area(tree: Tree, number: int) -> Tree:
    """Split an area into two halves at the same place; sites stay in the first, which names their municipality."""
    changed = deepcopy(tree)
    whole = changed["areas"][number]
    whole["population"] /= 2
    whole["people"] = {group: people / 2 for group, people in whole.get("people", {}).items()}
    old, new = whole["id"], f"{whole['id']}-half"
    changed["areas"].append(deepcopy(whole) | {"id": new, "municipality": whole.get("municipality", old)})
    for rows in (changed.get("visits", []), *tables_of_travel(changed)):
        halved = [row for row in rows if row.get("area") == old]
        for row in halved:
            if "visits_per_year" in row:
                row["visits_per_year"] /= 2
        rows += [row | {"area": new} for row in halved]
    for rule in changed["policy"]:
        for key in ("areas", "except_areas"):
            if isinstance(rule.get(key), list) and old in rule[key]:
                rule[key].append(new)
        if isinstance(rule.get("areas"), dict) and "at_least" in rule["areas"]:
            raise ValueError("a rule counts the speakers of an area")
    return changed


def add_far_site(tree: Tree) -> Tree:
    """Add a site farther from everything than any other: one more choice, and none less."""
    changed = deepcopy(tree)
    far = {"lat": 70.0, "lon": 27.0} if "estimate" in tree["travel"] else {}
    area = changed["areas"][0]["id"]
    changed["sites"].append({"id": "zz-far", "kind": "agency", "area": area, "rent_per_m2_year": 100} | far)
    changed["travel"].get("matrix", []).extend(
        {"area": area["id"], "site": "zz-far", "minutes": 900, "km": 2000}
        for area in changed["areas"]
        if "estimate" not in tree["travel"]
    )
    return changed


def without_rule(tree: Tree, number: int) -> Tree:
    """Drop a rule."""
    return tree | {"policy": tree["policy"][:number] + tree["policy"][number + 1 :]}


def relax(tree: Tree, number: int) -> Tree | None:
    """Let a rule ask for less; None where it has no limit that could."""
    rule = deepcopy(tree["policy"][number])
    kind = rule["type"]
    if kind in ("pace", "exit", "stability") or (kind == "site_count" and "at_most" in rule):
        rule["at_most"] = rule.get("at_most", 0) + 1
    elif kind in ("cap", "budget"):
        rule["at_most"] = rule["at_most"] * 1.2 + 1
    elif kind == "utilisation":
        rule["at_most"] = min(rule["at_most"] * 1.2, 1)
    elif kind == "space_target":
        rule["m2_per_person"] *= 1.2
    elif kind == "population_base":
        rule["at_least"] /= 2
    elif kind == "fairness":
        rule |= {key: rule[key] * 1.2 + 0.1 for key in ("worse_by", "at_most") if key in rule}
    elif kind == "staff_relocation":
        rule |= {key: more for key, more in (("minutes", 200), ("share", 1)) if key in rule}
    elif kind in ("coverage", "language", "group_access") or (
        kind == "max_travel" and rule.get("areas") != "reached_today"
    ):
        for limit in (rule, *rule.get("bands", ())):
            limit |= {key: limit[key] * 1.2 for key in ("minutes", "km") if key in limit}
    else:
        return None
    return tree | {"policy": [*tree["policy"][:number], rule, *tree["policy"][number + 1 :]]}


def hold(tree: Tree, best: Best) -> Tree:
    """Ask of every office what the best plan does anyway, but for the dates, as far as locks can ask it."""
    locks = []
    for i, one in enumerate(best.decisions):
        if one.action in ("open", "never", "resize", "convert"):
            continue
        what: Tree = {"must": {"keep": "stay", "close": "close"}.get(one.action), "only_to": [one.to_site]}
        what.pop("must" if what["must"] is None else "only_to")
        locks.append({"id": f"hold-{i}", "type": "lock", "office": one.office} | what)
    return tree | {"policy": [*tree["policy"], *locks]}


def repeat(tree: Tree, best: Best) -> Tree:
    """Ask for the best plan itself, as an earlier one from which nothing may differ."""
    plan = []
    for one in best.decisions:
        said: Tree = {"office": one.office, "action": one.action, "to_site": one.to_site, "m2": one.m2,
                      "mode": one.mode}  # fmt: skip
        plan.append(said | ({"date": one.date.isoformat()} if one.date else {}))
    return tree | {"policy": [*tree["policy"], {"id": "repeat", "type": "stability", "at_most": 0, "plan": plan}]}


def forbid_unused(tree: Tree, best: Best, rng: Random) -> Tree:
    """Forbid every office one site that it does not move to in the best plan."""
    exists = {office["id"]: office.get("exists", True) for office in tree["offices"]}
    locks = []
    for i, one in enumerate(best.decisions):
        unused = rng.choice([site["id"] for site in tree["sites"] if site["id"] != one.to_site])
        if exists[one.office]:
            others = [site["id"] for site in tree["sites"] if site["id"] != unused]
            locks.append({"id": f"forbid-{i}", "type": "lock", "office": one.office, "only_to": others})
    return tree | {"policy": [*tree["policy"], *locks]}
