"""Where people would go if every office stayed as it is: what rules compare a plan with."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.support import supports
from consolidate.program.program import Floats, Ints


def courses_today(layout: Layout) -> Ints:
    """(O,) the course of each office that changes nothing: its first."""
    office = layout.instance.courses.office
    return np.searchsorted(office, np.arange(office.max() + 1))


def followed_today(layout: Layout) -> tuple[Floats, Floats]:
    """Trajectories (P,) followed today and points (U,) open: 1, others 0."""
    serving, y = layout.instance.serving, np.zeros(len(layout.instance.courses.office))
    y[courses_today(layout)] = 1.0
    points = np.zeros(len(serving.agency))
    points[serving.point[y[serving.course] > 0]] = 1.0
    return y, points


def ways_today(layout: Layout) -> Ints:
    """(N,) arc of each segment to the nearest point of today, ties by site id; of those that somebody can serve."""
    arcs, (y, points) = layout.arcs, followed_today(layout)
    spoken = (layout.spoken @ y + layout.offered @ points > 0) | (layout.places.language < 0)
    there = np.flatnonzero(((layout.eligible @ points > 0) & spoken)[arcs.place])
    segment = arcs.segment[there]
    order = np.lexsort((arcs.site[there], layout.along(there, "impedance"), segment))
    return there[order[np.unique(segment[order], return_index=True)[1]]]


def made_today(layout: Layout) -> Ints:
    """(N,) the same but for willing visits that a support point of today saves."""
    found, (_, points) = supports(layout), followed_today(layout)
    saved = found.saves(layout) @ (found.near(layout) @ points > 0).astype(np.float64) > 0
    ways = ways_today(layout)
    return ways[~saved[layout.arcs.segment[ways]]]
