"""Points used up to a share of their capacity."""

from __future__ import annotations

from functools import partial

import numpy as np

from consolidate.formulation.capacity import measured, point_name
from consolidate.formulation.layout import Layout
from consolidate.formulation.rules.block import RuleBlock, periods
from consolidate.program.program import Rows
from consolidate.scenario.policy import Utilisation


def utilisation(layout: Layout, rule: Utilisation) -> RuleBlock:
    r"""Keep minutes of visits within a share of the capacity.

    .. math:: \sum_d \mu_d v_{dt} x_{dst} \le \sigma \sum_{p \text{ serves at } (a, s, t)} h_p y_p
        \qquad \forall a, s, t
    """
    found = measured(layout)
    ids = np.array([agency.id for agency in layout.instance.scenario.agencies])[found.points[:, 0]]
    mine = np.isin(found.points[:, 2], periods(layout, rule))
    if rule.agencies:
        mine &= np.isin(ids, rule.agencies)
    chosen = np.flatnonzero(mine)
    rows = Rows(
        f"policy.{rule.id}",
        {"x": found.asked[chosen], "y": -rule.at_most * found.offered[chosen]},
        upper=0,
        naming=partial(point_name, layout, found.points[chosen]),
        rule=rule.id,
        unit="minutes a year",
        scale=10_000.0,
    )
    return RuleBlock((rows,))
