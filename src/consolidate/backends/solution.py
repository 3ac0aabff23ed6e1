"""What a backend is asked and what it answers: why it stopped, and what it holds, kept apart."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from consolidate.program.program import Floats

Status = Literal["optimal", "feasible", "infeasible", "unbounded", "stopped"]


def _unheard(incumbent: float | None, bound: float | None, elapsed: float) -> None:
    """Hear nothing."""


@dataclass(frozen=True)
class Request:
    """Limits of one run: relative gap, seconds (None: no limit), threads, seed; who hears, and what stops it."""

    gap: float = 1e-4
    time_limit: float | None = None
    threads: int = 2
    seed: int = 0
    start: Floats | None = None  # (N,) a feasible point to begin from
    heard: Callable[[float | None, float | None, float], None] = _unheard
    stop: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class Solution:
    """Status, the best point held (N,) or None, its objective and the proven bound, the program's offset included."""

    status: Status
    values: Floats | None
    objective: float
    bound: float
    seconds: float = 0.0
    nodes: int = 0
    interrupted: bool = False
