"""How to solve: limits the user sets, and the way to watch and stop."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from consolidate.errors import UsageError

_RANGES: Final[dict[str, tuple[float, float]]] = {
    "gap": (0, 1),
    "time_limit": (0, math.inf),
    "threads": (1, 1024),
    "seed": (0, 2**31 - 1),
    "node_limit": (1, math.inf),
    "memory_limit": (1, math.inf),
}


@dataclass(frozen=True)
class Options:
    """Limits and seeds of a solve; the defaults are the command line's.

    ``gap`` is a share of what plans can change, ``time_limit`` in seconds, ``memory_limit`` in megabytes (None: none).
    ``backend`` and ``solver`` say who solves, ``solver_options`` what is passed on by the solver's own names.
    """

    gap: float = 1e-4
    time_limit: float | None = None
    threads: int = 2
    seed: int = 0
    node_limit: int | None = None
    memory_limit: int | None = None
    backend: str = "highs"
    solver: str = "highs"
    solver_options: Mapping[str, bool | int | float | str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what no solver can take, in the words of the command line.

        Raises
        ------
        UsageError
            Naming the option, its value and what is allowed.
        """
        for name, (least, most) in _RANGES.items():
            value = getattr(self, name)
            if value is not None and not least <= value <= most:  # a number that is none is refused as well
                upper = f" and at most {most:,}" if most < math.inf else ""
                raise UsageError(f"{name} is {value}; it must be at least {least:,}{upper}")

    @classmethod
    def of(cls, solver: str = "highs", **given: float | None) -> Self:
        """Take the options of a solver profile, named or a file; what is given and is not None wins over it.

        Raises
        ------
        UsageError
            No profile is called that.
        InvalidInput
            The profile is wrong.
        """
        from consolidate.backends import profile

        read = profile.load(solver)
        chosen: dict[str, Any] = read.model_dump()
        chosen["solver_options"] = chosen.pop("options")
        return cls(**chosen | {name: value for name, value in given.items() if value is not None})


@dataclass(frozen=True)
class Progress:
    """How far a solve is: the phase in words, incumbent and bound in the objective's unit (None: none yet), seconds."""

    phase: str
    incumbent: float | None = None
    bound: float | None = None
    gap: float | None = None
    elapsed: float = 0.0


def _silent(progress: Progress) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Control:
    """A line to a running solve: ``report`` hears progress, setting ``stop`` ends it with the best plan so far."""

    report: Callable[[Progress], None] = _silent
    stop: threading.Event = field(default_factory=threading.Event)
