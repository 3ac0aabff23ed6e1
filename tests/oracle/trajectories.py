"""Everything an office can do, and what each course costs and emits, straight from docs/explanation/model.md."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from tests.oracle.demand import Ways
from tests.oracle.exact import Book, Calendar, add_months, exact, factor_in, pay_yearly

from consolidate.plan.model import Decision
from consolidate.scenario.model import Lease, Office, Scenario, Site

DEFAULT_LIFE_YEARS = 10


@dataclass(frozen=True)
class Trajectory:
    """One whole course of an office; tuples by period."""

    office: Office
    decision: Decision
    serves: tuple[str | None, ...]  # site where it serves the public
    stands: tuple[str | None, ...]  # site that it, or its people with area of their own, use
    m2: tuple[Fraction, ...]
    money: float  # discounted
    kg: Fraction  # of buildings, all years
    one_off: Fraction  # undiscounted
    one_off_period: int | None


def fte(office: Office) -> Fraction:
    """People of an office."""
    return exact(office.staff.customer_service_fte) + exact(office.staff.back_office_fte)


def moved_m2(office: Office) -> Fraction:
    """Area the whole office takes elsewhere."""
    return exact(office.floor_m2 if office.moved_m2 is None else office.moved_m2)


class Listing:
    """Lists the trajectories of a scenario's offices."""

    def __init__(self, scenario: Scenario, calendar: Calendar, ways: Ways) -> None:
        self.scenario, self.calendar, self.ways = scenario, calendar, ways
        self.sites = {site.id: site for site in scenario.sites}
        self.agencies = {agency.id: agency for agency in scenario.agencies}
        self.desk_area = None if scenario.factors.desk_area is None else exact(scenario.factors.desk_area.value)

    def of(self, office: Office) -> list[Trajectory]:
        """All trajectories of an office: keep, and every move and closing at the first day of every period."""
        choices: list[tuple[str, str, Fraction]] = []
        if office.floor_m2 > 0 or fte(office) > 0:
            choices += [("merge", site, moved_m2(office)) for site in self.merge_targets(office)]
            choices += [("colocate", site, moved_m2(office)) for site in self.colocate_targets(office)]
        choices += [("close", site, m2) for site, m2 in self.receiving_sites(office)]
        listed = [self.trajectory(office, "keep", "", None, Fraction(0))]
        for action, site, m2 in choices:
            listed += [
                self.trajectory(office, action, site, period, m2)
                for period, day in enumerate(self.calendar.first_days)
                if day >= self.earliest_day(site, m2)
            ]
        return listed

    def earliest_day(self, target: str, m2: Fraction) -> date:
        """First day on which area at the target can be had; nothing changes before it is decided."""
        if m2 == 0:
            return self.calendar.decided
        site = self.sites[target]
        return add_months(self.calendar.decided, max(site.lead_time_months, site.double_rent_months))

    def has_office_today(self, site: Site, agency: str) -> bool:
        return any(office.site == site.id and office.agency == agency for office in self.scenario.offices)

    def is_occupied_today(self, site: Site) -> bool:
        return any(office.site == site.id for office in self.scenario.offices)

    def within_relocation(self, office: Office, sites: list[Site]) -> list[str]:
        """Other sites that people of the office can be asked to go to, nearest first."""
        limit = self.agencies[office.agency].relocation_minutes
        area = self.sites[office.site].area
        near = []
        for site in sites:
            minutes = self.ways.minutes.get((area, site.id))
            if site.id != office.site and minutes is not None and (limit is None or minutes <= exact(limit)):
                near.append((minutes, site.id))
        return [site for _, site in sorted(near)]

    def merge_targets(self, office: Office) -> list[str]:
        sites = [site for site in self.scenario.sites if self.has_office_today(site, office.agency)]
        return self.nearest_with_rent(office, sites)

    def colocate_targets(self, office: Office) -> list[str]:
        sites = [
            site
            for site in self.scenario.sites
            if not self.has_office_today(site, office.agency)
            and (site.kind in ("agency", "municipal") or self.is_occupied_today(site))
        ]
        return self.nearest_with_rent(office, sites)

    def nearest_with_rent(self, office: Office, sites: list[Site]) -> list[str]:
        """The agency's `move_targets` nearest of the sites that the whole office can go to."""
        open_to_it = [site for site in sites if site.rent_per_m2_year is not None or moved_m2(office) == 0]
        return self.within_relocation(office, open_to_it)[: self.agencies[office.agency].move_targets]

    def receiving_sites(self, office: Office) -> list[tuple[str, Fraction]]:
        """Where the people of a closed office can go, and the area they take there."""
        if fte(office) == 0:
            return [("", Fraction(0))]
        if self.desk_area is None:
            sites = [site for site in self.scenario.sites if self.has_office_today(site, office.agency)]
            return [(site, Fraction(0)) for site in self.within_relocation(office, sites)[:1]]
        m2 = self.desk_area * fte(office)
        targets = self.merge_targets(office)
        return [(site, m2) for site in targets if m2 == 0 or self.sites[site].rent_per_m2_year is not None]

    def trajectory(self, office: Office, action: str, target: str, period: int | None, m2: Fraction) -> Trajectory:
        calendar = self.calendar
        moves = period if period is not None else len(calendar.first_days)
        day = None if period is None else calendar.first_days[period]
        before, after = moves, len(calendar.first_days) - moves
        there = target if action in ("merge", "colocate") else None
        stands = there or (target if m2 > 0 else None)
        areas = (exact(office.floor_m2),) * before + (m2,) * after
        book, one_off = self.money(office, target, day, m2)
        return Trajectory(
            office=office,
            decision=Decision(office.id, action, target, day),
            serves=(office.site,) * before + (there,) * after,
            stands=(office.site,) * before + (stands,) * after,
            m2=areas,
            money=calendar.present_value(book),
            kg=self.building_kg(areas),
            one_off=one_off,
            one_off_period=period,
        )

    def building_kg(self, areas: tuple[Fraction, ...]) -> Fraction:
        """Emissions of the area occupied, over all years."""
        factors = self.scenario.factors
        if factors.building_energy is None or factors.energy_emissions is None:
            return Fraction(0)
        return sum(
            (
                m2 * factor_in(factors.building_energy, year, 0) * factor_in(factors.energy_emissions, year, 0)
                for m2, years in zip(areas, self.calendar.years, strict=True)
                for year in years
            ),
            Fraction(0),
        )

    def money(self, office: Office, target: str, day: date | None, m2: Fraction) -> tuple[Book, Fraction]:
        """Money of a trajectory by calendar year, and its one-off spending."""
        calendar, book = self.calendar, defaultdict(float)
        until = day or calendar.day_after
        self.pay_rent_until(book, office, until)
        pay_yearly(book, exact(office.running_per_year), calendar.first_day, until)
        pay_yearly(book, exact(office.wage_per_fte_year) * fte(office), calendar.first_day, calendar.day_after)
        if day is None:
            return book, Fraction(0)
        one_off = Fraction(0)
        for lease in office.leases:
            one_off += self.pay_exit(book, lease, day)
        if fte(office) > 0:
            moving = self.scenario.factors.moving
            cost = fte(office) * exact(moving.value if moving else 0)
            book[day.year] += float(cost)
            one_off += cost
        if m2 > 0:
            one_off += self.pay_target(book, office, self.sites[target], day, m2)
        return book, one_off

    def pay_rent_until(self, book: Book, office: Office, until: date) -> None:
        """Rent of what the office has today; after a lease's end at the rent of its renewal."""
        start = self.calendar.first_day
        if office.floor_m2 > 0 and not office.leases:
            rent = exact(self.sites[office.site].rent_per_m2_year)
            pay_yearly(book, exact(office.floor_m2) * rent, start, until)
        for lease in office.leases:
            first = max(start, lease.start or start)
            m2, rent = exact(lease.m2), exact(lease.rent_per_m2_year)
            if lease.end is None or lease.renewal_rent_per_m2_year is None:
                pay_yearly(book, m2 * rent, first, until)
                continue
            renewed = lease.end + timedelta(days=1)
            pay_yearly(book, m2 * rent, first, min(renewed, until))
            pay_yearly(book, m2 * exact(lease.renewal_rent_per_m2_year), max(renewed, first), until)

    def pay_exit(self, book: Book, lease: Lease, day: date) -> Fraction:
        """Pay what leaving costs, and return the break fee in it."""
        if lease.owned or (lease.end is not None and lease.end < day):
            return Fraction(0)
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
            rent = exact(lease.m2) * exact(lease.rent_per_m2_year)
            pay_yearly(out, rent, max(day, lease.start or day), free)
            if broken is not None:
                out[broken.year] += float(exact(lease.break_fee))
            books.append((self.calendar.present_value(out), free, broken, out))
        _, _, broken, cheapest = min(books, key=lambda option: option[:2])
        for year, amount in cheapest.items():
            book[year] += amount
        return exact(lease.break_fee) if broken is not None else Fraction(0)

    def pay_target(self, book: Book, office: Office, site: Site, day: date, m2: Fraction) -> Fraction:
        """Rent, running cost and works of the area taken at the target; return the works."""
        calendar = self.calendar
        rent_from = add_months(day, -site.double_rent_months)
        pay_yearly(book, m2 * exact(site.rent_per_m2_year), rent_from, calendar.day_after)
        if site.running_per_m2_year is not None:
            running = exact(site.running_per_m2_year)
        else:
            running = exact(office.running_per_year) / exact(office.floor_m2) if office.floor_m2 > 0 else Fraction(0)
        pay_yearly(book, m2 * running, day, calendar.day_after)
        investment = m2 * exact(site.fit_out_per_m2)
        life = self.scenario.factors.fit_out_life
        years = max(1, round(life.value)) if life else DEFAULT_LIFE_YEARS
        payment = float(investment) / sum((1 + calendar.rate) ** -(k + 0.5) for k in range(years))
        for year in range(day.year, min(day.year + years, calendar.day_after.year)):
            book[year] += payment
        return investment
