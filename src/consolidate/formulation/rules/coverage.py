"""At least a share of people within a limit."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.rules.block import RuleBlock
from consolidate.formulation.rules.reach import everybody, reach, rows_in_reach
from consolidate.program.program import Rows, Variables, identity
from consolidate.scenario.policy import Coverage


def coverage(layout: Layout, rule: Coverage) -> RuleBlock:
    r"""Count people as covered only with a point in reach, and cover enough of them.

    .. math:: c_{kit} \le \sum_{s \text{ near } i} u_{kst} \quad \forall k, i, t, \qquad
        \sum_i n_{it} c_{kit} \ge \sigma \sum_i n_{it} \quad \forall k, t
    """
    found = reach(layout, rule, everybody(layout, rule, rule.areas))
    covered, size = f"policy.{rule.id}.covered", len(found.area)
    share = Rows(
        f"policy.{rule.id}.share",
        {covered: found.by_group()},
        lower=rule.share * found.totals(),
        rule=rule.id,
        unit="people",
        scale=np.maximum(found.totals() / 100, 1.0),
        naming=lambda i: found.group_naming(layout, i),
    )
    columns = Variables(covered, size, 0, 1, naming=lambda i: found.naming(layout, i))
    near = rows_in_reach(layout, f"policy.{rule.id}", found, {covered: -identity(size)}, "", lower=0)
    return RuleBlock((near, share), (columns,))
