"""What a lease costs while it is used, and what it costs to leave it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from consolidate.actions.calendar import Calendar, Floats, add_months, day_after
from consolidate.scenario.model import Lease

_DECIMALS = 6  # of money, so that equally cheap ways out are equal on every machine


@dataclass(frozen=True)
class Exit:
    """The way out of a lease: ``due`` (Y,) after leaving, ``one_off`` fees in it, ``vacancy`` (Y,) of the state."""

    due: Floats
    one_off: float
    vacancy: Floats


def part(lease: Lease, share: float) -> Lease:
    """Return a share of a lease: of its area and of every amount."""
    if share == 1.0:
        return lease
    amounts = ("m2", "break_fee", "restoration", "sale_value")
    return lease.model_copy(update={name: share * getattr(lease, name) for name in amounts})


def rent(lease: Lease, calendar: Calendar, start: date, stop: date) -> Floats:
    """(Y,) rent of a lease from ``start`` up to ``stop`` (excluded); after its end at the renewal rent."""
    begin = max(start, lease.start or start)
    if lease.end is None or lease.renewal_rent_per_m2_year is None:
        return calendar.spread(lease.m2 * lease.rent_per_m2_year, begin, stop)
    turn = min(max(day_after(lease.end), begin), max(stop, begin))
    agreed = calendar.spread(lease.m2 * lease.rent_per_m2_year, begin, turn)
    return agreed + calendar.spread(lease.m2 * lease.renewal_rent_per_m2_year, turn, stop)


def leave(lease: Lease, calendar: Calendar, day: date) -> Exit:
    """Price leaving a lease on ``day``: the cheapest way out, restoration, sale, and the time it stands empty."""
    stop, due, fee = _way_out(lease, calendar, day)
    due = due + calendar.once(lease.restoration, day) - calendar.once(lease.sale_value if lease.owned else 0.0, day)
    empty = lease.relet_months if lease.landlord == "state" else 0
    return Exit(due, fee + lease.restoration, rent(lease, calendar, stop, add_months(stop, empty)))


def _way_out(lease: Lease, calendar: Calendar, day: date) -> tuple[date, Floats, float]:
    """Return the day rent ends, what is due after ``day`` (Y,), and the break fee in it.

    Candidates are the contract's end and every break that notice still allows; the lowest present value wins, then the
    earliest day.
    """
    noticed = add_months(calendar.decided, lease.notice_months)
    if lease.owned or (lease.end is not None and lease.end < day):
        return day, np.zeros(len(calendar.years)), 0.0
    if lease.end is None:
        stop = max(day, noticed)
        return stop, rent(lease, calendar, day, stop), 0.0
    stop = day_after(lease.end)
    ways = [(stop, rent(lease, calendar, day, stop), 0.0)]
    for last in lease.breaks:
        stop = day_after(last)
        if day <= stop and last < lease.end and stop >= noticed:
            ways.append(
                (stop, rent(lease, calendar, day, stop) + calendar.once(lease.break_fee, last), lease.break_fee)
            )
    return min(ways, key=lambda way: (round(calendar.present_value(way[1]), _DECIMALS), way[0]))
