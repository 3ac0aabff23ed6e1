"""Talk on stderr: progress, colours, signals."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console
from tests.cli.conftest import Outcome, Workflow
from tests.reports.results import result

from consolidate.accounts.result import Result
from consolidate.cli import progress, signals
from consolidate.cli.terminal import result_console
from consolidate.engine.options import Control, Progress
from consolidate.errors import Stopped

Cli = Callable[..., Outcome]
SOME = Progress("searching", 1_000_000.0, 990_000.0, 0.0101, 12.0)


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    with io.StringIO() as stream:
        yield stream


def test_off_a_terminal_progress_is_silent(stream: io.StringIO) -> None:
    """Short work says nothing where nobody watches."""
    with progress.watch(Console(file=stream)) as report:
        for _ in range(1000):
            report(SOME)
    assert stream.getvalue() == ""


def test_off_a_terminal_long_work_says_a_line_every_30_seconds(
    stream: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Work of 100 seconds is three lines of phase, incumbent, bound, gap and elapsed."""
    clock = iter(range(101))
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    with progress.watch(Console(file=stream)) as report:
        for _ in range(100):
            report(SOME)
    assert stream.getvalue().splitlines() == ["searching  plan 1,000,000  bound 990,000  gap 1.01%  12 s"] * 3


def test_on_a_terminal_progress_is_one_line_that_goes(stream: io.StringIO) -> None:
    """A terminal shows a line that is drawn over and leaves nothing behind."""
    console = Console(file=stream, force_terminal=True, width=60, legacy_windows=False, _environ={"TERM": "xterm"})
    with progress.watch(console) as report:
        report(SOME)
        time.sleep(0.3)
    assert "searching  plan 1,000,000" in stream.getvalue()
    assert stream.getvalue().endswith("\x1b[2K")


def test_quiet_says_nothing_even_on_a_terminal(stream: io.StringIO) -> None:
    """--quiet has no progress."""
    with progress.watch(Console(file=stream, force_terminal=True), quiet=True) as report:
        report(SOME)
    assert stream.getvalue() == ""


@pytest.mark.usefixtures("workflow")
@pytest.mark.parametrize(("variable", "coloured"), [("NO_COLOR", False), ("FORCE_COLOR", True)])
def test_no_color_is_respected(
    cli: Cli, scenario: Path, monkeypatch: pytest.MonkeyPatch, variable: str, coloured: bool
) -> None:
    """NO_COLOR=1 takes the colours away, also where they are forced; FORCE_COLOR alone shows them."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv(variable, "1")
    assert ("\x1b[32m" in cli("solve", scenario).out) is coloured


@pytest.mark.usefixtures("workflow")
@pytest.mark.parametrize("width", [40, 60, 200])
def test_the_width_of_the_terminal_is_kept(
    cli: Cli, scenario: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    """No line of the summary is wider than the terminal says it is."""
    monkeypatch.setenv("COLUMNS", str(width))
    out = cli("solve", scenario).out
    assert max(map(len, out.splitlines())) <= width
    assert "1,050,123" in out


def test_off_a_terminal_the_width_is_80(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written into a file does not depend on the terminal of the moment."""
    monkeypatch.delenv("COLUMNS", raising=False)
    assert result_console().width == 80


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["ctrl-c", "sigterm"])
def test_a_signal_saves_the_best_plan_so_far(
    cli: Cli, workflow: Workflow, scenario: Path, tmp_path: Path, number: int, code: int
) -> None:
    """The first signal asks for the best plan, which is printed and saved; the exit code says which signal."""

    def interrupted(control: Control) -> Result:
        os.kill(os.getpid(), number)
        assert control.stop.wait(5)
        return result(status="feasible", interrupted=True)

    workflow.outcome = interrupted
    said = cli("solve", scenario, "-o", tmp_path / "run", "--format", "json")
    assert said.code == said.document["exit_code"] == code
    assert said.document["run"]["interrupted"] is True
    assert (tmp_path / "run" / "result.json").exists()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "sigterm"])
def test_a_signal_before_any_plan_is_a_stop_without_one(
    cli: Cli, workflow: Workflow, scenario: Path, number: int
) -> None:
    """Without a plan so far there is nothing to keep: exit 5, whatever stopped the solve."""

    def nothing_yet(control: Control) -> Result:
        os.kill(os.getpid(), number)
        assert control.stop.wait(5)
        raise Stopped("no plan so far")

    workflow.outcome = nothing_yet
    assert cli("solve", scenario).code == 5


def test_the_second_signal_ends_at_once(
    cli: Cli, workflow: Workflow, scenario: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who presses Ctrl-C twice does not wait for the solver."""
    ended = []
    monkeypatch.setattr(signals.os, "_exit", ended.append)

    def twice(control: Control) -> Result:
        for _ in range(2):
            os.kill(os.getpid(), signal.SIGINT)
            assert control.stop.wait(5)
        return result(interrupted=True)

    workflow.outcome = twice
    cli("solve", scenario)
    assert ended == [130]


STUBBORN = """
import sys, threading, time, types
import consolidate
from consolidate.cli.exits import run

def solve(loaded, options, control):
    threading.Thread(target=time.sleep, args=(60,)).start()
    print("solving", flush=True)
    while True:
        time.sleep(0.01)

consolidate.workflow = types.SimpleNamespace(run=solve)
sys.exit(run(["solve", sys.argv[1], "--format", "json"]))
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["ctrl-c", "sigterm"])
def test_a_stubborn_solver_ends_at_the_second_signal(scenario: Path, number: int, code: int) -> None:
    """A process whose solver does not listen, in a thread of its own, ends within seconds of the second signal."""
    command = [sys.executable, "-c", STUBBORN, str(scenario)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "solving\n"
        process.send_signal(number)
        assert process.stderr.readline() == "\n"
        assert "stopping with the best plan so far" in process.stderr.readline()
        process.send_signal(number)
        assert process.wait(10) == code
