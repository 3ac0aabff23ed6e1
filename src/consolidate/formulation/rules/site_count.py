"""How many sites, points or joint points."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.rules.block import RuleBlock, periods
from consolidate.formulation.variables import Names
from consolidate.program.program import Ints, Rows, sum_by
from consolidate.scenario.policy import SiteCount


def site_count(layout: Layout, rule: SiteCount) -> RuleBlock:
    r"""Keep a count between its limits, in total, for each region or for each agency.

    .. math:: L \le \sum_{s} z_{st} \text{ (or } \sum_{a,s,m} u_{asmt} \text{, or } \sum_s \mathrm{joint}_{st}\text{)} \le U
        \qquad \forall t
    """
    block, site, agency, period = _counted(layout, rule)
    chosen = _in_scope(layout, rule, site, agency, period)
    key = _subject(layout, rule, site, agency)
    kinds = _subjects(layout, rule)
    when = periods(layout, rule)
    row = np.array([when.index(t) for t in period[chosen]], dtype=np.int64) * len(kinds) + key[chosen]
    low = rule.exactly if rule.exactly is not None else rule.at_least
    high = rule.exactly if rule.exactly is not None else rule.at_most
    names = Names(layout)
    terms = sum_by(row, chosen, (len(when) * len(kinds), len(site)))
    rows = Rows(
        f"policy.{rule.id}",
        {block: terms},
        lower=-np.inf if low is None else float(low),
        upper=np.inf if high is None else float(high),
        naming=lambda i: f"{kinds[i % len(kinds)]},{names.period(when[i // len(kinds)])}",
        rule=rule.id,
        unit=rule.of.replace("_", " "),
        scale=1.0,
    )
    return RuleBlock((rows,))


def _counted(layout: Layout, rule: SiteCount) -> tuple[str, Ints, Ints, Ints]:
    """Block of columns counted, and the site, agency (-1: none) and period of each column."""
    serving, holding = layout.instance.serving, layout.instance.holding
    if rule.of == "points":
        return "u", serving.site, serving.agency, serving.period
    if rule.of == "sites":
        return "z", holding.site, np.full(len(holding.site), -1), holding.period
    joint = layout.joint
    return "joint", holding.site[joint], np.full(len(joint), -1), holding.period[joint]


def _regions(layout: Layout) -> list[str]:
    """Region of every site."""
    scenario = layout.instance.scenario
    region = {area.id: area.region or "" for area in scenario.areas}
    return [region[site.area] for site in scenario.sites]


def _in_scope(layout: Layout, rule: SiteCount, site: Ints, agency: Ints, period: Ints) -> Ints:
    """Columns that the rule counts."""
    regions = np.array(_regions(layout))[site]
    inside = np.isin(period, periods(layout, rule))
    if rule.regions:
        inside &= np.isin(regions, rule.regions)
    if rule.agencies:
        ids = np.array([a.id for a in layout.instance.scenario.agencies])
        inside &= np.isin(ids[agency], rule.agencies) & (agency >= 0)
    return np.flatnonzero(inside)


def _subjects(layout: Layout, rule: SiteCount) -> list[str]:
    """What the rule counts for separately."""
    if rule.per == "region":
        return sorted(set(rule.regions) or {region for region in _all_regions(layout)})
    if rule.per == "agency":
        return [a.id for a in layout.instance.scenario.agencies if not rule.agencies or a.id in rule.agencies]
    return ["total"]


def _all_regions(layout: Layout) -> set[str]:
    return {area.region for area in layout.instance.scenario.areas if area.region}


def _subject(layout: Layout, rule: SiteCount, site: Ints, agency: Ints) -> Ints:
    """Index of the subject each column counts for."""
    subjects = {name: i for i, name in enumerate(_subjects(layout, rule))}
    if rule.per == "region":
        return np.array([subjects.get(region, 0) for region in _regions(layout)], dtype=np.int64)[site]
    if rule.per == "agency":
        ids = [a.id for a in layout.instance.scenario.agencies]
        return np.array([subjects.get(ids[a], 0) for a in agency], dtype=np.int64)
    return np.zeros(len(site), dtype=np.int64)
