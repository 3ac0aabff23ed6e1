"""What a solve hands over: the run folder, the result on stdout, and what is to be said about them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from consolidate.cli.terminal import put, put_json, result_console, talk_console
from consolidate.errors import CheckFailed, ConsolidateError, FileSystemError, NotProvenOptimal

if TYPE_CHECKING:
    from consolidate.accounts.result import Result
    from consolidate.reports.run_identity import Origin
    from consolidate.scenario.load import Loaded

MOST_VIOLATIONS: Final = 20


@dataclass(frozen=True)
class Solved:
    """A result, from the solver or from a run folder.

    Attributes
    ----------
    document
        The result as result.json holds it.
    facts
        What holds for its solve alone: seconds, nodes, whether it was interrupted.
    frame
        Reference year, periods, end and discount rate of the scenario.
    stopped
        The exit code of the signal that stopped the solve, or 0.
    unsaved
        Why the run could not be saved, or None.
    """

    document: dict[str, Any]
    facts: dict[str, Any]
    frame: dict[str, Any]
    stopped: int = 0
    unsaved: FileSystemError | None = None


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


def save(result: Result, loaded: Loaded, output: Path | None, origin: Origin) -> FileSystemError | None:
    """Write the run folder if one is asked for; a failure is given back, so that the result is printed all the same."""
    from consolidate.reports import run_folder

    if output is not None:
        try:
            run_folder.write_run(output, result, loaded.resolved, loaded.tables, origin)
        except FileSystemError as error:
            return error
    return None


def run_facts(result: Result) -> dict[str, Any]:
    """Return what holds for this solve alone, and is printed but never part of result.json."""
    solver = result.solver
    return {"seconds": round(solver.seconds, 3), "nodes": solver.nodes, "interrupted": result.interrupted}


def unproven(solved: Solved, *, require_optimal: bool) -> NotProvenOptimal | None:
    """Return what is missing where the proof is required."""
    if not require_optimal or solved.document["status"] == "optimal":
        return None
    return NotProvenOptimal("the plan is not proven optimal, and --require-optimal asks for that")


def hand_over(solved: Solved, form: str, lacking: NotProvenOptimal | None, *, verbose: bool) -> int:
    """Print the result in the format asked for, then what went wrong beside it.

    Returns
    -------
    int
        The exit code: of a run that could not be saved, else of the signal, else of what is lacking.
    """
    from consolidate.reports import failure

    errors: list[ConsolidateError] = [error for error in (solved.unsaved, lacking) if error is not None]
    unsaved = solved.unsaved.exit_code if solved.unsaved else 0
    code = unsaved or solved.stopped or (lacking.exit_code if lacking else 0)
    _print(solved, form, code, verbose=verbose)
    for error in errors:
        failure.write(error, talk_console())
    return code


def _print(solved: Solved, form: str, code: int, *, verbose: bool) -> None:
    """Print the result in the format asked for."""
    from consolidate.reports import console, csv_text, markdown, tables

    document = solved.document
    if form == "json":
        put_json(document | {"exit_code": code, "run": solved.facts})
    elif form == "csv":
        put(csv_text.text(tables.figures(document)))
    elif form == "md":
        put(markdown.text(document))
    else:
        console.write(document, result_console(), seconds=solved.facts["seconds"], verbose=verbose)
