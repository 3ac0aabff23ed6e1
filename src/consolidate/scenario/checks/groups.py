"""Groups: each has what its kind needs."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.errors import Problem
from consolidate.scenario.draft import Draft
from consolidate.scenario.suggest import some_of


def kinds(draft: Draft) -> Iterator[Problem]:
    """Check that a group has a language just where its kind is one, and ways of its own where that is its need."""
    spoken = _spoken(draft)
    for number, group in draft.rows("groups"):
        label, place = f"groups.{group.id}", draft.place("groups", number)
        if group.kind == "language" and group.language is None:
            remedy = "give it, or say kind: step_free, no_car or other"
            yield Problem(
                place, f"{label}: 'language' is missing, in which the group is served", "", some_of(spoken), remedy
            )
        if group.kind != "language" and group.language is not None:
            message = f"{label}.language: only a group of kind language has one, but it is {group.kind}"
            remedy = "remove it, or say kind: language"
            yield Problem(draft.place("groups", number, "language"), message, group.language, suggestion=remedy)
        if group.kind == "no_car" and group.travel is None and f"{label}.travel" not in draft.damaged:
            message = f"{label}: kind is no_car, but without travel of its own it goes like everybody"
            yield Problem(place, message, suggestion="give travel: {file: name.csv}", severity="warning")


def _spoken(draft: Draft) -> list[str]:
    """Return the languages that areas and offices name, each once."""
    found = [language for _, area in draft.rows("areas") for language in area.languages]
    found += [language for _, office in draft.rows("offices") for language in office.staff.languages]
    return list(dict.fromkeys(found))
