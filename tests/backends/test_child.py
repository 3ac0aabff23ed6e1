"""Solvers in a process of their own: what happens when they are slow, crash, eat memory, or lose their parent."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from tests.conformance.programs import CASES, a_point_of, endless, hard
from tests.conformance.solvers import DOORS, need

from consolidate.backends import child, points, registry
from consolidate.backends.solution import Request, Solution
from consolidate.errors import SolverFailed

CBC = DOORS["cbc"]

# A stand-in for the solver of the child, which a sitecustomize on its path puts there.
STAND_IN = """
import os, signal, sys, time
from dataclasses import replace
from consolidate.backends.{door} import {backend} as Backend
real = Backend.solve
def solve(self, program, request):
    {deed}
Backend.solve = solve
"""


@pytest.fixture
def acting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Give a function that says what the child's solver does instead of solving."""

    def act(deed: str, door: str = "pulp") -> None:
        before = os.environ.get("PYTHONPATH", "")
        (tmp_path / "sitecustomize.py").write_text(
            STAND_IN.format(deed=deed, door=door, backend=door.title()), encoding="utf-8"
        )
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(tmp_path), before])))

    return act


@pytest.fixture
def _all_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let HiGHS solve every program in a process of its own, as it does large ones."""
    monkeypatch.setattr(registry, "_LARGE", 0)


@pytest.mark.usefixtures("_all_large")
@pytest.mark.parametrize("door", ["cbc", "highs"])
def test_the_answer_of_a_child_is_that_of_this_process(door: str) -> None:
    """A program solved in a child has the answer it has here, its offset and duals included."""
    need(DOORS[door])
    for name in ("linear", "an offset", "infeasible", "a column without cost or row"):
        here, there = (DOORS[door].solve(CASES[name].program, isolate=isolate) for isolate in (False, True))
        assert (here.status, here.objective) == (there.status, there.objective)
        assert (here.duals is None) == (there.duals is None)


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", "was ended by SIGSEGV"),
        ("print('out of its mind', flush=True); os._exit(3)", "ended with code 3; out of its mind"),
        ("raise RuntimeError('lost its way')", "RuntimeError: lost its way"),
        ("os._exit(0)", "ended with code 0; it wrote nothing"),
    ],
    ids=["signal", "code", "exception", "silence"],
)
def test_a_crash_is_an_error_with_the_last_words(acting: object, deed: str, words: str) -> None:
    """A solver that crashes is a failed solver, with how it ended and what it said; we live on."""
    acting(deed)
    with pytest.raises(SolverFailed, match="crashed") as raised:
        registry.solve(hard(4), Request(), "pulp", "COIN_CMD")
    assert words in str(raised.value)


def test_a_solver_that_hangs_is_ended_at_the_time_limit(acting: object) -> None:
    """One that does not look at the clock is killed within a second of the limit."""
    acting("signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)")
    began = time.monotonic()
    found = registry.solve(hard(4), Request(time_limit=3.0), "pulp", "COIN_CMD")
    assert (found.status, found.limit) == ("stopped", "time")
    assert time.monotonic() - began < 3 + 1 + 1  # the last second is the busy machine's


@pytest.mark.parametrize(("large", "apart"), [(1_000_000, False), (1, True)])
def test_highs_solves_large_programs_in_a_process_of_its_own(
    large: int, apart: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below a number of entries HiGHS stays in this process, which costs no start; above it can be ended."""
    asked: list[str] = []

    def solved(door: str, *_: object, **__: object) -> Solution:
        asked.append(door)
        return Solution("infeasible", None, np.inf, -np.inf)

    monkeypatch.setattr(child, "solve", solved)
    monkeypatch.setattr(registry, "_LARGE", large)
    registry.solve(hard(4), Request())
    assert asked == ["highs"] * apart


@pytest.mark.usefixtures("_all_large")
def test_what_was_found_is_kept_when_the_solver_is_late(acting: object) -> None:
    """HiGHS that is not told its limit is ended at it, and its best point and bound so far are the answer."""
    acting("return real(self, program, replace(request, time_limit=None))", "highs")
    program, heard = endless(), []
    began = time.monotonic()
    found = registry.solve(program, Request(gap=0.0, time_limit=3.0, heard=lambda value, *_: heard.append(value)))
    assert time.monotonic() - began < 3 + 1 + 1  # the last second is the busy machine's
    assert (found.status, found.limit, found.interrupted) == ("feasible", "time", False)
    assert points.breach(program, found.values) <= 1
    assert found.objective == program.value(found.values)
    assert found.objective == pytest.approx(min(value for value in heard if value is not None))
    assert -np.inf < found.bound < found.objective


