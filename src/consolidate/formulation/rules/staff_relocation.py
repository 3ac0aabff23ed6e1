"""How far, and how many, people may be moved."""

from __future__ import annotations

import numpy as np

from consolidate.actions.trajectory import people
from consolidate.formulation.layout import Layout
from consolidate.formulation.rules.block import RuleBlock, of_agencies
from consolidate.program.program import Rows, sum_by
from consolidate.scenario.policy import StaffRelocation


def staff_relocation(layout: Layout, rule: StaffRelocation) -> RuleBlock:
    r"""Bar moves that are too far, and move at most a share of each agency's people.

    .. math:: \sum_{p : min_p > L} y_p \le 0, \qquad \sum_{p \in P_a} n_p y_p \le \sigma N_a \quad \forall a
    """
    found = []
    if rule.minutes is not None:
        found.append(_too_far(layout, rule, rule.minutes))
    if rule.share is not None:
        found.append(_too_many(layout, rule, rule.share))
    return RuleBlock(tuple(found))


def _too_far(layout: Layout, rule: StaffRelocation, limit: float) -> Rows:
    """One row per office in scope: the moves of its people beyond the limit."""
    instance, courses = layout.instance, layout.instance.courses
    offices = np.flatnonzero(of_agencies(layout, rule.agencies))
    row_of = np.full(len(instance.office_site), -1)
    row_of[offices] = np.arange(len(offices))
    target = np.array([course.target for course in courses.listed])
    minutes = instance.ways.minutes[instance.site_area[instance.office_site[courses.office]], target]
    barred = np.flatnonzero((courses.moved_fte > 0) & (minutes > limit) & (row_of[courses.office] >= 0))
    terms = sum_by(row_of[courses.office[barred]], barred, (len(offices), len(courses.office)))
    return Rows(
        f"policy.{rule.id}.minutes",
        {"y": terms},
        upper=0,
        naming=lambda i: instance.scenario.offices[offices[i]].id,
        rule=rule.id,
        unit="decisions",
        scale=1.0,
    )


def _too_many(layout: Layout, rule: StaffRelocation, share: float) -> Rows:
    """One row per agency in scope: its people who change their place."""
    instance, courses = layout.instance, layout.instance.courses
    agencies = instance.scenario.agencies
    scope = [a for a, agency in enumerate(agencies) if not rule.agencies or agency.id in rule.agencies]
    agency = instance.office_agency[courses.office]
    chosen = np.flatnonzero((courses.moved_fte > 0) & np.isin(agency, scope))
    row = np.searchsorted(scope, agency[chosen])
    today = np.zeros(len(agencies))
    for office, a in zip(instance.scenario.offices, instance.office_agency, strict=True):
        today[a] += people(office) if office.exists else 0.0
    return Rows(
        f"policy.{rule.id}.share",
        {"y": sum_by(row, chosen, (len(scope), len(courses.office)), courses.moved_fte[chosen])},
        upper=share * today[scope],
        naming=lambda i: agencies[scope[i]].id,
        rule=rule.id,
        unit="FTE",
        scale=np.maximum(today[scope] / 100, 0.1),
    )
