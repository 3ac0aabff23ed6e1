"""Rules that look at what offices decide, not at one period's network."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from tests.oracle.exact import exact
from tests.oracle.hires import hiring
from tests.oracle.payments import fte
from tests.oracle.trajectories import Trajectory

from consolidate.plan.model import Decision
from consolidate.scenario.model import Office, Scenario
from consolidate.scenario.policy import Budget, Lock, Pace, Rule, Stability, StaffRelocation

Spent = Sequence[Fraction]
"""Works of joint points and facilities by period, undiscounted."""


def decisions_broken(
    scenario: Scenario, course: Sequence[Trajectory], common_works: Spent, hired: Sequence[dict[str, Fraction]]
) -> Iterator[str]:
    """Name the rules that decisions, and the spending they cause, do not keep."""
    for rule in scenario.policy:
        holds = True
        if isinstance(rule, Lock) and rule.office is not None:
            holds = all(lock_holds(rule, one.decision) for one in course if one.office.id == rule.office)
        elif isinstance(rule, Budget):
            holds = budget_holds(rule, scenario, course, common_works, hired)
        elif isinstance(rule, Pace):
            holds = pace_holds(rule, scenario, course)
        elif isinstance(rule, StaffRelocation):
            holds = staff_relocation_holds(rule, scenario, course)
        elif isinstance(rule, Stability):
            holds = stability_holds(rule, course)
        if not holds:
            yield f"{rule.id}: {rule.sentence}"


def is_meant(rule: Rule, office: Office) -> bool:
    """Whether an office's agency is in a rule's scope."""
    return not rule.agencies or office.agency in rule.agencies


def lock_holds(rule: Lock, decision: Decision) -> bool:
    """Whether an office does what a lock asks of it."""
    if rule.must == "stay" and decision.action != "keep":
        return False
    if rule.must == "close" and decision.action != "close":
        return False
    moves = decision.action in ("merge", "colocate")
    if rule.only_to is not None and moves and decision.to_site not in rule.only_to:
        return False
    return rule.not_before is None or decision.date is None or decision.date >= rule.not_before


def budget_holds(
    rule: Budget,
    scenario: Scenario,
    course: Sequence[Trajectory],
    common_works: Spent,
    hired: Sequence[dict[str, Fraction]],
) -> bool:
    """Whether spending stays in a budget; works of joint points and facilities are nobody's alone."""
    spent: dict[int, Fraction] = defaultdict(Fraction)
    amounts = [(one.period, one.one_off) for one in course if is_meant(rule, one.office)]
    amounts += list(enumerate(hiring(scenario, hired, rule.agencies)))
    if not rule.agencies:
        amounts += list(enumerate(common_works))
    for period, amount in amounts:
        if period is not None and (not rule.periods or scenario.horizon.periods[period] in rule.periods):
            spent[period if rule.per == "period" else 0] += amount
    return all(amount <= exact(rule.at_most) for amount in spent.values())


def pace_holds(rule: Pace, scenario: Scenario, course: Sequence[Trajectory]) -> bool:
    """Whether no more offices change than may."""
    periods = [one.period for one in course if one.period is not None and is_meant(rule, one.office)]
    counted = Counter(
        period if rule.per == "period" else 0
        for period in periods
        if not rule.periods or scenario.horizon.periods[period] in rule.periods
    )
    return all(count <= rule.at_most for count in counted.values())


def staff_relocation_holds(rule: StaffRelocation, scenario: Scenario, course: Sequence[Trajectory]) -> bool:
    """Whether nobody is moved too far, and no agency moves too many of its people."""
    meant = [one for one in course if is_meant(rule, one.office)]
    if rule.minutes is not None and any(one.moved_minutes > exact(rule.minutes) for one in meant):
        return False
    if rule.share is None:
        return True
    for agency in {one.office.agency for one in meant}:
        moved = sum((one.moved for one in meant if one.office.agency == agency), Fraction(0))
        everybody = sum(fte(office) for office in scenario.offices if office.agency == agency and office.exists)
        if moved > exact(rule.share) * everybody:
            return False
    return True


def stability_holds(rule: Stability, course: Sequence[Trajectory]) -> bool:
    """Whether few offices decide otherwise than an earlier plan says."""
    said = {one.office: (one.action, one.to_site, one.date, one.m2, one.mode) for one in rule.plan}
    others = 0
    for one in course:
        decision = one.decision
        today = ("keep" if one.office.exists else "never", "", None, 0.0, "")
        does = decision.action, decision.to_site, decision.date, decision.m2, decision.mode
        others += does != said.get(one.office.id, today)
    return others <= rule.at_most
