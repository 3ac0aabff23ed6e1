"""Brute force: every plan of a small scenario, each checked and priced by reading docs/explanation/model.md aloud.

Nothing here knows of programs, solvers or columns, and nothing is shared with the code that does.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from tests.oracle.demand import Segment, people, read_segments, read_ways
from tests.oracle.exact import Calendar, exact, factor_in
from tests.oracle.network import Checker, Network
from tests.oracle.trajectories import Listing, Trajectory
from tests.oracle.transport import cheapest_transport

from consolidate.plan.model import Decision
from consolidate.scenario.model import Office, Scenario
from consolidate.scenario.policy import Budget, Lock

SAME = 1e-9
"""Values this close, relative to the larger, are equal: weights of years are floats."""

Course = tuple[Trajectory, ...]


@dataclass(frozen=True)
class Best:
    """The best plan: its value in the objective's unit, its cost, and how many plans there were, and as good."""

    value: float
    cost: float
    decisions: tuple[Decision, ...]
    count_optimal: int
    feasible: int
    plans: int


def best_plan(scenario: Scenario) -> Best | None:
    """Enumerate all plans; None when none is feasible. Equal values go to the cheaper plan, then by decisions."""
    oracle = Oracle(scenario)
    priced = [(*oracle.price(course), course) for course in oracle.courses() if not oracle.is_broken(course)]
    if not priced:
        return None
    least = min(value for value, _, _ in priced)
    level = [(cost, course) for value, cost, course in priced if value <= least + SAME * max(1, abs(least))]
    cheapest = min(cost for cost, _ in level)
    best = [course for cost, course in level if cost <= cheapest + SAME * max(1, abs(cheapest))]
    return Best(
        value=least,
        cost=cheapest,
        decisions=min(decisions_of(course) for course in best),
        count_optimal=len(best),
        feasible=len(priced),
        plans=oracle.count(),
    )


def decisions_of(course: Course) -> tuple[Decision, ...]:
    """Say a plan in words, by office id."""
    return tuple(trajectory.decision for trajectory in sorted(course, key=lambda trajectory: trajectory.office.id))


