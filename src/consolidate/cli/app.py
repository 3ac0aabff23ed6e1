"""The commands under their names."""

from __future__ import annotations

from typing import Annotated

import typer

from consolidate import __version__
from consolidate.cli.audit import audit
from consolidate.cli.compare import compare
from consolidate.cli.export import export
from consolidate.cli.init import init
from consolidate.cli.rerun import rerun
from consolidate.cli.schema import schema
from consolidate.cli.show import show
from consolidate.cli.solve import solve
from consolidate.cli.solvers import solvers
from consolidate.cli.validate import validate

app = typer.Typer(
    name="consolidate",
    help="Plan a public-service office network: which offices to keep, close, merge or co-locate, when, and what that "
    "does to cost, emissions and travel.",
    epilog="Exit codes: 0 done, 1 a check failed, 2 usage, 3 invalid input, 4 infeasible, 5 stopped with no plan, "
    "6 a plan without the proof that --require-optimal asks for, 7 solver missing or crashed, 8 file system, "
    "70 a bug of ours, 130 or 143 after a signal.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: at once, in any width, the same in the generated reference
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for command in (init, validate, show, solve, rerun, compare, audit, export, solvers, schema):
    app.command()(command)


def _version(wanted: bool) -> None:
    """Print the version and be done."""
    if wanted:
        typer.echo(f"consolidate {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""
