"""What `consolidate audit` says: checks, violations, rules, and the totals recomputed from the raw input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consolidate.errors import CheckFailed
from consolidate.reports.document import SCHEMA_VERSION, Document, audit_document, reading_document
from consolidate.reports.numbers import Scale, rounded, scale

if TYPE_CHECKING:
    from rich.console import Console

    from consolidate.audit.report import AuditReport
    from consolidate.scenario.model import Scenario

_OBJECTIVE_UNITS = {"emissions": "kg CO2e", "travel_km": "km", "travel_minutes": "min"}


def document(report: AuditReport, scenario: Scenario) -> Document:
    """Write an audit's report; the exit code is 1 if anything is violated."""
    totals, currency = report.totals, scenario.currency
    objective_unit = _OBJECTIVE_UNITS.get(scenario.objective.minimise, currency)
    values = {
        "cost": (totals.cost, currency),
        "emissions": (totals.emissions_kg, "kg CO2e"),
        "visit_km": (totals.visit_km, "km"),
        "visit_hours": (totals.visit_hours, "h"),
        "objective": (totals.objective, objective_unit),
    }
    return {
        "schema_version": SCHEMA_VERSION,
        "name": scenario.name,
        "currency": currency,
        "status": "violated" if report.violations else "kept",
        "exit_code": CheckFailed.exit_code if report.violations else 0,
        "audit": audit_document(report),
        "rules": [reading_document(reading) for reading in report.readings],
        "totals": {name: {"value": rounded(value, unit), "unit": unit} for name, (value, unit) in values.items()},
    }


def write(written: Document, console: Console) -> None:
    """Print the report."""
    from consolidate.reports.console import say, write_audit, write_lines, write_rules

    say(console, written["name"], "bold")
    write_audit(written["audit"], console)
    write_rules(written["rules"], console)
    lines = []
    for name, total in written["totals"].items():
        money = total["unit"] == written["currency"]
        shown = Scale(1, total["unit"], 2) if money else scale(total["unit"], total["value"])  # here to the cent
        lines.append(f"{name.replace('_', ' ')}: {shown.show(total['value'])} {shown.unit}")
    write_lines(console, "totals over the horizon, recomputed from the input", lines, None)
