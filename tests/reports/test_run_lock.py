"""One writer per run folder: the second waits or is refused, and a dead one holds nobody up."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from consolidate.errors import FileSystemError
from consolidate.reports import run_lock

HOLDER = """
import sys, time
from pathlib import Path
from consolidate.reports.run_lock import held
with held(Path(sys.argv[1]), 0, print):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def nothing(_: str) -> None:
    """Say nothing."""


@contextmanager
def holder(target: Path, seconds: float = 60.0) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLDER, str(target), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_second_is_refused_and_told_who_writes(tmp_path: Path) -> None:
    """While another process writes a run, exit 8 names that process and the option to wait."""
    with holder(tmp_path / "run") as other:
        with pytest.raises(FileSystemError, match=f"process {other.pid} on .*--wait") as caught:
            run_lock.held(tmp_path / "run", 0, nothing).__enter__()
        assert caught.value.exit_code == 8


def test_the_second_waits_and_says_so_once(tmp_path: Path) -> None:
    """With time to wait the second says once what it waits for, and goes on as soon as the first is done."""
    said: list[str] = []
    with holder(tmp_path / "run", 0.6) as other, run_lock.held(tmp_path / "run", 30, said.append):
        assert other.wait(10) == 0
    assert len(said) == 1
    assert f"waiting up to 30 s for process {other.pid}" in said[0]


def test_waiting_ends(tmp_path: Path) -> None:
    """After the seconds given the second is refused all the same."""
    start = time.monotonic()
    with holder(tmp_path / "run"), pytest.raises(FileSystemError, match=r"after 0\.3 s"):
        run_lock.held(tmp_path / "run", 0.3, nothing).__enter__()
    assert time.monotonic() - start < 10


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    """kill -9 of the holder leaves its lock file, and the next one takes the lock at once."""
    with holder(tmp_path / "run") as other:
        os.kill(other.pid, signal.SIGKILL)
        other.wait(10)
        assert (tmp_path / ".run.lock").exists()
        with run_lock.held(tmp_path / "run", 0, nothing):
            pass
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_of_a_lock(tmp_path: Path) -> None:
    """Lock file, and folders made for it, are gone afterwards unless a run was written there."""
    with run_lock.held(tmp_path / "a" / "b" / "run", 0, nothing):
        assert (tmp_path / "a" / "b" / ".run.lock").exists()
    assert list(tmp_path.iterdir()) == []
    with run_lock.held(tmp_path / "a" / "run", 0, nothing):
        (tmp_path / "a" / "run").mkdir()
    assert [path.name for path in tmp_path.rglob("*")] == ["a", "run"]


def test_only_one_holds_it_at_a_time(tmp_path: Path) -> None:
    """Of many that wait for one lock, each with its file newly made or just removed, never two hold it at once."""
    inside, most, lock = [], [], threading.Lock()

    def work() -> None:
        for _ in range(10):
            with run_lock.held(tmp_path / "run", 60, nothing):
                with lock:
                    inside.append(1)
                    most.append(len(inside))
                time.sleep(0.001)
                with lock:
                    inside.pop()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(most) == 60
    assert max(most) == 1


def test_a_lock_file_that_was_just_taken_away_is_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who opened the file just before its holder removed it makes a new one, which the next in line will see."""
    real, calls = run_lock._try, []

    def after_the_holder_is_done(handle: int) -> bool:
        calls.append(handle)
        if len(calls) == 1:
            (tmp_path / ".run.lock").unlink()
        return real(handle)

    monkeypatch.setattr(run_lock, "_try", after_the_holder_is_done)
    with run_lock.held(tmp_path / "run", 0, nothing):
        assert (tmp_path / ".run.lock").exists()
    assert len(calls) == 2


def test_leftovers_of_killed_writers_go(tmp_path: Path) -> None:
    """Partial folders of this run are cleared away; those of other runs, and everything else, stay."""
    keep = [".run.b.abcdefgh.partial", ".runs.abcdefgh.partial", ".run.note.partial", "run.abcdefgh.partial"]
    for name in [".run.abcd_123.partial", *keep]:
        (tmp_path / name).mkdir()
    with run_lock.held(tmp_path / "run", 0, nothing):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(keep)


def test_a_run_that_had_stepped_aside_comes_back(tmp_path: Path) -> None:
    """Where folders cannot be exchanged, a writer killed between the two steps loses nothing."""
    (tmp_path / ".run.abcd_123.old").mkdir()
    (tmp_path / ".run.abcd_123.old" / "result.json").write_text("old")
    with run_lock.held(tmp_path / "run", 0, nothing):
        pass
    assert (tmp_path / "run" / "result.json").read_text() == "old"


def test_a_very_long_name_is_no_obstacle(tmp_path: Path) -> None:
    """A run whose name leaves no room for a suffix is locked as well."""
    with holder(tmp_path / ("x" * 255)), pytest.raises(FileSystemError, match="is still writing"):
        run_lock.held(tmp_path / ("x" * 255), 0, nothing).__enter__()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"process": "x"}'])
def test_an_unreadable_lock_file_is_only_less_informative(tmp_path: Path, content: str) -> None:
    """Whatever stands in a lock file nobody holds, it is taken; the words in it decide nothing."""
    (tmp_path / ".run.lock").write_text(content)
    with run_lock.held(tmp_path / "run", 0, nothing):
        pass
