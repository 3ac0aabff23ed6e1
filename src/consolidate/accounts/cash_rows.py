"""The tables behind the money: what every agency pays in every year, and what becomes of every lease."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from consolidate.accounts.entries import SHARED, Entries
from consolidate.accounts.figures import Account
from consolidate.accounts.money import PARTS
from consolidate.accounts.result import CashRow, EntryRow, LeaseRow
from consolidate.actions import leases
from consolidate.actions.pricing import contracts
from consolidate.actions.trajectory import Trajectory
from consolidate.instance.instance import Instance
from consolidate.program.program import Floats


def cash_rows(instance: Instance, today: Entries, plan: Entries) -> tuple[CashRow, ...]:
    """One row per agency, part and year in which something is paid, today or in the plan.

    The discounted amounts of a part add up to the figure ``cost.<part>``, and all of them to ``cost.total``. Common
    cost of sites has no agency and comes last.
    """
    calendar = instance.calendar
    was, is_ = _by_agency(today), _by_agency(plan)
    ids = [*(agency.id for agency in instance.scenario.agencies), SHARED]
    order = {name: i for i, name in enumerate(ids)}
    parts = {f"cost.{name}": c for c, name in enumerate(PARTS)}
    keys = sorted({*was, *is_}, key=lambda key: (order[key[0]], parts[key[1]]))
    nothing = np.zeros(len(calendar.years))
    return tuple(
        CashRow(agency, figure.removeprefix("cost."), year, now, then, now * weight, then * weight)
        for agency, figure in keys
        for year, weight, now, then in zip(
            calendar.years.tolist(),
            calendar.weights.tolist(),
            was.get((agency, figure), nothing).tolist(),
            is_.get((agency, figure), nothing).tolist(),
            strict=True,
        )
        if now or then
    )


def _by_agency(found: Entries) -> dict[tuple[str, str], Floats]:
    """(Y,) undiscounted amounts of every agency and figure of cost."""
    amounts: dict[tuple[str, str], list[Floats]] = {}
    for key, yearly in found.items():
        if key.figure.startswith("cost."):
            amounts.setdefault((key.agency, key.figure), []).append(yearly)
    return {key: np.array([math.fsum(year) for year in np.array(rows).T]) for key, rows in amounts.items()}


def entry_rows(instance: Instance, today: Entries, plan: Entries) -> tuple[EntryRow, ...]:
    """One row per entry and year in which it is not 0, today or in the plan."""
    areas = {area.id: area for area in instance.scenario.areas}
    nothing = np.zeros(len(instance.calendar.years))
    return tuple(
        EntryRow(
            key.figure, key.source, key.agency, areas[key.area].municipality or key.area, areas[key.area].region or "",
            year, now, then,
        )
        for key in sorted({*today, *plan})
        for year, now, then in zip(
            instance.calendar.years.tolist(),
            today.get(key, nothing).tolist(),
            plan.get(key, nothing).tolist(),
            strict=True,
        )
        if now or then
    )  # fmt: skip


def lease_rows(plan: Account) -> tuple[LeaseRow, ...]:
    """One row per lease of today, with what leaving it costs, and one per floor area newly taken.

    The exit costs add up to the figure ``cost.exit``.
    """
    return tuple(row for p in plan.state.network.chosen for row in _leases_of(plan, int(p)))


def _leases_of(plan: Account, chosen: int) -> Iterator[LeaseRow]:
    """Yield the leases of one office (where a part goes on: what leaving the rest costs), then the area it takes."""
    instance = plan.state.network.layout.instance
    calendar, course, sites = instance.calendar, instance.courses.listed[chosen], instance.scenario.sites
    office = instance.scenario.offices[course.office]
    home = sites[instance.office_site[course.office]]
    day = calendar.starts[course.change] if course.change >= 0 else None
    share = 1.0 - course.kept
    for lease in contracts(office, home) if office.exists else ():
        left = leases.part(lease, share)
        way_out = calendar.present_value(leases.leave(left, calendar, day).due) if day and share else 0.0
        yield LeaseRow(
            office=office.id, agency=office.agency, site=office.site, taken="today", m2=lease.m2,
            rent_per_m2_year=lease.rent_per_m2_year, start=lease.start, end=lease.end, breaks=lease.breaks,
            notice_months=lease.notice_months, owned=lease.owned, left=day if share else None, exit_cost=way_out,
        )  # fmt: skip
    for site, m2 in _taken(instance, course) if day is not None else ():
        yield LeaseRow(
            office=office.id, agency=office.agency, site=sites[site].id, taken="plan", m2=m2,
            rent_per_m2_year=sites[site].rent_per_m2_year or 0.0, start=day,
        )  # fmt: skip


def _taken(instance: Instance, course: Trajectory) -> Iterator[tuple[int, float]]:
    """Yield sites and the m2 that an office takes there in the end, beyond what it has today."""
    office, home = instance.scenario.offices[course.office], instance.office_site[course.office]
    for part in course.stays[-1].held:
        m2 = max(part.m2 - (office.floor_m2 if part.site == home and office.exists else 0.0), 0.0)
        if m2:
            yield part.site, m2
