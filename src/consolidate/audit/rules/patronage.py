"""People go to the nearest point that can serve them, also where it is full."""

from __future__ import annotations

from consolidate.audit.entries import Entries
from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.report import Reading
from consolidate.audit.rules.measure import Measure, judge
from consolidate.audit.service import passing_by, service_at
from consolidate.scenario.policy import Patronage


def read(network: Network, rule: Patronage, entries: Entries) -> tuple[Reading, Found]:
    """Count, in every period of the rule, the ways of people to a point that is not the nearest."""
    facts = network.facts
    ways = dict.fromkeys(network.held_in(rule.periods), 0)
    for period, service, group, rows in entries.alike():
        agency = service_at(facts, service).agency
        if period in ways and (not rule.agencies or agency in rule.agencies):
            ways[period] += int(passing_by(facts, network.periods[period], entries, service, group, rows).sum())
    measures = [
        Measure(float(number), 0.0, -float(number), f"period {facts.calendar.starts[period].year}")
        for period, number in ways.items()
    ]
    return judge(rule, measures, "ways past a nearer point", Measure(0.0, 0.0, 0.0))
