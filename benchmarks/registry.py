"""What is measured: phases of the house in their order, and the sizes they are measured at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.generate import Size
from consolidate.backends import highs
from consolidate.formulation.formulate import Model, formulate
from consolidate.instance.instance import build
from consolidate.program.program import Program
from consolidate.scenario.load import load

SIZES: dict[str, Size] = {
    "town": Size(areas=50, sites=10, services=2),
    "region": Size(areas=300, sites=60, services=3, agencies=3, offices=120, periods=3),
    "issue": Size(areas=3000, sites=300, services=5),
    "agencies": Size(areas=1000, sites=150, services=8, agencies=8, offices=480, periods=2),
}
"""Sizes by name; ``issue`` is the one with a promise: from CSV to the solver in 5 s and 1.5 GB."""


def hand_over(program: Program) -> Any:
    """Give the arrays to the solver."""
    solver = highs.quiet_solver()
    highs.hand_over(solver, program)
    return solver


PHASES: dict[str, Callable[[Any], Any]] = {
    "load": load,
    "instance": lambda loaded: build(loaded.scenario),
    "formulate": formulate,
    "assemble": Model.program,
    "hand over": hand_over,
}
"""Each phase takes what the one before it gave; the first takes the path of a scenario."""
