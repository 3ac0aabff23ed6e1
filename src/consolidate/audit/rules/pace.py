"""How many offices may change, altogether or in a period."""

from __future__ import annotations

from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.report import Reading
from consolidate.audit.rules.measure import Measure, judge
from consolidate.scenario.policy import Pace


def read(network: Network, rule: Pace) -> tuple[Reading, Found]:
    """Count the offices in scope that change in the rule's periods; one that stays, or never opens, does not."""
    numbers = dict.fromkeys(network.held_in(rule.periods), 0)
    for course in network.courses:
        if course.change in numbers and (not rule.agencies or course.office.agency in rule.agencies):
            numbers[course.change] += 1
    starts = network.facts.calendar.starts
    counted = {f"period {starts[period].year}": number for period, number in numbers.items()}
    if rule.per == "total":
        counted = {"all periods of the rule": sum(numbers.values())}
    measures = [
        Measure(float(number), rule.at_most, float(rule.at_most - number), where) for where, number in counted.items()
    ]
    return judge(rule, measures, "offices", Measure(0.0, rule.at_most, rule.at_most))
