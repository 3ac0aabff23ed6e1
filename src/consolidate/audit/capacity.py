"""Whether the visits at a point are within the minutes that its offices and its mode allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from consolidate.audit.entries import Entries
from consolidate.audit.exact import exact, unfixed
from consolidate.audit.facts import Facts
from consolidate.audit.findings import Found
from consolidate.audit.presence import Need, Presence, Serving
from consolidate.audit.report import Violation
from consolidate.scenario.policy import Utilisation
from consolidate.units import MILLION

Key = tuple[int, str, int]
"""Period, agency and position of the site."""


@dataclass(frozen=True)
class Work:
    """Minutes of visits per year at a point: the load, the limits (None: no limit), and what rounding may move."""

    load: Fraction
    limit: Fraction | None  # the capacity of its offices
    opening: Fraction | None  # what its mode allows
    grain: Fraction  # one millionth of every segment that goes there
    share: Fraction = Fraction(1)  # of the capacity, that rules on utilisation leave

    @property
    def most(self) -> Fraction | None:
        """The least of its limits, rules included."""
        limits = [] if self.limit is None else [self.limit * self.share]
        return min([*limits, *([] if self.opening is None else [self.opening])], default=None)


Works = Mapping[Key, Work]


@dataclass(frozen=True)
class Load:
    """Minutes of visits per year at every point, and those of a millionth of every segment that goes there."""

    minutes: Mapping[Key, Fraction]
    grains: Mapping[Key, Fraction]
    spoken: Mapping[tuple[Key, str], Fraction]  # minutes of groups that are served in a language


NO_LOAD = Load({}, {}, {})


def limited_agencies(facts: Facts) -> frozenset[str]:
    """Return the agencies that may turn people away: they state a capacity, or may serve in a mode with a limit."""
    limited = {o.agency for o in facts.offices.values() if o.capacity_minutes_per_year is not None}
    for office in facts.offices.values():
        modes = (office.mode, *(each.mode for each in office.convert))
        if any(facts.mode(name).opening_minutes_per_year is not None for name in modes):
            limited.add(office.agency)
    return frozenset(limited)


def counted_agencies(facts: Facts) -> frozenset[str]:
    """Return the agencies whose minutes of visits matter: those with a limit, and those with staffing."""
    return limited_agencies(facts) | {a.id for a in facts.agencies.values() if a.staffing is not None}


def work(facts: Facts, periods: Sequence[Presence], load: Load) -> Works:
    """Return the work at every point of agencies with a limit."""
    limited, works = limited_agencies(facts), {}
    for period, presence in enumerate(periods):
        for (agency, name), there in presence.serving.items():
            if agency in limited:
                stated = [each.office.capacity_minutes_per_year for each in there]
                limit = None if None in stated else sum((exact(c) for c in stated if c is not None), Fraction(0))
                key = (period, agency, facts.site_index[name])
                works[key] = Work(
                    load.minutes.get(key, Fraction(0)), limit, opening(facts, there),
                    load.grains.get(key, Fraction(0)), usable_share(facts, agency, period),
                )  # fmt: skip
    return works


def opening(facts: Facts, there: Sequence[Serving]) -> Fraction | None:
    """Return the minutes of visits that the modes at a point allow an agency, None if they set no limit."""
    limits = (facts.mode(each.mode).opening_minutes_per_year for each in there)
    return min((exact(limit) for limit in limits if limit is not None), default=None)


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


def minutes_of_visits(facts: Facts, entries: Entries) -> Load:
    """Return the minutes of visits at every point of agencies whose minutes matter."""
    loads: dict[Key, Fraction] = defaultdict(Fraction)
    grains: dict[Key, Fraction] = defaultdict(Fraction)
    spoken: dict[tuple[Key, str], Fraction] = defaultdict(Fraction)
    counted = counted_agencies(facts)
    for period, service, group, rows in entries.alike():
        asked = facts.services[facts.service_names[service]]
        if asked.agency not in counted:
            continue
        language = Need.of(facts.groups.get(facts.demand.groups[group])).language
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
            if language:
                spoken[(period, asked.agency, site), language] += minutes * unfixed(load)
    return Load(loads, grains, spoken)


def within_limits(facts: Facts, works: Works) -> Found:
    """Check that the minutes of visits at a point are within what its offices and its mode allow, up to rounding."""
    checks, found = 0, []
    for (period, agency, site), point in sorted(works.items(), key=lambda item: item[0]):
        for check, limit, what in (("work", point.limit, "capacity"), ("opening", point.opening, "opening")):
            checks += limit is not None
            if limit is not None and point.load > limit + point.grain:
                where = f"period {facts.calendar.starts[period].year}, agency {agency}, site {facts.site_names[site]}"
                message = f"{float(point.load):,.1f} minutes of visits a year, {what} {float(limit):,.1f}"
                found.append(Violation(check, where, message))
    return Found(checks, tuple(found))


def has_room(point: Work | None, one: Fraction) -> bool:
    """Say whether a point could take a millionth more than rounding explains."""
    return point is not None and (point.most is None or point.most - point.load > point.grain + one)
