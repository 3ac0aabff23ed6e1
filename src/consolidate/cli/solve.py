"""`consolidate solve`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from consolidate.cli.parameters import Debug, Quiet, Scenario, Settings, Strict, Verbose

if TYPE_CHECKING:
    from consolidate.accounts.result import Result

MOST_VIOLATIONS = 20

Format = Annotated[
    Literal["text", "json", "csv", "md"],
    typer.Option("--format", "-f", help="text: a summary; json: all of the result; csv: the figures; md: a report."),
]


def solve(
    scenario: Scenario,
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="RUN", help="Write a run folder; an existing run is replaced whole."),
    ] = None,
    time_limit: Annotated[
        float | None,
        typer.Option(
            "--time-limit", metavar="SECONDS", min=0.0, help="Seconds after which the best plan so far is taken."
        ),
    ] = None,
    gap: Annotated[
        float,
        typer.Option(
            "--gap", metavar="SHARE", min=0.0, max=1.0, help="Stop when the plan is this close to the best, as a share."
        ),
    ] = 1e-4,
    threads: Annotated[int, typer.Option("--threads", metavar="N", min=1, max=1024, help="Threads of the solver.")] = 2,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, max=2**31 - 1, help="Seed of the solver.")] = 0,
    settings: Settings = None,
    require_optimal: Annotated[
        bool, typer.Option("--require-optimal", help="Exit with 6 if the plan is not proven optimal to the gap.")
    ] = False,
    strict: Strict = False,
    form: Format = "text",
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,  # noqa: ARG001  (read from the raw command line by `exits`)
) -> int:
    """Find the best plan and what it changes.

    Prints today, the plan and the change, the decisions, the rules, who is affected, and the gap to the best possible.
    """
    from consolidate import workflow
    from consolidate.cli.opening import open_scenario
    from consolidate.cli.progress import watch
    from consolidate.cli.signals import StopOnSignal
    from consolidate.cli.terminal import talk_console
    from consolidate.engine.options import Control, Options
    from consolidate.errors import NotProvenOptimal, Stopped
    from consolidate.reports import failure, run_folder

    if output is not None:
        run_folder.check_target(output)  # before the work, not after it
    talk = talk_console()
    loaded = open_scenario(scenario, settings, strict=strict, quiet=quiet)
    options = Options(gap=gap, time_limit=time_limit, threads=threads, seed=seed)
    control = Control()
    with StopOnSignal(control.stop) as stopping:
        try:
            with watch(talk, quiet=quiet) as report:
                result = workflow.run(loaded, options, Control(report, control.stop))
        except Stopped:
            stopping.check()
            raise
        _must_pass(result)
        if output is not None:
            run_folder.write_run(output, result, loaded.resolved, loaded.tables)
        unproven = require_optimal and result.status != "optimal"
        code = stopping.exit_code or (NotProvenOptimal.exit_code if unproven else 0)
        _print(result, form, code, verbose=verbose)
    if unproven:
        failure.write_message("the plan is not proven optimal, and --require-optimal asks for that", talk)
    return code


def _must_pass(result: Result) -> None:
    """Let no plan leave that the audit objects to, nor one whose totals it cannot confirm."""
    from consolidate.errors import CheckFailed

    lines = [f"{each.check} at {each.where}: {each.message}" for each in result.audit.violations[:MOST_VIOLATIONS]]
    if not result.totals_match:
        lines.append("the totals differ from those the audit recomputed")
    if lines:
        found = len(result.audit.violations)
        raise CheckFailed(
            "\n".join([f"the plan fails its audit ({found:,} violations): a bug, please report it", *lines])
        )


def _print(result: Result, form: str, code: int, *, verbose: bool) -> None:
    """Print the result in the format asked for."""
    from consolidate.cli.terminal import put, put_json, result_console
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
