"""The result as a document: its order, its rounding, its schema."""

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.reports.golden import assert_golden
from tests.reports.results import result

from consolidate.accounts.result import Figure
from consolidate.reports import json_text
from consolidate.reports.document import document
from consolidate.reports.numbers import rounded, scale
from consolidate.reports.result_schema import result_schema


def complaints(value: Any, schema: dict[str, Any], root: dict[str, Any], path: str = "$") -> Iterator[str]:
    """Check the few words of JSON Schema that the schema uses."""
    if "$ref" in schema:
        schema = root["properties"]["figures"]["additionalProperties"]
    names = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer", type(None): "null"}
    kind = names.get(type(value), "number")
    kinds = schema.get("type", kind)
    allowed = {kinds} if isinstance(kinds, str) else set(kinds)
    if kind not in allowed and not (kind == "integer" and "number" in allowed):
        yield f"{path}: {kind} is none of {allowed}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is none of {schema['enum']}"
    if "const" in schema and value != schema["const"]:
        yield f"{path}: {value!r} is not {schema['const']}"
    if isinstance(value, dict):
        known = schema.get("properties", {})
        yield from (f"{path}: {name} is missing" for name in schema.get("required", ()) if name not in value)
        for name, item in value.items():
            below = known.get(name, schema.get("additionalProperties", {}))
            if below is False:
                yield f"{path}: {name} is unknown"
            else:
                yield from complaints(item, below, root, f"{path}.{name}")
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from complaints(item, schema.get("items", {}), root, f"{path}[{index}]")


def test_the_document_is_the_golden_one() -> None:
    """The JSON of a result is what the reference page says, to the byte."""
    assert_golden(Path(__file__), "result.json", json_text.text(document(result())))


@pytest.mark.parametrize(
    "made", [document(result()), document(result()) | {"exit_code": 130, "run": {}}], ids=["file", "stdout"]
)
def test_the_document_fits_its_schema(made: dict[str, Any]) -> None:
    """Every result document is valid under the published schema, which knows all its keys."""
    schema = result_schema()
    assert not list(complaints(made, schema, schema))


def test_the_document_holds_nothing_of_the_run() -> None:
    """Two runs that differ only in how long they took write the same bytes."""
    one = result()
    other = replace(one, solver=replace(one.solver, seconds=99.0, nodes=12345))
    assert json_text.text(document(one)) == json_text.text(document(other))


def test_figures_stand_in_the_order_of_the_reference_page() -> None:
    """However accounts hand the figures over, the order is the page's: unknown names after the known of their group."""
    extra = (
        Figure("cost.zebra", "EUR", 1, 1),
        Figure("emissions.zebra", "kg CO2e", 1, 1),
        Figure("other.x", "1", 1, 1),
    )
    one, other = result(), result()
    names = list(document(replace(one, figures=one.figures + extra))["figures"])
    again = list(document(replace(other, figures=(extra + other.figures)[::-1]))["figures"])
    assert names == again
    assert names.index("cost.total") == 0
    assert names.index("cost.rent") < names.index("cost.exit") < names.index("cost.rent_per_year")
    assert names.index("cost.zebra") < names.index("emissions.total") < names.index("emissions.zebra")
    assert names[-1] == "other.x"


def test_the_change_is_that_of_the_rounded_numbers() -> None:
    """A reader who subtracts today from plan gets exactly the change that is printed."""
    figures = (Figure("cost.total", "EUR", 10.004, 20.016), Figure("cost.exit", "EUR", 0.0, 5.0))
    made = document(result(figures=figures))["figures"]
    assert made["cost.total"] == {"today": 10.0, "plan": 20.02, "change": 10.02, "change_percent": 100.2, "unit": "EUR"}
    assert made["cost.exit"]["change_percent"] is None


def test_numbers_that_are_none_become_null() -> None:
    """Infinite minutes (nobody reaches) are null, never an invalid JSON number; minus zero is zero."""
    made = document(result(figures=(Figure("travel.max_minutes", "min", math.inf, 30.0),)))
    assert made["figures"]["travel.max_minutes"]["today"] is None
    assert made["figures"]["travel.max_minutes"]["change"] is None
    assert json.loads(json_text.text(made)) == made
    assert str(rounded(-0.001, "EUR")) == "0.0"


def test_json_escapes_what_a_terminal_would_obey() -> None:
    """No control character, bidirectional mark or lone surrogate leaves in JSON as itself, and all come back."""
    nasty = "a\x1b[31m\x9b1m\u202e\u2066\x7f\ud800ä"
    written = json_text.text({"name": nasty})
    assert "ä" in written
    assert not [letter for letter in written if ord(letter) in {0x1B, 0x9B, 0x7F, 0x202E, 0x2066, 0xD800}]
    assert json.loads(written)["name"] == nasty
    assert json_text.text({"name": "ä"}, ascii_only=True).isascii()


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [
        ("EUR", 12_345_678.9, "12.35 M EUR"),
        ("EUR", -1234.5, "\u22121,234 EUR"),
        ("EUR", 3.456, "3.46 EUR"),
        ("kg CO2e", 1_234_567.0, "1,235 t CO2e"),
        ("share", 0.98765, "98.77 %"),
        ("count", 36.0, "36"),
        ("min", 12.345, "12.3 min"),
        ("min", None, "\u2013 min"),
        ("min", -0.01, "0.0 min"),
    ],
    ids=str,
)
def test_numbers_are_readable(unit: str, value: float | None, shown: str) -> None:
    """A number has its thousands apart, a true minus, a unit of its size, and no more digits than one reads."""
    made = scale(unit, value)
    assert f"{made.show(value)} {made.unit}".rstrip() == shown
