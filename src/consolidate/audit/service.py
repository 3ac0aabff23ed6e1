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
from consolidate.audit.presence import Presence
from consolidate.audit.report import Violation
from consolidate.audit.travel import TOLERANCE, Bools, Ints, nearest
from consolidate.units import MILLION

Periods = Sequence[Presence]


def only_where_served(facts: Facts, periods: Periods, entries: Entries) -> Found:
    """Check that visits go only to sites that can be reached and where the agency serves in a mode of the service."""

    def wrong(period: int, service: int, _group: int, rows: Ints) -> Bools:
        able = list(periods[period].able(facts, tuple(facts.services.values())[service]))
        reached = np.isfinite(facts.distances.impedance[entries.area[rows], entries.site[rows]])
        return np.asarray(~np.isin(entries.site[rows], able) | ~reached)

    return each_alike(facts, entries, "only_where_served", wrong, "cannot be served at {site}")


def ability(facts: Facts, periods: Periods, entries: Entries) -> Found:
    """Check that a language group's own visits go only where its language is spoken."""

    def wrong(period: int, service: int, group: int, rows: Ints) -> Bools:
        asked = facts.services[facts.service_names[service]]
        plain = periods[period].able(facts, asked)
        speaking = periods[period].able(facts, asked, facts.demand.languages[group])
        return np.isin(entries.site[rows], sorted(set(plain) - set(speaking)))

    return each_alike(facts, entries, "ability", wrong, "the group's language is not spoken at {site}")


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
            where = segment_name(facts, period, int(entries.area[row]), service, group)
            found.append(Violation(check, where, message.format(site=names[entries.site[row]]) + why(row)))
    return Found(len(entries.site), tuple(found))


def to_the_nearest(facts: Facts, periods: Periods, entries: Entries, works: Works) -> Found:
    """Check that everybody goes to the nearest point that can serve them, or to the nearest with room."""
    services = tuple(facts.services.values())
    limited = limited_agencies(facts)
    first = np.full(len(entries.site), -1)

    def wrong(period: int, service: int, group: int, rows: Ints) -> Bools:
        asked = services[service]
        able = periods[period].able(facts, asked, facts.demand.languages[group])
        if asked.agency not in limited:
            first[rows] = nearest(facts.distances.impedance, able)[0][entries.area[rows]]
            return not_nearest(facts, entries, rows, able)
        seen = facts.demand.visits[tuple(index[rows] for index in entries.segment)]
        one = exact(asked.minutes_per_visit or 0.0) * Fraction(int(seen.max()), ONE) / MILLION
        roomy = tuple(site for site in able if has_room(works.get((period, asked.agency, site)), one))
        first[rows] = nearest(facts.distances.impedance, roomy)[0][entries.area[rows]]
        return is_farther(facts, entries, rows, roomy)

    def why(row: int) -> str:
        way, better = facts.distances.impedance[entries.area[row]], int(first[row])
        if better < 0:
            return ", which cannot be reached"
        nearer = "nearer" if way[better] < way[entries.site[row]] else "as near and first by id"
        return f", though {facts.site_names[better]} is {nearer}"

    return each_alike(facts, entries, "nearest", wrong, "goes to {site}", why)


def is_farther(facts: Facts, entries: Entries, rows: Ints, sites: Sequence[int]) -> Bools:
    """Say which entries go clearly farther than to the nearest of some sites."""
    _, least = nearest(facts.distances.impedance, sites)
    area = entries.area[rows]
    return np.asarray(facts.distances.impedance[area, entries.site[rows]] > least[area] + TOLERANCE)


def not_nearest(facts: Facts, entries: Entries, rows: Ints, able: Sequence[int]) -> Bools:
    """Say which entries do not go to the nearest of the able sites, or not to the first by id of equally near ones."""
    area, site = entries.area[rows], entries.site[rows]
    way = facts.distances.impedance[area, site]
    columns = np.array(able, dtype=np.int64)
    as_near = facts.distances.impedance[np.ix_(area, columns)] == way[:, None]
    tied = (as_near & (columns[None, :] < site[:, None])).any(axis=1)
    return np.asarray(is_farther(facts, entries, rows, able) | tied)
