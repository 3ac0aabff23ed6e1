"""Arguments and options that several commands share, each described once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Scenario = Annotated[
    Path,
    typer.Argument(
        metavar="SCENARIO", help="The scenario: a YAML file, a workbook (.xlsx), or the folder of a scenario.yaml."
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="KEY=VALUE", help="Change a value of the scenario, e.g. horizon.end=2040; repeatable."
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only the result and errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print all there is, not the summary.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
TimeLimit = Annotated[
    float | None,
    typer.Option("--time-limit", metavar="SECONDS", min=0.0, help="Seconds after which the best plan so far is taken."),
]
Gap = Annotated[
    float | None,
    typer.Option(
        "--gap",
        metavar="SHARE",
        min=0.0,
        max=1.0,
        help="Stop when the plan is this close to the best, as a share (if nothing is said, the profile's: 1e-4).",
    ),
]
Threads = Annotated[
    int | None,
    typer.Option("--threads", metavar="N", min=1, max=1024, help="Threads of the solver (the profile's: 2 or 1)."),
]
Seed = Annotated[
    int | None,
    typer.Option("--seed", metavar="N", min=0, max=2**31 - 1, help="Seed of the solver (the profile's: 0)."),
]
Solver = Annotated[
    str,
    typer.Option(
        "--solver",
        metavar="PROFILE",
        help="Who solves: a profile's name (`consolidate solvers` lists them) or YAML file.",
    ),
]
NodeLimit = Annotated[
    int | None,
    typer.Option("--node-limit", metavar="N", min=1, help="Nodes after which the best plan so far is taken."),
]
MemoryLimit = Annotated[
    int | None,
    typer.Option("--memory-limit", metavar="MB", min=1, help="Megabytes at which the best plan so far is taken."),
]
Fresh = Annotated[
    bool,
    typer.Option(
        "--fresh", help="Solve even where a run of the very same is there, and replace a run that was edited."
    ),
]
Wait = Annotated[
    float,
    typer.Option(
        "--wait", metavar="SECONDS", min=0.0, help="How long to wait for another process that writes the same run."
    ),
]
