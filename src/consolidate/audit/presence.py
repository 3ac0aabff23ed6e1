"""Who is where in every period: points that serve, sites in use, joint sites, and what each point can do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from consolidate.audit.courses import Course
from consolidate.audit.facts import Facts
from consolidate.scenario.model import Group, Mode, Office, Service

Point = tuple[str, str]
"""An agency and the site it is at."""


@dataclass(frozen=True)
class Serving:
    """An office that serves the public: in which mode, and whether people of its own are there."""

    office: Office
    mode: str
    peopled: bool

    def speaks(self, facts: Facts, language: str) -> bool:
        """Say whether it serves in a language: its people do, or its mode does whoever is there."""
        staff = self.office.staff
        spoken = self.peopled and staff.customer_service_fte > 0 and staff.languages.get(language, 0) > 0
        return spoken or language in facts.mode(self.mode).languages


@dataclass(frozen=True)
class Presence:
    """One period of a network."""

    serving: Mapping[Point, tuple[Serving, ...]]  # offices that serve the public
    area: Mapping[Point, Fraction]  # m2 of those that use the site, customer service or not

    @property
    def used(self) -> frozenset[str]:
        """Sites in use: an office is there, or people of a closed office have area there."""
        return frozenset(site for _, site in self.area)

    def joint(self, facts: Facts) -> frozenset[str]:
        """Return the sites where two or more parties serve; the municipality is one at its own sites in use."""
        parties: dict[str, int] = defaultdict(int)
        for _, site in self.serving:
            parties[site] += 1
        for site in self.used:
            parties[site] += facts.sites[site].kind == "municipal"
        return frozenset(site for site, number in parties.items() if number >= 2)

    def able(self, facts: Facts, service: Service, need: Need) -> tuple[int, ...]:
        """Return the sites (positions, rising) that can serve a service and meet a need."""
        return tuple(
            sorted(
                facts.site_index[site]
                for (agency, site), there in self.serving.items()
                if agency == service.agency
                and any(mode.days_per_week >= need.days for mode in self.modes(facts, service, site))
                and (need.language is None or any(each.speaks(facts, need.language) for each in there))
                and (facts.sites[site].step_free or not need.step_free)
            )
        )

    def modes(self, facts: Facts, service: Service, site: str) -> list[Mode]:
        """Return the modes in which a service is given at a site."""
        there = self.serving.get((service.agency, site), ())
        return [facts.mode(each.mode) for each in there if each.mode in service.modes]


@dataclass(frozen=True)
class Need:
    """What a point has to offer besides the service."""

    language: str | None = None
    step_free: bool = False
    days: float = 0.0  # least opening days a week

    @classmethod
    def of(cls, group: Group | None, days: float = 0.0) -> Need:
        """Return the need of a group, or of everybody."""
        if group is None:
            return cls(days=days)
        return cls(group.language if group.kind == "language" else None, group.kind == "step_free", days)


NOTHING = Need()


def presences(facts: Facts, courses: Sequence[Course]) -> tuple[Presence, ...]:
    """Return who is where in each period when every office follows its course."""
    periods = []
    for period in range(len(facts.calendar.starts)):
        serving: dict[Point, list[Serving]] = defaultdict(list)
        area: dict[Point, Fraction] = defaultdict(Fraction)
        for course in courses:
            if site := course.serves_at(period):
                here = Serving(course.office, course.mode_in(period), course.works_at(period) == site)
                serving[course.office.agency, site].append(here)
            for place, m2 in course.occupies(period).items():
                area[course.office.agency, place] += m2
        periods.append(Presence({point: tuple(there) for point, there in serving.items()}, dict(area)))
    return tuple(periods)
