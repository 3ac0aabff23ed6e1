"""Every error a user can meet, as one tree; the class carries the exit code.

::

    ConsolidateError            70  a bug of ours, where nothing below fits
    ├── CheckFailed              1  a check or threshold failed
    ├── UsageError               2  the command line makes no sense
    ├── InvalidInput             3  the scenario is wrong; holds every problem found
    ├── Infeasible               4  no plan can exist; holds what stands against it
    ├── Stopped                  5  stopped before any plan was found
    ├── NotProvenOptimal         6  a plan, but not the proof that was required
    ├── SolverFailed             7  the solver is missing, or it crashed
    └── FileSystemError          8  a file or folder cannot be read or written
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal


class ConsolidateError(Exception):
    """Any error this package raises on purpose."""

    exit_code: ClassVar[int] = 70


class CheckFailed(ConsolidateError):
    """A check or threshold the user asked for does not hold."""

    exit_code = 1


class UsageError(ConsolidateError):
    """The options given cannot be combined or understood."""

    exit_code = 2


@dataclass(frozen=True, order=True)
class Place:
    """Where in the user's files something stands; line and column count from 1.

    For a table file ``line`` is the line in the file and ``column`` the position of the column's name among the
    headings, with ``field`` that name.
    """

    file: str
    line: int = 0
    column: int = 0
    field: str = ""

    def __str__(self) -> str:
        """``file:line:column``, without what is unknown."""
        parts = [self.file] + [str(number) for number in (self.line, self.column) if number]
        return ":".join(parts)


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a scenario: where, what, what is allowed, and what to do about it."""

    place: Place
    message: str
    value: str = ""
    allowed: str = ""
    suggestion: str = ""
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        """One line for the terminal."""
        text = f"{self.place}: {self.severity}: {self.message}"
        if self.allowed:
            text += f"; allowed: {self.allowed}"
        if self.suggestion:
            text += f"; {self.suggestion}"
        return text


class InvalidInput(ConsolidateError):
    """The scenario is wrong; ``problems`` holds everything found in one reading."""

    exit_code = 3

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems in the order of the files."""
        self.problems = sorted(problems, key=lambda problem: problem.place)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class Conflict:
    """A rule (or a fact of the data) that takes part in an infeasibility, and how far it would have to give way."""

    id: str
    sentence: str
    relaxation: str = ""
    amount: float = 0.0


class Infeasible(ConsolidateError):
    """No plan can satisfy the scenario.

    ``conflicts`` are rules that cannot all hold; ``repair`` the cheapest relaxation found, shown to be feasible when
    ``repaired`` is true.
    """

    exit_code = 4

    def __init__(
        self,
        message: str,
        conflicts: tuple[Conflict, ...] = (),
        repair: tuple[Conflict, ...] = (),
        *,
        repaired: bool = False,
    ) -> None:
        """Keep the parts for the report."""
        self.conflicts, self.repair, self.repaired = conflicts, repair, repaired
        super().__init__(message)


class Stopped(ConsolidateError):
    """A limit or the user stopped the solver before it had a plan."""

    exit_code = 5


class NotProvenOptimal(ConsolidateError):
    """``--require-optimal`` was given and the gap is still open."""

    exit_code = 6


class SolverFailed(ConsolidateError):
    """The solver is not installed, crashed, or returned what it cannot have meant."""

    exit_code = 7


class FileSystemError(ConsolidateError):
    """A file or folder cannot be read or written, or is not ours to replace."""

    exit_code = 8
