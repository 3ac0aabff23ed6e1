"""What an office or a site must do, or may not do before a day."""

from __future__ import annotations

from consolidate.audit.courses import MOVES, Course
from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.report import Reading
from consolidate.audit.rules.measure import Measure, judge
from consolidate.scenario.policy import Lock

UNIT = "kept (1 = yes)"


def read(network: Network, rule: Lock) -> tuple[Reading, Found]:
    """Say of every part of the lock whether it holds: 1 or 0."""
    tests = of_office(network, rule) if rule.office is not None else of_site(network, rule)
    measures = [Measure(float(holds), 1.0, float(holds) - 1.0, where, what) for holds, where, what in tests]
    return judge(rule, measures, UNIT, Measure(1.0, 1.0, 0.0))


def of_office(network: Network, rule: Lock) -> list[tuple[bool, str, str]]:
    """List what has to hold for an office, whatever the rule's periods."""
    where = f"office {rule.office}"
    course = next((course for course in network.courses if course.office.id == rule.office), None)
    if course is None:
        return [(False, where, "there is no such office")]
    done = done_by(course)
    tests = []
    if rule.must is not None:
        tests.append((course.action == {"stay": "keep", "close": "close"}[rule.must], where, done))
    if rule.only_to is not None:
        tests.append((course.action not in MOVES or course.to_site in rule.only_to, where, done))
    if rule.not_before is not None:
        tests.append((course.day is None or course.day >= rule.not_before, where, done))
    return tests


def done_by(course: Course) -> str:
    """Return what an office does, in words."""
    return " ".join(filter(None, [course.action, course.to_site, str(course.day) if course.day else ""]))


def of_site(network: Network, rule: Lock) -> list[tuple[bool, str, str]]:
    """List what has to hold for a site, in every period of the rule."""
    tests = []
    for period in network.held_in(rule.periods) if rule.must is not None else ():
        used = rule.site in network.periods[period].used
        where = f"period {network.facts.calendar.starts[period].year}, site {rule.site}"
        tests.append((used == (rule.must == "stay"), where, "in use" if used else "empty"))
    return tests
