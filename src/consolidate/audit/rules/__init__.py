"""Every rule of the policy under a plan: one reading each, and a violation wherever it is broken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from consolidate.audit.capacity import Works
from consolidate.audit.entries import Entries
from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.report import Reading
from consolidate.audit.rules import (
    budget,
    cap,
    coverage,
    fairness,
    group_access,
    language,
    lock,
    max_travel,
    pace,
    patronage,
    population_base,
    relation,
    site_count,
    space_target,
    stability,
    staff_relocation,
    utilisation,
)
from consolidate.audit.rules import exit as leaving
from consolidate.audit.totals import Sums
from consolidate.audit.visit_travel import VisitTravel
from consolidate.scenario.policy import Cap, Fairness, Patronage, Rule, Utilisation


@dataclass(frozen=True)
class Evidence:
    """A plan carried out, with everything a rule may be about."""

    network: Network
    entries: Entries
    sums: Sums
    travel: VisitTravel
    works: Works


ABOUT_THE_NETWORK: Final[dict[str, Callable[[Network, Any], tuple[Reading, Found]]]] = {
    "max_travel": max_travel.read,
    "coverage": coverage.read,
    "group_access": group_access.read,
    "population_base": population_base.read,
    "language": language.read,
    "site_count": site_count.read,
    "lock": lock.read,
    "budget": budget.read,
    "pace": pace.read,
    "staff_relocation": staff_relocation.read,
    "space_target": space_target.read,
    "relation": relation.read,
    "exit": leaving.read,
    "stability": stability.read,
}
"""How rules are read that look at offices and sites alone, by type."""


def read_rule(evidence: Evidence, rule: Rule) -> tuple[Reading, Found]:
    """Return how a rule stands under a plan, and what it found broken."""
    if isinstance(rule, Cap):
        return cap.read(evidence.network, rule, evidence.sums, evidence.travel)
    if isinstance(rule, Utilisation):
        return utilisation.read(evidence.network, rule, evidence.works)
    if isinstance(rule, Patronage):
        return patronage.read(evidence.network, rule, evidence.entries)
    if isinstance(rule, Fairness):
        return fairness.read(evidence.network, rule, evidence.entries)
    return ABOUT_THE_NETWORK[rule.type](evidence.network, rule)
