"""What is minimised, as cost of columns; each objective also names its unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.instance.prices import travel_price
from consolidate.program.program import Floats
from consolidate.units import KG_PER_TONNE, THERE_AND_BACK


@dataclass(frozen=True)
class Costs:
    """Objective by block, and the constant no plan changes."""

    unit: str
    y: Floats  # (P,)
    z: Floats  # (Z,)
    x: Floats  # (E,) for the whole of a segment's visits
    constant: float


def costs(layout: Layout, minimise: str) -> Costs:
    r"""Weigh money, emissions and travel.

    .. math:: \sum_p c_p y_p + \sum_{s,t} F_s W_t z_{st}
        + \sum_{d,s,t} 2 v_{dt} (\alpha_t\, km_{is} + \beta_t\, min_{is}) x_{dst}

    For cost, what every trajectory of an office costs anyway is left to the constant: no plan changes it.
    """
    instance, segments, arcs = layout.instance, layout.segments, layout.arcs
    course, holding = instance.courses, instance.holding
    per_km, per_minute = travel_price(instance, minimise)
    area, period = segments.area[arcs.segment], segments.period[arcs.segment]
    x = np.zeros(len(arcs))
    if per_km.any():
        x += per_km[period] * instance.ways.km[area, arcs.site]
    if per_minute.any():
        x += per_minute[period] * instance.ways.minutes[area, arcs.site]
    x *= THERE_AND_BACK * segments.visits[arcs.segment]
    nothing = np.zeros(len(holding.site))
    if minimise == "emissions":
        return Costs("kg CO2e", course.emissions, nothing, x, 0.0)
    if minimise != "cost":
        unit = "km" if minimise == "travel_km" else "minutes"
        return Costs(unit, np.zeros(len(course.office)), nothing, x, 0.0)
    carbon = (instance.scenario.objective.carbon_price_per_tonne or 0.0) / KG_PER_TONNE
    fixed = np.array([site.shared_fixed_per_year for site in instance.scenario.sites])
    z = fixed[holding.site] * instance.calendar.period_weight[holding.period]
    y = course.cost - course.unavoidable[course.office] + carbon * course.emissions
    return Costs(instance.scenario.currency, y, z, x, float(course.unavoidable.sum()))


def id_order(layout: Layout) -> Floats:
    """(P,) price of a trajectory that breaks ties by id: keep before change, first offices first."""
    office = layout.instance.courses.office
    first = np.searchsorted(office, office)
    rank = np.arange(len(office)) - first
    return np.asarray(rank * (office.max() + 1.0 - office), dtype=np.float64)
