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
from tests.oracle.demand import read_group_ways, read_segments, read_ways
from tests.oracle.exact import Calendar, exact
from tests.oracle.goals import MEASURES, Number, Travel, Vector, levels, plus, total, weigh
from tests.oracle.hires import Point, hires, hires_cost, minutes_short
from tests.oracle.horizon_rules import decisions_broken
from tests.oracle.network import Checker, Network, mode_of
from tests.oracle.reach import Reach
from tests.oracle.trajectories import Listing, Trajectory, building_kg_per_m2
from tests.oracle.visits import Block, Visits

from consolidate.plan.model import Decision
from consolidate.scenario.model import Scenario
from consolidate.scenario.policy import Cap, Fairness

SAME = 1e-9
"""Values this close, relative to the larger, are equal: weights of years are floats."""

Course = tuple[Trajectory, ...]

Common = tuple[str, str]
"""A site and a mode whose facility is there; '' where the site is joint."""


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
    """One period of a plan: what is broken, what it adds to all measures, and what is left to the rest of the plan."""

    broken: tuple[str, ...]
    vector: Vector
    set_up: frozenset[Common]  # what has works when it starts
    short: dict[Point, Fraction]  # working minutes, of agencies with staffing
    takes: dict[tuple[str, str], Fraction]  # m2, by agency and site
    blocks: tuple[Block, ...]  # whose visits have a choice of points


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
        self.by_group = read_group_ways(scenario, self.ways)
        self.segments = read_segments(scenario, self.calendar, self.ways, self.by_group)
        self.listing = Listing(scenario, self.calendar, self.ways)
        self.listed = {office.id: self.listing.of(office) for office in scenario.offices}
        self.today: Course = tuple(listed[0] for listed in self.listed.values())
        self.network_today = network_in(self.today, 0)
        self.travel = Travel(scenario, self.calendar)
        self.visits = Visits(scenario, self.ways, self.segments, self.travel, self.network_today)
        self.sites = {site.id: site for site in scenario.sites}
        self.levels = levels(scenario.objective)
        self.rule()

    def rule(self) -> None:
        """Take up the policy."""
        reach = Reach(self.scenario, self.calendar, self.ways, self.by_group, self.network_today)
        self.checker = Checker(self.scenario, reach)
        self.seen: dict[tuple[int, ...], View] = {}
        self.paid_today: dict[str, float] | None = None

    def under(self, scenario: Scenario) -> Oracle:
        """Return the oracle of a scenario that differs in its policy only, without doing everything again."""
        ruled = copy(self)
        ruled.scenario, ruled.visits = scenario, self.visits.under(scenario)
        ruled.rule()
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
        hired, spent = self.hired(views), self.set_up(views)
        yield from decisions_broken(self.scenario, course, [sum(one.values()) for one in spent], hired)
        for years, view in zip(self.calendar.years, views, strict=True):
            yield from (f"{years[0]}: {what}" for what in view.broken)
        yield from self.unfair(course)
        caps = self.caps()
        if caps and all(not view.broken for view in views) and self.settle(course, caps[0][0], caps) is None:
            yield f"caps: {[(float(most), self.settle(course, goal, ())) for goal, most in caps]}"

    def caps(self) -> list[Limit]:
        """Totals over the horizon, and minutes of regions and groups, with the most that rules let them be."""
        rules = [rule for rule in self.scenario.policy if isinstance(rule, Cap)]
        limits = [(MEASURES[rule.of], exact(rule.at_most)) for rule in rules] + self.visits.fairness.limits()
        return [(goal, padded(most)) for goal, most in limits]

    def unfair(self, course: Course) -> Iterator[str]:
        """Name the agencies that pay too much more than today."""
        for rule in self.scenario.policy:
            if isinstance(rule, Fairness) and rule.of == "agencies":
                self.paid_today = self.paid_today or self.paid(self.today)
                for agency, paid in self.paid(course).items():
                    more = Fraction(paid) - Fraction(self.paid_today[agency])
                    if (not rule.only or agency in rule.only) and more > padded(exact(rule.at_most)):
                        yield f"{rule.id}: {agency} pays {float(more)} more"

    def paid(self, course: Course) -> dict[str, float]:
        """What each agency pays over the horizon, with a tariff for the area it takes."""
        views = self.views(course)
        paid = hires_cost(self.scenario, self.calendar, self.hired(views))
        for trajectory in course:
            paid[trajectory.office.agency] += trajectory.money
        for years, view in zip(self.calendar.years, views, strict=True):
            worth = sum(self.calendar.weight(year) for year in years)
            for (agency, site), m2 in view.takes.items():
                paid[agency] += float(m2 * exact(self.sites[site].tariff_per_m2_year)) * worth
        return paid

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
            sent = ((block, self.visits.send(block, towards)) for block in blocks)
            return total([exactly, *(self.visits.vector(block, one) for block, one in sent)])

        return compromise(support, goal, limits)

    def fixed(self, course: Course, views: Sequence[View]) -> Vector:
        """Everything that does not depend on a choice of points."""
        money = math.fsum(trajectory.money for trajectory in course)
        kg = math.fsum(float(trajectory.kg) for trajectory in course)
        for day, works in zip(self.calendar.first_days, self.set_up(views), strict=True):
            payments = (self.listing.payments.annuity(investment, day) for investment in works.values())
            money += sum(self.calendar.present_value(book) for book in payments)
        money += sum(hires_cost(self.scenario, self.calendar, self.hired(views)).values())
        return plus((money, kg, 0.0, 0.0, 0.0, 0.0), *(view.vector for view in views))

    def set_up(self, views: Sequence[View]) -> list[dict[Common, Fraction]]:
        """By period, works of what is there and was not in the period before, which is today's for the first."""
        before = self.commons(self.network_today)
        return [
            {one: self.investment(one) for one in view.set_up - old}
            for old, view in zip([before, *(view.set_up for view in views)], views, strict=False)
        ]

    def investment(self, common: Common) -> Fraction:
        """What works cost at a site that becomes joint, or for a facility."""
        site, mode = common
        return exact(mode_of(self.scenario, mode).shared.fit_out if mode else self.sites[site].joint_fit_out)

    def hired(self, views: Sequence[View]) -> list[dict[str, Fraction]]:
        """People hired in each period, by agency."""
        return hires(self.scenario, [view.short for view in views])

    # ---------------------------------------------------------------------------------------------------- one period

    def views(self, course: Course) -> list[View]:
        """Look at every period of a plan."""
        return [self.view(course, period) for period in range(len(self.calendar.years))]

    def view(self, course: Course, period: int) -> View:
        """Look at one period of a plan."""
        key = (period, *(trajectory.numbers[period] for trajectory in course))
        if key not in self.seen:
            self.seen[key] = self.look_at(course, period)
        return self.seen[key]

    def look_at(self, course: Course, period: int) -> View:
        network = network_in(course, period)
        broken, blocks = list(self.checker.broken(network, period)), []
        vector, visits = self.places(network, period), {}
        for agency in self.scenario.agencies:
            block = self.visits.block(agency.id, network, period)
            sent = self.visits.send(block, self.levels[0][0])
            if sent is None or sent.wrong:
                broken.append(sent.wrong if sent else f"points of {agency.id} are too full")
            if self.visits.has_choice(agency.id, period):
                blocks.append(block)
            else:
                vector = plus(vector, self.visits.vector(block, sent))
                visits |= {(agency.id, site, ""): minutes for site, minutes in sent.at.items()}
                visits |= {(agency.id, *post): minutes for post, minutes in sent.spoken.items()}
        here = [(trajectory.office.agency, trajectory.presence[period]) for trajectory in course]
        short = minutes_short(visits, here, self.visits.staffed)
        vector = tuple(float(part) for part in vector)
        return View(tuple(broken), vector, self.commons(network), short, network.takes, tuple(blocks))

    def commons(self, network: Network) -> frozenset[Common]:
        """Joint sites, and facilities that are there."""
        joint = {(site, "") for site in network.m2 if self.checker.is_joint(network, site)}
        return frozenset(joint | self.checker.facilities(network))

    def places(self, network: Network, period: int) -> Vector:
        """Cost and emissions of every site in use, once for all who are there."""
        years = self.calendar.years[period]
        money, m2 = Fraction(0), Fraction(0)
        for site in (self.sites[id_] for id_ in network.m2):
            common = self.checker.common_m2(network, site.id)
            money += exact(site.shared_fixed_per_year) + common * exact(site.rent_per_m2_year)
            money += common * exact(site.running_per_m2_year)
            money += exact(site.joint_fixed_per_year) if self.checker.is_joint(network, site.id) else 0
            m2 += common
        for _, mode in self.checker.facilities(network):
            money += exact(mode_of(self.scenario, mode).shared.cost_per_year)
        worth = sum(self.calendar.weight(year) for year in years)
        return float(money) * worth, m2 * building_kg_per_m2(self.scenario, years), 0, 0, 0, 0


def network_in(course: Course, period: int) -> Network:
    """Who serves where, and what is in use, in a period."""
    takes: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    people_of: dict[str, Fraction] = defaultdict(Fraction)
    for trajectory in course:
        agency, here = trajectory.office.agency, trajectory.presence[period]
        people_of[agency] += here.people
        for site, taken in here.takes:
            takes[agency, site] += taken
    serving = (trajectory.presence[period].serves for trajectory in course)
    return Network(tuple(one for one in serving if one is not None), dict(takes), dict(people_of))
