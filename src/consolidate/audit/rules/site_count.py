"""How many sites in use, points or joint points there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.presence import Point, Presence
from consolidate.audit.report import Reading
from consolidate.audit.rules.measure import Measure, judge
from consolidate.scenario.policy import SiteCount


def read(network: Network, rule: SiteCount) -> tuple[Reading, Found]:
    """Compare the count with each bound, in every period, region or agency the rule tells apart."""
    measures = []
    for period in network.held_in(rule.periods):
        start = network.facts.calendar.starts[period].year
        counted = things(network, rule, network.periods[period])
        for where, number in counts(network, rule, counted):
            measures += compare(rule, float(number), f"period {start}{where}")
    bound = next(limit for limit in (rule.exactly, rule.at_least, rule.at_most, 0) if limit is not None)
    return judge(rule, measures, "count", Measure(float(bound), float(bound), 0.0))


def things(network: Network, rule: SiteCount, presence: Presence) -> set[Point]:
    """Return what is counted, as agency and site: those that use a site, that serve, or that serve at a joint site."""
    joint = presence.joint(network.facts) if rule.of == "joint_points" else frozenset()
    pairs: Collection[Point] = presence.area if rule.of == "sites" else presence.serving
    return {
        (agency, site)
        for agency, site in pairs
        if (not rule.agencies or agency in rule.agencies)
        and (not rule.regions or network.facts.region(site) in rule.regions)
        and (rule.of != "joint_points" or site in joint)
    }


def counts(network: Network, rule: SiteCount, counted: set[Point]) -> Iterator[tuple[str, int]]:
    """Yield each place to count in and the number there."""
    facts = network.facts
    if rule.per == "region":
        named = {area.region for area in facts.areas.values() if area.region is not None}
        for region in rule.regions or sorted(named):
            yield f", region {region}", number_of(rule, {pair for pair in counted if facts.region(pair[1]) == region})
    elif rule.per == "agency":
        for agency in rule.agencies or sorted(facts.agencies):
            yield f", agency {agency}", number_of(rule, {pair for pair in counted if pair[0] == agency})
    else:
        yield "", number_of(rule, counted)


def number_of(rule: SiteCount, pairs: set[Point]) -> int:
    """Return the number of points, or of different sites."""
    return len(pairs) if rule.of == "points" else len({site for _, site in pairs})


def compare(rule: SiteCount, number: float, where: str) -> list[Measure]:
    """Compare a number with every bound of the rule."""
    found = []
    if rule.exactly is not None:
        found.append(Measure(number, rule.exactly, -abs(number - rule.exactly), where, "exactly"))
    if rule.at_least is not None:
        found.append(Measure(number, rule.at_least, number - rule.at_least, where, "at least"))
    if rule.at_most is not None:
        found.append(Measure(number, rule.at_most, rule.at_most - number, where, "at most"))
    return found
