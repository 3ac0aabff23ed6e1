"""How far a solve is, on stderr: a live line on a terminal, elsewhere one line every 30 seconds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console
    from rich.text import Text

    from consolidate.engine.options import Progress

SECONDS_BETWEEN_LINES: Final = 30.0


@contextmanager
def watch(console: Console, *, quiet: bool = False) -> Iterator[Callable[[Progress], None]]:
    """Give a function to report progress to; it may be called from any thread, however often."""
    if quiet:
        yield _silent
    elif console.is_terminal and not console.is_dumb_terminal:
        with _live(console) as report:
            yield report
    else:
        yield _Lines(console)


def line(progress: Progress) -> str:
    """Return progress as one line: phase, incumbent, bound, gap, elapsed."""
    parts = [progress.phase]
    if progress.incumbent is not None:
        parts.append(f"plan {progress.incumbent:,.0f}")
    if progress.bound is not None:
        parts.append(f"bound {progress.bound:,.0f}")
    if progress.gap is not None:
        parts.append(f"gap {progress.gap:.2%}")
    parts.append(f"{progress.elapsed:,.0f} s")
    return "  ".join(parts)


def _silent(progress: Progress) -> None:
    """Say nothing."""


class _Lines:
    """Prints the newest progress at most every 30 seconds; shorter work says nothing."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._next = time.monotonic() + SECONDS_BETWEEN_LINES

    def __call__(self, progress: Progress) -> None:
        """Print a line if the last one is long ago."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + SECONDS_BETWEEN_LINES
            self._console.print(line(progress), soft_wrap=True)


class _Newest:
    """The newest progress as something rich can draw, its seconds running on between reports."""

    def __init__(self) -> None:
        self.progress: Progress | None = None
        self.since = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        """Keep the newest."""
        self.since = time.monotonic()
        self.progress = progress

    def __rich__(self) -> Text:
        """Return what the live line shows now."""
        from dataclasses import replace

        from rich.text import Text

        if self.progress is None:
            return Text("")
        elapsed = self.progress.elapsed + time.monotonic() - self.since
        return Text(line(replace(self.progress, elapsed=elapsed)), no_wrap=True, overflow="ellipsis")


@contextmanager
def _live(console: Console) -> Iterator[_Newest]:
    """Draw one line over and over; nothing of it stays."""
    from rich.live import Live

    newest = _Newest()
    with Live(newest, console=console, refresh_per_second=4, transient=True, redirect_stdout=False):
        yield newest
