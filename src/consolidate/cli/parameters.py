"""Arguments and options that several commands share, each described once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Scenario = Annotated[
    Path, typer.Argument(metavar="SCENARIO", help="The scenario: a YAML file, or the folder of a scenario.yaml.")
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
