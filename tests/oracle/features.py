"""What a scenario may hold, and the scenario without it: so that it can be asked what a feature decides."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from tests.oracle.brute_force import Best, best_plan
from tests.oracle.random_parts import Tree
from tests.oracle.random_scenarios import scenario_of

KEYS = {
    "sizes": "offices.*.resize",
    "conversions": "offices.*.convert",
    "back office stays": "offices.*.back_office_m2",
    "homes given": "offices.*.home",
    "capacity": "offices.*.capacity_minutes_per_year",
    "breaks of leases": "offices.*.leases.*.breaks",
    "restoration": "offices.*.leases.*.restoration",
    "sale of premises": "offices.*.leases.*.sale_value",
    "premises of the state": "offices.*.leases.*.landlord",
    "limits of area": "sites.*.usable_m2",
    "common area": "sites.*.common_m2",
    "cost of joint points": "sites.*.joint_fixed_per_year",
    "works of joint points": "sites.*.joint_fit_out",
    "step-free sites": "sites.*.step_free",
    "tariff": "sites.*.tariff_per_m2_year",
    "staffing": "agencies.*.staffing",
    "attrition": "agencies.*.staffing.attrition_per_year",
    "hiring": "agencies.*.staffing.hiring_cost_per_fte",
    "severance": "agencies.*.staffing.severance_per_fte",
    "relocation limits": "agencies.*.relocation_minutes",
    "who does the work in a mode": "modes.*.staffing",
    "opening minutes": "modes.*.opening_minutes_per_year",
    "days a week": "modes.*.days_per_week",
    "weights of modes": "modes.*.weight",
    "languages of modes": "modes.*.languages",
    "cost of modes": "modes.*.cost_per_year",
    "works of modes": "modes.*.fit_out",
    "facilities": "modes.*.shared",
    "minutes of facilities": "modes.*.shared.minutes_per_year",
    "remote use": "services.*.remote.by_year",
    "digital support": "services.*.remote.supported_share",
    "remote use by area": "areas.*.remote_factor",
    "own visits of groups": "groups.*.own_visits",
    "own travel of groups": "groups.*.travel",
    "desks": "factors.desk_area",
    "commuting": "factors.commuting_days",
    "state's viewpoint": "objective.viewpoint",
    "weighted coverage": "policy.*.weighted",
}
"""Features that are left out with a key, wherever it stands; '*' is every row of a table."""


def drawn_in(tree: Tree) -> list[str]:
    """Name the features that a scenario holds."""
    keys = [feature for feature, path in KEYS.items() if holds(tree, path.split("."))]
    points = ["possible points"] * any(not office.get("exists", True) for office in tree["offices"])
    return keys + points + sorted({rule_name(rule) for rule in tree["policy"]})


def rule_name(rule: Tree) -> str:
    """A rule by its type; of fairness, for whom."""
    return f"rule: {rule['type']}" + (f" of {rule['of']}" if rule["type"] == "fairness" else "")


def without(tree: Tree, feature: str) -> Tree:
    """Return a scenario without a feature."""
    changed = deepcopy(tree)
    if feature in KEYS:
        drop(changed, KEYS[feature].split("."))
    elif feature == "possible points":
        changed["offices"] = [office for office in changed["offices"] if office.get("exists", True)]
        names = {office["id"] for office in changed["offices"]}
        changed["policy"] = [rule for rule in changed["policy"] if not {*rule.get("together", ())} - names]
    else:
        changed["policy"] = [rule for rule in changed["policy"] if rule_name(rule) != feature]
    return changed


def holds(node: Any, path: list[str]) -> bool:
    """Whether a key is there."""
    first, *rest = path
    below = rows(node) if first == "*" else [node[first]] if first in node else []
    return any(not rest or holds(row, rest) for row in below)


def drop(node: Any, path: list[str]) -> None:
    """Take a key away, wherever it is."""
    first, *rest = path
    if not rest:
        node.pop(first, None)
        return
    for row in rows(node) if first == "*" else [node[first]] if first in node else []:
        drop(row, rest)


def rows(node: Any) -> list[Any]:
    return list(node.values()) if isinstance(node, dict) else node


def is_decisive(tree: Tree, feature: str, best: Best | None) -> bool:
    """Whether the best plan, or what it is worth, is another without a feature."""
    other = best_plan(scenario_of(without(tree, feature)))
    if best is None or other is None:
        return best is not other
    alike = all(abs(a - b) <= 1e-9 * max(1, abs(a)) for a, b in zip(best.levels, other.levels, strict=True))
    return not alike or best.decisions != other.decisions
