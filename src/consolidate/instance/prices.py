"""What a way costs in the objective's unit."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from consolidate.instance.instance import Instance
from consolidate.units import KG_PER_TONNE, MINUTES_PER_HOUR

Floats = npt.NDArray[np.float64]


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
