"""What a network costs: cash by part and year, discounted and not."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from consolidate.actions.trajectory import COMPONENTS
from consolidate.engine.state import Network
from consolidate.instance.network import counted_parts
from consolidate.program.program import Floats


@dataclass(frozen=True)
class Cash:
    """Undiscounted currency by part and calendar year; years beyond the horizon hold only what is still owed."""

    parts: dict[str, Floats]  # name -> (Y,)
    counted: tuple[str, ...]  # parts that make the total, from the scenario's viewpoint
    network: Network

    def discounted(self, name: str) -> float:
        """Present value of a part, correctly rounded."""
        return math.fsum(self.parts[name] * self.network.layout.instance.calendar.weights)

    def total(self) -> float:
        """Present value of the parts that count."""
        return math.fsum(self.discounted(name) for name in self.counted)

    def per_year(self, name: str, period: int) -> float:
        """Mean of a part over the years of a period, undiscounted."""
        calendar = self.network.layout.instance.calendar
        mine = self.parts[name][calendar.in_horizon][calendar.period_of_year == period]
        return math.fsum(mine) / len(mine)


def cash(network: Network) -> Cash:
    """Add up the trajectories followed, and what the sites in use and the joint points cost."""
    instance = network.layout.instance
    flows = np.array([instance.courses.listed[p].cash for p in network.chosen])  # (O, COMPONENTS, Y)
    parts = {name: np.array([math.fsum(year) for year in flows[:, c].T]) for c, name in enumerate(COMPONENTS)}
    parts["fit_out"] = parts["fit_out"] + _joint_works(network)
    parts["points"] = _sites(network)
    return Cash(parts, (*counted_parts(instance.scenario), "points"), network)


def _sites(network: Network) -> Floats:
    """(Y,) cost of every site in use and of every joint point, once for all who are there."""
    instance = network.layout.instance
    calendar, holding, premises = instance.calendar, instance.holding, instance.premises
    each = network.holdings * premises.in_use[holding.site] + network.joint * premises.joint[holding.site]
    by_period = np.array([math.fsum(each[holding.period == t]) for t in range(instance.periods)])
    yearly = np.zeros(len(calendar.years))
    yearly[calendar.in_horizon] = by_period[calendar.period_of_year]
    return yearly


def _joint_works(network: Network) -> Floats:
    """(Y,) works on sites that became joint points."""
    instance = network.layout.instance
    starts = np.flatnonzero(network.joint_starts)
    works = instance.premises.joint_works[instance.holding.site[starts]]
    return np.asarray(works @ instance.premises.joint_annuity[instance.holding.period[starts]], dtype=np.float64)
