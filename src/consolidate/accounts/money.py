"""What a network costs: cash by part and year, discounted and not."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from consolidate.actions.trajectory import COMPONENTS
from consolidate.engine.state import Network
from consolidate.program.program import Floats


@dataclass(frozen=True)
class Cash:
    """Undiscounted currency by part and calendar year; years beyond the horizon hold only what is still owed."""

    parts: dict[str, Floats]  # name -> (Y,)
    network: Network

    def discounted(self, name: str) -> float:
        """Present value of a part, correctly rounded."""
        return math.fsum(self.parts[name] * self.network.layout.instance.calendar.weights)

    def total(self) -> float:
        """Present value of all parts."""
        return math.fsum(self.discounted(name) for name in self.parts)

    def per_year(self, name: str, period: int) -> float:
        """Mean of a part over the years of a period, undiscounted."""
        calendar = self.network.layout.instance.calendar
        mine = self.parts[name][calendar.in_horizon][calendar.period_of_year == period]
        return math.fsum(mine) / len(mine)


def cash(network: Network) -> Cash:
    """Add up the trajectories followed, and the shared fixed cost of the sites in use."""
    instance = network.layout.instance
    flows = np.array([instance.courses.listed[p].cash for p in network.chosen])  # (O, COMPONENTS, Y)
    parts = {name: np.array([math.fsum(year) for year in flows[:, c].T]) for c, name in enumerate(COMPONENTS)}
    parts["points"] = _shared_fixed(network)
    return Cash(parts, network)


def _shared_fixed(network: Network) -> Floats:
    """(Y,) fixed cost of every site in use, once for all who are there."""
    instance = network.layout.instance
    calendar, holding = instance.calendar, instance.holding
    fixed = np.array([site.shared_fixed_per_year for site in instance.scenario.sites])
    used = np.flatnonzero(network.holdings)
    by_period = np.bincount(holding.period[used], weights=fixed[holding.site[used]], minlength=instance.periods)
    yearly = np.zeros(len(calendar.years))
    yearly[calendar.in_horizon] = by_period[calendar.period_of_year]
    return yearly
