"""One writer per run folder: a lock file beside it, which the system lets go when its process dies, however."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from consolidate.errors import FileSystemError
from consolidate.reports import atomic

_POLL_SECONDS: Final = 0.05
_LONGEST_NAME: Final = 200
_NOT_SUPPORTED: Final = ("ENOLCK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS")


@contextmanager
def held(target: Path, wait: float, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of a run folder, from before it is solved until it is written.

    Parameters
    ----------
    target
        The run folder, which need not exist.
    wait
        Seconds to wait for another process; 0 for none.
    say
        Hears, once, what is waited for.

    Raises
    ------
    FileSystemError
        When another process holds it for longer, or the lock file cannot be made.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100  (resolve() would follow a link)
    made = _make_above(target)
    path = _lock_path(target)
    handle = _acquire(path, target, wait, say)
    try:
        atomic.tidy(target)
        yield
    finally:
        _release(handle, path)
        for folder in made:  # nothing was written: nothing is left
            with contextlib.suppress(OSError):
                folder.rmdir()


def _make_above(target: Path) -> list[Path]:
    """Make the folders above; return those that were not there, the innermost first."""
    missing = [folder for folder in target.parents if not folder.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileSystemError(f"{target}: cannot be written: {error.strerror or error}") from error
    return missing


def _lock_path(target: Path) -> Path:
    """Return the lock file's place; a name too long for one more dot is shortened by its hash."""
    name = target.name
    if len(os.fsencode(name)) > _LONGEST_NAME:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()
    return target.parent / f".{name}.lock"


def _acquire(path: Path, target: Path, wait: float, say: Callable[[str], None]) -> int:
    """Return the open lock file, locked."""
    until, told = time.monotonic() + wait, False
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise FileSystemError(f"{target}: cannot be written: {path}: {error.strerror or error}") from error
        if _try(handle):
            if _is_still(handle, path):
                _sign(handle)
                return handle
            os.close(handle)  # its holder has just taken the file away; the next one makes a new one
            continue
        holder = _holder(handle)
        os.close(handle)
        if time.monotonic() >= until:
            waited = f" after {wait:g} s" if wait else ""
            raise FileSystemError(
                f"{target}: {holder} is still writing this run{waited}; wait for it with --wait SECONDS"
            )
        if not told:
            say(f"{target}: waiting up to {wait:g} s for {holder}, which is writing this run")
            told = True
        time.sleep(_POLL_SECONDS)


def _try(handle: int) -> bool:
    """Lock the file unless somebody else does; a file system without locks is no reason to refuse the work."""
    import errno

    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, 1 << 30, os.SEEK_SET)  # beyond the text, which others must be able to read
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in {getattr(errno, name) for name in _NOT_SUPPORTED if hasattr(errno, name)}
    return True


def _is_still(handle: int, path: Path) -> bool:
    """Return whether the file that is open is the one that is there: its holder removes it before letting go."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _sign(handle: int) -> None:
    """Write into the lock file who holds it: for people, nobody decides by it."""
    signature = {
        "process": os.getpid(),
        "host": platform.node(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    with contextlib.suppress(OSError):
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, json.dumps(signature).encode())


def _holder(handle: int) -> str:
    """Return who holds the lock, in words."""
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        signature = json.loads(os.read(handle, 10_000))
        return f"process {signature['process']:d} on {signature['host']} (since {signature['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


def _release(handle: int, path: Path) -> None:
    """Take the lock file away, then let go of it."""
    with contextlib.suppress(OSError):
        path.unlink()
    with contextlib.suppress(OSError):
        os.close(handle)
