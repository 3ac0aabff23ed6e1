"""What a lease costs while it is used, and what it costs to leave it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from consolidate.actions.calendar import Calendar, Floats, add_months, day_after
from consolidate.scenario.model import Lease


@dataclass(frozen=True)
class Exit:
    """The way out of a lease: ``due`` (Y,) rent and fee after leaving, ``fee`` the part that is a one-off."""

    due: Floats
    fee: float = 0.0


def rent(lease: Lease, calendar: Calendar, start: date, stop: date) -> Floats:
    """(Y,) rent of a lease from ``start`` up to ``stop`` (excluded); after its end at the renewal rent."""
    begin = max(start, lease.start or start)
    if lease.end is None or lease.renewal_rent_per_m2_year is None:
        return calendar.spread(lease.m2 * lease.rent_per_m2_year, begin, stop)
    turn = min(max(day_after(lease.end), begin), max(stop, begin))
    agreed = calendar.spread(lease.m2 * lease.rent_per_m2_year, begin, turn)
    return agreed + calendar.spread(lease.m2 * lease.renewal_rent_per_m2_year, turn, stop)


def leave(lease: Lease, calendar: Calendar, day: date) -> Exit:
    """Find the cheapest way out of a lease for an office that leaves on ``day``.

    Candidates are the contract's end and every break that notice still allows; the lowest present value wins, then the
    earliest day.
    """
    noticed = add_months(calendar.decided, lease.notice_months)
    if lease.owned or (lease.end is not None and lease.end < day):
        return Exit(np.zeros(len(calendar.years)))
    if lease.end is None:
        return Exit(rent(lease, calendar, day, max(day, noticed)))
    exits = [(day_after(lease.end), Exit(rent(lease, calendar, day, day_after(lease.end))))]
    for last in lease.breaks:
        stop = day_after(last)
        if day <= stop and last < lease.end and stop >= noticed:
            due = rent(lease, calendar, day, stop) + calendar.once(lease.break_fee, last)
            exits.append((stop, Exit(due, lease.break_fee)))
    return min(exits, key=lambda way: (calendar.present_value(way[1].due), way[0]))[1]
