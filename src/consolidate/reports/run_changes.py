"""What became of a run's files since it was written, by the hashes in its manifest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from consolidate.errors import FileSystemError
from consolidate.reports.run_reading import MANIFEST

_OF_THE_SYSTEM: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class Changes:
    """Names of files in a run folder, each sorted.

    Attributes
    ----------
    changed
        No longer what was written: edited, or saved by a spreadsheet.
    missing
        Written, and gone.
    added
        There, and never written by the run.
    """

    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    @property
    def edited(self) -> tuple[str, ...]:
        """What of the run itself is no longer as it was."""
        return tuple(sorted((*self.changed, *self.missing)))

    def lines(self) -> list[str]:
        """Say each kind in one line; none for a run as it was written."""
        said = (("changed since the run", self.changed), ("missing", self.missing), ("not of the run", self.added))
        return [f"{what}: {', '.join(names)}" for what, names in said if names]


def changes(folder: Path) -> Changes:
    """Hold the files of a run folder against what was written; a folder without a manifest has nothing to differ from.

    Raises
    ------
    FileSystemError
        When a file cannot be read.
    """
    try:
        if not (folder / MANIFEST).is_file():
            return Changes()
        hashes = _hashes(folder)
        there = {path.name for path in folder.iterdir()} - {MANIFEST} - _OF_THE_SYSTEM
        kept = sorted(there & set(hashes))
        changed = [name for name in kept if not (folder / name).is_file() or sha256(folder / name) != hashes[name]]
    except OSError as error:
        raise FileSystemError(f"{folder}: cannot be read: {error.strerror or error}") from error
    return Changes(tuple(changed), tuple(sorted(set(hashes) - there)), tuple(sorted(there - set(hashes))))


def must_be_as_written(folder: Path) -> None:
    """Refuse to replace a run that somebody has worked in.

    Raises
    ------
    FileSystemError
        Naming the files that would be lost.
    """
    found = changes(folder)
    if found.changed or found.added:  # what is missing cannot be lost
        lost = "; ".join(Changes(found.changed, (), found.added).lines())
        raise FileSystemError(
            f"{folder}: is not replaced, as that would lose work in it ({lost}); name another folder, "
            "or replace it with solve --fresh"
        )


def sha256(path: Path) -> str:
    """Return a file's hash."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _hashes(folder: Path) -> dict[str, Any]:
    """Return the hash of every file that was written, by its name; none where the manifest does not say."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return {}
    hashes = manifest.get("files") if isinstance(manifest, dict) else None
    return hashes if isinstance(hashes, dict) else {}
