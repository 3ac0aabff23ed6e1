"""Rules that nobody be left much worse off than today: what they limit, and by how much."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tests.oracle.demand import Segment
from tests.oracle.exact import exact
from tests.oracle.goals import NOTHING, Vector

from consolidate.scenario import policy
from consolidate.scenario.model import Scenario

Limited = tuple[str, str, int]
"""Regions or groups, which of them, and a period: minutes of visits that rules limit."""


class Fairness:
    """Rules of fairness for regions and groups, in the numbers by which vectors tell what they limit."""

    def __init__(self, scenario: Scenario, today: list[dict[Segment, Fraction]]) -> None:
        self.today = today  # by period: minutes one way of whom today's network can serve
        self.region = {area.id: area.region for area in scenario.areas}
        starts, most = scenario.horizon.periods, {}
        for rule in scenario.policy:
            if isinstance(rule, policy.Fairness) and rule.of != "agencies":
                for period, start in enumerate(starts):
                    for name in self.names(rule, scenario) if not rule.periods or start in rule.periods else ():
                        item = rule.of, name, period
                        before = sum((way for one, way in today[period].items() if self.is_in(one, item)), Fraction(0))
                        limit = (1 + exact(rule.worse_by)) * before
                        most[item] = min(limit, most.get(item, limit))
        self.limited: tuple[Limited, ...] = tuple(most)
        self.most = tuple(most.values())

    def names(self, rule: policy.Fairness, scenario: Scenario) -> Sequence[str]:
        """Regions or groups that a rule is about."""
        if rule.of == "regions":
            every = sorted({area.region for area in scenario.areas if area.region})
        else:
            every = [group.id for group in scenario.groups if group.own_visits]
        return [name for name in every if not rule.only or name in rule.only]

    def is_in(self, segment: Segment, item: Limited) -> bool:
        """Whether visits are those of a region or group."""
        of, name, _ = item
        if of == "regions":
            return self.region[segment.area] == name
        return segment.group is not None and segment.group.id == name

    def numbers(self, segment: Segment, period: int) -> list[int]:
        """Which limited minutes a segment's visits are part of; of none, where nobody can serve them today."""
        if segment not in self.today[period]:
            return []
        return [i for i, item in enumerate(self.limited) if item[2] == period and self.is_in(segment, item)]

    def prices(self, segment: Segment, period: int, prices: Sequence[Fraction]) -> Fraction:
        """What is charged for a minute of a segment, where each limited minute has a price; later ones have none."""
        mine = (number for number in self.numbers(segment, period) if number < len(prices))
        return sum((prices[number] for number in mine), Fraction(0))

    def limits(self) -> list[tuple[Vector, Fraction]]:
        """As goals, with the most that they may be."""
        unit = (*NOTHING, *([0] * len(self.limited)))
        first = len(NOTHING)
        return [((*unit[: first + i], 1, *unit[first + i + 1 :]), most) for i, most in enumerate(self.most)]
