"""Nobody farther than a limit from a point that can serve them."""

from __future__ import annotations

from consolidate.formulation.layout import Layout
from consolidate.formulation.rules.block import RuleBlock, near
from consolidate.formulation.rules.reach import Limit, everybody, people_counted, reach, rows_in_reach
from consolidate.scenario.policy import MaxTravel


def max_travel(layout: Layout, rule: MaxTravel) -> RuleBlock:
    r"""Have a point in reach of everybody, but for a share of people.

    .. math:: \sum_{s \text{ near } i} u_{kst} + \mathrm{far}_{kit} \ge 1 \quad \forall k, i, t, \qquad
        \sum_i n_{it}\, \mathrm{far}_{kit} \le \epsilon \sum_i n_{it} \quad \forall k, t
    """
    found = reach(layout, rule, everybody(layout, rule, rule.areas), near(layout, rule))
    if not rule.except_share:
        return RuleBlock((rows_in_reach(layout, f"policy.{rule.id}", found, {}, rule.id, lower=1),))
    return people_counted(layout, rule, found, "far", (1, 1), Limit(upper=rule.except_share * found.totals()))
