"""The model of a scenario as files for other solvers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from consolidate.cli.opening import open_scenario
from consolidate.cli.solving import tell


def write_model(
    paths: Sequence[Path], settings: Iterable[str] | None, lp: Path | None, mps: Path | None, *, quiet: bool
) -> list[str]:
    """Write what is solved for a scenario; return what was written.

    Raises
    ------
    UsageError
        More than one scenario is named.
    """
    from consolidate.errors import UsageError
    from consolidate.formulation.formulate import formulate
    from consolidate.instance.instance import build
    from consolidate.program.model_files import lp_lines, mps_lines
    from consolidate.reports.whole_file import write_lines

    if len(paths) != 1:
        raise UsageError("--lp and --mps write the model of one scenario")
    loaded = open_scenario(paths[0], settings, quiet=quiet)
    program = formulate(build(loaded.scenario)).program()
    written = []
    for target, lines in ((lp, lp_lines), (mps, mps_lines)):
        if target is not None:
            write_lines(target, lines(program))
            written.append(f"{target} ({len(program.cost):,} columns, {len(program.row_lower):,} rows)")
    return written


def warn_of_edits(runs: Sequence[Path], *, quiet: bool) -> None:
    """Say of every run whose plan or scenario was edited that the result is not that of the edited one."""
    from consolidate.reports import stored_run

    for run in runs:
        if said := stored_run.read(run).edited_beside():
            tell(said, quiet=quiet)
