"""Plans for a comparison: runs are read, scenarios solved, and none of them twice."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from consolidate.cli.opening import open_scenario
from consolidate.cli.signals import Terminated
from consolidate.cli.solving import reserved, solve_or_find, tell

if TYPE_CHECKING:
    from consolidate.engine.options import Options
    from consolidate.errors import FileSystemError
    from consolidate.reports.stored_run import StoredRun
    from consolidate.scenario.load import Loaded
    from consolidate.study.column import Column


@dataclass
class Solving:
    """How scenarios are solved, and where their runs are kept.

    Attributes
    ----------
    runs
        The folder of runs by name and hash; None keeps none.
    unsaved
        Runs that could not be kept, to be said after the result.
    """

    options: Options
    settings: Sequence[str] | None = None
    runs: Path | None = None
    fresh: bool = False
    wait: float = 0.0
    strict: bool = False
    quiet: bool = False
    unsaved: list[FileSystemError] = field(default_factory=list)


def columns(paths: Sequence[Path], solving: Solving) -> list[Column]:
    """Return one column per path: a run folder is read, anything else is a scenario and solved.

    A scenario of which one of the run folders holds the very same solve is not solved.
    """
    from consolidate.reports import run_folder, run_names, stored_run
    from consolidate.study.column import column

    stored = {path: stored_run.read_result(path) for path in paths if run_folder.is_run(path)}
    for run in stored.values():
        if said := run.edited_beside():
            tell(said, quiet=solving.quiet)
    made = []
    for path, name in zip(paths, run_names.names(paths), strict=True):
        if path in stored:
            made.append(column(name, stored[path].document, stored[path].manifest.get("frame", {})))
        else:
            made.append(scenario_column(path, name, solving, stored.values()))
    return made


def scenario_column(path: Path, name: str, solving: Solving, known: Iterable[StoredRun] = ()) -> Column:
    """Return the column of a scenario, solved unless its run is at hand."""
    from consolidate.reports import run_identity, stored_run
    from consolidate.study.column import column

    loaded = open_scenario(path, solving.settings, strict=solving.strict, quiet=solving.quiet)
    origin = run_identity.origin(loaded, solving.options)
    for run in () if solving.fresh else known:
        found = stored_run.find_again(run.folder, origin)
        if found is not None:
            tell(f"{path}: found again in {run.folder}", quiet=solving.quiet)
            return column(name, found.document, found.manifest["frame"])
    output = solving.runs / f"{_file_name(name)}-{origin.key[:12]}" if solving.runs else None
    return _solved(loaded, path, name, output, solving)


def _solved(loaded: Loaded, path: Path, name: str, output: Path | None, solving: Solving) -> Column:
    """Solve a scenario, or find its run among those kept; what goes wrong says which scenario it was."""
    from consolidate.errors import Infeasible, Stopped
    from consolidate.study.column import column

    try:
        with reserved(output, solving.wait, quiet=solving.quiet):
            solved = solve_or_find(loaded, solving.options, output, fresh=solving.fresh, quiet=solving.quiet)
    except (Infeasible, Stopped) as error:
        error.args = (f"{path}: {error}",)
        raise
    if solved.stopped:  # the best plan so far is no plan to compare with
        raise KeyboardInterrupt if solved.stopped == 128 + signal.SIGINT else Terminated
    if solved.unsaved is not None:
        solving.unsaved.append(solved.unsaved)
    return column(name, solved.document, solved.frame)


def _file_name(name: str) -> str:
    """Return a name that any file system takes."""
    return re.sub(r"[^\w.-]+", "-", name).strip(".-")[:80] or "run"
