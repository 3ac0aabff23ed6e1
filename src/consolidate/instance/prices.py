"""What a way costs in the objective's unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from consolidate.errors import InvalidInput, Place, Problem
from consolidate.instance.instance import Instance
from consolidate.instance.travel import Ways
from consolidate.units import KG_PER_TONNE, MINUTES_PER_HOUR

Floats = npt.NDArray[np.float64]
_ROUNDING = 1e-9  # of a price, below which two are the same


@dataclass(frozen=True)
class Price:
    """What a km and a minute driven weigh, per yearly trip of a period; both (T,)."""

    km: Floats
    minute: Floats

    def given(self) -> bool:
        """Whether anything has a price."""
        return bool(self.km.any() or self.minute.any())


def measured(instance: Instance, name: str) -> Price:
    """Weigh travel for one measure alone, over the horizon; public money holds none."""
    nothing, years = np.zeros(instance.periods), instance.calendar.length.astype(np.float64)
    if name == "travel_km":
        return Price(years, nothing)
    if name == "travel_minutes":
        return Price(nothing, years)
    return Price(instance.visit_kg_per_km if name == "emissions" else nothing, nothing)


def priced(instance: Instance) -> Price:
    """Weigh travel in money, as far as the objective gives its prices."""
    objective, weight = instance.scenario.objective, instance.calendar.period_weight
    hour = (objective.value_of_time_per_hour or 0.0) / MINUTES_PER_HOUR
    return Price((objective.travel_price_per_km or 0.0) * weight, hour * weight)


def travel_prices(instance: Instance) -> list[Price]:
    """List every weight that travel has anywhere in the scenario: the objective's first levels first, then rules'."""
    objective, found = instance.scenario.objective, []
    for level in levels(instance):
        if level == "cost" and not objective.priorities:
            money, carbon = priced(instance), (objective.carbon_price_per_tonne or 0.0) / KG_PER_TONNE
            found.append(Price(money.km + carbon * instance.visit_kg_per_km, money.minute))
        elif level == "weighted":
            weights = objective.weights.model_dump() if objective.weights else {}
            parts = [(weight, measured(instance, name)) for name, weight in weights.items()]
            found.append(Price(sum(w * p.km for w, p in parts), sum(w * p.minute for w, p in parts)))
        else:
            found.append(measured(instance, level))
    for rule in instance.scenario.policy:
        if rule.type == "cap":
            found.append(measured(instance, rule.of))
        elif rule.type == "fairness" and rule.of != "agencies":
            found.append(measured(instance, "travel_minutes"))
    return [price for price in found if price.given()]


def levels(instance: Instance) -> tuple[str, ...]:
    """Return what is minimised, level by level."""
    objective = instance.scenario.objective
    return tuple(level.minimise for level in objective.priorities) or (objective.minimise,)


def check_rising(instance: Instance) -> None:
    """Refuse ways whose price falls, or differs, while people find them farther, or as far.

    People go to the nearest point; a price that points elsewhere would have the plan send them where they do not go.

    Raises
    ------
    InvalidInput
        Naming the first area and pair of sites, and how many areas there are.
    """
    for price in travel_prices(instance):
        for t in range(instance.periods):
            if price.km[t] or price.minute[t]:
                for way in {id(way): way for way in (instance.ways, *instance.group_ways)}.values():
                    _check(instance, way, float(price.km[t]), float(price.minute[t]))


def _check(instance: Instance, ways: Ways, per_km: float, per_minute: float) -> None:
    """Refuse falling prices for one pair of weights, and those who go the same ways."""
    price = np.where(np.isfinite(ways.minutes), 0.0, np.inf)
    for rate, way in ((per_km, ways.km), (per_minute, ways.minutes)):
        price += rate * way if rate else 0.0
    order = np.lexsort((price, ways.impedance), axis=1)
    far, cost = (np.take_along_axis(table, order, axis=1) for table in (ways.impedance, price))
    with np.errstate(invalid="ignore"):
        slack = _ROUNDING * np.maximum(np.abs(cost[:, 1:]), 1.0)
        steps = np.diff(cost, axis=1)
        wrong = (steps < -slack) | ((np.diff(far, axis=1) == 0) & (steps > slack))
    wrong &= np.isfinite(cost[:, 1:])
    if wrong.any():
        raise InvalidInput([_falling(instance, ways, order, wrong)])


def _falling(instance: Instance, ways: Ways, order: npt.NDArray[np.int64], wrong: npt.NDArray[np.bool_]) -> Problem:
    """Word the first place where the price does not follow the way people rank points by."""
    scenario = instance.scenario
    i = int(np.flatnonzero(wrong.any(axis=1))[0])
    j = int(np.flatnonzero(wrong[i])[0])
    near, far = (int(order[i, j + n]) for n in (0, 1))
    other = "km" if scenario.travel.impedance == "minutes" else "minutes"
    described = " and ".join(
        f"{scenario.sites[s].id} ({ways.minutes[i, s]:g} min, {ways.km[i, s]:g} km)" for s in (near, far)
    )
    own = [group.travel for group, way in zip(scenario.groups, instance.group_ways, strict=True) if way is ways]
    table = scenario.travel.matrix if ways is instance.ways else own[0]
    file = table.file if table is not None else "travel"
    return Problem(
        Place(file or "travel"),
        f"what a way costs does not rise with the {scenario.travel.impedance} people choose by, in "
        f"{int(wrong.any(axis=1).sum())} areas; first {scenario.areas[i].id}: {described}",
        allowed=f"a price that rises with travel.impedance ({scenario.travel.impedance})",
        suggestion=f"set travel.impedance to {other}, or correct the travel table",
    )
