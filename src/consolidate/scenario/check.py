"""Everything that must hold between the parts of a scenario, in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from consolidate.errors import Problem
from consolidate.scenario.checks import (
    calendar,
    conversions,
    earlier_plan,
    figures,
    groups,
    idle_rules,
    languages,
    modes,
    objective,
    offices,
    references,
    rules,
    travel,
    visits,
)
from consolidate.scenario.draft import Draft

CHECKS: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    references.duplicates,
    references.dangling,
    calendar.horizon,
    calendar.leases,
    calendar.rule_periods,
    rules.rules,
    rules.members,
    idle_rules.idle_rules,
    languages.languages,
    modes.modes,
    modes.remote,
    groups.kinds,
    earlier_plan.earlier_plans,
    visits.visits,
    travel.coordinates,
    travel.exchanged,
    travel.travel,
    travel.group_tables,
    figures.factors,
    objective.prices,
    objective.weights,
    objective.priorities,
    objective.viewpoint,
    figures.people,
    figures.working_time,
    figures.capacities,
    figures.minutes,
    figures.leased_area,
    figures.floor_area,
    offices.possible_points,
    offices.sizes,
    conversions.conversions,
    conversions.back_offices,
    conversions.homes,
    offices.new_area,
    offices.lease_ends,
    offices.sites,
)


MOST_OF_A_CHECK = 100
"""Problems of one check that are told."""


def check(draft: Draft) -> list[Problem]:
    """Return the problems between the parts that could be read."""
    problems: list[Problem] = []
    for one in CHECKS:
        found = one(draft)
        problems += islice(found, MOST_OF_A_CHECK)
        if next(found, None) is not None:
            problems[-1] = replace(problems[-1], message=f"{problems[-1].message}, and more like this")
    return problems
