"""What every backend is: a door to solvers that says what it can do, whether it is here, and solves a program."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Protocol

from consolidate.backends.solution import Request, Solution
from consolidate.program.program import Program


@dataclass(frozen=True)
class Capabilities:
    """What a solver can be asked for through its door; `consolidate solvers` says it too."""

    integer: bool = True
    duals: bool = False
    warm_start: bool = False
    interrupt: bool = False  # keeps its best point when it is stopped
    time_limit: bool = True
    gap: bool = True
    nodes: bool = False
    bound: bool = True  # proves how good its point is, also when it is stopped

    def words(self) -> tuple[str, ...]:
        """Return the names of what it can do."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name))


@dataclass(frozen=True)
class Availability:
    """Whether a solver can be used here; true only if it can, else with the reason and what to do about it."""

    here: bool
    version: str = ""
    reason: str = ""
    remedy: str = ""

    def __bool__(self) -> bool:
        """Return whether it is here."""
        return self.here


class Backend(Protocol):
    """One solver behind one door."""

    @property
    def name(self) -> str:
        """How to call it in a report."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""

    @property
    def isolated(self) -> bool:
        """Whether it can crash or hang, and so runs in a process of its own."""

    def availability(self) -> Availability:
        """Look, without starting it or taking a licence, whether it is here."""

    def solve(self, program: Program, request: Request) -> Solution:
        """Solve a program in this process."""
