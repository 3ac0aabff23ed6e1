"""Nobody lives farther than the limit, but for a share of people."""

from __future__ import annotations

from fractions import Fraction

from consolidate.audit.exact import exact
from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.report import Reading
from consolidate.audit.rules.access import Situation, judge_ways, limit_of, listed, situations, way_to_point, within
from consolidate.audit.rules.measure import Measure
from consolidate.audit.travel import TOLERANCE
from consolidate.scenario.model import Service
from consolidate.scenario.policy import MaxTravel


def read(network: Network, rule: MaxTravel) -> tuple[Reading, Found]:
    """Compare the longest way with the limit; where some may live farther, their share with the share allowed."""

    def scope(service: Service) -> tuple[int, ...]:
        areas = listed(network.facts, rule, None if isinstance(rule.areas, str) else rule.areas)
        if rule.areas != "reached_today":
            return areas
        way = way_to_point(network.facts, rule, network.today, service)
        return tuple(area for area in areas if within(rule, way[area]))

    found = [situation for situation in situations(network, rule, scope) if situation.areas]
    return judge_ways(network, rule, found, farthest, share_beyond)


def farthest(network: Network, rule: MaxTravel, situation: Situation) -> Measure:
    """Measure the longest way of anybody in scope."""
    area, way = max(zip(situation.areas, situation.way.tolist(), strict=True), key=lambda pair: (pair[1], -pair[0]))
    too_far = sum(not within(rule, each) for each in situation.way.tolist())
    where = f"{situation.where}, area {network.facts.area_names[area]}"
    return Measure(way, limit_of(rule), limit_of(rule) - way, where, f"{too_far} areas are too far", TOLERANCE)


def share_beyond(network: Network, rule: MaxTravel, situation: Situation) -> Measure:
    """Measure the share of people in scope who live beyond the limit."""
    people = network.facts.demand.people[situation.period]
    everybody = sum(people[area] for area in situation.areas)
    ways = zip(situation.areas, situation.way.tolist(), strict=True)
    beyond = Fraction(sum(people[area] for area, way in ways if not within(rule, way)), everybody)
    slack = exact(rule.except_share) - beyond
    return Measure(float(beyond), rule.except_share, float(slack), situation.where)
