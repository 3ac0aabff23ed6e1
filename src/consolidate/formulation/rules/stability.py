"""Few decisions differ from an earlier plan."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.rules.block import RuleBlock
from consolidate.program.program import Rows, sum_by
from consolidate.scenario.policy import EarlierDecision, Stability


def stability(layout: Layout, rule: Stability) -> RuleBlock:
    r"""Let at most n offices do otherwise than an earlier plan says; those it does not name were to stay.

    .. math:: \sum_{o} y_{p^*(o)} \ge |O| - n
    """
    instance, courses = layout.instance, layout.instance.courses
    offices = instance.scenario.offices
    earlier = {decision.office: decision for decision in rule.plan}
    same = [
        p
        for p, office in enumerate(courses.office)
        if _agrees(layout, p, earlier.get(offices[office].id), first=p == 0 or courses.office[p - 1] != office)
    ]
    terms = sum_by(np.zeros(len(same), dtype=np.int64), np.array(same, dtype=np.int64), (1, len(courses.office)))
    rows = Rows(
        f"policy.{rule.id}",
        {"y": terms},
        lower=float(len(offices) - rule.at_most),
        naming=lambda _: "total",
        rule=rule.id,
        unit="offices",
        scale=1.0,
    )
    return RuleBlock((rows,))


def _agrees(layout: Layout, p: int, earlier: EarlierDecision | None, *, first: bool) -> bool:
    """Whether a trajectory is what the earlier plan says (the first of an office is today's course)."""
    if earlier is None:
        return first
    instance = layout.instance
    course = instance.courses.listed[p]
    target = instance.scenario.sites[course.target].id if course.target >= 0 else ""
    day = instance.calendar.starts[course.change] if course.change >= 0 else None
    ours = (course.action, target, day, course.size, course.mode)
    mode = earlier.mode if earlier.action == "convert" else ""  # of other decisions it says how the office serves
    return ours == (earlier.action, earlier.to_site, earlier.date, earlier.m2, mode)
