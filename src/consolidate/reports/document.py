"""The one document of a result: what `solve --format json` prints and ``result.json`` keeps.

No timings, hosts or dates of the run, a fixed order, and rounded numbers: equal inputs give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from consolidate.reports import account_rows
from consolidate.reports.numbers import rounded
from consolidate.reports.vocabulary import rank

if TYPE_CHECKING:
    from consolidate.accounts.result import (
        AffectedRow,
        CashRow,
        DecisionRow,
        Figure,
        LeaseRow,
        LevelValue,
        PointRow,
        Result,
    )
    from consolidate.audit.report import AuditReport, Reading

SCHEMA_VERSION: Final = 1
"""Of the result and of every other document printed; a changed name or unit is a new version."""

Document = dict[str, Any]


def document(result: Result) -> Document:
    """Write a result as plain values, in the order of the reference page."""
    objective = result.objective
    unit = objective.unit
    return {
        "schema_version": SCHEMA_VERSION,
        "name": result.scenario.name,
        "status": result.status,
        "currency": result.scenario.currency,
        "minimise": objective.minimise,
        "unit": unit,
        "objective": rounded(objective.value, unit),
        "bound": rounded(objective.bound, unit),
        "gap": _fraction(objective.gap),
        "gap_total": _fraction(objective.gap_total),
        "levels": [_level(level) for level in objective.levels],
        "figures": {
            figure.name: _figure(figure) for figure in sorted(result.figures, key=lambda each: rank(each.name))
        },
        "decisions": [_decision(row, result.scenario.currency) for row in result.decisions],
        "points": [_point(row) for row in result.points],
        "affected": [_affected(row) for row in result.affected],
        "cash": [_cash(row) for row in result.cash],
        "leases": [_lease(row) for row in result.leases],
        "payers": [account_rows.payer(row, result.scenario.currency) for row in result.payers],
        "places": [account_rows.place(row, result.scenario.currency) for row in result.places],
        "rules": _rules(result.audit.readings, result.audit_today.readings),
        "audit": audit_document(result.audit) | {"totals_match": result.totals_match},
        "solver": {
            "name": result.solver.name,
            "version": result.solver.version,
            "options": dict(sorted(result.solver.options.items())),
            "seed": result.solver.seed,
        },
        "inputs": dict(sorted(result.inputs.items())),
        "assumptions": list(result.assumptions),
        "notes": list(result.notes),
    }


def audit_document(report: AuditReport) -> Document:
    """Write how many checks were made and what they found."""
    found = [{"check": each.check, "where": each.where, "message": each.message} for each in report.violations]
    return {"checks": report.checks, "violations": found}


def reading_document(reading: Reading) -> Document:
    """Write how one rule stands."""
    return {
        "id": reading.id,
        "type": reading.type,
        "sentence": reading.sentence,
        "status": reading.status,
        "value": rounded(reading.value, reading.unit),
        "limit": rounded(reading.limit, reading.unit),
        "slack": rounded(reading.slack, reading.unit),
        "unit": reading.unit,
        "where": reading.where,
    }


def _fraction(value: float) -> float | None:
    """Round a gap; what is left of a proof's floating-point dust is no gap."""
    number = rounded(value)
    return None if number is None else max(number, 0.0)


def _figure(figure: Figure) -> Document:
    """Write one figure; the change is that of the rounded numbers, so that a reader can add it up."""
    unit = figure.unit
    today, plan = rounded(figure.today, unit), rounded(figure.plan, unit)
    known = today is not None and plan is not None
    change = rounded(plan - today, unit) if known else None  # type: ignore[operator]
    percent = rounded(100 * change / today) if change is not None and today else None
    row: Document = {"today": today, "plan": plan, "change": change, "change_percent": percent, "unit": unit}
    if figure.before is not None:
        row["before"] = rounded(figure.before, unit)
    return row


def _level(level: LevelValue) -> Document:
    """Write one level of strict priorities."""
    return {
        "minimise": level.minimise,
        "unit": level.unit,
        "value": rounded(level.value, level.unit),
        "bound": rounded(level.bound, level.unit),
        "limit": rounded(level.limit, level.unit),
    }


def _decision(row: DecisionRow, currency: str) -> Document:
    """Write one office's decision."""
    return {
        "office": row.office,
        "name": row.name,
        "agency": row.agency,
        "action": row.action,
        "from_site": row.from_site,
        "to_site": row.to_site,
        "mode": row.mode,
        "date": row.date.isoformat() if row.date else None,
        "cost": rounded(row.cost, currency),
        "emissions": rounded(row.emissions),
        "people": rounded(row.people),
        "m2": rounded(row.m2),
    }


def _point(row: PointRow) -> Document:
    """Write one site that serves."""
    return {
        "site": row.site,
        "name": row.name,
        "area": row.area,
        "agencies": list(row.agencies),
        "modes": list(row.modes),
        "languages": list(row.languages),
        "visits": rounded(row.visits),
    }


def _affected(row: AffectedRow) -> Document:
    """Write one area whose way changes."""
    return {
        "area": row.area,
        "name": row.name,
        "people": rounded(row.people),
        "minutes_today": rounded(row.minutes_today),
        "minutes_plan": rounded(row.minutes_plan),
        "km_today": rounded(row.km_today),
        "km_plan": rounded(row.km_plan),
    }


def _cash(row: CashRow) -> Document:
    """Write what is paid in a year; to the millionth, so that many rows still add up to the cent."""
    return {
        "agency": row.agency,
        "part": row.part,
        "year": row.year,
        "today": rounded(row.today),
        "plan": rounded(row.plan),
        "today_discounted": rounded(row.today_discounted),
        "plan_discounted": rounded(row.plan_discounted),
    }


def _lease(row: LeaseRow) -> Document:
    """Write a lease."""
    return {
        "office": row.office,
        "agency": row.agency,
        "site": row.site,
        "taken": row.taken,
        "m2": rounded(row.m2),
        "rent_per_m2_year": rounded(row.rent_per_m2_year),
        "start": row.start.isoformat() if row.start else None,
        "end": row.end.isoformat() if row.end else None,
        "breaks": [day.isoformat() for day in row.breaks],
        "notice_months": row.notice_months,
        "owned": row.owned,
        "left": row.left.isoformat() if row.left else None,
        "exit_cost": rounded(row.exit_cost),  # as with cash, so that they add up
    }


def _rules(plan: Iterable[Reading], today: Iterable[Reading]) -> list[Document]:
    """Write every rule as the plan keeps it, and beside that how today's network stands under it."""
    before = {reading.id: reading for reading in today}
    rows = []
    for reading in plan:
        row = reading_document(reading)
        now = before.get(reading.id)
        row["status_today"] = now.status if now else None
        row["value_today"] = rounded(now.value, now.unit) if now else None
        rows.append(row)
    return rows
