"""A network in numbers: which trajectory every office follows, and what follows from that before anybody travels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from consolidate.formulation.layout import Bools, Layout
from consolidate.formulation.support import supports
from consolidate.program.program import Ints


@dataclass(frozen=True)
class Network:
    """What follows from the offices' choices."""

    layout: Layout
    chosen: Ints  # (O,) trajectory of each office

    @cached_property
    def y(self) -> Bools:
        """(P,) trajectories followed."""
        y = np.zeros(len(self.layout.instance.courses.office), dtype=bool)
        y[self.chosen] = True
        return y

    @cached_property
    def points(self) -> Bools:
        """(U,) points open."""
        serving = self.layout.instance.serving
        open_ = np.zeros(len(serving.agency), dtype=bool)
        open_[serving.point[self.y[serving.course]]] = True
        return open_

    @cached_property
    def holdings(self) -> Bools:
        """(Z,) sites in use, by period."""
        holding = self.layout.instance.holding
        used = np.zeros(len(holding.site), dtype=bool)
        used[holding.holding[self.y[holding.course]]] = True
        return used

    @cached_property
    def joint(self) -> Bools:
        """(Z,) holdings at which two or more parties serve, an agency among them."""
        layout, size = self.layout, len(self.holdings)
        pairs = np.unique(layout.agency_point[self.points])
        at = np.zeros(len(layout.agency_points), dtype=np.int64)
        at[layout.agency_point] = layout.holding_of_point
        agencies = np.bincount(at[pairs], minlength=size)
        municipality = layout.instance.municipal[layout.instance.holding.site] & self.holdings
        return (agencies >= 1) & (agencies + municipality >= 2)

    @cached_property
    def joint_starts(self) -> Bools:
        """(Z,) holdings at which the site becomes a joint point (before the first period stands today)."""
        instance = self.layout.instance
        joint = np.zeros((len(instance.usable_m2), instance.periods + 1), dtype=bool)
        joint[:, 0] = instance.premises.joint_today
        joint[instance.holding.site, instance.holding.period + 1] = self.joint
        return self.joint & ~joint[instance.holding.site, instance.holding.period]

    @cached_property
    def places(self) -> Bools:
        """(places,) whether a duty can be met there, in the language where one is asked."""
        layout = self.layout
        served = (layout.eligible @ self.points.astype(np.float64)) > 0
        spoken = (layout.spoken @ self.y.astype(np.float64) + layout.offered @ self.points.astype(np.float64)) > 0
        return np.asarray(served & (spoken | (layout.places.language < 0)))

    @cached_property
    def facilities(self) -> Bools:
        """(F,) facilities that are there."""
        found = self.layout.instance.facilities
        there = np.zeros(len(found), dtype=bool)
        there[found.point[self.points & (found.point >= 0)]] = True
        return there

    @cached_property
    def facility_starts(self) -> Bools:
        """(F,) facilities that are set up (before the first period stands today)."""
        found = self.layout.instance.facilities
        before = np.where(found.before >= 0, self.facilities[found.before], found.today & (found.period == 0))
        return self.facilities & ~before

    @cached_property
    def saved(self) -> Bools:
        """(D,) willing segments whose visits are not made, because a support point is near."""
        found = supports(self.layout)
        near = (found.near(self.layout) @ self.points.astype(np.float64)) > 0
        return np.asarray(found.saves(self.layout) @ near.astype(np.float64) > 0)


def status_quo(layout: Layout) -> Network:
    """Keep every office as it is, and open nothing: the first course of each."""
    office = layout.instance.courses.office
    return Network(layout, np.searchsorted(office, np.arange(office.max() + 1)))
