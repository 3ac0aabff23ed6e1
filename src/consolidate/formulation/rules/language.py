"""Service in a language within reach where it is a right."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Bools, Layout
from consolidate.formulation.rules.block import RuleBlock, duties, listed, near
from consolidate.formulation.rules.reach import reach, rows_in_reach
from consolidate.scenario.policy import Language, Speakers


def language(layout: Layout, rule: Language) -> RuleBlock:
    r"""Have a point in reach that serves in the language, for every area in scope.

    .. math:: \sum_{s \text{ near } i} b_{klst} \ge 1 \qquad \forall k, i, t
    """
    scope = np.broadcast_to(entitled(layout, rule), (len(duties(layout, rule)), len(layout.instance.scenario.areas)))
    found = reach(layout, rule, scope, near(layout, rule), layout.languages.index(rule.language))
    return RuleBlock((rows_in_reach(layout, f"policy.{rule.id}", found, {}, rule.id, lower=1),))


def entitled(layout: Layout, rule: Language) -> Bools:
    """(I,) areas in which the rule grants the language."""
    scenario = layout.instance.scenario
    if rule.areas == "statutory":
        return np.array([rule.language in area.languages for area in scenario.areas])
    if isinstance(rule.areas, Speakers):
        groups = [group.id for group in scenario.groups if group.language == rule.language]
        speakers = np.array([max((area.people.get(g, 0.0) for g in groups), default=0.0) for area in scenario.areas])
        population = np.array([area.population for area in scenario.areas])
        many = np.zeros(len(speakers), dtype=bool)
        if rule.areas.at_least is not None:
            many |= speakers >= rule.areas.at_least
        if rule.areas.share is not None:
            many |= (speakers >= rule.areas.share * population) & (population > 0)
        return many
    return listed(layout, rule.areas)
