"""Scenarios held against the expected.json in their folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from consolidate.cli.comparing import Solving, scenario_column

if TYPE_CHECKING:
    from consolidate.study.expected import Check, Expectation

FILE: Final = "expected.json"


def checks(paths: Sequence[Path], solving: Solving) -> list[Check]:
    """Solve every scenario that has expectations and hold it against them.

    Parameters
    ----------
    paths
        Folders with an expected.json, all of whose scenarios are solved; or scenario files, which must be in theirs.

    Raises
    ------
    InvalidInput
        When an expected.json is wrong, or says nothing of a scenario.
    FileSystemError
        When there is none.
    """
    from consolidate.study.expected import check

    found: list[Check] = []
    for scenario, expectations, file in [each for path in paths for each in _expectations(path)]:
        column = scenario_column(scenario, str(scenario), solving)
        found += check(column, expectations, str(file))
    return found


def _expectations(path: Path) -> Iterator[tuple[Path, tuple[Expectation, ...], Path]]:
    """Yield scenarios, what is expected of them, and where that is written."""
    from consolidate.errors import FileSystemError, InvalidInput, Place, Problem
    from consolidate.study.expected import read

    folder = path if path.is_dir() else path.parent
    file = folder / FILE
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InvalidInput([Problem(Place(str(file)), "is not UTF-8")]) from error
    except OSError as error:
        raise FileSystemError(f"{file}: cannot be read: {error.strerror or error}") from error
    known = read(text, str(file))
    if path.is_dir():
        yield from ((folder / name, expectations, file) for name, expectations in known.items())
    elif path.name in known:
        yield path, known[path.name], file
    else:
        problem = Problem(Place(str(file)), f"says nothing of {path.name}", path.name, ", ".join(known))
        raise InvalidInput([problem])
