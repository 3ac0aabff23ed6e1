"""Everybody goes to the nearest point that can serve them, also where it is full."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.nearest import able_wherever, all_at_nearest, columns, counted, running_sum
from consolidate.formulation.rules.block import RuleBlock, periods
from consolidate.scenario.policy import Patronage


def patronage(layout: Layout, rule: Patronage) -> RuleBlock:
    r"""Keep core constraint `nearest` also for agencies in scope that have no staffing, in the rule's periods.

    .. math:: \mathrm{nearer}_{dst} + \mathrm{saved}_{dt} \ge \sum_{m \text{ eligible}} u_{asmt} \qquad \forall d, s, t
    """
    ids = np.array([agency.id for agency in layout.instance.scenario.agencies])
    mine = np.isin(ids, rule.agencies) if rule.agencies else np.ones(len(ids), dtype=bool)
    chosen = mine[layout.segment_agency] & np.isin(layout.segments.period, periods(layout, rule)) & ~counted(layout)
    name, nearer = f"policy.{rule.id}", f"policy.{rule.id}.nearer"
    return RuleBlock(
        (
            all_at_nearest(layout, name, nearer, chosen, rule.id),
            running_sum(layout, f"{name}.sum", nearer, chosen),
            able_wherever(layout, f"{name}.able", chosen),
        ),
        (columns(layout, nearer, chosen),),
    )
