"""Facilities that agencies share at a site: core constraint `facility`."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.variables import Names
from consolidate.program.program import Matrix, Naming, Rows, Variables, identity, pick, sum_by


def columns(layout: Layout) -> tuple[Variables, Variables]:
    """Columns of facilities that are there, and of those that are set up; integral by links, and where paid for."""
    size, name = len(layout.instance.facilities), _name(layout)
    return Variables("facility", size, 0, 1, naming=name), Variables("facility_start", size, 0, 1, naming=name)


def facility_there(layout: Layout) -> Rows:
    r"""Have a facility wherever an agency serves in its mode.

    .. math:: u_{asmt} \le \mathrm{facility}_{smt} \qquad \forall a, s, m, t
    """
    need = layout.instance.facilities.point
    point, names = np.flatnonzero(need >= 0), Names(layout)
    return Rows(
        "facility_there",
        {"u": pick(point, len(need)), "facility": -pick(need[point], len(layout.instance.facilities))},
        upper=0,
        naming=lambda i: names.point(int(point[i])),
    )


def no_empty_facility(layout: Layout) -> Rows:
    r"""Have no facility where no agency serves in its mode.

    .. math:: \mathrm{facility}_{smt} \le \sum_a u_{asmt} \qquad \forall s, m, t
    """
    size = len(layout.instance.facilities)
    rows = {"facility": identity(size), "u": -_users(layout)}
    return Rows("no_empty_facility", rows, upper=0, naming=_name(layout))


def facility_starts(layout: Layout) -> Rows:
    r"""Pay for the works of a facility when it is set up.

    .. math:: \mathrm{facility\_start}_{smt} \ge \mathrm{facility}_{smt} - \mathrm{facility}_{sm,t-1}
        \qquad \forall s, m, t \text{ (today before the first period)}
    """
    found = layout.instance.facilities
    size, earlier = len(found), np.flatnonzero(found.before >= 0)
    return Rows(
        "facility_starts",
        {
            "facility_start": identity(size),
            "facility": sum_by(earlier, found.before[earlier], (size, size)) - identity(size),
        },
        lower=np.where(found.today & (found.period == 0), -1.0, 0.0),
        naming=_name(layout),
    )


def facility_time(layout: Layout) -> Rows:
    r"""Keep the opening minutes of all agencies that share a facility within its own.

    .. math:: K_m \sum_a u_{asmt} \le F_m\, \mathrm{facility}_{smt} \qquad \forall s, m, t
    """
    instance, found = layout.instance, layout.instance.facilities
    opening = np.array([instance.scenario.modes[name].opening_minutes_per_year or 0.0 for name in instance.modes])
    limited = np.flatnonzero(np.isfinite(found.minutes) & (opening[found.mode] > 0))
    shape, each, name = (len(limited), len(found)), np.arange(len(limited)), _name(layout)
    return Rows(
        "facility_time",
        {
            "u": sum_by(each, limited, shape, opening[found.mode[limited]]) @ _users(layout),
            "facility": -sum_by(each, limited, shape, found.minutes[limited]),
        },
        upper=0,
        naming=lambda i: name(int(limited[i])),
        unit="minutes a year",
        scale=10_000.0,
    )


def _users(layout: Layout) -> Matrix:
    """Matrix (F, points): the points that need a facility."""
    need = layout.instance.facilities.point
    point = np.flatnonzero(need >= 0)
    return sum_by(need[point], point, (len(layout.instance.facilities), len(need)))


def _name(layout: Layout) -> Naming:
    """site:mode,period."""
    instance, found, names = layout.instance, layout.instance.facilities, Names(layout)
    return lambda i: (
        f"{instance.scenario.sites[found.site[i]].id}:{instance.modes[found.mode[i]]},{names.period(found.period[i])}"
    )
