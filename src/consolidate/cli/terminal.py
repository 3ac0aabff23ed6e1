"""stdout for the result, stderr for talk; NO_COLOR, narrow terminals and poor encodings are respected."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

PIPE_WIDTH = 80


def result_console() -> Console:
    """Return the console that results go to."""
    return _console(sys.stdout)


def talk_console() -> Console:
    """Return the console of warnings, progress and errors."""
    return _console(sys.stderr)


def put(text: str) -> None:
    """Write a finished text to stdout, whatever its encoding can hold."""
    _tolerant(sys.stdout)
    sys.stdout.write(text)
    sys.stdout.flush()


def put_json(document: object) -> None:
    """Write a document to stdout; it stays valid JSON in every encoding."""
    from consolidate.reports import json_text

    put(json_text.text(document, ascii_only=not is_unicode(sys.stdout)))


def is_unicode(stream: TextIO) -> bool:
    """Return whether the stream can hold every letter."""
    return (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf")


def _console(stream: TextIO) -> Console:
    """Return a console that writes only what it is given: no markup, no emoji, no highlighting."""
    from rich.console import Console

    class Piped(Console):
        """Its reader may go away (`| head`); rich would end the process with the code of a failed check."""

        def on_broken_pipe(self) -> None:
            self.quiet = True
            raise BrokenPipeError

    _tolerant(stream)
    width = None if stream.isatty() or os.environ.get("COLUMNS") else PIPE_WIDTH
    return Piped(file=stream, width=width, markup=False, emoji=False, highlight=False)


def _tolerant(stream: TextIO) -> None:
    """Let a letter that the encoding lacks become a question mark instead of an error."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None and not is_unicode(stream):
        reconfigure(errors="replace")
