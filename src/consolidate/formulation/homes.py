"""Points staffed from elsewhere have a home: core constraint `home_serves`."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.variables import Names
from consolidate.program.program import Rows, sum_by


def home_serves(layout: Layout) -> Rows:
    r"""Let an office be served from elsewhere only while its agency serves at its home in a mode of its own people.

    .. math:: \sum_{p \in P_o : p \text{ is served from } s \text{ in } t} y_p
        \le \sum_{m \text{ own}} u_{asmt} \qquad \forall o, s, t
    """
    instance, courses, serving = layout.instance, layout.instance.courses, layout.instance.serving
    modes = [instance.scenario.modes[name] for name in instance.modes]
    elsewhere = np.array([mode.from_home for mode in modes])
    course, period = np.nonzero((courses.mode >= 0) & elsewhere[courses.mode])
    keys = np.stack([courses.office[course], courses.home[course, period], period], axis=1)
    rows, row = np.unique(keys, axis=0, return_inverse=True)
    own = np.array([mode.staffing == "own" for mode in modes])[serving.mode]
    agency = instance.office_agency[rows[:, 0]]
    same = (agency[:, None] == serving.agency) & (rows[:, 1:2] == serving.site) & (rows[:, 2:] == serving.period)
    at, point = np.nonzero(same & own)
    names, scenario = Names(layout), instance.scenario

    def naming(i: int) -> str:
        office, home, t = rows[i]
        where = scenario.sites[home].id if home >= 0 else "nowhere"
        return f"{scenario.offices[office].id}<{where},{names.period(t)}"

    return Rows(
        "home_serves",
        {
            "y": sum_by(row.ravel(), course, (len(rows), len(courses.office))),
            "u": -sum_by(at, point, (len(rows), len(serving.agency))),
        },
        upper=0,
        naming=naming,
        unit="points",
        scale=1.0,
    )
