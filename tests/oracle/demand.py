"""Where people live, how far they have to go, and how often they come: read straight from the scenario."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.exact import Calendar, exact

from consolidate.scenario.columns import Columns
from consolidate.scenario.model import Area, Group, Scenario, Service

EARTH_RADIUS_KM = 6371.0088

Pair = tuple[str, str]
"""An area and a site."""


def rows_of(table: Columns | None) -> list[dict[str, str | float]]:
    """List a table's rows without what is omitted."""
    rows: list[dict[str, str | float]] = []
    for i in range(len(table) if table is not None else 0):
        texts = {name: str(column[i]) for name, column in table.texts.items() if column[i]}
        numbers = {name: float(column[i]) for name, column in table.numbers.items() if not math.isnan(column[i])}
        rows.append(texts | numbers)
    return rows


@dataclass(frozen=True)
class Ways:
    """One way from an area to a site, minutes and km; a pair that is not there cannot be travelled."""

    minutes: dict[Pair, Fraction]
    km: dict[Pair, Fraction]
    impedance: str

    def effort(self, area: str, site: str) -> Fraction | None:
        """What people go by when they choose."""
        return (self.minutes if self.impedance == "minutes" else self.km).get((area, site))

    def nearest(self, area: str, sites: set[str]) -> str | None:
        """Nearest of the sites, the first by id of those equally near."""
        reached = [(effort, site) for site in sites if (effort := self.effort(area, site)) is not None]
        return min(reached)[1] if reached else None


def great_circle_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Length of the great circle between two places."""
    lat1, lon1, lat2, lon2 = (math.radians(angle) for angle in (lat1, lon1, lat2, lon2))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))


def read_ways(scenario: Scenario) -> Ways:
    """Take the matrix, and the estimate where there is no matrix or where it may fill gaps."""
    travel = scenario.travel
    areas = {area.id: area for area in scenario.areas}
    minutes: dict[Pair, Fraction] = {}
    km: dict[Pair, Fraction] = {}
    if travel.matrix is None or travel.missing == "estimate":
        for area in scenario.areas:
            for site in scenario.sites:
                place = site if site.lat is not None else areas[site.area]
                straight = great_circle_km(area.lat, area.lon, place.lat, place.lon)
                km[area.id, site.id] = exact(round(straight * travel.estimate.detour, 9))
                minutes[area.id, site.id] = exact(
                    round(straight * travel.estimate.detour / travel.estimate.speed_kmh * 60, 9)
                )
    enter(travel.matrix, minutes, km)
    return Ways(minutes, km, travel.impedance)


def enter(table: Columns | None, minutes: dict[Pair, Fraction], km: dict[Pair, Fraction]) -> None:
    """Write a table of travel into minutes and km."""
    for row in rows_of(table):
        minutes[row["area"], row["site"]] = exact(row["minutes"])
        km[row["area"], row["site"]] = exact(row["km"])


def read_group_ways(scenario: Scenario, everybody: Ways) -> dict[str, Ways]:
    """How each group travels: by its own table alone, or like everybody."""
    found = {}
    for group in scenario.groups:
        found[group.id] = everybody
        if group.travel is not None:
            found[group.id] = Ways({}, {}, everybody.impedance)
            enter(group.travel, found[group.id].minutes, found[group.id].km)
    return found


def people(area: Area, scenario: Scenario, years: list[int]) -> Fraction:
    """Mean over the years of the area's people."""
    return exact(area.population) * growth(area, scenario, years)


def growth(area: Area, scenario: Scenario, years: list[int]) -> Fraction:
    """Mean over the years of an area's people, for one in the reference year."""
    rate = 1 + exact(area.growth_per_year)
    return sum((rate ** (year - scenario.reference_year) for year in years), Fraction(0)) / len(years)


