"""Who serves where, and that everyone is served: core constraints."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.support import supports
from consolidate.formulation.variables import Names
from consolidate.program.program import Rows, identity, pick, sum_by


def one_trajectory(layout: Layout) -> Rows:
    r"""Let every office follow exactly one trajectory.

    .. math:: \sum_{p \in P_o} y_p = 1 \qquad \forall o
    """
    course, offices = layout.instance.courses, layout.instance.scenario.offices
    terms = sum_by(course.office, np.arange(len(course.office)), (len(offices), len(course.office)))
    return Rows("one_trajectory", {"y": terms}, 1, 1, naming=lambda i: offices[i].id)


def presence(layout: Layout) -> Rows:
    r"""Open a point where an office serves; summed over an office's trajectories, of which one is followed.

    .. math:: \sum_{p \in P_o : p \text{ serves at } (a,s,m,t)} y_p \le u_{asmt} \qquad \forall o, (a,s,m,t)
    """
    serving, courses = layout.instance.serving, layout.instance.courses
    keys = np.stack([courses.office[serving.course], serving.point], axis=1)
    pairs, row = np.unique(keys, axis=0, return_inverse=True)
    terms = sum_by(row.ravel(), serving.course, (len(pairs), len(courses.office)))
    names, offices = Names(layout), layout.instance.scenario.offices
    return Rows(
        "presence",
        {"y": terms, "u": -pick(pairs[:, 1], len(serving.agency))},
        upper=0,
        naming=lambda i: f"{offices[pairs[i, 0]].id},{names.point(pairs[i, 1])}",
    )


def no_empty_point(layout: Layout) -> Rows:
    r"""Close a point at which no office serves.

    .. math:: u_{asmt} \le \sum_{p \text{ serves at } (a,s,m,t)} y_p \qquad \forall a, s, m, t
    """
    serving, size = layout.instance.serving, len(layout.instance.serving.agency)
    terms = sum_by(serving.point, serving.course, (size, len(layout.instance.courses.office)))
    return Rows("no_empty_point", {"u": identity(size), "y": -terms}, upper=0, naming=Names(layout).point)


def one_mode(layout: Layout) -> Rows:
    r"""Let an agency serve at a site in one mode at a time, and only while the site is in use.

    .. math:: \sum_m u_{asmt} \le z_{st} \qquad \forall a, s, t
    """
    points, size = layout.agency_points, len(layout.agency_point)
    terms = sum_by(layout.agency_point, np.arange(size), (len(points), size))
    holding = np.zeros(len(points), dtype=np.int64)
    holding[layout.agency_point] = layout.holding_of_point
    names, agencies = Names(layout), layout.instance.scenario.agencies
    return Rows(
        "one_mode",
        {"u": terms, "z": -pick(holding, len(layout.instance.holding.site))},
        upper=0,
        naming=lambda i: f"{agencies[points[i, 0]].id}@{names.holding(holding[i])}",
        unit="points",
        scale=1.0,
    )


def everyone_served(layout: Layout) -> Rows:
    r"""Send all visits of a segment somewhere, but for willing ones that a support point near saves.

    .. math:: \sum_s x_{dst} + \mathrm{unserved}_{dt} + \mathrm{saved}_{dt} = 1 \qquad \forall d, t
    """
    arcs, size = layout.arcs, len(layout.segments)
    terms = sum_by(arcs.segment, np.arange(len(arcs)), (size, len(arcs)))
    columns = {"x": terms, "unserved": identity(size), "saved": supports(layout).saves(layout)}
    return Rows("everyone_served", columns, 1, 1, naming=Names(layout).segment)


def only_where_served(layout: Layout) -> Rows:
    r"""Send visits only where somebody can serve them: the strong form, one row per arc.

    .. math:: x_{dst} \le \sum_{m \text{ eligible}} u_{asmt},
        \qquad x_{dst} \le b_{agst} \text{ for a group} \qquad \forall d, s, t
    """
    u, b = layout.ability()
    place = layout.arcs.place
    return Rows(
        "only_where_served",
        {"x": identity(len(place)), "u": -u[place], "b": -b[place]},
        upper=0,
        naming=Names(layout).arc,
    )


def ability_present(layout: Layout) -> Rows:
    r"""Serve in a language only where the duty is served at all.

    .. math:: b_{agst} \le \sum_{m \text{ eligible}} u_{asmt} \qquad \forall a, g, s, t
    """
    chosen, names = layout.abilities, Names(layout)
    return Rows(
        "ability_present",
        {"b": identity(len(chosen)), "u": -layout.eligible[chosen]},
        upper=0,
        naming=lambda i: names.place(int(chosen[i])),
    )


def ability_spoken(layout: Layout) -> Rows:
    r"""Serve in a language only where somebody speaks it, or in a mode that is in that language.

    .. math:: b_{agst} \le \sum_{p \text{ brings speakers to } (a, s, t)} y_p
        + \sum_{m \text{ in the language}} u_{asmt} \qquad \forall a, g, s, t
    """
    chosen, names = layout.abilities, Names(layout)
    terms = {"b": identity(len(chosen)), "y": -layout.spoken[chosen]}
    if layout.offered.nnz:
        terms["u"] = -layout.offered[chosen]
    return Rows(
        "ability_spoken",
        terms,
        upper=0,
        naming=lambda i: names.place(int(chosen[i])),
    )
