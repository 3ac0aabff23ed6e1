"""A group has a point within the limit that meets its need, but for a share of it."""

from __future__ import annotations

from fractions import Fraction

from consolidate.audit.demand import people_of_group
from consolidate.audit.exact import exact
from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.presence import Need
from consolidate.audit.report import Reading
from consolidate.audit.rules.access import Situation, Who, judge_ways, limit_of, listed, situations, within
from consolidate.audit.rules.measure import Measure
from consolidate.audit.travel import TOLERANCE
from consolidate.scenario.policy import GroupAccess


def read(network: Network, rule: GroupAccess) -> tuple[Reading, Found]:
    """Compare the longest way of the group with the limit; where some may live farther, their share."""
    facts = network.facts
    areas = tuple(
        area
        for area in listed(facts, rule, None)
        if facts.areas[facts.area_names[area]].people.get(rule.group, 0.0) > 0
    )
    who = Who(Need.of(facts.groups.get(rule.group), rule.days_per_week), rule.group)
    found = situations(network, rule, lambda _: areas, who) if areas else []
    return judge_ways(network, rule, found, farthest, share_beyond)


def farthest(network: Network, rule: GroupAccess, situation: Situation) -> Measure:
    """Measure the longest way of anybody in the group."""
    worst = int(situation.way.argmax())
    way = float(situation.way[worst])
    where = f"{situation.where}, area {network.facts.area_names[situation.areas[worst]]}"
    return Measure(way, limit_of(rule), limit_of(rule) - way, where, near=TOLERANCE)


def share_beyond(network: Network, rule: GroupAccess, situation: Situation) -> Measure:
    """Measure the share of the group that lives beyond the limit."""
    facts = network.facts
    years = facts.calendar.years[situation.period]
    people = [
        people_of_group(facts.scenario, facts.areas[facts.area_names[area]], rule.group, years)
        for area in situation.areas
    ]
    ways = zip(people, situation.way.tolist(), strict=True)
    beyond = sum((each for each, way in ways if not within(rule, way)), Fraction(0)) / sum(people)
    return Measure(float(beyond), rule.except_share, float(exact(rule.except_share) - beyond), situation.where)
