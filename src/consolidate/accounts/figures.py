"""Every figure of the result, for any network, in any period; today and the plan through the same functions."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from consolidate.accounts.money import Cash, cash
from consolidate.accounts.result import Figure
from consolidate.accounts.trips import Trips, access, trips
from consolidate.actions.trajectory import people
from consolidate.engine.state import State
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
        return cls(state, cash(state.network), trips(state))

    def buildings_kg(self) -> float:
        """Kg CO2e of buildings over the horizon."""
        courses = self.state.network.layout.instance.courses
        return math.fsum(courses.emissions[self.state.network.chosen])

    def emissions_kg(self) -> float:
        """Kg CO2e over the horizon."""
        return self.buildings_kg() + math.fsum(self.trips.emissions())


Entry = tuple[str, str, float]


def totals(account: Account) -> Iterator[Entry]:
    """Yield (name, unit, value) of figures over the whole horizon."""
    currency = account.state.network.layout.instance.scenario.currency
    yield "cost.total", currency, account.money.total()
    for part in account.money.parts:
        yield f"cost.{part}", currency, account.money.discounted(part)
    yield "emissions.total", "kg CO2e", account.emissions_kg()
    yield "emissions.buildings", "kg CO2e", account.buildings_kg()
    yield "emissions.visits", "kg CO2e", math.fsum(account.trips.emissions())
    yield from _priced(account)


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
    yield from _network(account, period)


def _money_per_year(account: Account, period: int) -> Iterator[Entry]:
    unit = f"{account.state.network.layout.instance.scenario.currency}/year"
    parts = {part: account.money.per_year(part, period) for part in account.money.parts}
    yield "cost.per_year", unit, math.fsum(parts.values())
    for part, value in parts.items():
        yield f"cost.{part}_per_year", unit, value


def _emissions_per_year(account: Account, period: int) -> Iterator[Entry]:
    instance = account.state.network.layout.instance
    calendar = instance.calendar
    mine = np.flatnonzero(calendar.in_horizon)[calendar.period_of_year == period]
    energy = np.array([instance.courses.listed[p].energy[mine] for p in account.state.network.chosen])
    buildings = math.fsum((energy * instance.kg_per_kwh[mine]).ravel()) / len(mine)
    visits = float(account.trips.emissions()[period]) / len(mine)
    yield "emissions.per_year", "kg CO2e/year", buildings + visits
    yield "emissions.buildings_per_year", "kg CO2e/year", buildings
    yield "emissions.visits_per_year", "kg CO2e/year", visits


def _network(account: Account, period: int) -> Iterator[Entry]:
    network = account.state.network
    layout = network.layout
    courses, holding, serving = layout.instance.courses, layout.instance.holding, layout.instance.serving
    offices = layout.instance.scenario.offices
    closed = sum(courses.listed[p].action == "close" and courses.change[p] <= period for p in network.chosen)
    open_now = np.unique(layout.agency_point[network.points & (serving.period == period)])
    floor = math.fsum(courses.m2[network.chosen, period])
    staff = math.fsum(people(office) for office in offices)
    yield "network.offices", "count", float(len(offices) - closed)
    yield "network.sites", "count", float((network.holdings & (holding.period == period)).sum())
    yield "network.points", "count", float(len(open_now))
    yield "network.joint_points", "count", float((network.joint & (holding.period == period)).sum())
    yield "network.floor_m2", "m2", floor
    yield "network.m2_per_person_year", "m2/person-year", floor / staff if staff else 0.0


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
