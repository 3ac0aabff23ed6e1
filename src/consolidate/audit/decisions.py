"""Whether every office has one decision, and one that it may take."""

from __future__ import annotations

from collections import Counter

import numpy as np

from consolidate.audit.calendar import add_months
from consolidate.audit.courses import (
    ACTIONS,
    MOVES,
    STANDING,
    area_taken,
    chooses_home,
    conversion_of,
    keeps_back_office,
    leaves_people,
    people_of,
    size_of,
    staffed_sites,
    whole_area,
)
from consolidate.audit.facts import Facts
from consolidate.audit.findings import Found, together
from consolidate.audit.report import Violation
from consolidate.audit.travel import TOLERANCE, Floats, nearer
from consolidate.plan.model import Decision, Plan
from consolidate.scenario.model import Office, Site

CHECK = "one_trajectory"

MOST_NAMED = 10
"""Sites that a message names."""

Tests = list[tuple[bool, str]]
"""What has to hold, each with what is wrong when it does not."""


def one_trajectory(facts: Facts, plan: Plan) -> Found:
    """Check that every office has exactly one decision, from the list of what it can do."""
    counts = Counter(decision.office for decision in plan.decisions)
    number = [
        judge(f"office {office}", [(office in facts.offices, "there is no such office")]) for office in sorted(counts)
    ]
    number += [
        judge(f"office {office}", [(counts[office] == 1, f"has {counts[office]} decisions instead of one")])
        for office in facts.offices
    ]
    known = (decision for decision in plan.decisions if decision.office in facts.offices)
    return together(number + [judge(f"office {d.office}", legal(facts, facts.offices[d.office], d)) for d in known])


def judge(where: str, tests: Tests) -> Found:
    """Turn tests into findings."""
    return Found(len(tests), tuple(Violation(CHECK, where, message) for holds, message in tests if not holds))


def legal(facts: Facts, office: Office, decision: Decision) -> Tests:
    """List what has to hold for one decision."""
    action, allowed = decision.action, ACTIONS[office.exists]
    if action not in allowed:
        what = "" if office.exists else " of a possible point"
        return [(False, f"action {action!r} is not one of {', '.join(allowed)}{what}")]
    form = legal_form(facts, office, decision)
    if action in STANDING:
        says = "is kept" if office.exists else "never opens"
        return [
            *form,
            (not decision.to_site, f"{says} and yet goes to {decision.to_site}"),
            (decision.date is None, f"{says} and yet changes on {decision.date}"),
        ]
    return form + legal_place(facts, office, decision) + legal_date(facts, office, decision)


def legal_form(facts: Facts, office: Office, decision: Decision) -> Tests:
    """List what has to hold for the size and the mode that a decision names."""
    action, m2, mode = decision.action, decision.m2, decision.mode
    if action == "convert":
        says = f"convert: {mode!r} on {m2:g} m2 is not a mode it can change to"
        return [(conversion_of(office, decision) is not None, says)]
    modeless = (not mode, f"{action}: names mode {mode!r}, though it does not change its mode")
    if action == "resize":
        return [modeless, *legal_size(facts, office, decision)]
    fits = m2 == 0 or keeps_back_office(office, decision)
    why = "its back office cannot stay on that" if action in MOVES else "it is not resized"
    return [modeless, (fits, f"{action}: has a size, {m2:g} m2, though {why}")]


def legal_size(facts: Facts, office: Office, decision: Decision) -> Tests:
    """List what has to hold for the size an office changes to."""
    rent, grows = facts.sites[office.site].rent_per_m2_year, decision.m2 > office.floor_m2
    return [
        (size_of(office, decision.m2) is not None, f"resize: {decision.m2:g} m2 is not a size it can change to"),
        (not grows or rent is not None, f"resize: {office.site} has no rent for new floor area"),
    ]


def legal_place(facts: Facts, office: Office, decision: Decision) -> Tests:
    """List what has to hold for where an office, or its people, are after the change."""
    action, to_site = decision.action, decision.to_site
    leave = leaves_people(facts, decision)
    if not leave and action not in MOVES:
        if action == "open" and chooses_home(facts, office):
            place = legal_home(facts, office, to_site)
        else:
            place = [(not to_site, f"{action}: stands at {office.site} and yet goes to {to_site}")]
        if action == "open":
            priced = not office.floor_m2 or facts.sites[office.site].rent_per_m2_year is not None
            place.append((priced, f"open: {office.site} has no rent for new floor area"))
        return place
    if action == "close" and not to_site and can_dismiss(facts, office):
        return []
    needs_site = action in MOVES or people_of(office) > 0
    if to_site not in facts.sites and (needs_site or to_site):
        return [(False, no_such_site(facts, office, decision))]
    if not needs_site:
        return [(not to_site, f"has no people and yet they go to {to_site}")]
    return legal_target(facts, office, decision)


def legal_home(facts: Facts, office: Office, home: str) -> Tests:
    """List what has to hold for the site whose people serve at a point that is opened."""
    homes, minutes = staffed_sites(facts, office), relocation_minutes(facts, office)
    at = facts.site_index.get(home, -1)
    if at not in homes or not np.isfinite(minutes[at]):
        return [(False, f"open: its agency has no people to reach it at {home!r}")]
    most, ahead = facts.agencies[office.agency].move_targets, nearer(minutes, homes, at)
    return [(ahead < most, f"open: {ahead} homes come before {home}, and only the nearest {most} may be chosen")]


def can_dismiss(facts: Facts, office: Office) -> bool:
    """Say whether people of an office may be dismissed when it closes."""
    staffing = facts.agencies[office.agency].staffing
    return staffing is not None and staffing.severance_per_fte is not None


