"""At least a share of people within a limit."""

from __future__ import annotations

from consolidate.formulation.layout import Layout
from consolidate.formulation.rules.block import RuleBlock
from consolidate.formulation.rules.reach import everybody, people_counted, reach
from consolidate.scenario.policy import Coverage


def coverage(layout: Layout, rule: Coverage) -> RuleBlock:
    r"""Count people as covered only with a point in reach, and cover enough of them.

    .. math:: c_{kit} \le \sum_{s \text{ near } i} u_{kst} \quad \forall k, i, t, \qquad
        \sum_i n_{it} c_{kit} \ge \sigma \sum_i n_{it} \quad \forall k, t
    """
    found = reach(layout, rule, everybody(layout, rule, rule.areas))
    return people_counted(layout, rule, found, "covered", (-1, 0), lower=rule.share * found.totals())
