"""A group within a limit of a point that meets its need."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from consolidate.formulation.layout import Bools, Layout
from consolidate.formulation.rules.block import RuleBlock, duties, near
from consolidate.formulation.rules.reach import Limit, Reach, people_counted, reach, rows_in_reach
from consolidate.formulation.variables import Names
from consolidate.program.program import Floats, Rows, Variables, identity, pick
from consolidate.scenario.policy import GroupAccess


def group_access(layout: Layout, rule: GroupAccess) -> RuleBlock:
    r"""Have a point in reach of everybody in the group that can serve them on enough days, but for a share of them.

    .. math:: \sum_{s \text{ near } i} \sum_{m \text{ open enough}} u_{ksmt} + \mathrm{far}_{kit} \ge 1
        \quad \forall k, i, t, \qquad \sum_i n_{git}\, \mathrm{far}_{kit} \le \epsilon \sum_i n_{git}
        \quad \forall k, t

    For a language group :math:`w_{kst} \le b_{kst}, w_{kst} \le \sum_{m \text{ open enough}} u_{ksmt}` instead of u.
    """
    scenario, instance = layout.instance.scenario, layout.instance
    group = next(g for g, one in enumerate(scenario.groups) if one.id == rule.group)
    people = members(layout, group)
    scope = np.broadcast_to((people > 0).any(axis=1), (len(duties(layout, rule)), len(people)))
    spoken = scenario.groups[group].language
    language = layout.languages.index(spoken) if spoken else -1
    found = reach(layout, rule, scope, near(layout, rule, group) & instance.admits(group), language)
    found = replace(found, people=people[found.area, found.period])
    opened = _open_enough(layout, rule)
    extra = RuleBlock(())
    if language < 0:
        found = replace(found, able={"u": found.able["u"].multiply(opened).tocsr()})
    elif not opened.all():
        found, extra = _open_and_able(layout, rule, found, opened)
    if rule.except_share:
        counted = people_counted(layout, rule, found, "far", (1, 1), Limit(upper=rule.except_share * found.totals()))
    else:
        counted = RuleBlock((rows_in_reach(layout, f"policy.{rule.id}", found, {}, rule.id, lower=1),))
    return RuleBlock(counted.rows + extra.rows, counted.variables + extra.variables)


def members(layout: Layout, group: int) -> Floats:
    """(I, T) people of a group: those of the reference year, growing as all people of the area do."""
    scenario = layout.instance.scenario
    share = np.zeros(len(scenario.areas))
    for i, area in enumerate(scenario.areas):
        if area.population:
            share[i] = area.people.get(scenario.groups[group].id, 0.0) / area.population
    return np.asarray(layout.instance.demand.people * share[:, None], dtype=np.float64)


def _open_enough(layout: Layout, rule: GroupAccess) -> Bools:
    """(U,) whether a point's mode is open on as many days as the rule asks."""
    modes = layout.instance.scenario.modes
    days = np.array([modes[name].days_per_week for name in layout.instance.modes])
    return np.asarray(days[layout.instance.serving.mode] >= rule.days_per_week)


def _open_and_able(layout: Layout, rule: GroupAccess, found: Reach, opened: Bools) -> tuple[Reach, RuleBlock]:
    """Add a column per place in reach that asks for both: somebody serves in the language, in a mode open enough."""
    places = np.unique(found.places.tocoo().col)
    name, size, names = f"policy.{rule.id}.open", len(places), Names(layout)

    def naming(i: int) -> str:
        return names.place(int(places[i]))

    column = np.searchsorted(layout.abilities, places)
    eligible = layout.eligible[places].multiply(opened).tocsr()
    able = {name: pick(places, len(layout.places)).T.tocsr()}
    return replace(found, able=able), RuleBlock(
        (
            Rows(
                f"{name}_able",
                {name: identity(size), "b": -pick(column, len(layout.abilities))},
                upper=0,
                naming=naming,
            ),
            Rows(f"{name}_enough", {name: identity(size), "u": -eligible}, upper=0, naming=naming),
        ),
        (Variables(name, size, 0, 1, naming=naming),),
    )
