"""Reads scenarios, each in a process of its own within limits, and says as JSON how that went: for the hostile tests.

A path comes in on a line, an answer goes out on a line. Processes are forked after the imports, so that a reading
costs what the input costs.
"""

import json
import os
import resource
import signal
import sys
import time

from consolidate.errors import ConsolidateError
from consolidate.scenario.load import load

MEMORY = 300 * 2**20
SECONDS = 20


def read(path: str) -> dict[str, object]:
    started = time.process_time()
    try:
        load(path)
        answer: dict[str, object] = {"exit": 0, "problems": []}
    except ConsolidateError as error:
        answer = {
            "exit": error.exit_code,
            "problems": [str(problem) for problem in getattr(error, "problems", [error])],
        }
    except MemoryError:
        answer = {"exit": "out of memory"}
    except Exception as error:  # noqa: BLE001  (the tests want to hear of it)
        answer = {"exit": f"{type(error).__name__}: {error}"[:1000]}
    return {**answer, "seconds": time.process_time() - started}


def read_apart(path: str) -> str:
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        signal.alarm(SECONDS)
        # what the imports take stays out of the account of the input
        resource.setrlimit(resource.RLIMIT_AS, (address_space() + MEMORY, -1))
        with os.fdopen(into, "w") as stream:
            stream.write(json.dumps(read(path)))
        os._exit(0)
    os.close(into)
    with os.fdopen(out) as stream:
        text = stream.read()
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return text if code == 0 and text else json.dumps({"exit": f"ended by {code}"})


def address_space() -> int:
    with open("/proc/self/statm", encoding="ascii") as stream:  # noqa: PTH123
        return int(stream.read().split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(f"{read_apart(line.rstrip())}\n")
        sys.stdout.flush()
