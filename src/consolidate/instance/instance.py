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
from consolidate.instance.network import Courses, Holding, Serving, courses, holding, serving
from consolidate.instance.travel import Ways, ways
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
    ways: Ways
    demand: Demand
    courses: Courses
    serving: Serving
    holding: Holding
    office_agency: Ints  # (O,)
    office_site: Ints  # (O,)
    speaks: dict[str, Bools]  # language -> (O,) whether the office brings speakers
    capacity: Floats  # (O,) minutes of visits per year; inf = no limit
    usable_m2: Floats  # (S,) inf = no limit known
    municipal: Bools  # (S,) the municipality serves here too
    locality: Ints  # (S,) municipality of the site
    kg_per_kwh: Floats  # (Y,) kg CO2e per kWh of buildings
    visit_kg_per_km: Floats  # (T,) kg CO2e per km of a visit, summed over the period's years

    @cached_property
    def modes(self) -> tuple[str, ...]:
        """Modes by id."""
        return tuple(sorted(self.scenario.modes))

    @property
    def periods(self) -> int:
        """Number of periods."""
        return len(self.calendar.starts)


def setting(scenario: Scenario, way: Ways | None = None) -> Setting:
    """Lay out what the actions look at; ``way`` saves measuring again."""
    scenario = ordered(scenario)
    way = way or ways(scenario)
    sites = {site.id: s for s, site in enumerate(scenario.sites)}
    areas = {area.id: i for i, area in enumerate(scenario.areas)}
    home = [areas[scenario.sites[sites[office.site]].area] for office in scenario.offices]
    leases = [lease for office in scenario.offices for lease in office.leases]
    own: dict[str, set[int]] = {agency.id: set() for agency in scenario.agencies}
    for office in scenario.offices:
        own[office.agency].add(sites[office.site])
    return Setting(
        scenario=scenario,
        calendar=Calendar.of(scenario.horizon, leases),
        minutes=way.minutes[home],
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
    course = courses(trajectories(around), scenario, calendar, kg_per_kwh)
    return Instance(
        scenario=scenario,
        calendar=calendar,
        ways=way,
        demand=demand(scenario, calendar, way),
        courses=course,
        serving=serving(course, office_agency),
        holding=holding(course),
        office_agency=office_agency,
        office_site=np.array([sites[office.site] for office in scenario.offices]),
        speaks=_speakers(scenario),
        capacity=np.array([_limit(office.capacity_minutes_per_year) for office in scenario.offices]),
        usable_m2=np.array([_limit(site.usable_m2) for site in scenario.sites]),
        municipal=np.array([site.kind == "municipal" for site in scenario.sites]),
        locality=_localities(scenario),
        kg_per_kwh=kg_per_kwh,
        visit_kg_per_km=_visit_kg_per_km(scenario, calendar),
    )


def _localities(scenario: Scenario) -> Ints:
    """(S,) municipality of each site's area, else the area itself."""
    town = {area.id: area.municipality or area.id for area in scenario.areas}
    return np.unique([town[site.area] for site in scenario.sites], return_inverse=True)[1].ravel()


def ordered(scenario: Scenario) -> Scenario:
    """Sort every table by id; the order in the file never decides anything."""

    def by_id(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(sorted(rows, key=lambda row: str(getattr(row, "id", ""))))

    tables = ("agencies", "services", "areas", "groups", "sites", "offices")
    return scenario.model_copy(update={name: by_id(getattr(scenario, name)) for name in tables})


def _visit_kg_per_km(scenario: Scenario, calendar: Calendar) -> Floats:
    """(T,) kg CO2e per km of a visit, summed over the years of each period; 0 where the scenario does not say."""
    factors = scenario.factors
    share = calendar.factor(factors.car_share, FACTOR_DEFAULTS["car_share"])
    riders = calendar.factor(factors.car_occupancy, FACTOR_DEFAULTS["car_occupancy"])
    kg = calendar.factor(factors.car_emissions) / GRAMS_PER_KG * share / riders
    return calendar.by_period(kg[calendar.in_horizon])


def _speakers(scenario: Scenario) -> dict[str, Bools]:
    """Language -> (O,) offices with customer service able to serve in it."""
    languages = {group.language for group in scenario.groups}
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
