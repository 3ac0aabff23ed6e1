"""What a job on GitHub shows: failures as annotations, and a summary where the runner wants one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from consolidate.errors import FileSystemError
from consolidate.reports.problems import escaped


def failures(title: str, lines: Iterable[str]) -> str:
    """Return one workflow command per failure."""
    return "".join(f"::error title={escaped(title, ':,')}::{escaped(line)}\n" for line in lines)


def append_summary(path: str | None, text: str) -> None:
    """Append Markdown to the job's summary; without a path there is no job.

    Raises
    ------
    FileSystemError
        When it cannot be written.
    """
    if not path:
        return
    try:
        with Path(path).open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(f"{text}\n")
    except OSError as error:
        raise FileSystemError(f"GITHUB_STEP_SUMMARY: {path}: cannot be written: {error.strerror or error}") from error
