"""At least a share of people lives within the limit."""

from __future__ import annotations

from fractions import Fraction

from consolidate.audit.exact import exact
from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.report import Reading
from consolidate.audit.rules.access import Situation, listed, situations, within
from consolidate.audit.rules.measure import Measure, judge
from consolidate.scenario.policy import Coverage


def read(network: Network, rule: Coverage) -> tuple[Reading, Found]:
    """Compare the share of people within the limit with the least share, class by class."""
    areas = listed(network.facts, rule, None if isinstance(rule.areas, str) else rule.areas)
    found = [share_within(network, rule, each) for each in situations(network, rule, lambda _: areas) if each.areas]
    return judge(rule, found, "share", Measure(1.0, rule.share, 1.0 - rule.share))


def share_within(network: Network, rule: Coverage, situation: Situation) -> Measure:
    """Measure the share of people in scope who live within the limit."""
    people = network.facts.demand.people[situation.period]
    everybody = sum(people[area] for area in situation.areas)
    ways = zip(situation.areas, situation.way.tolist(), strict=True)
    reached = Fraction(sum(people[area] for area, way in ways if within(rule, way)), everybody)
    return Measure(float(reached), rule.share, float(reached - exact(rule.share)), situation.where)
