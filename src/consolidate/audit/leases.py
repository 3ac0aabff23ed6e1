"""What a lease costs while its office stays, and what it costs to leave it: the tenant, and the state behind it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from consolidate.audit.calendar import DAY, Calendar, add_months
from consolidate.audit.exact import exact
from consolidate.audit.money import ByYear, Spending, present_value, running_from, total
from consolidate.scenario.model import Lease

WHOLE = Fraction(1)


def rent_of_lease(lease: Lease, first: date, last: date, share: Fraction = WHOLE) -> ByYear:
    """Return the rent of a share of a lease between two days; after its end at the renewal rent, if one is given."""
    m2, now = share * exact(lease.m2), exact(lease.rent_per_m2_year)
    first = first if lease.start is None else max(first, lease.start)
    if lease.end is None or lease.renewal_rent_per_m2_year is None or lease.end >= last:
        return running_from(m2 * now, first, last)
    renewed = running_from(m2 * exact(lease.renewal_rent_per_m2_year), max(first, lease.end + DAY), last)
    return total([running_from(m2 * now, first, lease.end), renewed])


def leave(calendar: Calendar, lease: Lease, day: date, share: Fraction = WHOLE) -> Spending:
    """Return what leaving a share of a lease on a day costs.

    The way out is the cheapest for the tenant; restoration, the sale of own premises and what stands empty afterwards
    at the state's cost follow from it and do not change it.
    """
    last, due, fee = way_out(calendar, lease, day, share)
    restoration = share * exact(lease.restoration)
    sale = share * exact(lease.sale_value) if lease.owned else Fraction(0)
    empty: ByYear = {}
    if lease.landlord == "state":
        let_again = add_months(last + DAY, lease.relet_months)
        empty = rent_of_lease(lease, last + DAY, let_again - DAY, share)
    return Spending(total([due, {day.year: restoration - sale}]), fee + restoration, empty)


def way_out(calendar: Calendar, lease: Lease, day: date, share: Fraction) -> tuple[date, ByYear, Fraction]:
    """Return the last day of rent, what is due after leaving on a day, and the break fee in it."""
    if lease.owned or (lease.end is not None and lease.end < day):
        return day - DAY, {}, Fraction(0)
    first = day if lease.start is None else max(day, lease.start)
    per_year = share * exact(lease.m2) * exact(lease.rent_per_m2_year)
    free = add_months(calendar.decided, lease.notice_months)  # the first day on which notice has run out
    if lease.end is None:
        last = max(day, free) - DAY
        return last, running_from(per_year, first, last), Fraction(0)
    ways = [(lease.end, running_from(per_year, first, lease.end), Fraction(0))]
    fee = share * exact(lease.break_fee)
    for last in lease.breaks:
        if last >= day - DAY and last < lease.end and last >= free - DAY:
            year = max(last.year, calendar.first_day.year)
            ways.append((last, total([running_from(per_year, first, last), {year: fee}]), fee))
    return min(ways, key=lambda way: (present_value(calendar, way[1]), way[0]))
