"""A scenario's model in the user's own hands: add constraints in PuLP or Pyomo, solve it, and have the plan back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from consolidate import workflow
from consolidate.accounts.result import Result, SolverRun
from consolidate.backends.solution import Solution
from consolidate.engine.assign import assign
from consolidate.engine.direct import Answer, followed
from consolidate.engine.options import Options
from consolidate.errors import CheckFailed
from consolidate.explain.impossible import check_reachable
from consolidate.formulation.formulate import Model, formulate
from consolidate.formulation.network import Network
from consolidate.instance.instance import build
from consolidate.instance.prices import check_rising
from consolidate.program.names import column_names
from consolidate.program.program import Floats, Program
from consolidate.scenario.load import Loaded

_TAKEN = 0.99  # of a whole decision: what solvers call 1


@dataclass(frozen=True)
class OpenModel:
    """A formulated scenario that can be looked at, extended and decoded.

    Attributes
    ----------
    loaded
        The scenario.
    model
        Columns and rows by block, and the levels of the objective.
    program
        The arrays of it under its first objective: what is solved.
    """

    loaded: Loaded
    model: Model
    program: Program

    @classmethod
    def of(cls, loaded: Loaded) -> OpenModel:
        """Formulate a scenario.

        Raises
        ------
        consolidate.errors.Infeasible
            The data alone make a plan impossible.
        """
        instance = build(loaded.scenario)
        check_rising(instance)
        model = formulate(instance)
        check_reachable(model.layout)
        return cls(loaded, model, model.program())

    @property
    def columns(self) -> list[str]:
        """The readable name of every column: ``y[tax-birch:keep]``."""
        return column_names(self.program)

    def to_pulp(self) -> Any:
        """Return a `pulp.LpProblem`: see `consolidate.backends.pulp.to_pulp`."""
        from consolidate.backends.pulp import to_pulp

        return to_pulp(self.program)

    def pulp_columns(self, problem: Any) -> dict[str, dict[str, Any]]:
        """Return the variables of such a problem by block and name: ``columns["y"]["tax-birch:keep"]``."""
        from consolidate.backends.pulp import pulp_columns

        return pulp_columns(self.program, problem)

    def to_pyomo(self) -> Any:
        """Return a `pyomo.environ.ConcreteModel`: see `consolidate.backends.pyomo.to_pyomo`."""
        from consolidate.backends.pyomo import to_pyomo

        return to_pyomo(self.program)

    def decode(self, values: Any, *, bound: float | None = None) -> Result:
        """Turn solved values into a plan, its accounts and its audit.

        Decisions are taken from the values; where people go then follows as in every plan: to the nearest point that
        can serve them, within capacity.

        Parameters
        ----------
        values
            A solved model of `to_pyomo` or `to_pulp`, extended or not, or the values of the columns (N,) in order.
        bound
            What your solver proved about the objective; None if nothing.

        Returns
        -------
        Result
            Like that of `consolidate.solve`; "feasible", as nothing here knows what you asked for.

        Raises
        ------
        CheckFailed
            Some office has no decision: the model has not been solved, or to no whole point.
        """
        point = self._values(values)
        chosen = followed(self.model, self.program.part(point, "y"))
        self._must_decide(self.program.part(point, "y"), chosen)
        proven = -np.inf if bound is None else bound
        solution = Solution("feasible", point, self.program.value(point), proven)
        state = assign(Network(self.model.layout, chosen))
        answer = Answer(self.program, (solution,), state, 0.0, interrupted=False)
        run = SolverRun("values from outside", "", columns=len(point), rows=len(self.program.row_lower))
        return workflow.result(self.loaded, self.model, answer, Options(), run)

    def _values(self, values: Any) -> Floats:
        """Return (N,) values, wherever they are."""
        if hasattr(values, "component"):
            from consolidate.backends.pyomo import pyomo_values

            return pyomo_values(self.program, values)
        if hasattr(values, "variablesDict"):
            from consolidate.backends.pulp import pulp_values

            return pulp_values(self.program, values)
        point = np.asarray(values, dtype=np.float64)
        if point.shape != self.program.cost.shape:
            raise CheckFailed(f"{point.size:,} values, and the model has {len(self.program.cost):,} columns")
        return point

    def _must_decide(self, y: Floats, chosen: np.ndarray) -> None:
        """Refuse values that leave an office without a decision."""
        open_ = np.flatnonzero(~(y[chosen] >= _TAKEN))
        if len(open_):
            offices = self.model.layout.instance.scenario.offices
            names = ", ".join(offices[o].id for o in open_[:5])
            raise CheckFailed(f"the values decide nothing for {names}; solve the model to a whole point first")
