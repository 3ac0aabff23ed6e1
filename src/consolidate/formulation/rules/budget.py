"""A limit on one-off spending."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.rules.block import RuleBlock, periods
from consolidate.formulation.variables import Names
from consolidate.program.program import Matrix, Rows, sum_by
from consolidate.scenario.policy import Budget


def budget(layout: Layout, rule: Budget) -> RuleBlock:
    r"""Spend at most a sum on works, moving and break fees, undiscounted, altogether or in each period.

    .. math:: \sum_{p : t_p = t} k_p y_p + \sum_s K_s o_{st} \le B \quad \forall t, \qquad
        \text{or } \sum_p k_p y_p + \sum_{s,t} K_s o_{st} \le B
    """
    courses, instance, names = layout.instance.courses, layout.instance, Names(layout)
    when = periods(layout, rule)
    agency = np.array([instance.scenario.agencies[a].id for a in instance.office_agency])[courses.office]
    paid = np.isin(courses.change, when) & (courses.one_off > 0)
    if rule.agencies:
        paid &= np.isin(agency, rule.agencies)
    course = np.flatnonzero(paid)
    each = rule.per == "period"
    row = np.array([when.index(t) if each else 0 for t in courses.change[course]], dtype=np.int64)
    terms = {"y": sum_by(row, course, (len(when) if each else 1, len(courses.office)), courses.one_off[course])}
    if not rule.agencies:
        terms["joint_start"] = _joint_works(layout, when, each=each)
    rows = Rows(
        f"policy.{rule.id}",
        terms,
        upper=rule.at_most,
        naming=lambda i: names.period(when[i]) if each else "total",
        rule=rule.id,
        unit=instance.scenario.currency,
        scale=max(rule.at_most / 100, 1000.0),
    )
    return RuleBlock((rows,))


def _joint_works(layout: Layout, when: list[int], *, each: bool) -> Matrix:
    """Works on sites that become joint points, which no single agency spends."""
    holding, joint = layout.instance.holding, layout.joint
    chosen = np.flatnonzero(np.isin(holding.period[joint], when))
    period = holding.period[joint[chosen]]
    row = np.searchsorted(when, period) if each else np.zeros(len(chosen), dtype=np.int64)
    works = layout.instance.premises.joint_works[holding.site[joint[chosen]]]
    return sum_by(row, chosen, (len(when) if each else 1, len(joint)), works)
