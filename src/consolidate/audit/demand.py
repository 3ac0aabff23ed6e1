"""Who lives where and visits what in every period, from the rows and counts as written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isnan, prod

import numpy as np
import numpy.typing as npt

from consolidate.audit.calendar import Calendar
from consolidate.audit.exact import BITS, exact, fixed
from consolidate.audit.travel import Distances, nearest
from consolidate.scenario.columns import Columns
from consolidate.scenario.model import Area, Scenario, Service, Site

Numbers = npt.NDArray[np.object_]
"""Arrays of Python's whole numbers, each a count of 2^-256."""


@dataclass(frozen=True)
class Row:
    """One row of the visits: counts or rate of the reference year (None where omitted) and the trend per year."""

    count: Fraction | None
    rate: Fraction | None
    trend: Fraction

    def base(self, population: Fraction) -> Fraction:
        """Visits of the reference year made by so many people."""
        return self.count if self.count is not None else (self.rate or Fraction(0)) * population / 1000


@dataclass(frozen=True)
class Demand:
    """People, and visits per year, as means over each period; areas and groups by id, '' being the first group."""

    groups: tuple[str, ...]
    visits: Numbers  # (T, A, K, G, W) visits per year; W: others, then (if there are any) the willing
    people: Numbers  # (T, A) persons

    @classmethod
    def of(
        cls, scenario: Scenario, areas: Sequence[Area], services: Sequence[Service], sites: Sequence[Site],
        calendar: Calendar, distances: Distances,
    ) -> Demand:  # fmt: skip
        """Recompute the demand of every period."""
        own = sorted((group for group in scenario.groups if group.own_visits), key=lambda group: group.id)
        base, trends = base_visits(scenario, areas, services, sites, distances)
        shares = [group_shares(area, [group.id for group in own]) for area in areas]
        willing = [willing_share(service) for service in services]
        visits = np.zeros(
            (len(calendar.starts), len(areas), len(services), len(own) + 1, 1 + any(willing)), dtype=object
        )
        people = np.zeros(visits.shape[:2], dtype=object)
        years = [year - scenario.reference_year for year in calendar.all_years]
        by_trend = {trend: powers(trend, years) for trend in {trend for row in trends for trend in row}}
        for a, area in enumerate(areas):
            growth = powers(exact(area.growth_per_year), years)
            people[:, a] = scaled(fixed(exact(area.population)), means(calendar, growth))
            for k, service in enumerate(services):
                if base[a][k]:
                    change = means(calendar, growth, by_trend[trends[a][k]], *coming(service, area, calendar))
                    for g, share in enumerate(shares[a]):
                        visits[:, a, k, g, 0] = scaled(fixed(base[a][k] * share * (1 - willing[k])), change)
                        if willing[k]:
                            visits[:, a, k, g, 1] = scaled(fixed(base[a][k] * share * willing[k]), change)
        return cls(("", *(group.id for group in own)), visits, people)


def willing_share(service: Service) -> Fraction:
    """Return the share of a service's visits that a support point near saves."""
    return exact(service.remote.supported_share) if service.remote else Fraction(0)


def coming(service: Service, area: Area, calendar: Calendar) -> list[list[int]]:
    """Return, if visits of a service move to remote use, the share of them by year that people still come for."""
    if service.remote is None:
        return []
    shares = [Fraction(0)] * len(calendar.all_years)
    for place, year in enumerate(calendar.all_years):
        known = [since for since in service.remote.by_year if since <= year]
        if known:
            shares[place] = exact(service.remote.by_year[max(known)]) * exact(area.remote_factor)
    return [[fixed(1 - min(share, Fraction(1))) for share in shares]]


def scaled(amount: int, factors: Sequence[int]) -> list[int]:
    """Multiply an amount by each factor, all counts of 2^-256."""
    return [amount * factor >> BITS for factor in factors]


def powers(rate: Fraction, years: Sequence[int]) -> list[int]:
    """Return 1 + rate to the power of each number of years, exact before it is kept in 2^-256."""
    return [fixed((1 + rate) ** number) for number in years]


