"""A run folder: the result, the scenario it came from, its tables, and how it was made."""

from __future__ import annotations

import hashlib
import json
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from consolidate import __version__
from consolidate.reports import atomic, csv_text, json_text, scenario_yaml
from consolidate.reports.document import document
from consolidate.reports.run_reading import MANIFEST, SCENARIO, read_run
from consolidate.reports.tables import all_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from consolidate.accounts.result import Result
    from consolidate.scenario.columns import Columns

FORMAT: Final = 1
_KEY: Final = "consolidate_run"
_LIBRARIES: Final = ("highspy", "numpy", "pydantic")
_NONE: Final = MappingProxyType[str, Any]({})

__all__ = ["check_target", "is_run", "read_run", "write_run"]


def is_run(folder: Path) -> bool:
    """Return whether a folder is a run folder, which its manifest tells."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(manifest, dict) and _KEY in manifest


def check_target(folder: Path) -> None:
    """Refuse, before any work is done, a place where a run cannot be written.

    Raises
    ------
    FileSystemError
        When it is something other than a run, or no place to write.
    """
    atomic.check(folder, is_run)


def write_run(
    folder: Path, result: Result, resolved: Mapping[str, Any], long_tables: Mapping[str, Columns] = _NONE
) -> None:
    """Write a run folder, whole or not at all; an existing run is replaced whole.

    Parameters
    ----------
    folder
        Where; must be a run folder or not exist.
    result
        What was solved.
    resolved
        The scenario as plain values, everything inherited filled in.
    long_tables
        The tables that ``resolved`` names as files, by that name.

    Raises
    ------
    FileSystemError
        When it cannot be written, or stands for something else.
    """
    with atomic.whole_folder(folder, is_run) as making:
        _fill(making, result, resolved, long_tables)


def _fill(folder: Path, result: Result, resolved: Mapping[str, Any], long_tables: Mapping[str, Columns]) -> None:
    """Write all files of a run, the manifest last."""
    written = document(result)
    (folder / "result.json").write_text(json_text.text(written), encoding="utf-8", newline="\n")
    values, beside = scenario_yaml.with_files(resolved, long_tables)
    (folder / SCENARIO).write_text(scenario_yaml.text(values), encoding="utf-8", newline="\n")
    for table in [*all_tables(result, written), *beside]:
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv_text.write(table, stream)
    hashes = {path.name: _sha256(path) for path in sorted(folder.iterdir())}
    manifest = json_text.text(_manifest(result, hashes))
    (folder / MANIFEST).write_text(manifest, encoding="utf-8", newline="\n")


def _manifest(result: Result, hashes: dict[str, str]) -> dict[str, Any]:
    """Write how the run was made: what equal inputs need not have in common stands here alone."""
    solver = result.solver
    return {
        _KEY: FORMAT,
        "name": result.scenario.name,
        "status": result.status,
        "interrupted": result.interrupted,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "host": platform.node(),
        "platform": platform.platform(),
        "versions": {"consolidate": __version__, "python": platform.python_version(), **_versions()},
        "solver": {"name": solver.name, "version": solver.version, "options": solver.options, "seed": solver.seed},
        "size": {"columns": solver.columns, "rows": solver.rows, "nonzeros": solver.nonzeros},
        "timings": {"solver_seconds": round(solver.seconds, 3), "nodes": solver.nodes},
        "inputs": dict(sorted(result.inputs.items())),
        "files": hashes,
    }


def _versions() -> dict[str, str]:
    """Return the versions of the libraries that a result may depend on."""
    found = {}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _sha256(path: Path) -> str:
    """Return a file's hash."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
