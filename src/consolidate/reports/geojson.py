"""Areas and points as GeoJSON (RFC 7946: WGS84, longitude before latitude), for QGIS and GDAL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from consolidate.reports.side_by_side import RUN, Exported

Feature = dict[str, Any]

LAYERS = ("points", "areas")


def document(runs: Sequence[Exported], layers: Sequence[str] = LAYERS) -> dict[str, Any]:
    """Return one collection; the property ``layer`` says what a feature is, ``run`` of several runs whose.

    What has no coordinates, nor lies in an area that has, is left out.
    """
    features = []
    for run in runs:
        found = [*(_points(run) if "points" in layers else ()), *(_areas(run) if "areas" in layers else ())]
        if len(runs) > 1:
            for feature in found:
                feature["properties"] = {RUN: run.name, **feature["properties"]}
        features += found
    return {"type": "FeatureCollection", "features": features}


def _points(run: Exported) -> Iterator[Feature]:
    """Yield every site that serves in the last period, where it is or at the centre of its area."""
    areas = {area.id: area for area in run.scenario.areas}
    sites = {site.id: site for site in run.scenario.sites}
    for row in run.document["points"]:
        site = sites.get(row["site"])
        area = areas.get(row["area"])
        for place in (site, area):
            if place is not None and place.lat is not None and place.lon is not None:
                lists = {key: "; ".join(row[key]) for key in ("agencies", "modes", "languages")}
                kind = site.kind if site is not None else None
                yield _feature("points", place.lon, place.lat, {**row, **lists, "kind": kind})
                break


def _areas(run: Exported) -> Iterator[Feature]:
    """Yield every area at its centre; the ways only where the plan changes them."""
    changed = {row["area"]: row for row in run.document["affected"]}
    ways = ("people", "minutes_today", "minutes_plan", "km_today", "km_plan")
    for area in run.scenario.areas:
        if area.lat is None or area.lon is None:
            continue
        row = changed.get(area.id)
        known = {"area": area.id, "name": area.name or area.id, "region": area.region, "population": area.population}
        found = {key: row[key] if row else None for key in ways}
        yield _feature("areas", area.lon, area.lat, {**known, "changed": row is not None, **found})


def _feature(layer: str, lon: float, lat: float, properties: dict[str, Any]) -> Feature:
    """Return a point with its properties."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(lon, 7), round(lat, 7)]},
        "properties": {"layer": layer, **properties},
    }
