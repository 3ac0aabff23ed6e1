"""At least a share of people lives within the limit, in one band or in several."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from consolidate.audit.exact import exact
from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.report import Reading
from consolidate.audit.rules.access import classes, limit_of, listed, ways
from consolidate.audit.rules.measure import Measure, judge
from consolidate.audit.travel import TOLERANCE, nearest
from consolidate.scenario.model import Service
from consolidate.scenario.policy import Band, Coverage


def read(network: Network, rule: Coverage) -> tuple[Reading, Found]:
    """Compare the share of people within the limit with the least share, band by band and class by class."""
    areas = listed(network.facts, rule, None if isinstance(rule.areas, str) else rule.areas)
    measures = [
        share_within(network, rule, band, services, areas, period)
        for services in (classes(network.facts, rule) if areas else ())
        for period in network.held_in(rule.periods)
        for band in rule.limits
    ]
    least = rule.limits[0].share
    return judge(rule, measures, "share", Measure(1.0, least, 1.0 - least))


def share_within(
    network: Network, rule: Coverage, band: Band, services: Sequence[Service], areas: Sequence[int], period: int
) -> Measure:
    """Measure the share of people in scope who live within the limit, by the best weight there if weights count."""
    facts, people = network.facts, network.facts.demand.people[period]
    everybody = sum(people[area] for area in areas)
    best = best_weights(network, rule, band, services[0], period)
    reached = Fraction(sum((people[area] * best[area] for area in areas), Fraction(0)), everybody)
    names = " and ".join(service.id for service in services)
    within = f", within {band.limit_text}" if rule.bands else ""
    where = f"period {facts.calendar.starts[period].year}, service {names}{within}"
    return Measure(float(reached), band.share, float(reached - exact(band.share)), where)


def best_weights(network: Network, rule: Coverage, band: Band, service: Service, period: int) -> list[Fraction]:
    """Return, for every area, the largest weight of a mode within the limit: 1 of any, if weights do not count."""
    facts, presence = network.facts, network.periods[period]
    sites: dict[Fraction, list[int]] = {}
    for (agency, site), _ in sorted(presence.serving.items(), key=lambda item: item[0]):
        for mode in presence.modes(facts, service, site) if agency == service.agency else ():
            weight = exact(mode.weight) if rule.weighted else Fraction(1)
            sites.setdefault(weight, []).append(facts.site_index[site])
    best = [Fraction(0)] * len(facts.areas)
    for weight, there in sorted(sites.items()):
        way = nearest(ways(facts, band), sorted(there))[1]
        for area in np.flatnonzero(way <= limit_of(band) + TOLERANCE).tolist():
            best[area] = weight
    return best
