"""How many offices may change."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.rules.block import RuleBlock, of_agencies, periods
from consolidate.formulation.variables import Names
from consolidate.program.program import Rows, sum_by
from consolidate.scenario.policy import Pace


def pace(layout: Layout, rule: Pace) -> RuleBlock:
    r"""Let at most n offices change, altogether or in each period.

    .. math:: \sum_{p : t_p = t} y_p \le n \quad \forall t, \qquad \text{or } \sum_{p : t_p \in T} y_p \le n
    """
    courses, names = layout.instance.courses, Names(layout)
    when, each = periods(layout, rule), rule.per == "period"
    chosen = np.flatnonzero(np.isin(courses.change, when) & of_agencies(layout, rule.agencies)[courses.office])
    row = np.searchsorted(when, courses.change[chosen]) if each else np.zeros(len(chosen), dtype=np.int64)
    rows = Rows(
        f"policy.{rule.id}",
        {"y": sum_by(row, chosen, (len(when) if each else 1, len(courses.office)))},
        upper=float(rule.at_most),
        naming=lambda i: names.period(when[i]) if each else "total",
        rule=rule.id,
        unit="offices",
        scale=1.0,
    )
    return RuleBlock((rows,))
