"""What `consolidate audit` says: checks, violations, rules, and the totals recomputed from the raw input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from consolidate.errors import CheckFailed
from consolidate.reports.document import SCHEMA_VERSION, Document, audit_document, reading_document
from consolidate.reports.numbers import Scale, rounded, scale
from consolidate.reports.run_changes import Changes

if TYPE_CHECKING:
    from rich.console import Console

    from consolidate.audit.report import AuditReport
    from consolidate.scenario.model import Scenario

NONE: Final = Changes()
_OBJECTIVE_UNITS = {"emissions": "kg CO2e", "travel_km": "km", "travel_minutes": "min"}
_TOTALS: Final = {"cost": "cost.total", "emissions": "emissions.total"}


def document(
    report: AuditReport, scenario: Scenario, found: Changes = NONE, recorded: Document | None = None
) -> Document:
    """Write an audit's report; the exit code is 1 if anything is violated.

    Parameters
    ----------
    report, scenario
        What the audit found, and of what.
    found
        What became of the run's files since it was written.
    recorded
        The run's result.json, to set its totals beside the recomputed ones; None where there is none to trust.
    """
    totals, currency = report.totals, scenario.currency
    objective_unit = _OBJECTIVE_UNITS.get(scenario.objective.minimise, currency)
    values = {
        "cost": (totals.cost, currency),
        "emissions": (totals.emissions_kg, "kg CO2e"),
        "visit_km": (totals.visit_km, "km"),
        "visit_hours": (totals.visit_hours, "h"),
        "objective": (totals.objective, objective_unit),
    }
    before = _recorded(recorded) if recorded else {}
    return {
        "schema_version": SCHEMA_VERSION,
        "name": scenario.name,
        "changed": list(found.changed),
        "missing": list(found.missing),
        "added": list(found.added),
        "currency": currency,
        "status": "violated" if report.violations else "kept",
        "exit_code": CheckFailed.exit_code if report.violations else 0,
        "audit": audit_document(report),
        "rules": [reading_document(reading) for reading in report.readings],
        "totals": {
            name: {"value": rounded(value, unit), "unit": unit}
            | ({"recorded": before[name]} if before.get(name) is not None else {})
            for name, (value, unit) in values.items()
        },
    }


def _recorded(result: Document) -> Document:
    """Return the totals over the horizon that a result states, by the audit's names for them."""
    figures = result["figures"]
    plans = {name: figures.get(figure, {}).get("plan") for name, figure in _TOTALS.items()}
    return {**plans, "objective": result["objective"]}


def write(written: Document, console: Console) -> None:
    """Print the report."""
    from consolidate.reports.console import say, write_audit, write_lines, write_rules

    say(console, written["name"], "bold")
    for line in Changes(*(tuple(written[kind]) for kind in ("changed", "missing", "added"))).lines():
        say(console, line, "yellow")
    write_audit(written["audit"], console)
    write_rules(written["rules"], console)
    lines = []
    for name, total in written["totals"].items():
        money = total["unit"] == written["currency"]
        shown = Scale(1, total["unit"], 2) if money else scale(total["unit"], total["value"])  # here to the cent
        before = f" (the run says {shown.show(total['recorded'])})" if "recorded" in total else ""
        lines.append(f"{name.replace('_', ' ')}: {shown.show(total['value'])} {shown.unit}{before}")
    write_lines(console, "totals over the horizon, recomputed from the input", lines, None)
