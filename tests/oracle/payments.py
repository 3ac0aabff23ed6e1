"""What the course of one office costs, year by year, straight from docs/explanation/model.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from tests.oracle.exact import Book, Calendar, add_months, exact, pay_yearly
from tests.oracle.network import mode_of

from consolidate.scenario.model import Lease, Office, Scenario, Site, Staffing

DEFAULT_LIFE_YEARS = 10
NONE, ALL = Fraction(0), Fraction(1)

Trip = tuple[Fraction, date, date]
"""Km a year that somebody travels for work, from a day to the day before another."""


def fte(office: Office) -> Fraction:
    """People of an office."""
    return exact(office.staff.customer_service_fte) + exact(office.staff.back_office_fte)


def customer_service_in(office: Office, staffing: Staffing | None, first: int, year: int) -> Fraction:
    """People in customer service who are left in a year, of those of the first."""
    left = 1 - exact(staffing.attrition_per_year) if staffing else ALL
    return exact(office.staff.customer_service_fte) * left ** (year - first)


@dataclass(frozen=True)
class Change:
    """What an office does from some day on."""

    action: str
    mode: str | None  # in which it serves then; None: it does not
    target: str = ""  # where it, or its people, go
    m2: Fraction = NONE  # taken at the target, or by an opened point
    stays: Fraction = NONE  # m2 kept where it is
    share: Fraction = NONE  # of its leases and running cost that goes on where it is
    size: Fraction = NONE  # as the decision tells it
    moves: Fraction = NONE  # FTE who change their place
    dismissed: bool = False
    earliest: date = date.min
    home: str = ""  # where the people are who serve at an opened point, where that is chosen


@dataclass
class Bill:
    """Money by calendar year, what the state's empty premises cost beside it, and one-off spending, undiscounted."""

    money: Book = field(default_factory=lambda: defaultdict(float))
    vacancy: Book = field(default_factory=lambda: defaultdict(float))
    one_off: Fraction = Fraction(0)


