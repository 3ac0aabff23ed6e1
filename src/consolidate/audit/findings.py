"""What a check hands back: how much it compared, and what was wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from consolidate.audit.report import Violation


@dataclass(frozen=True)
class Found:
    """The outcome of one check: single comparisons made, and every violation."""

    checks: int = 0
    violations: tuple[Violation, ...] = ()


def together(parts: Iterable[Found]) -> Found:
    """Add up the outcomes of several checks, in order."""
    every = tuple(parts)
    return Found(sum(part.checks for part in every), tuple(v for part in every for v in part.violations))
