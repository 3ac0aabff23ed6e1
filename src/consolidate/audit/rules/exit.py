"""An agency leaving a municipality."""

from __future__ import annotations

from consolidate.audit.facts import Facts
from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.presence import Presence
from consolidate.audit.report import Reading
from consolidate.audit.rules.measure import Measure, judge
from consolidate.scenario.policy import Exit


def read(network: Network, rule: Exit) -> tuple[Reading, Found]:
    """Count, in every period of the rule, the pairs of agency and municipality served today and then no longer."""
    facts = network.facts
    now = pairs(facts, rule, network.today)
    measures = []
    for period in network.held_in(rule.periods):
        left = sorted(now - pairs(facts, rule, network.periods[period]))
        what = ", ".join(f"{agency} leaves {municipality}" for agency, municipality in left)
        slack = float(rule.at_most - len(left))
        measures.append(
            Measure(float(len(left)), rule.at_most, slack, f"period {facts.calendar.starts[period].year}", what)
        )
    return judge(rule, measures, "municipalities left", Measure(0.0, rule.at_most, rule.at_most))


def pairs(facts: Facts, rule: Exit, presence: Presence) -> set[tuple[str, str]]:
    """Return the pairs in scope of an agency and a municipality it serves in."""
    served = {(agency, facts.municipality(site)) for agency, site in presence.serving}
    return {
        (agency, municipality)
        for agency, municipality in served
        if (not rule.agencies or agency in rule.agencies)
        and (not rule.municipalities or municipality in rule.municipalities)
        and municipality not in rule.except_municipalities
    }
