"""The scenario as a JSON Schema, for editors: the models, plus the forms only a file has."""

from __future__ import annotations

from typing import Any

from consolidate.scenario.model import Scenario
from consolidate.scenario.tables import EACH, FILE_TABLES, ID_TABLES, LONG_TABLES, ROW_MODELS

Schema = dict[str, Any]


def scenario_schema() -> Schema:
    """Return the JSON Schema (2020-12) of a scenario file.

    Beside what the models say, a table may be ``{file: name.csv}`` (or .parquet, or ``{file: a.xlsx, sheet: name}``),
    or the name alone; a file with ``extends`` may leave out anything, and change tables by rows or by ``{remove: [ids],
    change: [rows]}``.
    """
    whole = Scenario.model_json_schema()
    definitions, properties = whole["$defs"], whole["properties"]
    changes = {f"{name}Change": _loosened(schema) for name, schema in definitions.items()}
    full = {name: _file_form(name, schema) for name, schema in properties.items()}
    changed = {name: _change_form(name, _loosened(schema)) for name, schema in properties.items()}
    for path in (path for path in LONG_TABLES if len(path) > 1):
        for suffix in ("", "Change"):
            name = ROW_MODELS[path[0]].__name__ if EACH in path else path[0].capitalize()
            owner = {**definitions, **changes}[name + suffix]["properties"]
            owner[path[-1]] = _or_file(owner[path[-1]])
    names: Schema = dict.fromkeys(properties, True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario of consolidate",
        "type": "object",
        "properties": {**names, "extends": {"type": "string", "pattern": r"\.ya?ml$", "description": _EXTENDS}},
        "additionalProperties": False,
        "if": {"required": ["extends"]},
        "then": {"properties": changed},
        "else": {"properties": full, "required": whole["required"]},
        "$defs": {**definitions, **changes},
    }


_EXTENDS = "scenario file from which everything is taken that this one does not say"


def _loosened(schema: Any) -> Any:
    """Return a schema in which keys may be left out: what changes a row need not repeat it."""
    if isinstance(schema, list):
        return [_loosened(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    loose: Schema = {}
    for key, value in schema.items():
        if key == "$ref":
            loose[key] = f"{value}Change"
        elif key == "required" and isinstance(value, list):
            loose[key] = [name for name in value if name == "id"]
        elif key == "oneOf":  # without its type a change of a rule may be of several kinds
            loose["anyOf"] = _loosened(value)
        elif key != "discriminator":
            loose[key] = _loosened(value)
    return loose


def _file_form(name: str, schema: Schema) -> Schema:
    return _or_file(schema) if name in FILE_TABLES or (name,) in LONG_TABLES else schema


def _change_form(name: str, schema: Schema) -> Schema:
    rows = _file_form(name, schema)
    if name not in ID_TABLES:
        return rows
    rows = {key: value for key, value in rows.items() if key not in ("description", "minItems")}
    change = {
        "type": "object",
        "properties": {"remove": {"type": "array", "items": {"type": "string"}}, "change": rows},
        "additionalProperties": False,
    }
    return {"anyOf": [rows, change]}


def _or_file(schema: Schema) -> Schema:
    """Allow a file, or its name alone, in place of rows."""
    name = {"type": "string", "pattern": r"\.([cC][sS][vV]|[xX][lL][sS][xX]|[pP][aA][rR][qQ][uU][eE][tT])$"}
    sheet = {"type": "string", "description": "of a workbook; omitted = the one called like the table, or the only one"}
    keys = {"file": name, "sheet": sheet}
    file = {"type": "object", "properties": keys, "required": ["file"], "additionalProperties": False}
    about: Schema = {key: schema[key] for key in ("description", "title") if key in schema}
    rest = {key: value for key, value in schema.items() if key not in about and key != "default"}
    return {**about, "anyOf": [rest, file, name]}
