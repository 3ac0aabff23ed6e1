"""Modes, and visits that need no coming: each has what its way of serving needs."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.errors import Problem
from consolidate.scenario.draft import Draft
from consolidate.scenario.model import Mode, RemoteUse


def modes(draft: Draft) -> Iterator[Problem]:
    """Check that a mode says whose minutes it brings, and what of its facility each agency may use."""
    for name, mode in draft.modes.items():
        for key, message, remedy in _faults(mode):
            place = draft.place("modes", name, *key.split("."))
            yield Problem(place, f"modes.{name}{message}", suggestion=remedy)


def _faults(mode: Mode) -> Iterator[tuple[str, str, str]]:
    """Yield key, message and what to do about it."""
    if mode.staffing != "own" and mode.staff_minutes_per_year is None:
        remedy = "give staff_minutes_per_year, the working minutes a point brings in a year (0 = none)"
        yield "staffing", f": staff_minutes_per_year is missing, as staffing is {mode.staffing}", remedy
    if mode.staffing == "own" and mode.staff_minutes_per_year is not None:
        message = ".staff_minutes_per_year: people who work there bring their own minutes (staffing: own)"
        yield "staff_minutes_per_year", message, "remove it, or say staffing: visiting, remote or host"
    together = mode.shared.minutes_per_year if mode.shared else None
    each = mode.opening_minutes_per_year
    if together is not None and each is None:
        message = ": opening_minutes_per_year is missing beside shared.minutes_per_year"
        yield "shared.minutes_per_year", message, "give opening_minutes_per_year, what one agency uses of it"
    elif together is not None and each is not None and together < each:
        message = (
            f".shared.minutes_per_year: {together:g} is less than opening_minutes_per_year, {each:g}: nobody fits in"
        )
        yield "shared.minutes_per_year", message, "enlarge it, or open for fewer minutes"


def remote(draft: Draft) -> Iterator[Problem]:
    """Warn of digital support that is nowhere, or that helps nobody."""
    for number, service in draft.rows("services"):
        use: RemoteUse | None = service.remote
        if use is None or bool(use.support_modes) == bool(use.supported_share):
            continue
        there, missing = (
            ("support_modes", "supported_share") if use.support_modes else ("supported_share", "support_modes")
        )
        message = f"services.{service.id}.remote: {missing} is missing beside {there}, so nobody is helped"
        place = draft.place("services", number, "remote", there)
        yield Problem(place, message, suggestion=f"give {missing}, or remove {there}", severity="warning")
