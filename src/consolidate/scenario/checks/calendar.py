"""Years and days: periods rise, leases end after they begin, rules name periods that exist."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from consolidate.errors import Problem
from consolidate.scenario.draft import Draft
from consolidate.scenario.model import Horizon, Lease


def horizon(draft: Draft) -> Iterator[Problem]:
    """Check that periods rise, the horizon ends in or after the last, and the plan is decided before that."""
    value: Horizon | None = draft.values.get("horizon")
    if value is None:
        return
    for position, (before, after) in enumerate(pairwise(value.periods), 1):
        if after <= before:
            place = draft.place("horizon", "periods", position)
            yield Problem(place, f"horizon.periods: {after} must be later than {before} before it", str(after))
    if value.end < max(value.periods):
        message = f"horizon.end: {value.end} must not be before the last period, {max(value.periods)}"
        yield Problem(draft.place("horizon", "end"), message, str(value.end), f"{max(value.periods)} or later")
    if value.decided and value.decided.year > value.end:
        message = f"horizon.decided: {value.decided} must not be after the end of the horizon, {value.end}"
        yield Problem(draft.place("horizon", "decided"), message, str(value.decided))


def leases(draft: Draft) -> Iterator[Problem]:
    """Check that a lease ends after it begins, and that its breaks lie between."""
    for number, office in draft.rows_and_parts("offices"):
        for position, lease in enumerate(office.leases):
            yield from _lease(draft, ("offices", number, "leases", position), lease)


def _lease(draft: Draft, path: tuple[str | int, ...], lease: Lease) -> Iterator[Problem]:
    label = draft.label(*path)
    if lease.start and lease.end and lease.end < lease.start:
        message = f"{label}: the lease ends on {lease.end}, before it begins on {lease.start}"
        yield Problem(draft.place(*path, "end"), message, str(lease.end), f"{lease.start} or later")
        return
    for position, day in enumerate(lease.breaks):
        place = draft.place(*path, "breaks", position)
        if lease.start and day < lease.start:
            yield Problem(place, f"{label}: the break on {day} is before the lease begins on {lease.start}", str(day))
        if lease.end and day > lease.end:
            yield Problem(place, f"{label}: the break on {day} is after the lease ends on {lease.end}", str(day))


def rule_periods(draft: Draft) -> Iterator[Problem]:
    """Check that the periods of a rule are periods of the horizon."""
    value: Horizon | None = draft.values.get("horizon")
    if value is None:
        return
    allowed = ", ".join(map(str, value.periods))
    for number, rule in draft.rows_and_parts("policy"):
        for position, year in enumerate(rule.periods):
            if year not in value.periods:
                place = draft.place("policy", number, "periods", position)
                message = f"{draft.label('policy', number)}: no period of the horizon starts in {year}"
                yield Problem(place, message, str(year), allowed)
