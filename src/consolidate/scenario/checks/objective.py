"""What is minimised: prices, weights and priorities, each only where it counts."""

from __future__ import annotations

from collections.abc import Iterator

from consolidate.errors import Problem
from consolidate.scenario.draft import Draft
from consolidate.scenario.objective import Objective

_PRICES = ("carbon_price_per_tonne", "value_of_time_per_hour", "travel_price_per_km")


def prices(draft: Draft) -> Iterator[Problem]:
    """Check that money is minimised, and alone, where a price weighs something against it."""
    objective: Objective | None = draft.values.get("objective")
    if objective is None or (objective.minimise == "cost" and not objective.priorities):
        return
    other = "there are priorities" if objective.priorities else f"it is {objective.minimise}"
    for name in _PRICES:
        if getattr(objective, name) is not None:
            message = f"objective.{name}: a price needs minimise: cost, but {other}"
            yield Problem(draft.place("objective", name), message, suggestion="remove the price, or minimise cost")


def weights(draft: Draft) -> Iterator[Problem]:
    """Check that weights are there where they are minimised with, and only there."""
    objective: Objective | None = draft.values.get("objective")
    if objective is None:
        return
    given, weighted = objective.weights, objective.minimise == "weighted"
    if weighted and given is None:
        place, allowed = draft.place("objective", "minimise"), "cost, emissions, travel_km, travel_minutes"
        yield Problem(
            place, "objective: minimise: weighted needs weights", "weighted", allowed, "give weights of these"
        )
    if given is None:
        return
    place = draft.place("objective", "weights")
    if not weighted:
        message = f"objective.weights: count only with minimise: weighted, but it is {objective.minimise}"
        yield Problem(place, message, suggestion="remove them, or say minimise: weighted")
    elif not any(given.model_dump().values()):
        yield Problem(place, "objective.weights: all are 0, so nothing is minimised", suggestion="give one above 0")


def priorities(draft: Draft) -> Iterator[Problem]:
    """Check that priorities stand alone, and name every measure once."""
    objective: Objective | None = draft.values.get("objective")
    if objective is None or not objective.priorities:
        return
    if objective.minimise != "cost":
        message = f"objective.minimise: is {objective.minimise}, though priorities say what is minimised"
        place = draft.place("objective", "minimise")
        yield Problem(place, message, objective.minimise, suggestion="remove minimise, or priorities")
    seen: set[str] = set()
    for position, level in enumerate(objective.priorities):
        if level.minimise in seen:
            message = f"objective.priorities: {level.minimise} stands twice"
            place = draft.place("objective", "priorities", position, "minimise")
            yield Problem(place, message, level.minimise, suggestion="remove one of them")
        seen.add(level.minimise)


def viewpoint(draft: Draft) -> Iterator[Problem]:
    """Warn of the state's viewpoint where nothing would stand empty at its cost."""
    objective: Objective | None = draft.values.get("objective")
    if objective is None or objective.viewpoint != "state" or "offices" in draft.damaged:
        return
    leases = (lease for _, office in draft.rows("offices") for lease in office.leases)
    if not any(lease.landlord == "state" and lease.relet_months for lease in leases):
        message = "objective.viewpoint: state differs from agency only by leases with landlord: state and relet_months"
        yield Problem(draft.place("objective", "viewpoint"), message, "state", severity="warning")
