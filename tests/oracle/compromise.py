"""The best point of a polytope within limits, when all that can be asked is which point is best in a direction.

Dantzig and Wolfe's way in exact arithmetic: mix the points known, and ask for another where the mix could be better.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from tests.oracle.goals import NOTHING, Vector, plus, times, total, weigh

Limit = tuple[Vector, Fraction]
"""A goal and the most that it may be."""

Row = list[Fraction]


def compromise(support: Callable[[Vector], Vector], goal: Vector, limits: Sequence[Limit]) -> Vector | None:
    """Return the point that is least for a goal and within the limits, None if there is none.

    `support` returns the point least in a direction of weights that are not negative.
    """
    points = [support(goal)]
    if all(weigh(to, points[0]) <= most for to, most in limits):
        return points[0]
    mix = Mix(support, limits, points)
    if mix.improve(NOTHING, Fraction(1)) > 0:
        return None
    mix.forget_excess()
    mix.improve(goal, None)
    return mix.point()


class Mix:
    """Shares of known points that make one whole, with what is left below the limits or goes beyond them."""

    def __init__(self, support: Callable[[Vector], Vector], limits: Sequence[Limit], points: list[Vector]) -> None:
        self.support, self.limits, self.points = support, limits, points
        count = len(limits)
        unit = [[Fraction(i == j) for i in range(count)] for j in range(count)]
        self.columns: list[Row] = [
            *([*row, Fraction(0)] for row in unit),  # below a limit
            *([*(-part for part in row), Fraction(0)] for row in unit),  # beyond a limit
            self.column(points[0]),
        ]
        beyond = [part > 0 for part in self.columns[-1][:-1]]
        self.basis = [count * beyond[i] + i for i in range(count)] + [2 * count]

    def column(self, point: Vector) -> Row:
        return [Fraction(weigh(to, point) - most) for to, most in self.limits] + [Fraction(1)]

    def improve(self, goal: Vector, excess: Fraction | None) -> Fraction:
        """Minimise a goal, with a price on going beyond limits (None: nothing goes beyond); return the least."""
        count = len(self.limits)
        while True:
            costs = [Fraction(0)] * count + [excess] * count + [Fraction(weigh(goal, point)) for point in self.points]
            value, duals = self.simplex(costs)
            towards = total([goal, *(times(-duals[i], to) for i, (to, _) in enumerate(self.limits))])
            point = self.support(towards)
            if weigh(goal, point) - weigh(duals, self.column(point)) >= 0:
                return value
            self.points.append(point)
            self.columns.append(self.column(point))

    def simplex(self, costs: list[Fraction | None]) -> tuple[Fraction, Row]:
        """Find the best basis by Bland's rule; return its value and duals."""
        while True:
            inverse = inverted([self.columns[j] for j in self.basis])
            amounts = [row[-1] for row in inverse]  # the right-hand side is 0, but for the whole
            duals = [sum(costs[j] * row[i] for j, row in zip(self.basis, inverse, strict=True))
                     for i in range(len(inverse))]  # fmt: skip
            better = (
                j
                for j, column in enumerate(self.columns)
                if costs[j] is not None and costs[j] - weigh(duals, column) < 0
            )
            entering = next(better, None)
            if entering is None:
                return sum(costs[j] * amount for j, amount in zip(self.basis, amounts, strict=True)), duals
            change = [weigh(row, self.columns[entering]) for row in inverse]
            _, _, leaving = min((amounts[i] / change[i], self.basis[i], i) for i in range(len(change)) if change[i] > 0)
            self.basis[leaving] = entering

    def forget_excess(self) -> None:
        """Where nothing is beyond a limit, nothing is below it either: the one stands in for the other."""
        count = len(self.limits)
        self.basis = [j - count if count <= j < 2 * count else j for j in self.basis]

    def point(self) -> Vector:
        """The mix as one point."""
        inverse, first = inverted([self.columns[j] for j in self.basis]), 2 * len(self.limits)
        shares = [(row[-1], j) for row, j in zip(inverse, self.basis, strict=True) if j >= first]
        return plus(*(times(share, self.points[j - first]) for share, j in shares))


def inverted(columns: list[Row]) -> list[Row]:
    """Invert the matrix of these columns."""
    size = len(columns)
    rows = [[columns[j][i] for j in range(size)] + [Fraction(i == j) for j in range(size)] for i in range(size)]
    for i in range(size):
        pivot = next(k for k in range(i, size) if rows[k][i])
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [part / rows[i][i] for part in rows[i]]
        for k in range(size):
            if k != i and rows[k][i]:
                rows[k] = [a - rows[k][i] * b for a, b in zip(rows[k], rows[i], strict=True)]
    return [row[size:] for row in rows]
