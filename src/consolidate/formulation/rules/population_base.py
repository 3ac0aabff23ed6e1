"""Enough people near every joint point."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.rules.block import RuleBlock, near, periods
from consolidate.formulation.variables import Names
from consolidate.program.program import Rows, pick
from consolidate.scenario.policy import PopulationBase

_ENOUGH = 1 - 1e-9  # of a sum of people, below which it is less than asked for


def population_base(layout: Layout, rule: PopulationBase) -> RuleBlock:
    r"""Have no joint point where too few people live within the limit; the row is short by as many as are missing.

    .. math:: (B - n_{st})\, \mathrm{joint}_{st} \le 0 \qquad \forall s, t : n_{st} < B, \quad
        n_{st} = \sum_{i \text{ near } s} n_{it}
    """
    instance, holding, joint = layout.instance, layout.instance.holding, layout.joint
    people = near(layout, rule).T.astype(np.float64) @ instance.demand.people
    excepted = np.array([site.id in rule.except_sites for site in instance.scenario.sites])
    site, period = holding.site[joint], holding.period[joint]
    there = people[site, period]
    few = np.isin(period, periods(layout, rule)) & ~excepted[site] & (there < rule.at_least * _ENOUGH)
    chosen, names = np.flatnonzero(few), Names(layout)

    def telling(i: int) -> tuple[str, str]:
        one, t = instance.scenario.sites[site[chosen[i]]], period[chosen[i]]
        return f"{one.name or one.id} ({there[chosen[i]]:,.0f} people)", f"within {rule.limit_text}, {names.period(t)}"

    missing = np.maximum(rule.at_least - there[chosen], 1.0)  # a part of a person would drown in tolerances
    rows = Rows(
        f"policy.{rule.id}",
        {"joint": -pick(chosen, len(joint)).multiply(missing[:, None]).tocsr()},
        lower=0,
        naming=lambda i: names.holding(int(joint[chosen[i]])),
        rule=rule.id,
        unit="people",
        scale=max(rule.at_least / 100, 1.0),
        telling=telling,
    )
    return RuleBlock((rows,))
