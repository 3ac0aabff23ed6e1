"""What a rule adds to the program, and the scope it holds in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from consolidate.formulation.layout import Bools, Layout
from consolidate.program.program import Ints, Rows, Variables
from consolidate.scenario.policy import AccessRule, BaseRule
from consolidate.scenario.rule import Within


@dataclass(frozen=True)
class RuleBlock:
    """Rows of a rule, and the columns of its own they need."""

    rows: tuple[Rows, ...]
    variables: tuple[Variables, ...] = ()


def periods(layout: Layout, rule: BaseRule) -> list[int]:
    """Return the indices of the periods a rule holds in."""
    years = layout.instance.scenario.horizon.periods
    return [t for t, year in enumerate(years) if not rule.periods or year in rule.periods]


def duties(layout: Layout, rule: AccessRule) -> list[int]:
    """Return the indices of the duties a rule is about: those with a service in scope."""
    scenario = layout.instance.scenario
    chosen = {
        k
        for k, service in enumerate(scenario.services)
        if (not rule.services or service.id in rule.services) and (not rule.agencies or service.agency in rule.agencies)
    }
    return [d for d, duty in enumerate(layout.instance.demand.duties) if chosen & set(duty.services)]


def near(layout: Layout, limit: Within, group: int = -1) -> Bools:
    """(I, S) whether a site is within a limit of an area, as a group goes (-1: everybody)."""
    ways = layout.instance.ways_of(group)
    return ways.minutes <= limit.minutes if limit.minutes is not None else ways.km <= (limit.km or 0.0)


def listed(layout: Layout, ids: tuple[str, ...]) -> Bools:
    """(I,) whether an area is in a list."""
    wanted = set(ids)
    return np.array([area.id in wanted for area in layout.instance.scenario.areas])


def inhabited(layout: Layout, rule: AccessRule, period: int) -> Bools:
    """(I,) areas with people in a period that the rule does not leave out."""
    return (layout.instance.demand.people[:, period] > 0) & ~listed(layout, rule.except_areas)


def of_agencies(layout: Layout, agencies: tuple[str, ...]) -> Bools:
    """(O,) whether an office is of one of the agencies; all, without a list."""
    return np.array([not agencies or office.agency in agencies for office in layout.instance.scenario.offices])


def at(layout: Layout, duty: int, language: int, period: int) -> Ints:
    """Return the indices of the places of a duty and language in a period."""
    places = layout.places
    return np.flatnonzero((places.duty == duty) & (places.language == language) & (places.period == period))
