"""Ids: each stands once, and every id that is named exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from consolidate.errors import Place, Problem
from consolidate.scenario.delimited import MOST_SHOWN
from consolidate.scenario.draft import Draft
from consolidate.scenario.suggest import did_you_mean, some_of
from consolidate.scenario.tables import ID_TABLES
from consolidate.scenario.tree import LongTable

_NAMES = {
    "agencies": "agency",
    "services": "service",
    "areas": "area",
    "groups": "group",
    "sites": "site",
    "offices": "office",
    "modes": "mode",
    "policy": "rule",
    "regions": "region",
    "municipalities": "municipality",
}

_REFERENCES: dict[str, dict[str, str]] = {
    "services": {"agency": "agencies", "modes": "modes", "remote.support_modes": "modes"},
    "areas": {"people": "groups"},
    "sites": {"area": "areas"},
    "offices": {
        "agency": "agencies",
        "site": "sites",
        "mode": "modes",
        "home": "sites",
        "convert.mode": "modes",
        "visits_per_year": "services",
    },
    "policy": {
        "agencies": "agencies",
        "services": "services",
        "areas": "areas",
        "except_areas": "areas",
        "except_sites": "sites",
        "group": "groups",
        "office": "offices",
        "site": "sites",
        "only_to": "sites",
        "regions": "regions",
        "if_open": "sites",
        "then_open": "sites",
        "not_both": "sites",
        "together": "offices",
        "municipalities": "municipalities",
        "except_municipalities": "municipalities",
    },
}
"""What each field of a table names: one id, a list of ids, or a mapping by id; a dot leads inside, also of a list."""

_WORDS_FOR_AREAS = ("all", "reached_today", "statutory")


def duplicates(draft: Draft) -> Iterator[Problem]:
    """Check that every id of a table stands once."""
    for table in ID_TABLES:
        node = draft.root.mapping.get(table)
        first: dict[str, Place] = {}
        for number, row in enumerate(node.items if node else ()):
            name = row.id
            place = draft.place(table, number, "id")
            if name is not None and name in first:
                message = f"{table}: the id {name!r} stands twice; first at {first[name]}"
                yield Problem(place, message, name, suggestion="rename or remove one of them")
            elif name is not None:
                first[name] = place


def known_ids(draft: Draft, target: str) -> Iterable[str] | None:
    """Return what may be named; None where that could not be read in full."""
    if target == "modes":
        node = draft.root.mapping.get("modes")
        return list(node.mapping) if node and node.mapping else ["staffed"]
    if target in ("regions", "municipalities"):
        return None if "areas" in draft.damaged else _groupings(draft, target)
    node = draft.root.mapping.get(target)
    rows = node.items if node else []
    if target in draft.damaged and not (rows and all("id" in row.mapping for row in rows)):
        return None
    return draft.ids[target]


def _groupings(draft: Draft, target: str) -> Iterable[str]:
    """Return the regions or municipalities that areas name; an area is its own municipality unless it names one."""
    areas = [area for _, area in draft.rows("areas")]
    if target == "municipalities":
        return list(dict.fromkeys(area.municipality or area.id for area in areas))
    return list(dict.fromkeys(area.region for area in areas if area.region))


def dangling(draft: Draft) -> Iterator[Problem]:
    """Check that every id that is named exists."""
    for table, fields in _REFERENCES.items():
        known = {target: known_ids(draft, target) for target in set(fields.values())}
        for number, row in draft.rows_and_parts(table):
            for field, target in fields.items():
                there = known[target]
                if there is not None:
                    for path, value in _named(row, field):
                        yield from _unknown(draft, (table, number, *path), value, target, there)


def _named(row: Any, field: str) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield what stands in a field, or in that of everything in a list, with its path in the row."""
    step, _, rest = field.partition(".")
    value = getattr(row, step, None)
    if not rest and isinstance(value, str | tuple | dict):  # areas by number of speakers name none
        yield (step,), value
    elif rest and isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from (((step, number, *path), found) for path, found in _named(item, rest))
    elif rest and value is not None:
        yield from (((step, *path), found) for path, found in _named(value, rest))


def _unknown(draft: Draft, path: tuple[Any, ...], value: Any, target: str, known: Iterable[str]) -> Iterator[Problem]:
    if isinstance(value, str):
        if target == "areas" and path[0] == "policy" and value in _WORDS_FOR_AREAS:
            return
        steps: Iterable[tuple[Any, ...]] = [()]
        words: Iterable[str] = [value]
    elif isinstance(value, dict):
        steps, words = [(key,) for key in value], value
    else:
        steps, words = [(index,) for index in range(len(value))], value
    for step, word in zip(steps, words, strict=True):
        if word not in known:
            yield no_such(draft.place(*path, *step), draft.label(*path), target, word, known)


def no_such(place: Place, label: str, target: str, word: str, known: Iterable[str], more: str = "") -> Problem:
    """Return the problem of an id that is not there."""
    names = list(known)
    allowed = some_of(names, 20) if len(names) <= 20 else ""
    return Problem(
        place, f"{label}: there is no {_NAMES[target]} {word!r}{more}", word, allowed, did_you_mean(word, names)
    )


def unknown_in_columns(draft: Draft, table: LongTable, label: str, field: str, target: str) -> Iterator[Problem]:
    """Check that every id in a column of a long table exists; an empty cell names none. An unknown one is told once."""
    known = known_ids(draft, target)
    if known is None or field not in table.columns.texts:
        return
    unknown = sorted(set(table.codes(field)[0]) - set(known) - {""})
    for position, word in enumerate(unknown[:MOST_SHOWN]):
        rows = table.rows_of(field, word)
        more = f" ({len(rows)} rows)" if len(rows) > 1 else ""
        if position == MOST_SHOWN - 1 and len(unknown) > MOST_SHOWN:
            more += f", and {len(unknown) - MOST_SHOWN} more like this"
        yield no_such(table.place(int(rows[0]), field), label, target, word, known, more)
