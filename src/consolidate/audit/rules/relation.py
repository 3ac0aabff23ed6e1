"""Sites or offices that depend on each other."""

from __future__ import annotations

from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.report import Reading
from consolidate.audit.rules.measure import Measure, judge
from consolidate.scenario.policy import Relation

UNIT = "kept (1 = yes)"


def read(network: Network, rule: Relation) -> tuple[Reading, Found]:
    """Say of every period of the rule whether it holds: 1 or 0."""
    measures = []
    for period in network.held_in(rule.periods):
        holds, what = stands(network, rule, period)
        where = f"period {network.facts.calendar.starts[period].year}"
        measures.append(Measure(float(holds), 1.0, float(holds) - 1.0, where, what))
    return judge(rule, measures, UNIT, Measure(1.0, 1.0, 0.0))


def stands(network: Network, rule: Relation, period: int) -> tuple[bool, str]:
    """Say whether the rule holds in a period, and what there is."""
    used = network.periods[period].used
    if rule.together:
        return at_one_site(network, rule, period)
    if rule.not_both:
        both = [site for site in rule.not_both if site in used]
        return len(set(both)) <= 1, f"in use: {', '.join(both) or 'none'}"
    holds = rule.if_open not in used or rule.then_open in used
    return holds, f"{rule.if_open} is in use, {rule.then_open} is not" if not holds else ""


def at_one_site(network: Network, rule: Relation, period: int) -> tuple[bool, str]:
    """Say whether the offices serve at one and the same site, or none of them serves."""
    named = [course for course in network.courses if course.office.id in rule.together]
    sites = {course.office.id: course.serves_at(period) for course in named}
    what = ", ".join(f"{office} at {site}" if site else f"{office} nowhere" for office, site in sites.items())
    return len(set(sites.values())) <= 1, what
