"""A run folder: the result, the scenario it came from, its tables, and how it was made."""

from __future__ import annotations

import json
import platform
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from consolidate.reports import atomic, csv_text, json_text, scenario_yaml
from consolidate.reports.document import document
from consolidate.reports.run_changes import sha256
from consolidate.reports.run_identity import Origin, versions
from consolidate.reports.run_reading import MANIFEST, SCENARIO, read_run
from consolidate.reports.tables import all_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from consolidate.accounts.result import Result
    from consolidate.scenario.columns import Columns
    from consolidate.scenario.model import Scenario

FORMAT: Final = 1
_KEY: Final = "consolidate_run"
RESULT: Final = "result.json"
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
    folder: Path,
    result: Result,
    resolved: Mapping[str, Any],
    long_tables: Mapping[str, Columns] = _NONE,
    origin: Origin | None = None,
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
    origin
        What the run is made from; by it the run is found again, and made again.

    Raises
    ------
    FileSystemError
        When it cannot be written, or stands for something else.
    """
    with atomic.whole_folder(folder, is_run) as making:
        _fill(making, result, resolved, long_tables)
        hashes = {path.name: sha256(path) for path in sorted(making.iterdir())}
        manifest = json_text.text(_manifest(result, hashes, origin or Origin("", {})))
        (making / MANIFEST).write_text(manifest, encoding="utf-8", newline="\n")


def _fill(folder: Path, result: Result, resolved: Mapping[str, Any], long_tables: Mapping[str, Columns]) -> None:
    """Write all files of a run but the manifest."""
    written = document(result)
    (folder / RESULT).write_text(json_text.text(written), encoding="utf-8", newline="\n")
    values, beside = scenario_yaml.with_files(resolved, long_tables)
    (folder / SCENARIO).write_text(scenario_yaml.text(values), encoding="utf-8", newline="\n")
    for table in [*all_tables(result, written), *beside]:
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv_text.write(table, stream)


def _manifest(result: Result, hashes: dict[str, str], origin: Origin) -> dict[str, Any]:
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
        "versions": versions(),
        "key": origin.key,
        "options": origin.options,
        "frame": frame(result.scenario),
        "solver": {"name": solver.name, "version": solver.version, "options": solver.options, "seed": solver.seed},
        "size": {"columns": solver.columns, "rows": solver.rows, "nonzeros": solver.nonzeros},
        "timings": {"solver_seconds": round(solver.seconds, 3), "nodes": solver.nodes},
        "inputs": dict(sorted(result.inputs.items())),
        "files": hashes,
    }


def frame(scenario: Scenario) -> dict[str, Any]:
    """Write what amounts depend on, whatever the plan: scenarios are compared within one frame."""
    horizon = scenario.horizon
    return {
        "reference_year": scenario.reference_year,
        "periods": list(horizon.periods),
        "end": horizon.end,
        "discount_rate": horizon.discount_rate,
    }
