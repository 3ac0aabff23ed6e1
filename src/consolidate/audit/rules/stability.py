"""Few decisions differ from an earlier plan."""

from __future__ import annotations

from datetime import date

from consolidate.audit.courses import MOVES, STANDING, Course
from consolidate.audit.exact import exact
from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.report import Reading
from consolidate.audit.rules.measure import Measure, judge
from consolidate.scenario.model import Office
from consolidate.scenario.policy import EarlierDecision, Stability

Said = tuple[str, str, date | None, object, str]
"""Action, site gone to, first day of the change, size in m2 and mode, each empty where the action has none."""

SIZED = ("resize", "convert", *MOVES)
"""Actions with a size: the new one, or what the back office keeps."""


def read(network: Network, rule: Stability) -> tuple[Reading, Found]:
    """Count the offices that decide otherwise than the earlier plan says."""
    earlier = {decision.office: decision for decision in reversed(rule.plan)}  # the first counts
    other = [c.office.id for c in network.courses if done(c) != said(c.office, earlier.get(c.office.id))]
    value = float(len(other))
    measure = Measure(value, rule.at_most, rule.at_most - value, "all offices", ", ".join(other))
    return judge(rule, [measure], "offices", measure)


def done(course: Course) -> Said:
    """Return what an office does."""
    size = course.stays or 0 if course.action in SIZED else None
    to_site = course.to_site or course.chosen_home
    return course.action, to_site, course.day, size, course.mode if course.action == "convert" else ""


def said(office: Office, decision: EarlierDecision | None) -> Said:
    """Return what the earlier plan says of an office; without a word it is meant to stay as it is."""
    if decision is None:
        return "keep" if office.exists else "never", "", None, None, ""
    if decision.action in STANDING:
        return decision.action, "", None, None, ""
    size = exact(decision.m2) if decision.action in SIZED else None
    to_site = decision.to_site if decision.action != "resize" else ""
    return decision.action, to_site, decision.date, size, decision.mode if decision.action == "convert" else ""
