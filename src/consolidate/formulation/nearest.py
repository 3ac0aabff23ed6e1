"""Visits go to the nearest point that can serve them, also where it is full: core constraint `nearest`."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Bools, Layout
from consolidate.formulation.support import supports
from consolidate.formulation.variables import Names
from consolidate.program.program import Ints, Rows, Variables, identity, pick, sum_by


def counted(layout: Layout) -> Bools:
    """(D,) segments of agencies whose people's minutes are counted."""
    staffed = np.array([agency.staffing is not None for agency in layout.instance.scenario.agencies])
    return staffed[layout.segment_agency]


def ranked(layout: Layout, chosen: Bools) -> Ints:
    """(N,) arcs of the chosen segments: segment by segment, the nearest first, ties by site id."""
    return layout.by_distance(np.flatnonzero(chosen[layout.arcs.segment]))


def nearer_columns(layout: Layout) -> Variables:
    """Columns of visits made at a site or nearer, one for each arc of segments of agencies with staffing."""
    return columns(layout, "nearer", counted(layout))


def columns(layout: Layout, name: str, chosen: Bools) -> Variables:
    """Columns of visits made at a site or nearer, one for each arc of the chosen segments."""
    order, names = ranked(layout, chosen), Names(layout)
    return Variables(name, len(order), 0, 1, naming=lambda i: names.arc(int(order[i])))


def nearest(layout: Layout) -> Rows:
    """Send visits to agencies with staffing to the nearest point; see `all_at_nearest`."""
    return all_at_nearest(layout, "nearest", "nearer", counted(layout))


def all_at_nearest(layout: Layout, name: str, nearer: str, chosen: Bools, rule: str = "") -> Rows:
    r"""Have all of a segment's visits made at an open point or nearer, but for those that are not made.

    The closest assignment of Wagner and Falkson (1975), with its sums kept as columns so that rows stay short.

    .. math:: \mathrm{nearer}_{dst} + \mathrm{saved}_{dt} \ge \sum_{m \text{ eligible}} u_{asmt},
        \qquad \mathrm{nearer}_{dst} + \mathrm{saved}_{dt} \ge b_{agst} \text{ for a group} \qquad \forall d, s, t
    """
    order, names, (u, b) = ranked(layout, chosen), Names(layout), layout.ability()
    place = layout.arcs.place[order]
    saved = supports(layout).saves(layout)[layout.arcs.segment[order]]
    return Rows(
        name,
        {nearer: identity(len(order)), "saved": saved, "u": -u[place], "b": -b[place]},
        lower=0,
        naming=lambda i: names.arc(int(order[i])),
        rule=rule,
        scale=1.0 if rule else 0.0,
    )


def nearest_sum(layout: Layout) -> Rows:
    """Add up visits to agencies with staffing from the nearest site on; see `running_sum`."""
    return running_sum(layout, "nearest_sum", "nearer", counted(layout))


def running_sum(layout: Layout, name: str, nearer: str, chosen: Bools) -> Rows:
    r"""Add up a segment's visits from its nearest site on, each sum from the one before.

    .. math:: \mathrm{nearer}_{dst} = \mathrm{nearer}_{ds't} + x_{dst}
        \qquad \forall d, s, t; \quad s' \text{ the site before } s
    """
    order, names = ranked(layout, chosen), Names(layout)
    segment, size = layout.arcs.segment[order], len(order)
    later = np.flatnonzero(segment[1:] == segment[:-1]) + 1
    terms = {
        nearer: identity(size) - sum_by(later, later - 1, (size, size)),
        "x": -pick(order, len(layout.arcs)),
    }
    return Rows(name, terms, 0, 0, naming=lambda i: names.arc(int(order[i])))


def nearest_able(layout: Layout) -> Rows:
    """Let groups of agencies with staffing be served wherever they can be; see `able_wherever`."""
    return able_wherever(layout, "nearest_able", counted(layout))


def able_wherever(layout: Layout, name: str, chosen: Bools) -> Rows:
    r"""Serve in a language wherever somebody there, or the mode, does: no nearest point is made a farther one.

    .. math:: b_{agst} \ge \sum_{p \in P_o : p \text{ brings speakers to } (a, s, t)} y_p \quad \forall o, \qquad
        b_{agst} \ge u_{asmt} \quad \forall m \text{ that offers } g \qquad \forall a, g, s, t
    """
    places = np.unique(layout.arcs.place[ranked(layout, chosen)])
    places = places[layout.places.language[places] >= 0]
    of_office, office_row, course = _speakers(layout, places)
    offered = layout.eligible[places].multiply(layout.offered[places]).tocoo()
    place, names = np.concatenate([of_office, places[offered.row]]), Names(layout)
    size, mode_row = len(place), np.arange(len(of_office), len(place))
    return Rows(
        name,
        {
            "b": pick(np.searchsorted(layout.abilities, place), len(layout.abilities)),
            "y": -sum_by(office_row, course, (size, len(layout.instance.courses.office))),
            "u": -sum_by(mode_row, offered.col, (size, len(layout.instance.serving.agency))),
        },
        lower=0,
        naming=lambda i: names.place(int(place[i])),
    )


def _speakers(layout: Layout, places: Ints) -> tuple[Ints, Ints, Ints]:
    """(R,) place of each pair with an office whose people make it one; (N,) the pair and trajectory of its entries."""
    serving, office = layout.instance.serving, layout.instance.courses.office
    serves = sum_by(serving.point, serving.course, (len(serving.agency), len(office)))
    here = (layout.eligible[places] @ serves).multiply(layout.spoken[places]).tocoo()
    keys = np.stack([places[here.row], office[here.col]], axis=1)
    pairs, row = np.unique(keys, axis=0, return_inverse=True)
    return pairs[:, 0], row.ravel(), here.col
