"""Solver profiles: which solver, through which door, with which options and limits; checked like a scenario."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, ValidationError

from consolidate.errors import FileSystemError, InvalidInput, Problem, UsageError
from consolidate.scenario.complaints import complaints
from consolidate.scenario.entry import Entry
from consolidate.scenario.fields import Kind
from consolidate.scenario.suggest import did_you_mean, tidy
from consolidate.scenario.validation import as_input
from consolidate.scenario.yaml_text import MAX_BYTES, read_yaml

SUFFIXES: Final = (".yaml", ".yml")
FOLDER: Final = "CONSOLIDATE_SOLVERS"
_SHIPPED: Final = "solver_profiles"
Share = Annotated[float, Field(ge=0, le=1)]


class Profile(Entry):
    """How programs are solved; an option on the command line wins over it."""

    backend: Literal["highs", "pulp", "pyomo"] = Field(description="the door: arrays into HiGHS, PuLP or Pyomo")
    solver: str = Field(min_length=1, description="the solver behind the door, by the door's name for it")
    options: dict[str, bool | int | float | str] = Field(
        default_factory=dict, description="what is passed to the solver by its own names"
    )
    gap: Share = Field(default=1e-4, description="relative gap within which a plan is called optimal")
    threads: int = Field(default=2, ge=1, le=1024, description="threads of the solver")
    seed: int = Field(default=0, ge=0, lt=2**31, description="seed of the solver")
    time_limit: float | None = Field(default=None, ge=0, description="seconds; none without a value")
    node_limit: int | None = Field(default=None, ge=1, description="nodes of the search tree; none without a value")
    memory_limit: int | None = Field(default=None, ge=1, description="megabytes of memory; none without a value")


def load(name: str) -> Profile:
    """Read a profile by its name, or from a file.

    Parameters
    ----------
    name
        The path of a YAML file, or the name of one in the user's folder (``CONSOLIDATE_SOLVERS``, else ``./solvers``)
        or among those that come with the program.

    Raises
    ------
    UsageError
        No profile is called that.
    InvalidInput
        With everything wrong with it, each with its place.
    FileSystemError
        The file cannot be read.
    """
    if name.lower().endswith(SUFFIXES):
        return read(Path(name))
    known = dict(profiles())
    if name not in known:
        hint = did_you_mean(name, known) or f"there are: {', '.join(sorted(known))}"
        raise UsageError(f"no solver profile is called {name!r}; {hint}")
    return read(known[name])


def profiles() -> Iterator[tuple[str, Path]]:
    """Yield the profiles there are, each under its name; the user's own hide those that come with the program."""
    found: dict[str, Path] = {}
    for folder in folders():
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if path.suffix.lower() in SUFFIXES and path.is_file():
                found.setdefault(path.stem, path)
    yield from sorted(found.items())


def folders() -> tuple[Path, ...]:
    """Return where profiles are looked for, the first first."""
    own = os.environ.get(FOLDER)
    package = Path(__file__).parents[1]
    shipped = package / _SHIPPED  # in a wheel; a checkout has them at its top
    return (Path(own) if own else Path("solvers"), shipped if shipped.is_dir() else package.parents[1] / "solvers")


def read(path: Path) -> Profile:
    """Read one profile file: see `load`."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileSystemError(f"{path}: cannot be read: {error.strerror or error}") from error
    document = read_yaml(content, str(path))
    root, kind = document.root, Kind("model", model=Profile)
    if document.problems:
        raise InvalidInput(tidy(document.problems))
    if not isinstance(root.value, dict):
        raise InvalidInput([Problem(root.place, "a solver profile must be a mapping of keys to values")])
    try:
        return Profile.model_validate(as_input(root, kind))
    except ValidationError as error:
        found = [complaint.say() for complaint in complaints(error, root, kind, "")]
        raise InvalidInput(tidy(found)) from None
