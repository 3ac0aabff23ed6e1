"""`consolidate export`: results for spreadsheets, maps and other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from consolidate.cli.parameters import Debug, Quiet, Settings


def export(
    runs: Annotated[
        list[Path],
        typer.Argument(
            metavar="RUN...",
            help="Run folders; several are compared, the first is the base. For --lp and --mps a scenario, or a run.",
        ),
    ],
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where to; .xlsx, .csv, .parquet, .json, .md or .geojson, or a folder for a file of each table.",
        ),
    ] = None,
    lp: Annotated[
        Path | None, typer.Option("--lp", metavar="FILE", help="Write the model as an LP file, for other solvers.")
    ] = None,
    mps: Annotated[
        Path | None,
        typer.Option("--mps", metavar="FILE", help="Write the model as a free MPS file, for other solvers."),
    ] = None,
    settings: Settings = None,
    table: Annotated[
        str | None,
        typer.Option("--table", metavar="NAME", help="The table to write: decisions, figures, cash, leases, ..."),
    ] = None,
    form: Annotated[
        Literal["csv", "parquet"] | None,
        typer.Option("--format", "-f", help="Of the files in a folder: csv, if nothing is said."),
    ] = None,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001  (read from the raw command line by `exits`)
) -> int:
    """Write results as a workbook, as tables, or as a map, or the model of a scenario for other solvers.

    A workbook has a sheet for each table, with charts and with totals that recompute; several runs are set side by
    side. Of a model with several objectives the first is written.
    """
    from consolidate.cli.exporting import warn_of_edits, write_model
    from consolidate.cli.terminal import talk_console
    from consolidate.errors import UsageError
    from consolidate.reports.console import say
    from consolidate.reports.export import export as write

    if output is None and lp is None and mps is None:
        raise UsageError("say where to write: --output, --lp or --mps")
    written = [] if lp is None and mps is None else write_model(runs, settings, lp, mps, quiet=quiet)
    if output is not None:
        written.append(write(runs, output, table=table, form=form))
        warn_of_edits(runs, quiet=quiet)
    if not quiet:
        for each in written:
            say(talk_console(), f"written: {each}")
    return 0
