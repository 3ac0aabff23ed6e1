"""Where a language is a right, a point that serves in it is within the limit."""

from __future__ import annotations

from consolidate.audit.exact import exact
from consolidate.audit.facts import Facts
from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.presence import Need
from consolidate.audit.report import Reading
from consolidate.audit.rules.access import Situation, Who, limit_of, listed, situations, unit_of
from consolidate.audit.rules.measure import Measure, judge
from consolidate.audit.travel import TOLERANCE
from consolidate.scenario.model import Area
from consolidate.scenario.policy import Language


def read(network: Network, rule: Language) -> tuple[Reading, Found]:
    """Compare the longest way to a point that serves in the language with the limit, class by class."""
    facts = network.facts
    named = [area.id for area in facts.areas.values() if has_right(facts, rule, area)]
    areas = listed(facts, rule, named)
    who = Who(Need(language=rule.language))
    found = [each for each in situations(network, rule, lambda _: areas, who) if each.areas]
    nobody = Measure(0.0, limit_of(rule), limit_of(rule))
    return judge(rule, [farthest(network, rule, each) for each in found], unit_of(rule), nobody)


def has_right(facts: Facts, rule: Language, area: Area) -> bool:
    """Say whether the rule is about an area: by law, by its speakers, or by being listed."""
    if rule.areas == "statutory":
        return rule.language in area.languages
    if isinstance(rule.areas, tuple):
        return area.id in rule.areas
    groups = (group for group in facts.scenario.groups if group.language == rule.language)
    speakers = exact(max((area.people.get(group.id, 0.0) for group in groups), default=0.0))
    least, share = rule.areas.at_least, rule.areas.share
    many = least is not None and speakers >= exact(least)
    return many or (share is not None and speakers >= exact(share) * exact(area.population))


def farthest(network: Network, rule: Language, situation: Situation) -> Measure:
    """Measure the longest way of any area in scope."""
    worst = int(situation.way.argmax())
    way = float(situation.way[worst])
    where = f"{situation.where}, area {network.facts.area_names[situation.areas[worst]]}"
    return Measure(way, limit_of(rule), limit_of(rule) - way, where, near=TOLERANCE)
