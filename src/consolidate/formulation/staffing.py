"""Working minutes of agencies that count them, and who is hired where they are short: core constraint `staff_time`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.sparse import vstack

from consolidate.formulation.capacity import asked, point_name
from consolidate.formulation.layout import Layout
from consolidate.program.program import Floats, Ints, Matrix, Rows, Variables, sum_by


@dataclass(frozen=True)
class Minutes:
    """Minutes a year at every post, of all visits there and then of those in a language; L rows."""

    post: Ints  # (L,)
    language: Ints  # (L,) -1 = all visits
    asked: Matrix  # (L, arcs)
    brought: Matrix  # (L, trajectories); below 0 where taken


def posts(layout: Layout) -> Ints:
    """(R, 3) agency, site and period of the places at which people can be short."""
    force = layout.instance.workforce
    return np.stack([force.agency, force.site, force.period], axis=1)


def measured(layout: Layout) -> Minutes:
    """Lay minutes over the posts, and over those at which visits can be in a language."""
    force, arcs = layout.instance.workforce, layout.arcs
    every = asked(layout, posts(layout))
    shape = (len(force), len(layout.instance.courses.office))
    post, language = [np.arange(len(force))], [np.full(len(force), -1)]
    asking, bringing = [every], [sum_by(force.post, force.course, shape, force.minutes)]
    for name, share in force.spoken.items():
        spoken = layout.languages.index(name)
        entries = every.tocoo()
        mine = layout.segment_language[arcs.segment[entries.col]] == spoken
        rows = np.unique(entries.row[mine])
        post.append(rows)
        language.append(np.full(len(rows), spoken))
        asking.append(sum_by(entries.row[mine], entries.col[mine], every.shape, entries.data[mine])[rows])
        bringing.append(sum_by(force.post, force.course, shape, force.minutes * share)[rows])
    return Minutes(
        np.concatenate(post), np.concatenate(language), vstack(asking, format="csr"), vstack(bringing, format="csr")
    )


def row_name(layout: Layout, found: Minutes, i: int) -> str:
    """agency@site,period, with the language where it is of one."""
    name, spoken = point_name(layout, posts(layout), int(found.post[i])), int(found.language[i])
    return name if spoken < 0 else f"{name}:{layout.languages[spoken]}"


def hire(layout: Layout) -> Variables:
    """Columns of people hired at an agency's site at the start of a period."""
    return Variables("hire", len(layout.instance.workforce), naming=partial(point_name, layout, posts(layout)))


def staff_time(layout: Layout) -> Rows:
    r"""Have as many minutes worked as visits ask for: by people there, by others who serve there, and by people hired.

    Minutes of a point staffed from elsewhere are taken from its home. The same holds of visits in a language
    and the minutes of those who speak it; people who are hired speak it.

    .. math:: \sum_d \mu_d v_{dt} x_{dst} \le \sum_p (h_{past} - l_{past}) y_p
        + H_a \sum_{t' \le t} \mathrm{hire}_{ast'} \qquad \forall a, s, t

    .. math:: \sum_{d \text{ in } l} \mu_d v_{dt} x_{dst} \le \sum_p h^l_{past} y_p
        + H_a \sum_{t' \le t} \mathrm{hire}_{ast'} \qquad \forall a, s, t, l
    """
    found, size = measured(layout), len(layout.instance.workforce)
    later, earlier = _until(layout)
    so_far = sum_by(later, earlier, (size, size), layout.instance.workforce.per_fte[later])
    return Rows(
        "staff_time",
        {"x": found.asked, "y": -found.brought, "hire": -so_far[found.post]},
        upper=0,
        naming=partial(row_name, layout, found),
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
    """The most minutes that can be short at a post in any period so far, and that can be brought for a row."""

    short: Floats  # (R,)
    brought: Floats  # (L,)


def most(layout: Layout, found: Minutes) -> Most:
    """Bound what is short: all visits that can go there, and from every office the trajectory that takes most."""
    entries = found.brought.tocoo()
    key = np.stack([entries.row, layout.instance.courses.office[entries.col]], axis=1)
    pairs, index = np.unique(key, axis=0, return_inverse=True)
    least, largest = np.zeros(len(pairs)), np.zeros(len(pairs))
    np.minimum.at(least, index.ravel(), entries.data)
    np.maximum.at(largest, index.ravel(), entries.data)
    size = len(found.post)
    taken, brought = (np.bincount(pairs[:, 0], weights=part, minlength=size) for part in (-least, largest))
    short = _largest_so_far(layout, found, np.asarray(found.asked.sum(axis=1) + taken, dtype=np.float64))
    return Most(short, brought.astype(np.float64))


def _largest_so_far(layout: Layout, found: Minutes, minutes: Floats) -> Floats:
    """(R,) the largest of (L,) minutes of a post's rows in its period or before, at least 0."""
    now, largest = np.zeros(len(layout.instance.workforce)), np.zeros(len(layout.instance.workforce))
    np.maximum.at(now, found.post, minutes)
    later, earlier = _until(layout)
    np.maximum.at(largest, later, now[earlier])
    return largest


def hired(layout: Layout, y: Floats, x: Floats) -> Floats:
    """(R,) people hired at each post at the start of its period: as few as trajectories (P,) and shares (E,) allow.

    What is short in any period so far stays hired.
    """
    force, found = layout.instance.workforce, measured(layout)
    most = _largest_so_far(layout, found, found.asked @ x - found.brought @ y) / force.per_fte
    starts = np.ones(len(force), dtype=bool)
    starts[1:] = (np.diff(force.agency) != 0) | (np.diff(force.site) != 0)
    return np.asarray(most - np.where(starts, 0.0, np.roll(most, 1)), dtype=np.float64)
