"""Willing visits, which are not made where a support point is near: core constraint `supported`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.formulation.variables import Names
from consolidate.instance.remote import Support
from consolidate.program.program import Ints, Matrix, Rows, Variables, identity, sum_by


@dataclass(frozen=True)
class Supports:
    """Where willing visits may be saved: a kind of support, an area, a period; V of them, the columns `saved`."""

    kinds: tuple[Support, ...]
    kind: Ints  # (V,)
    area: Ints  # (V,)
    period: Ints  # (V,)
    segment: Ints  # (N,) willing segments
    of_segment: Ints  # (N,) what may save each

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self.kind)

    def name(self, layout: Layout, v: int) -> str:
        """modes:minutes:area,period."""
        kind, areas = self.kinds[self.kind[v]], layout.instance.scenario.areas
        period = Names(layout).period(self.period[v])
        return f"{'+'.join(sorted(kind.modes))}:{kind.minutes:g}:{areas[self.area[v]].id},{period}"

    def saves(self, layout: Layout) -> Matrix:
        """Matrix (segments, V): what may save the visits of each segment."""
        return sum_by(self.segment, self.of_segment, (len(layout.segments), len(self)))

    def near(self, layout: Layout) -> Matrix:
        """Matrix (V, points): the support points near."""
        serving, instance = layout.instance.serving, layout.instance
        row, column = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        for k, kind in enumerate(self.kinds):
            points = np.flatnonzero(np.array([mode in kind.modes for mode in instance.modes])[serving.mode])
            mine = np.flatnonzero(self.kind == k)
            close = layout.near_support(kind)[np.ix_(self.area[mine], serving.site[points])]
            v, point = np.nonzero(close & (self.period[mine][:, None] == serving.period[points]))
            row.append(mine[v])
            column.append(points[point])
        return sum_by(np.concatenate(row), np.concatenate(column), (len(self), len(serving.agency)))


def supports(layout: Layout) -> Supports:
    """List what may save willing visits; segments with the same support, area and period share it."""
    segments, classes = layout.segments, layout.instance.demand.classes
    kinds = tuple(dict.fromkeys(c.support for c in classes if c.support is not None))
    number = np.array([-1 if c.support is None else kinds.index(c.support) for c in classes])[segments.klass]
    willing = np.flatnonzero(number >= 0)
    keys = np.stack([number[willing], segments.area[willing], segments.period[willing]], axis=1)
    (kind, area, period), of_segment = _numbered(keys)
    return Supports(kinds, kind, area, period, willing, of_segment)


def _numbered(keys: Ints) -> tuple[Ints, Ints]:
    """(3, V) different rows of (N, 3) keys, as columns, and (N,) which of them each is."""
    rows, index = np.unique(keys, axis=0, return_inverse=True)
    return rows.T, index.ravel()


def saved_columns(layout: Layout) -> Variables:
    """Columns of willing visits that are not made."""
    found = supports(layout)
    return Variables("saved", len(found), 0, 1, naming=lambda v: found.name(layout, v))


def supported(layout: Layout) -> Rows:
    r"""Save willing visits only where a support point is near; saving them costs nothing, so none stays unsaved.

    .. math:: \mathrm{saved}_{dt} \le \sum_{s \text{ near } i,\, m \text{ supports } d} u_{asmt} \qquad \forall d, t
    """
    found = supports(layout)
    return Rows(
        "supported",
        {"saved": identity(len(found)), "u": -found.near(layout)},
        upper=0,
        naming=lambda v: found.name(layout, v),
    )
