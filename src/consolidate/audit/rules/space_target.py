"""Floor area per person is at most a target."""

from __future__ import annotations

from fractions import Fraction

from consolidate.audit.exact import exact
from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.points import common_m2
from consolidate.audit.report import Reading
from consolidate.audit.rules.measure import Measure, judge
from consolidate.scenario.policy import SpaceTarget


def read(network: Network, rule: SpaceTarget) -> tuple[Reading, Found]:
    """Compare the area per person in service with the target, in every period of the rule."""
    measures = [in_period(network, rule, period) for period in network.held_in(rule.periods)]
    return judge(rule, measures, "m2/person", Measure(0.0, rule.m2_per_person, rule.m2_per_person))


def in_period(network: Network, rule: SpaceTarget, period: int) -> Measure:
    """Measure the area that offices in scope, and their people, take per person."""
    facts, target = network.facts, exact(rule.m2_per_person)
    presence = network.periods[period]
    m2 = sum(
        (area for (agency, _), area in presence.area.items() if agency in (rule.agencies or [agency])), Fraction(0)
    )
    if not rule.agencies:  # common area belongs to nobody alone
        m2 += common_m2(facts, presence)
    scope = (course for course in network.courses if course.office.agency in (rule.agencies or [course.office.agency]))
    people = sum((course.in_service(period) for course in scope), Fraction(0))
    where = f"period {facts.calendar.starts[period].year}"
    what = f"{float(m2):,.2f} m2 for {float(people):,.2f} FTE"
    if not people:
        value = float("inf") if m2 else 0.0
        return Measure(value, rule.m2_per_person, rule.m2_per_person - value, where, what)
    per_person = m2 / people
    return Measure(float(per_person), rule.m2_per_person, float(target - per_person), where, what)
