"""The JSON Schema of the result: the interface that other programs rely on."""

from __future__ import annotations

from typing import Any, Final

from consolidate.reports.document import SCHEMA_VERSION
from consolidate.reports.vocabulary import LABELS

Schema = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string"}
_SHARE: Final[Schema] = {"type": "number", "minimum": 0}
_MAYBE_NUMBER: Final[Schema] = {"type": ["number", "null"]}
_TEXTS: Final[Schema] = {"type": "array", "items": _TEXT}
_STANDING: Final = ["kept", "binding", "broken"]


def result_schema() -> Schema:
    """Return the schema of ``result.json``, and of what ``solve --format json`` prints."""
    top: Schema = {
        "schema_version": {"const": SCHEMA_VERSION},
        "name": _said("the scenario's name", _TEXT),
        "status": {"enum": ["optimal", "feasible"]},
        "currency": _TEXT,
        "minimise": {"enum": ["cost", "emissions", "travel_km", "travel_minutes", "weighted"]},
        "unit": _said("of objective and bound", _TEXT),
        "objective": _MAYBE_NUMBER,
        "bound": _said("no plan can be better than this", _MAYBE_NUMBER),
        "gap": _said(
            "objective less bound, as a share of what plans can change", {"type": ["number", "null"], "minimum": 0}
        ),
        "gap_total": _said("the same as a share of the whole objective", {"type": ["number", "null"], "minimum": 0}),
        "levels": _said("of strict priorities, the first first", {"type": "array", "items": _level()}),
        "figures": _figures(),
        "decisions": _said("one per office", {"type": "array", "items": _decision()}),
        "points": _said("sites that serve in the last period", {"type": "array", "items": _point()}),
        "affected": _said("areas whose way changes, in the last period", {"type": "array", "items": _affected()}),
        "cash": _said(
            "what each agency pays in each year; discounted, it adds up to cost.total",
            {"type": "array", "items": _cash()},
        ),
        "leases": _said("of today, and what the plan takes", {"type": "array", "items": _lease()}),
        "payers": _said("what every party pays; it adds up to cost.total", {"type": "array", "items": _payer()}),
        "places": _said("what falls in every municipality", {"type": "array", "items": _place()}),
        "rules": {"type": "array", "items": _rule()},
        "audit": _audit(),
        "solver": _object(
            {"name": _TEXT, "version": _TEXT, "options": {"type": "object"}, "seed": {"type": "integer"}}
        ),
        "inputs": _said("sha256 of every file read", {"type": "object", "additionalProperties": _TEXT}),
        "assumptions": _TEXTS,
        "notes": _TEXTS,
    }
    printed: Schema = {
        "exit_code": _said("only on stdout", {"type": "integer"}),
        "run": _said("only on stdout: seconds, nodes, whether it was interrupted", {"type": "object"}),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Result of consolidate solve",
        **_object(top, optional=printed),
    }


def _object(properties: Schema, optional: Schema | None = None) -> Schema:
    """Return the schema of an object with exactly these keys."""
    return {
        "type": "object",
        "properties": properties | (optional or {}),
        "required": list(properties),
        "additionalProperties": False,
    }


def _said(words: str, schema: Schema) -> Schema:
    """Return a schema with its meaning."""
    return {"description": words, **schema}


def _figures() -> Schema:
    """Return the schema of the figures; names that the reference page does not list may be parts of those it does."""
    figure = _object(
        {
            "today": _said("every office kept", _MAYBE_NUMBER),
            "plan": _MAYBE_NUMBER,
            "change": _said("plan less today", _MAYBE_NUMBER),
            "change_percent": _said("null when today is 0", _MAYBE_NUMBER),
            "unit": _TEXT,
        },
        optional={"before": _said("the first period as it stands, where it differs", _MAYBE_NUMBER)},
    )
    named = {
        name: _said(label, {"$ref": "#/properties/figures/additionalProperties"}) for name, label in LABELS.items()
    }
    return {"type": "object", "properties": named, "additionalProperties": figure}


def _decision() -> Schema:
    """Return the schema of one office's decision."""
    return _object(
        {
            "office": _TEXT,
            "name": _TEXT,
            "agency": _TEXT,
            "action": {"enum": ["keep", "close", "merge", "colocate", "resize", "convert", "open"]},
            "from_site": _TEXT,
            "to_site": _said(
                "where it moves, who receives its people (empty: dismissed), or the home chosen for a new point",
                _TEXT,
            ),
            "mode": _said("how it serves in the end", _TEXT),
            "date": _said("first day of the change", {"type": ["string", "null"], "format": "date"}),
            "cost": _said("against keeping it, discounted", _MAYBE_NUMBER),
            "emissions": _said("against keeping it, kg CO2e over the horizon", _MAYBE_NUMBER),
            "people": _said("FTE who change their place of work", _SHARE),
            "m2": _said("the new size, for resize and convert; what a back office that stays keeps; else 0", _SHARE),
        }
    )


