"""Working minutes of agencies that count them, and who is hired where they are short: core constraint `staff_time`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from consolidate.formulation.capacity import asked, point_name
from consolidate.formulation.layout import Layout
from consolidate.program.program import Floats, Ints, Matrix, Rows, Variables, sum_by


@dataclass(frozen=True)
class Minutes:
    """Minutes a year at every post: asked by arcs, brought (taken, below 0) by trajectories; R posts."""

    asked: Matrix  # (R, arcs)
    brought: Matrix  # (R, trajectories)


def posts(layout: Layout) -> Ints:
    """(R, 3) agency, site and period of the places at which people can be short."""
    force = layout.instance.workforce
    return np.stack([force.agency, force.site, force.period], axis=1)


def measured(layout: Layout) -> Minutes:
    """Lay minutes over the posts."""
    force = layout.instance.workforce
    shape = (len(force), len(layout.instance.courses.office))
    return Minutes(asked(layout, posts(layout)), sum_by(force.post, force.course, shape, force.minutes))


def hire(layout: Layout) -> Variables:
    """Columns of people hired at an agency's site at the start of a period."""
    return Variables("hire", len(layout.instance.workforce), naming=partial(point_name, layout, posts(layout)))


def staff_time(layout: Layout) -> Rows:
    r"""Have as many minutes worked as visits ask for: by people there, by others who serve there, and by people hired.

    Minutes of a point staffed from elsewhere are taken from its home.

    .. math:: \sum_d \mu_d v_{dt} x_{dst} \le \sum_p (h_{past} - l_{past}) y_p
        + H_a \sum_{t' \le t} \mathrm{hire}_{ast'} \qquad \forall a, s, t
    """
    found, size = measured(layout), len(layout.instance.workforce)
    later, earlier = _until(layout)
    per_fte = layout.instance.workforce.per_fte
    return Rows(
        "staff_time",
        {"x": found.asked, "y": -found.brought, "hire": -sum_by(later, earlier, (size, size), per_fte[later])},
        upper=0,
        naming=partial(point_name, layout, posts(layout)),
    )


def _until(layout: Layout) -> tuple[Ints, Ints]:
    """(N,) pairs of posts of one agency and site, the second in the same period as the first or before it."""
    force = layout.instance.workforce
    key = np.unique(np.stack([force.agency, force.site], axis=1), axis=0, return_inverse=True)[1].ravel()
    first = np.searchsorted(key, key)
    count = np.arange(len(key)) - first + 1
    later = np.repeat(np.arange(len(key)), count)
    return later, later - (np.arange(len(later)) - np.repeat(np.cumsum(count) - count, count))


@dataclass(frozen=True)
class Most:
    """The most minutes that can be short at a post in any period so far, and that can be brought; both (R,)."""

    short: Floats
    brought: Floats


def most(layout: Layout) -> Most:
    """Bound what is short: all visits that can go there, and from every office the trajectory that takes most."""
    courses, found = layout.instance.courses, measured(layout)
    entries = found.brought.tocoo()
    key = np.unique(np.stack([entries.row, courses.office[entries.col]], axis=1), axis=0, return_inverse=True)
    pairs, index = key[0], key[1].ravel()
    least, largest = np.zeros(len(pairs)), np.zeros(len(pairs))
    np.minimum.at(least, index, entries.data)
    np.maximum.at(largest, index, entries.data)
    size = found.asked.shape[0]
    taken, brought = (np.bincount(pairs[:, 0], weights=part, minlength=size) for part in (-least, largest))
    short, (later, earlier) = np.zeros(size), _until(layout)
    np.maximum.at(short, later, (found.asked.sum(axis=1) + taken)[earlier])
    return Most(short, brought.astype(np.float64))


def hired(layout: Layout, y: Floats, x: Floats) -> Floats:
    """(R,) people hired at each post at the start of its period: as few as trajectories (P,) and shares (E,) allow.

    What is short in any period so far stays hired.
    """
    force, found = layout.instance.workforce, measured(layout)
    need = np.maximum(found.asked @ x - found.brought @ y, 0.0) / force.per_fte
    later, earlier = _until(layout)
    most = np.zeros(len(force))
    np.maximum.at(most, later, need[earlier])
    starts = np.ones(len(force), dtype=bool)
    starts[1:] = (np.diff(force.agency) != 0) | (np.diff(force.site) != 0)
    return np.asarray(most - np.where(starts, 0.0, np.roll(most, 1)), dtype=np.float64)
