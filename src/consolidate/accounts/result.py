"""The result a user sees: everything of `figures.md`, as values; the reports only write it down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from consolidate.audit.report import AuditReport
from consolidate.plan.model import Plan
from consolidate.scenario.model import Scenario


@dataclass(frozen=True)
class Figure:
    """One figure: today (every office kept), the plan, and before (the first period as it stands, where it differs)."""

    name: str
    unit: str
    today: float
    plan: float
    before: float | None = None

    @property
    def change(self) -> float:
        """Plan less today, in the figure's unit."""
        return self.plan - self.today

    @property
    def change_percent(self) -> float | None:
        """Change in percent of today; None when today is 0."""
        return None if self.today == 0 else 100 * self.change / self.today


@dataclass(frozen=True)
class DecisionRow:
    """An office's decision; cost (discounted currency) and emissions (kg, horizon) are against today's course."""

    office: str
    name: str
    agency: str
    action: str
    from_site: str
    to_site: str
    mode: str
    date: date | None
    cost: float
    emissions: float
    people: float  # FTE who change their place of work
    m2: float = 0.0  # the new size, for resize and convert; what a back office that stays keeps


@dataclass(frozen=True)
class PointRow:
    """A site that serves in the last period."""

    site: str
    name: str
    area: str
    agencies: tuple[str, ...]
    modes: tuple[str, ...]
    languages: tuple[str, ...]
    visits: float  # visits per year


@dataclass(frozen=True)
class AffectedRow:
    """An area whose way changes, in the last period: mean one way over its visits, today and in the plan."""

    area: str
    name: str
    people: float
    minutes_today: float
    minutes_plan: float
    km_today: float
    km_plan: float


@dataclass(frozen=True)
class CashRow:
    """What one agency pays in one year for one part of the cost; no agency: a site in use, whoever is in it."""

    agency: str
    part: str  # a figure cost.<part>
    year: int
    today: float  # currency, undiscounted
    plan: float
    today_discounted: float
    plan_discounted: float


@dataclass(frozen=True)
class LeaseRow:
    """A lease of today and what becomes of it, or floor area that the plan takes; rents per m2 and year."""

    office: str
    agency: str
    site: str
    taken: Literal["today", "plan"]
    m2: float
    rent_per_m2_year: float
    start: date | None = None
    end: date | None = None
    breaks: tuple[date, ...] = ()
    notice_months: int = 0
    owned: bool = False
    left: date | None = None  # first day on which the office is elsewhere
    exit_cost: float = 0.0  # discounted currency: rent and fees after it is left


@dataclass(frozen=True)
class PayerRow:
    """What a party pays over the horizon, its share of common cost included; discounted currency."""

    party: str
    kind: str  # agency or municipality
    today: float
    plan: float


@dataclass(frozen=True)
class PlaceRow:
    """What falls in a municipality: discounted currency and kg CO2e over the horizon, points in the last period."""

    region: str
    municipality: str
    cost_today: float
    cost_plan: float
    emissions_today: float
    emissions_plan: float
    points_today: float
    points_plan: float


@dataclass(frozen=True)
class EntryRow:
    """An amount of a year: the figure it is part of, the input it comes from, who bears it and where it falls."""

    figure: str
    source: str  # id of an office, a site or an area
    agency: str  # '' = common cost of a site
    municipality: str
    region: str
    year: int
    today: float  # in the figure's unit, undiscounted
    plan: float


@dataclass(frozen=True)
class LevelValue:
    """One level of strict priorities: the least found for it, the bound, and how far later levels may go."""

    minimise: str
    unit: str
    value: float
    bound: float
    limit: float


@dataclass(frozen=True)
class Objective:
    """What was minimised, over the horizon.

    ``gap`` is (value - bound) as a share of what plans can change, ``gap_total`` as a share of the whole value.
    ``accounts`` and ``program`` are the value recomputed from the accounts and from the program's coefficients at this
    very plan; they agree to a cent, and with the solver's own ``solver`` to 1e-6 of it.
    """

    minimise: str
    unit: str
    value: float
    bound: float
    gap: float
    gap_total: float
    accounts: float
    program: float
    solver: float
    levels: tuple[LevelValue, ...] = ()  # of strict priorities, the first first


@dataclass(frozen=True)
class SolverRun:
    """Which solver ran, and how; ``seconds`` and ``nodes`` are for people, never part of result.json."""

    name: str
    version: str
    options: dict[str, float | int | str] = field(default_factory=dict)
    seed: int = 0
    seconds: float = 0.0
    nodes: int = 0
    columns: int = 0
    rows: int = 0
    nonzeros: int = 0


@dataclass(frozen=True)
class Result:
    """A solved scenario: plan and status quo, what both cost, and how the plan stands against every rule."""

    scenario: Scenario
    status: Literal["optimal", "feasible"]
    objective: Objective
    plan: Plan
    today: Plan
    figures: tuple[Figure, ...]
    decisions: tuple[DecisionRow, ...]
    points: tuple[PointRow, ...]
    affected: tuple[AffectedRow, ...]
    audit: AuditReport
    audit_today: AuditReport
    totals_match: bool
    solver: SolverRun
    inputs: dict[str, str]  # file -> sha256
    assumptions: tuple[str, ...]
    notes: tuple[str, ...] = ()  # what was listed and left out, spill-over, anything a reader should know
    interrupted: bool = False
    cash: tuple[CashRow, ...] = ()
    leases: tuple[LeaseRow, ...] = ()
    payers: tuple[PayerRow, ...] = ()
    places: tuple[PlaceRow, ...] = ()
    entries: tuple[EntryRow, ...] = ()  # in a run folder, never in result.json
