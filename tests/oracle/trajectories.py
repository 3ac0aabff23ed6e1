"""Everything an office can do, straight from docs/explanation/model.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from tests.oracle.demand import Ways
from tests.oracle.exact import Calendar, add_months, exact, factor_in, kg_per_km
from tests.oracle.network import STAFFED_FROM_HOME, Presence, Serving, mode_of, serving
from tests.oracle.payments import ALL, NONE, Change, Payments, Trip, customer_service_in, fte

from consolidate.plan.model import Decision
from consolidate.scenario.model import Office, Scenario, Site

WEEKS = 52


@dataclass(frozen=True)
class Trajectory:
    """One whole course of an office; tuples by period."""

    office: Office
    decision: Decision
    presence: tuple[Presence, ...]
    numbers: tuple[int, ...]  # of the presences: the same for equal ones
    money: float  # discounted; from the state's viewpoint with vacancy
    kg: Fraction  # of buildings and travel for work, all years
    one_off: Fraction  # undiscounted
    period: int | None  # of the change
    moved: Fraction  # FTE who change their place
    moved_minutes: Fraction  # how far


def moved_m2(office: Office) -> Fraction:
    """Area the whole office takes elsewhere."""
    return exact(office.floor_m2 if office.moved_m2 is None else office.moved_m2)


def as_today(office: Office) -> Change:
    """No change."""
    if not office.exists:
        return Change("never", None)
    return Change("keep", office.mode, stays=exact(office.floor_m2))


def receiving_site(change: Change) -> str:
    """Where people go who leave an office that converts, or come from who serve at a point that is opened."""
    return change.target if change.action == "convert" else change.home


class Listing:
    """Lists the trajectories of a scenario's offices."""

    def __init__(self, scenario: Scenario, calendar: Calendar, ways: Ways) -> None:
        self.scenario, self.calendar, self.ways = scenario, calendar, ways
        self.sites = {site.id: site for site in scenario.sites}
        self.agencies = {agency.id: agency for agency in scenario.agencies}
        self.payments = Payments(scenario, calendar)
        self.known: dict[Presence, int] = {}
        self.here_today = {(office.site, office.agency) for office in scenario.offices if office.exists}

    def of(self, office: Office) -> list[Trajectory]:
        """All trajectories of an office: what it does without a change, and every change in every period it can be."""
        listed = [self.trajectory(office, as_today(office), None)]
        if office.exists:
            changes = [*self.moves(office), *self.closings(office), *self.sizes(office), *self.conversions(office)]
        else:
            changes = self.openings(office)
        for change in changes:
            listed += [
                self.trajectory(office, change, period)
                for period, day in enumerate(self.calendar.first_days)
                if day >= change.earliest
            ]
        return listed

    def openings(self, office: Office) -> list[Change]:
        """How a possible point opens, if it can have its area and, where it needs one, a home."""
        m2 = exact(office.floor_m2)
        if m2 > 0 and self.sites[office.site].rent_per_m2_year is None:
            return []
        ready = self.earliest_day(office.site, m2)
        if mode_of(self.scenario, office.mode).staffing in STAFFED_FROM_HOME and office.home is None:
            most = self.agencies[office.agency].move_targets
            homes = self.homes_of(office)[:most]
            return [Change("open", office.mode, office.site, m2, home=home, earliest=ready) for home in homes]
        if not self.is_staffed(office, office.mode, ""):
            return []
        return [Change("open", office.mode, office.site, m2, earliest=ready)]

    def moves(self, office: Office) -> Iterator[Change]:
        """Where an office can go, all of it or without its back office."""
        if mode_of(self.scenario, office.mode).staffing in STAFFED_FROM_HOME:
            return
        if office.floor_m2 == 0 and fte(office) == 0:
            return
        targets = [("merge", site) for site in self.merge_targets(office)]
        targets += [("colocate", site) for site in self.colocate_targets(office)]
        back = exact(office.back_office_m2)
        for action, site in targets:
            m2 = moved_m2(office)
            yield Change(action, office.mode, site, m2, moves=fte(office), earliest=self.earliest_day(site, m2))
            if 0 < back < exact(office.floor_m2) and office.staff.back_office_fte > 0:
                share = back / exact(office.floor_m2)
                yield Change(
                    action,
                    office.mode,
                    site,
                    (1 - share) * m2,
                    stays=back,
                    share=share,
                    size=back,
                    moves=exact(office.staff.customer_service_fte),
                    earliest=self.earliest_day(site, (1 - share) * m2),
                )

    def closings(self, office: Office) -> Iterator[Change]:
        """How an office can close: its people go somewhere, or are dismissed."""
        for site, m2 in self.receiving_sites(office):
            yield Change("close", None, site, m2, moves=fte(office), earliest=self.earliest_day(site, m2))
        staffing = self.agencies[office.agency].staffing
        if staffing is not None and staffing.severance_per_fte is not None and fte(office) > 0:
            yield Change("close", None, dismissed=True, earliest=self.calendar.decided)

    def sizes(self, office: Office) -> Iterator[Change]:
        """Other areas that an office can have where it is."""
        floor, rentable = exact(office.floor_m2), self.sites[office.site].rent_per_m2_year is not None
        for size in office.resize:
            m2 = exact(size.m2)
            if floor > 0 and m2 != floor and (m2 < floor or rentable):
                ready = add_months(self.calendar.decided, size.lead_time_months)
                yield Change("resize", office.mode, stays=m2, share=m2 / floor, size=m2, earliest=ready)

    def conversions(self, office: Office) -> Iterator[Change]:
        """Other modes that an office can serve in where it is; people who do not work there then leave."""
        floor = exact(office.floor_m2)
        for other in office.convert:
            m2 = floor if other.m2 is None else exact(other.m2)
            ready = add_months(self.calendar.decided, other.lead_time_months)
            share = m2 / floor if floor > 0 else ALL
            change = Change("convert", other.mode, stays=m2, share=share, size=m2, earliest=ready)
            people_stay = mode_of(self.scenario, other.mode).staffing == "own"
            receiving = [("", NONE)] if people_stay else self.receiving_sites(office)
            for site, desks in receiving:
                if other.mode != office.mode and self.is_staffed(office, other.mode, site):
                    earliest = max(ready, self.earliest_day(site, desks))
                    leave = NONE if people_stay else fte(office)
                    yield replace(change, target=site, m2=desks, moves=leave, earliest=earliest)

    def earliest_day(self, target: str, m2: Fraction) -> date:
        """First day on which area at the target can be had; nothing changes before it is decided."""
        if m2 == 0:
            return self.calendar.decided
        site = self.sites[target]
        return add_months(self.calendar.decided, max(site.lead_time_months, site.double_rent_months))

    # ------------------------------------------------------------------------------------------------------- targets

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

    def sites_of_agency(self, office: Office) -> list[Site]:
        return [site for site in self.scenario.sites if (site.id, office.agency) in self.here_today]

    def merge_targets(self, office: Office) -> list[str]:
        return self.nearest_with_rent(office, self.sites_of_agency(office))

    def colocate_targets(self, office: Office) -> list[str]:
        occupied = {site for site, _ in self.here_today}
        sites = [
            site
            for site in self.scenario.sites
            if (site.id, office.agency) not in self.here_today
            and (site.kind in ("agency", "municipal", "new") or site.id in occupied)
        ]
        return self.nearest_with_rent(office, sites)

    def nearest_with_rent(self, office: Office, sites: list[Site]) -> list[str]:
        """The agency's `move_targets` nearest of the sites that the whole office can go to."""
        open_to_it = [site for site in sites if site.rent_per_m2_year is not None or moved_m2(office) == 0]
        return self.within_relocation(office, open_to_it)[: self.agencies[office.agency].move_targets]

    def receiving_sites(self, office: Office) -> list[tuple[str, Fraction]]:
        """Where the people of a closed office can go, and the area they take there."""
        factors = self.scenario.factors
        if fte(office) == 0:
            return [("", NONE)]
        if factors.desk_area is None:
            return [(site, NONE) for site in self.within_relocation(office, self.sites_of_agency(office))[:1]]
        presence = exact(factors.presence.value if factors.presence else 1)
        peak = exact(factors.peak.value if factors.peak else 1)
        m2 = exact(factors.desk_area.value) * fte(office) * presence * peak
        targets = self.merge_targets(office)
        return [(site, m2) for site in targets if m2 == 0 or self.sites[site].rent_per_m2_year is not None]

    # ---------------------------------------------------------------------------------------------------------- homes

    def is_staffed(self, office: Office, mode: str, receiving: str) -> bool:
        """Whether a mode that needs a home has one."""
        return mode_of(self.scenario, mode).staffing not in STAFFED_FROM_HOME or bool(
            self.home(office, mode, receiving)
        )

    def home(self, office: Office, mode: str, receiving: str) -> str | None:
        """Site whose people serve at the office: given, where those who left went, or the nearest."""
        staffing = mode_of(self.scenario, mode).staffing
        if staffing not in STAFFED_FROM_HOME:
            return None
        area = self.sites[office.site].area
        if office.home is not None:
            return office.home if staffing == "remote" or (area, office.home) in self.ways.minutes else None
        if receiving:
            return receiving
        return next(iter(self.homes_of(office)), None)

    def homes_of(self, office: Office) -> list[str]:
        """Other sites with people of the agency today, the nearest first."""
        area = self.sites[office.site].area
        homes = {
            other.site
            for other in self.scenario.offices
            if other.exists and other.agency == office.agency and other.site != office.site
            if mode_of(self.scenario, other.mode).staffing == "own"
        }
        return [
            site
            for _, site in sorted(
                (self.ways.minutes[area, site], site) for site in homes if (area, site) in self.ways.minutes
            )
        ]

    # -------------------------------------------------------------------------------------------------- trajectories

    def trajectory(self, office: Office, change: Change, period: int | None) -> Trajectory:
        calendar = self.calendar
        day = None if period is None else calendar.first_days[period]
        before = as_today(office)
        first = day.year if day is not None and not office.exists else calendar.first_day.year
        presence = tuple(
            self.presence(office, before if period is None or t < period else change, t, first)
            for t in range(len(calendar.first_days))
        )
        way = self.sites[office.site].area, change.target
        trips = [*self.commuting(change, way, day), *self.visiting(office, change, day)]
        bill = self.payments.of(office, change, day, trips)
        vacancy = calendar.present_value(bill.vacancy) if self.scenario.objective.viewpoint == "state" else 0.0
        to_site = change.home if change.action == "open" else change.target
        new_mode = change.mode if change.action == "convert" else ""
        return Trajectory(
            office=office,
            decision=Decision(office.id, change.action, to_site, day, float(change.size), new_mode),
            presence=presence,
            numbers=tuple(self.known.setdefault(one, len(self.known)) for one in presence),
            money=calendar.present_value(bill.money) + vacancy,
            kg=self.building_kg(presence) + self.travel_kg(trips),
            one_off=bill.one_off,
            period=period,
            moved=change.moves,
            moved_minutes=self.ways.minutes[way] if change.moves > 0 else NONE,
        )

    def presence(self, office: Office, change: Change, period: int, first: int) -> Presence:
        """What there is of an office in a period in which a change holds; `first` is the first year of its people."""
        if change.action == "never":
            return Presence(None, (), NONE, ())
        moves = change.action in ("merge", "colocate", "open")
        serves = change.target if moves else office.site
        takes = [(change.target, change.m2)] if moves or change.m2 > 0 else []
        if change.stays > 0 or change.action in ("keep", "resize", "convert"):
            takes.append((office.site, change.stays))
        works = None if change.dismissed else change.target or office.site
        people = NONE if works is None else fte(office)
        minutes = [] if works is None else self.working_minutes(office, works, period, first)
        if change.mode is None:
            return Presence(None, tuple(takes), people, tuple(minutes))
        home = self.home(office, change.mode, receiving_site(change))
        point = serving(self.scenario, office, serves, change.mode, home, with_people=works == serves)
        return Presence(point, tuple(takes), people, (*minutes, *self.lent_minutes(office, point)))

    def working_minutes(self, office: Office, site: str, period: int, first: int) -> list[tuple[str, str, Fraction]]:
        """Minutes a year that customer service has at a site in a period, where they are counted; and its speakers."""
        staffing, years = self.agencies[office.agency].staffing, self.calendar.years[period]
        if staffing is None:
            return []
        there = sum((customer_service_in(office, staffing, first, year) for year in years), NONE) / len(years)
        minutes = exact(staffing.minutes_per_fte_year) * there
        shares = office.staff.languages.items()
        return [(site, "", minutes), *((site, language, minutes * exact(share)) for language, share in shares)]

    def lent_minutes(self, office: Office, point: Serving) -> Iterator[tuple[str, str, Fraction]]:
        """Minutes that a mode brings to a point from elsewhere, and takes from its home."""
        mode = mode_of(self.scenario, point.mode)
        if mode.staffing != "own":
            for language in ("", *mode.languages):
                yield point.site, language, exact(mode.staff_minutes_per_year)
        if point.home is not None:
            way = (
                2 * self.ways.minutes[self.sites[office.site].area, point.home] if mode.staffing == "visiting" else NONE
            )
            yield point.home, "", -exact(mode.staff_minutes_per_year) - WEEKS * exact(mode.days_per_week) * way

    def commuting(self, change: Change, way: tuple[str, str], day: date | None) -> list[Trip]:
        """What people who change their place travel more."""
        days = self.scenario.factors.commuting_days
        if days is None or change.moves == 0:
            return []
        return [(change.moves * 2 * self.ways.km[way] * exact(days.value), day, self.calendar.day_after)]

    def visiting(self, office: Office, change: Change, day: date | None) -> Iterator[Trip]:
        """What people travel who serve away from where they work."""
        change_day = day or self.calendar.day_after
        spells = [(office.mode, "", self.calendar.first_day, change_day)] if office.exists else []
        if change.mode is not None and day is not None:
            spells.append((change.mode, receiving_site(change), day, self.calendar.day_after))
        for mode, receiving, first, until in spells:
            home = self.home(office, mode, receiving)
            how = mode_of(self.scenario, mode)
            if how.staffing == "visiting" and home is not None:
                km = self.ways.km[self.sites[office.site].area, home]
                yield 2 * km * WEEKS * exact(how.days_per_week), first, until

    def travel_kg(self, trips: list[Trip]) -> Fraction:
        """Emissions of travel for work."""
        return sum(
            (
                km * kg_per_km(self.scenario, year)
                for km, first, until in trips
                for year in range(first.year, until.year)
            ),
            NONE,
        )

    def building_kg(self, presence: tuple[Presence, ...]) -> Fraction:
        """Emissions of the area occupied, over all years."""
        areas = [sum((m2 for _, m2 in here.takes), NONE) for here in presence]
        periods = zip(areas, self.calendar.years, strict=True)
        return sum((m2 * building_kg_per_m2(self.scenario, years) for m2, years in periods), NONE)


def building_kg_per_m2(scenario: Scenario, years: list[int]) -> Fraction:
    """What a square metre emits in these years."""
    energy, emissions = scenario.factors.building_energy, scenario.factors.energy_emissions
    if energy is None or emissions is None:
        return NONE
    return sum((factor_in(energy, year, 0) * factor_in(emissions, year, 0) for year in years), NONE)
