"""Everything a check needs that no plan changes, recomputed once from the raw scenario."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Protocol, TypeVar

from consolidate.audit.calendar import Calendar
from consolidate.audit.demand import Demand
from consolidate.audit.exact import exact
from consolidate.audit.travel import Distances
from consolidate.scenario.model import (
    FACTOR_DEFAULTS,
    Agency,
    Area,
    Factor,
    Group,
    Mode,
    Office,
    Scenario,
    Service,
    Site,
)


class Named(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str:
        """The id."""


Thing = TypeVar("Thing", bound=Named)


@dataclass(frozen=True)
class Facts:
    """The scenario by id, its calendar, distances and demand; positions are those of the sorted ids."""

    scenario: Scenario
    agencies: Mapping[str, Agency]
    services: Mapping[str, Service]
    areas: Mapping[str, Area]
    sites: Mapping[str, Site]
    offices: Mapping[str, Office]
    groups: Mapping[str, Group]
    area_index: Mapping[str, int]
    site_index: Mapping[str, int]
    service_index: Mapping[str, int]
    agencies_today: Mapping[str, frozenset[str]]  # site -> agencies with an office there
    calendar: Calendar
    distances: Distances
    own_ways: Mapping[str, Distances]  # of groups with a table of their own
    demand: Demand

    @classmethod
    def of(cls, scenario: Scenario) -> Facts:
        """Recompute everything."""
        areas, sites, services = by_id(scenario.areas), by_id(scenario.sites), by_id(scenario.services)
        calendar = Calendar.of(scenario.horizon)
        places = tuple(areas.values()), tuple(sites.values())
        distances = Distances.of(scenario, *places)
        groups = by_id(scenario.groups)
        today: dict[str, set[str]] = defaultdict(set)
        for office in scenario.offices:
            if office.exists:
                today[office.site].add(office.agency)
        return cls(
            scenario, by_id(scenario.agencies), services, areas, sites, by_id(scenario.offices), groups,
            positions(areas), positions(sites), positions(services),
            {site: frozenset(agencies) for site, agencies in today.items()},
            calendar, distances,
            {g.id: Distances.only(g.travel, scenario, *places) for g in groups.values() if g.travel is not None},
            Demand.of(scenario, (*areas.values(),), (*services.values(),), (*sites.values(),), calendar, distances),
        )  # fmt: skip

    @cached_property
    def area_names(self) -> tuple[str, ...]:
        """The areas' ids, by position."""
        return tuple(self.areas)

    @cached_property
    def service_names(self) -> tuple[str, ...]:
        """The services' ids, by position."""
        return tuple(self.services)

    @cached_property
    def site_names(self) -> tuple[str, ...]:
        """The sites' ids, by position."""
        return tuple(self.sites)

    def ways(self, group: str) -> Distances:
        """Return how far everything is for a group: by its own table, or as for everybody ('' too)."""
        return self.own_ways.get(group, self.distances)

    def mode(self, name: str) -> Mode:
        """Return a mode by its name."""
        return self.scenario.modes[name]

    def area_of_site(self, site: str) -> int:
        """Return the position of the area a site stands in."""
        return self.area_index[self.sites[site].area]

    def municipality(self, site: str) -> str:
        """Return the municipality of a site: that of its area, or the area itself."""
        area = self.areas[self.sites[site].area]
        return area.municipality or area.id

    def region(self, site: str) -> str | None:
        """Return the region of a site's area."""
        return self.areas[self.sites[site].area].region

    def factor(self, name: str, year: int) -> Fraction | None:
        """Return a factor in a year: the latest entry of ``by_year`` up to it, else its value, else its default."""
        factor: Factor | None = getattr(self.scenario.factors, name)
        if factor is None:
            return exact(FACTOR_DEFAULTS[name]) if name in FACTOR_DEFAULTS else None
        known = [since for since in factor.by_year if since <= year]
        return exact(factor.by_year[max(known)] if known else factor.value)

    def constant(self, name: str) -> Fraction | None:
        """Return the value of a factor that is the same in every year, else its default."""
        factor: Factor | None = getattr(self.scenario.factors, name)
        if factor is None:
            return exact(FACTOR_DEFAULTS[name]) if name in FACTOR_DEFAULTS else None
        return exact(factor.value)


def by_id(things: Iterable[Thing]) -> dict[str, Thing]:
    """Return things by id, in the order of their ids."""
    return {thing.id: thing for thing in sorted(things, key=lambda thing: thing.id)}


def positions(things: Mapping[str, object]) -> dict[str, int]:
    """Return the position of every id."""
    return {name: index for index, name in enumerate(things)}
