"""Languages: a right to service and those who serve name the same ones, else one of them is misspelt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consolidate.errors import Problem
from consolidate.scenario.draft import Draft
from consolidate.scenario.policy import Language
from consolidate.scenario.suggest import did_you_mean, some_of

Uses = dict[str, list[tuple[str | int, ...]]]
"""The paths at which a language stands, by language."""

_TABLES = ("areas", "offices", "modes", "groups", "policy")


def languages(draft: Draft) -> Iterator[Problem]:
    """Warn of a language that an area, an office or a mode has and no other names, or that a group's visits lack."""
    if draft.damaged.intersection(_TABLES):
        return
    of_areas, of_offices, of_modes = _of_areas(draft), _of_offices(draft), _of_modes(draft)
    named = {group.language for _, group in draft.rows("groups") if group.language}
    named |= {rule.language for _, rule in draft.rows("policy") if isinstance(rule, Language)}
    serving = set(of_offices) | set(of_modes)
    yield from _alone(draft, of_areas, sorted(named | serving), "no office, mode, group or rule names")
    yield from _alone(draft, of_offices, sorted(named | set(of_areas)), "no area, group or rule names")
    yield from _alone(draft, of_modes, sorted(named | set(of_areas)), "no area, group or rule names")
    yield from _alone(draft, _of_groups(draft), sorted(serving), "no office or mode serves in")


def _of_areas(draft: Draft) -> Uses:
    uses: Uses = {}
    for number, area in draft.rows("areas"):
        for position, language in enumerate(area.languages):
            uses.setdefault(language, []).append(("areas", number, "languages", position))
    return uses


def _of_offices(draft: Draft) -> Uses:
    uses: Uses = {}
    for number, office in draft.rows("offices"):
        for language in office.staff.languages:
            uses.setdefault(language, []).append(("offices", number, "staff", "languages", language))
    return uses


def _of_modes(draft: Draft) -> Uses:
    uses: Uses = {}
    for name, mode in draft.modes.items():
        for position, language in enumerate(mode.languages):
            uses.setdefault(language, []).append(("modes", name, "languages", position))
    return uses


def _of_groups(draft: Draft) -> Uses:
    own = [(number, group.language) for number, group in draft.rows("groups") if group.language and group.own_visits]
    return {language: [("groups", number, "language")] for number, language in reversed(own)}


def _alone(draft: Draft, uses: Uses, elsewhere: Sequence[str], nobody: str) -> Iterator[Problem]:
    """Warn of languages that stand in one table only, once each, where they stand first."""
    for language, paths in uses.items():
        if language not in elsewhere:
            more = f" ({len(paths)} {paths[0][0]})" if len(paths) > 1 else ""
            message = f"{draft.label(*paths[0][:-1])}: {nobody} the language {language!r}{more}"
            meant = did_you_mean(language, elsewhere)
            yield Problem(draft.place(*paths[0]), message, language, some_of(elsewhere), meant, "warning")
