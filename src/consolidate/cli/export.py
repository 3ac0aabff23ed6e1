"""`consolidate export`: results for spreadsheets, maps and other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from consolidate.cli.parameters import Debug, Quiet


def export(
    runs: Annotated[
        list[Path], typer.Argument(metavar="RUN...", help="Run folders; several are compared, the first is the base.")
    ],
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where to; .xlsx, .csv, .parquet, .json, .md or .geojson, or a folder for a file of each table.",
        ),
    ],
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
    """Write results as a workbook, as tables, or as a map.

    A workbook has a sheet for each table, with charts and with totals that recompute; several runs are set side by
    side.
    """
    from consolidate.cli.terminal import talk_console
    from consolidate.reports.console import say
    from consolidate.reports.export import export as write

    written = write(runs, output, table=table, form=form)
    if not quiet:
        say(talk_console(), f"written: {written}")
    return 0
