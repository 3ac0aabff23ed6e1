"""Who visits what: people and visits by area, service, group and period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from consolidate.actions.calendar import Calendar
from consolidate.instance.remote import Support, remote_shares, support_of, willing_shares
from consolidate.instance.travel import Ways, lookup
from consolidate.scenario.model import Scenario, Service

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Duty:
    """What an agency owes: services that the same modes can give."""

    agency: int
    modes: frozenset[str]
    services: tuple[int, ...]


@dataclass(frozen=True)
class Class:
    """Visits that are alike but for their area: duty, minutes per visit, group, and what makes them needless."""

    duty: int
    minutes_per_visit: float
    group: int  # index of the group, -1 = everybody else
    services: tuple[int, ...]
    support: Support | None = None  # what makes willing visits needless; None = visits made in any case


@dataclass(frozen=True)
class Demand:
    """People and visits; T periods."""

    people: Floats  # (I, T) mean over the period's years
    duties: tuple[Duty, ...]
    classes: tuple[Class, ...]
    visits: Floats  # (C, I, T) per year, mean over the period's years
    base: Floats  # (K, I) visits in the reference year
    counted: Bools  # (K,) given by area or rate, not spread from offices
    by_service: Floats  # (K, I, T) the same before groups and willing visits are told apart
    group_share: Floats  # (G, I) share of an area's visits that is the group's own

    @cached_property
    def agency(self) -> Ints:
        """(C,) agency that each class visits."""
        return np.array([self.duties[c.duty].agency for c in self.classes], dtype=np.int64)

    @cached_property
    def minutes(self) -> Floats:
        """(C,) minutes of work that a visit of each class takes."""
        return np.array([c.minutes_per_visit for c in self.classes], dtype=np.float64)

    willing_share: Floats  # (K,) share of visits that a support point near would save
    remote: Floats  # (K, I, T) visits per year done without coming; none of the others

    def to_service(self, klass: Class, service: int) -> Floats:
        """(I, T) visits per year of a class to one of its services."""
        willing = self.willing_share[service]
        share = self.group_share[klass.group] if klass.group >= 0 else np.maximum(1.0 - self.group_share.sum(axis=0), 0)
        part = (willing if klass.support is not None else 1 - willing) * share
        return np.asarray(self.by_service[service] * part[:, None], dtype=np.float64)


def demand(scenario: Scenario, calendar: Calendar, way: Ways) -> Demand:
    """Read visits as the scenario gives them: by area, by rate, or counted at offices and spread."""
    population = np.array([area.population for area in scenario.areas])
    growth = np.array([area.growth_per_year for area in scenario.areas])
    since = calendar.years[calendar.in_horizon] - scenario.reference_year
    people = calendar.by_period(population[:, None] * (1 + growth[:, None]) ** since) / calendar.length
    base, trend, counted = _base_visits(scenario, population, way)
    yearly = ((1 + trend) * (1 + growth))[:, :, None] ** since
    remote = remote_shares(scenario, calendar)
    by_service, without = (
        base[:, :, None] * calendar.by_period(yearly * part) / calendar.length for part in (1 - remote, remote)
    )
    shares, willing = _own_shares(scenario, population), willing_shares(scenario)
    duties = _duties(scenario)
    classes, visits = _classes(scenario, duties, by_service, shares)
    return Demand(people, duties, classes, visits, base, counted, by_service, shares, willing, without)


def _base_visits(scenario: Scenario, population: Floats, way: Ways) -> tuple[Floats, Floats, Bools]:
    """(K, I) visits in the reference year, (K, I) their trend per year, (K,) whether rows give them."""
    shape = (len(scenario.services), len(scenario.areas))
    base, trend = np.zeros(shape), np.zeros(shape)
    rows = scenario.visits
    counted = np.zeros(len(scenario.services), dtype=bool)
    if rows is not None and len(rows):
        service = lookup([s.id for s in scenario.services], rows.texts["service"])
        named = rows.texts["area"] != ""
        count, rate = rows.numbers["visits_per_year"], rows.numbers["visits_per_1000"]
        for row in np.flatnonzero(~named):
            base[service[row]] = np.nan_to_num(rate[row]) * population / 1000
            trend[service[row]] = rows.numbers["trend_per_year"][row]
        area = lookup([a.id for a in scenario.areas], rows.texts["area"][named])
        at = (service[named], area)
        base[at] = np.where(np.isnan(count[named]), rate[named] * population[area] / 1000, count[named])
        trend[at] = rows.numbers["trend_per_year"][named]
        counted[service[~(np.isnan(count) & np.isnan(rate))]] = True
    for k in np.flatnonzero(~counted):
        base[k] = spread_counts(scenario, scenario.services[k], population, way)
    return base, trend, counted


def spread_counts(scenario: Scenario, service: Service, population: Floats, way: Ways) -> Floats:
    """(I,) counts of a service at its offices, each spread over the areas nearest to it in proportion to people."""
    counts = np.zeros(len(scenario.sites))
    index = {site.id: s for s, site in enumerate(scenario.sites)}
    for office in scenario.offices:
        counts[index[office.site]] += office.visits_per_year.get(service.id, 0.0)
    sites = np.flatnonzero(counts)
    spread = np.zeros(len(population))
    if not sites.size:
        return spread
    home = catchments(way, sites)
    areas = {area.id: i for i, area in enumerate(scenario.areas)}
    for s in sites:
        catchment = home == s
        total = population[catchment].sum()
        if total > 0:
            spread[catchment] += counts[s] * population[catchment] / total
        else:
            spread[areas[scenario.sites[s].area]] += counts[s]
    return spread


def catchments(way: Ways, sites: Ints) -> Ints:
    """(I,) the nearest of the given sites (sorted) to every area, ties by id; -1 where none can be reached."""
    near = way.impedance[:, sites]
    return np.where(np.isfinite(near).any(axis=1), sites[np.argmin(near, axis=1)], -1)


def _own_shares(scenario: Scenario, population: Floats) -> Floats:
    """(G, I) share of an area's visits made by each group with visits of its own."""
    shares = np.zeros((len(scenario.groups), len(scenario.areas)))
    for g, group in enumerate(scenario.groups):
        if group.own_visits:
            members = np.array([area.people.get(group.id, 0.0) for area in scenario.areas])
            np.divide(members, population, out=shares[g], where=population > 0)
    return shares


