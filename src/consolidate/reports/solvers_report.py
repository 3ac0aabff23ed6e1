"""The solvers of this machine, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from consolidate.reports.cleaning import plain
from consolidate.reports.console import say, titled
from consolidate.reports.document import SCHEMA_VERSION, Document

if TYPE_CHECKING:
    from rich.console import Console

    from consolidate.backends.survey import Surveyed

_WORDS = {
    "integer": "whole numbers",
    "duals": "duals",
    "warm_start": "start",
    "interrupt": "interrupt",
    "time_limit": "time",
    "gap": "gap",
    "nodes": "nodes",
    "bound": "bound",
}


def document(found: Sequence[Surveyed], code: int) -> Document:
    """Write what was found as plain values; ``wrong`` is null where a solver was not checked."""
    return {
        "schema_version": SCHEMA_VERSION,
        "exit_code": code,
        "solvers": [
            {
                "profile": each.name,
                "file": str(each.path),
                "backend": each.profile.backend,
                "solver": each.solver,
                "here": each.here.here,
                "version": each.here.version,
                "reason": each.here.reason,
                "remedy": each.here.remedy,
                "capabilities": list(each.capabilities.words()),
                "wrong": None if each.wrong is None else list(each.wrong),
            }
            for each in found
        ],
    }


def write(found: Sequence[Surveyed], console: Console) -> None:
    """Print which solvers are here, then which are not and how to get them."""
    table = titled(console, ("--solver", "left"), ("solver", "left"), ("version", "left"), ("can do", "left"))
    for each in found:
        if each.here:
            able = ", ".join(_WORDS[word] for word in each.capabilities.words())
            table.add_row(each.name, plain(each.solver), plain(each.here.version), able)
    console.print(table)
    for each in found:
        if not each.here:
            remedy = f"; {each.here.remedy}" if each.here.remedy else ""
            say(console, f"{each.name}: not here: {each.here.reason}{remedy}", "dim")
    for each in found:
        for words in each.wrong or ():
            say(console, f"{each.name}: WRONG: {words}", "red")
    checked = [each.name for each in found if each.wrong == ()]
    if checked:
        say(console, f"right on every model with a known answer: {', '.join(checked)}")
