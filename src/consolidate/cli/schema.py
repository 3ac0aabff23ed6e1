"""`consolidate schema`: what a scenario, or a result, may hold, for editors and programs."""

from __future__ import annotations

from typing import Annotated

import typer

from consolidate.cli.parameters import Debug


def schema(
    result: Annotated[
        bool, typer.Option("--result", help="The schema of the result instead of the scenario's.")
    ] = False,
    debug: Debug = False,  # noqa: ARG001  (read from the raw command line by `exits`)
) -> int:
    """Print the JSON Schema of a scenario or a result.

    With that of the scenario an editor completes and checks the YAML.
    """
    from consolidate.cli.terminal import put_json

    if result:
        from consolidate.reports.result_schema import result_schema

        put_json(result_schema())
    else:
        from consolidate.scenario.schema import scenario_schema

        put_json(scenario_schema())
    return 0
