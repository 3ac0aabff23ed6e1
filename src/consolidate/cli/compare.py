"""`consolidate compare`: plans side by side, limits for a continuous integration, and what was expected."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from consolidate.cli.parameters import (
    Debug,
    Fresh,
    Gap,
    MemoryLimit,
    NodeLimit,
    Quiet,
    Seed,
    Settings,
    Solver,
    Strict,
    Threads,
    TimeLimit,
    Verbose,
    Wait,
)
from consolidate.cli.terminal import put, put_json, result_console, talk_console

if TYPE_CHECKING:
    from consolidate.cli.comparing import Solving
    from consolidate.study.comparison import Comparison
    from consolidate.study.expected import Check
    from consolidate.study.gate import Verdict

Format = Annotated[
    Literal["text", "json", "md", "junit", "github"],
    typer.Option(
        "--format",
        "-f",
        help="text; json: all of it; md: for a comment; junit: limits as tests; github: annotations and the job's "
        "summary.",
    ),
]


def compare(
    plans: Annotated[
        list[Path],
        typer.Argument(
            metavar="RUN|SCENARIO...", help="Runs, and scenarios, which are solved first; the first is the baseline."
        ),
    ],
    *,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="LIMIT",
            help="Exit with 1 if this holds: 'cost.total > +2%' or 'travel.mean_km > +1.5' (signed: change against the "
            "baseline), 'access.within_60_min < 0.95' (bare: of any plan); repeatable.",
        ),
    ] = None,
    expected: Annotated[
        bool, typer.Option("--expected", help="Check scenarios against the expected.json in their folders instead.")
    ] = False,
    runs: Annotated[
        Path | None,
        typer.Option("--runs", metavar="DIR", help="Keep the runs of solved scenarios in this folder, to find again."),
    ] = None,
    fresh: Fresh = False,
    wait: Wait = 0.0,
    solver: Solver = "highs",
    time_limit: TimeLimit = None,
    node_limit: NodeLimit = None,
    memory_limit: MemoryLimit = None,
    gap: Gap = None,
    threads: Threads = None,
    seed: Seed = None,
    settings: Settings = None,
    strict: Strict = False,
    form: Format = "text",
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,  # noqa: ARG001  (read from the raw command line by `exits`)
) -> int:
    """Set plans side by side.

    Prints the figures, those that differ first, the decisions that differ, who gains and loses between them, and how
    the limits of --fail-on stand; exits with 1 if one is not kept.
    """
    from consolidate.cli.comparing import Solving
    from consolidate.engine.options import Options
    from consolidate.errors import UsageError

    options = Options.of(
        solver,
        time_limit=time_limit,
        node_limit=node_limit,
        memory_limit=memory_limit,
        gap=gap,
        threads=threads,
        seed=seed,
    )
    solving = Solving(options, settings, runs, fresh, wait, strict, quiet)
    if not expected:
        return _compare(plans, fail_on or (), solving, form, verbose=verbose)
    if fail_on:
        raise UsageError("--expected and --fail-on are two checks; run compare once for each")
    return _expected(plans, solving, form, verbose=verbose)


def _compare(plans: Sequence[Path], limits: Sequence[str], solving: Solving, form: str, *, verbose: bool) -> int:
    """Compare, judge, print, and return the exit code."""
    from consolidate.cli.comparing import columns
    from consolidate.reports import comparison_words
    from consolidate.study.comparison import compare as side_by_side
    from consolidate.study.gate import judge, parse

    gates = [parse(text) for text in limits]  # before the work
    comparison = side_by_side(columns(plans, solving))
    verdicts = judge(comparison, gates)
    _print(comparison, verdicts, form, verbose=verbose)
    failed = any(verdict.failed for verdict in verdicts)
    return _end(comparison_words.gate_error(verdicts) if failed else "", solving)


def _print(comparison: Comparison, verdicts: tuple[Verdict, ...], form: str, *, verbose: bool) -> None:
    """Print a comparison in the format asked for."""
    from consolidate.reports import (
        comparison_console,
        comparison_document,
        comparison_markdown,
        comparison_words,
        junit,
    )

    if form == "json":
        put_json(comparison_document.document(comparison, verdicts))
    elif form == "junit":
        put(junit.gates(verdicts))
    elif form == "text":
        comparison_console.write(comparison, verdicts, result_console(), verbose=verbose)
    else:
        lines = [
            f"{each.gate.text}: {comparison_words.finding_text(each, one)}" for each in verdicts for one in each.failed
        ]
        _put_markdown(comparison_markdown.text(comparison, verdicts), form, lines)


def _expected(paths: Sequence[Path], solving: Solving, form: str, *, verbose: bool) -> int:
    """Check what is expected, print, and return the exit code."""
    from consolidate.cli.expecting import checks
    from consolidate.reports.comparison_words import check_text
    from consolidate.reports.numbers import count

    found = checks(paths, solving)
    lines = [f"{check.scenario}: {check_text(check)}" for check in found if check.failed]
    _print_expected(found, form, lines, verbose=verbose)
    said = f"{count(len(lines), 'figure')} of {len(found)} not as expected"
    return _end("\n".join([said, *lines]) if lines else "", solving)


def _print_expected(found: Sequence[Check], form: str, lines: Sequence[str], *, verbose: bool) -> None:
    """Print a check of what was expected in the format asked for."""
    from consolidate.reports import comparison_console, comparison_document, comparison_markdown, junit

    if form == "json":
        put_json(comparison_document.expected_document(found))
    elif form == "junit":
        put(junit.expected(found))
    elif form == "text":
        comparison_console.write_expected(found, result_console(), verbose=verbose)
    else:
        _put_markdown(comparison_markdown.expected(found), form, lines)


def _put_markdown(text: str, form: str, failures: Sequence[str]) -> None:
    """Print Markdown; for GitHub with annotations, and into the job's summary too."""
    from consolidate.reports import github_job

    put(text)
    if form == "github":
        put(github_job.failures("consolidate compare", failures))
        github_job.append_summary(os.environ.get("GITHUB_STEP_SUMMARY"), text)


def _end(failure: str, solving: Solving) -> int:
    """Say on stderr what failed; return the exit code: of runs that could not be kept, else of the check."""
    from consolidate.errors import CheckFailed
    from consolidate.reports import failure as words

    if failure:
        words.write(CheckFailed(failure), talk_console())
    for error in solving.unsaved:
        words.write(error, talk_console())
    if solving.unsaved:
        return solving.unsaved[0].exit_code
    return CheckFailed.exit_code if failure else 0
