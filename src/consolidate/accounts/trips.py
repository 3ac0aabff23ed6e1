"""How far people travel: ways actually taken, and what they weigh in km, hours, emissions and access."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from consolidate.engine.state import State
from consolidate.program.program import Floats, Ints
from consolidate.units import MINUTES_PER_HOUR, THERE_AND_BACK


@dataclass(frozen=True)
class Trips:
    """Ways of a state with the visits on them; all arrays (N,), km and minutes one way."""

    state: State
    area: Ints
    period: Ints
    visits: Floats  # per year
    km: Floats
    minutes: Floats

    def per_year(self, period: int) -> tuple[float, float]:
        """Km and hours a year, there and back, in a period."""
        mine = self.period == period
        km = THERE_AND_BACK * math.fsum(self.visits[mine] * self.km[mine])
        return km, THERE_AND_BACK * math.fsum(self.visits[mine] * self.minutes[mine]) / MINUTES_PER_HOUR

    @cached_property
    def yearly(self) -> list[tuple[float, float]]:
        """Km and hours a year of each period."""
        return [self.per_year(t) for t in range(self.state.network.layout.instance.periods)]

    def means(self, period: int) -> tuple[float, float]:
        """Mean km and minutes one way, weighted by visits; 0 without visits."""
        mine = self.period == period
        total = math.fsum(self.visits[mine])
        if not total:
            return 0.0, 0.0
        return (
            math.fsum(self.visits[mine] * self.km[mine]) / total,
            math.fsum(self.visits[mine] * self.minutes[mine]) / total,
        )

    def turned_away(self, period: int) -> float:
        """Visits a year whose people do not come, since their point is far; they are in all other figures."""
        layout, mine = self.state.network.layout, np.flatnonzero(self.period == period)
        instance, segment = layout.instance, layout.arcs.segment[self.state.arcs[mine]]
        klass, hours, lost = layout.segments.klass[segment], self.minutes[mine] / MINUTES_PER_HOUR, []
        for c, each in enumerate(instance.demand.classes):
            here = np.flatnonzero(klass == c)
            for k in each.services:
                visits = instance.demand.to_service(each, k)[self.area[mine[here]], period]
                share = np.minimum(instance.scenario.services[k].turned_away_per_hour * hours[here], 1.0)
                lost += (visits * self.state.shares[mine[here]] * share).tolist()
        return math.fsum(lost)

    def saved(self, period: int) -> float:
        """Visits a year that are not made in a period, because a support point is near."""
        network = self.state.network
        segments = network.layout.segments
        return math.fsum(segments.visits[network.saved & (segments.period == period)])

    def emissions(self) -> Floats:
        """(T,) kg CO2e of visits over each period."""
        return np.array([km for km, _ in self.yearly]) * self.state.network.layout.instance.visit_kg_per_km


def trips(state: State) -> Trips:
    """Lay the state's shares over the segments' visits."""
    layout = state.network.layout
    segment, segments = layout.arcs.segment[state.arcs], layout.segments
    visits = segments.visits[segment] * state.shares
    km, minutes = layout.along(state.arcs, "km"), layout.along(state.arcs, "minutes")
    return Trips(state, segments.area[segment], segments.period[segment], visits, km, minutes)


@dataclass(frozen=True)
class Access:
    """Minutes to the nearest point that can serve, over (service, area) pairs of a period, weighted by people; (N,)."""

    minutes: Floats
    people: Floats

    def within(self, minutes: float) -> float:
        """Share of people within a limit."""
        total = math.fsum(self.people)
        return math.fsum(self.people[self.minutes <= minutes]) / total if total else 0.0

    def quantile(self, share: float) -> float:
        """Least minutes within which a share of people is; inf where too many cannot reach any point."""
        order = np.argsort(self.minutes, kind="stable")
        reached = np.cumsum(self.people[order])
        if not len(order) or not reached[-1]:
            return 0.0
        return float(self.minutes[order][np.searchsorted(reached, share * reached[-1] * (1 - 1e-12))])


def access(state: State, period: int) -> Access:
    """Find every area's nearest point for each service, whether or not anybody goes there."""
    layout = state.network.layout
    instance, places = layout.instance, layout.places
    open_ = state.network.places & (places.language < 0) & (places.period == period)
    people = instance.demand.people[:, period]
    minutes, weight = [], []
    for k, duty in enumerate(instance.demand.duties):
        sites = places.site[open_ & (places.duty == k)]
        near = instance.ways.minutes[:, sites].min(axis=1, initial=np.inf)
        minutes.append(near)
        weight.append(people * len(duty.services))
    inhabited = np.concatenate(weight) > 0
    return Access(np.concatenate(minutes)[inhabited], np.concatenate(weight)[inhabited])
