"""The assignment as positions and millionths, and whether it is complete: everybody once, nobody twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from consolidate.audit.facts import Facts
from consolidate.audit.findings import Found
from consolidate.audit.report import Violation
from consolidate.audit.travel import Bools, Ints
from consolidate.plan.model import Assignment
from consolidate.units import MILLION

CHECK = "everyone_served"


@dataclass(frozen=True)
class Entries:
    """The entries of an assignment that make sense, as positions in the sorted ids; all arrays (N,)."""

    period: Ints
    area: Ints
    service: Ints
    group: Ints
    willing: Ints  # 1 for visits that a support point near would save
    site: Ints
    millionths: Ints

    @property
    def segment(self) -> tuple[Ints, ...]:
        """Positions of the segments in the demand's visits, (T, A, K, G, W)."""
        return self.period, self.area, self.service, self.group, self.willing

    def where(self, some: Bools) -> Entries:
        """Return some of the entries."""
        return Entries(*(getattr(self, each.name)[some] for each in fields(self)))

    def alike(self) -> Iterator[tuple[int, int, int, Ints]]:
        """Yield period, service and group with the positions of the entries that share them."""
        keys = np.stack([self.period, self.service, self.group])
        order = np.lexsort(keys[::-1])
        if not order.size:
            return
        breaks = np.flatnonzero((np.diff(keys[:, order], axis=1) != 0).any(axis=0)) + 1
        for rows in np.split(order, breaks):
            period, service, group = keys[:, rows[0]].tolist()
            yield period, service, group, rows


def read_entries(facts: Facts, assignment: Assignment) -> tuple[Entries, Found]:
    """Return the entries that name known things and a positive share, and what is wrong with the others."""
    willing = np.zeros(len(assignment.period), np.int64) if assignment.willing is None else assignment.willing
    columns = [willing if each.name == "willing" else getattr(assignment, each.name) for each in fields(Entries)]
    rows = min(len(column) for column in columns)
    found = []
    if any(len(column) != rows for column in columns):
        found.append(Violation(CHECK, "assignment", "its columns are not equally long"))
    groups = {name: position for position, name in enumerate(facts.demand.groups)}
    periods = {period: period for period in range(len(facts.calendar.starts))}
    parts = {part: part for part in range(facts.demand.visits.shape[-1])}
    indexes: list[Mapping[Any, int]] = [
        periods, facts.area_index, facts.service_index, groups, parts, facts.site_index
    ]  # fmt: skip
    read = [look_up(column[:rows].tolist(), index) for column, index in zip(columns[:-1], indexes, strict=True)]
    read.append(np.array([share(number) for number in columns[-1][:rows].tolist()], dtype=np.int64))
    stacked = np.stack(read) if rows else np.zeros((len(columns), 0), dtype=np.int64)
    sound: Bools = np.asarray((stacked >= 0).all(axis=0))
    for row in np.flatnonzero(~sound).tolist():
        entry = [column[row] for column in columns]
        found.append(
            Violation(
                CHECK, f"assignment, entry {row}", "unknown or impossible: {}, {}, {}, {!r}, {}, {}: {}".format(*entry)
            )
        )
    return Entries(*stacked[:, sound]), Found(rows + 1, tuple(found))


def look_up(names: Iterable[object], index: Mapping[Any, int]) -> Ints:
    """Return the position of every name, -1 where it is unknown."""
    return np.array([index.get(name, -1) for name in names], dtype=np.int64)


def share(number: object) -> int:
    """Return millionths that are a whole number from 1 to a million, else -1."""
    return number if isinstance(number, int) and 0 < number <= MILLION else -1


def everyone_served(facts: Facts, entries: Entries, spared: Bools) -> Found:
    """Check that the shares of every segment with visits add up to one, and that no entry is there twice.

    Visits that are ``spared`` (of the demand's shape) are not made.
    """
    visits = facts.demand.visits
    codes = np.ravel_multi_index(entries.segment, visits.shape)
    sums = np.bincount(codes, weights=entries.millionths, minlength=visits.size).astype(np.int64)
    near = spared.ravel()
    wanted = (visits > 0).astype(bool).ravel() & ~near
    wrong = np.flatnonzero(((sums != MILLION) & (wanted | (sums != 0))) | (near & (sums != 0)))
    found = []
    for code in wrong.tolist():
        where = segment_name(facts, *(int(i) for i in np.unravel_index(code, visits.shape)))
        if near[code]:
            found.append(Violation("supported", where, "visits are made, though a support point is near"))
        else:
            found.append(Violation(CHECK, where, f"{sums[code]} of {MILLION} millionths of the visits are served"))
    places, counts = np.unique(codes * len(facts.sites) + entries.site, return_counts=True)
    for place in places[counts > 1].tolist():
        code, site = divmod(place, len(facts.sites))
        where = segment_name(facts, *(int(i) for i in np.unravel_index(code, visits.shape)))
        found.append(Violation(CHECK, where, f"has more than one entry for site {facts.site_names[site]}"))
    return Found(int(wanted.sum()) + len(places), tuple(found))


def segment_name(facts: Facts, period: int, area: int, service: int, group: int, willing: int) -> str:
    """Return a segment in words."""
    who = facts.demand.groups[group]
    return ", ".join(
        [
            f"period {facts.calendar.starts[period].year}",
            f"area {facts.area_names[area]}",
            f"service {facts.service_names[service]}",
            *([f"group {who}"] if who else []),
            *(["willing"] if willing else []),
        ]
    )
