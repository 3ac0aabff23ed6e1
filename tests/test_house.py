"""The house keeps its own rules: what a reader relies on in every room."""

import ast
import importlib
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import get_args

import pytest

from consolidate.actions import listing
from consolidate.formulation.rules.registry import RULES
from consolidate.scenario.policy import BaseRule, Rule

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "consolidate"
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_BODY = 50
NAMES_THAT_SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}

MODEL = ROOT / "docs" / "explanation" / "model.md"
GOLDEN = ROOT / "tests" / "golden" / "formulation"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(parse(path)) if isinstance(node, Function))


def body_lines(function: Function) -> int:
    """Count the lines of `function` without its signature and docstring."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return function.end_lineno - body[0].lineno + 1 if body else 0


@pytest.mark.smoke
def test_the_package_imports() -> None:
    """`import consolidate` works and offers every name it lists."""
    package = importlib.import_module("consolidate")
    missing = [listed for listed in getattr(package, "__all__", []) if not hasattr(package, listed)]
    assert not missing


@pytest.mark.smoke
@pytest.mark.parametrize("path", modules(), ids=name)
def test_every_module_imports_alone(path: Path) -> None:
    """Every module can be imported, on every Python we name."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    if parts[-1] == "__main__":
        pytest.skip("a __main__ is run, not imported")
    importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))


def test_every_module_says_what_it_is_for() -> None:
    """Every file of the package opens with a docstring."""
    silent = [name(path) for path in modules() if not ast.get_docstring(parse(path))]
    assert not silent


def test_files_fit_on_a_few_screens() -> None:
    """No file of the package is longer than 400 lines."""
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert not {path: lines for path, lines in lengths.items() if lines > MOST_LINES_OF_A_FILE}


def test_functions_fit_on_a_screen() -> None:
    """No function body of the package is longer than 50 lines."""
    long = {
        f"{name(path)}:{function.lineno} {function.name}": lines
        for path in modules()
        for function in functions(path)
        if (lines := body_lines(function)) > MOST_LINES_OF_A_BODY
    }
    assert not long


def test_every_test_states_its_promise() -> None:
    """Every test function of the suite has a docstring."""
    silent = [
        f"{name(path)}:{function.lineno} {function.name}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for function in functions(path)
        if function.name.startswith("test_") and not ast.get_docstring(function)
    ]
    assert not silent


def test_rooms_have_names_that_say_something() -> None:
    """No module or folder of the package is called utils, helpers, common or manager."""
    rooms = chain(modules(), (path for path in SOURCE.rglob("*") if path.is_dir()))
    assert not [name(path) for path in rooms if NAMES_THAT_SAY_NOTHING & set(path.stem.lower().split("_"))]


def test_the_changelog_has_a_place_for_the_next_change() -> None:
    """CHANGELOG.md keeps an Unreleased section."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \[Unreleased\]$", changelog, flags=re.MULTILINE)


def rule_types() -> dict[str, type[BaseRule]]:
    """Every rule type of the schema, by name."""
    union, *_ = get_args(Rule)
    return {get_args(kind.model_fields["type"].annotation)[0]: kind for kind in get_args(union)}


@pytest.mark.parametrize("kind", rule_types())
def test_every_rule_type_has_its_four_parts(kind: str) -> None:
    """A rule type has a sentence, a file in the formulation that is registered, a clause of the audit, a golden LP."""
    schema = rule_types()[kind]
    assert isinstance(vars(schema).get("sentence"), property)
    assert RULES[kind].__module__ == f"consolidate.formulation.rules.{kind}"
    assert RULES[kind].__name__ == kind
    assert importlib.import_module(f"consolidate.audit.rules.{kind}").read
    imports = [node for node in ast.walk(parse(SOURCE / "audit" / "rules" / "__init__.py"))
               if isinstance(node, ast.ImportFrom) and node.module == "consolidate.audit.rules"]  # fmt: skip
    assert kind in {alias.name for node in imports for alias in node.names}
    assert [path for path in GOLDEN.glob("*.lp") if path.stem.partition("-")[0] == kind]
    assert f"**{kind}**" in MODEL.read_text(encoding="utf-8")


def test_no_rule_is_written_that_nobody_can_ask_for() -> None:
    """The formulation and the audit have no rule that the schema does not have."""
    assert set(RULES) == set(rule_types())


def test_every_action_has_a_file_and_a_paragraph() -> None:
    """Every listed action has a file of its own and is explained in the model, and every file's action is listed."""
    listed = {action.__module__.rpartition(".")[2] for action in (*listing.ACTIONS, *listing.OPENINGS)}
    rooms = {path.stem for path in (SOURCE / "actions").glob("*.py")}
    assert listed <= rooms
    writers = {path.stem for path in (SOURCE / "actions").glob("*.py") if defines_trajectories(path)}
    assert writers - {"listing"} == listed
    text = MODEL.read_text(encoding="utf-8")
    assert [action for action in listed if f"**{action}**" not in text] == []


def defines_trajectories(path: Path) -> bool:
    return any(function.name == "trajectories" for function in functions(path))
