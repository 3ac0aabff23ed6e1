"""One period of a plan: who serves where, whom that reaches, and what it breaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from tests.oracle.demand import Ways
from tests.oracle.exact import exact

from consolidate.scenario.model import Area, Office, Scenario, Service
from consolidate.scenario.policy import (
    AccessRule,
    Coverage,
    Exit,
    Language,
    Lock,
    MaxTravel,
    Relation,
    Rule,
    SiteCount,
    SpaceTarget,
    Speakers,
)


@dataclass(frozen=True)
class Network:
    """Offices with the sites they serve at, and the area taken at every site in use, in one period."""

    serving: tuple[tuple[Office, str], ...]
    m2: dict[str, Fraction]  # by site in use
    used_by: frozenset[tuple[str, str]] = frozenset()  # (agency, site): an office is there, or its people have area
    m2_of: dict[str, Fraction] = field(default_factory=dict)  # area taken by an agency's offices and people
    people_of: dict[str, Fraction] = field(default_factory=dict)  # an agency's FTE in service

    def agencies_at(self, site: str) -> set[str]:
        return {office.agency for office, at in self.serving if at == site}

    def points(self) -> set[tuple[str, str]]:
        """(agency, site) pairs that serve."""
        return {(office.agency, site) for office, site in self.serving}

    def points_for(self, service: Service, language: str | None = None) -> set[str]:
        """Sites that can serve a service, in a language if one is named."""
        mine = [(office, site) for office, site in self.serving if office.agency == service.agency]
        sites = {site for office, site in mine if office.mode in service.modes}
        if language is None:
            return sites
        return sites & {site for office, site in mine if speaks(office, language)}


def speaks(office: Office, language: str) -> bool:
    """Whether the office brings people who serve in the language."""
    return office.staff.customer_service_fte > 0 and office.staff.languages.get(language, 0) > 0


class Checker:
    """Knows what a network may not be, and says what is broken."""

    def __init__(self, scenario: Scenario, ways: Ways, people: list[dict[str, Fraction]]) -> None:
        self.scenario, self.ways, self.people = scenario, ways, people
        self.sites = {site.id: site for site in scenario.sites}
        self.areas = {area.id: area for area in scenario.areas}
        self.starts = scenario.horizon.periods
        today = tuple((office, office.site) for office in scenario.offices if office.exists)
        self.today = Network(today, {site: Fraction(0) for _, site in today})
        self.exits_today = {(agency, self.municipality(site)) for agency, site in self.today.points()}

    def broken(self, network: Network, period: int) -> Iterator[str]:
        """Name the constraints and rules that do not hold in a period (capacity and demand aside)."""
        for site, m2 in network.m2.items():
            usable = self.sites[site].usable_m2
            if usable is not None and m2 + exact(self.sites[site].common_m2) > exact(usable):
                yield f"area of {site}"
        for agency, site in sorted(network.points()):
            if len({office.mode for office, at in network.serving if (office.agency, at) == (agency, site)}) > 1:
                yield f"{agency} serves at {site} in two modes"
        yield from self.who_joins_closes(network)
        for rule in self.scenario.policy:
            if not rule.periods or self.starts[period] in rule.periods:
                yield from (f"{rule.id}: {what}" for what in self.rule_broken(rule, network, period))

    def rule_broken(self, rule: Rule, network: Network, period: int) -> Iterator[str]:
        if isinstance(rule, MaxTravel):
            yield from self.max_travel(rule, network, period)
        elif isinstance(rule, Coverage):
            yield from self.coverage(rule, network, period)
        elif isinstance(rule, Language):
            yield from self.language(rule, network, period)
        elif isinstance(rule, SiteCount):
            yield from self.site_count(rule, network)
        elif isinstance(rule, Lock) and rule.site is not None:
            in_use = rule.site in network.m2
            if (rule.must == "stay" and not in_use) or (rule.must == "close" and in_use):
                yield f"site {rule.site}"
        elif isinstance(rule, Relation):
            yield from self.relation(rule, network)
        elif isinstance(rule, Exit):
            yield from self.exit(rule, network)
        elif isinstance(rule, SpaceTarget):
            yield from self.space_target(rule, network)

    # -------------------------------------------------------------------------------------------- premises and places

    def relation(self, rule: Relation, network: Network) -> Iterator[str]:
        if rule.if_open in network.m2 and rule.then_open not in network.m2:
            yield f"{rule.if_open} is in use and {rule.then_open} is not"
        both = [site for site in rule.not_both if site in network.m2]
        if len(both) > 1:
            yield f"{' and '.join(both)} are in use"
        at = {office.id: site for office, site in network.serving}
        places = {at.get(office) for office in rule.together}
        if len(places) > 1:
            yield f"offices {', '.join(rule.together)} are apart"

    def exit(self, rule: Exit, network: Network) -> Iterator[str]:
        left = {
            (agency, town)
            for agency, town in self.exits_today
            if (not rule.agencies or agency in rule.agencies)
            and (not rule.municipalities or town in rule.municipalities)
            and town not in rule.except_municipalities
            and not any(by == agency and self.municipality(site) == town for by, site in network.points())
        }
        if len(left) > rule.at_most:
            yield f"left: {sorted(left)}"

    def space_target(self, rule: SpaceTarget, network: Network) -> Iterator[str]:
        agencies = rule.agencies or tuple(agency.id for agency in self.scenario.agencies)
        m2 = sum((network.m2_of.get(agency, Fraction(0)) for agency in agencies), Fraction(0))
        if not rule.agencies:
            m2 += sum(exact(self.sites[site].common_m2) for site in network.m2)
        people = sum((network.people_of.get(agency, Fraction(0)) for agency in agencies), Fraction(0))
        if m2 > exact(rule.m2_per_person) * people:
            yield f"{float(m2)} m2 for {float(people)} people"

    # ------------------------------------------------------------------------------------------------ joint points

    def municipality(self, site: str) -> str:
        area = self.areas[self.sites[site].area]
        return area.municipality or area.id

    def is_joint(self, network: Network, site: str) -> bool:
        """Two or more parties serve there; a municipality serves at its own sites that are in use."""
        municipal = site in network.m2 and self.sites[site].kind == "municipal"
        return len(network.agencies_at(site)) + municipal >= 2

    def who_joins_closes(self, network: Network) -> Iterator[str]:
        for agency, site in sorted(network.points()):
            for other_agency, other in sorted(network.points()):
                elsewhere = other_agency == agency and other != site
                if elsewhere and self.is_joint(network, site) and self.municipality(site) == self.municipality(other):
                    yield f"{agency} joins at {site} and still serves at {other}"

    # -------------------------------------------------------------------------------------------------- access rules

    def in_reach(self, rule: AccessRule, area: Area, sites: set[str]) -> bool:
        """Whether one of the sites is within the rule's limit of the area."""
        ways, limit = (self.ways.minutes, rule.minutes) if rule.minutes is not None else (self.ways.km, rule.km)
        return any((area.id, site) in ways and ways[area.id, site] <= exact(limit) for site in sites)

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
        people = self.people[period]
        for service in self.services_of(rule):
            scope = self.inhabited(rule, None if isinstance(rule.areas, str) else rule.areas)
            if rule.areas == "reached_today":
                scope = [area for area in scope if self.in_reach(rule, area, self.today.points_for(service))]
            far = [area for area in scope if not self.in_reach(rule, area, network.points_for(service))]
            allowed = exact(rule.except_share) * sum(people[area.id] for area in scope)
            if sum(people[area.id] for area in far) > allowed:
                yield f"{service.id} is far from {', '.join(area.id for area in far)}"

    def coverage(self, rule: Coverage, network: Network, period: int) -> Iterator[str]:
        people = self.people[period]
        for service in self.services_of(rule):
            scope = self.inhabited(rule, None if isinstance(rule.areas, str) else rule.areas)
            near = [area for area in scope if self.in_reach(rule, area, network.points_for(service))]
            needed = exact(rule.share) * sum(people[area.id] for area in scope)
            if sum(people[area.id] for area in near) < needed:
                yield f"{service.id} is near to {', '.join(area.id for area in near) or 'nobody'} only"

    def language(self, rule: Language, network: Network, _period: int) -> Iterator[str]:
        for service in self.services_of(rule):
            for area in self.inhabited(rule, rule.areas if isinstance(rule.areas, tuple) else None):
                meant = isinstance(rule.areas, tuple) or self.has_speakers(rule, area)
                if meant and not self.in_reach(rule, area, network.points_for(service, rule.language)):
                    yield f"{service.id} in {rule.language} is far from {area.id}"

    def has_speakers(self, rule: Language, area: Area) -> bool:
        if not isinstance(rule.areas, Speakers):
            return rule.language in area.languages
        groups = [group for group in self.scenario.groups if group.language == rule.language]
        speakers = max((exact(area.people.get(group.id)) for group in groups), default=Fraction(0))
        enough = rule.areas.at_least is not None and speakers >= exact(rule.areas.at_least)
        return enough or (rule.areas.share is not None and speakers >= exact(rule.areas.share) * exact(area.population))

    # ------------------------------------------------------------------------------------------------- counting rules

    def site_count(self, rule: SiteCount, network: Network) -> Iterator[str]:
        for what, count in self.counts(rule, network).items():
            low = max(rule.at_least or 0, rule.exactly or 0)
            high = min(
                limit
                for limit in (rule.at_most, rule.exactly, len(network.serving) + len(self.sites))
                if limit is not None
            )
            if not low <= count <= high:
                yield f"{count} {rule.of} {what}"

    def counts(self, rule: SiteCount, network: Network) -> dict[str, int]:
        """Count what the rule counts, by what it counts per."""
        region = {site.id: self.areas[site.area].region for site in self.scenario.sites}
        pairs = network.used_by if rule.of == "sites" else network.points()
        pairs = {
            (agency, site)
            for agency, site in pairs
            if (not rule.agencies or agency in rule.agencies)
            and (not rule.regions or region[site] in rule.regions)
            and (rule.of != "joint_points" or self.is_joint(network, site))
        }

        def tally(pairs: set[tuple[str, str]]) -> int:
            return len(pairs if rule.of == "points" else {site for _, site in pairs})

        if rule.per == "region":
            every = rule.regions or {area.region for area in self.scenario.areas if area.region}
            return {one: tally({pair for pair in pairs if region[pair[1]] == one}) for one in every}
        if rule.per == "agency":
            every = rule.agencies or [agency.id for agency in self.scenario.agencies]
            return {one: tally({pair for pair in pairs if pair[0] == one}) for one in every}
        return {"in total": tally(pairs)}