def means(calendar: Calendar, *factors: Sequence[int]) -> list[int]:
    """Return the product of factors, each by year of the horizon, as the mean over each period's years."""
    found, start = [], 0
    for years in calendar.years:
        span = slice(start, start + len(years))
        products = (prod(each) for each in zip(*(factor[span] for factor in factors), strict=True))
        found.append((sum(products) >> BITS * (len(factors) - 1)) // len(years))
        start += len(years)
    return found


def group_shares(area: Area, groups: Sequence[str]) -> list[Fraction]:
    """Return the share of an area's visits made by everybody else, then by each group with visits of its own."""
    people = exact(area.population)
    own = [exact(area.people.get(group, 0.0)) / people if people else Fraction(0) for group in groups]
    return [max(1 - sum(own, Fraction(0)), Fraction(0)), *own]


def base_visits(
    scenario: Scenario, areas: Sequence[Area], services: Sequence[Service], sites: Sequence[Site], distances: Distances
) -> tuple[list[list[Fraction]], list[list[Fraction]]]:
    """Return the visits of the reference year by area and service, and the trend per year that goes with each."""
    rows = read_rows(scenario.visits)
    counted = {service for (service, _), row in rows.items() if row.count is not None or row.rate is not None}
    base = [[Fraction(0)] * len(services) for _ in areas]
    trends = [[Fraction(0)] * len(services) for _ in areas]
    for k, service in enumerate(services):
        everywhere = rows.get((service.id, ""))
        if service.id not in counted:
            for a, visits in enumerate(spread(scenario, service.id, areas, sites, distances)):
                base[a][k] = visits
                trends[a][k] = everywhere.trend if everywhere else Fraction(0)
            continue
        for a, area in enumerate(areas):
            row = rows.get((service.id, area.id), everywhere)
            if row is not None:
                base[a][k], trends[a][k] = row.base(exact(area.population)), row.trend
    return base, trends


def read_rows(visits: Columns | None) -> dict[tuple[str, str], Row]:
    """Return the rows by service and area ('' for every area not named)."""
    if visits is None or not len(visits):
        return {}
    empty = np.full(len(visits), np.nan)
    counts, rates, trends = (
        visits.numbers.get(name, empty).tolist() for name in ("visits_per_year", "visits_per_1000", "trend_per_year")
    )
    areas = visits.texts["area"].tolist() if "area" in visits.texts else [""] * len(visits)
    rows = zip(visits.texts["service"].tolist(), areas, counts, rates, trends, strict=True)
    return {
        (service, area or ""): Row(given(count), given(rate), given(trend) or Fraction(0))
        for service, area, count, rate, trend in rows
    }


def given(number: float) -> Fraction | None:
    """Return a number of a table, None where it is omitted."""
    return None if isnan(number) else exact(number)


def spread(
    scenario: Scenario, service: str, areas: Sequence[Area], sites: Sequence[Site], distances: Distances
) -> list[Fraction]:
    """Share the counts of a service's offices among the areas nearest to their sites, in proportion to people."""
    counts = [Fraction(0)] * len(sites)
    index = {site.id: s for s, site in enumerate(sites)}
    for office in scenario.offices:
        counts[index[office.site]] += exact(office.visits_per_year.get(service, 0.0))
    home, _ = nearest(distances.impedance, [s for s, count in enumerate(counts) if count > 0])
    people = [exact(area.population) for area in areas]
    caught: dict[int, Fraction] = defaultdict(Fraction)
    for a, s in enumerate(home.tolist()):
        caught[s] += people[a]
    visits = [
        counts[s] * people[a] / caught[s] if s >= 0 and caught[s] else Fraction(0) for a, s in enumerate(home.tolist())
    ]
    for s, count in enumerate(counts):
        if count and not caught[s]:
            visits[next(a for a, area in enumerate(areas) if area.id == sites[s].area)] += count
    return visits


def people_of_group(scenario: Scenario, area: Area, group: str, years: Sequence[int]) -> Fraction:
    """Return the people of a group in an area, the mean over some years: they grow as the area's people do."""
    growth = 1 + exact(area.growth_per_year)
    factors = [growth ** (year - scenario.reference_year) for year in years]
    return exact(area.people.get(group, 0.0)) * sum(factors, Fraction(0)) / len(factors)
