"""What a backend is asked and what it answers: why it stopped, and what it holds, kept apart."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from consolidate.program.program import Floats

Status = Literal["optimal", "feasible", "infeasible", "unbounded", "stopped"]
Limit = Literal["", "time", "nodes", "memory", "user"]
Option = bool | int | float | str


def _unheard(incumbent: float | None, bound: float | None, elapsed: float) -> None:
    """Hear nothing."""


def _unkept(values: Floats) -> None:
    """Keep nothing."""


@dataclass(frozen=True)
class Request:
    """What is asked of one run.

    Relative gap; seconds, nodes and megabytes it may take (None: no limit); threads, seed, and what is passed to the
    solver by its own names; who hears of progress, who is given every better point, and what stops it.
    """

    gap: float = 1e-4
    time_limit: float | None = None
    threads: int = 2
    seed: int = 0
    start: Floats | None = None  # (N,) a feasible point to begin from
    heard: Callable[[float | None, float | None, float], None] = _unheard
    found: Callable[[Floats], None] = _unkept  # (N,) values, taken before it returns; HiGHS alone calls it
    stop: threading.Event = field(default_factory=threading.Event)
    node_limit: int | None = None
    memory_limit: int | None = None  # MB of resident memory
    options: Mapping[str, Option] = field(default_factory=dict)


@dataclass(frozen=True)
class Solution:
    """Status, the best point held (N,) or None, its objective and the proven bound, the program's offset included.

    ``limit`` is what stopped it, if it was stopped and that is known. ``duals`` (M,) are of a linear program solved to
    the optimum, where the backend offers them: what the objective changes by when a row's limit rises by one.
    """

    status: Status
    values: Floats | None
    objective: float
    bound: float
    seconds: float = 0.0
    nodes: int = 0
    interrupted: bool = False
    limit: Limit = ""
    duals: Floats | None = None
