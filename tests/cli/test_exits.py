"""Exit codes, and what is said with them."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Outcome, Workflow
from tests.reports.results import result

from consolidate.errors import (
    CheckFailed,
    Conflict,
    ConsolidateError,
    FileSystemError,
    Infeasible,
    InvalidInput,
    NotProvenOptimal,
    Place,
    Problem,
    SolverFailed,
    Stopped,
    UsageError,
)

Cli = Callable[..., Outcome]
PROBLEM = Problem(Place("scenario.yaml", 3, 7), "unknown key 'ofices'", "ofices", "offices", "did you mean 'offices'?")
CONFLICT = Conflict("one-hour", "Everybody has a point within 60 minutes.", "72 minutes would do", 12.0)
ERRORS: list[tuple[BaseException, int, str]] = [
    (CheckFailed("too dear"), 1, "error"),
    (UsageError("cannot be combined"), 2, "error"),
    (InvalidInput([PROBLEM]), 3, "error"),
    (Infeasible("no plan can exist", (CONFLICT,), (CONFLICT,), repaired=True), 4, "infeasible"),
    (Stopped("the time limit came first"), 5, "stopped"),
    (NotProvenOptimal("the gap is open"), 6, "error"),
    (SolverFailed("HiGHS crashed"), 7, "error"),
    (FileSystemError("the disk is full"), 8, "error"),
    (ConsolidateError("something else"), 70, "error"),
    (ValueError("a bug"), 70, "error"),
    (MemoryError(), 70, "error"),
    (KeyboardInterrupt(), 130, "error"),
]


@pytest.mark.parametrize(("error", "code", "status"), ERRORS, ids=lambda value: type(value).__name__)
def test_every_error_has_its_exit_code(
    cli: Cli, workflow: Workflow, scenario: Path, error: BaseException, code: int, status: str
) -> None:
    """An error ends with its exit code, a message on stderr and nothing on stdout; with JSON in one document."""
    workflow.outcome = error
    said = cli("solve", scenario)
    assert (said.code, said.out) == (code, "")
    assert "error" in said.err
    assert "Traceback" not in said.err
    document = cli("solve", scenario, "--format", "json").document
    assert document["schema_version"] == 1
    assert (document["exit_code"], document["status"]) == (code, status)
    assert document["message"]


@pytest.mark.usefixtures("workflow")
def test_success_is_zero(cli: Cli, scenario: Path) -> None:
    """A solve with a plan exits with 0."""
    assert cli("solve", scenario).code == 0


def test_problems_are_in_the_document(cli: Cli, workflow: Workflow, scenario: Path) -> None:
    """Invalid input in JSON has every problem with file, line, column, value, what is allowed and a suggestion."""
    workflow.outcome = InvalidInput([PROBLEM])
    (problem,) = cli("solve", scenario, "--format=json").document["problems"]
    assert (problem["file"], problem["line"], problem["column"]) == ("scenario.yaml", 3, 7)
    assert problem["suggestion"] == "did you mean 'offices'?"
    assert "scenario.yaml:3:7: error: unknown key 'ofices'" in cli("solve", scenario).err


def test_conflicts_are_said_in_words_and_in_the_document(cli: Cli, workflow: Workflow, scenario: Path) -> None:
    """Infeasible names the rules that conflict and the way out, for people and for programs."""
    workflow.outcome = Infeasible("no plan can exist", (CONFLICT,), (CONFLICT,), repaired=True)
    text = cli("solve", scenario).err
    assert "one-hour: Everybody has a point within 60 minutes." in text
    assert "the cheapest way out" in text
    document = cli("solve", scenario, "-f", "json").document
    assert document["conflicts"][0]["id"] == "one-hour"
    assert document["repair"][0]["amount"] == 12.0


def test_a_bug_is_said_shortly_and_with_debug_in_full(cli: Cli, workflow: Workflow, scenario: Path) -> None:
    """An unexpected exception is one message; --debug adds the traceback, on stderr."""
    workflow.outcome = ZeroDivisionError("x\x1b[31m")
    short, full = cli("solve", scenario), cli("solve", scenario, "--debug")
    assert "unexpected ZeroDivisionError" in short.err
    assert "\x1b" not in short.err
    assert "Traceback" in full.err
    assert full.out == ""


@pytest.mark.parametrize(
    "words",
    [
        ["solve"],
        ["solv", "x"],
        ["solve", "x", "--gap", "2"],
        ["solve", "x", "--threads", "0"],
        ["solve", "x", "--time-limit", "soon"],
        ["solve", "x", "--format", "xml"],
        ["validate", "x", "--no-such"],
        ["audit"],
        [],
    ],
    ids=" ".join,
)
def test_a_wrong_command_line_is_two(cli: Cli, words: list[str]) -> None:
    """A command line that makes no sense exits with 2 and shows how it should look, on stderr."""
    said = cli(*words)
    assert said.code == 2
    assert said.out == ""
    assert "Usage: consolidate" in said.err


def test_usage_errors_are_documents_too(cli: Cli) -> None:
    """With --format json even a usage error is one document on stdout."""
    assert cli("solve", "--format", "json").document["exit_code"] == 2


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["solve", "--help"], ["--version"]], ids=" ".join)
def test_help_is_a_result(cli: Cli, words: list[str]) -> None:
    """Help that was asked for goes to stdout with exit code 0."""
    said = cli(*words)
    assert said.code == 0
    assert "consolidate" in said.out


def test_require_optimal_prints_the_plan_and_exits_with_six(
    cli: Cli, workflow: Workflow, scenario: Path, tmp_path: Path
) -> None:
    """--require-optimal keeps and prints a plan that is not proven, says so, and exits with 6; a proven one with 0."""
    workflow.outcome = result(status="feasible")
    said = cli("solve", scenario, "--require-optimal", "-o", tmp_path / "run", "--format", "json")
    assert said.code == said.document["exit_code"] == 6
    assert said.document["figures"]
    assert "not proven optimal" in said.err
    assert (tmp_path / "run" / "result.json").exists()
    workflow.outcome = result()
    assert cli("solve", scenario, "--require-optimal").code == 0


def test_a_closed_pipe_is_no_error() -> None:
    """A reader that goes away (`| head`) ends the command quietly."""
    command = f"{sys.executable} -m consolidate schema --result | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


@pytest.mark.parametrize("command", ["solve", "compare", "show", "validate"])
def test_a_closed_pipe_is_no_failed_check(command: str) -> None:
    """Whoever stops reading a table gets 141, as a shell says it, never the 1 of a check that failed."""
    toy = Path(__file__).parents[2] / "scenarios" / "toy"
    line = f"{sys.executable} -m consolidate {command} {toy} | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (141, "")


def test_a_full_disk_under_stdout_is_eight() -> None:
    """Output that cannot be written (`> /dev/full`) is a matter of files, not a bug."""
    command = f"{sys.executable} -m consolidate schema --result > /dev/full"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 8
    assert "No space left" in done.stderr


def test_a_plan_that_cannot_be_saved_is_printed(
    cli: Cli, workflow: Workflow, scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk fills up at the end of a long solve the result is on stdout all the same, with exit code 8."""

    def full(*_: object) -> None:
        raise FileSystemError("run: No space left on device")

    monkeypatch.setattr("consolidate.reports.run_folder.write_run", full)
    workflow.outcome = result(status="feasible")
    said = cli("solve", scenario, "-o", tmp_path / "run", "--require-optimal", "--format", "json")
    assert said.code == said.document["exit_code"] == 8
    assert said.document["figures"]
    assert "No space left" in said.err


LOADED = """
import sys, time
start = time.perf_counter()
from consolidate.cli.exits import run
code = run(["--help"])
heavy = {"numpy", "pydantic", "highspy", "pulp", "pyomo", "jinja2", "xlsxwriter", "pyarrow", "scipy", "yaml", "rich"}
print(code, sorted(heavy & set(sys.modules)), file=sys.stderr)
"""


def test_help_imports_nothing_heavy() -> None:
    """`consolidate --help` loads no solver, no numpy, no pydantic: that is how it answers at once."""
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "0 []"


def test_the_package_imports_nothing_heavy() -> None:
    """`import consolidate` alone loads none of them either."""
    code = "import sys, consolidate; print(sorted({'numpy', 'pydantic', 'typer', 'rich'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
