"""Where people would go if every office stayed as it is: what rules compare a plan with."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.program.program import Floats, Ints


def courses_today(layout: Layout) -> Ints:
    """(O,) the course of each office that changes nothing: its first."""
    office = layout.instance.courses.office
    return np.searchsorted(office, np.arange(office.max() + 1))


def ways_today(layout: Layout) -> Ints:
    """(N,) arc of each segment to the nearest point of today, ties by site id; of those that somebody can serve."""
    arcs, segments = layout.arcs, layout.segments
    serving, courses = layout.instance.serving, layout.instance.courses
    y = np.zeros(len(courses.office))
    y[courses_today(layout)] = 1.0
    points = np.bincount(serving.point, weights=y[serving.course], minlength=len(serving.agency))
    spoken = (layout.spoken @ y > 0) | (layout.places.language < 0)
    there = np.flatnonzero(((layout.eligible @ points > 0) & spoken)[arcs.place])
    segment, site = arcs.segment[there], arcs.site[there]
    far: Floats = layout.instance.ways.impedance[segments.area[segment], site]
    order = np.lexsort((site, far, segment))
    return there[order[np.unique(segment[order], return_index=True)[1]]]
