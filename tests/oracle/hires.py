"""People hired where others are short of minutes, straight from docs/explanation/model.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from tests.oracle.exact import Calendar, exact
from tests.oracle.network import Presence

from consolidate.scenario.model import Scenario

Point = tuple[str, str, str]
"""An agency, a site and a language; '' = whatever is spoken."""


def minutes_short(
    visits: dict[Point, Fraction], offices: Sequence[tuple[str, Presence]], staffed: set[str]
) -> dict[Point, Fraction]:
    """Minutes of visits at a site less what its agency's people, there or elsewhere, have for it; by language too."""
    short: dict[Point, Fraction] = defaultdict(Fraction)
    for point, minutes in visits.items():
        short[point] += minutes
    for agency, here in offices:
        for site, language, minutes in here.minutes:
            short[agency, site, language] -= minutes
    return {point: minutes for point, minutes in short.items() if point[0] in staffed}


def hires(scenario: Scenario, short: Sequence[dict[Point, Fraction]]) -> list[dict[str, Fraction]]:
    """FTE hired in each period, by agency: as many as were short so far, in any language, and not hired before."""
    most: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    by_fte = {agency.id: exact(agency.staffing.minutes_per_fte_year) for agency in scenario.agencies if agency.staffing}
    found = []
    for in_period in short:
        new: dict[str, Fraction] = defaultdict(Fraction)
        for (agency, site, _), minutes in in_period.items():
            new[agency] += max(minutes - most[agency, site], Fraction(0)) / by_fte[agency]
            most[agency, site] = max(minutes, most[agency, site])
        found.append(dict(new))
    return found


def hires_cost(scenario: Scenario, calendar: Calendar, hired: Sequence[dict[str, Fraction]]) -> dict[str, float]:
    """What hires cost each agency, discounted: once, and every year to the end of the horizon."""
    cost = {agency.id: 0.0 for agency in scenario.agencies}
    for agency in scenario.agencies:
        for years, new in zip(calendar.years, hired, strict=True):
            fte = float(new.get(agency.id, 0))
            if fte > 0:
                worth = sum(calendar.weight(year) for year in calendar.all_years if year >= years[0])
                cost[agency.id] += fte * agency.staffing.hiring_cost_per_fte * calendar.weight(years[0])
                cost[agency.id] += fte * agency.staffing.hired_wage_per_fte_year * worth
    return cost


def hiring(scenario: Scenario, hired: Sequence[dict[str, Fraction]], agencies: Sequence[str]) -> list[Fraction]:
    """What hiring costs agencies once (of no one: all), by period, undiscounted."""
    price = {
        agency.id: exact(agency.staffing.hiring_cost_per_fte)
        for agency in scenario.agencies
        if agency.staffing and (not agencies or agency.id in agencies)
    }
    return [sum((fte * price.get(agency, 0) for agency, fte in new.items()), Fraction(0)) for new in hired]
