"""A comparison, and a check of what was expected, as the one JSON document they print."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from consolidate.errors import CheckFailed
from consolidate.reports.document import SCHEMA_VERSION, Document
from consolidate.reports.numbers import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from consolidate.study.areas import Move, Moves
    from consolidate.study.column import Column
    from consolidate.study.comparison import Comparison, FigureRow
    from consolidate.study.expected import Check
    from consolidate.study.gate import Finding, Verdict


def document(comparison: Comparison, verdicts: Sequence[Verdict]) -> Document:
    """Write a comparison: figures and decisions by name, each with the value of every plan by the plan's name."""
    names = [column.name for column in comparison.columns]
    objective = comparison.objective
    return _head(any(verdict.failed for verdict in verdicts)) | {
        "baseline": names[0],
        "currency": comparison.base.currency,
        "plans": [_plan(column) for column in comparison.columns],
        "objective": _figure(objective, names) if objective else None,
        "figures": {row.name: _figure(row, names) for row in comparison.rows},
        "decisions": [
            {
                "office": row.office,
                "name": row.name,
                "plans": {
                    name: asdict(choice) if choice else None for name, choice in zip(names, row.choices, strict=True)
                },
            }
            for row in comparison.offices
        ],
        "areas": [_moves(each) for each in comparison.moves],
        "gates": [_verdict(each) for each in verdicts],
        "warnings": list(comparison.warnings),
    }


def expected_document(checks: Sequence[Check]) -> Document:
    """Write a check of what was expected."""
    return _head(any(check.failed for check in checks)) | {
        "checks": [
            {
                "scenario": check.scenario,
                "figure": check.figure,
                "unit": check.unit,
                "status": "failed" if check.failed else "passed",
                "expected": check.expected,
                "tolerance": check.tolerance,
                "found": check.found,
                "off": rounded(check.off),
            }
            for check in checks
        ]
    }


def _head(failed: bool) -> Document:  # noqa: FBT001
    """Write what every document begins with."""
    return {
        "schema_version": SCHEMA_VERSION,
        "status": "failed" if failed else "passed",
        "exit_code": CheckFailed.exit_code if failed else 0,
    }


def _plan(column: Column) -> Document:
    """Write what a plan is."""
    return {
        "name": column.name,
        "status": column.status,
        "minimise": column.minimise,
        "unit": column.unit,
        "objective": column.objective,
        "bound": column.bound,
        "gap": column.gap,
        "frame": dict(column.frame),
    }


def _figure(row: FigureRow, names: Sequence[str]) -> Document:
    """Write one figure of every plan."""
    return {
        "unit": row.unit,
        "differs": row.differs,
        "plans": dict(zip(names, row.values, strict=True)),
        "changes": {
            name: {
                "change": rounded(change.difference, row.unit),
                "change_percent": rounded(change.percent),
                "distinguishable": not change.is_within_gaps,
            }
            for name, change in zip(names[1:], row.changes, strict=True)
        },
    }


def _moves(moves: Moves) -> Document:
    """Write who gains and loses."""
    return {
        "plan": moves.name,
        "people_who_gain": rounded(moves.people_who_gain),
        "people_who_lose": rounded(moves.people_who_lose),
        "areas_that_cannot_be_told": moves.unknown,
        "gain": [_move(each) for each in moves.gain],
        "lose": [_move(each) for each in moves.lose],
    }


def _move(move: Move) -> Document:
    """Write one area."""
    return {
        "area": move.area,
        "name": move.name,
        "people": move.people,
        "minutes_baseline": move.base,
        "minutes_plan": move.plan,
        "change": rounded(move.change),
    }


def _verdict(verdict: Verdict) -> Document:
    """Write one gate."""
    gate = verdict.gate
    return {
        "gate": gate.text,
        "figure": gate.figure,
        "limit": gate.limit,
        "limits": gate.kind,
        "unit": verdict.unit,
        "status": "failed" if verdict.failed else "passed",
        "findings": [_finding(each) for each in verdict.findings],
    }


def _finding(finding: Finding) -> Document:
    """Write what one plan says to a gate; a change from 0 has no percentage."""
    return {
        "plan": finding.plan,
        "status": "failed" if finding.failed else "passed",
        "found": rounded(finding.found),
        "value": finding.value,
        "baseline": finding.base,
        "distinguishable": not finding.is_within_gaps,
    }
