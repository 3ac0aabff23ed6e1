"""Each rule says exactly one thing, and says it of something."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.errors import Problem
from consolidate.scenario.draft import Draft
from consolidate.scenario.model import Factors
from consolidate.scenario.policy import (
    AccessRule,
    Cap,
    Coverage,
    Fairness,
    Language,
    Lock,
    PopulationBase,
    Relation,
    SiteCount,
    Speakers,
    Stability,
    StaffRelocation,
    Utilisation,
)
from consolidate.scenario.suggest import did_you_mean


def rules(draft: Draft) -> Iterator[Problem]:
    """Look at every rule by itself."""
    for number, rule in draft.rows("policy"):
        label, place = draft.label("policy", number), draft.place("policy", number)
        for message, allowed in _faults(rule):
            yield Problem(place, f"{label}: {message}", allowed=allowed)
        if isinstance(rule, Language):
            yield from _spoken(draft, number, rule)
        if isinstance(rule, Lock):
            yield from _possible(draft, number, rule)
        if isinstance(rule, Cap | StaffRelocation | Stability) and rule.periods:
            message = f"{label}.periods: {rule.type} holds for the whole horizon, whatever periods say"
            yield Problem(
                draft.place("policy", number, "periods"), message, suggestion="remove them", severity="warning"
            )
        if isinstance(rule, Utilisation | Cap):
            yield from _measured(draft, number, rule)


def _faults(rule: object) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a rule, and what is allowed."""
    if isinstance(rule, Coverage) and (rule.bands or rule.share is None):
        yield from _shares(rule)
    elif isinstance(rule, AccessRule | PopulationBase) and (rule.minutes is None) == (rule.km is None):
        yield "needs exactly one limit", "minutes or km"
    if isinstance(rule, Fairness):
        yield from _fair(rule)
    if (
        isinstance(rule, Language)
        and isinstance(rule.areas, Speakers)
        and rule.areas.at_least is rule.areas.share is None
    ):
        yield "areas by speakers need at_least or share", "at_least, share"
    if isinstance(rule, SiteCount):
        yield from _count(rule)
    if isinstance(rule, Lock):
        yield from _lock(rule)
    if isinstance(rule, StaffRelocation) and rule.minutes is rule.share is None:
        yield "demands nothing", "minutes, share"
    if isinstance(rule, Relation):
        yield from _relation(rule)


def _shares(rule: Coverage) -> Iterator[tuple[str, str]]:
    single = [key for key in ("share", "minutes", "km") if getattr(rule, key) is not None]
    if not rule.bands:
        yield "needs a share", "share with minutes or km, or bands"
    elif single:
        yield f"has {single[0]} beside bands", "bands alone, or share with minutes or km"
    seen = set()
    for number, band in enumerate(rule.bands, 1):
        if (band.minutes is None) == (band.km is None):
            yield f"band {number} needs exactly one limit", "minutes or km"
        elif band.limit_text in seen:
            yield f"two bands are {band.limit_text}", "one band for each limit"
        seen.add(band.limit_text)


def _fair(rule: Fairness) -> Iterator[tuple[str, str]]:
    key, other = ("at_most", "worse_by") if rule.of == "agencies" else ("worse_by", "at_most")
    if getattr(rule, key) is None:
        yield f"of {rule.of} needs {key}", key
    if getattr(rule, other) is not None:
        yield f"{other} is not for {rule.of}", key


def _count(rule: SiteCount) -> Iterator[tuple[str, str]]:
    bounds = [bound for bound in (rule.at_least, rule.at_most, rule.exactly) if bound is not None]
    if not bounds:
        yield "needs a number", "at_least, at_most, exactly"
    if rule.exactly is not None and len(bounds) > 1:
        yield "has exactly beside at_least or at_most", "exactly alone, or at_least and at_most"
    if rule.at_least is not None and rule.at_most is not None and rule.at_least > rule.at_most:
        yield f"at_least ({rule.at_least}) is more than at_most ({rule.at_most})", ""
    if rule.of == "sites" and (rule.agencies or rule.per == "agency"):
        yield "sites are not counted by agency", "of: points or joint_points"


def _lock(rule: Lock) -> Iterator[tuple[str, str]]:
    if (rule.office is None) == (rule.site is None):
        yield "needs exactly one of office and site", "office or site"
    if rule.must is None and rule.only_to is None and rule.not_before is None:
        yield "demands nothing", "must, only_to, not_before"
    if rule.office is None and (rule.only_to is not None or rule.not_before is not None):
        yield "only_to and not_before are for an office", "must: stay, must: close"


def _relation(rule: Relation) -> Iterator[tuple[str, str]]:
    pair = rule.if_open is not None or rule.then_open is not None
    if pair + bool(rule.not_both) + bool(rule.together) != 1:
        yield "needs exactly one form", "if_open with then_open, not_both, or together"
    if (rule.if_open is None) != (rule.then_open is None):
        there, missing = ("then_open", "if_open") if rule.if_open is None else ("if_open", "then_open")
        yield f"{missing} is missing beside {there}", "if_open with then_open"
    elif pair and rule.if_open == rule.then_open:
        yield f"if_open and then_open are the same site, {rule.if_open!r}", "two sites"
    for key, what in (("not_both", "sites"), ("together", "offices")):
        names = getattr(rule, key)
        if names and len(set(names)) < 2:
            yield f"{key} needs two {what}", f"two or more {what}"


def _possible(draft: Draft, number: int, rule: Lock) -> Iterator[Problem]:
    """Tell of a possible point that must stay or close, which it cannot."""
    if rule.must is None or not any(o.id == rule.office and not o.exists for _, o in draft.rows("offices")):
        return
    message = (
        f"{draft.label('policy', number)}.must: {rule.office!r} is a possible point, neither here to stay nor to close"
    )
    place, remedy = draft.place("policy", number, "must"), "lock its site instead, or leave the choice"
    yield Problem(place, message, rule.must, suggestion=remedy)


def _measured(draft: Draft, number: int, rule: Utilisation | Cap) -> Iterator[Problem]:
    """Warn of a limit on something that the scenario has no figures for: the rule would ask nothing."""
    label = draft.label("policy", number)
    message = ""
    if isinstance(rule, Utilisation):
        offices = [o for _, o in draft.rows("offices") if not rule.agencies or o.agency in rule.agencies]
        if "offices" not in draft.damaged and all(o.capacity_minutes_per_year is None for o in offices):
            message = f"{label}: no office in scope has capacity_minutes_per_year, so the rule asks nothing"
    elif rule.of == "emissions":
        factors = draft.values.get("factors") or Factors()
        buildings = factors.building_energy is not None and factors.energy_emissions is not None
        if "factors" not in draft.damaged and not buildings and factors.car_emissions is None:
            message = f"{label}: no factor for emissions is given, so the rule asks nothing"
    if message:
        yield Problem(draft.place("policy", number), message, severity="warning")


def _spoken(draft: Draft, number: int, rule: Language) -> Iterator[Problem]:
    """Warn of a language that nobody has: the rule would ask nothing."""
    if draft.damaged & {"areas", "groups"} or isinstance(rule.areas, tuple):
        return
    known = {language for _, area in draft.rows("areas") for language in area.languages}
    where = "is a right in no area"
    if rule.areas != "statutory":
        known, where = {group.language for _, group in draft.rows("groups")}, "is the language of no group"
    if rule.language not in known:
        place = draft.place("policy", number, "language")
        message = f"{draft.label('policy', number)}: {rule.language!r} {where}, so the rule asks nothing"
        yield Problem(place, message, rule.language, "", did_you_mean(rule.language, known), "warning")
