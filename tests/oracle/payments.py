"""What the course of one office costs, year by year, straight from docs/explanation/model.md."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from tests.oracle.exact import Book, Calendar, add_months, exact, pay_yearly

from consolidate.plan.model import Decision
from consolidate.scenario.model import Lease, Office, Scenario, Site

DEFAULT_LIFE_YEARS = 10
ALL = Fraction(1)


def fte(office: Office) -> Fraction:
    """People of an office."""
    return exact(office.staff.customer_service_fte) + exact(office.staff.back_office_fte)


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

    def of(self, office: Office, decision: Decision, m2: Fraction, commuting_km: Fraction) -> Bill:
        """Write the bill of a decision that takes `m2` and makes people travel so many km a year more."""
        calendar, bill, day = self.calendar, Bill(), decision.date
        if decision.action == "never":
            return bill
        works_from = calendar.first_day if office.exists else day
        pay_yearly(bill.money, exact(office.wage_per_fte_year) * fte(office), works_from, calendar.day_after)
        if decision.action == "open":
            self.settle(bill, self.sites[office.site], day, m2)
            pay_yearly(bill.money, exact(office.running_per_year), day, calendar.day_after)
            return bill
        self.stay(bill, office, day or calendar.day_after)
        if decision.action == "resize":
            self.resize(bill, office, day, m2)
        elif day is not None:
            for lease in office.leases:
                self.leave(bill, lease, day, ALL)
            self.move_people(bill, office, day, commuting_km)
            if m2 > 0:
                self.settle(bill, self.sites[decision.to_site], day, m2)
                running = self.running_there(office, self.sites[decision.to_site], m2)
                pay_yearly(bill.money, running, day, calendar.day_after)
        return bill

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

    def resize(self, bill: Bill, office: Office, day: date, m2: Fraction) -> None:
        """Stay on another area: what goes on, what is left, what is added, and the works."""
        floor, until = exact(office.floor_m2), self.calendar.day_after
        share = m2 / floor
        pay_yearly(bill.money, share * exact(office.running_per_year), day, until)
        for lease in office.leases:
            self.pay_rent(bill.money, lease, day, until, min(share, ALL))
            if share < 1:
                self.leave(bill, lease, day, 1 - share)
        at_site_rent = max(m2 - floor, Fraction(0)) if office.leases else m2
        pay_yearly(bill.money, at_site_rent * exact(self.sites[office.site].rent_per_m2_year), day, until)
        works = next(size.works_per_m2 for size in office.resize if exact(size.m2) == m2)
        self.invest(bill, exact(works) * m2, day)

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

    def move_people(self, bill: Bill, office: Office, day: date, commuting_km: Fraction) -> None:
        """People change their place, if there are any."""
        factors = self.scenario.factors
        cost = fte(office) * exact(factors.moving.value if factors.moving else 0)
        bill.money[day.year] += float(cost)
        bill.one_off += cost
        per_km = exact(factors.commuting_cost.value if factors.commuting_cost else 0)
        pay_yearly(bill.money, commuting_km * per_km, day, self.calendar.day_after)

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
