"""How far every area is from every site, one way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from consolidate.errors import UsageError
from consolidate.scenario.columns import Columns
from consolidate.scenario.model import Area, Scenario, Site
from consolidate.units import EARTH_RADIUS_KM, MINUTES_PER_HOUR

Floats = npt.NDArray[np.float64]
DECIMALS: Final = 9  # of estimated km and minutes, so that ties are ties on every machine


@dataclass(frozen=True)
class Ways:
    """One way from areas to sites; inf where there is none."""

    minutes: Floats  # (I, S)
    km: Floats  # (I, S)
    impedance: Floats  # (I, S) what people go by, minutes or km


def ways(scenario: Scenario) -> Ways:
    """Take the given pairs, and estimate or leave out the others as the scenario says."""
    travel, shape = scenario.travel, (len(scenario.areas), len(scenario.sites))
    if travel.matrix is None:
        km, minutes = estimated(scenario)
    else:
        km, minutes = np.full(shape, np.inf), np.full(shape, np.inf)
        if travel.missing == "estimate":
            km, minutes = estimated(scenario)
        given = positions(travel.matrix, scenario)
        km[given], minutes[given] = travel.matrix.numbers["km"], travel.matrix.numbers["minutes"]
    return Ways(minutes, km, minutes if travel.impedance == "minutes" else km)


def group_ways(scenario: Scenario, everybody: Ways) -> tuple[Ways, ...]:
    """(G,) how each group goes: by its own table, in which a missing pair is no way; without one like everybody."""
    found = []
    for group in scenario.groups:
        if group.travel is None:
            found.append(everybody)
            continue
        minutes, km = (np.full(everybody.km.shape, np.inf) for _ in range(2))
        given = positions(group.travel, scenario)
        minutes[given], km[given] = group.travel.numbers["minutes"], group.travel.numbers["km"]
        found.append(Ways(minutes, km, minutes if scenario.travel.impedance == "minutes" else km))
    return tuple(found)


def positions(matrix: Columns, scenario: Scenario) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Index every row of the matrix by area and site; both are sorted by id."""
    return (
        lookup([area.id for area in scenario.areas], matrix.texts["area"]),
        lookup([site.id for site in scenario.sites], matrix.texts["site"]),
    )


def lookup(ids: list[str], texts: npt.NDArray[np.object_]) -> npt.NDArray[np.int64]:
    """Return the index of each text among the ids; every text is one of them (checked on reading)."""
    index = {name: i for i, name in enumerate(ids)}
    return np.fromiter(map(index.__getitem__, texts), dtype=np.int64, count=len(texts))


def estimated(scenario: Scenario) -> tuple[Floats, Floats]:
    """(I, S) km and minutes from coordinates."""
    estimate = scenario.travel.estimate
    if estimate is None:
        raise UsageError("travel: neither a matrix nor an estimate covers every pair")
    home = {area.id: area for area in scenario.areas}
    areas = np.radians([_coordinates(area) for area in scenario.areas])
    sites = np.radians([_coordinates(site if site.lat is not None else home[site.area]) for site in scenario.sites])
    measure = _haversine_km if estimate.method == "haversine" else _geodesic_km
    km = measure(areas, sites) * estimate.detour
    minutes = km / estimate.speed_kmh * MINUTES_PER_HOUR
    return np.round(km, DECIMALS), np.round(minutes, DECIMALS)


def _coordinates(place: Area | Site) -> tuple[float, float]:
    return (place.lat or 0.0, place.lon or 0.0)


def _haversine_km(a: Floats, b: Floats) -> Floats:
    """(I, S) great-circle km between (I, 2) and (S, 2) points in radians, on the mean sphere."""
    lat, lon = a[:, None, 0] - b[None, :, 0], a[:, None, 1] - b[None, :, 1]
    h = np.sin(lat / 2) ** 2 + np.cos(a[:, None, 0]) * np.cos(b[None, :, 0]) * np.sin(lon / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(np.sqrt(h), 1.0)), dtype=np.float64)


def _geodesic_km(a: Floats, b: Floats) -> Floats:
    """(I, S) km on the WGS84 ellipsoid; needs the extra ``geo``."""
    try:
        from pyproj import Geod
    except ImportError as missing:
        raise UsageError("travel.estimate.method: geodesic needs pyproj: pip install 'consolidate[geo]'") from missing
    shape = (len(a), len(b))
    lat1, lat2 = np.broadcast_to(a[:, None, 0], shape), np.broadcast_to(b[None, :, 0], shape)
    lon1, lon2 = np.broadcast_to(a[:, None, 1], shape), np.broadcast_to(b[None, :, 1], shape)
    _, _, metres = Geod(ellps="WGS84").inv(lon1.ravel(), lat1.ravel(), lon2.ravel(), lat2.ravel(), radians=True)
    return np.asarray(metres, dtype=np.float64).reshape(shape) / 1000
