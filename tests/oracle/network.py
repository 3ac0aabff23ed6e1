"""One period of a plan: who serves where, in which mode, and what that breaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from tests.oracle.exact import exact
from tests.oracle.reach import Reach

from consolidate.scenario.model import Mode, Office, Scenario, Service
from consolidate.scenario.policy import (
    Exit,
    Lock,
    PopulationBase,
    Relation,
    Rule,
    SiteCount,
    SpaceTarget,
)

STAFFED_FROM_HOME = ("visiting", "remote")
USUAL = Mode()


def mode_of(scenario: Scenario, name: str) -> Mode:
    """A mode; one that says nothing of itself is staffed by people who work there."""
    return scenario.modes.get(name, USUAL)


@dataclass(frozen=True)
class Serving:
    """An office while it serves."""

    office: str
    agency: str
    site: str
    mode: str
    languages: frozenset[str]  # that its people or its mode speak
    capacity: Fraction | None  # minutes of visits a year
    home: str | None  # site from which it is staffed, where the mode says so


def serving(
    scenario: Scenario, office: Office, site: str, mode: str, home: str | None, *, with_people: bool
) -> Serving:
    """An office that serves at a site in a mode, with its people or without."""
    spoken = set(mode_of(scenario, mode).languages)
    if with_people and office.staff.customer_service_fte > 0:
        spoken |= {language for language, share in office.staff.languages.items() if share > 0}
    minutes = office.capacity_minutes_per_year
    capacity = None if minutes is None else exact(minutes)
    return Serving(office.id, office.agency, site, mode, frozenset(spoken), capacity, home)


@dataclass(frozen=True)
class Presence:
    """What there is of an office in one period."""

    serves: Serving | None
    takes: tuple[tuple[str, Fraction], ...]  # sites that it, or its people with area of their own, use, and their m2
    people: Fraction  # FTE in service
    minutes: tuple[tuple[str, str, Fraction], ...]  # site, language ('': all), working minutes brought, or (< 0) taken


@dataclass(frozen=True)
class Network:
    """Offices that serve, and the area taken at every site in use, in one period."""

    serving: tuple[Serving, ...]
    takes: dict[tuple[str, str], Fraction] = field(default_factory=dict)  # m2 by (agency, site) in use
    people_of: dict[str, Fraction] = field(default_factory=dict)  # an agency's FTE in service

    @cached_property
    def m2(self) -> dict[str, Fraction]:
        """Area taken, by site in use."""
        return added((site, m2) for (_, site), m2 in self.takes.items())

    @cached_property
    def m2_of(self) -> dict[str, Fraction]:
        """Area taken by an agency's offices and people."""
        return added((agency, m2) for (agency, _), m2 in self.takes.items())

    @cached_property
    def points(self) -> set[tuple[str, str]]:
        """(agency, site) pairs that serve."""
        return {(one.agency, one.site) for one in self.serving}

    def agencies_at(self, site: str) -> set[str]:
        return {agency for agency, at in self.points if at == site}

    def serving_in(self, service: Service) -> Iterator[Serving]:
        """Offices that give a service."""
        return (one for one in self.serving if one.agency == service.agency and one.mode in service.modes)

    def speaking(self, agency: str, language: str) -> set[str]:
        """Sites where an agency can serve in a language, whatever it is."""
        return {one.site for one in self.serving if one.agency == agency and language in one.languages}

    def in_mode(self, modes: Iterable[str]) -> set[str]:
        """Sites where anybody serves in one of these modes."""
        return {one.site for one in self.serving if one.mode in modes}


def added(amounts: Iterable[tuple[str, Fraction]]) -> dict[str, Fraction]:
    """Add up amounts by name."""
    total: dict[str, Fraction] = defaultdict(Fraction)
    for name, amount in amounts:
        total[name] += amount
    return dict(total)


