"""What one office or site must do, or may not do."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.rules.block import RuleBlock, periods
from consolidate.formulation.variables import Names
from consolidate.program.program import Ints, Rows, sum_by
from consolidate.scenario.policy import Lock


def lock(layout: Layout, rule: Lock) -> RuleBlock:
    r"""Forbid an office the trajectories that break the lock, or hold a site in or out of use.

    .. math:: \sum_{p \in P_o \text{ barred}} y_p \le 0, \qquad z_{st} = 0 \text{ or } 1
    """
    return RuleBlock((_office(layout, rule) if rule.office else _site(layout, rule),))


def _office(layout: Layout, rule: Lock) -> Rows:
    courses, scenario = layout.instance.courses, layout.instance.scenario
    mine = np.array([scenario.offices[o].id == rule.office for o in courses.office])
    barred = np.array([mine[p] and _bars(layout, rule, p) for p in range(len(courses.listed))])
    terms = sum_by(np.zeros(int(barred.sum()), dtype=np.int64), np.flatnonzero(barred), (1, len(barred)))
    return Rows(
        f"policy.{rule.id}",
        {"y": terms},
        upper=0,
        rule=rule.id,
        unit="decisions",
        scale=1.0,
        naming=lambda _: str(rule.office),
    )


def _bars(layout: Layout, rule: Lock, p: int) -> bool:
    """Whether a rule forbids an office's trajectory."""
    course, scenario = layout.instance.courses.listed[p], layout.instance.scenario
    if rule.must and course.action != {"stay": "keep", "close": "close"}[rule.must]:
        return True
    moves = course.target >= 0 and course.stays[-1].site == course.target and bool(course.stays[-1].mode)
    if rule.only_to is not None and moves and scenario.sites[course.target].id not in rule.only_to:
        return True
    changes = course.change >= 0 and rule.not_before is not None
    return bool(changes and layout.instance.calendar.starts[course.change] < rule.not_before)  # type: ignore[operator]


def _site(layout: Layout, rule: Lock) -> Rows:
    holding, scenario, names = layout.instance.holding, layout.instance.scenario, Names(layout)
    mine = np.array([scenario.sites[s].id == rule.site for s in holding.site])
    when = periods(layout, rule)
    columns: Ints = np.flatnonzero(mine & np.isin(holding.period, when))
    row = np.array([when.index(t) for t in holding.period[columns]], dtype=np.int64)
    terms = sum_by(row, columns, (len(when), len(holding.site)))
    wanted = 1.0 if rule.must == "stay" else 0.0
    return Rows(
        f"policy.{rule.id}", {"z": terms}, wanted, wanted, rule=rule.id, unit="decisions", scale=1.0,
        naming=lambda i: f"{rule.site},{names.period(when[i])}",
    )  # fmt: skip