@pytest.mark.usefixtures("_all_large")
def test_a_child_that_does_not_take_the_program_is_ended_at_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Handing over more than a pipe holds does not outlast the limit when nobody reads."""
    (tmp_path / "sitecustomize.py").write_text("import time; time.sleep(600)", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    found = registry.solve(hard(40), Request(time_limit=0.5))
    assert (found.status, found.limit) == ("stopped", "time")


@pytest.mark.usefixtures("_all_large")
@pytest.mark.parametrize(("begun", "status"), [(False, "stopped"), (True, "feasible")])
def test_what_is_no_point_is_not_kept(acting: object, begun: bool, status: str) -> None:
    """A late solver's point that breaks the model is dropped; the point to begin from is still there."""
    acting("request.found(program.upper * 1e3 + 0.5); time.sleep(600)", "highs")
    program = hard(4)
    start = a_point_of(program) if begun else None
    found = registry.solve(program, Request(time_limit=1.0, start=start))
    assert (found.status, found.limit) == (status, "time")
    assert (found.values is not None) == begun


@pytest.mark.usefixtures("_all_large")
def test_highs_in_a_process_of_its_own_hears_when_it_is_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked to stop at its first point, it ends by itself with that or a better one, and a bound."""
    monkeypatch.setattr(child, "_GRACE", 60.0)
    program, stop, heard = endless(), threading.Event(), []

    def hear(incumbent: float | None, *_: object) -> None:
        if incumbent is not None:
            heard.append(incumbent)
            stop.set()

    found = registry.solve(program, Request(gap=0.0, heard=hear, stop=stop))
    assert (found.status, found.limit, found.interrupted) == ("feasible", "user", True)
    assert found.seconds < 60  # nobody had to end it
    assert found.objective <= heard[0]
    assert found.bound < found.objective


@pytest.mark.parametrize(("limit", "status"), [(0.1, ("stopped", "time")), (60.0, ("infeasible", ""))])
def test_cbc_proves_nothing_once_its_time_is_over(
    limit: float, status: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """CBC that runs out of time in its preprocessing calls a program infeasible that may not be."""
    need(CBC)
    import pulp as library

    from consolidate.backends import pulp

    monkeypatch.setattr(library.LpProblem, "solve", lambda *_: time.sleep(0.2))
    monkeypatch.setattr(pulp, "_status", lambda *_: ("infeasible", ""))
    found = CBC.solve(hard(4), time_limit=limit)
    assert (found.status, found.limit) == status


def test_a_solver_that_does_not_hear_is_ended_after_the_grace(acting: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that does not react to a signal is killed a few seconds later."""
    monkeypatch.setattr(child, "_GRACE", 0.5)
    acting("time.sleep(600)")
    stop = threading.Event()
    threading.Timer(1.0, stop.set).start()
    began = time.monotonic()
    found = registry.solve(hard(4), Request(stop=stop), "pulp", "COIN_CMD")
    assert (found.status, found.limit, found.interrupted) == ("stopped", "user", True)
    assert time.monotonic() - began < 5


def test_a_solver_that_takes_too_much_memory_is_stopped(acting: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the limit of memory a child is asked to end, and ended."""
    monkeypatch.setattr(child, "_GRACE", 0.5)
    acting("taken = bytearray(400_000_000); taken[::4096] = b'x' * len(taken[::4096]); time.sleep(600)")
    found = registry.solve(hard(4), Request(memory_limit=350), "pulp", "COIN_CMD")
    assert (found.status, found.limit, found.interrupted) == ("stopped", "memory", False)


def test_this_process_is_stopped_at_its_memory_limit_too() -> None:
    """HiGHS, which runs here, ends with the best point so far when this process holds more than it may."""
    found = registry.solve(endless(), Request(gap=0.0, memory_limit=1, time_limit=30.0))
    assert found.status in ("feasible", "stopped")
    assert found.limit == "memory"
    assert found.seconds < 30


ORPHAN = """
import sys, threading, time, os
from tests.conformance.programs import endless
from consolidate.backends import registry
from consolidate.backends.solution import Request
def die():
    time.sleep(4)
    os.kill(os.getpid(), 9)
threading.Thread(target=die).start()
print(os.getpid(), flush=True)
registry.solve(endless(), Request(gap=0.0), "pulp", "COIN_CMD")
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")
def test_nothing_is_left_when_we_are_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child whose parent is gone ends, and with it what it started and the files it had."""
    need(CBC)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    parent = subprocess.Popen([sys.executable, "-c", ORPHAN], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    pid = int(parent.stdout.readline())
    started: set[int] = set()
    while parent.poll() is None:
        started |= descendants(pid)
        time.sleep(0.05)
    parent.stdout.close()
    assert started
    deadline = time.monotonic() + 10
    while any(alive(each) for each in started) and time.monotonic() < deadline:
        time.sleep(0.1)
    left = [each for each in started if alive(each)]
    for each in left:
        os.kill(each, signal.SIGKILL)
    assert not left
    assert not list(tmp_path.iterdir())


def descendants(pid: int) -> set[int]:
    """Return the processes below one."""
    found: set[int] = set()
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            below = int(entry.parent.name)
            found |= {below} | descendants(below)
    return found


def alive(pid: int) -> bool:
    """Return whether a process runs; one that only waits to be read off does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_answer_keeps_what_it_says_of_itself() -> None:
    """A solution goes through the pipe whole."""
    need(DOORS["scip"])
    found = DOORS["scip"].solve(endless(), isolate=True, node_limit=3, time_limit=60.0)
    assert isinstance(found, Solution)
    assert (found.status, found.limit) == ("feasible", "nodes")
    assert found.bound < found.objective
