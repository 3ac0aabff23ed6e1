"""What a way costs in the objective's unit."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from consolidate.errors import InvalidInput, Place, Problem
from consolidate.instance.instance import Instance
from consolidate.units import KG_PER_TONNE, MINUTES_PER_HOUR

Floats = npt.NDArray[np.float64]
_ROUNDING = 1e-9  # of a price, below which two are the same


def travel_price(instance: Instance, minimise: str = "") -> tuple[Floats, Floats]:
    """(T,) price of a km and of a minute, per yearly trip of a period; by default of the scenario's objective."""
    objective, calendar = instance.scenario.objective, instance.calendar
    nothing, years = np.zeros(instance.periods), calendar.length.astype(np.float64)
    minimise = minimise or objective.minimise
    if minimise == "travel_km":
        return years, nothing
    if minimise == "travel_minutes":
        return nothing, years
    if minimise == "emissions":
        return instance.visit_kg_per_km, nothing
    carbon = (objective.carbon_price_per_tonne or 0.0) / KG_PER_TONNE
    per_km = (objective.travel_price_per_km or 0.0) * calendar.period_weight + carbon * instance.visit_kg_per_km
    return per_km, (objective.value_of_time_per_hour or 0.0) / MINUTES_PER_HOUR * calendar.period_weight


def check_rising(instance: Instance) -> None:
    """Refuse ways whose price falls, or differs, while people find them farther, or as far.

    People go to the nearest point; a price that points elsewhere would have the plan send them where they do not go.

    Raises
    ------
    InvalidInput
        Naming the first area and pair of sites, and how many areas there are.
    """
    per_km, per_minute = travel_price(instance)
    ways, problems = instance.ways, []
    for t in range(instance.periods):
        if not (per_km[t] or per_minute[t]):
            continue
        price = np.where(np.isfinite(ways.minutes), 0.0, np.inf)
        for rate, way in ((per_km[t], ways.km), (per_minute[t], ways.minutes)):
            price += rate * way if rate else 0.0
        order = np.lexsort((price, ways.impedance), axis=1)
        far, cost = (np.take_along_axis(table, order, axis=1) for table in (ways.impedance, price))
        with np.errstate(invalid="ignore"):
            slack = _ROUNDING * np.maximum(np.abs(cost[:, 1:]), 1.0)
            steps = np.diff(cost, axis=1)
            wrong = (steps < -slack) | ((np.diff(far, axis=1) == 0) & (steps > slack))
        wrong &= np.isfinite(cost[:, 1:])
        if wrong.any():
            problems.append(_falling(instance, order, wrong))
            break
    if problems:
        raise InvalidInput(problems)


def _falling(instance: Instance, order: npt.NDArray[np.int64], wrong: npt.NDArray[np.bool_]) -> Problem:
    """Word the first place where the price does not follow the way people rank points by."""
    scenario, ways = instance.scenario, instance.ways
    i = int(np.flatnonzero(wrong.any(axis=1))[0])
    j = int(np.flatnonzero(wrong[i])[0])
    near, far = (int(order[i, j + n]) for n in (0, 1))
    other = "km" if scenario.travel.impedance == "minutes" else "minutes"
    described = " and ".join(
        f"{scenario.sites[s].id} ({ways.minutes[i, s]:g} min, {ways.km[i, s]:g} km)" for s in (near, far)
    )
    file = scenario.travel.matrix.file if scenario.travel.matrix is not None else "travel"
    return Problem(
        Place(file or "travel"),
        f"what a way costs does not rise with the {scenario.travel.impedance} people choose by, in "
        f"{int(wrong.any(axis=1).sum())} areas; first {scenario.areas[i].id}: {described}",
        allowed=f"a price that rises with travel.impedance ({scenario.travel.impedance})",
        suggestion=f"set travel.impedance to {other}, or correct the travel table",
    )
