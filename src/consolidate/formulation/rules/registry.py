"""Which file holds which rule type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from consolidate.formulation.layout import Layout
from consolidate.formulation.rules.block import RuleBlock
from consolidate.formulation.rules.budget import budget
from consolidate.formulation.rules.cap import cap
from consolidate.formulation.rules.coverage import coverage
from consolidate.formulation.rules.exit import exit as exit_
from consolidate.formulation.rules.fairness import fairness
from consolidate.formulation.rules.group_access import group_access
from consolidate.formulation.rules.language import language
from consolidate.formulation.rules.lock import lock
from consolidate.formulation.rules.max_travel import max_travel
from consolidate.formulation.rules.pace import pace
from consolidate.formulation.rules.patronage import patronage
from consolidate.formulation.rules.population_base import population_base
from consolidate.formulation.rules.relation import relation
from consolidate.formulation.rules.site_count import site_count
from consolidate.formulation.rules.space_target import space_target
from consolidate.formulation.rules.stability import stability
from consolidate.formulation.rules.staff_relocation import staff_relocation
from consolidate.formulation.rules.utilisation import utilisation

RULES: dict[str, Callable[[Layout, Any], RuleBlock]] = {
    "budget": budget,
    "cap": cap,
    "coverage": coverage,
    "exit": exit_,
    "fairness": fairness,
    "group_access": group_access,
    "language": language,
    "lock": lock,
    "max_travel": max_travel,
    "pace": pace,
    "patronage": patronage,
    "population_base": population_base,
    "relation": relation,
    "site_count": site_count,
    "space_target": space_target,
    "stability": stability,
    "staff_relocation": staff_relocation,
    "utilisation": utilisation,
}
"""Rule type to the function that writes its rows."""
