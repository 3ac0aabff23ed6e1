"""How far people are moved, and how many of an agency's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from consolidate.audit.courses import people_of
from consolidate.audit.exact import exact
from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.report import Reading
from consolidate.audit.rules.measure import Measure, judge
from consolidate.audit.travel import TOLERANCE
from consolidate.scenario.policy import StaffRelocation


def read(network: Network, rule: StaffRelocation) -> tuple[Reading, Found]:
    """Compare the way to every new place, and every agency's share of people moved, with the limits."""
    measures = [*ways(network, rule), *shares(network, rule)]
    unit, limit = ("min", rule.minutes) if rule.minutes is not None else ("share", rule.share or 0.0)
    return judge(rule, measures, unit, Measure(0.0, limit, limit))


def ways(network: Network, rule: StaffRelocation) -> Iterator[Measure]:
    """Measure the way from the area left to the new place, of every office whose people are moved."""
    facts = network.facts
    for course in network.courses:
        office = course.office
        if rule.minutes is None or not course.moved_people or (rule.agencies and office.agency not in rule.agencies):
            continue
        way = float(facts.distances.minutes[facts.area_of_site(office.site), facts.site_index[course.to_site]])
        where = f"office {office.id} to {course.to_site}"
        yield Measure(way, rule.minutes, rule.minutes - way, where, near=TOLERANCE, unit="min")


def shares(network: Network, rule: StaffRelocation) -> Iterator[Measure]:
    """Measure the people moved as a share of those in an agency's offices of today."""
    moved: dict[str, Fraction] = defaultdict(Fraction)
    there: dict[str, Fraction] = defaultdict(Fraction)
    for course in network.courses:
        agency = course.office.agency
        if course.office.exists and (not rule.agencies or agency in rule.agencies):
            moved[agency] += course.moved_people
            there[agency] += people_of(course.office)
    for agency, people in sorted(there.items()):
        if rule.share is not None and people:
            share = moved[agency] / people
            slack = float(exact(rule.share) - share)
            yield Measure(float(share), rule.share, slack, f"agency {agency}", unit="share")