class Oracle:
    """Prices and checks plans of one scenario; what depends on one period's network alone is kept."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.calendar = Calendar(scenario)
        self.ways = read_ways(scenario)
        self.segments = read_segments(scenario, self.calendar, self.ways)
        counted = [{area.id: people(area, scenario, years) for area in scenario.areas} for years in self.calendar.years]
        self.checker = Checker(scenario, self.ways, counted)
        listing = Listing(scenario, self.calendar, self.ways)
        self.listed = {office.id: listing.of(office) for office in scenario.offices}
        self.charges = [self.prices_of_travel(period) for period in range(len(self.calendar.years))]
        self.seen: dict[tuple[object, ...], tuple[tuple[str, ...], float]] = {}
        self.sent: dict[tuple[object, ...], Fraction | str] = {}

    def under(self, scenario: Scenario) -> Oracle:
        """Return the oracle of a scenario that differs in its policy only, without doing everything again."""
        ruled = copy(self)
        ruled.scenario, ruled.seen = scenario, {}
        ruled.checker = Checker(scenario, self.ways, self.checker.people)
        return ruled

    def courses(self) -> Iterator[Course]:
        """All plans: one trajectory for every office."""
        return product(*self.listed.values())

    def count(self) -> int:
        """How many plans there are."""
        return math.prod(len(listed) for listed in self.listed.values())

    def course_of(self, decisions: tuple[Decision, ...]) -> Course:
        """Find the listed trajectories that decisions name; a KeyError when one is not listed."""
        by_decision = {trajectory.decision: trajectory for listed in self.listed.values() for trajectory in listed}
        return tuple(by_decision[decision] for decision in sorted(decisions))

    # ----------------------------------------------------------------------------------------------------- checking

    def is_broken(self, course: Course) -> bool:
        """Whether the plan breaks anything."""
        return next(self.broken(course), None) is not None

    def broken(self, course: Course) -> Iterator[str]:
        """Name everything that a plan breaks."""
        for rule in self.scenario.policy:
            if isinstance(rule, Lock) and rule.office is not None:
                chosen = next(trajectory for trajectory in course if trajectory.office.id == rule.office)
                if not lock_holds(rule, chosen.decision):
                    yield f"{rule.id}: {chosen.decision}"
            elif isinstance(rule, Budget) and not self.budget_holds(rule, course):
                yield f"{rule.id}: over budget"
        for period in range(len(self.calendar.years)):
            yield from (f"{self.calendar.years[period][0]}: {what}" for what in self.period(course, period)[0])

    def budget_holds(self, rule: Budget, course: Course) -> bool:
        spent: dict[int, Fraction] = defaultdict(Fraction)
        for trajectory in course:
            period = trajectory.one_off_period
            if period is None or (rule.agencies and trajectory.office.agency not in rule.agencies):
                continue
            if not rule.periods or self.scenario.horizon.periods[period] in rule.periods:
                spent[period if rule.per == "period" else 0] += trajectory.one_off
        return all(amount <= exact(rule.at_most) for amount in spent.values())

    # ------------------------------------------------------------------------------------------------------ pricing

    def price(self, course: Course) -> tuple[float, float]:
        """Value of a plan in the objective's unit, and its cost."""
        objective = self.scenario.objective
        periods = range(len(self.calendar.years))
        travel = math.fsum(self.period(course, period)[1] for period in periods)
        money = [trajectory.money for trajectory in course] + [self.points_cost(course, period) for period in periods]
        kg = math.fsum(float(trajectory.kg) for trajectory in course)
        if objective.minimise == "cost":
            cost = math.fsum([*money, travel, float(exact(objective.carbon_price_per_tonne)) * kg / 1000])
            return cost, cost
        return (travel + kg if objective.minimise == "emissions" else travel), math.fsum(money)

    def points_cost(self, course: Course, period: int) -> float:
        """Shared fixed cost of every site in use, once for all."""
        used = {trajectory.stands[period] for trajectory in course}
        weight = sum(self.calendar.weight(year) for year in self.calendar.years[period])
        return sum(site.shared_fixed_per_year * weight for site in self.scenario.sites if site.id in used)

    def prices_of_travel(self, period: int) -> tuple[Fraction, Fraction]:
        """What the objective charges over a period for one yearly visit, per minute and per km of the way (one way)."""
        objective, factors, years = self.scenario.objective, self.scenario.factors, self.calendar.years[period]
        kg_per_km = sum(
            (
                factor_in(factors.car_emissions, year, 0)
                / 1000
                * factor_in(factors.car_share, year, 1)
                / factor_in(factors.car_occupancy, year, 1)
                for year in years
            ),
            Fraction(0),
        )  # of one way driven once a year, in all the period's years
        worth = exact(sum(self.calendar.weight(year) for year in years))
        per_minute, per_km = {
            "cost": (
                exact(objective.value_of_time_per_hour) / 60 * worth,
                exact(objective.travel_price_per_km) * worth
                + exact(objective.carbon_price_per_tonne) / 1000 * kg_per_km,
            ),
            "emissions": (Fraction(0), kg_per_km),
            "travel_km": (Fraction(0), Fraction(len(years))),
            "travel_minutes": (Fraction(len(years)), Fraction(0)),
        }[objective.minimise]
        return 2 * per_minute, 2 * per_km

    def charge(self, segment: Segment, site: str, period: int) -> Fraction:
        """What the objective charges over a period for one yearly visit from a segment's area to a site."""
        per_minute, per_km = self.charges[period]
        pair = segment.area, site
        return per_minute * self.ways.minutes[pair] + per_km * self.ways.km[pair]

    # ---------------------------------------------------------------------------------------------------- one period

    def period(self, course: Course, period: int) -> tuple[tuple[str, ...], float]:
        """What is broken in a period, and what the objective charges for its travel (all its years)."""
        key = (period, *((t.serves[period], t.stands[period], t.m2[period]) for t in course))
        if key not in self.seen:
            self.seen[key] = self.look_at(course, period)
        return self.seen[key]

    def look_at(self, course: Course, period: int) -> tuple[tuple[str, ...], float]:
        m2: dict[str, Fraction] = defaultdict(Fraction)
        for trajectory in course:
            site = trajectory.stands[period]
            if site is not None:
                m2[site] += trajectory.m2[period]
        serving = tuple((t.office, t.serves[period]) for t in course if t.serves[period] is not None)
        used_by = frozenset((t.office.agency, t.stands[period]) for t in course if t.stands[period] is not None)
        network = Network(serving, dict(m2), used_by)
        broken = list(self.checker.broken(network, period))
        charged = Fraction(0)
        for agency in self.scenario.agencies:
            sent = self.send(agency.id, network, period)
            if isinstance(sent, str):
                broken.append(sent)
            else:
                charged += sent
        return tuple(broken), float(charged)

    def send(self, agency: str, network: Network, period: int) -> Fraction | str:
        """Send an agency's visits to its points: the charge, or what stands against it."""
        mine = tuple((office, site) for office, site in network.serving if office.agency == agency)
        key = (period, agency, *((office.id, site) for office, site in mine))
        if key not in self.sent:
            segments = [segment for segment in self.segments if segment.service.agency == agency]
            offices = [office for office in self.scenario.offices if office.agency == agency]
            limited = bool(offices) and all(office.capacity_minutes_per_year is not None for office in offices)
            send = self.send_within_capacity if limited else self.send_to_nearest
            self.sent[key] = send(segments, Network(mine, {}), period)
        return self.sent[key]

    def can_serve(self, segment: Segment, network: Network) -> set[str]:
        """Points that can serve a segment and that it can reach."""
        points = network.points_for(segment.service, segment.language)
        return {site for site in points if (segment.area, site) in self.ways.minutes}

    def send_to_nearest(self, segments: list[Segment], network: Network, period: int) -> Fraction | str:
        total = Fraction(0)
        for segment in segments:
            site = self.ways.nearest(segment.area, self.can_serve(segment, network))
            if site is None:
                return f"nobody serves {segment.area} with {segment.service.id} ({segment.language or 'any language'})"
            total += segment.visits[period] * self.charge(segment, site, period)
        return total

    def send_within_capacity(self, segments: list[Segment], network: Network, period: int) -> Fraction | str:
        """Minutes of visits go where they are cheapest to the objective, within the minutes that offices bring."""
        sites = sorted({site for _, site in network.serving})
        limits = [minutes_at(network.serving, site) for site in sites]
        supply, cost = [], {}
        for i, segment in enumerate(segments):
            minutes = exact(segment.service.minutes_per_visit)
            supply.append(segment.visits[period] * minutes)
            for site in self.can_serve(segment, network):
                cost[i, sites.index(site)] = self.charge(segment, site, period) / minutes
        total = cheapest_transport(supply, limits, cost)
        return "capacity, or nobody serves somebody" if total is None else total


def minutes_at(serving: tuple[tuple[Office, str], ...], site: str) -> Fraction:
    """Minutes of visits that the offices at a site can give."""
    return sum((exact(office.capacity_minutes_per_year) for office, at in serving if at == site), Fraction(0))


def lock_holds(rule: Lock, decision: Decision) -> bool:
    """Whether an office does what a lock asks of it."""
    if rule.must == "stay" and decision.action != "keep":
        return False
    if rule.must == "close" and decision.action != "close":
        return False
    moves = decision.action in ("merge", "colocate")
    if rule.only_to is not None and moves and decision.to_site not in rule.only_to:
        return False
    return rule.not_before is None or decision.date is None or decision.date >= rule.not_before
