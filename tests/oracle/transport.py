"""The cheapest way to send visits to points with limited minutes, in exact arithmetic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

Arc = tuple[int, int]


def cheapest_transport(
    supply: Sequence[Fraction], limit: Sequence[Fraction], cost: dict[Arc, Fraction]
) -> dict[Arc, Fraction] | None:
    """Return what goes over each arc (source, sink) when every supply is sent at least cost within the sinks' limits.

    Successive shortest paths: as long as something is left, send as much as goes along the cheapest path in the
    residual network; None when nothing more goes. Arcs that are not in `cost` do not exist; costs are per unit and not
    negative. All numbers become whole ones by their common denominator.
    """
    parts = math.lcm(*(amount.denominator for amount in (*supply, *limit)))
    cents = math.lcm(*(price.denominator for price in cost.values()))
    left, room = [int(amount * parts) for amount in supply], [int(amount * parts) for amount in limit]
    whole_cost = {arc: int(price * cents) for arc, price in cost.items()}
    flow = dict.fromkeys(cost, 0)
    while any(left):
        path = cheapest_path(left, room, whole_cost, flow)
        if path is None:
            return None
        forward, backward = path[::2], path[1::2]
        first, last = forward[0][0], forward[-1][1]
        amount = min(left[first], room[last], *(flow[arc] for arc in backward))
        left[first] -= amount
        room[last] -= amount
        for arc in forward:
            flow[arc] += amount
        for arc in backward:
            flow[arc] -= amount
    return {arc: Fraction(amount, parts) for arc, amount in flow.items()}


def cheapest_path(left: list[int], room: list[int], cost: dict[Arc, int], flow: dict[Arc, int]) -> list[Arc] | None:
    """Find arcs (forward, backward, forward, ...) from a source with something left to a sink with room."""
    to_source: dict[int, tuple[int, list[Arc]]] = {i: (0, []) for i, amount in enumerate(left) if amount}
    to_sink: dict[int, tuple[int, list[Arc]]] = {}
    changed = True
    while changed:
        changed = False
        for (i, j), price in cost.items():
            if i in to_source and (j not in to_sink or to_source[i][0] + price < to_sink[j][0]):
                to_sink[j] = to_source[i][0] + price, [*to_source[i][1], (i, j)]
                changed = True
            if flow[i, j] and j in to_sink and (i not in to_source or to_sink[j][0] - price < to_source[i][0]):
                to_source[i] = to_sink[j][0] - price, [*to_sink[j][1], (i, j)]
                changed = True
    ends = [(length, j) for j, (length, _) in to_sink.items() if room[j]]
    return to_sink[min(ends)[1]][1] if ends else None
