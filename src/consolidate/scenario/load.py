"""The door of this room: from a path, or from plain values, to a checked and frozen scenario."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consolidate.errors import InvalidInput, Place, Problem
from consolidate.scenario.assign import assign
from consolidate.scenario.check import check
from consolidate.scenario.columns import Columns
from consolidate.scenario.extend import read_chain
from consolidate.scenario.model import Scenario
from consolidate.scenario.resolve import resolve
from consolidate.scenario.source import Source
from consolidate.scenario.suggest import tidy
from consolidate.scenario.tree import Node, as_node, place_of
from consolidate.scenario.validation import read_draft


@dataclass(frozen=True)
class Loaded:
    """A scenario that holds together, and where it came from.

    Attributes
    ----------
    scenario
        What the user wrote, typed.
    warnings
        What may be a mistake, but need not be.
    files
        SHA-256 of every file read, by its name relative to the scenario's folder.
    resolved
        The scenario as one tree of plain values: nothing inherited, overrides applied, tables written out, but
        for long ones, which are named ``{file: visits.csv}``.
    tables
        The long tables that ``resolved`` names, by that name.
    """

    scenario: Scenario
    warnings: tuple[Problem, ...]
    files: dict[str, str]
    resolved: dict[str, Any]
    tables: dict[str, Columns]
    tree: Node

    def place_of(self, *path: str | int) -> Place:
        """Return file, line and column of a value: ``place_of("offices", "kela-vaasa", "floor_m2")``.

        A row is named by its id or its position from 0; of a value that is omitted, the place of what would hold it.
        """
        return place_of(self.tree, path)


def load(path: str | Path, overrides: Iterable[str] = ()) -> Loaded:
    """Read a scenario with its tables and everything it extends, and check it.

    Parameters
    ----------
    path
        The scenario file, YAML or a workbook, or the folder that holds a ``scenario.yaml`` or ``scenario.xlsx``.
    overrides
        Changes on top, like ``offices.kela-vaasa.floor_m2=300``.

    Raises
    ------
    InvalidInput
        With everything that is wrong.
    FileSystemError
        When a file cannot be read.
    """
    path = Path(path)
    if os.path.isdir(path):  # noqa: PTH112  (Path.is_dir raises for a name that is too long)
        folder = path
        path = folder / "scenario.yaml"
        if not path.exists() and (folder / "scenario.xlsx").exists():
            path = folder / "scenario.xlsx"
    source = Source(path.parent)
    try:
        tree = read_chain(source, path)
    except InvalidInput as error:
        raise InvalidInput(tidy(source.problems + error.problems)) from None
    return _checked(tree, source.problems, overrides, source.files)


def from_data(tree: Mapping[str, Any], *, overrides: Iterable[str] = (), name: str = "<memory>") -> Loaded:
    """Check a scenario given as plain values.

    Parameters
    ----------
    tree
        What the YAML would say; ``visits`` and ``travel.matrix`` may be `Columns`.
    overrides
        Changes on top, like ``offices.kela-vaasa.floor_m2=300``.
    name
        Stands for the file in the places of problems.

    Raises
    ------
    InvalidInput
        With everything that is wrong.
    """
    return _checked(as_node(dict(tree), name), [], overrides, {})


def _checked(tree: Node, problems: list[Problem], overrides: Iterable[str], files: dict[str, str]) -> Loaded:
    for override in overrides:
        tree, wrong = assign(tree, override)
        problems = problems + wrong
    half_read = {problem.place.file for problem in problems if problem.severity == "error"}
    draft = read_draft(tree)
    # of a file that is half read warnings would mislead: a misspelt column would make each of its rows one
    found = [each for each in check(draft) if each.severity == "error" or each.place.file not in half_read]
    problems = problems + draft.problems + found
    if any(problem.severity == "error" for problem in problems):
        raise InvalidInput(tidy(problems))
    resolved, tables = resolve(draft.root)
    return Loaded(draft.scenario(), tuple(tidy(problems)), files, resolved, tables, draft.root)
