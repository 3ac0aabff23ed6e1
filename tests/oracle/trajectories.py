"""Everything an office can do, straight from docs/explanation/model.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.oracle.demand import Ways
from tests.oracle.exact import Calendar, add_months, exact, factor_in, kg_per_km
from tests.oracle.payments import Payments, fte

from consolidate.plan.model import Decision
from consolidate.scenario.model import Office, Scenario, Site

MOVES = ("merge", "colocate", "close")


@dataclass(frozen=True)
class Trajectory:
    """One whole course of an office; tuples by period."""

    office: Office
    decision: Decision
    serves: tuple[str | None, ...]  # site where it serves the public
    stands: tuple[str | None, ...]  # site that it, or its people with area of their own, use
    m2: tuple[Fraction, ...]
    people: tuple[Fraction, ...]  # FTE in service
    money: float  # discounted; from the state's viewpoint with vacancy
    kg: Fraction  # of buildings and commuting, all years
    one_off: Fraction  # undiscounted
    period: int | None  # of the change
    moved: Fraction  # FTE who change their place
    moved_minutes: Fraction  # how far


def moved_m2(office: Office) -> Fraction:
    """Area the whole office takes elsewhere."""
    return exact(office.floor_m2 if office.moved_m2 is None else office.moved_m2)


class Listing:
    """Lists the trajectories of a scenario's offices."""

    def __init__(self, scenario: Scenario, calendar: Calendar, ways: Ways) -> None:
        self.scenario, self.calendar, self.ways = scenario, calendar, ways
        self.sites = {site.id: site for site in scenario.sites}
        self.agencies = {agency.id: agency for agency in scenario.agencies}
        self.payments = Payments(scenario, calendar)
        self.here_today = {(office.site, office.agency) for office in scenario.offices if office.exists}

    def of(self, office: Office) -> list[Trajectory]:
        """All trajectories of an office: what it does without a change, and every change in every period it can be."""
        listed = [self.trajectory(office, "keep" if office.exists else "never", "", None, Fraction(0))]
        for action, site, m2, earliest in self.changes(office):
            listed += [
                self.trajectory(office, action, site, period, m2)
                for period, day in enumerate(self.calendar.first_days)
                if day >= earliest
            ]
        return listed

    def changes(self, office: Office) -> list[tuple[str, str, Fraction, date]]:
        """What an office can do: action, site, area taken, and the earliest day."""
        if not office.exists:
            m2 = exact(office.floor_m2)
            rentable = m2 == 0 or self.sites[office.site].rent_per_m2_year is not None
            return [("open", "", m2, self.earliest_day(office.site, m2))] if rentable else []
        choices: list[tuple[str, str, Fraction]] = []
        if office.floor_m2 > 0 or fte(office) > 0:
            choices += [("merge", site, moved_m2(office)) for site in self.merge_targets(office)]
            choices += [("colocate", site, moved_m2(office)) for site in self.colocate_targets(office)]
        choices += [("close", site, m2) for site, m2 in self.receiving_sites(office)]
        return [(*choice, self.earliest_day(choice[1], choice[2])) for choice in choices] + self.sizes(office)

    def sizes(self, office: Office) -> list[tuple[str, str, Fraction, date]]:
        """Other areas that an office can have where it is."""
        rentable = self.sites[office.site].rent_per_m2_year is not None
        return [
            ("resize", "", exact(size.m2), add_months(self.calendar.decided, size.lead_time_months))
            for size in office.resize
            if office.floor_m2 > 0 and size.m2 != office.floor_m2 and (size.m2 < office.floor_m2 or rentable)
        ]

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
            return [("", Fraction(0))]
        if factors.desk_area is None:
            return [(site, Fraction(0)) for site in self.within_relocation(office, self.sites_of_agency(office))[:1]]
        presence = exact(factors.presence.value if factors.presence else 1)
        peak = exact(factors.peak.value if factors.peak else 1)
        m2 = exact(factors.desk_area.value) * fte(office) * presence * peak
        targets = self.merge_targets(office)
        return [(site, m2) for site in targets if m2 == 0 or self.sites[site].rent_per_m2_year is not None]

    # -------------------------------------------------------------------------------------------------- trajectories

    def trajectory(self, office: Office, action: str, target: str, period: int | None, m2: Fraction) -> Trajectory:
        calendar = self.calendar
        before = period if period is not None else len(calendar.first_days)
        after = len(calendar.first_days) - before
        day = None if period is None else calendar.first_days[period]
        serves = {"merge": target, "colocate": target, "resize": office.site, "open": office.site}.get(action)
        stands = serves or (target if m2 > 0 else None)
        people, floor, here = fte(office), exact(office.floor_m2), office.site
        if not office.exists:
            people, floor, here = Fraction(0), Fraction(0), None
        areas = (floor,) * before + (m2,) * after
        decision = Decision(office.id, action, target, day, float(m2) if action == "resize" else 0.0)
        moved = fte(office) if action in MOVES else Fraction(0)
        way = self.sites[office.site].area, target
        commuting = self.commuting_km(moved, way)
        bill = self.payments.of(office, decision, m2, commuting)
        vacancy = calendar.present_value(bill.vacancy) if self.scenario.objective.viewpoint == "state" else 0.0
        return Trajectory(
            office=office,
            decision=decision,
            serves=(here,) * before + (serves,) * after,
            stands=(here,) * before + (stands,) * after,
            m2=areas,
            people=(people,) * before + (fte(office),) * after,
            money=calendar.present_value(bill.money) + vacancy,
            kg=self.building_kg(areas) + self.commuting_kg(commuting, day),
            one_off=bill.one_off,
            period=period,
            moved=moved,
            moved_minutes=self.ways.minutes[way] if moved > 0 else Fraction(0),
        )

    def commuting_km(self, moved: Fraction, way: tuple[str, str]) -> Fraction:
        """What people who change their place travel more, km a year."""
        days = self.scenario.factors.commuting_days
        return moved * 2 * self.ways.km[way] * exact(days.value) if days and moved > 0 else Fraction(0)

    def commuting_kg(self, km: Fraction, day: date | None) -> Fraction:
        """Emissions of that from a day on."""
        years = [year for year in self.calendar.all_years if day is not None and year >= day.year]
        return sum((km * kg_per_km(self.scenario, year) for year in years), Fraction(0)) if km else Fraction(0)

    def building_kg(self, areas: tuple[Fraction, ...]) -> Fraction:
        """Emissions of the area occupied, over all years."""
        periods = zip(areas, self.calendar.years, strict=True)
        return sum((m2 * building_kg_per_m2(self.scenario, years) for m2, years in periods), Fraction(0))


def building_kg_per_m2(scenario: Scenario, years: list[int]) -> Fraction:
    """What a square metre emits in these years."""
    energy, emissions = scenario.factors.building_energy, scenario.factors.energy_emissions
    if energy is None or emissions is None:
        return Fraction(0)
    return sum((factor_in(energy, year, 0) * factor_in(emissions, year, 0) for year in years), Fraction(0))
