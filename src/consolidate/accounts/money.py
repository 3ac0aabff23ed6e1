"""What a network costs: cash by part and year, discounted and not."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from consolidate.accounts.hires import hires
from consolidate.actions.trajectory import COMPONENTS
from consolidate.engine.state import State
from consolidate.formulation.network import Network
from consolidate.instance.network import counted_parts
from consolidate.program.program import Floats

PARTS: Final = (*COMPONENTS, "points", "hiring")
"""Parts of a network's cost, in the order of the tables; each is a figure ``cost.<name>``."""


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


def cash(state: State) -> Cash:
    """Add up trajectories followed, people hired, and what sites in use, joint points and facilities cost."""
    network, hired = state.network, list(hires(state))
    instance = network.layout.instance
    flows = np.array([instance.courses.listed[p].cash for p in network.chosen])  # (O, COMPONENTS, Y)
    parts = {name: np.array([math.fsum(year) for year in flows[:, c].T]) for c, name in enumerate(COMPONENTS)}
    parts["fit_out"] = parts["fit_out"] + _shared_works(network)
    parts["points"] = _sites(network)
    parts["staff"] = sum((each.wages for each in hired), parts["staff"])
    parts["hiring"] = sum((each.hiring for each in hired), np.zeros(len(instance.calendar.years)))
    hiring = ("hiring",) if any(agency.staffing for agency in instance.scenario.agencies) else ()
    return Cash(parts, (*counted_parts(instance.scenario), "points", *hiring), network)


def _sites(network: Network) -> Floats:
    """(Y,) cost of every site in use, joint point and shared facility, once for all who are there."""
    instance = network.layout.instance
    holding, premises, shared = instance.holding, instance.premises, instance.facilities
    each = network.holdings * premises.in_use[holding.site] + network.joint * premises.joint[holding.site]
    there = network.facilities * shared.per_year
    periods = range(instance.periods)
    by_period = [math.fsum([*each[holding.period == t], *there[shared.period == t]]) for t in periods]
    return instance.calendar.by_year(by_period)


def _shared_works(network: Network) -> Floats:
    """(Y,) works on sites that became joint points, and on facilities set up."""
    instance = network.layout.instance
    premises, holding, shared = instance.premises, instance.holding, instance.facilities
    joint = premises.joint_works[holding.site] * network.joint_starts
    set_up = shared.works * network.facility_starts
    total = joint @ premises.annuity[holding.period] + set_up @ premises.annuity[shared.period]
    return np.asarray(total, dtype=np.float64)
