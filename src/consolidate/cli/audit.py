"""`consolidate audit`: a plan re-checked by the checker that trusts nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from consolidate.cli.parameters import Debug, Quiet


def audit(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run folder; its tables may be edited by hand.")],
    *,
    form: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="text or json.")] = "text",
    quiet: Quiet = False,  # noqa: ARG001  (nothing is said but the result)
    debug: Debug = False,  # noqa: ARG001  (read from the raw command line by `exits`)
) -> int:
    """Re-check a plan without a solver.

    It may have been edited in a spreadsheet; exits with 1 if it breaks anything.
    """
    from consolidate.audit.audit import audit as check
    from consolidate.cli.terminal import put_json, result_console
    from consolidate.reports import audit_report, run_folder, stored_run
    from consolidate.reports.run_changes import changes

    scenario, plan = run_folder.read_run(run)
    report = check(scenario, plan)
    document = audit_report.document(report, scenario, changes(run), stored_run.recorded(run))
    if form == "json":
        put_json(document)
    else:
        audit_report.write(document, result_console())
    return int(document["exit_code"])
