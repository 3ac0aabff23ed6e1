"""The problems of a scenario: for people, for programs, as annotations of a workflow, as SARIF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from consolidate import __version__
from consolidate.errors import InvalidInput, Problem
from consolidate.reports.cleaning import plain
from consolidate.reports.document import SCHEMA_VERSION, Document
from consolidate.reports.numbers import count

if TYPE_CHECKING:
    from rich.console import Console


def graded(problems: Iterable[Problem], *, strict: bool) -> list[Problem]:
    """Return the problems in the order of the files; with ``strict`` every warning is an error."""
    found = sorted(problems, key=lambda problem: problem.place)
    return [replace(problem, severity="error") for problem in found] if strict else found


def errors(problems: Iterable[Problem]) -> int:
    """Return how many of the problems are errors."""
    return sum(problem.severity == "error" for problem in problems)


def exit_code(problems: Iterable[Problem]) -> int:
    """Return 0, or that of invalid input where one of the problems is an error."""
    return InvalidInput.exit_code if errors(problems) else 0


def rows(problems: Iterable[Problem]) -> list[Document]:
    """Write every problem as plain values; an unknown line or column is null."""
    return [
        {
            "file": problem.place.file,
            "line": problem.place.line or None,
            "column": problem.place.column or None,
            "field": problem.place.field,
            "severity": problem.severity,
            "message": problem.message,
            "value": problem.value,
            "allowed": problem.allowed,
            "suggestion": problem.suggestion,
        }
        for problem in problems
    ]


def document(problems: Sequence[Problem]) -> Document:
    """Write the verdict of `validate`."""
    wrong = errors(problems)
    return {
        "schema_version": SCHEMA_VERSION,
        "status": "error" if wrong else "valid",
        "exit_code": exit_code(problems),
        "message": _verdict(problems),
        "problems": rows(problems),
    }


def write(problems: Iterable[Problem], console: Console) -> None:
    """Print one line per problem, red for errors and yellow for warnings."""
    from rich.text import Text

    for problem in problems:
        style = "red" if problem.severity == "error" else "yellow"
        place, _, rest = plain(str(problem)).partition(f" {problem.severity}: ")
        line = Text.assemble((place, "bold"), " ", (f"{problem.severity}:", style), f" {rest}")
        console.print(line, soft_wrap=True)  # a terminal wraps; a file:line:column must stay in one piece


def write_verdict(problems: Sequence[Problem], console: Console, *, quiet: bool) -> None:
    """Print the problems, and in one line how many there are."""
    write(problems, console)
    if problems or not quiet:
        console.print(_verdict(problems), style="red" if errors(problems) else "green")


def github(problems: Iterable[Problem]) -> str:
    """Return workflow commands that annotate the lines of a pull request."""
    lines = []
    for problem in problems:
        place = problem.place
        where = [("file", place.file), ("line", place.line), ("col", place.column)]
        values = ",".join(f"{key}={escaped(str(value), ':,')}" for key, value in where if value)
        lines.append(f"::{problem.severity} {values}::{escaped(_said(problem))}\n")
    return "".join(lines)


def sarif(problems: Iterable[Problem]) -> Document:
    """Return the problems in SARIF 2.1.0, which code scanning services read."""
    tool = {"name": "consolidate", "version": __version__, "rules": [{"id": "scenario"}]}
    return {
        "version": "2.1.0",
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "runs": [{"tool": {"driver": tool}, "results": [_sarif_result(problem) for problem in problems]}],
    }


def _sarif_result(problem: Problem) -> dict[str, Any]:
    """Return one problem with its location."""
    from urllib.parse import quote

    place = problem.place
    region = {"startLine": place.line, "startColumn": place.column}
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file.replace("\\", "/"))}}
    if place.line:
        location["region"] = {key: value for key, value in region.items() if value}
    return {
        "ruleId": "scenario",
        "level": problem.severity,
        "message": {"text": _said(problem)},
        "locations": [{"physicalLocation": location}],
    }


def _said(problem: Problem) -> str:
    """Return a problem's words without its place."""
    return str(problem).removeprefix(f"{problem.place}: {problem.severity}: ")


def _verdict(problems: Sequence[Problem]) -> str:
    """Return how many errors and warnings there are."""
    wrong = errors(problems)
    warned = len(problems) - wrong
    parts = [count(number, word) for number, word in ((wrong, "error"), (warned, "warning")) if number]
    return " and ".join(parts) if parts else "no problems"


def escaped(text: str, also: str = "") -> str:
    """Return the text as a workflow command wants it: per cent signs and line ends as codes."""
    for letter in "%\r\n" + also:
        text = text.replace(letter, f"%{ord(letter):02X}")
    return text
