"""Measuring: every case in a process of its own, so that memory is its own and nothing is warm."""

from __future__ import annotations

import json
import os
import pickle
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks import peers
from benchmarks.generate import generate
from benchmarks.registry import PHASES, SIZES
from consolidate.backends import child, highs, registry
from consolidate.backends.child_process import program_of
from consolidate.engine import direct
from consolidate.engine.direct import Answer
from consolidate.engine.options import Control, Options
from consolidate.program.program import Program

ROOT = Path(__file__).parent.parent
REPEATS = 5
KB_PER_MB = 1000  # of 1024 bytes, as Linux counts the peak


class Step(NamedTuple):
    """A phase of a case: seconds it took on the clock and on processors, and the peak of memory by its end."""

    phase: str
    seconds: float
    processor: float
    peak_mb: float


def in_process(what: str, *arguments: str) -> Any:
    """Run a function of this module in a fresh process, and return what it returns."""
    command = [sys.executable, "-m", "benchmarks.measure", what, *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    return json.loads(done.stdout)


def phases(path: str) -> list[Step]:
    """Take a scenario through every phase, keeping all that was made, as a run does."""
    steps: list[Step] = []
    made: list[Any] = [path]
    for phase, function in PHASES.items():
        began, used = time.perf_counter(), time.process_time()
        made.append(function(made[-1]))
        steps.append(Step(phase, time.perf_counter() - began, time.process_time() - used, _peak_mb()))
    return steps


def hand_over(path: str) -> dict[str, float]:
    """Median seconds to hand a program over, for the solver alone to take prepared arrays, and to copy those arrays."""
    program = _taken_on(path, *list(PHASES)[:-1])
    arrays = highs.arrays(program)
    return {
        "hand over": _median(lambda: highs.hand_over(highs.quiet_solver(), program)),
        "the solver's own copy": _median(lambda: highs.quiet_solver().passModel(*arrays)),
        "over a pipe, as to a process of its own": _median(lambda: _piped(program)),
        "copying the arrays": _median(lambda: [np.copy(part) for part in arrays]),
    }


def _piped(program: Program) -> None:
    """Send a program through a pipe, and put it together at the other end."""
    out, into = os.pipe()

    def send() -> None:
        with os.fdopen(into, "wb") as writer:
            pickle.dump(child.bare(program), writer, protocol=pickle.HIGHEST_PROTOCOL)

    sender = threading.Thread(target=send)
    sender.start()
    with os.fdopen(out, "rb") as reader:
        program_of(pickle.load(reader))
    sender.join()


def limited(path: str, limit: str, solver: str) -> dict[str, Any]:
    """Seconds from the start of solving to the end of the search, with people sent to their points, and the status."""
    model, options = _taken_on(path, "load", "instance", "formulate"), Options.of(solver, time_limit=float(limit))
    began = time.monotonic()
    found = direct.solve(model, options, Control())
    seconds = time.monotonic() - began
    solution = found.solution if isinstance(found, Answer) else found
    return {"seconds": seconds, "status": solution.status, "entries": model.program().matrix.nnz}


def unlimited(path: str, limit: str, solver: str) -> dict[str, Any]:
    """Seconds of a solver that knows the limit and is not ended at it, and the status."""
    program, options = _taken_on(path, *list(PHASES)[:-1]), Options.of(solver)
    began = time.monotonic()
    asked = direct.request(options, float(limit))
    found = registry.solve(program, asked, options.backend, options.solver, isolate=False)
    return {"seconds": time.monotonic() - began, "status": found.status}


def building(path: str) -> dict[str, float]:
    """Median seconds to make the same rows from an instance and hand them over; modelling layers hand nothing over."""
    made: Any = path
    for phase in ("load", "instance"):
        made = PHASES[phase](made)
    program = _taken_on(made, "formulate", "assemble")
    seconds = {"consolidate": _median(lambda: _taken_on(made, "formulate", "assemble", "hand over"), 3)}
    for name, build in peers.BUILDERS.items():
        seconds[name] = _median(partial(build, program), 3)
    return {"columns": len(program.cost), **seconds}


def _taken_on(made: Any, *through: str) -> Any:
    for phase in through:
        made = PHASES[phase](made)
    return made


def _median(function: Callable[[], Any], repeats: int = REPEATS) -> float:
    seconds = []
    for _ in range(repeats):
        began = time.perf_counter()
        function()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KB_PER_MB


def generated(name: str, folder: str | None = None) -> Path:
    """Write the scenario of a size, or find the one written before."""
    place = Path(folder or tempfile.gettempdir()) / f"consolidate-bench-{name}"
    path = place / "scenario.yaml"
    return path if path.exists() else generate(place, SIZES[name])


if __name__ == "__main__":
    function = {each.__name__: each for each in (phases, hand_over, building, limited, unlimited)}[sys.argv[1]]
    print(json.dumps(function(*sys.argv[2:])))
