"""At least a share of people within a limit, or within each of several; counted alike, or by the weight of modes."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.rules.block import RuleBlock, near
from consolidate.formulation.rules.reach import Limit, Reach, everybody, people_counted, people_rows, reach
from consolidate.program.program import Rows, Variables, identity, sum_by
from consolidate.scenario.policy import Coverage


def coverage(layout: Layout, rule: Coverage) -> RuleBlock:
    r"""Count people as covered only with a point in reach, and cover enough of them within every limit.

    .. math:: c_{kit} \le \sum_{s \text{ near } i} u_{kst} \quad \forall k, i, t, \qquad
        \sum_i n_{it} c_{kit} \ge \sigma \sum_i n_{it} \quad \forall k, t
    """
    blocks = []
    for number, band in enumerate(rule.limits, 1):
        found = reach(layout, rule, everybody(layout, rule, rule.areas), near(layout, band))
        part, least = f".band{number}" if rule.bands else "", Limit(lower=band.share * found.totals())
        if rule.weighted:
            blocks.append(_by_weight(layout, rule, found, least, part))
        else:
            blocks.append(people_counted(layout, rule, found, "covered", (-1, 0), least, part))
    return RuleBlock(
        tuple(rows for block in blocks for rows in block.rows),
        tuple(columns for block in blocks for columns in block.variables),
    )


def _by_weight(layout: Layout, rule: Coverage, found: Reach, least: Limit, part: str) -> RuleBlock:
    r"""Count an area's people once, by the weight of one mode in reach.

    .. math:: c_{kimt} \le \sum_{s \text{ near } i} u_{ksmt}, \quad \sum_m c_{kimt} \le 1 \quad \forall k, i, t, \qquad
        \sum_{i,m} n_{it} w_m c_{kimt} \ge \sigma \sum_i n_{it} \quad \forall k, t
    """
    instance, points, areas = layout.instance, len(layout.instance.serving.agency), len(found.area)
    in_reach = (found.places @ found.able["u"]).tocoo()
    keys = np.stack([in_reach.row, instance.serving.mode[in_reach.col]], axis=1)
    pairs, pair = np.unique(keys, axis=0, return_inverse=True)
    (row, mode), size = pairs.T, len(pairs)
    weights = np.array([instance.scenario.modes[name].weight for name in instance.modes])
    name, column = f"policy.{rule.id}{part}", f"policy.{rule.id}{part}.covered"

    def naming(c: int) -> str:
        return f"{found.naming(layout, int(row[c]))}:{instance.modes[mode[c]]}"

    by_mode = sum_by(pair.ravel(), in_reach.col, (size, points))
    once = sum_by(row, np.arange(size), (areas, size))
    people = sum_by(row, np.arange(size), (areas, size), weights[mode])
    return RuleBlock(
        (
            Rows(name, {"u": by_mode, column: -identity(size)}, lower=0, naming=naming),
            Rows(f"{name}.once", {column: once}, upper=1, naming=lambda i: found.naming(layout, i)),
            people_rows(layout, rule, found, {column: found.by_group() @ people}, least, part),
        ),
        (Variables(column, size, 0, 1, naming=naming),),
    )
