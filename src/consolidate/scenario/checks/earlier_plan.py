"""An earlier plan that few decisions may differ from: it says one thing of each office, and something that can be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from consolidate.errors import Problem
from consolidate.scenario.checks.references import known_ids, no_such
from consolidate.scenario.draft import Draft
from consolidate.scenario.model import Office
from consolidate.scenario.policy import EarlierDecision, Stability
from consolidate.scenario.suggest import did_you_mean

ACTIONS: Final = {True: ("keep", "close", "merge", "colocate", "resize", "convert"), False: ("open", "never")}
"""What an office can do, by whether it exists today."""

_STANDING = ("keep", "never")
_MOVES = ("merge", "colocate")

Path = tuple[str | int, ...]
Faults = Iterator[tuple[str, str, str, str]]
"""Key, message, what is allowed and what to do."""


def earlier_plans(draft: Draft) -> Iterator[Problem]:
    """Look at every decision of every earlier plan."""
    offices: dict[str, Office] = {office.id: office for _, office in draft.rows("offices")}
    for number, rule in draft.rows("policy"):
        seen: set[str] = set()
        for position, decision in enumerate(rule.plan if isinstance(rule, Stability) else ()):
            path = ("policy", number, "plan", position)
            yield from _names(draft, path, decision)
            label = draft.label(*path)
            if decision.office in seen:
                message = f"{label}: the office {decision.office!r} stands twice in the plan"
                remedy = "remove one of them"
                yield Problem(draft.place(*path, "office"), message, decision.office, suggestion=remedy)
            seen.add(decision.office)
            office = offices.get(decision.office)
            for key, message, allowed, remedy in _faults(decision, office) if office else ():
                value = str(getattr(decision, key))
                yield Problem(draft.place(*path, key), f"{label}.{key}: {message}", value, allowed, remedy)
            yield from _cannot_be_kept_to(draft, path, decision, office)


def _names(draft: Draft, path: Path, decision: EarlierDecision) -> Iterator[Problem]:
    for key, target in (("office", "offices"), ("to_site", "sites")):
        word, known = getattr(decision, key), known_ids(draft, target)
        if word and known is not None and word not in known:
            yield no_such(draft.place(*path, key), f"{draft.label(*path)}.{key}", target, word, known)


def _faults(decision: EarlierDecision, office: Office) -> Faults:
    """Yield what cannot be of a decision about an office."""
    action, allowed = decision.action, ACTIONS[office.exists]
    if action not in allowed:
        what = "an office" if office.exists else "a possible point"
        yield "action", f"{action!r} is nothing {what} can do", ", ".join(allowed), did_you_mean(action, allowed)
        return
    if action not in _STANDING and decision.date is None:
        yield "date", f"{action} needs the day of the change", "first day of a period", ""
    if action in _STANDING and decision.date is not None:
        yield "date", f"{action} is no change", "", "remove the date"
    if action in _MOVES and not decision.to_site:
        yield "to_site", f"{action} needs the site gone to", "", ""
    if action == "convert" and not decision.mode:
        yield "mode", "convert needs the new mode", ", ".join(change.mode for change in office.convert), ""


def _cannot_be_kept_to(draft: Draft, path: Path, decision: EarlierDecision, office: Office | None) -> Iterator[Problem]:
    """Warn of a day, a size or a mode that is no choice any more: the office will differ whatever it does."""
    horizon, day, label = draft.values.get("horizon"), decision.date, draft.label(*path)
    if horizon is not None and day is not None and not (day.month == day.day == 1 and day.year in horizon.periods):
        message = f"{label}.date: no period starts on {day}, so the office will differ whatever it does"
        allowed = ", ".join(f"{year}-01-01" for year in horizon.periods)
        yield Problem(draft.place(*path, "date"), message, str(day), allowed, severity="warning")
    sizes = [size.m2 for size in office.resize] if office else []
    if office is not None and decision.action == "resize" and decision.m2 not in sizes:
        message = f"{label}.m2: {decision.m2:g} is no size of offices.{office.id}.resize, so the office will differ"
        allowed = ", ".join(f"{m2:g}" for m2 in sizes)
        yield Problem(draft.place(*path, "m2"), message, f"{decision.m2:g}", allowed, severity="warning")
    modes = [change.mode for change in office.convert] if office else []
    if office is not None and decision.mode and decision.mode not in modes:
        message = (
            f"{label}.mode: {decision.mode!r} is no mode of offices.{office.id}.convert, so the office will differ"
        )
        remedy = did_you_mean(decision.mode, modes)
        yield Problem(draft.place(*path, "mode"), message, decision.mode, ", ".join(modes), remedy, "warning")
