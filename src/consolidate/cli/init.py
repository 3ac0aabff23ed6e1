"""`consolidate init`: a scenario to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from consolidate.cli.parameters import Debug, Quiet


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make; it must not exist, or be empty.")],
    template: Annotated[
        str, typer.Option("--template", metavar="NAME", help="Which scenario to begin with.")
    ] = "small",
    xlsx: Annotated[
        bool, typer.Option("--xlsx", help="Write it as a workbook to fill in, a sheet for each table.")
    ] = False,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001  (read from the raw command line by `exits`)
) -> int:
    """Make a scenario folder that solves as it stands."""
    from consolidate.cli.terminal import talk_console
    from consolidate.reports.console import say
    from consolidate.scenario.template import template_values, write_into, write_template

    if xlsx:
        from consolidate.reports.workbook import scenario_book

        path = write_into(folder, "scenario.xlsx", lambda: scenario_book.content(template_values(template)))
    else:
        path = write_template(folder, template)
    if not quiet:
        say(talk_console(), f"written: {folder}; solve it with: consolidate solve {path}")
    return 0
