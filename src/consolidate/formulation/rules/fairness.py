"""Nobody left much worse off than with today's network."""

from __future__ import annotations

import numpy as np

from consolidate.formulation import staffing
from consolidate.formulation.layout import Layout
from consolidate.formulation.network import status_quo
from consolidate.formulation.objective import hire_cost
from consolidate.formulation.rules.block import RuleBlock, periods
from consolidate.formulation.today import made_today, ways_today
from consolidate.formulation.variables import Names
from consolidate.program.program import Floats, Ints, Matrix, Rows, sum_by
from consolidate.scenario.policy import Fairness


def fairness(layout: Layout, rule: Fairness) -> RuleBlock:
    """Compare visits of regions or groups, or the money of agencies, with today's network."""
    return _by_money(layout, rule) if rule.of == "agencies" else _by_travel(layout, rule)


def _by_travel(layout: Layout, rule: Fairness) -> RuleBlock:
    r"""Keep the minutes of each one's visits near those of the same visits today.

    .. math:: \sum_{d \in r, s} v_{dt}\, min_{is} x_{dst} \le (1 + \delta) \sum_{d \in r} v_{dt}\, min_{i, s_0(d)}
        \qquad \forall r, t
    """
    arcs, segments, names = layout.arcs, layout.segments, Names(layout)
    subjects, subject = _subjects(layout, rule)
    today, when = ways_today(layout), periods(layout, rule)
    minutes = layout.along(np.arange(len(arcs)), "minutes") * segments.visits[arcs.segment]
    served = np.zeros(len(segments), dtype=bool)
    served[arcs.segment[today]] = True
    mine = served & (subject >= 0) & np.isin(segments.period, when)
    row = subject * len(when) + np.searchsorted(when, segments.period)
    size = len(subjects) * len(when)
    chosen = np.flatnonzero(mine[arcs.segment])
    made = made_today(layout)
    first = made[mine[arcs.segment[made]]]
    before = np.bincount(row[arcs.segment[first]], weights=minutes[first], minlength=size).astype(np.float64)
    rows = Rows(
        f"policy.{rule.id}",
        {"x": sum_by(row[arcs.segment[chosen]], chosen, (size, len(arcs)), minutes[chosen])},
        upper=(1 + (rule.worse_by or 0.0)) * before,
        naming=lambda i: f"{subjects[i // len(when)]},{names.period(when[i % len(when)])}",
        rule=rule.id,
        unit="minutes a year",
        scale=np.maximum(before / 100, 1.0),
    )
    return RuleBlock((rows,))


def _subjects(layout: Layout, rule: Fairness) -> tuple[list[str], Ints]:
    """List regions or groups in scope, and (D,) which one each segment is of, -1 = none."""
    scenario, segments = layout.instance.scenario, layout.segments
    if rule.of == "regions":
        found = [area.region or "" for area in scenario.areas]
        of = np.array(found)[segments.area]
    else:
        ids = [*(group.id for group in scenario.groups), ""]
        of = np.array(ids)[[klass.group for klass in layout.instance.demand.classes]][segments.klass]
    subjects = [name for name in sorted(set(of.tolist())) if name and (not rule.only or name in rule.only)]
    index = {name: i for i, name in enumerate(subjects)}
    return subjects, np.array([index.get(name, -1) for name in of.tolist()], dtype=np.int64)


def _by_money(layout: Layout, rule: Fairness) -> RuleBlock:
    r"""Keep what each agency pays over the horizon, common cost by the posted tariff, near what it pays today.

    .. math:: \sum_{p \in P_a} (c_p - c_{p_0}) y_p + \sum_{s,t} W_{at} \mathrm{hire}_{ast} \le n
        + \text{today's hires} \quad \forall a, \qquad
        c_p = \text{money of } p + \sum_t \omega_t \tau_{s_p(t)} m^2_{pt}, \quad
        p_0 \text{ the course of the same office that changes nothing}
    """
    instance, courses = layout.instance, layout.instance.courses
    agencies = [a.id for a in instance.scenario.agencies if not rule.only or a.id in rule.only]
    index = {name: i for i, name in enumerate(agencies)}
    agency = np.array([index.get(a.id, -1) for a in instance.scenario.agencies])[instance.office_agency[courses.office]]
    paid = courses.cost + _posted(layout)
    more = paid - paid[status_quo(layout).chosen][courses.office]
    chosen = np.flatnonzero(agency >= 0)
    hire, before = _hires(layout, agencies)
    rows = Rows(
        f"policy.{rule.id}",
        {"y": sum_by(agency[chosen], chosen, (len(agencies), len(courses.office)), more[chosen]), "hire": hire},
        upper=(rule.at_most or 0.0) + before,
        naming=lambda i: agencies[i],
        rule=rule.id,
        unit=instance.scenario.currency,
        scale=max((rule.at_most or 0.0) / 100, 1000.0),
    )
    return RuleBlock((rows,))


def _hires(layout: Layout, agencies: list[str]) -> tuple[Matrix, Floats]:
    """Matrix (agencies, hire) of what people hired cost, and (agencies,) what those of today's network would."""
    force, scenario = layout.instance.workforce, layout.instance.scenario
    row = np.array([agencies.index(a.id) if a.id in agencies else -1 for a in scenario.agencies])[force.agency]
    mine = np.flatnonzero(row >= 0)
    cost = sum_by(row[mine], mine, (len(agencies), len(force)), hire_cost(layout)[mine])
    x = np.zeros(len(layout.arcs))
    x[made_today(layout)] = 1.0
    return cost, np.asarray(cost @ staffing.hired(layout, status_quo(layout).y.astype(np.float64), x), dtype=np.float64)


def _posted(layout: Layout) -> Floats:
    """(P,) discounted share of the common cost of sites that a course's floor area pays for."""
    instance, courses, holding = layout.instance, layout.instance.courses, layout.instance.holding
    tariff = np.array([site.tariff_per_m2_year for site in instance.scenario.sites])[holding.site]
    paid = (tariff * instance.calendar.period_weight[holding.period])[holding.holding] * holding.m2
    return np.bincount(holding.course, weights=paid, minlength=len(courses.office)).astype(np.float64)
