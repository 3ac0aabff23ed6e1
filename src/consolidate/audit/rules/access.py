"""What all rules about reaching a point share: whom they are about, and how far these have to go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from consolidate.audit.facts import Facts
from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.presence import NOTHING, Need, Presence
from consolidate.audit.report import Reading
from consolidate.audit.rules.measure import Measure, judge
from consolidate.audit.travel import TOLERANCE, Floats, nearest
from consolidate.scenario.model import Service
from consolidate.scenario.policy import AccessRule, GroupAccess, MaxTravel
from consolidate.scenario.rule import Within


@dataclass(frozen=True)
class Who:
    """Whom a rule is about: what they need, and whose ways they go."""

    need: Need = NOTHING
    group: str = ""


EVERYBODY = Who()


@dataclass(frozen=True)
class Situation:
    """One class of services in one period: the way of each area in scope to the nearest point that can serve it."""

    period: int
    areas: tuple[int, ...]  # positions of the areas in scope
    way: Floats  # (len(areas),) minutes or km one way, infinite where there is no point
    where: str


def classes(facts: Facts, rule: AccessRule) -> list[list[Service]]:
    """Return the services in scope by class: those of one agency in the same modes."""
    alike: dict[tuple[str, frozenset[str]], list[Service]] = defaultdict(list)
    for service in facts.services.values():
        of_agency = not rule.agencies or service.agency in rule.agencies
        if of_agency and (not rule.services or service.id in rule.services):
            alike[service.agency, frozenset(service.modes)].append(service)
    return list(alike.values())


def listed(facts: Facts, rule: AccessRule, areas: Sequence[str] | None) -> tuple[int, ...]:
    """Return the positions of the areas with people that are listed (None: all) and not left out."""
    return tuple(
        position
        for position, area in enumerate(facts.areas.values())
        if area.population > 0 and area.id not in rule.except_areas and (areas is None or area.id in areas)
    )


def way_to_point(facts: Facts, rule: Within, presence: Presence, service: Service, who: Who = EVERYBODY) -> Floats:
    """Return the way of every area to the nearest point that can serve somebody, in the rule's measure, (A,)."""
    return nearest(ways(facts, rule, who.group), presence.able(facts, service, who.need))[1]


def ways(facts: Facts, rule: Within, group: str = "") -> Floats:
    """Return the ways of a group in the rule's measure, (A, S)."""
    distances = facts.ways(group)
    return distances.minutes if rule.minutes is not None else distances.km


def limit_of(rule: Within) -> float:
    """Return the limit in the rule's measure."""
    return (rule.minutes if rule.minutes is not None else rule.km) or 0.0


def unit_of(rule: Within) -> str:
    """Return the unit of the rule's measure."""
    return "min" if rule.minutes is not None else "km"


def within(rule: Within, way: float) -> bool:
    """Say whether a way is within the limit, the limit included."""
    return way <= limit_of(rule) + TOLERANCE


def situations(
    network: Network, rule: AccessRule, scope: Callable[[Service], tuple[int, ...]], who: Who = EVERYBODY
) -> list[Situation]:
    """Return every class in every period the rule holds in, with the areas in scope for it."""
    facts, found = network.facts, []
    for services in classes(facts, rule):
        areas = scope(services[0])
        for period in network.held_in(rule.periods):
            way = way_to_point(facts, rule, network.periods[period], services[0], who)
            names = " and ".join(service.id for service in services)
            where = f"period {facts.calendar.starts[period].year}, service {names}"
            found.append(Situation(period, areas, way[list(areas)], where))
    return found


Rule = TypeVar("Rule", MaxTravel, GroupAccess)
Measuring = Callable[[Network, Rule, Situation], Measure]


def judge_ways(
    network: Network, rule: Rule, found: list[Situation], farthest: Measuring[Rule], share_beyond: Measuring[Rule]
) -> tuple[Reading, Found]:
    """Compare the longest way with the limit; where some may live farther, their share with the share allowed."""
    if rule.except_share:
        allowed = Measure(0.0, rule.except_share, rule.except_share)
        return judge(rule, [share_beyond(network, rule, each) for each in found], "share", allowed)
    nobody = Measure(0.0, limit_of(rule), limit_of(rule))
    return judge(rule, [farthest(network, rule, each) for each in found], unit_of(rule), nobody)
