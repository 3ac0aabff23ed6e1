"""The solvers the suite runs on: those the profiles name, where they are installed, or where CI says they must be."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest

from consolidate.backends import registry
from consolidate.backends.backend import Backend
from consolidate.backends.solution import Request, Solution
from consolidate.program.program import Program


@dataclass(frozen=True)
class Door:
    """A backend and a solver behind it."""

    backend: str
    solver: str

    @property
    def made(self) -> Backend:
        """The backend itself."""
        return registry.backend(self.backend, self.solver)

    def solve(self, program: Program, *, isolate: bool = False, **asked: object) -> Solution:
        """Solve, in this process unless asked otherwise."""
        request = Request(**{"gap": 0.0, "threads": 1, **asked})
        return registry.solve(program, request, self.backend, self.solver, isolate=isolate)


DOORS = {
    "highs": Door("highs", "highs"),
    "cbc": Door("pulp", "COIN_CMD"),
    "pyomo-highs": Door("pyomo", "highs"),
    "scip": Door("pyomo", "scip_direct"),
}


def need(door: Door) -> Door:
    """Return a door that can be used; else skip the test, or fail it when CI says that all solvers are there."""
    here = door.made.availability()
    if here:
        return door
    missing = f"{door.made.name} is not here: {here.reason} ({here.remedy})"
    if os.environ.get("CONSOLIDATE_REQUIRE_SOLVERS") == "1":
        pytest.fail(f"{missing}, and CONSOLIDATE_REQUIRE_SOLVERS=1 asks for it", pytrace=False)
    pytest.skip(missing)
