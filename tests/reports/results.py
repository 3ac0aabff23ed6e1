"""A result made by hand: two agencies, three offices, one of which merges; nothing here needs a solver or a loader."""

from dataclasses import replace
from datetime import date

import numpy as np

from consolidate.accounts.result import (
    AffectedRow,
    CashRow,
    DecisionRow,
    Figure,
    LeaseRow,
    Objective,
    PointRow,
    Result,
    SolverRun,
)
from consolidate.audit.report import AuditReport, Reading, Totals
from consolidate.plan.model import Assignment, Decision, Plan
from consolidate.scenario.columns import Columns
from consolidate.scenario.model import Scenario


def texts(*values: str) -> np.ndarray:
    return np.array(values, dtype=object)


def scenario(**changes: object) -> Scenario:
    values = {
        "consolidate": 1,
        "name": "Three offices",
        "reference_year": 2024,
        "currency": "EUR",
        "horizon": {"periods": (2025, 2028), "end": 2029, "discount_rate": 0.03},
        "agencies": ({"id": "dvv", "name": "DVV"}, {"id": "kela"}),
        "services": ({"id": "id-check", "agency": "dvv"}, {"id": "benefits", "agency": "kela"}),
        "areas": (
            {"id": "north", "name": "North", "lat": 63.1, "lon": 21.6, "population": 12000.0, "basis": "fact"},
            {"id": "south", "name": "South", "lat": 62.9, "lon": 21.7, "population": 3000.0, "basis": "assumed"},
        ),
        "sites": (
            {"id": "market", "area": "north", "rent_per_m2_year": 200.0, "kind": "agency"},
            {"id": "village", "area": "south"},
        ),
        "offices": (
            {"id": "dvv-north", "agency": "dvv", "site": "market", "name": "DVV North", "floor_m2": 300.0},
            {
                "id": "dvv-south",
                "agency": "dvv",
                "site": "village",
                "name": "DVV South",
                "floor_m2": 100.0,
                "staff": {"customer_service_fte": 2.5, "back_office_fte": 1.0},
                "wage_per_fte_year": 50000.0,
                "leases": ({"m2": 100.0, "rent_per_m2_year": 150.0, "end": "2027-12-31"},),
            },
            {"id": "kela-north", "agency": "kela", "site": "market"},
        ),
        "travel": {"estimate": {"detour": 1.25, "speed_kmh": 60.0}},
        "policy": ({"id": "one-hour", "type": "max_travel", "minutes": 60.0},),
    }
    return Scenario(**(values | changes))


def visits() -> Columns:
    numbers = {"visits_per_year": np.array([900.0, 100.5]), "visits_per_1000": np.array([np.nan, np.nan])}
    words = {"area": texts("north", "south"), "service": texts("id-check", "id-check"), "source": texts("", "=count")}
    return Columns(words, numbers, "visits.csv")


def matrix() -> Columns:
    numbers = {"minutes": np.array([0.0, 24.0]), "km": np.array([0.0, 30.25])}
    return Columns({"area": texts("north", "south"), "site": texts("market", "market")}, numbers, "travel.csv")


def plan() -> Plan:
    decisions = (
        Decision("dvv-north", "keep"),
        Decision("dvv-south", "merge", "market", date(2028, 1, 1)),
        Decision("kela-north", "keep"),
    )
    where = [
        (0, "north", "id-check", "", "market"),
        (0, "south", "id-check", "", "village"),
        (1, "north", "id-check", "", "market"),
        (1, "south", "id-check", "", "market"),
    ]
    period, *words = zip(*where, strict=True)
    columns = [texts(*column) for column in words]
    return Plan(decisions, Assignment(np.array(period), *columns, np.full(len(where), 1_000_000)))