class Checker:
    """Knows what a network may not be, and says what is broken."""

    def __init__(self, scenario: Scenario, reach: Reach) -> None:
        self.scenario, self.reach = scenario, reach
        self.sites = {site.id: site for site in scenario.sites}
        self.areas = {area.id: area for area in scenario.areas}
        self.starts = scenario.horizon.periods
        self.exits_today = {(agency, self.municipality(site)) for agency, site in reach.today.points}

    def broken(self, network: Network, period: int) -> Iterator[str]:
        """Name the constraints and rules that do not hold in a period (what visits need aside)."""
        for site, m2 in network.m2.items():
            usable = self.sites[site].usable_m2
            if usable is not None and m2 + self.common_m2(network, site) > exact(usable):
                yield f"area of {site}"
        for agency, site in sorted(network.points):
            if len({one.mode for one in network.serving if (one.agency, one.site) == (agency, site)}) > 1:
                yield f"{agency} serves at {site} in two modes"
        yield from self.staffed_from_home(network)
        yield from self.full_facilities(network)
        yield from self.who_joins_closes(network)
        for rule in self.scenario.policy:
            if not rule.periods or self.starts[period] in rule.periods:
                yield from (f"{rule.id}: {what}" for what in self.rule_broken(rule, network, period))

    def rule_broken(self, rule: Rule, network: Network, period: int) -> Iterator[str]:
        if isinstance(rule, SiteCount):
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
        elif isinstance(rule, PopulationBase):
            yield from self.population_base(rule, network, period)
        else:
            yield from self.reach.broken(rule, network, period)

    # --------------------------------------------------------------------------------------------------------- modes

    def staffed_from_home(self, network: Network) -> Iterator[str]:
        """Who serves by people of another site needs its agency to serve there, by people who work there."""
        homes = {
            (one.agency, one.site) for one in network.serving if mode_of(self.scenario, one.mode).staffing == "own"
        }
        for one in network.serving:
            if mode_of(self.scenario, one.mode).staffing in STAFFED_FROM_HOME and (one.agency, one.home) not in homes:
                yield f"home of {one.office}: nobody serves at {one.home}"

    def facilities(self, network: Network) -> set[tuple[str, str]]:
        """(site, mode) pairs that have what agencies share."""
        return {(one.site, one.mode) for one in network.serving if mode_of(self.scenario, one.mode).shared is not None}

    def full_facilities(self, network: Network) -> Iterator[str]:
        for site, name in sorted(self.facilities(network)):
            mode = mode_of(self.scenario, name)
            sharing = {one.agency for one in network.serving if (one.site, one.mode) == (site, name)}
            limit = mode.shared.minutes_per_year
            if limit is not None and exact(mode.opening_minutes_per_year) * len(sharing) > exact(limit):
                yield f"facility {name} at {site} is shared by {len(sharing)}"

    def common_m2(self, network: Network, site: str) -> Fraction:
        """Area of a site in use that is nobody's alone."""
        here = [mode for at, mode in self.facilities(network) if at == site]
        shared = sum((exact(mode_of(self.scenario, mode).shared.m2) for mode in here), Fraction(0))
        return exact(self.sites[site].common_m2) + shared

    # -------------------------------------------------------------------------------------------- premises and places

    def relation(self, rule: Relation, network: Network) -> Iterator[str]:
        if rule.if_open in network.m2 and rule.then_open not in network.m2:
            yield f"{rule.if_open} is in use and {rule.then_open} is not"
        both = [site for site in rule.not_both if site in network.m2]
        if len(both) > 1:
            yield f"{' and '.join(both)} are in use"
        at = {one.office: one.site for one in network.serving}
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
            and not any(by == agency and self.municipality(site) == town for by, site in network.points)
        }
        if len(left) > rule.at_most:
            yield f"left: {sorted(left)}"

    def space_target(self, rule: SpaceTarget, network: Network) -> Iterator[str]:
        agencies = rule.agencies or tuple(agency.id for agency in self.scenario.agencies)
        m2 = sum((network.m2_of.get(agency, Fraction(0)) for agency in agencies), Fraction(0))
        if not rule.agencies:
            m2 += sum(self.common_m2(network, site) for site in network.m2)
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
        for agency, site in sorted(network.points):
            for other_agency, other in sorted(network.points):
                elsewhere = other_agency == agency and other != site
                if elsewhere and self.is_joint(network, site) and self.municipality(site) == self.municipality(other):
                    yield f"{agency} joins at {site} and still serves at {other}"

    def population_base(self, rule: PopulationBase, network: Network, period: int) -> Iterator[str]:
        for site in sorted({site for _, site in network.points} - set(rule.except_sites)):
            near = self.reach.people_near(site, rule, period)
            if self.is_joint(network, site) and near < exact(rule.at_least):
                yield f"{float(near)} people near {site}"

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
        pairs = set(network.takes) if rule.of == "sites" else network.points
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