class Payments:
    """Writes the bills of a scenario's offices."""

    def __init__(self, scenario: Scenario, calendar: Calendar) -> None:
        self.scenario, self.calendar = scenario, calendar
        self.sites = {site.id: site for site in scenario.sites}
        self.agencies = {agency.id: agency for agency in scenario.agencies}

    def of(self, office: Office, change: Change, day: date | None, trips: Sequence[Trip]) -> Bill:
        """Write the bill of a change on a day (None: no change), with the km a year that it makes people travel."""
        calendar, bill = self.calendar, Bill()
        if change.action == "never":
            return bill
        self.pay_wages(bill, office, change, day)
        self.pay_modes(bill, office, change, day)
        per_km = exact(self.scenario.factors.commuting_cost.value if self.scenario.factors.commuting_cost else 0)
        for km, first, until in trips:
            pay_yearly(bill.money, km * per_km, first, until)
        if change.action == "open":
            self.settle(bill, self.sites[office.site], day, change.m2)
            pay_yearly(bill.money, exact(office.running_per_year), day, calendar.day_after)
            return bill
        self.stay(bill, office, day or calendar.day_after)
        if day is not None:
            self.go_on(bill, office, day, change)
        if change.action == "resize":
            works = next(size.works_per_m2 for size in office.resize if exact(size.m2) == change.stays)
            self.invest(bill, exact(works) * change.stays, day)
        if change.moves > 0:
            cost = change.moves * exact(self.scenario.factors.moving.value if self.scenario.factors.moving else 0)
            bill.money[day.year] += float(cost)
            bill.one_off += cost
        if change.m2 > 0:
            self.settle(bill, self.sites[change.target], day, change.m2)
            running = self.running_there(office, self.sites[change.target], change.m2)
            pay_yearly(bill.money, running, day, calendar.day_after)
        return bill

    def pay_wages(self, bill: Bill, office: Office, change: Change, day: date | None) -> None:
        """Wages of those who are still there, and what the dismissed get."""
        wage, staffing = exact(office.wage_per_fte_year), self.agencies[office.agency].staffing
        first = self.calendar.first_day if office.exists else day
        until = day if change.dismissed else self.calendar.day_after
        for year in range(first.year, until.year):
            there = customer_service_in(office, staffing, first.year, year) + exact(office.staff.back_office_fte)
            bill.money[year] += float(wage * there)
        if change.dismissed:
            severance = exact(staffing.severance_per_fte) * fte(office)
            bill.money[day.year] += float(severance)
            bill.one_off += severance

    def pay_modes(self, bill: Bill, office: Office, change: Change, day: date | None) -> None:
        """What the mode costs in which the office serves, and to set up a new one."""
        calendar, after = self.calendar, day or self.calendar.day_after
        if office.exists:
            pay_yearly(bill.money, exact(mode_of(self.scenario, office.mode).cost_per_year), calendar.first_day, after)
        if change.mode is not None and day is not None:
            mode = mode_of(self.scenario, change.mode)
            pay_yearly(bill.money, exact(mode.cost_per_year), day, calendar.day_after)
            if change.action in ("open", "convert"):
                self.invest(bill, exact(mode.fit_out), day)

    def stay(self, bill: Bill, office: Office, until: date) -> None:
        """Rent and running cost of what the office has today."""
        first = self.calendar.first_day
        pay_yearly(bill.money, exact(office.running_per_year), first, until)
        if office.floor_m2 > 0 and not office.leases:
            rent = exact(self.sites[office.site].rent_per_m2_year)
            pay_yearly(bill.money, exact(office.floor_m2) * rent, first, until)
        for lease in office.leases:
            self.pay_rent(bill.money, lease, first, until, ALL)

    def pay_rent(self, book: Book, lease: Lease, first: date, until: date, share: Fraction) -> None:
        """Rent of a share of a lease, from its start on, and after its end at the rent of its renewal."""
        first = max(first, lease.start or first)
        m2, rent = share * exact(lease.m2), exact(lease.rent_per_m2_year)
        if lease.end is None or lease.renewal_rent_per_m2_year is None:
            pay_yearly(book, m2 * rent, first, until)
            return
        renewed = lease.end + timedelta(days=1)
        pay_yearly(book, m2 * rent, first, min(renewed, until))
        pay_yearly(book, m2 * exact(lease.renewal_rent_per_m2_year), max(renewed, first), until)

    def go_on(self, bill: Bill, office: Office, day: date, change: Change) -> None:
        """What goes on where the office is, what is left, and what is added."""
        until, share = self.calendar.day_after, change.share
        pay_yearly(bill.money, share * exact(office.running_per_year), day, until)
        for lease in office.leases:
            self.pay_rent(bill.money, lease, day, until, min(share, ALL))
            if share < 1:
                self.leave(bill, lease, day, 1 - share)
        at_site_rent = max(change.stays - exact(office.floor_m2), NONE) if office.leases else change.stays
        pay_yearly(bill.money, at_site_rent * exact(self.sites[office.site].rent_per_m2_year), day, until)

    def leave(self, bill: Bill, lease: Lease, day: date, share: Fraction) -> None:
        """Leave a share of a lease on a day: the cheapest way out, restoration, sale, and what then stands empty."""
        free = self.way_out(bill, lease, day, share)
        bill.money[day.year] += float(share * exact(lease.restoration))
        bill.one_off += share * exact(lease.restoration)
        if lease.owned:
            bill.money[day.year] -= float(share * exact(lease.sale_value))
        if lease.landlord == "state":
            self.pay_rent(bill.vacancy, lease, free, add_months(free, lease.relet_months), share)

    def way_out(self, bill: Bill, lease: Lease, day: date, share: Fraction) -> date:
        """Pay rent and fee of the cheapest way out, and return the day from which no rent is due."""
        if lease.owned or (lease.end is not None and lease.end < day):
            return day
        notice = add_months(self.calendar.decided, lease.notice_months)
        if lease.end is None:
            ways_out = [(max(day, notice), None)]
        else:
            ways_out = [(lease.end + timedelta(days=1), None)]
            for broken in lease.breaks:
                free = broken + timedelta(days=1)
                if day <= free and broken < lease.end and free >= notice:
                    ways_out.append((free, broken))
        books = []
        for free, broken in ways_out:
            out: Book = defaultdict(float)
            rent = share * exact(lease.m2) * exact(lease.rent_per_m2_year)
            pay_yearly(out, rent, max(day, lease.start or day), free)
            if broken is not None:
                out[broken.year] += float(share * exact(lease.break_fee))
            books.append((self.calendar.present_value(out), free, broken, out))
        _, free, broken, cheapest = min(books, key=lambda option: option[:2])
        for year, amount in cheapest.items():
            bill.money[year] += amount
        bill.one_off += share * exact(lease.break_fee) if broken is not None else 0
        return free

    def settle(self, bill: Bill, site: Site, day: date, m2: Fraction) -> None:
        """Rent and works of area newly taken at a site."""
        rent_from = add_months(day, -site.double_rent_months)
        pay_yearly(bill.money, m2 * exact(site.rent_per_m2_year), rent_from, self.calendar.day_after)
        self.invest(bill, m2 * exact(site.fit_out_per_m2), day)

    def running_there(self, office: Office, site: Site, m2: Fraction) -> Fraction:
        """Running cost a year of area at a target: the site's, or the mover's own per m2."""
        if site.running_per_m2_year is not None:
            return m2 * exact(site.running_per_m2_year)
        return m2 * exact(office.running_per_year) / exact(office.floor_m2) if office.floor_m2 > 0 else Fraction(0)

    def invest(self, bill: Bill, investment: Fraction, day: date) -> None:
        """Pay works by yearly annuities, and remember them as one-off spending."""
        bill.one_off += investment
        for year, payment in self.annuity(investment, day).items():
            bill.money[year] += payment

    def annuity(self, investment: Fraction, day: date) -> Book:
        """What works cost by year of the horizon."""
        life = self.scenario.factors.fit_out_life
        years = max(1, round(life.value)) if life else DEFAULT_LIFE_YEARS
        payment = float(investment) / sum((1 + self.calendar.rate) ** -(k + 0.5) for k in range(years))
        book: Book = defaultdict(float)
        for year in range(day.year, min(day.year + years, self.calendar.day_after.year)):
            book[year] += payment
        return book
