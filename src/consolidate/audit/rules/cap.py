"""A total over the horizon is at most a limit."""

from __future__ import annotations

from fractions import Fraction

from consolidate.audit.emissions import visit_kg
from consolidate.audit.exact import exact
from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.report import Reading
from consolidate.audit.rules.measure import RELATIVE, Measure, judge
from consolidate.audit.totals import Sums
from consolidate.audit.visit_travel import VisitTravel
from consolidate.scenario.policy import Cap


def read(network: Network, rule: Cap, sums: Sums, travel: VisitTravel) -> tuple[Reading, Found]:
    """Compare the total with the limit; what rounding shares to millionths may move breaks nothing."""
    value = sums.of(rule.of)
    near = max(RELATIVE * max(1.0, rule.at_most), float(grain(network, rule, travel)))
    measure = Measure(float(value), rule.at_most, float(exact(rule.at_most) - value), "the whole horizon", "", near)
    currency = network.facts.scenario.currency
    unit = {"cost": currency, "emissions": "kg CO2e", "travel_km": "km", "travel_minutes": "min"}[rule.of]
    return judge(rule, [measure], unit, measure)


def grain(network: Network, rule: Cap, travel: VisitTravel) -> Fraction:
    """Return how much of the total is a matter of whole millionths."""
    if rule.of == "cost":
        return Fraction(0)
    if rule.of == "emissions":
        return visit_kg(network.facts, travel.km_grain)
    grains = travel.km_grain if rule.of == "travel_km" else travel.minutes_grain
    years = network.facts.calendar.years
    return sum((amount * len(each) for amount, each in zip(grains, years, strict=True)), Fraction(0))
