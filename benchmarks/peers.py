"""The same columns and rows built in modelling layers, the quick way each of them offers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from consolidate.program.program import Floats, Ints, Program


def _rows(program: Program) -> Iterator[tuple[Ints, Floats, float, float]]:
    """Yield indices, coefficients and both bounds of every row."""
    matrix = program.matrix
    for i, (low, high) in enumerate(zip(program.row_lower.tolist(), program.row_upper.tolist(), strict=True)):
        span = slice(matrix.indptr[i], matrix.indptr[i + 1])
        yield matrix.indices[span].tolist(), matrix.data[span].tolist(), low, high


def pulp(program: Program) -> Any:
    """Build with PuLP: affine expressions from pairs, without its operators."""
    import pulp as lib

    model = lib.LpProblem("benchmark", lib.LpMinimize)
    bounds = zip(program.lower.tolist(), program.upper.tolist(), program.integer.tolist(), strict=True)
    x = [
        lib.LpVariable(f"x{j}", low, high, lib.LpInteger if whole else lib.LpContinuous)
        for j, (low, high, whole) in enumerate(bounds)
    ]
    model += lib.LpAffineExpression(list(zip(x, program.cost.tolist(), strict=True)))
    for number, (index, value, low, high) in enumerate(_rows(program)):
        left = lib.LpAffineExpression([(x[j], a) for j, a in zip(index, value, strict=True)])
        if low == high:
            model.addConstraint(lib.LpConstraint(left, lib.LpConstraintEQ, f"r{number}", low))
            continue
        if np.isfinite(low):
            model.addConstraint(lib.LpConstraint(left, lib.LpConstraintGE, f"r{number}g", low))
        if np.isfinite(high):
            model.addConstraint(lib.LpConstraint(left, lib.LpConstraintLE, f"r{number}l", high))
    return model


def pyomo(program: Program) -> Any:
    """Build with Pyomo: linear expressions from lists, without its operators."""
    from pyomo import environ as lib
    from pyomo.core.expr.numeric_expr import LinearExpression

    model = lib.ConcreteModel()
    whole, low, high = program.integer.tolist(), program.lower.tolist(), program.upper.tolist()
    model.x = lib.Var(
        range(len(whole)),
        domain=lambda _, j: lib.Integers if whole[j] else lib.Reals,
        bounds=lambda _, j: (low[j], high[j]),
    )
    x = list(model.x.values())

    def linear(index: Any, value: Any) -> Any:
        return LinearExpression(constant=0, linear_coefs=value, linear_vars=[x[j] for j in index])

    model.objective = lib.Objective(expr=linear(range(len(x)), program.cost.tolist()))
    model.rows = lib.ConstraintList()
    for index, value, least, most in _rows(program):
        model.rows.add((None if least == -np.inf else least, linear(index, value), None if most == np.inf else most))
    return model


BUILDERS: dict[str, Callable[[Program], Any]] = {"PuLP": pulp, "Pyomo": pyomo}
