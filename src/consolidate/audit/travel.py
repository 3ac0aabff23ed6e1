"""How far every area is from every site, and which of some sites is nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from consolidate.errors import UsageError
from consolidate.scenario.columns import Columns
from consolidate.scenario.model import Area, Estimate, Scenario, Site
from consolidate.units import EARTH_RADIUS_KM, MINUTES_PER_HOUR

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

DECIMALS: Final = 9
"""Estimated km and minutes are rounded to this many decimals, so that ties are ties on every machine."""

TOLERANCE: Final = 2e-9
"""Km or minutes within which two distances are not told apart: two units of the rounding."""


@dataclass(frozen=True)
class Distances:
    """One way from every area to every site, both by id; infinite where a site cannot be reached."""

    km: Floats  # (A, S) km one way
    minutes: Floats  # (A, S) min one way
    impedance: Floats  # (A, S) what people go by: km or minutes

    @classmethod
    def of(cls, scenario: Scenario, areas: Sequence[Area], sites: Sequence[Site]) -> Distances:
        """Estimate, look up, or both, as the scenario says."""
        travel = scenario.travel
        km = np.full((len(areas), len(sites)), np.inf)
        minutes = km.copy()
        if travel.estimate is not None and (travel.matrix is None or travel.missing == "estimate"):
            km, minutes = estimated(travel.estimate, areas, sites)
        if travel.matrix is not None:
            rows, columns, given = pairs(travel.matrix, areas, sites)
            km[rows, columns] = travel.matrix.numbers["km"][given]
            minutes[rows, columns] = travel.matrix.numbers["minutes"][given]
        return cls(km, minutes, minutes if travel.impedance == "minutes" else km)

    @classmethod
    def only(cls, table: Columns, scenario: Scenario, areas: Sequence[Area], sites: Sequence[Site]) -> Distances:
        """Look up all ways in one table; a pair missing there cannot be travelled."""
        km = np.full((len(areas), len(sites)), np.inf)
        minutes = km.copy()
        rows, columns, given = pairs(table, areas, sites)
        km[rows, columns] = table.numbers["km"][given]
        minutes[rows, columns] = table.numbers["minutes"][given]
        return cls(km, minutes, minutes if scenario.travel.impedance == "minutes" else km)


def estimated(estimate: Estimate, areas: Sequence[Area], sites: Sequence[Site]) -> tuple[Floats, Floats]:
    """Return km and minutes, both (A, S) one way, from coordinates; a site without any takes its area's."""
    by_id = {area.id: area for area in areas}
    start = coordinates(areas)
    goal = coordinates([site if site.lat is not None and site.lon is not None else by_id[site.area] for site in sites])
    straight = geodesic(start, goal) if estimate.method == "geodesic" else great_circle(start, goal)
    km = straight * estimate.detour
    minutes = km / estimate.speed_kmh * MINUTES_PER_HOUR
    return tuple(np.where(np.isnan(way), np.inf, np.round(way, DECIMALS)) for way in (km, minutes))  # type: ignore[return-value]


def coordinates(places: Sequence[Area | Site]) -> Floats:
    """Return latitude and longitude in degrees, (N, 2); NaN where not given."""
    return np.array([(place.lat, place.lon) for place in places], dtype=np.float64).reshape(-1, 2)


def great_circle(start: Floats, goal: Floats) -> Floats:
    """Return km along the sphere between all pairs (haversine formula), (A, S)."""
    from_lat, from_lon = np.radians(start.T)[:, :, None]
    to_lat, to_lon = np.radians(goal.T)[:, None, :]
    half = np.sin((to_lat - from_lat) / 2) ** 2
    half = half + np.cos(from_lat) * np.cos(to_lat) * np.sin((to_lon - from_lon) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))), dtype=np.float64)


def geodesic(start: Floats, goal: Floats) -> Floats:
    """Return km along the WGS84 ellipsoid between all pairs, (A, S)."""
    try:
        from pyproj import Geod
    except ImportError as missing:
        raise UsageError("method 'geodesic' needs pyproj: pip install 'consolidate[geo]'") from missing
    a, s = (index.ravel() for index in np.indices((len(start), len(goal))))
    metres = Geod(ellps="WGS84").inv(start[a, 1], start[a, 0], goal[s, 1], goal[s, 0])[2]
    return np.asarray(metres, dtype=np.float64).reshape(len(start), len(goal)) / 1000


def pairs(matrix: Columns, areas: Sequence[Area], sites: Sequence[Site]) -> tuple[Ints, Ints, Bools]:
    """Return the area and site index of the rows that name known ones, and which rows these are."""
    area_index = {area.id: index for index, area in enumerate(areas)}
    site_index = {site.id: index for index, site in enumerate(sites)}
    rows = np.array([area_index.get(name, -1) for name in matrix.texts["area"]], dtype=np.int64)
    columns = np.array([site_index.get(name, -1) for name in matrix.texts["site"]], dtype=np.int64)
    known = (rows >= 0) & (columns >= 0)
    return rows[known], columns[known], known


def nearest(way: Floats, sites: Sequence[int]) -> tuple[Ints, Floats]:
    """Return the nearest of `sites` (indices, rising) and the way to it for every row; -1 and infinity if none.

    Of equally near sites it is the first, which is the first by id.
    """
    if not len(sites):
        return np.full(len(way), -1), np.full(len(way), np.inf)
    some = way[:, list(sites)]
    first = some.argmin(axis=1)
    least = some[np.arange(len(way)), first]
    return np.where(np.isfinite(least), np.asarray(sites)[first], -1), least


def nearer(way: Floats, candidates: Sequence[int], site: int) -> int:
    """Return how many of `candidates` come before `site` in one row: clearly nearer, or as near and first by id."""
    other = np.array([index for index in candidates if index != site], dtype=np.int64)
    before = (way[other] < way[site] - TOLERANCE) | ((way[other] == way[site]) & (other < site))
    return int(before.sum())
