"""How many sites, points or joint points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from consolidate.formulation.layout import Bools, Layout
from consolidate.formulation.rules.block import RuleBlock, periods
from consolidate.formulation.variables import Names
from consolidate.program.program import Ints, Rows, Variables, identity, pick, sum_by
from consolidate.scenario.policy import SiteCount


def site_count(layout: Layout, rule: SiteCount) -> RuleBlock:
    r"""Keep a count between its limits, in total, for each region or for each agency.

    .. math:: L \le \sum_{s} z_{st} \text{ (or } \sum_{a,s,m} u_{asmt} \text{, or }
        \sum_s \mathrm{joint}_{st}\text{)} \le U \qquad \forall t
    """
    counted = _counted(layout, rule)
    subjects, when = _subjects(layout, rule), periods(layout, rule)
    subject = _subject_of(layout, rule, counted, subjects)
    chosen = np.flatnonzero((subject >= 0) & np.isin(counted.period, when) & _in_regions(layout, rule, counted.site))
    row = np.searchsorted(when, counted.period[chosen]) * len(subjects) + subject[chosen]
    low = rule.exactly if rule.exactly is not None else rule.at_least
    high = rule.exactly if rule.exactly is not None else rule.at_most
    names = Names(layout)
    count = Rows(
        f"policy.{rule.id}",
        {counted.block: sum_by(row, chosen, (len(when) * len(subjects), len(counted.site)))},
        lower=-np.inf if low is None else float(low),
        upper=np.inf if high is None else float(high),
        naming=lambda i: f"{subjects[i % len(subjects)]},{names.period(when[i // len(subjects)])}",
        rule=rule.id,
        unit=rule.of.replace("_", " "),
        scale=1.0,
    )
    return RuleBlock((count, *counted.links), counted.variables)


@dataclass(frozen=True)
class _Counted:
    """Columns a rule counts, each with its site, agency (-1: none in particular) and period; all arrays (N,)."""

    block: str
    site: Ints
    agency: Ints
    period: Ints
    variables: tuple[Variables, ...] = ()
    links: tuple[Rows, ...] = ()


def _counted(layout: Layout, rule: SiteCount) -> _Counted:
    serving, holding, joint = layout.instance.serving, layout.instance.holding, layout.joint
    if rule.of == "points":
        return _Counted("u", serving.site, serving.agency, serving.period)
    if rule.of == "sites":
        return _Counted("z", holding.site, np.full(len(holding.site), -1), holding.period)
    if rule.agencies or rule.per == "agency":
        return _joint_with(layout, rule)
    return _Counted("joint", holding.site[joint], np.full(len(joint), -1), holding.period[joint])


def _joint_with(layout: Layout, rule: SiteCount) -> _Counted:
    r"""Count joint points at which one of the agencies serves, or each agency by itself.

    .. math:: w \le \mathrm{joint}_{st}, \quad w \le \sum_{a \in A, m} u_{asmt},
        \quad w \ge \mathrm{joint}_{st} + \sum_m u_{asmt} - 1 \; \forall a \in A
    """
    holding, points, serving = layout.instance.holding, layout.agency_points, layout.instance.serving
    ids = [agency.id for agency in layout.instance.scenario.agencies]
    listed = [a for a, name in enumerate(ids) if not rule.agencies or name in rule.agencies]
    sets = [[a] for a in listed] if rule.per == "agency" else [listed]
    size = len(layout.joint)
    member = np.array([[a in group for a in range(len(ids))] for group in sets])
    holding_of = np.zeros(len(points), dtype=np.int64)
    holding_of[layout.agency_point] = layout.holding_of_point
    column_of = np.full(len(holding.site), -1)
    column_of[layout.joint] = np.arange(size)
    group, point = np.nonzero(member[:, points[:, 0]] & (column_of[holding_of] >= 0))
    column = group * size + column_of[holding_of[point]]
    total = len(sets) * size
    of_point = sum_by(layout.agency_point, np.arange(len(serving.agency)), (len(points), len(serving.agency)))
    joint = pick(np.tile(np.arange(size), len(sets)), size)
    name = f"policy.{rule.id}.joint"
    names = Names(layout)

    def of_column(i: int) -> str:
        who = "+".join(ids[a] for a in sets[i // size])
        return f"{who}@{names.holding(int(layout.joint[i % size]))}"

    links = (
        Rows(f"{name}_needs_joint", {name: identity(total), "joint": -joint}, upper=0, naming=of_column),
        Rows(
            f"{name}_needs_agency",
            {name: identity(total), "u": -(sum_by(column, point, (total, len(points))) @ of_point)},
            upper=0,
            naming=of_column,
        ),
        Rows(
            f"{name}_counts",
            {name: pick(column, total), "joint": -joint[column], "u": -of_point[point]},
            lower=-1,
            naming=lambda i: f"{of_column(int(column[i]))}:{ids[points[point[i], 0]]}",
        ),
    )
    return _Counted(
        name,
        np.tile(holding.site[layout.joint], len(sets)),
        np.repeat([group[0] if rule.per == "agency" else -1 for group in sets], size),
        np.tile(holding.period[layout.joint], len(sets)),
        (Variables(name, total, 0, 1, naming=of_column),),
        links,
    )


def _regions(layout: Layout) -> list[str]:
    """Region of every site; '' where its area names none."""
    scenario = layout.instance.scenario
    region = {area.id: area.region or "" for area in scenario.areas}
    return [region[site.area] for site in scenario.sites]


def _in_regions(layout: Layout, rule: SiteCount, site: Ints) -> Bools:
    """Whether each column's site is in a region the rule counts."""
    return np.isin(np.array(_regions(layout))[site], rule.regions) if rule.regions else np.ones(len(site), dtype=bool)


def _subjects(layout: Layout, rule: SiteCount) -> list[str]:
    """List what the rule counts for separately."""
    scenario = layout.instance.scenario
    if rule.per == "region":
        return sorted(set(rule.regions) or {area.region for area in scenario.areas if area.region})
    if rule.per == "agency":
        return [agency.id for agency in scenario.agencies if not rule.agencies or agency.id in rule.agencies]
    return ["total"]


def _subject_of(layout: Layout, rule: SiteCount, counted: _Counted, subjects: list[str]) -> Ints:
    """Index of the subject each column counts for, -1 = none."""
    index = {name: i for i, name in enumerate(subjects)}
    agencies = [agency.id for agency in layout.instance.scenario.agencies]
    mine = np.ones(len(counted.site), dtype=bool)
    if rule.agencies and (counted.agency >= 0).any():
        mine = np.isin(np.array(agencies)[counted.agency], rule.agencies)
    if rule.per == "region":
        subject = np.array([index.get(region, -1) for region in _regions(layout)])[counted.site]
    elif rule.per == "agency":
        subject = np.array([index.get(agencies[a], -1) for a in counted.agency], dtype=np.int64)
    else:
        subject = np.zeros(len(counted.site), dtype=np.int64)
    return np.where(mine, subject, -1)
