"""Travel: every area can be placed, or the matrix says how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from consolidate.errors import Problem
from consolidate.scenario.checks.references import unknown_in_columns
from consolidate.scenario.checks.visits import repeated
from consolidate.scenario.delimited import MOST_SHOWN
from consolidate.scenario.draft import Draft
from consolidate.scenario.model import Travel
from consolidate.scenario.tree import LongTable
from consolidate.units import EARTH_RADIUS_KM

_FAR_KM = 1500


def coordinates(draft: Draft) -> Iterator[Problem]:
    """Check that latitude and longitude come together."""
    for table in ("areas", "sites"):
        for number, row in draft.rows(table):
            if (row.lat is None) != (row.lon is None):
                there, missing = ("lon", "lat") if row.lat is None else ("lat", "lon")
                message = f"{draft.label(table, number)}: {missing} is missing beside {there}"
                yield Problem(draft.place(table, number, there), message)


def exchanged(draft: Draft) -> Iterator[Problem]:
    """Warn of areas far from the others that would lie nearer with latitude and longitude exchanged."""
    areas = [(number, area) for number, area in draft.rows("areas") if area.lat is not None and area.lon is not None]
    if not areas:
        return
    lat, lon = (np.array([getattr(area, name) for _, area in areas]) for name in ("lat", "lon"))
    centre = float(np.median(lat)), float(np.median(lon))
    as_given, turned = _km(lat, lon, *centre), _km(lon, lat, *centre)
    for index in np.flatnonzero((as_given > _FAR_KM) & (turned < as_given) & (np.abs(lon) <= 90)):
        number, area = areas[index]
        message = (
            f"areas.{area.id}: lies {as_given[index]:,.0f} km from the midst of the areas, "
            f"with lat and lon exchanged {turned[index]:,.0f} km"
        )
        remedy = f"write lat {area.lon:g} and lon {area.lat:g}?"
        yield Problem(draft.place("areas", number, "lat"), message, f"{area.lat:g}", "", remedy, "warning")


def _km(lat: Any, lon: Any, to_lat: float, to_lon: float) -> Any:
    """Return the km along the sphere from places to one other, all in degrees."""
    north, south = np.radians(lat), np.radians(to_lat)
    half = np.sin((south - north) / 2) ** 2
    half = half + np.cos(north) * np.cos(south) * np.sin(np.radians(to_lon - lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def travel(draft: Draft) -> Iterator[Problem]:
    """Check that there is a way to tell how far every area is from every site."""
    value: Travel | None = draft.values.get("travel")
    if value is None or "travel.matrix" in draft.damaged:
        yield from _matrix_ids(draft)
        return
    place = draft.key_place("travel")
    if value.estimate is None and value.matrix is None:
        yield Problem(place, "travel needs a way to tell distances", allowed="estimate, matrix")
    elif value.missing == "estimate" and value.estimate is None:
        yield Problem(draft.place("travel", "missing"), "travel.missing: estimate needs travel.estimate", "estimate")
    matrix = _matrix(draft)
    yield from _matrix_ids(draft)
    whole = not draft.damaged & {"areas", "sites"}
    areas, sites = list(draft.ids["areas"]), list(draft.ids["sites"])
    if matrix is None:
        yield from _placeless(draft, areas)
    elif whole and value.missing != "unreachable":
        there = _given(matrix, areas, sites)
        if value.missing == "error":
            yield from _missing(draft, there, areas, sites)
        else:
            yield from _placeless(draft, [areas[index] for index in np.flatnonzero(~there.all(axis=1))])


def _matrix(draft: Draft) -> LongTable | None:
    node = draft.root.mapping.get("travel")
    matrix = node.mapping.get("matrix") if node else None
    return matrix.value if matrix is not None and isinstance(matrix.value, LongTable) else None


def _matrix_ids(draft: Draft) -> Iterator[Problem]:
    matrix = _matrix(draft)
    if matrix is not None:
        yield from unknown_in_columns(draft, matrix, "travel.matrix", "area", "areas")
        yield from unknown_in_columns(draft, matrix, "travel.matrix", "site", "sites")
        yield from repeated(matrix, ("area", "site"), "travel.matrix")


def group_tables(draft: Draft) -> Iterator[Problem]:
    """Check what the groups' own tables name."""
    groups = draft.root.mapping.get("groups")
    for number, row in enumerate(groups.items if groups else (), 1):
        own = row.mapping.get("travel")
        if own is not None and isinstance(own.value, LongTable):
            name = f"groups.{row.id or number}.travel"
            yield from unknown_in_columns(draft, own.value, name, "area", "areas")
            yield from unknown_in_columns(draft, own.value, name, "site", "sites")
            yield from repeated(own.value, ("area", "site"), name)


def _given(matrix: LongTable, areas: list[str], sites: list[str]) -> Any:
    """Mark the pairs that a matrix holds: (areas, sites)."""
    row, column = (_numbered(matrix, *known) for known in (("area", areas), ("site", sites)))
    known = (row >= 0) & (column >= 0)
    there = np.zeros((len(areas), len(sites)), dtype=bool)
    there[row[known], column[known]] = True
    return there


def _numbered(matrix: LongTable, field: str, names: list[str]) -> Any:
    words, codes = matrix.codes(field)
    numbers = {name: number for number, name in enumerate(names)}
    return np.array([numbers.get(word, -1) for word in (*words, "")])[codes]


def _missing(draft: Draft, there: Any, areas: list[str], sites: list[str]) -> Iterator[Problem]:
    pairs = np.argwhere(~there)
    if len(pairs):
        shown = ", ".join(f"{areas[area]} to {sites[site]}" for area, site in pairs[:5])
        more = f" and {len(pairs) - 5:,} more" if len(pairs) > 5 else ""
        remedy = "add the rows, or say 'missing: estimate' or 'missing: unreachable'"
        message = f"travel.matrix: pairs are missing: {shown}{more}"
        yield Problem(draft.place("travel", "matrix"), message, suggestion=remedy)


def _placeless(draft: Draft, names: Iterable[str]) -> Iterator[Problem]:
    """Tell of areas without coordinates where travel is estimated from them."""
    needed = set(names)
    found = [
        (number, area)
        for number, area in draft.rows("areas")
        if area.id in needed and area.lat is None and area.lon is None
    ]
    for position, (number, area) in enumerate(found[:MOST_SHOWN], 1):
        more = f", and {len(found) - MOST_SHOWN} more like this" if position == MOST_SHOWN < len(found) else ""
        message = f"areas.{area.id}: lat and lon are missing, from which travel is estimated{more}"
        yield Problem(draft.place("areas", number), message, suggestion="add them, or give a travel matrix")
