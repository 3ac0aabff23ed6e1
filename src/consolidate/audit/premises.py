"""Whether premises hold what is in them, and agencies do with joint points what they must."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from consolidate.audit.exact import exact
from consolidate.audit.facts import Facts
from consolidate.audit.findings import Found
from consolidate.audit.points import common_at
from consolidate.audit.presence import Presence
from consolidate.audit.report import Violation


def one_mode(facts: Facts, periods: Sequence[Presence]) -> Found:
    """Check that an agency serves at a site in one mode at a time."""
    checks, found = 0, []
    for start, presence in zip(facts.calendar.starts, periods, strict=True):
        for (agency, site), there in sorted(presence.serving.items(), key=lambda item: item[0]):
            modes = sorted({each.mode for each in there})
            checks += 1
            if len(modes) > 1:
                where = f"period {start.year}, agency {agency}, site {site}"
                found.append(Violation("one_mode", where, f"serves in {' and '.join(modes)} at the same time"))
    return Found(checks, tuple(found))


def floor_area(facts: Facts, periods: Sequence[Presence]) -> Found:
    """Check that the area taken at a site, and its common area, are at most its usable area."""
    checks, found = 0, []
    for start, presence in zip(facts.calendar.starts, periods, strict=True):
        taken: dict[str, Fraction] = defaultdict(Fraction)
        for (_, site), m2 in presence.area.items():
            taken[site] += m2
        for site, private in sorted(taken.items()):
            m2, usable = private + common_at(facts, presence, site), facts.sites[site].usable_m2
            checks += usable is not None
            if usable is not None and m2 > exact(usable):
                where = f"period {start.year}, site {site}"
                found.append(Violation("floor_area", where, f"{float(m2):,.2f} m2 taken, {usable:,.2f} m2 usable"))
    return Found(checks, tuple(found))


def who_joins_closes(facts: Facts, periods: Sequence[Presence]) -> Found:
    """Check that an agency serving at a joint site serves at no other site of the municipality."""
    checks, found = 0, []
    for start, presence in zip(facts.calendar.starts, periods, strict=True):
        at: dict[tuple[str, str], list[str]] = defaultdict(list)
        for agency, site in sorted(presence.serving):
            at[agency, facts.municipality(site)].append(site)
        joint = presence.joint(facts)
        for (agency, municipality), sites in at.items():
            checks += 1
            joined = [site for site in sites if site in joint]
            if joined and len(sites) > 1:
                where = f"period {start.year}, agency {agency}, municipality {municipality}"
                message = f"serves at {', '.join(sites)}, though {', '.join(joined)} is joint"
                found.append(Violation("who_joins_closes", where, message))
    return Found(checks, tuple(found))
