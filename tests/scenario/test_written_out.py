"""What is written out (resolved scenario, JSON Schema, template) is read again, and agrees with the reader."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.scenario.small import SCENARIO, with_table, write

from consolidate.errors import FileSystemError, InvalidInput, UsageError
from consolidate.scenario.columns import Columns
from consolidate.scenario.load import from_data, load
from consolidate.scenario.schema import scenario_schema
from consolidate.scenario.template import templates, write_template
from consolidate.scenario.tree import plain
from consolidate.scenario.yaml_text import read_yaml

SHIPPED = sorted(Path(__file__).parents[2].glob("scenarios/*/*.yaml"))


def table_text(columns: Columns) -> str:
    """Return columns as CSV."""
    out = io.StringIO()
    writer = csv.writer(out)
    cells = columns.texts | columns.numbers
    writer.writerow(cells)
    writer.writerows(zip(*(map(cell_text, column.tolist()) for column in cells.values()), strict=True))
    return out.getvalue()


def cell_text(value: str | float) -> str:
    if isinstance(value, str):
        return value
    return "" if np.isnan(value) else f"{value:.17g}"


def rewritten(folder: Path, loaded: Any) -> Path:
    """Write a loaded scenario out, its tables beside it."""
    files = {name: table_text(columns) for name, columns in loaded.tables.items()}
    return write(
        folder, {"scenario.yaml": yaml.safe_dump(loaded.resolved, sort_keys=False, allow_unicode=True), **files}
    )


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_shipped_scenarios_survive_being_written_out(path: Path, tmp_path: Path) -> None:
    """Every shipped scenario, written out resolved, is the same scenario when read again."""
    loaded = load(path)
    again = load(rewritten(tmp_path, loaded))
    assert again.scenario == loaded.scenario
    assert again.resolved == loaded.resolved
    assert from_data(loaded.resolved).scenario == loaded.scenario


def test_long_tables_of_things_are_written_beside(tmp_path: Path) -> None:
    """More than 1,000 rows stay a file, and are the same rows when read again."""
    rows = "".join(f"{number:05d};{number},5;60;25;fi sv;{number}\n" for number in range(1001))
    areas = "id;population;lat;lon;languages;people.svenska\n" + rows.replace("fi sv;5\n", "fi;\n")
    text = with_table("areas", "{file: areas.csv}").replace(", regions: [south]", "")
    text = text.replace('"00100"', '"00100"').replace('"90100"', '"00101"')
    loaded = load(write(tmp_path / "first", {"scenario.yaml": text, "areas.csv": areas}))
    assert loaded.resolved["areas"] == {"file": "areas.csv"}
    assert list(loaded.tables) == ["areas.csv"]
    assert load(rewritten(tmp_path / "second", loaded)).scenario == loaded.scenario


def test_a_long_table_that_csv_would_change_stays_inline(tmp_path: Path) -> None:
    """Texts that a CSV cell cannot hold (spaces at an end, spaces in a list) are written into the YAML."""
    rows = [{"id": f"a{number}", "population": 1, "lat": 60, "lon": 25, "name": " x"} for number in range(1001)]
    base = load(write(tmp_path, {"scenario.yaml": SCENARIO})).resolved
    loaded = from_data({**base, "areas": base["areas"] + rows})
    assert loaded.tables == {}
    assert load(rewritten(tmp_path, loaded)).scenario == loaded.scenario


@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
        lambda inner: st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abcdefghij 0123456789.:-", max_size=5), inner, max_size=4),
        max_leaves=20,
    )
)  # fmt: skip
def test_json_is_read_as_it_is(value: Any) -> None:
    """Whatever JSON says is read from YAML as JSON means it: types, texts and keys."""
    text = json.dumps({"value": value}, ensure_ascii=False)
    assert plain(read_yaml(text, "x.yaml").root) == {"value": value}


@pytest.mark.parametrize("name", templates())
def test_the_templates_can_be_read(name: str, tmp_path: Path) -> None:
    """Each template is a whole scenario without a warning."""
    assert load(write_template(tmp_path / "a" / "b", name)).warnings == ()


def test_a_template_overwrites_nothing(tmp_path: Path) -> None:
    """A folder that holds something, or a file in its place, is left alone."""
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(FileSystemError, match="not an empty folder"):
        write_template(tmp_path)
    with pytest.raises(FileSystemError, match="not an empty folder"):
        write_template(tmp_path / "notes.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_an_unknown_template_is_said(tmp_path: Path) -> None:
    """A template that is not there is a usage error that names those that are."""
    with pytest.raises(UsageError, match="there are: small did you mean 'small'"):
        write_template(tmp_path / "new", "smal")
    assert not (tmp_path / "new").exists()


def test_the_command_line_starts_without_the_reader() -> None:
    """Importing the package or its command line loads neither pydantic, numpy nor pyarrow."""
    heavy = "{'numpy', 'pyarrow', 'pydantic', 'yaml'}"
    code = f"import sys, consolidate, consolidate.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


SCHEMA = scenario_schema()


def faults(schema: Any, value: Any) -> list[str]:
    """Check a value by the part of JSON Schema that ours uses; written apart from the models."""
    if schema is True:
        return []
    found: list[str] = []
    if "$ref" in schema:
        found += faults(SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], value)
    for word in ("anyOf", "oneOf"):
        if word in schema:
            fits = [not faults(one, value) for one in schema[word]].count(True)
            found += [] if fits == 1 or (word == "anyOf" and fits) else [f"{word}: {fits} fit {value!r}"]
    if "if" in schema:
        found += faults(schema["else"] if faults(schema["if"], value) else schema["then"], value)
    if "const" in schema and value != schema["const"]:
        found.append(f"{value!r} is not {schema['const']!r}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{value!r} is not in {schema['enum']}")
    if "type" in schema:
        found += of_type(schema, value)
    return found + (of_mapping(schema, value) if isinstance(value, dict) else [])


def of_type(schema: Any, value: Any) -> list[str]:
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int}
    fits = isinstance(value, kinds.get(schema["type"], int | float)) and (
        schema["type"] == "boolean" or value is not True
    )
    if not fits:
        return [f"{value!r} is no {schema['type']}"]
    found = []
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{value!r} does not match {schema['pattern']}")
    if isinstance(value, int | float):
        found += [f"{value} is too small" for low in [schema.get("minimum", -np.inf)] if value < low]
        found += [f"{value} is too large" for high in [schema.get("maximum", np.inf)] if value > high]
    if isinstance(value, list):
        found += [fault for item in value for fault in faults(schema.get("items", True), item)]
        found += ["too short"] if len(value) < schema.get("minItems", 0) else []
    return found


def of_mapping(schema: Any, value: dict[str, Any]) -> list[str]:
    found = [f"{key} is missing" for key in schema.get("required", ()) if key not in value]
    known = schema.get("properties", {})
    more = schema.get("additionalProperties", True)
    for key, below in value.items():
        if key in known:
            found += faults(known[key], below)
        elif more is False:
            found.append(f"{key} is unknown")
        else:
            found += faults(more, below)
    return found


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_schema_accepts_what_ships(path: Path) -> None:
    """Every shipped scenario file fits the JSON Schema that editors check it by."""
    assert faults(SCHEMA, plain(read_yaml(path.read_bytes(), str(path)).root)) == []


ACCEPTED = {
    "the small scenario": SCENARIO,
    "a table file": with_table("sites", "{file: sites.csv}"),
    "a matrix by name": SCENARIO.replace("estimate: {detour: 1.25, speed_kmh: 60}", "matrix: travel.csv"),
    "a matrix file": SCENARIO.replace("estimate: {detour: 1.25, speed_kmh: 60}", "matrix: {file: travel.csv}"),
    "an extension": "extends: base.yaml\nname: x\n",
    "removals": "extends: base.yaml\noffices: {remove: [a], change: [{id: b, floor_m2: 3}]}\n",
    "changes from a file": "extends: base.yaml\nsites: {change: {file: sites.csv}}\n",
    "a change of a rule": "extends: base.yaml\npolicy: [{id: one-hour, minutes: 45}]\n",
    "a part of the horizon": "extends: base.yaml\nhorizon: {end: 2040}\n",
}

REFUSED = {
    "a misspelt key": SCENARIO.replace("\ncurrency:", "\ncurency:"),
    "an unknown key": SCENARIO + "colour: red\n",
    "a misspelt key of a row": SCENARIO.replace("floor_m2: 80", "flor_m2: 80"),
    "a wrong type": SCENARIO.replace("floor_m2: 80", "floor_m2: big"),
    "a number too small": SCENARIO.replace("floor_m2: 80", "floor_m2: -1"),
    "a wrong word": SCENARIO.replace("minimise: cost", "minimise: costs"),
    "a missing key": SCENARIO.replace("currency: EUR\n", ""),
    "a missing key of a row": SCENARIO.replace("    site: oulu\n", ""),
    "another kind of file": with_table("sites", "{file: sites.txt}"),
    "removals without a base": with_table("sites", "{remove: [oulu]}"),
    "a change without an id": "extends: base.yaml\noffices: [{floor_m2: 3}]\n",
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_the_schema_accepts_what_the_reader_reads(name: str) -> None:
    """The forms that only files have (tables beside, extensions) fit the schema."""
    assert faults(SCHEMA, plain(read_yaml(ACCEPTED[name], "x").root)) == []


@pytest.mark.parametrize("name", REFUSED)
def test_the_schema_refuses_what_the_reader_refuses(name: str, tmp_path: Path) -> None:
    """An editor underlines what the reader would refuse."""
    assert faults(SCHEMA, plain(read_yaml(REFUSED[name], "x").root)) != []
    with pytest.raises(InvalidInput):
        load(write(tmp_path, {"scenario.yaml": REFUSED[name], "base.yaml": SCENARIO}))
