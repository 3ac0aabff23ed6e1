"""`consolidate solve`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from consolidate.cli.parameters import (
    Debug,
    Fresh,
    Gap,
    MemoryLimit,
    NodeLimit,
    Quiet,
    Scenario,
    Seed,
    Settings,
    Solver,
    Strict,
    Threads,
    TimeLimit,
    Verbose,
    Wait,
)

Format = Annotated[
    Literal["text", "json", "csv", "md"],
    typer.Option("--format", "-f", help="text: a summary; json: all of the result; csv: the figures; md: a report."),
]


def solve(
    scenario: Scenario,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="RUN",
            help="Write a run folder; a run of the very same inputs is found again, another replaced whole, "
            "unless it was edited.",
        ),
    ] = None,
    fresh: Fresh = False,
    wait: Wait = 0.0,
    solver: Solver = "highs",
    time_limit: TimeLimit = None,
    node_limit: NodeLimit = None,
    memory_limit: MemoryLimit = None,
    gap: Gap = None,
    threads: Threads = None,
    seed: Seed = None,
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
    from consolidate.cli import delivery
    from consolidate.cli.opening import open_scenario
    from consolidate.cli.solving import reserved, solve_or_find
    from consolidate.engine.options import Options

    with reserved(output, wait, quiet=quiet):
        loaded = open_scenario(scenario, settings, strict=strict, quiet=quiet)
        options = Options.of(
            solver,
            time_limit=time_limit,
            node_limit=node_limit,
            memory_limit=memory_limit,
            gap=gap,
            threads=threads,
            seed=seed,
        )
        solved = solve_or_find(loaded, options, output, fresh=fresh, quiet=quiet)
    lacking = delivery.unproven(solved, require_optimal=require_optimal)
    return delivery.hand_over(solved, form, lacking, verbose=verbose)
