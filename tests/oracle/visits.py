"""One agency's visits in one period: to the nearest point, or, where minutes are limited, where a goal has them go."""

from __future__ import annotations

from fractions import Fraction

from tests.oracle.demand import Segment, Ways
from tests.oracle.exact import exact
from tests.oracle.goals import Travel, Vector
from tests.oracle.network import Network
from tests.oracle.transport import cheapest_transport

from consolidate.scenario.model import Office, Scenario
from consolidate.scenario.policy import Utilisation

Block = tuple[str, int, tuple[tuple[str, str], ...]]
"""An agency, a period, and its offices with the sites they serve at."""

Way = tuple[Fraction, Fraction]
"""Minutes and km of a year's visits, one way."""


class Visits:
    """Sends the visits of a scenario; what an agency's network of a period leads to is kept."""

    def __init__(self, scenario: Scenario, ways: Ways, segments: list[Segment], travel: Travel) -> None:
        self.scenario, self.ways, self.segments, self.travel = scenario, ways, segments, travel
        self.offices = {office.id: office for office in scenario.offices}
        self.sent: dict[tuple[object, ...], Way | str] = {}

    def is_limited(self, agency: str) -> bool:
        """Whether an agency's offices state how many minutes they have."""
        mine = [office for office in self.scenario.offices if office.agency == agency]
        return bool(mine) and all(office.capacity_minutes_per_year is not None for office in mine)

    def block(self, agency: str, network: Network, period: int) -> Block:
        """Say what an agency's visits of a period depend on."""
        return agency, period, tuple((office.id, site) for office, site in network.serving if office.agency == agency)

    def send(self, block: Block, goal: Vector) -> Way | str:
        """Send an agency's visits in the way that is least for a goal; or say what stands against it."""
        agency, period, _ = block
        limited = self.is_limited(agency)
        prices = self.travel.prices(period, goal) if limited else None
        share = self.usable_share(agency, period) if limited else None
        key = (block, prices, share)
        if key not in self.sent:
            segments = [segment for segment in self.segments if segment.service.agency == agency]
            if limited:
                self.sent[key] = self.send_within_capacity(segments, block, prices, share)
            else:
                self.sent[key] = self.send_to_nearest(segments, block)
        return self.sent[key]

    def usable_share(self, agency: str, period: int) -> Fraction:
        """The part of its minutes that rules let an agency use."""
        start = self.scenario.horizon.periods[period]
        shares = [
            exact(rule.at_most)
            for rule in self.scenario.policy
            if isinstance(rule, Utilisation)
            and (not rule.agencies or agency in rule.agencies)
            and (not rule.periods or start in rule.periods)
        ]
        return min([Fraction(1), *shares])

    def can_serve(self, segment: Segment, network: Network) -> set[str]:
        """Points that can serve a segment and that it can reach."""
        points = network.points_for(segment.service, segment.language)
        return {site for site in points if (segment.area, site) in self.ways.minutes}

    def network_of(self, block: Block) -> Network:
        return Network(tuple((self.offices[office], site) for office, site in block[2]), {})

    def send_to_nearest(self, segments: list[Segment], block: Block) -> Way | str:
        network, minutes, km = self.network_of(block), Fraction(0), Fraction(0)
        for segment in segments:
            site = self.ways.nearest(segment.area, self.can_serve(segment, network))
            if site is None:
                return f"nobody serves {segment.area} with {segment.service.id} ({segment.language or 'any language'})"
            minutes += segment.visits[block[1]] * self.ways.minutes[segment.area, site]
            km += segment.visits[block[1]] * self.ways.km[segment.area, site]
        return minutes, km

    def send_within_capacity(
        self, segments: list[Segment], block: Block, prices: tuple[Fraction, Fraction], share: Fraction
    ) -> Way | str:
        """Minutes of visits go where they are cheapest, within the share of minutes that offices bring."""
        network = self.network_of(block)
        sites = sorted({site for _, site in network.serving})
        limits = [share * minutes_at(network.serving, site) for site in sites]
        supply, cost, ways = [], {}, {}
        for i, segment in enumerate(segments):
            minutes = exact(segment.service.minutes_per_visit)
            supply.append(segment.visits[block[1]] * minutes)
            for site in self.can_serve(segment, network):
                arc, pair = (i, sites.index(site)), (segment.area, site)
                ways[arc] = self.ways.minutes[pair] / minutes, self.ways.km[pair] / minutes
                cost[arc] = prices[0] * ways[arc][0] + prices[1] * ways[arc][1]
        flow = cheapest_transport(supply, limits, cost)
        if flow is None:
            return "capacity, or nobody serves somebody"
        parts = [(amount * ways[arc][0], amount * ways[arc][1]) for arc, amount in flow.items()]
        return sum((part[0] for part in parts), Fraction(0)), sum((part[1] for part in parts), Fraction(0))


def minutes_at(serving: tuple[tuple[Office, str], ...], site: str) -> Fraction:
    """Minutes of visits that the offices at a site can give."""
    return sum((exact(office.capacity_minutes_per_year) for office, at in serving if at == site), Fraction(0))
