"""A limit on one-off spending."""

from __future__ import annotations

from functools import partial

import numpy as np

from consolidate.formulation import staffing
from consolidate.formulation.capacity import point_name
from consolidate.formulation.layout import Bools, Layout
from consolidate.formulation.rules.block import RuleBlock, of_agencies, periods
from consolidate.formulation.variables import Names
from consolidate.program.program import Floats, Ints, Matrix, Rows, Variables, pick, sum_by
from consolidate.scenario.policy import Budget


def budget(layout: Layout, rule: Budget) -> RuleBlock:
    r"""Spend at most a sum on works, moving, break fees, severance and hiring, undiscounted, altogether or by period.

    .. math:: \sum_{p : t_p = t} k_p y_p + \sum_s K_s o_{st} + \sum_{s,m} G_{sm} \mathrm{facility\_start}_{smt}
        + \sum_{a,s} c_a \mathrm{hire}_{ast} \le B \quad \forall t, \qquad \text{or its sum over } t \le B
    """
    courses, instance, names = layout.instance.courses, layout.instance, Names(layout)
    when, each = periods(layout, rule), rule.per == "period"
    mine = of_agencies(layout, rule.agencies)[courses.office] & (courses.one_off > 0)
    terms = {"y": _spent(when, courses.change, courses.one_off, np.flatnonzero(mine), each=each)}
    if not rule.agencies:  # works of joint points and on facilities are nobody's alone
        holding, shared, joint = instance.holding, instance.facilities, layout.joint
        works = instance.premises.joint_works[holding.site[joint]]
        terms["joint_start"] = _spent(when, holding.period[joint], works, np.arange(len(joint)), each=each)
        terms["facility_start"] = _spent(when, shared.period, shared.works, np.arange(len(shared)), each=each)
    force = instance.workforce
    posts = np.flatnonzero(_hired_in(layout, rule) & (force.hiring > 0))
    terms["hire"] = _spent(when, force.period, force.hiring, posts, each=each)
    rows = Rows(
        f"policy.{rule.id}",
        terms,
        upper=rule.at_most,
        naming=lambda i: names.period(when[i]) if each else "total",
        rule=rule.id,
        unit=instance.scenario.currency,
        scale=max(rule.at_most / 100, 1000.0),
    )
    from_the_start = when == list(range(len(when))) and not (each and len(when) > 1)
    if from_the_start or not len(posts):  # whoever is hired ahead of need is spent for all the same
        return RuleBlock((rows,))
    return _as_needed(layout, rule, posts[force.period[posts] <= max(when)], rows)


def _spent(when: list[int], period: Ints, amount: Floats, chosen: Ints, *, each: bool) -> Matrix:
    """Matrix (periods or 1, columns) of what the chosen columns spend in the rule's periods."""
    chosen = chosen[np.isin(period[chosen], when)]
    row = np.searchsorted(when, period[chosen]) if each else np.zeros(len(chosen), dtype=np.int64)
    return sum_by(row, chosen, (len(when) if each else 1, len(period)), amount[chosen])


def _hired_in(layout: Layout, rule: Budget) -> Bools:
    """(R,) posts of agencies in scope."""
    agencies = layout.instance.scenario.agencies
    meant = np.array([not rule.agencies or agency.id in rule.agencies for agency in agencies])
    return np.asarray(meant[layout.instance.workforce.agency])


def _as_needed(layout: Layout, rule: Budget, posts: Ints, rows: Rows) -> RuleBlock:
    r"""Have nobody hired before they are short, which would move spending to an earlier period.

    .. math:: \mathrm{hire}_{ast} \le N_{ast} \sum_l g_{astl}, \qquad
        H_a \sum_{t' \le t} \mathrm{hire}_{ast'} - \mathrm{short}_{astl} \le M_{astl} (1 - g_{astl})
        \qquad \forall a, s, t, l

    with l all visits or those in a language, N and M the most that can be short there so far, in people and, with all
    that can be brought, in minutes.
    """
    name, force, found = f"policy.{rule.id}.hires", layout.instance.workforce, staffing.measured(layout)
    most, need = staffing.most(layout, found), staffing.staff_time(layout)
    row = np.flatnonzero(np.isin(found.post, posts))
    at, each, size = np.searchsorted(posts, found.post[row]), np.arange(len(row)), len(row)
    people = most.short[posts] / force.per_fte[posts]
    naming = partial(staffing.row_name, layout, found)
    now = Rows(
        f"{name}_now",
        {"hire": pick(posts, len(force)), name: -sum_by(at, each, (len(posts), size), people[at])},
        upper=0,
        naming=partial(point_name, layout, staffing.posts(layout)[posts]),
    )
    slack = most.short[found.post[row]] + most.brought[row]
    spare = {block: -term[row] for block, term in need.terms.items()}
    needed = Rows(
        f"{name}_needed",
        {**spare, name: sum_by(each, each, (size, size), slack)},
        upper=slack,
        naming=lambda i: naming(int(row[i])),
    )
    columns = Variables(name, size, 0, 1, integer=True, naming=lambda i: naming(int(row[i])))
    return RuleBlock((rows, now, needed), (columns,))
