"""An error in words, and as the one JSON document there is even then."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from consolidate.errors import ConsolidateError, Infeasible, InvalidInput, Stopped
from consolidate.reports import problems
from consolidate.reports.cleaning import plain
from consolidate.reports.document import SCHEMA_VERSION, Document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from consolidate.errors import Conflict


def document(error: ConsolidateError) -> Document:
    """Write an error of ours; the status is infeasible or stopped where that is what happened."""
    written = plain_document(error.exit_code, _message(error))
    if isinstance(error, InvalidInput):
        written["problems"] = problems.rows(error.problems)
    elif isinstance(error, Infeasible):
        written["status"] = "infeasible"
        written["conflicts"] = [asdict(conflict) for conflict in error.conflicts]
        written["repair"] = [asdict(conflict) for conflict in error.repair]
        written["repaired"] = error.repaired
    elif isinstance(error, Stopped):
        written["status"] = "stopped"
    return written


def plain_document(code: int, message: str) -> Document:
    """Write an error that is only a message."""
    return {"schema_version": SCHEMA_VERSION, "status": "error", "exit_code": code, "message": message}


def write(error: ConsolidateError, console: Console) -> None:
    """Print an error of ours for a person."""
    if isinstance(error, InvalidInput):
        problems.write(error.problems, console)
        return
    write_message(_message(error), console)
    if isinstance(error, Infeasible):
        _conflicts("these cannot all hold", error.conflicts, console)
        title = "the cheapest way out" if error.repaired else "a way out that was not shown to be enough"
        _conflicts(title, error.repair, console)


def write_message(message: str, console: Console) -> None:
    """Print ``error: message``; its lines stay lines."""
    from rich.text import Text

    first, *rest = [plain(line) for line in message.splitlines()] or [""]
    console.print(Text.assemble(("error:", "bold red"), f" {first}"), soft_wrap=True)
    for line in rest:
        console.print(Text(line), soft_wrap=True)


def _message(error: ConsolidateError) -> str:
    """Return the words of an error; those of invalid input are in its problems."""
    if isinstance(error, InvalidInput):
        return f"the scenario is invalid: {problems.document(error.problems)['message']}"
    return str(error)


def _conflicts(title: str, conflicts: Iterable[Conflict], console: Console) -> None:
    """Print rules, each with how far it gives way."""
    from rich.text import Text

    lines = list(conflicts)
    if lines:
        console.print(Text(f"{title}:", style="bold"))
    for conflict in lines:
        gives = f" ({conflict.relaxation})" if conflict.relaxation else ""
        console.print(Text(plain(f"  {conflict.id}: {conflict.sentence}{gives}")), soft_wrap=True)
