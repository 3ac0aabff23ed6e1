"""A run read back as it was written: its result, how it was made, and whether it is still what was written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consolidate.errors import FileSystemError, InvalidInput, Place, Problem
from consolidate.reports.document import SCHEMA_VERSION, Document
from consolidate.reports.run_changes import changes
from consolidate.reports.run_folder import RESULT, is_run
from consolidate.reports.run_reading import MANIFEST, SCENARIO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from consolidate.reports.run_identity import Origin

__all__ = ["RESULT", "SCENARIO", "StoredRun", "find_again", "read", "read_result", "recorded"]


@dataclass(frozen=True)
class StoredRun:
    """A run folder: ``document`` is its result.json, ``manifest`` how it was made."""

    folder: Path
    document: Document
    manifest: dict[str, Any]

    @property
    def facts(self) -> Document:
        """What holds for that solve alone, as `solve` prints it."""
        timings = self.manifest["timings"]
        return {
            "seconds": timings["solver_seconds"],
            "nodes": timings["nodes"],
            "interrupted": self.manifest["interrupted"],
        }

    @property
    def stopped_early(self) -> bool:
        """Whether a signal or the clock ended the solve: such a run need not come out the same again."""
        return bool(self.manifest["interrupted"]) or self.document["status"] != "optimal"

    @property
    def result_bytes(self) -> bytes:
        """What result.json holds."""
        return (self.folder / RESULT).read_bytes()

    @property
    def options(self) -> dict[str, Any]:
        """The options of the solve, by name.

        Raises
        ------
        FileSystemError
            When the run keeps none.
        """
        options = self.manifest.get("options")
        if not isinstance(options, dict) or not options:
            raise FileSystemError(f"{self.folder}: does not say with which options it was made; solve it again")
        return options

    def must_be_as_written(self, names: Iterable[str]) -> None:
        """Refuse a run in which one of these files was edited since.

        Raises
        ------
        InvalidInput
            Naming the files.
        """
        edited = sorted(set(changes(self.folder).edited) & set(names))
        if edited:
            remedy = f"solve it as a scenario of its own: consolidate solve {self.folder / SCENARIO} -o ANOTHER"
            message = "was changed since the run was written"
            raise InvalidInput([Problem(Place(str(self.folder / name)), message, suggestion=remedy) for name in edited])

    def edited_beside(self) -> str:
        """Say which files beside the result were edited, if any: the result stays that of the run as solved."""
        edited = [name for name in changes(self.folder).edited if name != RESULT]
        if not edited:
            return ""
        return (
            f"{self.folder}: warning: changed since the run: {', '.join(edited)}; the result shown is that of the run "
            f"as solved, `consolidate audit {self.folder}` re-checks the edited plan"
        )


def read(folder: Path) -> StoredRun:
    """Read a run folder.

    Raises
    ------
    FileSystemError
        When it is none, cannot be read, or was written by a version whose results have other names.
    """
    if not folder.is_dir():
        raise FileSystemError(f"{folder}: there is no such run folder")
    if not is_run(folder):
        raise FileSystemError(f"{folder}: is no run folder; solve --output writes one")
    document, manifest = _json(folder / RESULT), _json(folder / MANIFEST)
    found = document.get("schema_version")
    if found != SCHEMA_VERSION:
        text = f"{folder}: its result is of schema version {found}, this program reads {SCHEMA_VERSION}; solve it again"
        raise FileSystemError(text)
    return StoredRun(folder, document, manifest)


def read_result(folder: Path) -> StoredRun:
    """Read a run folder whose result is to be shown: it must be the one that was computed.

    Raises
    ------
    FileSystemError
        See `read`.
    InvalidInput
        When result.json was edited since.
    """
    stored = read(folder)
    stored.must_be_as_written((RESULT,))
    return stored


def recorded(folder: Path) -> Document | None:
    """Return the result of a run whose plan or scenario was edited since; None if not, or if it is not as computed."""
    found = changes(folder)
    if not found.edited or RESULT in found.edited:
        return None
    try:
        return read(folder).document
    except FileSystemError:  # of a version whose results have other names: nothing that could stand beside
        return None


def find_again(folder: Path, origin: Origin) -> StoredRun | None:
    """Return the run in a folder if it holds what solving again would give; None if not, or if there is none.

    A run that somebody has edited, or that was stopped by a signal, is never taken; one that the clock stopped only
    for the same time limit.
    """
    try:
        stored = read(folder)
        if stored.manifest["key"] != origin.key or stored.manifest["interrupted"]:
            return None
        limit = stored.manifest["options"]["time_limit"]
        if stored.stopped_early and limit != origin.time_limit:
            return None
        return None if changes(folder).edited else stored
    except (FileSystemError, OSError, KeyError, TypeError, AttributeError):
        # a run of an older version, or a manifest written by hand: it is solved anew
        return None


def _json(path: Path) -> dict[str, Any]:
    """Read a JSON object."""
    try:
        read_back = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileSystemError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise FileSystemError(f"{path}: is not the JSON that was written: {error}") from error
    if not isinstance(read_back, dict):
        raise FileSystemError(f"{path}: is not the JSON that was written: no object")
    return read_back
