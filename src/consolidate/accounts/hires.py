"""People hired: where, when, and what they cost by year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from consolidate.engine.state import State
from consolidate.program.program import Floats


class Hire(NamedTuple):
    """People hired by an agency at a site; amounts (Y,) are currency by calendar year, undiscounted."""

    agency: int
    site: int
    fte: float
    hiring: Floats
    wages: Floats  # from the period's first year to the end of the horizon


def hires(state: State) -> Iterator[Hire]:
    """Yield every group of people hired at a site at the start of a period."""
    instance = state.network.layout.instance
    force, calendar = instance.workforce, instance.calendar
    for r in np.flatnonzero(state.hired > 0):
        day, fte = calendar.starts[force.period[r]], float(state.hired[r])
        wages = calendar.by_year(np.arange(instance.periods) >= force.period[r]) * (fte * force.wage[r])
        yield Hire(int(force.agency[r]), int(force.site[r]), fte, calendar.once(fte * force.hiring[r], day), wages)
