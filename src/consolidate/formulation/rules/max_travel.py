"""Nobody farther than a limit from a point that can serve them."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.rules.block import RuleBlock
from consolidate.formulation.rules.reach import everybody, reach, rows_in_reach
from consolidate.program.program import Rows, Variables, identity
from consolidate.scenario.policy import MaxTravel


def max_travel(layout: Layout, rule: MaxTravel) -> RuleBlock:
    r"""Have a point in reach of everybody, but for a share of people.

    .. math:: \sum_{s \text{ near } i} u_{kst} + \mathrm{far}_{kit} \ge 1 \quad \forall k, i, t, \qquad
        \sum_i n_{it}\, \mathrm{far}_{kit} \le \epsilon \sum_i n_{it} \quad \forall k, t
    """
    found = reach(layout, rule, everybody(layout, rule, rule.areas))
    if not rule.except_share:
        return RuleBlock((rows_in_reach(layout, f"policy.{rule.id}", found, {}, rule.id, lower=1),))
    far, size = f"policy.{rule.id}.far", len(found.area)
    share = Rows(
        f"policy.{rule.id}.share",
        {far: found.by_group()},
        upper=rule.except_share * found.totals(),
        rule=rule.id,
        unit="people",
        scale=np.maximum(found.totals() / 100, 1.0),
        naming=lambda i: found.group_naming(layout, i),
    )
    columns = Variables(far, size, 0, 1, naming=lambda i: found.naming(layout, i))
    near = rows_in_reach(layout, f"policy.{rule.id}", found, {far: identity(size)}, "", lower=1)
    return RuleBlock((near, share), (columns,))
