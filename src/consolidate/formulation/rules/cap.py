"""An upper limit on a total over the horizon."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.objective import measure
from consolidate.formulation.rules.block import RuleBlock
from consolidate.program.program import Rows, sum_by
from consolidate.scenario.policy import Cap


def cap(layout: Layout, rule: Cap) -> RuleBlock:
    r"""Keep a measure of the objective, taken alone, within a limit.

    .. math:: \sum_j c_j x_j \le U \qquad \text{for the columns } j \text{ that the measure weighs}
    """
    weighed = measure(layout, rule.of)
    terms = {
        name: sum_by(np.zeros(len(part)), np.arange(len(part)), (1, len(part)), part)
        for name, part in weighed.blocks.items()
    }
    rows = Rows(
        f"policy.{rule.id}",
        terms,
        upper=rule.at_most - weighed.constant,
        naming=lambda _: rule.of,
        rule=rule.id,
        unit=weighed.unit,
        scale=max(rule.at_most / 100, 1.0),
    )
    return RuleBlock((rows,))
