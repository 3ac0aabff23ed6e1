"""The other end of `child`: read a program from standard input, solve it, write what comes of it to standard output."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any, BinaryIO

from consolidate.backends.child import FOLDER, Heard
from consolidate.backends.points import stopped
from consolidate.backends.registry import backend
from consolidate.backends.solution import Request, Solution
from consolidate.errors import ConsolidateError
from consolidate.program.program import Floats, Program, Variables


def main() -> None:
    """Answer one question; whatever the solver prints goes to stderr."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    parts: dict[str, Any] = pickle.load(sys.stdin.buffer)  # noqa: S301  (our own parent)
    threading.Thread(target=_end_with_parent, args=(sys.stdin.fileno(),), daemon=True).start()
    code = 0
    try:
        _say(answers, _answer(parts, answers))
    except Exception:  # noqa: BLE001  (its last words are what the parent reports)
        traceback.print_exc()
        sys.stderr.flush()
        code = 1
    os._exit(code)  # at once: the threads of solvers, and ours that waits on the pipe, need not be waited for


def _say(answers: BinaryIO, message: Heard | Floats | Solution | str) -> None:
    """Send a message whole, whichever thread of a solver says it."""
    answers.write(pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL))
    answers.flush()


def _answer(parts: dict[str, Any], answers: BinaryIO) -> Solution | str:
    """Solve; an error of ours goes back as its words, any other ends the process and shows in its log."""
    stop = threading.Event()
    if parts["door"] != "pyomo":  # HiGHS looks at the event; CBC is another program, and hears the signal itself
        signal.signal(signal.SIGINT, lambda *_: stop.set())
    left = None if parts["until"] is None else max(parts["until"] - time.monotonic(), 0.01)
    request = Request(
        time_limit=left,
        heard=lambda *progress: _say(answers, Heard(*progress)),
        found=lambda values: _say(answers, values),
        stop=stop,
        **parts["asked"],
    )
    try:
        return backend(parts["door"], parts["solver"]).solve(program_of(parts["program"]), request)
    except ConsolidateError as error:
        return str(error)
    except KeyboardInterrupt:
        return stopped("user")


def program_of(parts: dict[str, Any]) -> Program:
    """Put a program together again; its rows have lost their blocks."""
    blocks = parts.pop("blocks")
    variables = tuple(Variables(name, size, integer=integer) for name, size, integer in blocks)
    return Program(**parts, rows={}, variables=variables, constraints=())


def _end_with_parent(pipe: int) -> None:
    """End this process and all it started when the parent is gone: then its end of the pipe is closed."""
    while os.read(pipe, 1):
        pass
    folder = os.environ.get("TMPDIR", "")
    if Path(folder).name.startswith(FOLDER):  # nobody else is left to clear it away
        shutil.rmtree(folder, ignore_errors=True)
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main()
