"""Whom a network reaches, and the rules that ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle.demand import Ways, growth
from tests.oracle.exact import Calendar, exact

from consolidate.scenario.model import Area, Group, Scenario, Service
from consolidate.scenario.policy import (
    AccessRule,
    Band,
    Coverage,
    GroupAccess,
    Language,
    MaxTravel,
    PopulationBase,
    Rule,
    Speakers,
)

if TYPE_CHECKING:
    from tests.oracle.network import Network


def points_for(scenario: Scenario, network: Network, service: Service, group: Group | None) -> set[str]:
    """Sites that can serve a service, and a group where one is named."""
    sites = {one.site for one in network.serving_in(service)}
    if group is not None and group.kind == "language":
        return sites & network.speaking(service.agency, group.language)
    if group is not None and group.kind == "step_free":
        return sites & {site.id for site in scenario.sites if site.step_free}
    return sites


def within(ways: Ways, limit: AccessRule | Band | PopulationBase, area: str, site: str) -> bool:
    """Whether a site is within a limit of an area."""
    far, most = (ways.minutes, limit.minutes) if limit.minutes is not None else (ways.km, limit.km)
    return (area, site) in far and far[area, site] <= exact(most)


class Reach:
    """Knows the rules on how far people have to go, and who is asked about."""

    def __init__(
        self, scenario: Scenario, calendar: Calendar, ways: Ways, by_group: dict[str, Ways], today: Network
    ) -> None:
        self.scenario, self.ways, self.by_group, self.today = scenario, ways, by_group, today
        self.growth = [{area.id: growth(area, scenario, years) for area in scenario.areas} for years in calendar.years]
        self.groups = {group.id: group for group in scenario.groups}
        self.days = {name: exact(mode.days_per_week) for name, mode in scenario.modes.items()}
        self.weights = {name: exact(mode.weight) for name, mode in scenario.modes.items()}

    def people(self, area: Area, period: int) -> Fraction:
        return exact(area.population) * self.growth[period][area.id]

    def people_near(self, site: str, rule: PopulationBase, period: int) -> Fraction:
        """People within the rule's limit of a site."""
        near = [area for area in self.scenario.areas if within(self.ways, rule, area.id, site)]
        return sum((self.people(area, period) for area in near), Fraction(0))

    def broken(self, rule: Rule, network: Network, period: int) -> Iterator[str]:
        """Name what a network does not reach and should."""
        if isinstance(rule, MaxTravel):
            yield from self.max_travel(rule, network, period)
        elif isinstance(rule, Coverage):
            yield from self.coverage(rule, network, period)
        elif isinstance(rule, GroupAccess):
            yield from self.group_access(rule, network, period)
        elif isinstance(rule, Language):
            yield from self.language(rule, network)

    def is_near(self, limit: AccessRule | Band, area: Area, sites: set[str]) -> bool:
        """Whether one of the sites is within a limit of the area."""
        return any(within(self.ways, limit, area.id, site) for site in sites)

    def services_of(self, rule: AccessRule) -> list[Service]:
        return [
            service
            for service in self.scenario.services
            if (not rule.services or service.id in rule.services)
            and (not rule.agencies or service.agency in rule.agencies)
        ]

    def inhabited(self, rule: AccessRule, listed: tuple[str, ...] | None) -> list[Area]:
        """Areas with people that a rule lists (None: all) and does not leave out."""
        return [
            area
            for area in self.scenario.areas
            if area.population > 0 and area.id not in rule.except_areas and (listed is None or area.id in listed)
        ]

    def max_travel(self, rule: MaxTravel, network: Network, period: int) -> Iterator[str]:
        for service in self.services_of(rule):
            scope = self.inhabited(rule, None if isinstance(rule.areas, str) else rule.areas)
            if rule.areas == "reached_today":
                served_today = points_for(self.scenario, self.today, service, None)
                scope = [area for area in scope if self.is_near(rule, area, served_today)]
            served = points_for(self.scenario, network, service, None)
            far = [area for area in scope if not self.is_near(rule, area, served)]
            allowed = exact(rule.except_share) * sum(self.people(area, period) for area in scope)
            if sum(self.people(area, period) for area in far) > allowed:
                yield f"{service.id} is far from {', '.join(area.id for area in far)}"

    def coverage(self, rule: Coverage, network: Network, period: int) -> Iterator[str]:
        bands = rule.bands or (Band(minutes=rule.minutes, km=rule.km, share=rule.share),)
        scope = self.inhabited(rule, None if isinstance(rule.areas, str) else rule.areas)
        for service in self.services_of(rule):
            for band in bands:
                near = [self.worth(rule, band, area, service, network) * self.people(area, period) for area in scope]
                if sum(near) < exact(band.share) * sum(self.people(area, period) for area in scope):
                    yield f"{service.id} is near to {float(sum(near))} only, within {band.limit_text}"

    def worth(self, rule: Coverage, band: Band, area: Area, service: Service, network: Network) -> Fraction:
        """How much an area's people count: by the best mode in reach, where modes have weights."""
        modes = {one.mode for one in network.serving_in(service) if within(self.ways, band, area.id, one.site)}
        if not rule.weighted:
            return Fraction(bool(modes))
        return max((self.weights.get(mode, Fraction(1)) for mode in modes), default=Fraction(0))

    def group_access(self, rule: GroupAccess, network: Network, period: int) -> Iterator[str]:
        group, ways, scope = self.groups[rule.group], self.by_group[rule.group], self.inhabited(rule, None)
        size = {area.id: exact(area.people.get(group.id)) * self.growth[period][area.id] for area in scope}
        for service in self.services_of(rule):
            often = {
                one.site
                for one in network.serving_in(service)
                if self.days.get(one.mode, Fraction(5)) >= exact(rule.days_per_week)
            }
            served = often & points_for(self.scenario, network, service, group)
            far = [area.id for area in scope if not any(within(ways, rule, area.id, site) for site in served)]
            if sum(size[area] for area in far) > exact(rule.except_share) * sum(size.values()):
                yield f"{service.id} is far from {group.id} in {', '.join(far)}"

    def language(self, rule: Language, network: Network) -> Iterator[str]:
        for service in self.services_of(rule):
            spoken = network.speaking(service.agency, rule.language)
            served = points_for(self.scenario, network, service, None) & spoken
            for area in self.inhabited(rule, rule.areas if isinstance(rule.areas, tuple) else None):
                meant = isinstance(rule.areas, tuple) or self.has_speakers(rule, area)
                if meant and not self.is_near(rule, area, served):
                    yield f"{service.id} in {rule.language} is far from {area.id}"

    def has_speakers(self, rule: Language, area: Area) -> bool:
        if not isinstance(rule.areas, Speakers):
            return rule.language in area.languages
        groups = [
            group for group in self.scenario.groups if group.kind == "language" and group.language == rule.language
        ]
        speakers = max((exact(area.people.get(group.id)) for group in groups), default=Fraction(0))
        enough = rule.areas.at_least is not None and speakers >= exact(rule.areas.at_least)
        return enough or (rule.areas.share is not None and speakers >= exact(rule.areas.share) * exact(area.population))