def no_such_site(facts: Facts, office: Office, decision: Decision) -> str:
    """Say that a decision names no site, and which ones it may name."""
    most, where_to = choice(facts, office, decision.action)
    way, sites = relocation_minutes(facts, office), list(facts.sites)
    allowed = sorted(candidates(facts, office, where_to), key=lambda site: (way[site], site))[:most]
    says = f"there is no site {decision.to_site!r}" if decision.to_site else "names no site to go to"
    named = ", ".join(sites[site] for site in allowed[:MOST_NAMED]) or "none"
    more = f" and {len(allowed) - MOST_NAMED} more" if len(allowed) > MOST_NAMED else ""
    return f"{decision.action}: {says}; allowed: {named}{more}"


def legal_date(facts: Facts, office: Office, decision: Decision) -> Tests:
    """List what has to hold for the date of a change."""
    calendar, day = facts.calendar, decision.date
    if day is None or calendar.period_of(day) is None:
        return [(False, f"changes on {day}, which is not the first day of a period")]
    months, why = max(waiting(facts, office, decision))
    earliest = add_months(calendar.decided, months)
    return [(day >= earliest, f"changes on {day}, before {why} on {earliest}")]


def waiting(facts: Facts, office: Office, decision: Decision) -> list[tuple[int, str]]:
    """List the months from the day of decision that a change waits for, each with what they are for."""
    found = [(0, "the plan is decided")]
    size = size_of(office, decision.m2) if decision.action == "resize" else None
    if works := conversion_of(office, decision) if decision.action == "convert" else size:
        found.append((works.lead_time_months, "the works can be done"))
    target = office.site if decision.action == "open" else decision.to_site
    if target in facts.sites and area_taken(facts, office, decision) > 0:
        site = facts.sites[target]
        found.append((max(site.lead_time_months, site.double_rent_months), f"site {site.id} can be ready"))
    return found


def legal_target(facts: Facts, office: Office, decision: Decision) -> Tests:
    """List what has to hold for the site an office or its people go to."""
    action, site = decision.action, decision.to_site
    m2 = area_taken(facts, office, decision)
    target = facts.sites[site]
    own = office.agency in facts.agencies_today.get(site, ())
    limit = facts.agencies[office.agency].relocation_minutes
    minutes = relocation_minutes(facts, office)[facts.site_index[site]]
    tests: Tests = [
        (site != office.site, f"{action}: goes to {site}, where it is"),
        (own or action == "colocate", f"{action}: its agency has no office at {site} today"),
        (bool(np.isfinite(minutes)), f"{action}: {site} cannot be reached"),
        (
            limit is None or bool(minutes <= limit + TOLERANCE),
            f"{action}: {site} is {minutes:.6g} minutes away, limit {limit}",
        ),
        (m2 == 0 or target.rent_per_m2_year is not None, f"{action}: {site} has no rent for new floor area"),
    ]
    if action == "colocate":
        others = facts.agencies_today.get(site, frozenset()) - {office.agency}
        tests += [
            (not own, f"colocate: its agency is at {site} already (that is a merge)"),
            (target.kind != "own" or bool(others), f"colocate: {site} is neither open to others nor anybody's office"),
        ]
    if action in MOVES:
        tests += [
            (office.floor_m2 > 0 or people_of(office) > 0, f"{action}: it has neither floor area nor people"),
            (not facts.mode(office.mode).from_home, f"{action}: it is staffed from elsewhere"),
        ]
    return [*tests, among_nearest(facts, office, action, site)]


def among_nearest(facts: Facts, office: Office, action: str, site: str) -> tuple[bool, str]:
    """Say whether a site is among the nearest an office may choose from."""
    most, where_to = choice(facts, office, action)
    ahead = nearer(relocation_minutes(facts, office), candidates(facts, office, where_to), facts.site_index[site])
    return ahead < most, f"{action}: {ahead} sites come before {site}, and only the nearest {most} may be chosen"


def choice(facts: Facts, office: Office, action: str) -> tuple[int, str]:
    """Return how many of the nearest sites an office may choose from, and of which kind of `candidates`."""
    most = facts.agencies[office.agency].move_targets
    if action in MOVES:
        return most, action
    return (most, "merge") if facts.constant("desk_area") is not None else (1, "any")


def candidates(facts: Facts, office: Office, where_to: str) -> list[int]:
    """Return the sites (positions) an office can ``merge`` to, ``colocate`` at, or send people to (``any``).

    ``any`` is any site of its agency, for people who take no area: no rent is needed there.
    """
    rentless = where_to == "any" or whole_area(office) == 0
    limit = facts.agencies[office.agency].relocation_minutes
    reach = np.inf if limit is None else limit + TOLERANCE
    minutes = relocation_minutes(facts, office)
    found = []
    for position, site in enumerate(facts.sites.values()):
        here = facts.agencies_today.get(site.id, frozenset())
        fits = office.agency in here if where_to != "colocate" else open_to(office.agency, site, here)
        near = site.id != office.site and np.isfinite(minutes[position]) and minutes[position] <= reach
        if fits and near and (rentless or site.rent_per_m2_year is not None):
            found.append(position)
    return found


def open_to(agency: str, site: Site, here: frozenset[str]) -> bool:
    """Say whether an agency can co-locate at a site, given the agencies there today."""
    return agency not in here and (site.kind != "own" or bool(here))


def relocation_minutes(facts: Facts, office: Office) -> Floats:
    """Return the minutes from the area of an office's site to every site, one way, (S,)."""
    row: Floats = facts.distances.minutes[facts.area_of_site(office.site)]
    return row
