"""Sites in use, floor area, and joint points: core constraints."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.variables import Names
from consolidate.program.program import Ints, Matrix, Naming, Rows, identity, pick, sum_by


def in_use(layout: Layout) -> Rows:
    r"""Count a site as in use where an office, or people of a closed one, are; summed over its trajectories.

    .. math:: \sum_{p \in P_o : p \text{ is at } (s,t)} y_p \le z_{st} \qquad \forall o, s, t
    """
    holding, courses = layout.instance.holding, layout.instance.courses
    keys = np.stack([courses.office[holding.course], holding.holding], axis=1)
    pairs, row = np.unique(keys, axis=0, return_inverse=True)
    terms = sum_by(row.ravel(), holding.course, (len(pairs), len(courses.office)))
    names, offices = Names(layout), layout.instance.scenario.offices
    return Rows(
        "in_use",
        {"y": terms, "z": -pick(pairs[:, 1], len(holding.site))},
        upper=0,
        naming=lambda i: f"{offices[pairs[i, 0]].id},{names.holding(pairs[i, 1])}",
    )


def no_ghosts(layout: Layout) -> Rows:
    r"""Count no site as in use where nobody is.

    .. math:: z_{st} \le \sum_{p \text{ is at } (s,t)} y_p \qquad \forall s, t
    """
    holding, size = layout.instance.holding, len(layout.instance.holding.site)
    terms = sum_by(holding.holding, holding.course, (size, len(layout.instance.courses.office)))
    return Rows("no_ghosts", {"z": identity(size), "y": -terms}, upper=0, naming=Names(layout).holding)


def floor_area(layout: Layout) -> Rows:
    r"""Fit everybody, and shared facilities, into the usable floor area of a site, where it is known.

    .. math:: \sum_{p \text{ is at } (s,t)} m^2_{pst} y_p + C_s z_{st} + \sum_m M_m \mathrm{facility}_{smt}
        \le A_s z_{st} \qquad \forall s, t
    """
    instance, holding = layout.instance, layout.instance.holding
    limited = np.flatnonzero(np.isfinite(instance.usable_m2[holding.site]))
    row_of = np.full(len(holding.site), -1)
    row_of[limited] = np.arange(len(limited))
    entry = row_of[holding.holding] >= 0
    shape, shared = (len(limited), len(instance.courses.office)), instance.facilities
    beside = row_of[layout.holding_at(shared.site, shared.period)]
    names = Names(layout)
    return Rows(
        "floor_area",
        {
            "y": sum_by(row_of[holding.holding[entry]], holding.course[entry], shape, holding.m2[entry]),
            "z": -sum_by(
                np.arange(len(limited)),
                limited,
                (len(limited), len(holding.site)),
                (instance.usable_m2 - instance.premises.common_m2)[holding.site[limited]],
            ),
            "facility": sum_by(
                beside[beside >= 0], np.flatnonzero(beside >= 0), (len(limited), len(shared)), shared.m2[beside >= 0]
            ),
        },
        upper=0,
        naming=lambda i: names.holding(int(limited[i])),
        unit="m2",
        scale=100.0,
    )


def joint_needs_two(layout: Layout) -> Rows:
    r"""Call a site joint only where two or more parties serve, the municipality at its own sites among them.

    .. math:: 2\, \mathrm{joint}_{st} \le \sum_{a, m} u_{asmt} + w_s z_{st} \qquad \forall s, t
    """
    terms = _parties(layout)
    rows = {"joint": 2 * identity(len(layout.joint)), "u": -terms["u"], "z": -terms["z"]}
    return Rows("joint_needs_two", rows, upper=0, naming=_joint_name(layout))


def two_make_joint(layout: Layout) -> Rows:
    r"""Call a site joint wherever two or more parties serve.

    .. math:: \sum_{a, m} u_{asmt} + w_s z_{st} \le 1 + (\mathrm{parties}_{st} - 1)\, \mathrm{joint}_{st}
        \qquad \forall s, t
    """
    most = layout.parties_most[layout.joint]
    size = len(layout.joint)
    rows = {**_parties(layout), "joint": -sum_by(np.arange(size), np.arange(size), (size, size), most - 1)}
    return Rows("two_make_joint", rows, upper=1, naming=_joint_name(layout))


def joint_starts(layout: Layout) -> Rows:
    r"""Pay for the works of a joint point when the site becomes one.

    .. math:: o_{st} \ge \mathrm{joint}_{st} - \mathrm{joint}_{s,t-1} \qquad \forall s, t
        \text{ (today before the first period)}
    """
    instance, holding, size = layout.instance, layout.instance.holding, len(layout.joint)
    site, period = holding.site[layout.joint], holding.period[layout.joint]
    column_of = np.full((len(instance.usable_m2), instance.periods), -1)
    column_of[site, period] = np.arange(size)
    before = np.where(period > 0, column_of[site, period - 1], -1)
    earlier = np.flatnonzero(before >= 0)
    today = instance.premises.joint_today[site] & (period == 0)
    return Rows(
        "joint_starts",
        {
            "joint_start": identity(size),
            "joint": sum_by(earlier, before[earlier], (size, size)) - identity(size),
        },
        lower=np.where(today, -1.0, 0.0),
        naming=_joint_name(layout),
    )


def who_joins_closes(layout: Layout) -> Rows:
    r"""Let an agency that serves at a joint site serve nowhere else in the same municipality.

    .. math:: \sum_m u_{asmt} + \mathrm{joint}_{st} + \sum_m u_{as'mt} \le 2
        \qquad \forall a, t, s \ne s' \text{ in one municipality}
    """
    instance, points, holding = layout.instance, layout.agency_points, layout.instance.holding
    joint_of = np.full((len(instance.usable_m2), instance.periods), -1)
    joint_of[holding.site[layout.joint], holding.period[layout.joint]] = np.arange(len(layout.joint))
    here, other = _same_town(layout)
    column = joint_of[points[here, 1], points[here, 2]]
    here, other, column = here[column >= 0], other[column >= 0], column[column >= 0]
    size = len(layout.agency_point)
    at = sum_by(layout.agency_point, np.arange(size), (len(points), size))
    names, scenario = Names(layout), instance.scenario
    return Rows(
        "who_joins_closes",
        {"u": at[here] + at[other], "joint": pick(column, len(layout.joint))},
        upper=2,
        unit="points",
        scale=1.0,
        naming=lambda i: (
            f"{scenario.agencies[points[here[i], 0]].id}@{scenario.sites[points[here[i], 1]].id}"
            f"|{scenario.sites[points[other[i], 1]].id},{names.period(points[here[i], 2])}"
        ),
    )


def _parties(layout: Layout) -> dict[str, Matrix]:
    """Terms (joint holdings) that count the parties serving there."""
    instance, size = layout.instance, len(layout.instance.serving.agency)
    rows = sum_by(layout.holding_of_point, np.arange(size), (len(instance.holding.site), size))
    return {
        "u": rows[layout.joint],
        "z": sum_by(
            np.arange(len(layout.joint)),
            layout.joint,
            (len(layout.joint), len(instance.holding.site)),
            instance.municipal[instance.holding.site[layout.joint]],
        ),
    }


def _joint_name(layout: Layout) -> Naming:
    names = Names(layout)
    return lambda i: names.holding(int(layout.joint[i]))


def _same_town(layout: Layout) -> tuple[Ints, Ints]:
    """Ordered pairs of agency points of one agency and period at different sites of one municipality."""
    points, town = layout.agency_points, layout.instance.locality[layout.agency_points[:, 1]]
    key = np.unique(np.stack([points[:, 0], points[:, 2], town], axis=1), axis=0, return_inverse=True)[1].ravel()
    here, other = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    order = np.argsort(key, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(key[order])) + 1):
        if len(group) > 1:
            first, second = np.meshgrid(group, group, indexing="ij")
            apart = ~np.eye(len(group), dtype=bool)
            here.append(first[apart])
            other.append(second[apart])
    return np.concatenate(here), np.concatenate(other)
