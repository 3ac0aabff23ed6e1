"""`consolidate show`: what is in a scenario, before anything is solved."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from consolidate.cli.parameters import Debug, Quiet, Scenario, Settings, Strict, Verbose


def show(
    scenario: Scenario,
    *,
    resolved: Annotated[
        bool, typer.Option("--resolved", help="Print the whole scenario as YAML, every table and inheritance resolved.")
    ] = False,
    settings: Settings = None,
    strict: Strict = False,
    form: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="text or json.")] = "text",
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,  # noqa: ARG001  (read from the raw command line by `exits`)
) -> int:
    """Show what is in a scenario.

    Counts, totals, where the numbers come from, rules, assumptions, and what each office could do.
    """
    from consolidate import workflow
    from consolidate.cli.opening import open_scenario
    from consolidate.cli.terminal import put, put_json, result_console, talk_console
    from consolidate.reports import contents, scenario_yaml
    from consolidate.reports.console import say

    loaded = open_scenario(scenario, settings, strict=strict, quiet=quiet)
    if resolved:
        put(scenario_yaml.text(loaded.resolved))
        for name, table in loaded.tables.items():
            say(talk_console(), f"{name}: a table of {len(table):,} rows, written by solve --output", "dim")
        return 0
    document = contents.document(loaded.scenario, loaded.files, workflow.listing(loaded))
    if form == "json":
        put_json(document)
    else:
        contents.write(document, result_console(), verbose=verbose)
    return 0
