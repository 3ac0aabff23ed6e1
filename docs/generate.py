"""Write what can go stale: the reference of the commands and of the scenario, and both JSON Schemas.

`python docs/generate.py` writes the files, `--check` only says which are old, and exits with 1 if any is.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

os.environ["COLUMNS"] = "80"  # nothing below asks for it; nothing shall depend on it either

from solver_matrix import solvers_page
from typer.main import get_command

from consolidate.cli.app import app
from consolidate.reports.result_schema import result_schema
from consolidate.scenario.model import FACTOR_DEFAULTS, FACTOR_UNITS, Scenario
from consolidate.scenario.schema import scenario_schema

REFERENCE = Path(__file__).parent / "reference"
NOTE = "<!-- written by docs/generate.py; change the source and run `make docs` -->\n"

ABOUT_SCENARIO = """\
Every key with its type, limits and meaning; units are in the names, money is in `currency`. A table may stand in the
YAML or in a file beside it: CSV (`areas: {file: areas.csv}`), Parquet, or a sheet of a workbook
(`areas: {file: book.xlsx, sheet: areas}`); a heading with a dot nests (`staff.back_office_fte`). The whole may be a
workbook: see [spreadsheets](../how-to/spreadsheets.md). An editor completes and checks the YAML with
[the JSON Schema](scenario.schema.json)."""

Schema = dict[str, Any]


def main() -> int:
    """Write the files, or compare them with what would be written."""
    texts = {
        "cli.md": commands_page(),
        "scenario.md": scenario_page(),
        "scenario.schema.json": schema_text(scenario_schema()),
        "result.schema.json": schema_text(result_schema()),
        "../../solvers/README.md": solvers_page(),
    }
    old = [name for name, text in texts.items() if read(REFERENCE / name) != text]
    if "--check" in sys.argv[1:]:
        for name in old:
            print(f"docs/reference/{name} is old: run `make docs`", file=sys.stderr)
        return 1 if old else 0
    REFERENCE.mkdir(exist_ok=True)
    for name in old:
        (REFERENCE / name).write_text(texts[name], encoding="utf-8", newline="\n")
        print(f"written: docs/reference/{name}")
    return 0


def read(path: Path) -> str | None:
    """Return a file's text, None if there is none."""
    return path.read_text(encoding="utf-8") if path.exists() else None


def schema_text(schema: Schema) -> str:
    """Return a schema as the commands print it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def table(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a Markdown table; a bar in a cell is no separator."""
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


# ------------------------------------------------------------------------------------------------------ the commands


def commands_page() -> str:
    """Return the page of the commands: usage, what each does, arguments and options."""
    root = get_command(app)
    parts = [NOTE + "# Commands", root.help or "", options(root)]
    for name, command in root.commands.items():
        words = " ".join(argument_name(parameter) for parameter in command.params if not is_option(parameter))
        parts += [f"## consolidate {name}", f"`consolidate {name} {words} [OPTIONS]`".replace("  ", " ")]
        parts += [paragraphs(command.help or ""), arguments(command), options(command)]
    parts += ["## Exit codes", (root.epilog or "").removeprefix("Exit codes: ").replace(", ", "\n- ").join(("- ", ""))]
    return "\n\n".join(part for part in parts if part) + "\n"


def paragraphs(text: str) -> str:
    """Return help text with its lines joined to paragraphs."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def is_option(parameter: Any) -> bool:
    """Return whether a parameter is an option, not an argument."""
    return bool(parameter.param_type_name == "option")


def argument_name(parameter: Any) -> str:
    """Return how help names an argument."""
    return str(parameter.metavar or parameter.name.upper())


def arguments(command: Any) -> str:
    """Return the table of a command's arguments."""
    found = [each for each in command.params if not is_option(each)]
    rows = [(f"`{argument_name(each)}`", each.help or "") for each in found]
    return table(("argument", "meaning"), rows) if rows else ""


def options(command: Any) -> str:
    """Return the table of a command's options."""
    rows = []
    for each in command.params:
        if is_option(each):
            names = ", ".join(f"`{name}`" for name in sorted(each.opts, key=len))
            rows.append((names, values(each), each.help or "", default(each)))
    return table(("option", "value", "meaning", "default"), rows) if rows else ""


