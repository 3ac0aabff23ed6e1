"""Where people go once the points are known: to the nearest that can serve them, or as near as capacity lets them.

Going to the nearest is a search, exact and with ties by site id. Only where that overfills a point is a transport
program solved, for the agency and period it happens in; its answer is put into whole millionths within capacity.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from consolidate.backends import registry
from consolidate.backends.solution import Request
from consolidate.engine.millionths import whole
from consolidate.engine.state import State
from consolidate.errors import SolverFailed
from consolidate.formulation import capacity, opening
from consolidate.formulation.layout import Bools, Layout
from consolidate.formulation.network import Network
from consolidate.formulation.objective import ways
from consolidate.instance.prices import travel_prices
from consolidate.program.program import Floats, Ints, Matrix, Rows, Variables, assemble, identity, sum_by
from consolidate.units import MILLION

_EVEN = 1e-9  # of a total, below which a solver's answer is not told apart


def _no_ways() -> None:
    """Know no shares."""


def assign(network: Network, in_program: Callable[[], Floats | None] = _no_ways) -> State:
    """Send everybody to a point; segments nobody can serve stay at home (only today's network leaves any).

    Where points are full, ``in_program`` may know (arcs,) shares that keep every row of a program; without it travel
    alone is made least.
    """
    network = Network(network.layout.apart, network.chosen)
    layout = network.layout
    open_arcs = np.flatnonzero(network.places[layout.arcs.place] & ~network.saved[layout.arcs.segment])
    arcs = layout.nearest(open_arcs)
    limits = _limits(network)
    crowded = _crowded(layout, limits, arcs)
    if not crowded.any():
        return State(network, arcs, np.full(len(arcs), MILLION))
    calm, busy = arcs[~crowded[_market(layout, arcs)]], open_arcs[crowded[_market(layout, open_arcs)]]
    shares = in_program()
    if shares is None:
        spread, millionths = _within_capacity(layout, limits, busy)
    else:
        spread, millionths = _whole(layout, limits, busy, shares[busy])
    used = np.concatenate([calm, spread])
    order = np.argsort(used)
    whole_shares = np.concatenate([np.full(len(calm), MILLION), millionths])
    return State(network, used[order], whole_shares[order])


@dataclass(frozen=True)
class _Limits:
    """Capacity of points: minutes an arc's whole segment takes there, and minutes there are; R points."""

    minutes: Matrix  # (R, arcs)
    capacity: Floats  # (R,)


def _limits(network: Network) -> _Limits:
    layout = network.layout
    work, room = capacity.measured(layout), opening.room(layout, network.points)
    offered = work.offered @ network.y.astype(np.float64) * capacity.usable_share(layout, work)
    room[work.index] = np.minimum(room[work.index], offered)
    limited = np.flatnonzero(np.isfinite(room))
    return _Limits(capacity.asked(layout, layout.agency_points[limited]), room[limited])


def _market(layout: Layout, arcs: Ints) -> Ints:
    """(N,) number of the (agency, period) an arc belongs to; points of different ones never share visitors."""
    segment = layout.arcs.segment[arcs]
    return layout.segment_agency[segment] * layout.instance.periods + layout.segments.period[segment]


def _crowded(layout: Layout, limits: _Limits, arcs: Ints) -> Bools:
    """Whether going to the nearest overfills a point, by (agency, period); never where people go there in any case."""
    over = limits.minutes[:, arcs].sum(axis=1) > limits.capacity * (1 + _EVEN)
    touched = np.flatnonzero(np.asarray(over.astype(np.float64) @ limits.minutes[:, arcs]) > 0)
    crowded = np.zeros(layout.instance.nearest.size, dtype=bool)
    crowded[_market(layout, arcs[touched])] = True
    return crowded & ~layout.instance.nearest.ravel()


def _whole(layout: Layout, limits: _Limits, arcs: Ints, shares: Floats) -> tuple[Ints, Ints]:
    """Put given shares into whole millionths within capacity."""
    segment = np.unique(layout.arcs.segment[arcs], return_inverse=True)[1].ravel()
    minutes = limits.minutes[:, arcs]
    points = np.flatnonzero(np.diff(minutes.indptr))
    cost = _travel_cost(layout, arcs)
    millionths = whole(np.clip(shares, 0.0, 1.0), segment, minutes[points], limits.capacity[points], cost)
    used = np.flatnonzero(millionths)
    return arcs[used], millionths[used]


def _travel_cost(layout: Layout, arcs: Ints) -> Floats:
    """(N,) what the objective charges for an arc, or, where travel is free, its impedance times its trips."""
    prices = travel_prices(layout.instance)
    if prices:
        return ways(layout, prices[0])[arcs]
    segment = layout.arcs.segment[arcs]
    years = layout.instance.calendar.length[layout.segments.period[segment]]
    return layout.along(arcs, "impedance") * layout.segments.visits[segment] * years


def _within_capacity(layout: Layout, limits: _Limits, arcs: Ints) -> tuple[Ints, Ints]:
    """Fill points up to their capacity: as little over it as possible, then as little travel as possible."""
    segments, segment = np.unique(layout.arcs.segment[arcs], return_inverse=True)
    minutes = limits.minutes[:, arcs]
    points = np.flatnonzero(np.diff(minutes.indptr))
    minutes, room, size = minutes[points], limits.capacity[points], len(arcs)
    scale = np.maximum(room, 1.0)
    share = minutes.multiply(
        1 / scale[:, None]
    ).tocsr()  # rows of size one, so that the solver's tolerance means little
    served = Rows("served", {"x": sum_by(segment, np.arange(size), (len(segments), size))}, 1, 1)
    work = Rows("work", {"x": share, "over": -identity(len(points))}, upper=room / scale)
    least = registry.solve(
        assemble((Variables("x", size, 0, 1), Variables("over", len(points), cost=scale)), (served, work)),
        Request(gap=0.0),
    )
    if least.values is None:
        raise SolverFailed("the transport program of a network that serves everybody has no answer")
    over = least.values[size:]
    total = Rows("total_over", {"over": sum_by(np.zeros(len(points)), np.arange(len(points)), (1, len(points)), scale)},
                 upper=float(over @ scale) + _EVEN * float(scale.sum()))  # fmt: skip
    cost = _travel_cost(layout, arcs)
    near = (Variables("x", size, 0, 1, cost / max(float(cost.max()), 1.0)), Variables("over", len(points)))
    flow = registry.solve(assemble(near, (served, work, total)), Request(gap=0.0))
    values = least.values if flow.values is None else flow.values
    room = room + np.where(values[size:] > _EVEN, values[size:], 0.0) * scale
    millionths = whole(np.clip(values[:size], 0.0, 1.0), segment, minutes, room, cost)
    used = np.flatnonzero(millionths)
    return arcs[used], millionths[used]
