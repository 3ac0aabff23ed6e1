"""The figures' order, which is that of the reference page, and the words people read for their names."""

from __future__ import annotations

from typing import Final

COST_PARTS: Final = (
    "rent",
    "exit",
    "fit_out",
    "moving",
    "running",
    "staff",
    "staff_travel",
    "vacancy",
    "points",
    "severance",
    "hiring",
)

LABELS: Final = {
    "cost.total": "cost, whole horizon",
    "cost.per_year": "cost, last period",
    "cost.rent": "rent",
    "cost.exit": "leaving leases early",
    "cost.fit_out": "fit-out",
    "cost.moving": "moving",
    "cost.running": "running",
    "cost.staff": "staff",
    "cost.staff_travel": "staff travel",
    "cost.points": "sites in use",
    "cost.severance": "severance",
    "cost.hiring": "hiring",
    "cost.vacancy": "empty premises of the state",
    "cost.agency": "cost to the agencies",
    "cost.state": "cost to the state",
    "emissions.total": "emissions, whole horizon",
    "emissions.per_year": "emissions, last period",
    "emissions.buildings": "emissions of buildings",
    "emissions.visits": "emissions of visits",
    "emissions.commuting": "emissions of commuting",
    "emissions.buildings_per_year": "emissions of buildings, last period",
    "emissions.visits_per_year": "emissions of visits, last period",
    "travel.visit_km": "travel to visits",
    "travel.visit_hours": "time on the way",
    "travel.mean_km": "mean way",
    "travel.mean_minutes": "mean time",
    "travel.p95_minutes": "time, 95 of 100 people",
    "travel.max_minutes": "longest time",
    "travel.turned_away": "visits turned away",
    "travel.cost": "travel at its price",
    "travel.time_value": "time at its price",
    "emissions.price": "emissions at their price",
    "access.within_30_min": "people within 30 min",
    "access.within_60_min": "people within 60 min",
    "visits.remote": "visits done without coming",
    "visits.supported": "visits that support saves",
    "network.offices": "offices",
    "network.sites": "sites in use",
    "network.points": "points that serve",
    "network.joint_points": "joint points",
    "network.floor_m2": "floor area",
    "network.m2_per_person_year": "area per person",
    "staff.hired_fte": "people hired",
    "staff.dismissed_fte": "people dismissed",
    "staff.dismissed_wages": "pay of people dismissed",
}
"""What a person reads; the names themselves are the interface that CI gates use."""

MAIN: Final = (
    "cost.total",
    "cost.per_year",
    "emissions.total",
    "emissions.per_year",
    "travel.visit_km",
    "travel.mean_minutes",
    "travel.p95_minutes",
    "travel.max_minutes",
    "access.within_30_min",
    "access.within_60_min",
    "network.offices",
    "network.sites",
    "network.points",
    "network.joint_points",
    "network.floor_m2",
    "network.m2_per_person_year",
    "staff.hired_fte",
    "staff.dismissed_fte",
)
"""The figures of a summary; all of them are in the tables."""

GROUPS: Final = ("cost", "emissions", "travel", "access", "visits", "network", "staff")

_FIRST: Final = (
    "cost.total",
    "cost.per_year",
    *(f"cost.{part}" for part in COST_PARTS),
    *(f"cost.{part}_per_year" for part in COST_PARTS),
    "cost.agency",
    "cost.state",
    *(name for name in LABELS if name.startswith("emissions.")),
)
_ORDER: Final = {name: rank for rank, name in enumerate((*_FIRST, *(name for name in LABELS if name not in _FIRST)))}


def rank(name: str) -> tuple[int, int, str]:
    """Return the key that sorts figures: group, place on the reference page, then what the page does not name."""
    group = name.partition(".")[0]
    return GROUPS.index(group) if group in GROUPS else len(GROUPS), _ORDER.get(name, len(_ORDER)), name


def label(name: str) -> str:
    """Return the words for a figure; ``cost.rent_per_year`` and the like from their parts."""
    if name in LABELS:
        return LABELS[name]
    whole = name.removesuffix("_per_year")
    words = LABELS.get(whole, whole.partition(".")[2] or whole).replace("_", " ")
    return f"{words}, last period" if whole != name else words


def is_good(name: str, change: float) -> bool | None:
    """Return whether a change is one people wish for; None where it is neither, or nothing changes."""
    group = name.partition(".")[0]
    if change == 0 or group not in GROUPS or group in ("visits", "network", "staff"):
        return None
    return (change > 0) == (group == "access")
