"""The whole audit: every constraint, every rule and the totals, from the raw scenario and a plan."""

from __future__ import annotations

from consolidate.audit.capacity import minutes_of_visits, within_limits, work
from consolidate.audit.courses import all_courses
from consolidate.audit.decisions import one_trajectory
from consolidate.audit.entries import everyone_served, read_entries
from consolidate.audit.facilities import facility_time
from consolidate.audit.facts import Facts
from consolidate.audit.findings import together
from consolidate.audit.home import home_serves
from consolidate.audit.network import Network
from consolidate.audit.premises import floor_area, one_mode, who_joins_closes
from consolidate.audit.report import AuditReport
from consolidate.audit.rules import Evidence, read_rule
from consolidate.audit.service import ability, only_where_served, to_the_nearest
from consolidate.audit.support import spared
from consolidate.audit.totals import add_up, totals
from consolidate.audit.visit_travel import visit_travel
from consolidate.plan.model import Plan
from consolidate.scenario.model import Scenario


def audit(scenario: Scenario, plan: Plan) -> AuditReport:
    """Check a plan against everything the scenario asks, and recompute what it costs, emits and makes people travel.

    Parameters
    ----------
    scenario
        The scenario, resolved.
    plan
        Any plan, good or bad; today's network is the plan that keeps every office.

    Returns
    -------
    AuditReport
        Violations under the name of a constraint or the id of a rule, one reading per rule, and totals: currency, kg,
        km and hours over the horizon. A decision that cannot be carried out is a violation and counts as keeping the
        office; an entry of the assignment that names unknown things is a violation and counts as not there.
    """
    facts = Facts.of(scenario)
    courses = all_courses(facts, plan)
    entries, unread = read_entries(facts, plan.assignment)
    load = minutes_of_visits(facts, entries)
    network = Network.of(facts, courses, load)
    works = work(facts, network.periods, load)
    travel = visit_travel(facts, entries)
    sums = add_up(network, travel)
    evidence = Evidence(network, entries, sums, travel, works)
    rules = [read_rule(evidence, rule) for rule in scenario.policy]
    found = together(
        [
            one_trajectory(facts, plan),
            one_mode(facts, network.periods),
            home_serves(facts, courses, network.periods),
            unread,
            everyone_served(facts, entries, spared(facts, network.periods)),
            only_where_served(facts, network.periods, entries),
            ability(facts, network.periods, entries),
            within_limits(facts, works),
            facility_time(facts, network.periods),
            to_the_nearest(facts, network.periods, entries, works),
            floor_area(facts, network.periods),
            who_joins_closes(facts, network.periods),
            *(broken for _, broken in rules),
        ]
    )
    readings = tuple(reading for reading, _ in rules)
    return AuditReport(found.checks, found.violations, readings, totals(facts, sums, travel))
