"""A file written whole or not at all: made beside its place, flushed to the disk, then put there in one step."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from consolidate.errors import FileSystemError


def write_bytes(target: Path, content: bytes) -> None:
    """Write a file; what was there before is replaced, and stays if this fails.

    Raises
    ------
    FileSystemError
        When it cannot be written, or a folder stands in its place.
    """
    write_lines(target, (), content)


def write_lines(target: Path, lines: Iterable[str], head: bytes = b"") -> None:
    """Write a file line by line, as `write_bytes` does it in one.

    Raises
    ------
    FileSystemError
        When it cannot be written, or a folder stands in its place.
    """
    making: str | None = None
    try:
        if target.is_dir():
            raise FileSystemError(f"{target}: is a folder; name a file")
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, making = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".partial", dir=target.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(head)
            stream.writelines(f"{line}\n".encode() for line in lines)
            stream.flush()
            os.fsync(stream.fileno())
        Path(making).chmod(_mode(target))
        Path(making).replace(target)
        making = None
    except OSError as error:
        raise FileSystemError(f"{target}: cannot be written: {error.strerror or error}") from error
    finally:
        if making is not None:
            with contextlib.suppress(OSError):
                Path(making).unlink()


def _mode(target: Path) -> int:
    """Return the permissions of the file that is replaced, or those a new one gets."""
    try:
        return target.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0o077)
        os.umask(mask)
        return 0o666 & ~mask
