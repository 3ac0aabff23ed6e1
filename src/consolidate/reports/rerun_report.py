"""What `consolidate rerun` says: whether a run came out the same, and if not, where it differs and what may be why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from consolidate.errors import CheckFailed
from consolidate.reports import json_text
from consolidate.reports.document import SCHEMA_VERSION, Document
from consolidate.reports.numbers import count
from consolidate.reports.run_identity import versions

if TYPE_CHECKING:
    from rich.console import Console

    from consolidate.reports.stored_run import StoredRun

MOST_DIFFERENCES: Final = 20
_NOTHING: Final = object()


def document(stored: StoredRun, before: bytes, again: Document, stopped: int) -> Document:
    """Hold the ``before`` of a run's result.json against solving it again; ``stopped``: a signal's exit code, or 0."""
    same = json_text.text(again).encode() == before
    differences = [] if same else list(_differences(stored.document, again))
    return {
        "schema_version": SCHEMA_VERSION,
        "name": stored.document["name"],
        "status": "same" if same else "differs",
        "exit_code": stopped or (0 if same else CheckFailed.exit_code),
        "differences": differences[:MOST_DIFFERENCES],
        "more_differences": max(0, len(differences) - MOST_DIFFERENCES),
        "reasons": [] if same else _reasons(stored),
    }


def write(written: Document, console: Console) -> None:
    """Print the verdict, the differences and what may be why."""
    from consolidate.reports.console import say, write_lines

    say(console, written["name"], "bold")
    if written["status"] == "same":
        say(console, "the same: result.json came out byte for byte", "green")
        return
    number = len(written["differences"]) + written["more_differences"]
    say(console, f"NOT the same: {count(number, 'value')} of result.json came out different", "red")
    lines = [f"{each['where']}: was {each['was']}, is now {each['is']}" for each in written["differences"]]
    if written["more_differences"]:
        lines.append(f"and {written['more_differences']:,} more")
    write_lines(console, "differences", lines, None)
    write_lines(console, "may be why", written["reasons"], None)


def _differences(was: Any, now: Any, where: str = "") -> Iterator[Document]:
    """Yield the values that differ, each with its path."""
    if isinstance(was, dict) and isinstance(now, dict):
        for key in [*was, *(key for key in now if key not in was)]:
            path = f"{where}.{key}" if where else str(key)
            yield from _differences(was.get(key, _NOTHING), now.get(key, _NOTHING), path)
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for index, (one, other) in enumerate(zip(was, now, strict=True)):
            yield from _differences(one, other, f"{where}[{index}]")
    elif was != now:
        yield {"where": where, "was": _shown(was), "is": _shown(now)}


def _shown(value: Any) -> Any:
    """Return a value as the report shows it: a list only by its length."""
    if value is _NOTHING:
        return "nothing"
    return count(len(value), "entry", "entries") if isinstance(value, dict | list) else value


def _reasons(stored: StoredRun) -> list[str]:
    """Return in words what was not the same when the run was made."""
    lines = []
    before, now = stored.manifest.get("versions", {}), versions()
    for name, number in now.items():
        if before.get(name) != number:
            lines.append(f"{name} was {before.get(name, 'unknown')}, is now {number}")
    if stored.stopped_early:
        lines.append("the run was stopped by the clock or a signal, and how far a solver comes by then varies")
    return lines
