"""Where people would go if every office stayed as it is: what rules compare a plan with."""

from __future__ import annotations

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.network import status_quo
from consolidate.program.program import Ints


def ways_today(layout: Layout) -> Ints:
    """(N,) arc of each segment to the nearest point of today, ties by site id; of those that somebody can serve."""
    return layout.nearest(np.flatnonzero(status_quo(layout).places[layout.arcs.place]))


def made_today(layout: Layout) -> Ints:
    """(N,) the same but for willing visits that a support point of today saves."""
    ways = ways_today(layout)
    return ways[~status_quo(layout).saved[layout.arcs.segment[ways]]]
