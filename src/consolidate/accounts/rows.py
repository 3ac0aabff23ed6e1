"""The tables beside the figures: decisions, points that serve, areas whose way changes."""

from __future__ import annotations

import numpy as np

from consolidate.accounts.figures import Account
from consolidate.accounts.result import AffectedRow, DecisionRow, PointRow
from consolidate.plan.model import Plan
from consolidate.program.program import Floats


def decisions(today: Account, account: Account, plan: Plan) -> tuple[DecisionRow, ...]:
    """One row per office, and per point opened; cost and emissions against keeping it."""
    instance = account.state.network.layout.instance
    courses, scenario, rows = instance.courses, instance.scenario, []
    for o, (decision, p, kept) in enumerate(
        zip(plan.decisions, account.state.network.chosen, today.state.network.chosen, strict=True)
    ):
        office, last = scenario.offices[o], courses.listed[p].stays[-1]
        if not office.exists and courses.change[p] < 0:
            continue  # a possible point that is not opened
        rows.append(
            DecisionRow(
                office=office.id,
                name=office.name or office.id,
                agency=office.agency,
                action=decision.action,
                from_site=office.site,
                to_site=decision.to_site,
                mode=last.mode,
                date=decision.date,
                cost=float(courses.cost[p] - courses.cost[kept]),
                emissions=float(courses.emissions[p] - courses.emissions[kept]),
                people=float(courses.moved_fte[p]),
                m2=decision.m2,
            )
        )
    return tuple(rows)


def points(account: Account) -> tuple[PointRow, ...]:
    """Every site that serves in the last period, with what it offers and how many come."""
    network = account.state.network
    instance = network.layout.instance
    scenario, serving = instance.scenario, instance.serving
    last = instance.periods - 1
    now = network.points & (serving.period == last)
    trips = account.trips
    site_of_trip = network.layout.arcs.site[account.state.arcs]
    visits = np.bincount(
        site_of_trip[trips.period == last], weights=trips.visits[trips.period == last], minlength=len(scenario.sites)
    )
    return tuple(
        PointRow(
            site=scenario.sites[s].id,
            name=scenario.sites[s].name or scenario.sites[s].id,
            area=scenario.sites[s].area,
            agencies=tuple(sorted({scenario.agencies[a].id for a in serving.agency[now & (serving.site == s)]})),
            modes=tuple(sorted({instance.modes[m] for m in serving.mode[now & (serving.site == s)]})),
            languages=_languages(account, s),
            visits=float(visits[s]),
        )
        for s in sorted(set(serving.site[now].tolist()))
    )


def _languages(account: Account, site: int) -> tuple[str, ...]:
    """Languages served at a site in the last period: spoken by customer service, or those of its modes."""
    instance = account.state.network.layout.instance
    found = set()
    for p in account.state.network.chosen:
        course = instance.courses.listed[p]
        staff = instance.scenario.offices[course.office].staff
        there = course.stays[-1]
        if there.site == site and there.mode:
            found |= set(instance.scenario.modes[there.mode].languages)
            if there.staff == site and staff.customer_service_fte:
                found |= {language for language, share in staff.languages.items() if share}
    return tuple(sorted(found))


def affected(today: Account, plan: Account) -> tuple[AffectedRow, ...]:
    """Areas whose mean way changes in the last period, those who lose most first."""
    instance = plan.state.network.layout.instance
    last = instance.periods - 1
    was, is_ = _mean_ways(today, last), _mean_ways(plan, last)
    change = np.nan_to_num(is_[0] - was[0])
    order = sorted(np.flatnonzero(np.abs(change) > 1e-9), key=lambda i: (-change[i], instance.scenario.areas[i].id))
    return tuple(
        AffectedRow(
            area=instance.scenario.areas[i].id,
            name=instance.scenario.areas[i].name or instance.scenario.areas[i].id,
            people=float(instance.demand.people[i, last]),
            minutes_today=float(was[0, i]),
            minutes_plan=float(is_[0, i]),
            km_today=float(was[1, i]),
            km_plan=float(is_[1, i]),
        )
        for i in order
    )


def _mean_ways(account: Account, period: int) -> Floats:
    """(2, I) mean minutes and km one way of an area's visits; NaN without visits."""
    trips = account.trips
    mine = trips.period == period
    size = len(account.state.network.layout.instance.scenario.areas)

    def total(weight: Floats) -> Floats:
        return np.bincount(trips.area[mine], weights=weight, minlength=size).astype(np.float64)

    visits = total(trips.visits[mine])
    sums = np.array([total(trips.visits[mine] * way[mine]) for way in (trips.minutes, trips.km)])
    return np.asarray(np.divide(sums, visits, out=np.full(sums.shape, np.nan), where=visits > 0), dtype=np.float64)