def base_visits(scenario: Scenario, ways: Ways) -> dict[tuple[str, str], tuple[Fraction, Fraction]]:
    """Visits in the reference year and their yearly trend, by (area, service): the first source that applies."""
    base: dict[tuple[str, str], tuple[Fraction, Fraction]] = {}
    for service in scenario.services:
        rows = [row for row in rows_of(scenario.visits) if row["service"] == service.id]
        by_area = {row["area"]: row for row in rows if "area" in row}
        everywhere = [row for row in rows if "area" not in row]
        rates = [row for row in everywhere if "visits_per_1000" in row]
        counted = any("visits_per_1000" in row or "visits_per_year" in row for row in rows)
        spread = spread_counts(scenario, service, ways)
        for area in scenario.areas:
            row = by_area.get(area.id) or (rates[0] if rates else None)
            if row is not None and "visits_per_year" in row:
                visits, trend = exact(row["visits_per_year"]), exact(row.get("trend_per_year"))
            elif row is not None:
                visits = exact(row["visits_per_1000"]) * exact(area.population) / 1000
                trend = exact(row.get("trend_per_year"))
            elif counted:
                visits, trend = Fraction(0), Fraction(0)
            else:
                visits = spread[area.id]
                trend = exact(everywhere[0].get("trend_per_year")) if everywhere else Fraction(0)
            base[area.id, service.id] = visits, trend
    return base


def spread_counts(scenario: Scenario, service: Service, ways: Ways) -> dict[str, Fraction]:
    """Share the counts of a service's offices among the areas nearest to them, by people."""
    counts: dict[str, Fraction] = defaultdict(Fraction)
    for office in scenario.offices:
        if office.exists:
            counts[office.site] += exact(office.visits_per_year.get(service.id))
    counts = {site: count for site, count in counts.items() if count > 0}
    home = {area.id: ways.nearest(area.id, set(counts)) for area in scenario.areas}
    stands_in = {site.id: site.area for site in scenario.sites}
    visits = {area.id: Fraction(0) for area in scenario.areas}
    for site, count in counts.items():
        mine = [area for area in scenario.areas if home[area.id] == site]
        total = sum(exact(area.population) for area in mine)
        if total == 0:
            visits[stands_in[site]] += count
        for area in mine:
            if total > 0:
                visits[area.id] += count * exact(area.population) / total
    return visits


@dataclass(frozen=True, eq=False)
class Segment:
    """Visits per year of one area and one group (None: all the others) to one service, by period, and how they travel.

    Those of the willing are not made in a period with a support point near.
    """

    area: str
    service: Service
    group: Group | None
    willing: bool
    ways: Ways
    visits: tuple[Fraction, ...]


def read_segments(scenario: Scenario, calendar: Calendar, ways: Ways, by_group: dict[str, Ways]) -> list[Segment]:
    """List the visits of all periods; what nobody ever makes is left out."""
    base = base_visits(scenario, ways)
    segments = []
    for area in scenario.areas:
        shares = group_shares(scenario, area)
        parts = [(None, ways, 1 - sum(share for _, share in shares))]
        parts += [(group, by_group[group.id], share) for group, share in shares]
        for service in scenario.services:
            visits, trend = base[area.id, service.id]
            change = (1 + trend) * (1 + exact(area.growth_per_year))
            by_period = [
                visits
                * sum(change ** (year - scenario.reference_year) * comes(service, area, year) for year in years)
                / len(years)
                for years in calendar.years
            ]
            supported = exact(service.remote.supported_share) if service.remote else Fraction(0)
            segments += [
                Segment(area.id, service, group, willing, how, tuple(of_these * share * v for v in by_period))
                for group, how, share in parts
                for willing, of_these in ((False, 1 - supported), (True, supported))
                if of_these * share * sum(by_period) > 0
            ]
    return segments


def group_shares(scenario: Scenario, area: Area) -> list[tuple[Group, Fraction]]:
    """Groups with visits of their own, and their share of the area's people."""
    own = [group for group in scenario.groups if group.own_visits and area.population > 0]
    return [(group, exact(area.people.get(group.id)) / exact(area.population)) for group in own]


def comes(service: Service, area: Area, year: int) -> Fraction:
    """The share of visits that are not done without coming."""
    known = [first for first in service.remote.by_year if first <= year] if service.remote else []
    if not known:
        return Fraction(1)
    return max(1 - exact(service.remote.by_year[max(known)]) * exact(area.remote_factor), Fraction(0))
