"""Nobody is left much worse off than with today's network: regions and groups in minutes, agencies in money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from consolidate.audit.capacity import minutes_of_visits
from consolidate.audit.courses import today
from consolidate.audit.demand import Numbers
from consolidate.audit.entries import Entries
from consolidate.audit.exact import exact
from consolidate.audit.facts import Facts
from consolidate.audit.findings import Found
from consolidate.audit.money import present_value, total
from consolidate.audit.network import Network
from consolidate.audit.report import Reading
from consolidate.audit.rules.measure import RELATIVE, Measure, judge
from consolidate.audit.today import made_today, servable_today
from consolidate.audit.visit_travel import added, one_way, visits_of
from consolidate.scenario.policy import Fairness
from consolidate.units import MILLION

Minutes = Mapping[tuple[int, str], Fraction]
"""Minutes one way a year, by period and region or group."""


def read(network: Network, rule: Fairness, entries: Entries) -> tuple[Reading, Found]:
    """Compare the minutes, or the money, of everybody the rule is about with those of today's network."""
    if rule.of == "agencies":
        limit = rule.at_most or 0.0
        return judge(rule, money(network, rule), network.facts.scenario.currency, Measure(0.0, limit, limit))
    return judge(rule, travel(network, rule, entries), "min/year", Measure(0.0, 0.0, 0.0))


def travel(network: Network, rule: Fairness, entries: Entries) -> list[Measure]:
    """Measure the minutes of visits that somebody could serve today; rounding to millionths breaks nothing."""
    facts = network.facts
    servable = servable_today(facts, network.today)
    served = np.zeros(facts.demand.visits.shape, dtype=bool)
    served[servable.segment] = True
    goes, stays = entries.where(served[entries.segment]), made_today(facts, network.today, servable)
    divided = goes.where(goes.millionths < MILLION)
    before, after = (by_whom(facts, rule, each, visits_of(facts, each)) for each in (stays, goes))
    grain = by_whom(facts, rule, divided, facts.demand.visits[divided.segment])
    none, measures = Fraction(0), []
    for period in network.held_in(rule.periods):
        for name in sorted(set(names(facts, rule)) & set(rule.only or names(facts, rule)) - {""}):
            value, key = after.get((period, name), none), (period, name)
            limit = (1 + exact(rule.worse_by or 0.0)) * before.get(key, none)
            near = max(RELATIVE * max(1.0, float(limit)), float(grain.get(key, none)))
            where = f"period {facts.calendar.starts[period].year}, {rule.of[:-1]} {name}"
            measures.append(Measure(float(value), float(limit), float(limit - value), where, near=near))
    return measures


def names(facts: Facts, rule: Fairness) -> list[str]:
    """Return the regions of the areas, or the groups, by position; '' where there is none."""
    return [area.region or "" for area in facts.areas.values()] if rule.of == "regions" else [*facts.demand.groups]


def by_whom(facts: Facts, rule: Fairness, entries: Entries, visits: Numbers) -> Minutes:
    """Add up the minutes one way of some visits."""
    named, position = names(facts, rule), entries.area if rule.of == "regions" else entries.group
    sums: dict[tuple[int, str], int] = defaultdict(int)
    products = one_way(facts, entries, visits, "minutes").tolist()
    for period, place, product in zip(entries.period.tolist(), position.tolist(), products, strict=True):
        sums[period, named[place]] += product
    return {key: added(each) for key, each in sums.items()}


def money(network: Network, rule: Fairness) -> list[Measure]:
    """Measure what every agency in scope pays more than in today's network."""
    facts = network.facts
    stays = made_today(facts, network.today, servable_today(facts, network.today))
    before = Network.of(facts, today(facts), minutes_of_visits(facts, stays))
    limit, measures = exact(rule.at_most or 0.0), []
    for agency in facts.agencies:
        if not rule.only or agency in rule.only:
            more = payments(network, agency) - payments(before, agency)
            measures.append(Measure(float(more), float(limit), float(limit - more), f"agency {agency}"))
    return measures


def payments(network: Network, agency: str) -> Fraction:
    """Return what an agency pays, discounted: for its offices, its hires and, by the posted tariff, for its area."""
    facts = network.facts
    state = facts.scenario.objective.viewpoint == "state"
    parts = []
    for course, spent in zip(network.courses, network.spendings, strict=True):
        if course.office.agency == agency:
            parts += [spent.by_year, spent.vacancy if state else {}]
    if agency in network.hires:
        parts.append(network.hires[agency].by_year)
    for years, presence in zip(facts.calendar.years, network.periods, strict=True):
        taken = ((site, m2) for (whose, site), m2 in presence.area.items() if whose == agency)
        posted = sum((exact(facts.sites[site].tariff_per_m2_year) * m2 for site, m2 in taken), Fraction(0))
        parts.append(dict.fromkeys(years, posted))
    return present_value(facts.calendar, total(parts))
