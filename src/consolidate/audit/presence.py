"""Who is where in every period: points that serve, sites in use, joint sites, and what each point can do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from consolidate.audit.courses import Course
from consolidate.audit.facts import Facts
from consolidate.scenario.model import Office, Service

Point = tuple[str, str]
"""An agency and the site it is at."""


@dataclass(frozen=True)
class Presence:
    """One period of a network."""

    serving: Mapping[Point, tuple[Office, ...]]  # offices that serve the public
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

    def able(self, facts: Facts, service: Service, language: str | None = None) -> tuple[int, ...]:
        """Return the sites (positions, rising) that can serve a service, in a language if one is asked for."""
        return tuple(
            sorted(
                facts.site_index[site]
                for (agency, site), offices in self.serving.items()
                if agency == service.agency
                and any(office.mode in service.modes for office in offices)
                and (language is None or any(speaks(office, language) for office in offices))
            )
        )


def speaks(office: Office, language: str) -> bool:
    """Say whether an office brings people who serve in a language."""
    return office.staff.customer_service_fte > 0 and office.staff.languages.get(language, 0) > 0


def presences(facts: Facts, courses: Sequence[Course]) -> tuple[Presence, ...]:
    """Return who is where in each period when every office follows its course."""
    periods = []
    for period in range(len(facts.calendar.starts)):
        serving: dict[Point, list[Office]] = defaultdict(list)
        area: dict[Point, Fraction] = defaultdict(Fraction)
        for course in courses:
            if site := course.serves_at(period):
                serving[course.office.agency, site].append(course.office)
            if taken := course.occupies(period):
                area[course.office.agency, taken[0]] += taken[1]
        periods.append(Presence({point: tuple(offices) for point, offices in serving.items()}, dict(area)))
    return tuple(periods)
