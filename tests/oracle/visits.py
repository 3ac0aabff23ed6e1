"""One agency's visits in one period: to the nearest point, or, where minutes are limited, where a goal has them go."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction

from tests.oracle.demand import Segment, Ways
from tests.oracle.exact import exact
from tests.oracle.fairness import Fairness
from tests.oracle.goals import NOTHING, Travel, Vector
from tests.oracle.network import Network, Serving, mode_of
from tests.oracle.reach import points_for
from tests.oracle.transport import cheapest_transport

from consolidate.scenario.model import Scenario
from consolidate.scenario.policy import Patronage, Utilisation


@dataclass(frozen=True)
class Block:
    """An agency in a period: what its visits depend on."""

    agency: str
    period: int
    serving: tuple[Serving, ...]  # its offices
    support: frozenset[tuple[str, str]]  # (site, mode) of all, where it has willing visits


@dataclass(frozen=True)
class Sent:
    """Where visits of a year go: minutes and km one way; minutes one way that rules limit; working minutes by site.

    Working minutes of visits in a language stand apart, by site and language.
    """

    minutes: Fraction
    km: Fraction
    limited: tuple[Fraction, ...]
    at: dict[str, Fraction]
    spoken: dict[tuple[str, str], Fraction]
    wrong: str = ""  # what stands against it


class Visits:
    """Sends the visits of a scenario; what an agency's network of a period leads to is kept."""

    def __init__(self, scenario: Scenario, ways: Ways, segments: list[Segment], travel: Travel, today: Network) -> None:
        self.scenario, self.ways, self.segments, self.travel, self.today = scenario, ways, segments, travel, today
        self.staffed = {agency.id for agency in scenario.agencies if agency.staffing is not None}
        self.willing = {segment.service.agency for segment in segments if segment.willing}
        self.limited = {agency.id for agency in scenario.agencies if self.has_limits(agency.id)}
        self.sent: dict[tuple[object, ...], Sent | None] = {}
        self.fairness = Fairness(scenario, self.minutes_today())

    def under(self, scenario: Scenario) -> Visits:
        """The same visits under another policy."""
        ruled = object.__new__(Visits)
        ruled.__dict__ |= self.__dict__
        ruled.scenario = scenario
        ruled.fairness = Fairness(scenario, self.fairness.today)
        return ruled

    def has_limits(self, agency: str) -> bool:
        """Whether an agency's offices state how many minutes they have, or serve in modes that do."""
        mine = [office for office in self.scenario.offices if office.agency == agency]
        modes = {mode for office in mine for mode in (office.mode, *(other.mode for other in office.convert))}
        return any(office.capacity_minutes_per_year is not None for office in mine) or any(
            mode_of(self.scenario, mode).opening_minutes_per_year is not None for mode in modes
        )

    def minutes_today(self) -> list[dict[Segment, Fraction]]:
        """By period, the minutes one way that a year's visits take in today's network; not of whom it cannot serve."""
        return [
            {
                segment: segment.visits[period] * segment.ways.minutes[segment.area, site]
                if self.is_made(segment, self.today.in_mode(support_modes(segment)), period)
                else Fraction(0)
                for segment in self.segments
                if (site := self.nearest(segment, self.today)) is not None
            }
            for period in range(len(self.scenario.horizon.periods))
        ]

    # -------------------------------------------------------------------------------------------------------- who goes

    def block(self, agency: str, network: Network, period: int) -> Block:
        """Say what an agency's visits of a period depend on."""
        mine = tuple(one for one in network.serving if one.agency == agency)
        everybody = network.serving if agency in self.willing else ()
        return Block(agency, period, mine, frozenset((one.site, one.mode) for one in everybody))

    def is_made(self, segment: Segment, support: set[str], period: int) -> bool:
        """Whether there are visits: those of the willing only where none of the support points is near."""
        if segment.visits[period] == 0:
            return False
        if not segment.willing:
            return True
        most = exact(segment.service.remote.support_minutes)
        far = (self.ways.minutes.get((segment.area, site)) for site in support)
        return not any(minutes is not None and minutes <= most for minutes in far)

    def made(self, block: Block) -> list[Segment]:
        """Visits of the block's agency that are made in its period."""
        found = []
        for segment in self.segments:
            if segment.service.agency == block.agency:
                support = {site for site, mode in block.support if mode in support_modes(segment)}
                if self.is_made(segment, support, block.period):
                    found.append(segment)
        return found

    def can_serve(self, segment: Segment, network: Network) -> set[str]:
        """Points that can serve a segment and that it can reach."""
        points = points_for(self.scenario, network, segment.service, segment.group)
        return {site for site in points if (segment.area, site) in segment.ways.minutes}

    def nearest(self, segment: Segment, network: Network) -> str | None:
        """The nearest point that can serve a segment."""
        return segment.ways.nearest(segment.area, self.can_serve(segment, network))

    # -------------------------------------------------------------------------------------------------- where they go

    def has_choice(self, agency: str, period: int) -> bool:
        """Whether it is left open where an agency's visits go: points may be full, and not all go to the nearest."""
        start = self.scenario.horizon.periods[period]
        bound = any(
            isinstance(rule, Patronage)
            and (not rule.agencies or agency in rule.agencies)
            and (not rule.periods or start in rule.periods)
            for rule in self.scenario.policy
        )
        return agency in self.limited and agency not in self.staffed and not bound

    def send(self, block: Block, goal: Vector) -> Sent | None:
        """Send an agency's visits in the way that is least for a goal; None where points are too full for any."""
        choice = self.has_choice(block.agency, block.period)
        prices = self.prices(block.period, goal) if choice else None
        key = block, choice, prices, self.usable_share(block), self.fairness.limited
        if key not in self.sent:
            self.sent[key] = self.send_within_limits(block, prices) if choice else self.send_to_nearest(block)
        return self.sent[key]

    def vector(self, block: Block, sent: Sent) -> Vector:
        """What the visits add to all measures, and to what rules limit."""
        return (*self.travel.vector(block.period, (sent.minutes, sent.km)), *sent.limited)

    def prices(self, period: int, goal: Vector) -> tuple[Fraction, ...]:
        """What a goal charges for a minute and a km of a visit a year, and for the minutes that rules limit."""
        beyond = tuple(Fraction(part) for part in goal[len(NOTHING) :])
        return (*self.travel.prices(period, goal[: len(NOTHING)]), *beyond)

    def usable_share(self, block: Block) -> Fraction:
        """The part of its minutes that rules let an agency use."""
        start = self.scenario.horizon.periods[block.period]
        shares = [
            exact(rule.at_most)
            for rule in self.scenario.policy
            if isinstance(rule, Utilisation)
            and (not rule.agencies or block.agency in rule.agencies)
            and (not rule.periods or start in rule.periods)
        ]
        return min([Fraction(1), *shares])

    def limit_at(self, block: Block, site: str) -> Fraction | None:
        """Minutes of visits that an agency can give at a site: its offices' own, and those it is open; None: any."""
        here = [one for one in block.serving if one.site == site]
        openings = [mode_of(self.scenario, one.mode).opening_minutes_per_year for one in here]
        limits = [exact(opening) for opening in openings if opening is not None]
        if all(one.capacity is not None for one in here):
            limits.append(self.usable_share(block) * sum((one.capacity for one in here), Fraction(0)))
        return min(limits) if limits else None

    def send_to_nearest(self, block: Block) -> Sent:
        """Send everybody to the nearest point, also where it is full."""
        network, flow, wrong = Network(block.serving), {}, ""
        for segment in self.made(block):
            site = self.nearest(segment, network)
            if site is None:
                who = segment.group.id if segment.group else "everybody"
                wrong = f"nobody serves {segment.area} with {segment.service.id} ({who})"
            else:
                flow[segment, site] = segment.visits[block.period]
        sent = self.along(block, flow)
        for site, minutes in sent.at.items():
            limit = self.limit_at(block, site)
            if limit is not None and minutes > limit:
                wrong = f"{block.agency} is full at {site}"
        return replace(sent, wrong=wrong)

    def send_within_limits(self, block: Block, prices: tuple[Fraction, ...]) -> Sent | None:
        """Minutes of visits go where they are cheapest, within what points can give."""
        network, made = Network(block.serving), self.made(block)
        sites = sorted({one.site for one in block.serving})
        supply = [segment.visits[block.period] * exact(segment.service.minutes_per_visit) for segment in made]
        limits = [self.limit_at(block, site) for site in sites]
        room = [sum(supply, Fraction(0)) if limit is None else limit for limit in limits]
        cost = {}
        for i, segment in enumerate(made):
            beyond = self.fairness.prices(segment, block.period, prices[2:])
            for site in self.can_serve(segment, network):
                way = (prices[0] + beyond) * segment.ways.minutes[segment.area, site]
                way += prices[1] * segment.ways.km[segment.area, site]
                cost[i, sites.index(site)] = way / exact(segment.service.minutes_per_visit)
        flow = cheapest_transport(supply, room, cost)
        if flow is None:
            return None
        visits = {
            (made[i], sites[j]): amount / exact(made[i].service.minutes_per_visit) for (i, j), amount in flow.items()
        }
        return self.along(block, visits)

    def along(self, block: Block, flow: dict[tuple[Segment, str], Fraction]) -> Sent:
        """Add up visits that go to sites."""
        minutes, km, at, spoken = Fraction(0), Fraction(0), defaultdict(Fraction), defaultdict(Fraction)
        limited = [Fraction(0)] * len(self.fairness.limited)
        for (segment, site), visits in flow.items():
            way = visits * segment.ways.minutes[segment.area, site]
            minutes += way
            km += visits * segment.ways.km[segment.area, site]
            work = visits * exact(segment.service.minutes_per_visit)
            at[site] += work
            if segment.group is not None and segment.group.language:
                spoken[site, segment.group.language] += work
            for number in self.fairness.numbers(segment, block.period):
                limited[number] += way
        return Sent(minutes, km, tuple(limited), dict(at), dict(spoken))


def support_modes(segment: Segment) -> tuple[str, ...]:
    """Modes that give digital support for a segment's service."""
    return segment.service.remote.support_modes if segment.service.remote else ()
