"""Every figure of the result, for any network, in any period; today and the plan through the same functions."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from consolidate.accounts.money import Cash, cash
from consolidate.accounts.result import Figure
from consolidate.accounts.trips import Trips, access, trips
from consolidate.actions.pricing import STAFF
from consolidate.actions.trajectory import people
from consolidate.engine.state import State
from consolidate.formulation.network import status_quo
from consolidate.instance.network import commuted, counted_parts
from consolidate.program.program import Floats, Ints
from consolidate.units import KG_PER_TONNE


@dataclass(frozen=True)
class Account:
    """A state with its money and its trips added up once."""

    state: State
    money: Cash
    trips: Trips

    @classmethod
    def of(cls, state: State) -> Account:
        """Add up a state."""
        return cls(state, cash(state), trips(state))

    def emissions(self, period: int | None = None) -> dict[str, float]:
        """Kg CO2e by part, over the horizon or over a period."""
        network = self.state.network
        instance, when = network.layout.instance, self._years(period)
        courses = [instance.courses.listed[p] for p in network.chosen]
        offices = np.array([course.energy for course in courses])[:, when] * instance.kg_per_kwh[when]
        commuting = np.array([commuted(course, instance.calendar) for course in courses])[:, when]
        trips = self.trips.emissions() if period is None else self.trips.emissions()[[period]]
        return {
            "buildings": math.fsum([*offices.ravel(), *self._common(when)]),
            "visits": math.fsum(trips),
            "commuting": math.fsum((commuting * instance.kg_per_km[when]).ravel()),
        }

    def _years(self, period: int | None) -> Ints:
        """Return the indices of the horizon's years, or of a period's."""
        calendar = self.state.network.layout.instance.calendar
        years = np.flatnonzero(calendar.in_horizon)
        return years if period is None else years[calendar.period_of_year == period]

    def _common(self, when: Ints) -> Floats:
        """Kg CO2e of the common area of sites in use and of shared facilities, by site, period and year."""
        network = self.state.network
        instance, used = network.layout.instance, np.flatnonzero(network.holdings)
        site, period = instance.holding.site[used], instance.holding.period[used]
        inside = instance.calendar.period_of_year[when] == period[:, None]
        kg = instance.premises.common_kwh[site][:, when] * instance.kg_per_kwh[when]
        shared = instance.facilities
        there = np.flatnonzero(network.facilities)
        also = instance.calendar.period_of_year[when] == shared.period[there][:, None]
        return np.concatenate(
            [(kg * inside).ravel(), (shared.kwh[there][:, when] * instance.kg_per_kwh[when] * also).ravel()]
        )

    def emissions_kg(self) -> float:
        """Kg CO2e over the horizon."""
        return math.fsum(self.emissions().values())


Entry = tuple[str, str, float]


def totals(account: Account) -> Iterator[Entry]:
    """Yield (name, unit, value) of figures over the whole horizon."""
    currency = account.state.network.layout.instance.scenario.currency
    yield "cost.total", currency, account.money.total()
    for part in account.money.counted:
        yield f"cost.{part}", currency, account.money.discounted(part)
    yield from _viewpoints(account)
    yield from _dismissed_wages(account)
    yield "emissions.total", "kg CO2e", account.emissions_kg()
    for part, kg in account.emissions().items():
        yield f"emissions.{part}", "kg CO2e", kg
    yield from _priced(account)


def _viewpoints(account: Account) -> Iterator[Entry]:
    """Yield what the agencies pay and what the state does, where some premises are let by the state."""
    money, scenario = account.money, account.state.network.layout.instance.scenario
    if any(lease.landlord == "state" for office in scenario.offices for lease in office.leases):
        agency = math.fsum(money.discounted(part) for part in money.parts if part != "vacancy")
        yield "cost.agency", scenario.currency, agency
        yield "cost.state", scenario.currency, agency + money.discounted("vacancy")


def _dismissed_wages(account: Account) -> Iterator[Entry]:
    """Yield the pay that people dismissed no longer get, where the scenario lets somebody be dismissed."""
    network = account.state.network
    instance, listed = network.layout.instance, network.layout.instance.courses.listed
    if "severance" in counted_parts(instance.scenario):
        pairs = zip(status_quo(network.layout).chosen, network.chosen, strict=True)
        saved = (listed[kept].cash[STAFF] - listed[p].cash[STAFF] for kept, p in pairs if listed[kept].stays[0].office)
        wages = math.fsum(map(instance.calendar.present_value, saved))
        yield "staff.dismissed_wages", instance.scenario.currency, wages


def _priced(account: Account) -> Iterator[Entry]:
    """Yield what travel and emissions weigh in money, where the scenario gives the price."""
    instance = account.state.network.layout.instance
    objective, weights = instance.scenario.objective, instance.calendar.period_weight
    km, hours = (np.array(column) for column in zip(*account.trips.yearly, strict=True))
    if objective.travel_price_per_km is not None:
        yield "travel.cost", instance.scenario.currency, objective.travel_price_per_km * math.fsum(weights * km)
    if objective.value_of_time_per_hour is not None:
        yield (
            "travel.time_value",
            instance.scenario.currency,
            objective.value_of_time_per_hour * math.fsum(weights * hours),
        )
    if objective.carbon_price_per_tonne is not None:
        tonnes = account.emissions_kg() / KG_PER_TONNE
        yield "emissions.price", instance.scenario.currency, objective.carbon_price_per_tonne * tonnes


def in_period(account: Account, period: int) -> Iterator[Entry]:
    """Yield (name, unit, value) of figures of one period, per year or as it stands."""
    yield from _money_per_year(account, period)
    yield from _emissions_per_year(account, period)
    km, hours = account.trips.yearly[period]
    mean_km, mean_minutes = account.trips.means(period)
    reach = access(account.state, period)
    yield "travel.visit_km", "km/year", km
    yield "travel.visit_hours", "h/year", hours
    yield "travel.mean_km", "km", mean_km
    yield "travel.mean_minutes", "min", mean_minutes
    yield "travel.p95_minutes", "min", reach.quantile(0.95)
    yield "travel.max_minutes", "min", reach.quantile(1.0)
    yield "access.within_30_min", "share", reach.within(30)
    yield "access.within_60_min", "share", reach.within(60)
    yield from _not_made(account, period)
    yield from _network(account, period)
    yield from _staff(account, period)


def _not_made(account: Account, period: int) -> Iterator[Entry]:
    """Yield visits that are not made, and those that distance turns away, where the scenario knows any."""
    instance = account.state.network.layout.instance
    services = instance.scenario.services
    if any(service.turned_away_per_hour for service in services):
        yield "travel.turned_away", "visits/year", account.trips.turned_away(period)
    if any(service.remote is not None and service.remote.by_year for service in services):
        yield "visits.remote", "visits/year", math.fsum(instance.demand.remote[:, :, period].ravel())
    if instance.demand.willing_share.any():
        yield "visits.supported", "visits/year", account.trips.saved(period)


def _money_per_year(account: Account, period: int) -> Iterator[Entry]:
    unit = f"{account.state.network.layout.instance.scenario.currency}/year"
    parts = {part: account.money.per_year(part, period) for part in account.money.counted}
    yield "cost.per_year", unit, math.fsum(parts.values())
    for part, value in parts.items():
        yield f"cost.{part}_per_year", unit, value


def _emissions_per_year(account: Account, period: int) -> Iterator[Entry]:
    years = int(account.state.network.layout.instance.calendar.length[period])
    parts = {part: kg / years for part, kg in account.emissions(period).items()}
    yield "emissions.per_year", "kg CO2e/year", math.fsum(parts.values())
    for part, kg in parts.items():
        yield f"emissions.{part}_per_year", "kg CO2e/year", kg


def _network(account: Account, period: int) -> Iterator[Entry]:
    network = account.state.network
    layout = network.layout
    courses, holding, serving = layout.instance.courses, layout.instance.holding, layout.instance.serving
    offices = sum(courses.listed[p].stays[period].office for p in network.chosen)
    open_now = np.unique(layout.agency_point[network.points & (serving.period == period)])
    used = network.holdings & (holding.period == period)
    common = layout.instance.premises.common_m2[holding.site[used]]
    shared = layout.instance.facilities
    facilities = shared.m2[network.facilities & (shared.period == period)]
    floor = math.fsum([*courses.all_m2[network.chosen, period], *common, *facilities])
    staff = math.fsum(courses.fte[network.chosen, period])
    yield "network.offices", "count", float(offices)
    yield "network.sites", "count", float(used.sum())
    yield "network.points", "count", float(len(open_now))
    yield "network.joint_points", "count", float((network.joint & (holding.period == period)).sum())
    yield "network.floor_m2", "m2", floor
    yield "network.m2_per_person_year", "m2/person-year", floor / staff if staff else 0.0


def _staff(account: Account, period: int) -> Iterator[Entry]:
    """Yield people hired by a period, and people dismissed, where the scenario lets that be."""
    network = account.state.network
    instance, staffing = network.layout.instance, [a.staffing for a in network.layout.instance.scenario.agencies]
    if not any(staffing):
        return
    yield "staff.hired_fte", "FTE", math.fsum(account.state.hired[instance.workforce.period <= period])
    if any(each is not None and each.severance_per_fte is not None for each in staffing):
        offices = zip(instance.scenario.offices, network.chosen, strict=True)
        gone = [people(office) - instance.courses.fte[p, period] for office, p in offices if office.exists]
        yield "staff.dismissed_fte", "FTE", math.fsum(gone)


def figures(today: Account, plan: Account) -> tuple[Figure, ...]:
    """Set plan beside today, and beside the first period as it stands where that differs."""
    last = today.state.network.layout.instance.periods - 1
    before = {name: value for name, _, value in in_period(today, 0)}
    found = [
        Figure(name, unit, was, is_) for (name, unit, was), (_, _, is_) in zip(totals(today), totals(plan), strict=True)
    ]
    for (name, unit, was), (_, _, is_) in zip(in_period(today, last), in_period(plan, last), strict=True):
        differs = not math.isclose(before[name], was, rel_tol=1e-12)
        found.append(Figure(name, unit, was, is_, before[name] if differs else None))
    return tuple(found)
