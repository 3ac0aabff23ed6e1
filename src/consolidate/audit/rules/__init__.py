"""Every rule of the policy under a plan: one reading each, and a violation wherever it is broken."""

from __future__ import annotations

from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.report import Reading
from consolidate.audit.rules import budget, coverage, language, lock, max_travel, site_count
from consolidate.scenario.policy import Budget, Coverage, Language, Lock, MaxTravel, Rule, SiteCount


def read_rule(network: Network, rule: Rule) -> tuple[Reading, Found]:
    """Return how a rule stands under a plan, and what it found broken."""
    match rule:
        case MaxTravel():
            return max_travel.read(network, rule)
        case Coverage():
            return coverage.read(network, rule)
        case Language():
            return language.read(network, rule)
        case SiteCount():
            return site_count.read(network, rule)
        case Lock():
            return lock.read(network, rule)
        case Budget():
            return budget.read(network, rule)
        case _:
            raise NotImplementedError(f"the audit cannot judge {rule.type} yet")
