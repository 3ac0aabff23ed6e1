"""Each rule says exactly one thing, and says it of something."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.errors import Problem
from consolidate.scenario.draft import Draft
from consolidate.scenario.policy import AccessRule, Language, Lock, SiteCount, Speakers
from consolidate.scenario.suggest import did_you_mean


def rules(draft: Draft) -> Iterator[Problem]:
    """Look at every rule by itself."""
    for number, rule in draft.rows("policy"):
        label, place = draft.label("policy", number), draft.place("policy", number)
        for message, allowed in _faults(rule):
            yield Problem(place, f"{label}: {message}", allowed=allowed)
        if isinstance(rule, Language):
            yield from _spoken(draft, number, rule)


def _faults(rule: object) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a rule, and what is allowed."""
    if isinstance(rule, AccessRule) and (rule.minutes is None) == (rule.km is None):
        yield "needs exactly one limit", "minutes or km"
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
