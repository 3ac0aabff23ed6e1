"""The tables behind the money: what every agency pays in every year, and what becomes of every lease."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from consolidate.accounts.figures import Account
from consolidate.accounts.result import CashRow, LeaseRow
from consolidate.actions import leases
from consolidate.actions.pricing import contracts
from consolidate.actions.trajectory import COMPONENTS
from consolidate.program.program import Floats

SITES = ""
"""Stands for the agency where a cost belongs to a site in use, whoever is in it."""


def cash_rows(today: Account, plan: Account) -> tuple[CashRow, ...]:
    """One row per agency, part and year in which something is paid, today or in the plan.

    The discounted amounts of a part add up to the figure ``cost.<part>``, and all of them to ``cost.total``.
    """
    calendar = plan.state.network.layout.instance.calendar
    was, is_ = _by_agency(today), _by_agency(plan)
    return tuple(
        CashRow(agency, part, year, now, then, now * weight, then * weight)
        for agency, part in was
        for year, weight, now, then in zip(
            calendar.years.tolist(),
            calendar.weights.tolist(),
            was[agency, part].tolist(),
            is_[agency, part].tolist(),
            strict=True,
        )
        if now or then
    )


def _by_agency(account: Account) -> dict[tuple[str, str], Floats]:
    """(Y,) undiscounted amounts of every agency and part, in the order of the scenario; sites in use come last."""
    instance = account.state.network.layout.instance
    offices = instance.scenario.offices
    chosen = [instance.courses.listed[p] for p in account.state.network.chosen]
    amounts: dict[tuple[str, str], Floats] = {}
    for agency in instance.scenario.agencies:
        mine = [course.cash for course in chosen if offices[course.office].agency == agency.id]
        if not mine:
            continue
        flows = np.array(mine)  # (own offices, COMPONENTS, Y)
        for c, part in enumerate(COMPONENTS):
            amounts[agency.id, part] = np.array([math.fsum(year) for year in flows[:, c].T])
    amounts[SITES, "points"] = account.money.parts["points"]
    return amounts


def lease_rows(plan: Account) -> tuple[LeaseRow, ...]:
    """One row per lease of today, with what leaving it costs, and one per floor area newly taken.

    The exit costs add up to the figure ``cost.exit``.
    """
    return tuple(row for p in plan.state.network.chosen for row in _leases_of(plan, int(p)))


def _leases_of(plan: Account, chosen: int) -> Iterator[LeaseRow]:
    """Yield the leases of one office, then the floor area it takes elsewhere."""
    instance = plan.state.network.layout.instance
    calendar, course, sites = instance.calendar, instance.courses.listed[chosen], instance.scenario.sites
    office = instance.scenario.offices[course.office]
    home = next(site for site in sites if site.id == office.site)
    day = calendar.starts[course.change] if course.change >= 0 else None
    for lease in contracts(office, home):
        way_out = 0.0 if day is None else calendar.present_value(leases.leave(lease, calendar, day).due)
        yield LeaseRow(
            office=office.id, agency=office.agency, site=office.site, taken="today", m2=lease.m2,
            rent_per_m2_year=lease.rent_per_m2_year, start=lease.start, end=lease.end, breaks=lease.breaks,
            notice_months=lease.notice_months, owned=lease.owned, left=day, exit_cost=way_out,
        )  # fmt: skip
    there = course.stays[-1]
    if day is not None and there.m2:
        site = sites[there.site]
        yield LeaseRow(
            office=office.id, agency=office.agency, site=site.id, taken="plan", m2=there.m2,
            rent_per_m2_year=site.rent_per_m2_year or 0.0, start=day,
        )  # fmt: skip
