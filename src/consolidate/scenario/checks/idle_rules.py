"""Rules that ask nothing, because the scenario has nothing of what they are about."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.errors import Problem
from consolidate.scenario.draft import Draft
from consolidate.scenario.model import Factors
from consolidate.scenario.policy import Cap, Coverage, Fairness, GroupAccess, Language, Utilisation
from consolidate.scenario.suggest import did_you_mean


def idle_rules(draft: Draft) -> Iterator[Problem]:
    """Warn of every rule that asks nothing."""
    for number, rule in draft.rows("policy"):
        if isinstance(rule, Language):
            yield from _spoken(draft, number, rule)
        if isinstance(rule, Coverage) and rule.weighted:
            yield from _weights(draft, number)
        reason = _reason(draft, rule)
        if reason:
            message = f"{draft.label('policy', number)}: {reason}, so the rule asks nothing"
            yield Problem(draft.place("policy", number), message, severity="warning")


def _reason(draft: Draft, rule: object) -> str:
    """Say what is missing of what a rule is about; '' where nothing is, or it could not be read."""
    if isinstance(rule, Utilisation):
        return _capacity(draft, rule)
    if isinstance(rule, Cap):
        return _emissions(draft, rule)
    if isinstance(rule, GroupAccess):
        return _members(draft, rule)
    return _visits_apart(draft, rule) if isinstance(rule, Fairness) else ""


def _capacity(draft: Draft, rule: Utilisation) -> str:
    offices = [o for _, o in draft.rows("offices") if not rule.agencies or o.agency in rule.agencies]
    missing = "offices" not in draft.damaged and all(office.capacity_minutes_per_year is None for office in offices)
    return "no office in scope has capacity_minutes_per_year" if missing else ""


def _emissions(draft: Draft, rule: Cap) -> str:
    factors = draft.values.get("factors") or Factors()
    buildings = factors.building_energy is not None and factors.energy_emissions is not None
    given = rule.of != "emissions" or "factors" in draft.damaged or buildings or factors.car_emissions is not None
    return "" if given else "no factor for emissions is given"


def _members(draft: Draft, rule: GroupAccess) -> str:
    unknown = all(group.id != rule.group for _, group in draft.rows("groups"))
    there = any(area.people.get(rule.group) for _, area in draft.rows("areas"))
    return "" if unknown or there or "areas" in draft.damaged else f"no area has people of {rule.group!r}"


def _visits_apart(draft: Draft, rule: Fairness) -> str:
    if rule.of == "regions" and "areas" not in draft.damaged:
        return "" if any(area.region for _, area in draft.rows("areas")) else "no area names its region"
    if rule.of == "groups" and "groups" not in draft.damaged:
        return "" if any(group.own_visits for _, group in draft.rows("groups")) else "no group has visits of its own"
    return ""


def _weights(draft: Draft, number: int) -> Iterator[Problem]:
    """Warn of people counted by the weight of modes that all weigh as much as one."""
    if draft.modes and all(mode.weight == 1 for mode in draft.modes.values()):
        message = f"{draft.label('policy', number)}.weighted: every mode has weight 1, so it changes nothing"
        place, remedy = draft.place("policy", number, "weighted"), "give modes a weight, or remove it"
        yield Problem(place, message, "true", suggestion=remedy, severity="warning")


def _spoken(draft: Draft, number: int, rule: Language) -> Iterator[Problem]:
    """Warn of a language that nobody has: the rule would ask nothing."""
    if draft.damaged & {"areas", "groups"} or isinstance(rule.areas, tuple):
        return
    known = {language for _, area in draft.rows("areas") for language in area.languages}
    where = "is a right in no area"
    if rule.areas != "statutory":
        known = {group.language for _, group in draft.rows("groups") if group.language is not None}
        where = "is the language of no group"
    if rule.language not in known:
        place = draft.place("policy", number, "language")
        message = f"{draft.label('policy', number)}: {rule.language!r} {where}, so the rule asks nothing"
        yield Problem(place, message, rule.language, "", did_you_mean(rule.language, known), "warning")