def _level() -> Schema:
    """Return the schema of one level of strict priorities."""
    values = {
        "value": _MAYBE_NUMBER,
        "bound": _MAYBE_NUMBER,
        "limit": _said("how far later levels may go", _MAYBE_NUMBER),
    }
    return _object({"minimise": _TEXT, "unit": _TEXT, **values})


def _point() -> Schema:
    """Return the schema of a site that serves."""
    return _object(
        {
            "site": _TEXT,
            "name": _TEXT,
            "area": _TEXT,
            "agencies": _TEXTS,
            "modes": _TEXTS,
            "languages": _TEXTS,
            "visits": _said("per year", _MAYBE_NUMBER),
        }
    )


def _affected() -> Schema:
    """Return the schema of an area whose way changes; one way, the mean over its visits."""
    numbers = ("people", "minutes_today", "minutes_plan", "km_today", "km_plan")
    return _object({"area": _TEXT, "name": _TEXT, **dict.fromkeys(numbers, _MAYBE_NUMBER)})


def _cash() -> Schema:
    """Return the schema of what is paid in one year for one part of the cost."""
    amounts = ("today", "plan", "today_discounted", "plan_discounted")
    return _object(
        {
            "agency": _said("empty: a site in use, whoever is in it", _TEXT),
            "part": _said("of cost.total: the figure cost.<part>", _TEXT),
            "year": {"type": "integer"},
            **dict.fromkeys(amounts, _MAYBE_NUMBER),
        }
    )


def _payer() -> Schema:
    """Return the schema of what a party pays over the horizon."""
    amounts = dict.fromkeys(("today", "plan", "change"), _MAYBE_NUMBER)
    return _object({"party": _TEXT, "kind": {"enum": ["agency", "municipality"]}, **amounts})


def _place() -> Schema:
    """Return the schema of what falls in a municipality."""
    pairs = (f"{what}_{when}" for what in ("cost", "emissions", "points") for when in ("today", "plan"))
    return _object({"region": _TEXT, "municipality": _TEXT, **dict.fromkeys(pairs, _MAYBE_NUMBER)})


def _lease() -> Schema:
    """Return the schema of a lease of today, or of floor area the plan takes."""
    day: Schema = {"type": ["string", "null"], "format": "date"}
    return _object(
        {
            "office": _TEXT,
            "agency": _TEXT,
            "site": _TEXT,
            "taken": _said("today: a lease of today; plan: floor area newly taken", {"enum": ["today", "plan"]}),
            "m2": _MAYBE_NUMBER,
            "rent_per_m2_year": _MAYBE_NUMBER,
            "start": day,
            "end": _said("last day of the contract; null: until further notice", day),
            "breaks": {"type": "array", "items": {"type": "string", "format": "date"}},
            "notice_months": {"type": "integer", "minimum": 0},
            "owned": {"type": "boolean"},
            "left": _said("first day on which the office is elsewhere", day),
            "exit_cost": _said("rent and fees after it is left, discounted", _MAYBE_NUMBER),
        }
    )


def _rule() -> Schema:
    """Return the schema of how one rule stands, where it is tightest."""
    return _object(
        {
            "id": _TEXT,
            "type": _TEXT,
            "sentence": _TEXT,
            "status": {"enum": _STANDING},
            "value": _MAYBE_NUMBER,
            "limit": _MAYBE_NUMBER,
            "slack": _said("from value to limit on the allowed side; negative when broken", _MAYBE_NUMBER),
            "unit": _TEXT,
            "where": _TEXT,
            "status_today": _said("of today's network", {"enum": [*_STANDING, None]}),
            "value_today": _MAYBE_NUMBER,
        }
    )


def _audit() -> Schema:
    """Return the schema of the audit's verdict."""
    violation = _object({"check": _TEXT, "where": _TEXT, "message": _TEXT})
    return _object(
        {
            "checks": {"type": "integer", "minimum": 0},
            "violations": {"type": "array", "items": violation},
            "totals_match": {"type": "boolean"},
        }
    )
