"""A folder written whole or not at all: made beside its place, flushed to the disk, then put there in one step."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from consolidate.errors import FileSystemError

_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2
_RENAME_SWAP: Final = 2
_LONGEST_NAME: Final = 200


@contextmanager
def whole_folder(target: Path, may_replace: Callable[[Path], bool]) -> Iterator[Path]:
    """Give an empty folder to fill; when that succeeds it takes the place of ``target``, in one step.

    Parameters
    ----------
    target
        Where the folder shall be; folders above it are made.
    may_replace
        Says of an existing folder whether it may be replaced.

    Raises
    ------
    FileSystemError
        When something cannot be written, or stands in the way. What was there before is then still there, whole.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100  (resolve() would follow a link that is to be replaced)
    making: Path | None = None
    try:
        check(target, may_replace)
        target.parent.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix=_prefix(target), suffix=".partial", dir=target.parent))
        making.chmod(0o777 & ~_umask())
        yield making
        _flush(making)
        check(target, may_replace)
        _put(making, target)
    except OSError as error:
        raise FileSystemError(f"{target}: cannot be written: {error.strerror or error}") from error
    finally:
        # after an exchange this is what was there before
        if making is not None:
            shutil.rmtree(making, ignore_errors=True)


def check(target: Path, may_replace: Callable[[Path], bool]) -> None:
    """Refuse a target that is there already and not ours, or that cannot be written.

    Raises
    ------
    FileSystemError
        Saying which.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise FileSystemError(f"{target}: is not a folder; name another one")
    if target.exists() and not may_replace(target):
        raise FileSystemError(f"{target}: exists and is no run folder, so it is not replaced; name another one")
    above = target.absolute().parent
    while not above.exists():
        above = above.parent
    if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        raise FileSystemError(f"{target}: cannot be written: no permission to write in {above}")


def tidy(target: Path) -> None:
    """Clear away what a killed writer left beside a target; only for who knows that nobody else is writing it.

    Where the old folder had stepped aside and the new one never came, the old one comes back.
    """
    left = re.compile(re.escape(_prefix(target)) + r"[a-z0-9_]{8}\.(partial|old)")
    with contextlib.suppress(OSError):
        for path in sorted(target.parent.iterdir()):
            found = left.fullmatch(path.name)
            if found and found[1] == "old" and not target.exists():
                path.rename(target)
            elif found:
                shutil.rmtree(path, ignore_errors=True)


def _prefix(target: Path) -> str:
    """Return how the names of a target's temporary folders begin."""
    name = target.name
    if len(os.fsencode(name)) > _LONGEST_NAME:  # a name may have 255 bytes; two long ones must not share theirs
        name = hashlib.sha256(os.fsencode(name)).hexdigest()
    return f".{name}."


def _put(made: Path, target: Path) -> None:
    """Move a folder to its place; one that is there changes places with it."""
    if not target.exists():
        made.rename(target)
    elif not _exchange(made, target):
        _exchange_in_steps(made, target)
    with contextlib.suppress(OSError):  # the new name reaches the disk; not every file system can be asked for that
        _flush_one(target.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system or the file system cannot."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(library.renamex_np(os.fsencode(one), os.fsencode(other), _RENAME_SWAP) == 0)
        paths = (_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other))
        return bool(library.renameat2(*paths, _RENAME_EXCHANGE) == 0)
    except (AttributeError, OSError, TypeError):
        return False


def _exchange_in_steps(made: Path, target: Path) -> None:
    """Replace a folder where there is no exchange: the old one steps aside, and back if the new one cannot come."""
    aside = made.with_suffix(".old")
    target.rename(aside)
    try:
        made.rename(target)
    except BaseException:
        aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _flush(folder: Path) -> None:
    """Bring all files of a folder, and the folder's own list of them, to the disk."""
    for path in folder.iterdir():
        _flush_one(path)
    _flush_one(folder)


def _flush_one(path: Path) -> None:
    """Bring one file or folder to the disk; Windows does that only for files, and only those open for writing."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    """Return the process's mask of permissions, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
