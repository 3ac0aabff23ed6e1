"""What modes need at a site once, for all agencies that serve there in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from consolidate.actions.trajectory import Setting
from consolidate.instance.network import Serving

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Facilities:
    """Shared facilities (site, mode, period) that points can need, sorted; F of them, U points."""

    point: Ints  # (U,) facility that each point needs, -1 = none
    site: Ints  # (F,)
    mode: Ints  # (F,)
    period: Ints  # (F,)
    minutes: Floats  # (F,) opening minutes per year of all agencies together; inf = no limit
    m2: Floats  # (F,) floor area taken
    kwh: Floats  # (F, Y) kWh a year while it is there
    per_year: Floats  # (F,) currency a year while it is there
    works: Floats  # (F,) investment when it is set up, currency
    before: Ints  # (F,) the same facility in the period before, -1 = none
    today: Bools  # (F,) whether it is there in today's network

    def __len__(self) -> int:
        """Return the number of facilities."""
        return len(self.site)


def facilities(around: Setting, serve: Serving) -> Facilities:
    """List the facilities of shared modes, wherever some agency can serve in one."""
    scenario, calendar, names = around.scenario, around.calendar, sorted(around.scenario.modes)
    shared = np.array([scenario.modes[name].shared is not None for name in names])
    needed = np.flatnonzero(shared[serve.mode])
    keys = np.stack([serve.site, serve.mode, serve.period], axis=1)[needed]
    found, index = np.unique(keys, axis=0, return_inverse=True)
    point = np.full(len(serve.mode), -1)
    point[needed] = index.ravel()
    site, mode, period = found.T
    table = np.full((len(around.sites), len(names), len(calendar.starts)), -1)
    table[site, mode, period] = np.arange(len(found))
    kinds = [kind for m in mode if (kind := scenario.modes[names[m]].shared) is not None]
    m2 = np.array([kind.m2 for kind in kinds], dtype=np.float64)
    rent = np.array([(place.rent_per_m2_year or 0) + (place.running_per_m2_year or 0) for place in around.sites])
    there = {(around.site_index[office.site], office.mode) for office in scenario.offices if office.exists}
    return Facilities(
        point, site, mode, period,
        minutes=np.array([kind.minutes_per_year or np.inf for kind in kinds], dtype=np.float64),
        m2=m2,
        kwh=m2[:, None] * calendar.factor(scenario.factors.building_energy) * calendar.in_horizon,
        per_year=np.array([kind.cost_per_year for kind in kinds]) + m2 * rent[site],
        works=np.array([kind.fit_out for kind in kinds], dtype=np.float64),
        before=np.where(period > 0, table[site, mode, period - 1], -1),
        today=np.array([(s, names[m]) in there for s, m in zip(site, mode, strict=True)], dtype=bool),
    )  # fmt: skip
