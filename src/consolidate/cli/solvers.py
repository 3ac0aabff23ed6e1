"""`consolidate solvers`: what is here, what is not and how to get it."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from consolidate.cli.parameters import Debug


def solvers(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Let every solver that is here solve models with known answers.")
    ] = False,
    form: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="text or json.")] = "text",
    debug: Debug = False,  # noqa: ARG001  (read from the raw command line by `exits`)
) -> int:
    """List the solver profiles: which solvers are here, their versions and what they can do, and how to get the rest.

    With --check exits with 1 if a solver gets a known answer wrong, and with 7 if none is here.
    """
    from consolidate.backends.survey import survey
    from consolidate.cli.terminal import put_json, result_console
    from consolidate.errors import CheckFailed, SolverFailed
    from consolidate.reports import solvers_report

    found = survey(check=check)
    code = CheckFailed.exit_code if any(each.wrong for each in found) else 0
    if check and not any(each.here for each in found):
        code = SolverFailed.exit_code
    if form == "json":
        put_json(solvers_report.document(found, code))
    else:
        solvers_report.write(found, result_console())
    return code
