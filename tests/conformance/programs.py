"""Programs that every backend must answer alike, each with its answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from consolidate.backends.solution import Status
from consolidate.program.program import Program, Rows, Variables, assemble, identity, sum_by

INF = np.inf


@dataclass(frozen=True)
class Case:
    """A program and what it must come to; ``point`` only where it is the only one, ``duals`` where they are."""

    program: Program
    status: Status
    objective: float = INF
    point: tuple[float, ...] | None = None
    duals: tuple[float, ...] | None = None


def program(
    costs: list[float],
    rows: list[tuple[list[float], float, float]],
    lower: float | list[float] = 0.0,
    upper: float | list[float] = INF,
    whole: tuple[int, ...] = (),
    offset: float = 0.0,
) -> Program:
    """A dense program: costs, rows as (coefficients, lower, upper), bounds, and which columns are whole."""
    size = len(costs)
    columns = Variables("x", size, np.broadcast_to(lower, size), np.broadcast_to(upper, size), np.array(costs))
    terms = np.array([row for row, _, _ in rows], dtype=float).reshape(len(rows), size)
    at, column = np.nonzero(np.ones_like(terms))
    block = Rows(
        "row",
        {"x": sum_by(at, column, terms.shape, terms.ravel())},
        np.array([low for _, low, _ in rows], dtype=float),
        np.array([high for _, _, high in rows], dtype=float),
    )
    made = assemble([columns], [block], offset)
    return replace(made, integer=np.isin(np.arange(size), whole))


CASES: dict[str, Case] = {
    "optimal": Case(program([-5, -4, -3], [([2, 3, 1], -INF, 5)], 0, 1, (0, 1, 2)), "optimal", -9, (1, 1, 0)),
    "linear": Case(
        program([-3, -2], [([1, 1], -INF, 4), ([1, 3], -INF, 8)], 0, [3, INF]), "optimal", -11, (3, 1), (-2, 0)
    ),
    "infeasible": Case(program([1, 1], [([1, 1], 5, INF)], 0, 1, (0, 1)), "infeasible"),
    "infeasible because whole": Case(program([1], [([2], 1, 1)], 0, 9, (0,)), "infeasible"),
    "infeasible and linear": Case(program([1, 1], [([1, 1], 5, INF)], 0, 1), "infeasible"),
    "unbounded": Case(program([-2, 1], [([1, -1], -INF, 5)], whole=(0, 1)), "unbounded"),
    "unbounded and linear": Case(program([-1, 1], [([1, -2], -INF, 5)]), "unbounded"),
    "no rows": Case(program([1, -1], [], 0, 2, (0,)), "optimal", -2, (0, 2)),
    "a row without terms": Case(program([1, 1], [([0, 0], -1, 1), ([1, 1], 2, INF)], 0, 9, (0,)), "optimal", 2),
    "a row without terms that cannot hold": Case(program([1], [([0], 1, INF), ([1], 0, 5)]), "infeasible"),
    "a fixed column": Case(program([1, 1], [([1, 1], 5, INF)], [2, 0], [2, 9], (1,)), "optimal", 5, (2, 3)),
    "a free column": Case(program([1, 0], [([1, 1], -3, INF)], [-INF, 0], [INF, 1], (1,)), "optimal", -4, (-4, 1)),
    "a column below zero": Case(program([1], [([1], -INF, 5)], -7.5, INF, (0,)), "optimal", -7, (-7,)),
    "a column in no row": Case(program([-2, 1], [([0, 1], 1, INF)], 0, 3, (0,)), "optimal", -5, (3, 1)),
    "a column without cost or row": Case(program([0, 1], [([0, 1], 1, INF)], 0, 3), "optimal", 1),
    "a range": Case(program([1, 1], [([1, 2], 3, 4)], 0, 9, (0, 1)), "optimal", 2),
    "a range at its upper end": Case(program([-1], [([2], 1, 6.5)], whole=(0,)), "optimal", -3, (3,)),
    "a range and linear": Case(program([-1, -2], [([1, 1], 1, 6)], 0, [INF, 2]), "optimal", -8, (4, 2), (-1,)),
    "an equality": Case(program([1, 3], [([1, 1], 7, 7)], 0, 5, (0, 1)), "optimal", 11, (5, 2)),
    "an equality and linear": Case(program([1, 3], [([1, 1], 7, 7)], 0, [INF, 5]), "optimal", 7, (7, 0), (1,)),
    "an offset": Case(program([2], [([1], 3, INF)], 0, 9, (0,), offset=1000.5), "optimal", 1006.5, (3,)),
    "an offset below zero": Case(program([2], [([1], 3, INF)], 0, 9, offset=-10), "optimal", -4, (3,)),
    "nothing to minimise": Case(program([0, 0], [([1, 1], 1, 1)], 0, 1, (0, 1)), "optimal", 0),
    "nothing at all": Case(assemble([], [], 3.0), "optimal", 3.0, ()),
    "limits that cross": Case(program([1], [([1], 0, 9)], 3, 2), "infeasible"),
}


def hard(points: int, seed: int = 1) -> Program:
    """A capacitated location problem on random places, which takes more than a moment."""
    random = np.random.default_rng(seed)
    home, site = random.random((points, 2)), random.random((points, 2))
    distance = np.hypot(*(home[:, None] - site[None]).transpose(2, 0, 1)).ravel()
    i, s = np.divmod(np.arange(points * points), points)
    x = Variables("x", points * points, 0, 1, distance)
    y = Variables("y", points, 0, 1, 0.5 + random.random(points), integer=True)
    served = Rows("served", {"x": sum_by(i, np.arange(len(i)), (points, len(i)))}, 1, 1)
    room = Rows("room", {"x": sum_by(s, np.arange(len(i)), (points, len(i))), "y": -identity(points) * 5}, upper=0)
    strong = Rows("strong", {"x": identity(len(i)), "y": -sum_by(np.arange(len(i)), s, (len(i), points))}, upper=0)
    return assemble([x, y], [served, room, strong], offset=7.0)


def a_point_of(problem: Program) -> np.ndarray:
    """Open every site of `hard`, and send everybody to the nearest that still has room."""
    points = problem.columns["y"].stop - problem.columns["y"].start
    x, room = np.zeros((points, points)), np.full(points, 5)
    for i, ways in enumerate(problem.cost[problem.columns["x"]].reshape(points, points)):
        nearest = min(np.flatnonzero(room), key=lambda s, ways=ways: ways[s])
        x[i, nearest], room[nearest] = 1, room[nearest] - 1
    return np.concatenate([x.ravel(), np.ones(points)])


def endless(columns: int = 100, rows: int = 10, seed: int = 5) -> Program:
    """A knapsack of many dimensions: points turn up at once, and the proof that one is the best never."""
    random = np.random.default_rng(seed)
    weights = random.integers(1, 1000, (rows, columns)).astype(float)
    worth = weights.mean(axis=0) + random.integers(1, 500, columns)
    packed = [(list(row), -INF, float(row.sum() // 2)) for row in weights]
    return program([-float(w) for w in worth], packed, 0, 1, tuple(range(columns)), offset=1e5)