def figures() -> tuple[Figure, ...]:
    """In no order, as accounts may hand them over."""
    return (
        Figure("network.offices", "count", 3, 2),
        Figure("network.m2_per_person_year", "m2/person-year", 31.7, 24.25),
        Figure("access.within_60_min", "share", 1.0, 0.9871),
        Figure("access.within_30_min", "share", 0.8, 0.8),
        Figure("travel.max_minutes", "min", 12.5, 24.0, before=11.0),
        Figure("travel.mean_minutes", "min", 4.21, 8.4),
        Figure("travel.visit_km", "km/year", 60000.0, 66030.123456789),
        Figure("emissions.total", "kg CO2e", 1234567.891, 987654.321),
        Figure("emissions.per_year", "kg CO2e/year", 9000.0, 7000.0),
        Figure("cost.exit", "EUR", 0.0, 0.0),
        Figure("cost.rent", "EUR", 300000.0, 240000.0),
        Figure("cost.rent_per_year", "EUR/year", 75000.0, 60000.0),
        Figure("cost.per_year", "EUR/year", 225000.0, 210000.0),
        Figure("cost.total", "EUR", 1050123.456, 990000.004),
    )


def readings() -> tuple[Reading, ...]:
    sentence = "Everybody has a point within 60 minutes."
    language = "Service in 'sv' is within 20 minutes of every area where it is a right by law."
    return (
        Reading("one-hour", "max_travel", sentence, "kept", 24.0, 60.0, 36.0, "min", "south, 2028"),
        Reading("svenska", "language", language, "binding", 20.0, 20.0, 0.0, "min", "north, 2025"),
    )


def audit_of_today() -> AuditReport:
    first, second = readings()
    broken = replace(second, status="broken", value=31.0, slack=-11.0)
    return AuditReport(900, (), (first, broken), Totals(1050123.46, 1.0, 1.0, 1.0, 1050123.46))


def cash() -> tuple[CashRow, ...]:
    """Rent of dvv that adds up to the figure cost.rent, and a third paid for the sites."""
    years = (2025, 2026, 2027, 2028, 2029)
    weights = [1.03 ** -(year - 2025 + 0.5) for year in years]
    today, plan = 300000.0 / sum(weights), 240000.0 / sum(weights)
    rent = [
        CashRow("dvv", "rent", year, today, plan, today * weight, plan * weight)
        for year, weight in zip(years, weights, strict=True)
    ]
    return (*rent, CashRow("", "points", 2025, 300.0, 0.0, 300.0 * weights[0], 0.0))


def leases() -> tuple[LeaseRow, ...]:
    return (
        LeaseRow("dvv-south", "dvv", "village", "today", 100.0, 150.0, end=date(2027, 12, 31), left=date(2028, 1, 1)),
        LeaseRow("dvv-south", "dvv", "market", "plan", 60.0, 200.0, start=date(2028, 1, 1)),
    )


def result(**changes: object) -> Result:
    decisions = (
        DecisionRow("dvv-north", "DVV North", "dvv", "keep", "market", "", "staffed", None, 0.0, 0.0, 0.0),
        DecisionRow(
            *("dvv-south", "DVV South", "dvv", "merge", "village", "market", "staffed", date(2028, 1, 1)),
            *(-60123.452, -246913.57, 3.5),
        ),
        DecisionRow("kela-north", "", "kela", "keep", "market", "", "staffed", None, 0.0, 0.0, 0.0),
    )
    made = Result(
        scenario=scenario(),
        status="optimal",
        objective=Objective("cost", "EUR", 990000.004, 989990.0, 0.00005, 0.00001, 990000.0, 990000.0, 990000.0),
        plan=plan(),
        today=plan(),
        figures=figures(),
        decisions=decisions,
        points=(PointRow("market", "Market square", "north", ("dvv", "kela"), ("staffed",), ("fi", "sv"), 1000.5),),
        affected=(
            AffectedRow("north", "North", 12000.0, 4.0, 3.5, 5.0, 4.25),
            AffectedRow("south", "South", 3000.0, 0.0, 24.0, 0.0, 30.25),
        ),
        audit=AuditReport(12345, (), readings(), Totals(990000.0, 987654.32, 1.0, 1.0, 990000.0)),
        audit_today=audit_of_today(),
        totals_match=True,
        solver=SolverRun("HiGHS", "1.16.0", {"threads": 2, "gap": 1e-4}, 0, 2.345, 7, 100, 90, 400),
        inputs={"scenario.yaml": "ab" * 32, "areas.csv": "cd" * 32},
        assumptions=("moving: 0 EUR/FTE, as no factor is given",),
        notes=("12 trajectories listed",),
        cash=cash(),
        leases=leases(),
    )
    return replace(made, **changes)


def resolved() -> dict[str, object]:
    """The scenario as the loader would write it out."""
    return scenario().model_dump(mode="json", exclude_unset=True)
