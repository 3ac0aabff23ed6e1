"""Floor area per person."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.rules.block import RuleBlock, of_agencies, periods
from consolidate.formulation.variables import Names
from consolidate.program.program import Rows, sum_by
from consolidate.scenario.policy import SpaceTarget


def space_target(layout: Layout, rule: SpaceTarget) -> RuleBlock:
    r"""Occupy at most the target for each person in service; without a scope, common area and facilities count too.

    .. math:: \sum_p (m^2_{pt} - \theta\, n_{pt}) y_p + \sum_s C_s z_{st} + \sum_{s,m} M_m \mathrm{facility}_{smt}
        \le 0 \qquad \forall t
    """
    courses, holding, names = layout.instance.courses, layout.instance.holding, Names(layout)
    when = np.array(periods(layout, rule))
    mine = np.flatnonzero(of_agencies(layout, rule.agencies)[courses.office])
    excess = courses.all_m2[np.ix_(mine, when)] - rule.m2_per_person * courses.fte[np.ix_(mine, when)]
    terms = {
        "y": sum_by(
            np.tile(np.arange(len(when)), len(mine)),
            np.repeat(mine, len(when)),
            (len(when), len(courses.office)),
            excess.ravel(),
        )
    }
    if not rule.agencies:
        used = np.flatnonzero(np.isin(holding.period, when))
        common = layout.instance.premises.common_m2[holding.site[used]]
        row = np.searchsorted(when, holding.period[used])
        terms["z"] = sum_by(row, used, (len(when), len(holding.site)), common)
        shared = layout.instance.facilities
        there = np.flatnonzero(np.isin(shared.period, when))
        row = np.searchsorted(when, shared.period[there])
        terms["facility"] = sum_by(row, there, (len(when), len(shared)), shared.m2[there])
    rows = Rows(
        f"policy.{rule.id}",
        terms,
        upper=0,
        naming=lambda i: names.period(when[i]),
        rule=rule.id,
        unit="m2",
        scale=100.0,
    )
    return RuleBlock((rows,))
