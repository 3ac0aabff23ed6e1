"""Whether people go only where they can be served, and to the nearest such point (that has room)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np

from consolidate.audit.capacity import Works, has_room, limited_agencies
from consolidate.audit.entries import Entries, segment_name
from consolidate.audit.exact import ONE, exact
from consolidate.audit.facts import Facts
from consolidate.audit.findings import Found
from consolidate.audit.presence import Need, Presence
from consolidate.audit.report import Violation
from consolidate.audit.travel import TOLERANCE, Bools, Floats, Ints, nearest
from consolidate.scenario.model import Service
from consolidate.units import MILLION

Periods = Sequence[Presence]


def need_of(facts: Facts, group: int) -> Need:
    """Return what a group with visits of its own needs, by its position."""
    return Need.of(facts.groups.get(facts.demand.groups[group]))


def way_of(facts: Facts, group: int) -> Floats:
    """Return what a group goes by, (A, S), by its position."""
    return facts.ways(facts.demand.groups[group]).impedance


def only_where_served(facts: Facts, periods: Periods, entries: Entries) -> Found:
    """Check that visits go only to sites that can be reached and entered, and where the service is given."""

    def wrong(period: int, service: int, group: int, rows: Ints) -> Bools:
        able = list(
            periods[period].able(facts, service_at(facts, service), Need(step_free=need_of(facts, group).step_free))
        )
        reached = np.isfinite(way_of(facts, group)[entries.area[rows], entries.site[rows]])
        return np.asarray(~np.isin(entries.site[rows], able) | ~reached)

    return each_alike(facts, entries, "only_where_served", wrong, "cannot be served at {site}")


def ability(facts: Facts, periods: Periods, entries: Entries) -> Found:
    """Check that a language group's own visits go only where its language is spoken."""

    def wrong(period: int, service: int, group: int, rows: Ints) -> Bools:
        asked, presence, need = service_at(facts, service), periods[period], need_of(facts, group)
        plain = presence.able(facts, asked, Need())
        speaking = presence.able(facts, asked, Need(language=need.language))
        return np.isin(entries.site[rows], sorted(set(plain) - set(speaking)))

    return each_alike(facts, entries, "ability", wrong, "the group's language is not spoken at {site}")


def service_at(facts: Facts, position: int) -> Service:
    """Return a service by its position."""
    return facts.services[facts.service_names[position]]


def each_alike(
    facts: Facts,
    entries: Entries,
    check: str,
    wrong: Callable[[int, int, int, Ints], Bools],
    message: str,
    why: Callable[[int], str] = lambda _row: "",
) -> Found:
    """Apply a test to the entries of every period, service and group, and name those that fail, and why."""
    names, found = facts.site_names, []
    for period, service, group, rows in entries.alike():
        for row in rows[wrong(period, service, group, rows)].tolist():
            where = segment_name(facts, period, int(entries.area[row]), service, group, int(entries.willing[row]))
            found.append(Violation(check, where, message.format(site=names[entries.site[row]]) + why(row)))
    return Found(len(entries.site), tuple(found))


def to_the_nearest(facts: Facts, periods: Periods, entries: Entries, works: Works) -> Found:
    """Check that everybody goes to the nearest point that can serve them, or to the nearest with room.

    A point of an agency whose people are counted is never full: it hires.
    """
    limited = limited_agencies(facts)
    first = np.full(len(entries.site), -1)

    def wrong(period: int, service: int, group: int, rows: Ints) -> Bools:
        asked, way = service_at(facts, service), way_of(facts, group)
        able = periods[period].able(facts, asked, need_of(facts, group))
        if asked.agency not in limited or facts.agencies[asked.agency].staffing is not None:
            first[rows] = nearest(way, able)[0][entries.area[rows]]
            return not_nearest(way, entries, rows, able)
        seen = facts.demand.visits[tuple(index[rows] for index in entries.segment)]
        one = exact(asked.minutes_per_visit or 0.0) * Fraction(int(seen.max()), ONE) / MILLION
        roomy = tuple(site for site in able if has_room(works.get((period, asked.agency, site)), one))
        first[rows] = nearest(way, roomy)[0][entries.area[rows]]
        return is_farther(way, entries, rows, roomy)

    def why(row: int) -> str:
        way, better = way_of(facts, int(entries.group[row]))[entries.area[row]], int(first[row])
        if better < 0:
            return ", which cannot be reached"
        nearer = "nearer" if way[better] < way[entries.site[row]] else "as near and first by id"
        return f", though {facts.site_names[better]} is {nearer}"

    return each_alike(facts, entries, "nearest", wrong, "goes to {site}", why)


def passing_by(facts: Facts, presence: Presence, entries: Entries, service: int, group: int, rows: Ints) -> Bools:
    """Say which entries, alike in everything but area, do not go to the nearest point that can serve them."""
    able = presence.able(facts, service_at(facts, service), need_of(facts, group))
    return not_nearest(way_of(facts, group), entries, rows, able)


def is_farther(way: Floats, entries: Entries, rows: Ints, sites: Sequence[int]) -> Bools:
    """Say which entries go clearly farther than to the nearest of some sites."""
    _, least = nearest(way, sites)
    area = entries.area[rows]
    return np.asarray(way[area, entries.site[rows]] > least[area] + TOLERANCE)


def not_nearest(way: Floats, entries: Entries, rows: Ints, able: Sequence[int]) -> Bools:
    """Say which entries do not go to the nearest of the able sites, or not to the first by id of equally near ones."""
    area, site = entries.area[rows], entries.site[rows]
    columns = np.array(able, dtype=np.int64)
    as_near = way[np.ix_(area, columns)] == way[area, site][:, None]
    tied = (as_near & (columns[None, :] < site[:, None])).any(axis=1)
    return np.asarray(is_farther(way, entries, rows, able) | tied)