def _duties(scenario: Scenario) -> tuple[Duty, ...]:
    """Group services by agency and modes, in order of the first service."""
    agencies = {agency.id: a for a, agency in enumerate(scenario.agencies)}
    grouped: dict[tuple[int, frozenset[str]], list[int]] = {}
    for k, service in enumerate(scenario.services):
        grouped.setdefault((agencies[service.agency], frozenset(service.modes)), []).append(k)
    return tuple(Duty(agency, modes, tuple(services)) for (agency, modes), services in grouped.items())


def _classes(
    scenario: Scenario, duties: tuple[Duty, ...], by_service: Floats, shares: Floats
) -> tuple[tuple[Class, ...], Floats]:
    """Merge services that the model cannot tell apart; split off groups with their own visits, and willing visits."""
    others = np.maximum(1.0 - shares.sum(axis=0), 0.0)
    groups = [(-1, others), *((g, shares[g]) for g in range(len(shares)) if shares[g].any())]
    classes, visits = [], []
    for d, duty in enumerate(duties):
        minutes = sorted({scenario.services[k].minutes_per_visit or 0.0 for k in duty.services})
        for length in minutes:
            alike = [k for k in duty.services if (scenario.services[k].minutes_per_visit or 0.0) == length]
            for g, share in groups:
                for support, part in _parts(scenario, alike):
                    classes.append(Class(d, length, g, tuple(part), support))
                    made = by_service[list(part)] * np.array(list(part.values()))[:, None, None]
                    visits.append(made.sum(axis=0) * share[:, None])
    return tuple(classes), np.array(visits)


def _parts(scenario: Scenario, alike: list[int]) -> Iterator[tuple[Support | None, dict[int, float]]]:
    """Yield visits made in any case, then the willing ones by what supports them: service to share of its visits."""
    willing = willing_shares(scenario)
    parts: dict[Support | None, dict[int, float]] = {None: {k: 1 - willing[k] for k in alike if willing[k] < 1}}
    for k in alike:
        if willing[k]:
            parts.setdefault(support_of(scenario.services[k]), {})[k] = willing[k]
    return ((support, part) for support, part in parts.items() if part)
