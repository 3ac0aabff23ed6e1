"""A network and where visits go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from consolidate.formulation import staffing
from consolidate.formulation.network import Network
from consolidate.program.program import Floats, Ints, Program
from consolidate.units import MILLION


@dataclass(frozen=True)
class State:
    """A network and where its visitors go."""

    network: Network
    arcs: Ints  # (N,) arcs used
    millionths: Ints  # (N,) of the segment's visits

    @property
    def shares(self) -> Floats:
        """(N,) shares of the segments' visits."""
        return self.millionths / MILLION

    @cached_property
    def hired(self) -> Floats:
        """(R,) people hired at each post at the start of its period, as few as will do."""
        x = np.zeros(len(self.network.layout.arcs))
        x[self.arcs] = self.shares
        return staffing.hired(self.network.layout, self.network.y.astype(np.float64), x)

    def values(self, program: Program) -> Floats:
        """(columns,) the program's priced variables at this state; columns that only rules read stay 0."""
        x = np.zeros(len(program.cost))
        network = self.network
        for name, part in (
            ("y", network.y),
            ("z", network.holdings),
            ("joint", network.joint[network.layout.joint]),
            ("joint_start", network.joint_starts[network.layout.joint]),
            ("hire", self.hired),
            ("facility", network.facilities),
            ("facility_start", network.facility_starts),
        ):
            x[program.columns[name]] = part
        ways = program.columns["x"]
        if program.cost[ways].any():  # else segments are merged there, and no way has a price
            x[ways.start + self.arcs] = self.shares
        return x
