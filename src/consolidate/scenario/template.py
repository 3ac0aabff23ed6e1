"""A scenario to begin with, written by hand and commented."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

from consolidate.errors import FileSystemError, UsageError
from consolidate.scenario.suggest import did_you_mean
from consolidate.scenario.tree import plain
from consolidate.scenario.yaml_text import read_yaml


def templates() -> list[str]:
    """Return the names of the templates."""
    folder = resources.files("consolidate.scenario").joinpath("templates")
    return sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))


def write_template(directory: str | Path, template: str = "small") -> Path:
    """Write a template as ``scenario.yaml`` into a folder that does not exist yet or is empty.

    Parameters
    ----------
    directory
        The folder; it is made, with the folders above it.
    template
        One of `templates`.

    Returns
    -------
    Path
        The scenario file.

    Raises
    ------
    UsageError
        When there is no such template.
    FileSystemError
        When the folder holds something, or cannot be written.
    """
    text = template_text(template)
    return write_into(directory, "scenario.yaml", text.encode)


def template_text(template: str) -> str:
    """Return a template as YAML.

    Raises
    ------
    UsageError
        When there is no such template.
    """
    if template not in templates():
        guess = did_you_mean(template, templates())
        raise UsageError(f"there is no template {template!r}; there are: {', '.join(templates())} {guess}".rstrip())
    return resources.files("consolidate.scenario").joinpath("templates", f"{template}.yaml").read_text(encoding="utf-8")


def template_values(template: str) -> dict[str, Any]:
    """Return a template as plain values.

    Raises
    ------
    UsageError
        When there is no such template.
    """
    values: dict[str, Any] = plain(read_yaml(template_text(template), f"{template}.yaml").root)
    return values


def write_into(directory: str | Path, name: str, content: Callable[[], bytes]) -> Path:
    """Write a file into a folder that does not exist yet or is empty; return its path.

    Raises
    ------
    FileSystemError
        When the folder holds something, or cannot be written.
    """
    directory = Path(directory)
    path = directory / name
    try:
        if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
            raise FileSystemError(f"{directory}: not an empty folder; a scenario is written only into an empty one")
        made = content()
        directory.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            stream.write(made)
    except OSError as error:
        raise FileSystemError(f"{path}: cannot be written: {error.strerror or error}") from None
    return path
