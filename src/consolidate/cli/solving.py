"""One scenario solved for a command, or found again where its run is already there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from consolidate.cli import delivery
from consolidate.cli.delivery import Solved
from consolidate.cli.terminal import talk_console

if TYPE_CHECKING:
    from consolidate.accounts.result import Result
    from consolidate.engine.options import Options
    from consolidate.errors import FileSystemError
    from consolidate.reports.run_identity import Origin
    from consolidate.scenario.load import Loaded


@contextmanager
def reserved(output: Path | None, wait: float, *, quiet: bool) -> Iterator[None]:
    """Keep everybody else from writing a run folder until the end; refuse a folder that is none, before any work."""
    if output is None:
        yield
        return
    from consolidate.reports import run_folder, run_lock

    run_folder.check_target(output)
    with run_lock.held(output, wait, lambda line: tell(line, quiet=quiet)):
        yield


def solve_or_find(loaded: Loaded, options: Options, output: Path | None, *, fresh: bool, quiet: bool) -> Solved:
    """Give the result of a scenario: of the run in ``output`` if that is made from the very same, else of a solve.

    Parameters
    ----------
    output
        Where the run is written; whoever calls holds its lock. None for nowhere.
    fresh
        Solve in any case, and replace what is in ``output``.

    Raises
    ------
    FileSystemError
        When somebody has worked in the run that would be replaced.
    CheckFailed
        When the plan fails its audit.
    """
    from consolidate.reports import document, run_changes, run_folder, run_identity, stored_run

    origin = run_identity.origin(loaded, options)
    if output is not None and not fresh:
        stored = stored_run.find_again(output, origin)
        if stored is not None:
            tell(f"{output}: found again: the same inputs, options and version (--fresh solves anew)", quiet=quiet)
            return Solved(stored.document, stored.facts | {"found_again": True}, stored.manifest["frame"])
        run_changes.must_be_as_written(output)
    result, stopped, unsaved = _solve(loaded, options, output, origin, quiet=quiet)
    return Solved(
        document.document(result), delivery.run_facts(result), run_folder.frame(result.scenario), stopped, unsaved
    )


def _solve(
    loaded: Loaded, options: Options, output: Path | None, origin: Origin, *, quiet: bool
) -> tuple[Result, int, FileSystemError | None]:
    """Solve, check and save; a signal asks for the best plan so far, which is saved as well."""
    from consolidate import workflow
    from consolidate.cli.progress import watch
    from consolidate.cli.signals import StopOnSignal
    from consolidate.engine.options import Control

    control = Control()
    with StopOnSignal(control.stop) as stopping:
        with watch(talk_console(), quiet=quiet) as report:
            result = workflow.run(loaded, options, Control(report, control.stop))
        delivery.must_pass(result)
        return result, stopping.exit_code, delivery.save(result, loaded, output, origin)


def tell(line: str, *, quiet: bool) -> None:
    """Say a line on stderr."""
    from rich.text import Text

    from consolidate.reports.cleaning import plain

    if not quiet:
        talk_console().print(Text(plain(line), style="dim"), soft_wrap=True)
