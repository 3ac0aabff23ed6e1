"""A scenario to begin with, written by hand and commented."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from consolidate.errors import FileSystemError, UsageError
from consolidate.scenario.suggest import did_you_mean


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
    if template not in templates():
        guess = did_you_mean(template, templates())
        raise UsageError(f"there is no template {template!r}; there are: {', '.join(templates())} {guess}".rstrip())
    text = resources.files("consolidate.scenario").joinpath("templates", f"{template}.yaml").read_text(encoding="utf-8")
    directory = Path(directory)
    path = directory / "scenario.yaml"
    try:
        if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
            raise FileSystemError(f"{directory}: not an empty folder; a scenario is written only into an empty one")
        directory.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        raise FileSystemError(f"{path}: cannot be written: {error.strerror or error}") from None
    return path