def values(option: Any) -> str:
    """Return what an option takes."""
    if option.is_flag:
        return ""
    choices = (f"`{value}`" for value in get_args(option.type_descriptor.annotation))
    return f"`{option.metavar}`" if option.metavar else " or ".join(choices)


def default(option: Any) -> str:
    """Return an option's default."""
    return "" if option.is_flag or option.default is None else f"`{option.default}`"


# ------------------------------------------------------------------------------------------------------ the scenario


def scenario_page() -> str:
    """Return the page of the scenario's keys: every object once, in the order in which one meets it."""
    whole = Scenario.model_json_schema()
    definitions = whole["$defs"]
    parts = [
        NOTE + "# The scenario file",
        ABOUT_SCENARIO,
        section("Scenario", whole),
    ]
    parts += [section(name, definitions[name]) for name in in_order(whole, definitions)]
    units = [(f"`{name}`", unit, f"{FACTOR_DEFAULTS.get(name, '')}") for name, unit in FACTOR_UNITS.items()]
    parts += ["## Units of the factors", table(("factor", "unit", "default"), units)]
    return "\n\n".join(parts) + "\n"


def in_order(schema: Schema, definitions: Schema) -> list[str]:
    """Return the names of all objects below a schema, each once, the first met first."""
    names: list[str] = []
    waiting = list(references(schema.get("properties", {})))
    while waiting:
        name = waiting.pop(0)
        if name not in names:
            names.append(name)
            waiting = [*references(definitions[name].get("properties", {})), *waiting]
    return names


def references(value: Any) -> Iterator[str]:
    """Yield the names of the objects that a piece of schema names."""
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"].rpartition("/")[2]
        for key, item in value.items():
            if key != "discriminator":
                yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def section(name: str, schema: Schema) -> str:
    """Return the section of one object: what it is, and its keys."""
    required = schema.get("required", ())
    rows = []
    for key, item in schema.get("properties", {}).items():
        given = "**required**" if key in required else default_of(item)
        rows.append((f"`{key}`", kind(item), given, item.get("description", "").replace("``", "`")))
    about = paragraphs(schema.get("description", "")).replace("``", "`")
    return f"## {name}\n\n{about}\n\n" + table(("key", "type", "default", "meaning"), rows)


def default_of(item: Schema) -> str:
    """Return a key's default, nothing where omitting it has a meaning of its own."""
    value = item.get("default")
    return "" if value is None or value in ({}, []) or isinstance(value, dict) else f"`{json.dumps(value)}`"


def kind(item: Schema) -> str:
    """Return a type in words, with a link where it is an object of its own."""
    if "$ref" in item:
        name = item["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "const" in item or "enum" in item:
        return " or ".join(f"`{value}`" for value in item.get("enum", [item.get("const")]))
    for word in ("anyOf", "oneOf"):
        if word in item:
            return " or ".join(kind(each) for each in item[word] if each.get("type") != "null")
    if item.get("type") == "array":
        return array(item)
    return mapping(item) if item.get("type") == "object" else simple(item)


def mapping(item: Schema) -> str:
    """Return the type of a mapping from names of the user's own."""
    inner = [*item.get("patternProperties", {}).values(), item.get("additionalProperties")]
    return f"mapping to {kind(inner[0])}" if isinstance(inner[0], dict) else "mapping"


def array(item: Schema) -> str:
    """Return the type of a list; rows of a long table are described by their keys."""
    inner = item.get("items", {})
    if "properties" in inner:
        return "rows of " + ", ".join(f"`{key}`" for key in inner["properties"])
    return f"list of {kind(inner)}"


def simple(item: Schema) -> str:
    """Return the type and the limits of a number, a text or a day."""
    words = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
    text = "date" if item.get("format") == "date" else words.get(item.get("type", ""), "anything")
    lower, upper = item.get("minimum"), item.get("maximum")
    if "exclusiveMinimum" in item:
        text += f" above {item['exclusiveMinimum']:g}"
    elif lower is not None and upper is not None and upper < 1e6:
        return f"{text} from {lower:g} to {upper:g}"
    elif lower is not None:
        text += f" from {lower:g}"
    if "exclusiveMaximum" in item:
        text += f" below {item['exclusiveMaximum']:g}"
    return text


if __name__ == "__main__":
    sys.exit(main())
