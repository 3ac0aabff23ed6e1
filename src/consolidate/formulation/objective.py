"""What is minimised or capped, as weights of columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from consolidate.formulation.layout import Layout
from consolidate.instance.prices import Price, measured, priced
from consolidate.program.program import Floats
from consolidate.units import KG_PER_TONNE, THERE_AND_BACK


@dataclass(frozen=True)
class Costs:
    """A measure by block of columns, in its unit, and the constant that no plan changes."""

    unit: str
    blocks: Mapping[str, Floats]
    constant: float = 0.0


def costs(layout: Layout, minimise: str) -> Costs:
    r"""Weigh money, emissions and travel as one level of the objective does.

    .. math:: \sum_p c_p y_p + \sum_{s,t} F_{st} z_{st} + J_{st} \mathrm{joint}_{st} + K_{st} o_{st}
        + \sum_{a,s,t} W_{at} \mathrm{hire}_{ast}
        + \sum_{s,m,t} F_{smt} \mathrm{facility}_{smt} + G_{smt} \mathrm{facility\_start}_{smt}
        + \sum_{d,s,t} 2 v_{dt} (\alpha_t\, km_{is} + \beta_t\, min_{is}) x_{dst}

    For cost, what every trajectory of an office costs anyway is left to the constant: no plan changes it.
    """
    instance = layout.instance
    objective = instance.scenario.objective
    if minimise == "weighted":
        weights = objective.weights.model_dump() if objective.weights else {}
        parts = [_scaled(measure(layout, name), weight) for name, weight in weights.items() if weight]
        return _total("weighted", parts)
    if minimise != "cost":
        return measure(layout, minimise)
    parts = [measure(layout, "cost")]
    if objective.carbon_price_per_tonne:
        carbon = measure(layout, "emissions")
        parts.append(_scaled(carbon, objective.carbon_price_per_tonne / KG_PER_TONNE))
    trips = Costs("", {"x": ways(layout, priced(instance))})
    return _total(instance.scenario.currency, [*parts, trips])


def measure(layout: Layout, name: str) -> Costs:
    """Weigh one thing alone: cost (public money only), emissions, travel_km or travel_minutes, over the horizon."""
    instance, unit = layout.instance, {"emissions": "kg CO2e", "travel_km": "km", "travel_minutes": "minutes"}
    if name == "cost":
        return _money(layout)
    blocks = {"x": ways(layout, measured(instance, name))}
    if name == "emissions":
        holding, courses = instance.holding, instance.courses
        common, shared = _kg(layout, instance.premises.common_kwh), _kg(layout, instance.facilities.kwh)
        blocks |= {
            "y": courses.emissions,
            "z": common[holding.site, holding.period],
            "facility": shared[np.arange(len(shared)), instance.facilities.period],
        }
    return Costs(unit[name], blocks)


def _kg(layout: Layout, kwh: Floats) -> Floats:
    """(N, T) kg CO2e in each period of (N, Y) kWh a year."""
    instance = layout.instance
    return instance.calendar.by_period((kwh * instance.kg_per_kwh)[:, instance.calendar.in_horizon])


def _money(layout: Layout) -> Costs:
    instance, holding, premises = layout.instance, layout.instance.holding, layout.instance.premises
    calendar, courses, joint = instance.calendar, instance.courses, layout.joint
    site, period = holding.site[joint], holding.period[joint]
    works, shared = premises.annuity @ calendar.weights, instance.facilities
    return Costs(
        instance.scenario.currency,
        {
            "y": courses.cost - courses.unavoidable[courses.office],
            "z": premises.in_use[holding.site] * calendar.period_weight[holding.period],
            "joint": premises.joint[site] * calendar.period_weight[period],
            "joint_start": premises.joint_works[site] * works[period],
            "hire": hire_cost(layout),
            "facility": shared.per_year * calendar.period_weight[shared.period],
            "facility_start": shared.works * works[shared.period],
        },
        float(courses.unavoidable.sum()),
    )


def hire_cost(layout: Layout) -> Floats:
    """(R,) discounted currency for a person hired at each post: once, and wages to the end of the horizon."""
    force, calendar = layout.instance.workforce, layout.instance.calendar
    return force.hiring * calendar.start_weight[force.period] + force.wage * calendar.rest_weight[force.period]


def ways(layout: Layout, price: Price) -> Floats:
    """(E,) price of all of a segment's visits going there and back on an arc, over a period."""
    segments, arcs, every = layout.segments, layout.arcs, np.arange(len(layout.arcs))
    period = segments.period[arcs.segment]
    total = np.zeros(len(arcs))
    if price.km.any():
        total += price.km[period] * layout.along(every, "km")
    if price.minute.any():
        total += price.minute[period] * layout.along(every, "minutes")
    return np.asarray(total * (THERE_AND_BACK * segments.visits[arcs.segment]), dtype=np.float64)


def _scaled(cost: Costs, factor: float) -> Costs:
    return Costs(cost.unit, {name: factor * part for name, part in cost.blocks.items()}, factor * cost.constant)


def _total(unit: str, parts: list[Costs]) -> Costs:
    blocks: dict[str, Floats] = {}
    for part in parts:
        for name, values in part.blocks.items():
            blocks[name] = blocks[name] + values if name in blocks else values
    return Costs(unit, blocks, sum(part.constant for part in parts))


def id_order(layout: Layout) -> Floats:
    """(P,) price of a trajectory that breaks ties by id: keep before change, first offices first."""
    office = layout.instance.courses.office
    first = np.searchsorted(office, office)
    rank = np.arange(len(office)) - first
    return np.asarray(rank * (office.max() + 1.0 - office), dtype=np.float64)
