"""Shares of visits as whole millionths that sum to a million and keep within capacity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from consolidate.program.program import Floats, Ints, Matrix
from consolidate.units import MILLION

_WHOLE = 1e-4  # of a millionth: a solver's 0.2999999999 is 0.3
_EVEN = 1e-12  # of a point's room: what sums of floats do not tell apart


def whole(shares: Floats, segment: Ints, minutes: Matrix, room: Floats, cost: Floats) -> Ints:
    """Round (N,) shares of segments down, take back what overfills a point, and deal out the rest where there is room.

    ``minutes`` (R, N) is what a whole segment takes of each point's ``room`` (R,); ``cost`` (N,) orders where the rest
    goes when the arcs in use are full. A rest that fits nowhere stays with these, a millionth each, so that a point is
    overfilled by no more than a millionth of every segment that goes there.
    """
    return _Dealing.of(shares, segment, minutes, room, cost).dealt()


@dataclass
class _Dealing:
    """A table of whole millionths while they are dealt."""

    units: Ints  # (N,)
    missing: Ints  # (D,)
    spare: Floats  # (R,) minutes left at each point
    point: Ints  # (N,) the point an arc fills
    each: Floats  # (N,) minutes of one millionth
    by_segment: list[Ints]  # arcs of each segment, those in use first, then the cheapest

    @classmethod
    def of(cls, shares: Floats, segment: Ints, minutes: Matrix, room: Floats, cost: Floats) -> _Dealing:
        scaled = shares * MILLION
        units = np.floor(scaled + _WHOLE).astype(np.int64)
        columns = minutes.tocsc()
        point = np.full(len(shares), -1)
        point[np.repeat(np.arange(len(shares)), np.diff(columns.indptr))] = columns.indices
        each = np.asarray(columns.sum(axis=0)).ravel() / MILLION
        order = np.lexsort((cost, -(scaled - units), units == 0, segment))
        missing = MILLION - np.bincount(segment, weights=units).astype(np.int64)
        arcs = np.split(order, np.searchsorted(segment[order], np.arange(1, len(missing))))
        spare = room - minutes @ (units / MILLION)
        spare[np.abs(spare) <= _EVEN * room] = 0.0
        return cls(units, missing, spare, point, each, arcs)

    def dealt(self) -> Ints:
        """Take back, then deal out."""
        for point in np.flatnonzero(self.spare < 0):
            self._take_back(int(point))
        for segment in np.flatnonzero(self.missing):
            for arc in self.by_segment[segment]:
                self._give(int(arc), int(segment))
            self._stay(int(segment))
        return self.units

    def _take_back(self, point: int) -> None:
        """Free an overfilled point, a little from as few segments as it takes."""
        segment_of = {int(arc): s for s, arcs in enumerate(self.by_segment) for arc in arcs}
        for arc in np.flatnonzero((self.point == point) & (self.units > 0) & (self.each > 0)):
            if self.spare[point] >= 0:
                return
            back = min(int(np.ceil(-self.spare[point] / self.each[arc])), int(self.units[arc]))
            self._move(int(arc), segment_of[int(arc)], -back)

    def _give(self, arc: int, segment: int) -> None:
        """Deal a segment's rest to an arc as far as its point has room."""
        point = self.point[arc]
        free = point < 0 or not self.each[arc]
        fits = int(self.missing[segment]) if free else max(int(self.spare[point] / self.each[arc] + _WHOLE), 0)
        self._move(arc, segment, min(int(self.missing[segment]), fits))

    def _stay(self, segment: int) -> None:
        """Leave what fits nowhere with the arcs in use, a millionth each."""
        arcs = self.by_segment[segment]
        used = arcs[self.units[arcs] > 0] if self.units[arcs].any() else arcs[:1]
        self.units[used] += self.missing[segment] // len(used)
        self.units[used[: self.missing[segment] % len(used)]] += 1

    def _move(self, arc: int, segment: int, units: int) -> None:
        self.units[arc] += units
        self.missing[segment] -= units
        if self.point[arc] >= 0:
            self.spare[self.point[arc]] -= units * self.each[arc]
