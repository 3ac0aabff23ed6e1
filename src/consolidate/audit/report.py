"""What the audit found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Violation:
    """One constraint or rule that a plan breaks: its name or rule id, where, and in words by how much."""

    check: str
    where: str
    message: str


@dataclass(frozen=True)
class Reading:
    """How a rule stands under a plan, at the place and period where it is tightest.

    ``slack`` is how far ``value`` is from ``limit`` on the allowed side (negative when broken), all in ``unit``.
    """

    id: str
    type: str
    sentence: str
    status: Literal["kept", "binding", "broken"]
    value: float
    limit: float
    slack: float
    unit: str
    where: str = ""


@dataclass(frozen=True)
class Totals:
    """Totals over the horizon, recomputed from the raw input in exact arithmetic and rounded once at the end.

    Units: currency (discounted), kg CO2e, km and hours there and back, and the objective in its own unit.
    """

    cost: float
    emissions_kg: float
    visit_km: float
    visit_hours: float
    objective: float


@dataclass(frozen=True)
class AuditReport:
    """The verdict: how many single checks were made, what is violated, how each rule stands, and the totals."""

    checks: int
    violations: tuple[Violation, ...]
    readings: tuple[Reading, ...]
    totals: Totals
