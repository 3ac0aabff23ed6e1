"""Agencies leaving municipalities."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.rules.block import RuleBlock, of_agencies, periods
from consolidate.formulation.variables import Names
from consolidate.program.program import Ints, Rows, Variables, identity, sum_by
from consolidate.scenario.policy import Exit


def exit(layout: Layout, rule: Exit) -> RuleBlock:  # noqa: A001  (the rule's own name)
    r"""Count a pair of agency and municipality as given up unless the agency serves there, and give up at most n.

    .. math:: \mathrm{left}_{amt} + \sum_{s \in m} \sum_{m'} u_{asm't} \ge 1 \quad \forall a, m, t, \qquad
        \sum_{a, m} \mathrm{left}_{amt} \le n \quad \forall t
    """
    instance, names = layout.instance, Names(layout)
    pairs, when = _served_today(layout, rule), periods(layout, rule)
    size, left = len(pairs) * len(when), f"policy.{rule.id}.left"
    serving = instance.serving
    town = instance.locality[serving.site]
    row, column = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for i, (agency, municipality) in enumerate(pairs):
        for n, t in enumerate(when):
            there = np.flatnonzero((serving.agency == agency) & (town == municipality) & (serving.period == t))
            row.append(np.full(len(there), i * len(when) + n))
            column.append(there)

    def naming(i: int) -> str:
        agency, municipality = pairs[i // len(when)]
        where = instance.municipalities[municipality]
        return f"{instance.scenario.agencies[agency].id}@{where},{names.period(when[i % len(when)])}"

    points = sum_by(np.concatenate(row), np.concatenate(column), (size, len(serving.agency)))
    links = Rows(f"policy.{rule.id}.served", {left: identity(size), "u": points}, lower=1, naming=naming)
    total = sum_by(np.tile(np.arange(len(when)), len(pairs)), np.arange(size), (len(when), size))
    count = Rows(
        f"policy.{rule.id}",
        {left: total},
        upper=float(rule.at_most),
        naming=lambda i: names.period(when[i]),
        rule=rule.id,
        unit="municipalities",
        scale=1.0,
    )
    return RuleBlock((links, count), (Variables(left, size, 0, 1, naming=naming),))


def _served_today(layout: Layout, rule: Exit) -> Ints:
    """(N, 2) agency and municipality in scope in which the agency has an office today."""
    instance = layout.instance
    town = instance.locality[instance.office_site]
    names = np.array(instance.municipalities)[town]
    mine = np.array([office.exists for office in instance.scenario.offices]) & of_agencies(layout, rule.agencies)
    if rule.municipalities:
        mine &= np.isin(names, rule.municipalities)
    mine &= ~np.isin(names, rule.except_municipalities)
    return np.unique(np.stack([instance.office_agency[mine], town[mine]], axis=1), axis=0)
