"""Each rule says exactly one thing, and says it of something."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.errors import Problem
from consolidate.scenario.checks.references import known_ids, no_such
from consolidate.scenario.draft import Draft
from consolidate.scenario.policy import (
    AccessRule,
    Cap,
    Coverage,
    Fairness,
    GroupAccess,
    Language,
    Lock,
    PopulationBase,
    Relation,
    SiteCount,
    Speakers,
    Stability,
    StaffRelocation,
)
from consolidate.scenario.suggest import some_of

_POSTED = ("fairness", "agencies")


def rules(draft: Draft) -> Iterator[Problem]:
    """Look at every rule by itself."""
    for number, rule in draft.rows("policy"):
        label, place = draft.label("policy", number), draft.place("policy", number)
        for message, allowed in _faults(rule):
            yield Problem(place, f"{label}: {message}", allowed=allowed)
        if isinstance(rule, Lock):
            yield from _possible(draft, number, rule)
        if isinstance(rule, GroupAccess):
            yield from _days(draft, number, rule)
        whole = isinstance(rule, Cap | StaffRelocation | Stability) or (rule.type, getattr(rule, "of", "")) == _POSTED
        if whole and rule.periods:
            message = f"{label}.periods: {rule.type} holds for the whole horizon, whatever periods say"
            yield Problem(
                draft.place("policy", number, "periods"), message, suggestion="remove them", severity="warning"
            )


def members(draft: Draft) -> Iterator[Problem]:
    """Check that a rule on fairness names what is there, and groups whose visits are told apart."""
    for number, rule in draft.rows("policy"):
        if not isinstance(rule, Fairness):
            continue
        known = known_ids(draft, rule.of)
        own = {group.id for _, group in draft.rows("groups") if group.own_visits}
        for position, name in enumerate(rule.only):
            place, label = draft.place("policy", number, "only", position), draft.label("policy", number, "only")
            if known is not None and name not in known:
                yield no_such(place, label, rule.of, name, known)
            elif rule.of == "groups" and "groups" not in draft.damaged and name not in own:
                message, remedy = f"{label}: {name!r} has no visits of its own", f"say groups.{name}.own_visits: true"
                yield Problem(place, message, name, some_of(sorted(own)), remedy)


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
        elif (band.minutes, band.km) in seen:
            yield f"two bands are {band.limit_text}", "one band for each limit"
        seen.add((band.minutes, band.km))


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


def _days(draft: Draft, number: int, rule: GroupAccess) -> Iterator[Problem]:
    """Warn of more opening days than any point has: none will count."""
    most = max((mode.days_per_week for mode in draft.modes.values()), default=rule.days_per_week)
    if rule.days_per_week > most:
        label, place = draft.label("policy", number), draft.place("policy", number, "days_per_week")
        message = f"{label}.days_per_week: no mode is open {rule.days_per_week:g} days a week, so no point counts"
        allowed, remedy = f"at most {most:g}", "give a mode more days_per_week"
        yield Problem(place, message, f"{rule.days_per_week:g}", allowed, remedy, "warning")
