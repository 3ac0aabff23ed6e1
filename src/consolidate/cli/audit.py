"""`consolidate audit`: a plan re-checked by the checker that trusts nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from consolidate.cli.auditing import open_plan
from consolidate.cli.parameters import Debug, Quiet


def audit(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run folder; its tables may be edited by hand.")],
    *,
    form: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="text or json.")] = "text",
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001  (read from the raw command line by `exits`)
) -> int:
    """Re-check a plan without a solver.

    It may have been edited in a spreadsheet; exits with 1 if it breaks anything. Of a plan made by hand scenario.yaml
    and decisions.csv are enough: without assignment.csv everybody goes to the nearest point that can serve them.
    """
    from consolidate.audit.audit import audit as check
    from consolidate.cli.terminal import put_json, result_console
    from consolidate.reports import audit_report, stored_run
    from consolidate.reports.run_changes import changes

    scenario, plan = open_plan(run, quiet=quiet)
    report = check(scenario, plan)
    document = audit_report.document(report, scenario, changes(run), stored_run.recorded(run))
    if form == "json":
        put_json(document)
    else:
        audit_report.write(document, result_console())
    return int(document["exit_code"])
