"""The whole instance: what the formulation reads, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from consolidate.actions.calendar import Calendar
from consolidate.actions.listing import trajectories
from consolidate.actions.trajectory import Setting
from consolidate.instance.demand import Demand, demand
from consolidate.instance.facilities import Facilities, facilities
from consolidate.instance.network import Courses, Holding, Serving, courses, holding, serving
from consolidate.instance.premises import Premises, premises
from consolidate.instance.travel import Ways, group_ways, ways
from consolidate.instance.workforce import Workforce, workforce
from consolidate.scenario.model import FACTOR_DEFAULTS, Scenario
from consolidate.units import GRAMS_PER_KG

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Row = TypeVar("Row")


@dataclass(frozen=True)
class Instance:
    """A scenario as numbers; every set is sorted by id, so equal scenarios give equal arrays."""

    scenario: Scenario  # tables sorted by id
    calendar: Calendar
    ways: Ways  # of everybody
    group_ways: tuple[Ways, ...]  # (G,) of each group
    demand: Demand
    courses: Courses
    serving: Serving
    holding: Holding
    workforce: Workforce
    facilities: Facilities
    office_agency: Ints  # (O,)
    office_site: Ints  # (O,)
    speaks: dict[str, Bools]  # language -> (O,) whether the office brings speakers
    capacity: Floats  # (O,) minutes of visits per year; inf = no limit
    usable_m2: Floats  # (S,) inf = no limit known
    municipal: Bools  # (S,) the municipality serves here too
    step_free: Bools  # (S,)
    site_area: Ints  # (S,) area a site stands in
    municipalities: tuple[str, ...]
    locality: Ints  # (S,) municipality of the site
    premises: Premises
    usable_share: Floats  # (A, T) share of capacity that may be used
    nearest: Bools  # (A, T) visits go to the nearest point that can serve them, also where it is full
    kg_per_kwh: Floats  # (Y,) kg CO2e per kWh of buildings
    kg_per_km: Floats  # (Y,) kg CO2e per km driven, per person
    visit_kg_per_km: Floats  # (T,) the same of visits, summed over the period's years

    @cached_property
    def modes(self) -> tuple[str, ...]:
        """Modes by id."""
        return tuple(sorted(self.scenario.modes))

    @property
    def periods(self) -> int:
        """Number of periods."""
        return len(self.calendar.starts)

    def ways_of(self, group: int) -> Ways:
        """Return how a group goes; -1 = everybody else."""
        return self.ways if group < 0 else self.group_ways[group]

    def admits(self, group: int) -> Bools:
        """(S,) sites that a group can be served at; -1 = everybody else."""
        if group >= 0 and self.scenario.groups[group].kind == "step_free":
            return self.step_free
        return np.ones(len(self.step_free), dtype=bool)


def setting(scenario: Scenario, way: Ways | None = None) -> Setting:
    """Lay out what the actions look at; ``way`` saves measuring again."""
    scenario = ordered(scenario)
    way = way or ways(scenario)
    sites = {site.id: s for s, site in enumerate(scenario.sites)}
    home = _site_areas(scenario)[[sites[office.site] for office in scenario.offices]]
    leases = [lease for office in scenario.offices for lease in office.leases]
    own: dict[str, set[int]] = {agency.id: set() for agency in scenario.agencies}
    for office in scenario.offices:
        if office.exists:
            own[office.agency].add(sites[office.site])
    return Setting(
        scenario=scenario,
        calendar=Calendar.of(scenario.horizon, leases),
        minutes=way.minutes[home],
        km=way.km[home],
        own_sites={agency: frozenset(there) for agency, there in own.items()},
        site_index=sites,
    )


def build(scenario: Scenario) -> Instance:
    """Turn a checked scenario into numbers."""
    scenario = ordered(scenario)
    way = ways(scenario)
    around = setting(scenario, way)
    calendar, sites = around.calendar, around.site_index
    agencies = {agency.id: a for a, agency in enumerate(scenario.agencies)}
    office_agency = np.array([agencies[office.agency] for office in scenario.offices])
    kg_per_kwh = calendar.factor(scenario.factors.energy_emissions)
    towns, locality = _localities(scenario)
    kg_per_km = _kg_per_km(scenario, calendar)
    course = courses(trajectories(around), scenario, calendar, kg_per_kwh, kg_per_km)
    served = serving(course, office_agency)
    return Instance(
        scenario=scenario,
        calendar=calendar,
        ways=way,
        group_ways=group_ways(scenario, way),
        demand=demand(scenario, calendar, way),
        courses=course,
        serving=served,
        holding=holding(course),
        workforce=workforce(around, course, served, office_agency),
        facilities=facilities(around, served),
        office_agency=office_agency,
        office_site=np.array([sites[office.site] for office in scenario.offices]),
        speaks=_speakers(scenario),
        capacity=np.array([_limit(office.capacity_minutes_per_year) for office in scenario.offices]),
        usable_m2=np.array([_limit(site.usable_m2) for site in scenario.sites]),
        municipal=np.array([site.kind == "municipal" for site in scenario.sites]),
        step_free=np.array([site.step_free for site in scenario.sites]),
        site_area=_site_areas(scenario),
        municipalities=towns,
        locality=locality,
        premises=premises(scenario, calendar, sites),
        usable_share=_usable_share(scenario),
        nearest=_nearest(scenario),
        kg_per_kwh=kg_per_kwh,
        kg_per_km=kg_per_km,
        visit_kg_per_km=calendar.by_period(kg_per_km[calendar.in_horizon]),
    )


def _localities(scenario: Scenario) -> tuple[tuple[str, ...], Ints]:
    """Municipalities that have sites, and (S,) which one each site's area lies in (else the area itself)."""
    town = {area.id: area.municipality or area.id for area in scenario.areas}
    names, index = np.unique([town[site.area] for site in scenario.sites], return_inverse=True)
    return tuple(names.tolist()), index.ravel()


