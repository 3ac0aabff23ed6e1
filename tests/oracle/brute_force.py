"""Brute force: every plan of a small scenario, each checked and priced by reading docs/explanation/model.md aloud.

Nothing here knows of programs, solvers or columns, and nothing is shared with the code that does.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from tests.oracle.compromise import Limit, compromise
from tests.oracle.demand import people, read_segments, read_ways
from tests.oracle.exact import Calendar, exact
from tests.oracle.goals import MEASURES, Number, Travel, Vector, levels, plus, total, weigh
from tests.oracle.horizon_rules import decisions_broken
from tests.oracle.network import Checker, Network
from tests.oracle.trajectories import Listing, Trajectory, building_kg_per_m2
from tests.oracle.visits import Block, Visits

from consolidate.plan.model import Decision
from consolidate.scenario.model import Scenario
from consolidate.scenario.policy import Cap

SAME = 1e-9
"""Values this close, relative to the larger, are equal: weights of years are floats."""

Course = tuple[Trajectory, ...]


@dataclass(frozen=True)
class Best:
    """The best plan: its value in the last level's unit, that of every level, its cost; how many plans, and as good."""

    value: float
    levels: tuple[float, ...]
    cost: float
    decisions: tuple[Decision, ...]
    count_optimal: int
    feasible: int
    plans: int


@dataclass(frozen=True)
class View:
    """One period of a plan: what is broken, what it adds to all measures, and whose visits have a choice of points."""

    broken: tuple[str, ...]
    vector: Vector
    joint: frozenset[str]
    blocks: tuple[Block, ...]


def best_plan(scenario: Scenario, slack: float = 0.0) -> Best | None:
    """Enumerate all plans; None when none is feasible. Equal values go to the cheaper plan, then by decisions.

    With `slack`, earlier levels of priorities may be worse by that share of their value beside their tolerance.
    """
    oracle = Oracle(scenario)
    left = [course for course in oracle.courses() if not oracle.is_broken(course)]
    feasible = len(left)
    if not left:
        return None
    limits: list[Limit] = list(oracle.caps())
    reached: list[float] = []
    for goal, tolerance in oracle.levels:
        settled = [(oracle.settle(course, goal, limits), course) for course in left]
        found = [(weigh(goal, vector), course) for vector, course in settled if vector is not None]
        least = min(value for value, _ in found)
        most = Fraction(least) + (tolerance + Fraction(slack)) * abs(Fraction(least))
        limits.append((goal, padded(most)))
        left = [course for value, course in found if value <= padded(most)]
        reached.append(float(least))
    level = [course for value, course in found if value <= least + SAME * max(1, abs(least))]
    priced = [(oracle.cost(course, float(least)), course) for course in level]
    cheapest = min(cost for cost, _ in priced)
    best = [course for cost, course in priced if cost <= cheapest + SAME * max(1, abs(cheapest))]
    return Best(
        value=reached[-1],
        levels=tuple(reached),
        cost=cheapest,
        decisions=min(decisions_of(course) for course in best),
        count_optimal=len(best),
        feasible=feasible,
        plans=oracle.count(),
    )


