"""Minutes of visits within the minutes a mode is open: core constraint `opening`."""

from __future__ import annotations

from functools import partial

import numpy as np

from consolidate.formulation.capacity import asked, point_name
from consolidate.formulation.layout import Layout
from consolidate.program.program import Floats, Ints, Rows, sum_by


def limits(layout: Layout) -> tuple[Ints, Floats]:
    """(R, 3) agency, site and period with some mode that is open for so long only; (U,) minutes of every point."""
    instance, points = layout.instance, layout.agency_points
    opening = np.array([instance.scenario.modes[name].opening_minutes_per_year or np.inf for name in instance.modes])
    minutes = opening[instance.serving.mode]
    return points[np.unique(layout.agency_point[np.isfinite(minutes)])], minutes


def opening(layout: Layout) -> Rows:
    r"""Keep the minutes of visits at a point within the opening minutes of the mode in which the agency serves there.

    A mode without a limit allows all minutes of the agency in the period.

    .. math:: \sum_d \mu_d v_{dt} x_{dst} \le \sum_m K_m u_{asmt} \qquad \forall a, s, t
    """
    serving, (rows, minutes) = layout.instance.serving, limits(layout)
    keys = np.stack([serving.agency, serving.site, serving.period], axis=1)
    known, at = np.unique(np.concatenate([rows, keys]), axis=0, return_inverse=True)
    row_of = np.full(len(known), -1)
    row_of[at.ravel()[: len(rows)]] = np.arange(len(rows))
    row = row_of[at.ravel()[len(rows) :]]
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
    instance, segments = layout.instance, layout.segments
    classes, duties = instance.demand.classes, instance.demand.duties
    agency = np.array([duties[c.duty].agency for c in classes], dtype=np.int64)[segments.klass]
    minutes = np.array([c.minutes_per_visit for c in classes])[segments.klass] * segments.visits
    total = np.zeros((len(instance.scenario.agencies), instance.periods))
    np.add.at(total, (agency, segments.period), minutes)
    return total
