"""Where people go once the points are known: to the nearest that can serve them, or, where capacity binds, as near as it lets them.

Without capacities this is a search, exact and with ties by site id. With capacities it is a transport program with everything but x fixed;
its answer is rounded to millionths that keep within capacity.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from consolidate.backends import highs
from consolidate.backends.solution import Request
from consolidate.engine.state import Network, State
from consolidate.errors import SolverFailed
from consolidate.formulation import service
from consolidate.formulation.layout import Layout
from consolidate.formulation.objective import costs
from consolidate.instance.prices import travel_price
from consolidate.program.program import Floats, Ints, Matrix, Rows, Variables, assemble, identity, sum_by
from consolidate.units import MILLION

_EVEN = 1e-9  # of a total, below which a solver's answer is not told apart


def assign(network: Network) -> State:
    """Send everybody to a point; segments nobody can serve stay at home (only today's network leaves any)."""
    network = Network(network.layout.apart, network.chosen)
    layout = network.layout
    open_arcs = np.flatnonzero(network.places[layout.arcs.place])
    if service.work(layout).count:
        return _within_capacity(network, open_arcs)
    return _nearest(network, open_arcs)


def _nearest(network: Network, open_arcs: Ints) -> State:
    """Everybody to the nearest point, ties by site id."""
    layout = network.layout
    arcs, segments = layout.arcs, layout.segments
    segment = arcs.segment[open_arcs]
    distance = layout.instance.ways.impedance[segments.area[segment], arcs.site[open_arcs]]
    order = np.lexsort((arcs.site[open_arcs], distance, segment))
    first = np.unique(segment[order], return_index=True)[1]
    best = open_arcs[order[first]]
    return State(network, best, np.full(len(best), MILLION))


@dataclass(frozen=True)
class _Transport:
    """Visits over open arcs under the capacity of the points."""

    arcs: Ints  # (N,) open arcs
    segment: Ints  # (N,) row of the arc's segment, from 0
    served: Rows
    work: Rows  # x in minutes a year <= what the network's offices bring
    cost: Floats  # (N,)


def _transport(network: Network, open_arcs: Ints) -> _Transport:
    layout = network.layout
    rows = service.work(layout)
    segments, segment = np.unique(layout.arcs.segment[open_arcs], return_inverse=True)
    size = len(open_arcs)
    served = Rows("served", {"x": sum_by(segment, np.arange(size), (len(segments), size))}, 1, 1)
    capacity = -(rows.terms["y"] @ network.y.astype(np.float64))
    work = Rows("work", {"x": rows.terms["x"][:, open_arcs], "over": -identity(rows.count)}, upper=capacity)
    return _Transport(open_arcs, segment, served, work, _travel_cost(layout, open_arcs))


def _travel_cost(layout: Layout, open_arcs: Ints) -> Floats:
    """(N,) what the objective charges for an arc, or, where travel is free, its impedance times the trips of the period."""
    if any(price.any() for price in travel_price(layout.instance)):
        return costs(layout, layout.instance.scenario.objective.minimise).x[open_arcs]
    segment = layout.arcs.segment[open_arcs]
    trips = layout.segments.visits[segment] * layout.instance.calendar.length[layout.segments.period[segment]]
    return layout.instance.ways.impedance[layout.segments.area[segment], layout.arcs.site[open_arcs]] * trips


def _within_capacity(network: Network, open_arcs: Ints) -> State:
    """Fill points up to their capacity: as little over it as possible, then as little travel as possible."""
    problem = _transport(network, open_arcs)
    size, rows = len(open_arcs), problem.work.count
    over = Variables("over", rows, cost=1.0)
    least = highs.solve(assemble((Variables("x", size, 0, 1), over), (problem.served, problem.work)), Request(gap=0.0))
    if least.values is None:
        raise SolverFailed("the transport program of a network that serves everybody has no answer")
    excess = np.maximum(least.values[size:], 0.0)
    excess[excess < _EVEN * max(float(excess.max(initial=0.0)), 1.0)] = 0.0
    total = Rows(
        "total_over",
        {"over": sum_by(np.zeros(rows), np.arange(rows), (1, rows))},
        upper=float(excess.sum()) * (1 + _EVEN),
    )
    flow = highs.solve(
        assemble(
            (Variables("x", size, 0, 1, problem.cost), Variables("over", rows)), (problem.served, problem.work, total)
        ),
        Request(gap=0.0),
    )
    values = least.values if flow.values is None else flow.values
    room = problem.work.upper + np.maximum(values[size:], 0.0)
    millionths = _rounded(problem, np.clip(values[:size], 0.0, 1.0), np.asarray(room))
    used = np.flatnonzero(millionths)
    return State(network, open_arcs[used], millionths[used])


def _rounded(problem: _Transport, shares: Floats, room: Floats) -> Ints:
    """Whole millionths that sum to a million by segment: rounded down, the rest to arcs with room, largest remainder first."""
    scaled = shares * MILLION
    units = np.floor(scaled + _EVEN * MILLION).astype(np.int64)
    missing = MILLION - np.bincount(problem.segment, weights=units).astype(np.int64)
    minutes: Matrix = problem.work.terms["x"].tocsc()
    each = np.asarray(minutes.sum(axis=0)).ravel() / MILLION  # minutes of a millionth
    row = np.full(len(shares), -1)
    row[np.repeat(np.arange(len(shares)), np.diff(minutes.indptr))] = minutes.indices
    spare = room - minutes @ (units / MILLION)
    order = np.lexsort((np.arange(len(shares)), -(scaled - units), units == 0, problem.segment))
    starts = np.searchsorted(problem.segment[order], np.arange(len(missing) + 1))
    for segment in np.flatnonzero(missing):
        arcs = order[starts[segment] : starts[segment + 1]]
        for arc in arcs[units[arcs] > 0] if (units[arcs] > 0).any() else arcs:
            fits = missing[segment] if row[arc] < 0 or not each[arc] else int(max(spare[row[arc]] / each[arc], 0))
            take = min(missing[segment], fits)
            units[arc] += take
            missing[segment] -= take
            if row[arc] >= 0:
                spare[row[arc]] -= take * each[arc]
        units[arcs[0]] += missing[segment]  # a rounding's worth beyond a full point
    return units
