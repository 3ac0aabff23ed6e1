"""Everything that must hold between the parts of a scenario, in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from consolidate.errors import Problem
from consolidate.scenario.checks import calendar, figures, references, rules, travel, visits
from consolidate.scenario.draft import Draft

CHECKS: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    references.duplicates,
    references.dangling,
    calendar.horizon,
    calendar.leases,
    calendar.rule_periods,
    rules.rules,
    visits.visits,
    travel.coordinates,
    travel.travel,
    figures.factors,
    figures.prices,
    figures.people,
    figures.capacities,
    figures.floor_area,
)


def check(draft: Draft) -> list[Problem]:
    """Return every problem between the parts that could be read."""
    return [problem for one in CHECKS for problem in one(draft)]