def padded(most: Number) -> Fraction:
    """A limit with room for the rounding of floats."""
    return Fraction(most) + Fraction(SAME) * max(1, abs(Fraction(most)))


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
        self.travel = Travel(scenario, self.calendar)
        self.visits = Visits(scenario, self.ways, self.segments, self.travel)
        self.listing = Listing(scenario, self.calendar, self.ways)
        self.listed = {office.id: self.listing.of(office) for office in scenario.offices}
        self.levels = levels(scenario.objective)
        self.works = {site.id: self.works_by_period(site.joint_fit_out) for site in scenario.sites}
        self.seen: dict[tuple[object, ...], View] = {}

    def under(self, scenario: Scenario) -> Oracle:
        """Return the oracle of a scenario that differs in its policy only, without doing everything again."""
        ruled = copy(self)
        ruled.scenario, ruled.seen = scenario, {}
        ruled.checker = Checker(scenario, self.ways, self.checker.people)
        ruled.visits = copy(self.visits)
        ruled.visits.scenario = scenario
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
        views = self.views(course)
        spent = [
            sum((exact(self.checker.sites[site].joint_fit_out) for site in sites), Fraction(0))
            for sites in self.newly_joint(views)
        ]
        yield from decisions_broken(self.scenario, course, spent)
        for years, view in zip(self.calendar.years, views, strict=True):
            yield from (f"{years[0]}: {what}" for what in view.broken)
        caps = self.caps()
        if caps and all(not view.broken for view in views) and self.settle(course, caps[0][0], caps) is None:
            yield f"caps: {[(float(most), self.settle(course, goal, ())) for goal, most in caps]}"

    def caps(self) -> list[Limit]:
        """Totals over the horizon with the most that rules let them be."""
        rules = [rule for rule in self.scenario.policy if isinstance(rule, Cap)]
        return [(MEASURES[rule.of], padded(exact(rule.at_most))) for rule in rules]

    # ------------------------------------------------------------------------------------------------------ pricing

    def price(self, course: Course) -> tuple[float, float]:
        """Value of a plan in the (last) objective's unit, and its cost."""
        goal = self.levels[-1][0]
        value = float(weigh(goal, self.settle(course, goal, self.caps())))
        return value, self.cost(course, value)

    def ranks(self, course: Course) -> tuple[float, ...]:
        """Value of a plan for every level of the objective, each by itself, rules aside."""
        return tuple(float(weigh(goal, self.settle(course, goal, ()))) for goal, _ in self.levels)

    def cost(self, course: Course, value: float) -> float:
        """The money of a plan; where that is all that is minimised, with its prices."""
        objective = self.scenario.objective
        if objective.minimise == "cost" and not objective.priorities:
            return value
        return float(weigh(MEASURES["cost"], self.fixed(course, self.views(course))))

    def settle(self, course: Course, goal: Vector, limits: Sequence[Limit]) -> Vector | None:
        """All measures of a plan when visits, as far as they have a choice, serve a goal within limits; or None."""
        views = self.views(course)
        fixed = self.fixed(course, views)
        blocks = [block for view in views for block in view.blocks]
        if not blocks:
            return fixed if all(weigh(to, fixed) <= most for to, most in limits) else None
        exactly = tuple(Fraction(part) for part in fixed)

        def support(towards: Vector) -> Vector:
            sent = (self.travel.vector(block[1], self.visits.send(block, towards)) for block in blocks)
            return total([exactly, *sent])

        return compromise(support, goal, limits)

    def fixed(self, course: Course, views: Sequence[View]) -> Vector:
        """Everything that does not depend on a choice of points."""
        money = math.fsum(trajectory.money for trajectory in course)
        kg = math.fsum(float(trajectory.kg) for trajectory in course)
        for period, sites in enumerate(self.newly_joint(views)):
            money += sum(self.works[site][period] for site in sites)
        return plus((money, kg, 0.0, 0.0, 0.0, 0.0), *(view.vector for view in views))

    def newly_joint(self, views: Sequence[View]) -> list[frozenset[str]]:
        """Sites that are joint in a period and were not in the one before, which is today's for the first."""
        today = self.checker.today
        before = frozenset(site for site in today.m2 if self.checker.is_joint(today, site))
        return [view.joint - old for old, view in zip([before, *(v.joint for v in views)], views, strict=False)]

    def works_by_period(self, investment: float) -> list[float]:
        """What works at a site cost, discounted, when they start in a period."""
        return [
            self.calendar.present_value(self.listing.payments.annuity(exact(investment), day))
            for day in self.calendar.first_days
        ]

    # ---------------------------------------------------------------------------------------------------- one period

    def views(self, course: Course) -> list[View]:
        """Look at every period of a plan."""
        return [self.view(course, period) for period in range(len(self.calendar.years))]

    def view(self, course: Course, period: int) -> View:
        """Look at one period of a plan."""
        key = (period, *((t.serves[period], t.stands[period], t.m2[period]) for t in course))
        if key not in self.seen:
            self.seen[key] = self.look_at(course, period)
        return self.seen[key]

    def look_at(self, course: Course, period: int) -> View:
        network = network_in(course, period)
        broken = list(self.checker.broken(network, period))
        joint = frozenset(site for site in network.m2 if self.checker.is_joint(network, site))
        vector, blocks = self.places(network, joint, period), []
        for agency in self.scenario.agencies:
            block = self.visits.block(agency.id, network, period)
            way = self.visits.send(block, self.levels[0][0])
            if isinstance(way, str):
                broken.append(way)
            elif self.visits.is_limited(agency.id):
                blocks.append(block)
            else:
                vector = plus(vector, self.travel.vector(period, way))
        return View(tuple(broken), tuple(float(part) for part in vector), joint, tuple(blocks))

    def places(self, network: Network, joint: frozenset[str], period: int) -> Vector:
        """Cost and emissions of every site in use, once for all who are there."""
        years = self.calendar.years[period]
        money, m2 = Fraction(0), Fraction(0)
        for site in (self.checker.sites[id_] for id_ in network.m2):
            common = exact(site.common_m2)
            money += exact(site.shared_fixed_per_year) + common * exact(site.rent_per_m2_year)
            money += common * exact(site.running_per_m2_year)
            money += exact(site.joint_fixed_per_year) if site.id in joint else 0
            m2 += common
        worth = sum(self.calendar.weight(year) for year in years)
        return float(money) * worth, m2 * building_kg_per_m2(self.scenario, years), 0, 0, 0, 0


def network_in(course: Course, period: int) -> Network:
    """Who serves where, and what is in use, in a period."""
    m2: dict[str, Fraction] = defaultdict(Fraction)
    m2_of: dict[str, Fraction] = defaultdict(Fraction)
    people_of: dict[str, Fraction] = defaultdict(Fraction)
    for trajectory in course:
        agency, site = trajectory.office.agency, trajectory.stands[period]
        people_of[agency] += trajectory.people[period]
        if site is not None:
            m2[site] += trajectory.m2[period]
            m2_of[agency] += trajectory.m2[period]
    return Network(
        serving=tuple((t.office, t.serves[period]) for t in course if t.serves[period] is not None),
        m2=dict(m2),
        used_by=frozenset((t.office.agency, t.stands[period]) for t in course if t.stands[period] is not None),
        m2_of=dict(m2_of),
        people_of=dict(people_of),
    )
