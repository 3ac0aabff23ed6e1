"""People hired: where, when, and what they cost by year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from consolidate.actions.trajectory import people
from consolidate.engine.state import State
from consolidate.program.program import Floats


class Hire(NamedTuple):
    """People hired by an agency at a site; amounts (Y,) are currency by calendar year, undiscounted."""

    agency: int
    site: int
    fte: float
    day: date
    hiring: Floats
    wages: Floats  # from the period's first year to the end of the horizon


def staff_notes(state: State) -> tuple[str, ...]:
    """Say in words who is hired, and whom a decision dismisses."""
    network = state.network
    instance = network.layout.instance
    scenario, found = instance.scenario, []
    for office, p in zip(scenario.offices, network.chosen, strict=True):
        gone = people(office) - instance.courses.fte[p, -1] if office.exists else 0.0
        if gone > 0:
            day = instance.calendar.starts[instance.courses.change[p]]
            found.append(f"{office.id}: {gone:,.1f} FTE are dismissed on {day}")
    for each in hires(state):
        agency, site = scenario.agencies[each.agency].id, scenario.sites[each.site].id
        found.append(f"{agency} at {site}: {each.fte:,.2f} FTE are hired on {each.day}, as working minutes are short")
    return tuple(found)


def hires(state: State) -> Iterator[Hire]:
    """Yield every group of people hired at a site at the start of a period."""
    instance = state.network.layout.instance
    force, calendar = instance.workforce, instance.calendar
    for r in np.flatnonzero(state.hired > 0):
        day, fte = calendar.starts[force.period[r]], float(state.hired[r])
        wages = calendar.by_year(np.arange(instance.periods) >= force.period[r]) * (fte * force.wage[r])
        yield Hire(int(force.agency[r]), int(force.site[r]), fte, day, calendar.once(fte * force.hiring[r], day), wages)
