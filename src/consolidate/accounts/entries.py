"""Every amount of a network by year, each with the input it comes from, who bears it, and where it falls.

Sums of entries are the figures: ``cost.*`` (undiscounted here), ``emissions.*`` and ``travel.*``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from consolidate.accounts.figures import Account
from consolidate.accounts.hires import hires
from consolidate.actions.trajectory import COMPONENTS, Trajectory
from consolidate.instance.network import commuted
from consolidate.program.program import Floats, Ints
from consolidate.units import MINUTES_PER_HOUR, THERE_AND_BACK

SHARED = ""
"""Stands for the agency where an amount belongs to a site, whoever is in it."""

_AT_HOME = ("exit", "vacancy")  # parts that fall where an office was, whenever they are paid


class Key(NamedTuple):
    """What an entry is about: a figure, the office, site or area it comes from, the agency, where it falls."""

    figure: str
    source: str
    agency: str
    area: str


Entries = dict[Key, Floats]
"""Key to (Y,) amounts by calendar year, undiscounted, in the figure's unit."""


def entries(account: Account) -> Entries:
    """List what a network costs, emits and makes people travel."""
    found: defaultdict[Key, Floats] = defaultdict(lambda: np.zeros(0))
    for part in (_offices, _hires, _sites, _facilities, _trips):
        for key, amounts in part(account):
            if amounts.any():
                found[key] = found[key] + amounts if found[key].size else amounts
    return dict(found)


def _offices(account: Account) -> Iterator[tuple[Key, Floats]]:
    """Yield the money and emissions of every office, at the site it is at in each year."""
    network = account.state.network
    instance = network.layout.instance
    for p in network.chosen:
        course = instance.courses.listed[p]
        office = instance.scenario.offices[course.office]
        home = int(instance.office_site[course.office])
        for site in sorted({home, *(stay.site for stay in course.stays if stay.site >= 0)}):
            here = _years_at(account, course, site, home)
            area = instance.scenario.sites[site].area
            for c, part in enumerate(COMPONENTS):
                if part in account.money.counted:
                    amounts = course.cash[c] * ((site == home) if part in _AT_HOME else here)
                    yield Key(f"cost.{part}", office.id, office.agency, area), amounts
            kwh, km = course.energy * here, commuted(course, instance.calendar) * here
            yield Key("emissions.buildings", office.id, office.agency, area), kwh * instance.kg_per_kwh
            yield Key("emissions.commuting", office.id, office.agency, area), km * instance.kg_per_km


def _years_at(account: Account, course: Trajectory, site: int, home: int) -> Floats:
    """(Y,) 1 in the years in which an office is at a site; while it is nowhere it counts where it was."""
    calendar = account.state.network.layout.instance.calendar
    at = np.array([stay.site if stay.site >= 0 else home for stay in course.stays])
    here = np.zeros(len(calendar.years))
    here[calendar.in_horizon] = at[calendar.period_of_year] == site
    return here


def _sites(account: Account) -> Iterator[tuple[Key, Floats]]:
    """Yield what sites in use and joint points cost and emit, whoever is there."""
    network = account.state.network
    instance = network.layout.instance
    premises, holding, calendar = instance.premises, instance.holding, instance.calendar
    for h in np.flatnonzero(network.holdings):
        s, t = int(holding.site[h]), int(holding.period[h])
        site = instance.scenario.sites[s]
        years = calendar.by_year(np.arange(instance.periods) == t)
        fixed = premises.in_use[s] + (premises.joint[s] if network.joint[h] else 0.0)
        yield Key("cost.points", site.id, SHARED, site.area), fixed * years
        kg = premises.common_kwh[s] * instance.kg_per_kwh * years
        yield Key("emissions.buildings", site.id, SHARED, site.area), kg
        if network.joint_starts[h]:
            works = premises.joint_works[s] * premises.annuity[t]
            yield Key("cost.fit_out", site.id, SHARED, site.area), works


def _facilities(account: Account) -> Iterator[tuple[Key, Floats]]:
    """Yield what shared facilities cost and emit at their site, whoever serves there in their mode."""
    network = account.state.network
    instance, shared = network.layout.instance, network.layout.instance.facilities
    for f in np.flatnonzero(network.facilities):
        site, t = instance.scenario.sites[shared.site[f]], int(shared.period[f])
        years = instance.calendar.by_year(np.arange(instance.periods) == t)
        yield Key("cost.points", site.id, SHARED, site.area), shared.per_year[f] * years
        yield Key("emissions.buildings", site.id, SHARED, site.area), shared.kwh[f] * instance.kg_per_kwh * years
        if network.facility_starts[f]:
            works = shared.works[f] * instance.premises.annuity[t]
            yield Key("cost.fit_out", site.id, SHARED, site.area), works


def _hires(account: Account) -> Iterator[tuple[Key, Floats]]:
    """Yield what people hired cost, at the site they are hired at."""
    scenario = account.state.network.layout.instance.scenario
    for each in hires(account.state):
        site, agency = scenario.sites[each.site], scenario.agencies[each.agency].id
        yield Key("cost.hiring", site.id, agency, site.area), each.hiring
        yield Key("cost.staff", site.id, agency, site.area), each.wages


def _trips(account: Account) -> Iterator[tuple[Key, Floats]]:
    """Yield the trips of every area to every agency."""
    trips, instance = account.trips, account.state.network.layout.instance
    layout, calendar, scenario = account.state.network.layout, instance.calendar, instance.scenario
    agency = layout.segment_agency[layout.arcs.segment[account.state.arcs]]
    km = THERE_AND_BACK * trips.visits * trips.km
    hours = THERE_AND_BACK * trips.visits * trips.minutes / MINUTES_PER_HOUR
    pairs, index = np.unique(np.stack([trips.area, agency], axis=1), axis=0, return_inverse=True)
    kg = instance.kg_per_km
    for figure, way in (("travel.visit_km", km), ("travel.visit_hours", hours)):
        yearly = _by_year(way, index.ravel(), trips.period, len(pairs), calendar.period_of_year)
        for (i, a), by_year in zip(pairs, yearly, strict=True):
            area, who = scenario.areas[i].id, scenario.agencies[a].id
            amounts = np.zeros(len(calendar.years))
            amounts[calendar.in_horizon] = by_year
            yield Key(figure, area, who, area), amounts
            if figure == "travel.visit_km":
                yield Key("emissions.visits", area, who, area), amounts * kg


def _by_year(way: Floats, index: Ints, period: Ints, size: int, period_of_year: Ints) -> Floats:
    """(size, H) sums over ways of each index, by year of the horizon."""
    periods = int(period_of_year.max()) + 1
    flat = np.bincount(index * periods + period, weights=way, minlength=size * periods)
    return flat.reshape(size, periods)[:, period_of_year].astype(np.float64)
