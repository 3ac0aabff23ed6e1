"""A solver in a process of its own: it may crash, hang or eat memory without taking the plan or us along.

The program goes over as arrays; progress, better points and the answer come back on a pipe that the solver cannot
print into, so that what a solver found before it had to be killed is kept. The process is the leader of a group, so
that what it starts ends with it; it ends itself when we are gone, as its standard input closes.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from consolidate.backends.memory import resident_mb_of_group
from consolidate.backends.points import checked, stopped
from consolidate.backends.solution import Limit, Request, Solution
from consolidate.errors import SolverFailed
from consolidate.program.program import Floats, Program

FOLDER: Final = "consolidate-solver-"  # begins the name of the folder that a child keeps its files in
_POLL: Final = 0.05
_LAST: Final = 0.4  # seconds, and
_SHARE: Final = 0.05  # of the limit, before the end that a solver is to be done, to hand over what it has
_OVER: Final = 0.2  # seconds after the limit until it is killed
_GRACE: Final = 5.0  # seconds from the question to stop until it is killed
_LINES: Final = 3


def solve(door: str, solver: str, name: str, program: Program, request: Request, *, early: bool = True) -> Solution:
    """Solve a program in a child process.

    Parameters
    ----------
    door, solver
        Which backend, and which solver behind it.
    name
        How to call it in an error.
    early
        Whether it is to be done a little before the limit, as one must that keeps its points to itself.

    Raises
    ------
    SolverFailed
        It crashed, said so, or ended without an answer.
    """
    began = time.monotonic()
    with _started(name, request) as running:
        running.send(door, solver, program, _until(request, began, early=early))
        asked = running.wait(began)
        answer = running.answer()
    seconds = time.monotonic() - began
    interrupted = request.stop.is_set()
    if not isinstance(answer, Solution) and not asked:
        raise SolverFailed(answer)
    if not isinstance(answer, Solution) or answer.status == "stopped":
        answer = running.held(program)
    limit = (asked or answer.limit) if answer.status in ("feasible", "stopped") else ""
    return replace(answer, seconds=seconds, interrupted=interrupted, limit=limit)


def _until(request: Request, began: float, *, early: bool) -> float | None:
    """Return when it is to be done; the clock is the machine's: the child's start counts as well."""
    limit = request.time_limit
    if limit is None:
        return None
    return began + ((1 - _SHARE) * limit - _LAST if early else limit)


class Heard(NamedTuple):
    """Progress, as `Request.heard` takes it."""

    incumbent: float | None
    bound: float | None
    elapsed: float


@contextlib.contextmanager
def _started(name: str, request: Request) -> Iterator[_Running]:
    """Start a child with a folder for its files; it, and whatever it started, is gone at the end."""
    with tempfile.TemporaryDirectory(prefix=FOLDER, ignore_cleanup_errors=True) as folder:
        log = Path(folder) / "log"
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "consolidate.backends.child_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stream,
                env=os.environ | {"TMPDIR": folder},
                start_new_session=True,  # a Ctrl-C at the terminal is ours to pass on
            )
            running = _Running(name, request, process, log)
            try:
                yield running
            finally:
                running.kill()


@dataclass
class _Running:
    """A child at work, and what came back from it so far."""

    name: str
    request: Request
    process: subprocess.Popen[bytes]
    log: Path
    _answer: Solution | str | None = None
    _best: Floats | None = None
    _bound: float = -np.inf
    _reader: threading.Thread | None = None
    _sender: threading.Thread | None = None

    def send(self, door: str, solver: str, program: Program, until: float | None) -> None:
        """Hand over the program and what is asked, meanwhile; the pipe stays open, as a sign of life."""
        asked = asked_of(self.request)
        parts = {"door": door, "solver": solver, "program": bare(program), "asked": asked, "until": until}
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._sender = threading.Thread(target=self._send, args=(parts,), daemon=True)
        self._sender.start()

    def _send(self, parts: dict[str, Any]) -> None:
        with contextlib.suppress(OSError):  # it died already: the answer will say so
            assert self.process.stdin is not None  # noqa: S101
            pickle.dump(parts, self.process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            self.process.stdin.flush()

    def wait(self, began: float) -> Limit:
        """Wait for the end; ask for it when it is time, insist a little later.

        Returns
        -------
        str
            Why it was asked to end, or nothing.
        """
        asked: Limit = ""
        request = self.request
        deadline = float("inf")
        late = float("inf") if request.time_limit is None else began + request.time_limit + _OVER
        looked = 0.0
        while self._reader is not None and self._reader.is_alive() and time.monotonic() < min(deadline, late):
            self._reader.join(_POLL)
            if not asked and request.stop.is_set():
                asked = "user"
            elif not asked and request.memory_limit is not None and time.monotonic() > looked + 4 * _POLL:
                looked = time.monotonic()
                asked = "memory" if resident_mb_of_group(self.process.pid) > request.memory_limit else ""
            if asked and deadline == float("inf"):
                deadline = time.monotonic() + _GRACE
                self._signal(signal.SIGINT)
        return asked or ("time" if time.monotonic() >= late else "")

    def answer(self) -> Solution | str:
        """Return what the child found, or the words of its failure."""
        if self._answer is not None:
            return self._answer
        if self._reader is not None and self._reader.is_alive():
            return "it was still running"
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1.0)
        code = self.process.returncode
        how = f"was ended by {signal.Signals(-code).name}" if code and code < 0 else f"ended with code {code}"
        return f"{self.name} crashed: its process {how}; {self._last_lines()}"

    def held(self, program: Program) -> Solution:
        """Return the best point that came back, if it is one, and the best bound; nodes are not known."""
        if self._best is None:
            return stopped("")
        value = program.value(self._best)
        return checked(program, Solution("feasible", self._best, value, min(self._bound, value)), self.name)

    def kill(self) -> None:
        """End the child and all it started."""
        self._signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        self.process.wait()
        for thread in (self._reader, self._sender):
            if thread is not None:
                thread.join()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _read(self) -> None:
        """Take what comes back, until the answer or the end, which may be in the middle of a message."""
        assert self.process.stdout is not None  # noqa: S101
        with contextlib.suppress(EOFError, pickle.UnpicklingError):
            while self._answer is None:
                self._take(pickle.load(self.process.stdout))  # noqa: S301  (our own child)

    def _take(self, message: Heard | Floats | Solution | str) -> None:
        if isinstance(message, Heard):
            self._bound = max(self._bound, -np.inf if message.bound is None else message.bound)
            self.request.heard(message.incumbent, message.bound, message.elapsed)
        elif isinstance(message, np.ndarray):
            self._best = message
        else:
            self._answer = message

    def _signal(self, number: int) -> None:
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self.process.pid, number)
            else:
                self.process.send_signal(number)

    def _last_lines(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").split("\n")
        return " / ".join([line.strip() for line in lines if line.strip()][-_LINES:]) or "it wrote nothing"


def bare(program: Program) -> dict[str, Any]:
    """Return a program's arrays and the sizes of its blocks: what can be sent; names stay here."""
    arrays = ("cost", "lower", "upper", "integer", "matrix", "row_lower", "row_upper", "columns", "offset")
    return {name: getattr(program, name) for name in arrays} | {
        "blocks": [(block.name, block.size, block.integer) for block in program.variables]
    }


def asked_of(request: Request) -> dict[str, Any]:
    """Return a request's values; until when is told apart, and what stops it is a signal."""
    names = ("gap", "threads", "seed", "start", "node_limit")
    return {name: getattr(request, name) for name in names} | {"options": dict(request.options)}
