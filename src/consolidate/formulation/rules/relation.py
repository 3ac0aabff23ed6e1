"""Sites or offices that depend on each other."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.rules.block import RuleBlock, periods
from consolidate.formulation.variables import Names
from consolidate.program.program import Ints, Matrix, Rows, sum_by
from consolidate.scenario.policy import Relation


def relation(layout: Layout, rule: Relation) -> RuleBlock:
    r"""Tie the use of sites, or the places of offices.

    .. math:: z_{s_1 t} \le z_{s_2 t}, \qquad \sum_{s \in S} z_{st} \le 1, \qquad
        \sum_{p \in P_o \text{ serves at } (s,t)} y_p
        = \sum_{p \in P_{o'} \text{ serves at } (s,t)} y_p \quad \forall s, t
    """
    if rule.together:
        return RuleBlock((_together(layout, rule),))
    names, when = Names(layout), periods(layout, rule)
    if rule.not_both:
        terms, most = _in_use(layout, rule.not_both, when), 1.0
    else:
        one, other = str(rule.if_open), str(rule.then_open)
        terms, most = _in_use(layout, (one,), when) - _in_use(layout, (other,), when), 0.0
    rows = Rows(
        f"policy.{rule.id}",
        {"z": terms.tocsr()},
        upper=most,
        naming=lambda i: names.period(when[i]),
        rule=rule.id,
        unit="sites",
        scale=1.0,
    )
    return RuleBlock((rows,))


def _in_use(layout: Layout, sites: tuple[str, ...], when: list[int]) -> Matrix:
    """Matrix (periods, holdings) of the given sites."""
    holding, scenario = layout.instance.holding, layout.instance.scenario
    named = np.array([site.id in sites for site in scenario.sites])
    used = np.flatnonzero(named[holding.site] & np.isin(holding.period, when))
    return sum_by(np.searchsorted(when, holding.period[used]), used, (len(when), len(holding.site)))


def _together(layout: Layout, rule: Relation) -> Rows:
    """Each office named serves where the first one does: one row per later office, site and period."""
    instance, courses, names = layout.instance, layout.instance.courses, Names(layout)
    index = {office.id: o for o, office in enumerate(instance.scenario.offices)}
    first, *others = (index[name] for name in rule.together)
    when, sites = periods(layout, rule), len(instance.usable_m2)

    def serves(office: int) -> Ints:
        """(N, 2) trajectory, and site by period, of every stay at which an office serves."""
        mine = np.flatnonzero(courses.office == office)
        p, n = np.nonzero(courses.mode[np.ix_(mine, np.array(when))] >= 0)
        site = courses.site[mine[p], np.array(when)[n]]
        return np.stack([mine[p], n * sites + site], axis=1)

    size, row, course, sign = len(when) * sites, [], [], []
    for n, other in enumerate(others):
        for office, weight in ((first, 1.0), (other, -1.0)):
            found = serves(office)
            row.append(n * size + found[:, 1])
            course.append(found[:, 0])
            sign.append(np.full(len(found), weight))
    keys, at = np.unique(np.concatenate(row), return_inverse=True)
    terms = sum_by(at, np.concatenate(course), (len(keys), len(courses.office)), np.concatenate(sign))

    def naming(i: int) -> str:
        pair, place = divmod(int(keys[i]), size)
        t, s = divmod(place, sites)
        office = instance.scenario.offices[others[pair]].id
        return f"{office}@{instance.scenario.sites[s].id},{names.period(when[t])}"

    return Rows(f"policy.{rule.id}", {"y": terms}, 0, 0, naming, rule.id, "decisions", 1.0)
