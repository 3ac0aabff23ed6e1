"""`consolidate validate`: everything wrong with a scenario, in one reading."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from consolidate.cli.parameters import Debug, Quiet, Scenario, Settings, Strict

Format = Annotated[
    Literal["text", "json", "github", "sarif"],
    typer.Option("--format", "-f", help="text; json; github: annotations of a workflow; sarif: for code scanning."),
]


def validate(
    scenario: Scenario,
    *,
    settings: Settings = None,
    strict: Strict = False,
    form: Format = "text",
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001  (read from the raw command line by `exits`)
) -> int:
    """List everything wrong with a scenario.

    Every problem has its file, line and column; exits with 3 if one of them is an error.
    """
    from consolidate.cli.terminal import put, put_json, result_console
    from consolidate.errors import InvalidInput
    from consolidate.reports import problems
    from consolidate.scenario.load import load

    try:
        found = list(load(scenario, tuple(settings or ())).warnings)
    except InvalidInput as error:
        found = error.problems
    found = problems.graded(found, strict=strict)
    code = problems.exit_code(found)
    if form == "text":
        problems.write_verdict(found, result_console(), quiet=quiet)
    elif form == "github":
        put(problems.github(found))
    else:
        put_json(problems.document(found) if form == "json" else problems.sarif(found))
    return code
