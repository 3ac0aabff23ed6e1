"""Whether the visits at a point are within the working minutes its offices bring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from consolidate.audit.entries import Entries
from consolidate.audit.exact import exact, unfixed
from consolidate.audit.facts import Facts
from consolidate.audit.findings import Found
from consolidate.audit.presence import Presence
from consolidate.audit.report import Violation
from consolidate.scenario.policy import Utilisation
from consolidate.units import MILLION


@dataclass(frozen=True)
class Work:
    """Minutes of visits per year at a point: the load, the limit (None: no limit), and what rounding may move."""

    load: Fraction
    limit: Fraction | None
    grain: Fraction  # one millionth of every segment that goes there
    share: Fraction = Fraction(1)  # of the limit, that rules on utilisation leave


Key = tuple[int, str, int]
"""Period, agency and position of the site."""

Works = Mapping[Key, Work]


def limited_agencies(facts: Facts) -> frozenset[str]:
    """Return the agencies whose offices state a capacity."""
    return frozenset(o.agency for o in facts.offices.values() if o.capacity_minutes_per_year is not None)


def work(facts: Facts, periods: Sequence[Presence], entries: Entries) -> Works:
    """Return the work at every point of agencies that state capacities."""
    loads, grains = minutes_of_visits(facts, entries)
    limited, works = limited_agencies(facts), {}
    for period, presence in enumerate(periods):
        for (agency, name), offices in presence.serving.items():
            if agency in limited:
                stated = [o.capacity_minutes_per_year for o in offices]
                limit = None if None in stated else sum((exact(c) for c in stated if c is not None), Fraction(0))
                key = (period, agency, facts.site_index[name])
                works[key] = Work(loads[key], limit, grains[key], usable_share(facts, agency, period))
    return works


def usable_share(facts: Facts, agency: str, period: int) -> Fraction:
    """Return the least share of capacity that rules on utilisation leave an agency in a period."""
    year = facts.calendar.starts[period].year
    shares = [
        exact(rule.at_most)
        for rule in facts.scenario.policy
        if isinstance(rule, Utilisation)
        and (not rule.agencies or agency in rule.agencies)
        and (not rule.periods or year in rule.periods)
    ]
    return min(shares, default=Fraction(1))


def minutes_of_visits(facts: Facts, entries: Entries) -> tuple[dict[Key, Fraction], dict[Key, Fraction]]:
    """Return the minutes of visits at every point of agencies with capacities, and a millionth of all that go there."""
    loads: dict[Key, Fraction] = defaultdict(Fraction)
    grains: dict[Key, Fraction] = defaultdict(Fraction)
    limited = limited_agencies(facts)
    for period, service, _, rows in entries.alike():
        asked = facts.services[facts.service_names[service]]
        if asked.agency not in limited:
            continue
        visits = facts.demand.visits[tuple(index[rows] for index in entries.segment)].tolist()
        here: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for site, seen, share in zip(
            entries.site[rows].tolist(), visits, entries.millionths[rows].tolist(), strict=True
        ):
            sums = here[site]
            sums[0] += seen * share
            sums[1] += seen
        minutes = exact(asked.minutes_per_visit or 0.0) / MILLION
        for site, (load, grain) in here.items():
            loads[period, asked.agency, site] += minutes * unfixed(load)
            grains[period, asked.agency, site] += minutes * unfixed(grain)
    return loads, grains


def within_capacity(facts: Facts, works: Works) -> Found:
    """Check that the minutes of visits at a point are within what its offices bring, up to rounding."""
    found = [
        Violation(
            "work",
            f"period {facts.calendar.starts[period].year}, agency {agency}, site {facts.site_names[site]}",
            f"{float(point.load):,.1f} minutes of visits a year, capacity {float(point.limit):,.1f}",
        )
        for (period, agency, site), point in sorted(works.items(), key=lambda item: item[0])
        if point.limit is not None and point.load > point.limit + point.grain
    ]
    return Found(sum(point.limit is not None for point in works.values()), tuple(found))


def has_room(point: Work | None, one: Fraction) -> bool:
    """Say whether a point could take a millionth more than rounding explains."""
    return point is not None and (point.limit is None or point.limit * point.share - point.load > point.grain + one)
