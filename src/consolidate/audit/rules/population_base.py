"""Enough people live near every joint point."""

from __future__ import annotations

import numpy as np

from consolidate.audit.exact import exact, unfixed
from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.report import Reading
from consolidate.audit.rules.access import limit_of, ways
from consolidate.audit.rules.measure import Measure, judge
from consolidate.audit.travel import TOLERANCE
from consolidate.scenario.policy import PopulationBase


def read(network: Network, rule: PopulationBase) -> tuple[Reading, Found]:
    """Compare the people within the limit of every joint point that is not excepted with the least number."""
    facts, measures = network.facts, []
    for period in network.held_in(rule.periods):
        presence = network.periods[period]
        serving = {site for _, site in presence.serving}
        for site in sorted((presence.joint(facts) & serving) - set(rule.except_sites)):
            near = ways(facts, rule)[:, facts.site_index[site]] <= limit_of(rule) + TOLERANCE
            people = unfixed(int(sum(facts.demand.people[period][np.flatnonzero(near)])))
            where = f"period {facts.calendar.starts[period].year}, site {site}"
            measures.append(Measure(float(people), rule.at_least, float(people - exact(rule.at_least)), where))
    return judge(rule, measures, "people", Measure(rule.at_least, rule.at_least, 0.0))
