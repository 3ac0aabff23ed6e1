"""What stands between solvers and us: answers that need no solver, and points that are none."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from tests.conformance.programs import CASES, INF, a_point_of, hard, program

from consolidate.backends.points import breach, checked, narrowed, or_start, used, widened, without_a_solver
from consolidate.backends.solution import Request, Solution
from consolidate.errors import SolverFailed

SMALL = program([1, 1, 0], [([2, 1, 0], 3, 6)], 0, [4, 4, 2], (0,))


def said(values: list[float], status: str = "optimal", bound: float | None = None) -> Solution:
    point = np.array(values)
    value = SMALL.value(point)
    return Solution(status, point, value, value if bound is None else bound)


@pytest.mark.parametrize(
    "values",
    [[0, 2.9, 0], [3, 0.1, 0], [1.5, 0, 0], [-1, 5, 0], [0, 3, 2.1], [np.nan, 3, 0], [np.inf, 3, 0]],
    ids=["row below", "row above", "not whole", "limits", "upper", "no number", "no end"],
)
def test_a_point_that_breaks_the_program_is_no_point(values: list[float]) -> None:
    """Called optimal it is a failed solver; held when stopped it is dropped."""
    assert breach(SMALL, np.array(values)) > 1
    with pytest.raises(SolverFailed, match="Some solver"):
        checked(SMALL, said(values), "Some solver")
    dropped = checked(SMALL, said(values, "feasible"), "Some solver")
    assert (dropped.status, dropped.values) == ("stopped", None)


def test_rounding_breaks_nothing() -> None:
    """What solvers leave open, a millionth of a row or of a whole number, is let through unchanged."""
    found = said([1 - 1e-6, 1 + 1e-6, -1e-7])
    assert checked(SMALL, found, "Some solver") is found


@pytest.mark.parametrize(("gap", "status"), [(0.0, "feasible"), (0.2, "feasible"), (0.5, "optimal")])
def test_optimal_is_what_the_bound_proves(gap: float, status: str) -> None:
    """A point called optimal that is further from its bound than the gap is a point like any other."""
    assert checked(SMALL, said([1, 1, 0], bound=1.2), "Some solver", gap).status == status


def test_columns_that_do_nothing_are_left_out_and_put_back() -> None:
    """A column without cost or row is not handed over, and comes back at a value that its limits allow."""
    lifted = replace(SMALL, lower=np.array([0.0, 0.0, 1.5]), integer=np.array([True, False, True]))
    kept = used(lifted)
    core = narrowed(lifted, kept)
    assert kept.tolist() == [True, True, False]
    assert (core.cost.tolist(), core.matrix.toarray().tolist()) == ([1, 1], [[2, 1]])
    assert widened(lifted, kept, np.array([1.0, 1.0])).tolist() == [1, 1, 2]


def test_a_run_holds_at_least_what_it_began_from() -> None:
    """Stopped with nothing, or with worse, the start is the answer; an optimum is left alone."""
    start = np.array([1.0, 1.0, 0.0])
    for found in (Solution("stopped", None, INF, -INF), said([0, 4, 0], "feasible")):
        held = or_start(SMALL, Request(start=start), found)
        assert (held.status, held.objective) == ("feasible", 2)
    best = said([1, 1, 0])
    assert or_start(SMALL, Request(start=start), best) is best


def test_what_needs_no_solver_is_answered_without() -> None:
    """No columns, rows that cannot hold, crossed limits, no time and a stop are answered before any solver starts."""
    assert without_a_solver(SMALL, Request()) is None
    for name in ("nothing at all", "a row without terms that cannot hold", "limits that cross"):
        found = without_a_solver(CASES[name].program, Request())
        assert found is not None
        assert (found.status, found.objective) == (CASES[name].status, CASES[name].objective)
    stop = threading.Event()
    stop.set()
    for request, limit in ((Request(time_limit=0.0), "time"), (Request(stop=stop), "user")):
        found = without_a_solver(SMALL, request)
        assert found is not None
        assert (found.status, found.limit) == ("stopped", limit)


def test_the_point_of_the_hard_program_is_one() -> None:
    """What other tests begin from breaks nothing."""
    problem = hard(12)
    assert breach(problem, a_point_of(problem)) <= 1
