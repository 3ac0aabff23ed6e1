"""Rules from one sheet, whatever their type: a column for each key that any of them has."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from consolidate.errors import Place, Problem
from consolidate.scenario.draft import RULES
from consolidate.scenario.fields import Kind, leaf_names
from consolidate.scenario.policy import BaseRule
from consolidate.scenario.suggest import did_you_mean, some_of
from consolidate.scenario.table_files import Heading, TableFile, path_of, row_of
from consolidate.scenario.tree import Node

WORDS = ("all", "reached_today", "statutory")
"""Areas that are named by a word, not listed."""
_TEXT, _TEXTS = Kind("text"), Kind("list", Kind("text"))


def names() -> list[str]:
    """Return the headings the sheet may have, each once: those that all rules have come first."""
    first = ("id", "type")
    found = [name for model in RULES.values() for name in leaf_names(model)]
    return list(dict.fromkeys([*first, *_general(found), "areas", *found]))


def _general(found: list[str]) -> list[str]:
    """Return what several types of rules have, the commonest first."""
    counts = {name: found.count(name) for name in dict.fromkeys(found)}
    return sorted((name for name, count in counts.items() if count > 2), key=lambda name: -counts[name])


def read_policy(table: TableFile) -> tuple[Node, list[Problem]]:
    """Read the rules.

    Returns
    -------
    tuple
        The list, and which headings no rule knows.
    """
    known = names()
    problems = []
    for position, name in enumerate(table.headings, 1):
        if name and name not in known and not _numbered(name):
            place = Place(table.file, table.first, position, name)
            message = f"unknown column {name!r}"
            problems.append(Problem(place, message, name, some_of(known, 60), did_you_mean(name, known)))
    rows = []
    for line, cells in table.rows():
        if (problem := table.fit(line, cells)) is not None:
            problems.append(problem)
        rows.append(_rule(table, line, cells))
    return Node(rows, table.file, table.first), problems


def _numbered(name: str) -> bool:
    """Tell whether a heading leads into a list of some rule, like ``plan.2.office``."""
    return any(path_of(model, name) is not None for model in RULES.values())


def _rule(table: TableFile, line: int, cells: list[str]) -> Node:
    """Read one rule by the model of its type; a key that type does not have stays, for the schema to refuse."""
    at = table.headings.index("type") if "type" in table.headings else -1
    model = RULES.get(cells[at].strip() if 0 <= at < len(cells) else "", BaseRule)
    headings = [
        _heading(model, position, name, cells[position].strip())
        for position, name in enumerate(table.headings[: len(cells)])
        if name and cells[position].strip()
    ]
    return row_of(table, model, headings, line, cells)


def _heading(model: type[BaseModel], position: int, name: str, text: str) -> Heading:
    """Say how a cell is read."""
    if name == "areas":
        return Heading(name, position, (name,), _TEXT if text in WORDS else _TEXTS)
    found: Any = path_of(model, name)
    path, kind = found or ((name,), _TEXT)
    return Heading(name, position, path, kind)
