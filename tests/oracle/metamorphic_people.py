"""Changes to what a scenario says of people, modes and remote use, whose effect on the best value is known."""

from __future__ import annotations

from copy import deepcopy

from tests.oracle.demand import read_ways
from tests.oracle.random_parts import Tree
from tests.oracle.random_scenarios import scenario_of

FAR = 1e6


def policy_without(tree: Tree, *types: str) -> Tree:
    """Drop the rules of some types."""
    return tree | {"policy": [rule for rule in tree["policy"] if rule["type"] not in types]}


def dearer_hires(tree: Tree) -> Tree:
    """Whoever is hired costs half as much again."""
    changed = deepcopy(tree)
    for agency in changed["agencies"]:
        if "staffing" in agency:
            agency["staffing"]["hired_wage_per_fte_year"] *= 1.5
    return changed


def free_hires(tree: Tree) -> Tree:
    """Anybody can be hired for nothing, nobody leaves, and nobody is dismissed."""
    changed = deepcopy(tree)
    for agency in changed["agencies"]:
        if "staffing" in agency:
            minutes = agency["staffing"]["minutes_per_fte_year"]
            agency["staffing"] = {"minutes_per_fte_year": minutes, "hired_wage_per_fte_year": 0}
    return changed


def patronage_for_staffing(tree: Tree) -> Tree:
    """Nobody's minutes are counted; visits to who counted them go to the nearest all the same."""
    changed = deepcopy(tree)
    counted = [agency["id"] for agency in changed["agencies"] if agency.pop("staffing", None)]
    if counted:
        changed["policy"].append({"id": "nearest", "type": "patronage", "agencies": counted})
    return changed


def free_facilities(tree: Tree) -> Tree:
    """Every mode that needs nothing at a site needs something that costs nothing and is never full."""
    changed = deepcopy(tree)
    for mode in changed["modes"].values():
        mode.setdefault("shared", {})
    return changed


def remote_for_nobody(tree: Tree) -> Tree:
    """Remote use is told, of no visits: a share of 0, or areas that do not take it up."""
    changed = deepcopy(tree)
    for area in changed["areas"]:
        area["remote_factor"] = 0
    for number, service in enumerate(changed["services"]):
        service["remote"] = {"by_year": {2000: 0.5 * (number % 2)}}
    return changed


def no_remote_use(tree: Tree) -> Tree:
    """Remote use is not told."""
    return tree | {"services": [{key: service[key] for key in service if key != "remote"}
                                for service in tree["services"]]}  # fmt: skip


def support_everywhere(tree: Tree) -> Tree:
    """Every office, whatever its mode and wherever it is, gives support to half of the visits left."""
    changed = no_remote_areas(tree)
    for service in changed["services"]:
        service["remote"] = {"by_year": {2000: 0.2}, "supported_share": 0.5, "support_minutes": FAR,
                             "support_modes": sorted(tree["modes"])}  # fmt: skip
    return changed


def as_much_without_coming(tree: Tree) -> Tree:
    """As many visits are done without coming, whatever the network."""
    changed = no_remote_areas(tree)
    for service in changed["services"]:
        service["remote"] = {"by_year": {2000: 0.6}}
    return changed


def no_remote_areas(tree: Tree) -> Tree:
    """All areas move to remote use alike."""
    changed = deepcopy(tree)
    for area in changed["areas"]:
        area.pop("remote_factor", None)
    return changed


def same_ways(tree: Tree) -> Tree:
    """Every group without a way of its own has a table that says how everybody travels."""
    changed, ways = deepcopy(tree), read_ways(scenario_of(tree))
    table = [{"area": area, "site": site, "minutes": float(far), "km": float(ways.km[area, site])}
             for (area, site), far in ways.minutes.items()]  # fmt: skip
    for group in changed["groups"]:
        group.setdefault("travel", deepcopy(table))
    return changed


def steps_nowhere(tree: Tree) -> Tree:
    """Every site is step-free."""
    return tree | {"sites": [site | {"step_free": True} for site in tree["sites"]]}


def steps_for_nobody(tree: Tree) -> Tree:
    """Nobody minds steps."""
    groups = [group | ({"kind": "other"} if group.get("kind") == "step_free" else {}) for group in tree["groups"]]
    return tree | {"groups": groups}


def one_weight(tree: Tree) -> Tree:
    """All modes weigh the same."""
    changed = deepcopy(tree)
    for mode in changed["modes"].values():
        mode.pop("weight", None)
    return changed


def no_weights(tree: Tree) -> Tree:
    """Coverage does not look at weights."""
    return tree | {"policy": [{key: rule[key] for key in rule if key != "weighted"} for rule in tree["policy"]]}


def fewer_choices(tree: Tree) -> Tree:
    """No office converts, leaves its back office behind, or dismisses anybody."""
    changed = policy_without(deepcopy(tree), "stability")
    for office in changed["offices"]:
        office.pop("convert", None)
        office.pop("back_office_m2", None)
    for agency in changed["agencies"]:
        agency.get("staffing", {}).pop("severance_per_fte", None)
    return changed
