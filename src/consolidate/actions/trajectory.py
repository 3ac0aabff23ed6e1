"""A trajectory: one whole course of one office, as numbers computed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from consolidate.actions.calendar import Calendar, Floats
from consolidate.scenario.model import Agency, Factor, Office, Scenario, Site, Staffing

COMPONENTS: Final = (
    "rent",
    "exit",
    "fit_out",
    "moving",
    "running",
    "staff",
    "staff_travel",
    "vacancy",
    "severance",
)
"""Parts of a trajectory's cost, in the order of the cash table's rows; each is a figure ``cost.<name>``."""


@dataclass(frozen=True)
class Desks:
    """Floor area of an office at another site than it serves at, and the people there; ``site`` -1 = none."""

    site: int = -1
    m2: float = 0.0
    fte: float = 0.0


NO_DESKS: Final = Desks()


@dataclass(frozen=True)
class Stay:
    """Where an office is during one period."""

    site: int  # index of the site its people or counter occupy, -1 = nowhere
    mode: str = ""  # how it serves the public there, '' = it does not
    m2: float = 0.0
    fte: float = 0.0  # people in service, wherever they work; without those of ``desks``
    office: bool = True  # whether it counts as an office: not once closed, not before it is opened
    desks: Desks = NO_DESKS
    staff: int = -1  # index of the site its customer service works at, -1 = nobody does
    home: int = -1  # index of the site whose people serve here, in a mode staffed from elsewhere
    visiting_km: float = 0.0  # km a year that they travel

    @property
    def held(self) -> Iterator[Desks]:
        """The area and people at every site it occupies."""
        return (part for part in (Desks(self.site, self.m2, self.fte), self.desks) if part.site >= 0)

    @property
    def all_m2(self) -> float:
        """M2 at all sites."""
        return self.m2 + self.desks.m2

    @property
    def all_fte(self) -> float:
        """People in service, at all sites."""
        return self.fte + self.desks.fte


@dataclass(frozen=True)
class Trajectory:
    """One course of one office, with everything it costs and brings."""

    office: int
    action: str
    target: int  # index of the site moved to, or of the people's receiving site; -1 = none
    change: int  # index of the period the change takes effect in; -1 = none
    stays: tuple[Stay, ...]  # one per period
    cash: Floats  # (COMPONENTS, Y) currency per year, undiscounted
    energy: Floats  # (Y,) kWh per year
    one_off: float = 0.0  # currency, undiscounted, in the period of the change
    moved_fte: float = 0.0  # people who change their place of work
    commute_km: float = 0.0  # km a year more that they travel, from the change on
    size: float = 0.0  # m2, told with the decision where the action alone does not say it
    mode: str = ""  # told with the decision likewise
    kept: float = 0.0  # share of today's premises that goes on after the change


@dataclass(frozen=True)
class Setting:
    """What every action looks at: the scenario, its calendar, and how far apart sites are."""

    scenario: Scenario
    calendar: Calendar
    minutes: Floats  # (O, S) from an office's area to a site, one way; inf = unreachable
    km: Floats  # (O, S) the same in km
    own_sites: dict[str, frozenset[int]]  # agency -> sites where it has an office today
    site_index: dict[str, int]

    @property
    def sites(self) -> tuple[Site, ...]:
        """The sites, by id."""
        return self.scenario.sites

    def factor(self, name: str) -> Factor | None:
        """Return a factor of the scenario, if it is given."""
        factor: Factor | None = getattr(self.scenario.factors, name)
        return factor

    def staffing(self, office: Office) -> Staffing | None:
        """Return how the working minutes of an office's agency are counted, if they are."""
        return next(agency.staffing for agency in self.scenario.agencies if agency.id == office.agency)

    def start(self, period: int) -> date:
        """First day of a period."""
        return self.calendar.starts[period]

    def staffed_sites(self, agency: str) -> frozenset[int]:
        """Sites where people of an agency serve today: in a mode whose staffing is its own."""
        return frozenset(
            self.site_index[office.site]
            for office in self.scenario.offices
            if office.exists and office.agency == agency and self.scenario.modes[office.mode].staffing == "own"
        )

    def agency(self, office: int) -> Agency:
        """Return the agency of an office."""
        return next(a for a in self.scenario.agencies if a.id == self.scenario.offices[office].agency)

    def nearest(self, office: int, allowed: Callable[[int], bool]) -> list[int]:
        """Sites an office's people could move to, nearest first (minutes, then id), within the agency's limit."""
        limit = self.agency(office).relocation_minutes
        here, minutes = self.site_index[self.scenario.offices[office].site], self.minutes[office]
        near = np.flatnonzero(np.isfinite(minutes) & (minutes <= (np.inf if limit is None else limit)))
        return sorted((int(s) for s in near if s != here and allowed(int(s))), key=lambda s: (minutes[s], s))


def people(office: Office) -> float:
    """FTE of an office."""
    return office.staff.customer_service_fte + office.staff.back_office_fte


def moved_area(office: Office) -> float:
    """M2 an office takes where it moves to."""
    return office.floor_m2 if office.moved_m2 is None else office.moved_m2
