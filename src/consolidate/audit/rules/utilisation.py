"""Points are used up to a share of their capacity."""

from __future__ import annotations

from fractions import Fraction

from consolidate.audit.capacity import Work, Works
from consolidate.audit.exact import exact
from consolidate.audit.findings import Found
from consolidate.audit.network import Network
from consolidate.audit.report import Reading
from consolidate.audit.rules.measure import RELATIVE, Measure, judge
from consolidate.scenario.policy import Utilisation


def read(network: Network, rule: Utilisation, works: Works) -> tuple[Reading, Found]:
    """Compare the share of its capacity that is used with the limit, at every point in scope."""
    facts, held = network.facts, network.held_in(rule.periods)
    measures = [
        at_point(rule, work, limit, f"period {facts.calendar.starts[period].year}, agency {agency}, site {name}")
        for (period, agency, site), work in sorted(works.items(), key=lambda item: item[0])
        for name, limit in [(facts.site_names[site], work.limit)]
        if limit is not None and period in held and (not rule.agencies or agency in rule.agencies)
    ]
    return judge(rule, measures, "share", Measure(0.0, rule.at_most, rule.at_most))


def at_point(rule: Utilisation, work: Work, limit: Fraction, where: str) -> Measure:
    """Measure the share of a point's capacity that is used; what rounding to millionths moves breaks nothing."""
    if not limit:
        value = float("inf") if work.load > work.grain else 0.0
        return Measure(value, rule.at_most, rule.at_most - value, where)
    used = work.load / limit
    near = max(RELATIVE, float(work.grain / limit))
    return Measure(float(used), rule.at_most, float(exact(rule.at_most) - used), where, near=near)
