"""Minutes of visits within the minutes offices bring: core constraint `work`, and what a rule leaves of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.variables import Names
from consolidate.program.program import Floats, Ints, Matrix, Rows, sum_by


@dataclass(frozen=True)
class Work:
    """Points with a capacity: minutes a year that arcs bring to them and that trajectories offer; R points."""

    index: Ints  # (R,) which of the agency points of the layout
    points: Ints  # (R, 3) agency, site, period
    asked: Matrix  # (R, arcs)
    offered: Matrix  # (R, trajectories)


def measured(layout: Layout) -> Work:
    """Lay minutes over the points of agencies whose offices state a capacity."""
    instance, points = layout.instance, layout.agency_points
    limited = np.array(
        [
            np.isfinite(instance.capacity[instance.office_agency == a]).all()
            for a in range(len(instance.scenario.agencies))
        ]
    )
    index = np.flatnonzero(limited[points[:, 0]])
    rows = points[index]
    row_of = _row_of(layout, rows)
    serving, courses = instance.serving, instance.courses
    entry = np.flatnonzero(limited[serving.agency[serving.point]])
    point, course = serving.point[entry], serving.course[entry]
    offered = row_of[serving.agency[point], serving.site[point], serving.period[point]]
    return Work(
        index,
        rows,
        asked(layout, rows),
        sum_by(offered, course, (len(rows), len(courses.office)), instance.capacity[courses.office[course]]),
    )


def asked(layout: Layout, points: Ints) -> Matrix:
    """Matrix (R, arcs): minutes a year that all of an arc's segment asks of each (agency, site, period) in (R, 3)."""
    segments, arcs, agency = layout.segments, layout.arcs, layout.segment_agency
    arc = np.flatnonzero(np.isin(agency, points[:, 0])[arcs.segment])
    segment = arcs.segment[arc]
    at = _row_of(layout, points)[agency[segment], arcs.site[arc], segments.period[segment]]
    there = at >= 0
    return sum_by(at[there], arc[there], (len(points), len(arcs)), layout.segment_minutes[segment[there]])


def _row_of(layout: Layout, points: Ints) -> Ints:
    """Return (A, S, T) the index of each point among (R, 3) agencies, sites and periods, -1 = none."""
    instance = layout.instance
    row_of = np.full((len(instance.scenario.agencies), len(instance.usable_m2), instance.periods), -1)
    row_of[tuple(points.T)] = np.arange(len(points))
    return row_of


def usable_share(layout: Layout, work: Work) -> Floats:
    """(R,) share of each point's capacity that rules on utilisation leave."""
    return layout.instance.usable_share[work.points[:, 0], work.points[:, 2]]


def work(layout: Layout) -> Rows:
    r"""Keep the minutes of visits at a point within the capacity its offices bring, where they state one.

    .. math:: \sum_d \mu_d v_{dt} x_{dst} \le \sum_{p \text{ serves at } (a, s, t)} h_p y_p \qquad \forall a, s, t
    """
    found = measured(layout)
    return Rows(
        "work",
        {"x": found.asked, "y": -found.offered},
        upper=0,
        naming=partial(point_name, layout, found.points),
        unit="minutes a year",
        scale=10_000.0,
    )


def point_name(layout: Layout, points: Ints, i: int) -> str:
    """agency@site,period."""
    scenario = layout.instance.scenario
    agency, site, period = points[i]
    return f"{scenario.agencies[agency].id}@{scenario.sites[site].id},{Names(layout).period(period)}"
