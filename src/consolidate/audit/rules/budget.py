"""A limit on one-off spending."""

from __future__ import annotations

from fractions import Fraction

from consolidate.audit.exact import exact
from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.report import Reading
from consolidate.audit.rules.measure import Measure, judge
from consolidate.scenario.policy import Budget


def read(network: Network, rule: Budget) -> tuple[Reading, Found]:
    """Compare one-off spending with the limit, altogether or period by period."""
    held = network.held_in(rule.periods)
    spent = dict.fromkeys(held, Fraction(0))
    for course, spending in zip(network.courses, network.spendings, strict=True):
        if course.change in spent and (not rule.agencies or course.office.agency in rule.agencies):
            spent[course.change] += spending.one_off
    for agency, hired in network.hires.items():
        for period in held if not rule.agencies or agency in rule.agencies else ():
            spent[period] += hired.one_off[period]
    if not rule.agencies:  # works of joint points, and on facilities, are nobody's alone
        for period in held:
            spent[period] += network.shared_works[period]
    starts = network.facts.calendar.starts
    amounts = {f"period {starts[period].year}": amount for period, amount in spent.items()}
    if rule.per == "total":
        amounts = {"all periods of the rule": sum(spent.values(), Fraction(0))}
    measures = [
        Measure(float(amount), rule.at_most, float(exact(rule.at_most) - amount), where)
        for where, amount in amounts.items()
    ]
    return judge(rule, measures, network.facts.scenario.currency, Measure(0.0, rule.at_most, rule.at_most))