def ordered(scenario: Scenario) -> Scenario:
    """Sort every table by id; the order in the file never decides anything."""

    def by_id(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(sorted(rows, key=lambda row: str(getattr(row, "id", ""))))

    tables = ("agencies", "services", "areas", "groups", "sites", "offices")
    return scenario.model_copy(update={name: by_id(getattr(scenario, name)) for name in tables})


def _site_areas(scenario: Scenario) -> Ints:
    """(S,) index of the area each site stands in."""
    areas = {area.id: i for i, area in enumerate(scenario.areas)}
    return np.array([areas[site.area] for site in scenario.sites])


def _usable_share(scenario: Scenario) -> Floats:
    """Return (A, T) the least share that a utilisation rule leaves of an agency's capacity in a period."""
    share = np.ones((len(scenario.agencies), len(scenario.horizon.periods)))
    for rule in scenario.policy:
        if rule.type == "utilisation":
            agencies = [not rule.agencies or agency.id in rule.agencies for agency in scenario.agencies]
            when = [not rule.periods or year in rule.periods for year in scenario.horizon.periods]
            share[np.ix_(agencies, when)] = np.minimum(share[np.ix_(agencies, when)], rule.at_most)
    return share


def _nearest(scenario: Scenario) -> Bools:
    """Return (A, T) agencies with staffing, and those that a rule on patronage names in a period."""
    found = np.repeat([[agency.staffing is not None] for agency in scenario.agencies], len(scenario.horizon.periods), 1)
    for rule in scenario.policy:
        if rule.type == "patronage":
            agencies = [not rule.agencies or agency.id in rule.agencies for agency in scenario.agencies]
            found |= np.outer(agencies, [not rule.periods or year in rule.periods for year in scenario.horizon.periods])
    return found


def _kg_per_km(scenario: Scenario, calendar: Calendar) -> Floats:
    """(Y,) kg CO2e per km driven, per person; 0 where the scenario does not say."""
    factors = scenario.factors
    share = calendar.factor(factors.car_share, FACTOR_DEFAULTS["car_share"])
    riders = calendar.factor(factors.car_occupancy, FACTOR_DEFAULTS["car_occupancy"])
    return calendar.factor(factors.car_emissions) / GRAMS_PER_KG * share / riders


def _speakers(scenario: Scenario) -> dict[str, Bools]:
    """Language -> (O,) offices with customer service able to serve in it."""
    languages = {group.language for group in scenario.groups if group.language}
    languages |= {rule.language for rule in scenario.policy if rule.type == "language"}
    return {
        language: np.array(
            [
                office.staff.customer_service_fte > 0 and office.staff.languages.get(language, 0) > 0
                for office in scenario.offices
            ]
        )
        for language in sorted(languages)
    }


def _limit(value: float | None) -> float:
    return np.inf if value is None else value
