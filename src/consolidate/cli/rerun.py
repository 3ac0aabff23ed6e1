"""`consolidate rerun`: a run made again from itself, and held against what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from consolidate.cli.parameters import Debug, Quiet, Wait


def rerun(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run folder, as solve --output wrote it.")],
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="RUN", help="Write the new run as well.")
    ] = None,
    wait: Wait = 0.0,
    form: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="text or json.")] = "text",
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001  (read from the raw command line by `exits`)
) -> int:
    """Solve a run's own scenario again with the run's options.

    The result must be that of the run, byte for byte; exits with 1 if it is not.
    """
    from dataclasses import replace

    from consolidate.cli.solving import reserved, solve_or_find
    from consolidate.cli.terminal import put_json, result_console
    from consolidate.engine.options import Options
    from consolidate.reports import rerun_report, run_changes, stored_run
    from consolidate.scenario.load import load

    stored = stored_run.read(run)
    options, before = Options(**stored.options), stored.result_bytes
    copy = load(run / stored_run.SCENARIO)
    stored.must_be_as_written([*copy.files, stored_run.RESULT])
    # the hashes of inputs are of the files that the run was made from, not of its own copy of them
    loaded = replace(copy, files=stored.manifest["inputs"])
    with reserved(output, wait, quiet=quiet):
        if output is not None:
            run_changes.must_be_as_written(output)
        solved = solve_or_find(loaded, options, output, fresh=True, quiet=quiet)
    document = rerun_report.document(stored, before, solved.document, solved.stopped)
    if form == "json":
        put_json(document)
    else:
        rerun_report.write(document, result_console())
    if solved.unsaved is not None:
        raise solved.unsaved
    return int(document["exit_code"])
