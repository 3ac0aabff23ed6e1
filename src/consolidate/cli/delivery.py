"""What a solve hands over: the run folder, the result on stdout, and what is to be said about them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from consolidate.cli.terminal import put, put_json, result_console, talk_console
from consolidate.errors import CheckFailed, ConsolidateError, FileSystemError, NotProvenOptimal

if TYPE_CHECKING:
    from consolidate.accounts.result import Result
    from consolidate.scenario.load import Loaded

MOST_VIOLATIONS: Final = 20


def must_pass(result: Result) -> None:
    """Let no plan leave that the audit objects to, nor one whose totals it cannot confirm.

    Raises
    ------
    CheckFailed
        With what the audit found.
    """
    lines = [f"{each.check} at {each.where}: {each.message}" for each in result.audit.violations[:MOST_VIOLATIONS]]
    if not result.totals_match:
        lines.append("the totals differ from those the audit recomputed")
    if lines:
        found = f"{len(result.audit.violations):,} violations"
        raise CheckFailed("\n".join([f"the plan fails its audit ({found}): a bug, please report it", *lines]))


def save(result: Result, loaded: Loaded, output: Path | None) -> FileSystemError | None:
    """Write the run folder if one is asked for; a failure is given back, so that the result is printed all the same."""
    from consolidate.reports import run_folder

    if output is not None:
        try:
            run_folder.write_run(output, result, loaded.resolved, loaded.tables)
        except FileSystemError as error:
            return error
    return None


def unproven(result: Result, *, require_optimal: bool) -> NotProvenOptimal | None:
    """Return what is missing where the proof is required."""
    if not require_optimal or result.status == "optimal":
        return None
    return NotProvenOptimal("the plan is not proven optimal, and --require-optimal asks for that")


def hand_over(
    result: Result, form: str, lacking: Sequence[ConsolidateError | None], *, stopped: int, verbose: bool
) -> int:
    """Print the result in the format asked for, then what it lacks.

    Parameters
    ----------
    lacking
        What went wrong beside the result, the gravest first; None for nothing.
    stopped
        The exit code of the signal that stopped the solve, or 0.

    Returns
    -------
    int
        The exit code: of a run that could not be saved, else of the signal, else of what is lacking.
    """
    from consolidate.reports import failure

    errors = [error for error in lacking if error is not None]
    codes = [error.exit_code for error in errors]
    code = FileSystemError.exit_code if FileSystemError.exit_code in codes else stopped or next(iter(codes), 0)
    _print(result, form, code, verbose=verbose)
    for error in errors:
        failure.write(error, talk_console())
    return code


def _print(result: Result, form: str, code: int, *, verbose: bool) -> None:
    """Print the result in the format asked for."""
    from consolidate.reports import console, csv_text, markdown, tables
    from consolidate.reports.document import document, printed

    if form == "json":
        put_json(printed(result, code))
    elif form == "csv":
        put(csv_text.text(tables.figures(document(result))))
    elif form == "md":
        put(markdown.text(document(result)))
    else:
        console.write(document(result), result_console(), seconds=result.solver.seconds, verbose=verbose)
