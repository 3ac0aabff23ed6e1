"""Minutes of visits within the minutes a mode is open: core constraint `opening`."""

from __future__ import annotations

from functools import partial

import numpy as np

from consolidate.formulation.capacity import asked, point_name
from consolidate.formulation.layout import Bools, Layout
from consolidate.program.program import Floats, Rows, sum_by


def minutes_open(layout: Layout) -> Floats:
    """(U,) opening minutes a year of every point's mode; inf = no limit."""
    modes = layout.instance.scenario.modes
    minutes = np.array([modes[name].opening_minutes_per_year or np.inf for name in layout.instance.modes])
    return np.asarray(minutes[layout.instance.serving.mode])


def room(layout: Layout, open_points: Bools) -> Floats:
    """Return (A,) minutes for visits at each agency point, by which of (U,) points are open; inf = no limit."""
    found = np.zeros(len(layout.agency_points))
    np.add.at(found, layout.agency_point[open_points], minutes_open(layout)[open_points])
    return np.where(found > 0, found, np.inf)


def opening(layout: Layout) -> Rows:
    r"""Keep the minutes of visits at a point within the opening minutes of the mode in which the agency serves there.

    A mode without a limit allows all minutes of the agency in the period.

    .. math:: \sum_d \mu_d v_{dt} x_{dst} \le \sum_m K_m u_{asmt} \qquad \forall a, s, t
    """
    serving, minutes = layout.instance.serving, minutes_open(layout)
    limited = np.unique(layout.agency_point[np.isfinite(minutes)])
    rows, row_of = layout.agency_points[limited], np.full(len(layout.agency_points), -1)
    row_of[limited] = np.arange(len(limited))
    row = row_of[layout.agency_point]
    most = np.where(np.isfinite(minutes), minutes, _all_minutes(layout)[serving.agency, serving.period])
    point = np.flatnonzero(row >= 0)
    return Rows(
        "opening",
        {"x": asked(layout, rows), "u": -sum_by(row[point], point, (len(rows), len(minutes)), most[point])},
        upper=0,
        naming=partial(point_name, layout, rows),
        unit="minutes a year",
        scale=10_000.0,
    )


def _all_minutes(layout: Layout) -> Floats:
    """Return (A, T) minutes of all visits to an agency in a period."""
    total = np.zeros((len(layout.instance.scenario.agencies), layout.instance.periods))
    np.add.at(total, (layout.segment_agency, layout.segments.period), layout.segment_minutes)
    return total
