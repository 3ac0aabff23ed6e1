"""`consolidate solve`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from consolidate.cli.parameters import Debug, Quiet, Scenario, Settings, Strict, Verbose

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
    from consolidate.cli import delivery
    from consolidate.cli.opening import open_scenario
    from consolidate.cli.progress import watch
    from consolidate.cli.signals import StopOnSignal
    from consolidate.cli.terminal import talk_console
    from consolidate.engine.options import Control, Options
    from consolidate.errors import Stopped
    from consolidate.reports.run_folder import check_target

    if output is not None:
        check_target(output)  # before the work, not after it
    loaded = open_scenario(scenario, settings, strict=strict, quiet=quiet)
    options = Options(gap=gap, time_limit=time_limit, threads=threads, seed=seed)
    control = Control()
    with StopOnSignal(control.stop) as stopping:
        try:
            with watch(talk_console(), quiet=quiet) as report:
                result = workflow.run(loaded, options, Control(report, control.stop))
        except Stopped:
            stopping.check()
            raise
        delivery.must_pass(result)
        lacking = [
            delivery.save(result, loaded, output),
            delivery.unproven(result, require_optimal=require_optimal),
        ]
        return delivery.hand_over(result, form, lacking, stopped=stopping.exit_code, verbose=verbose)
