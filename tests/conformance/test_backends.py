"""Every backend that is installed keeps the same contract."""

import contextlib
import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from tests.conformance.programs import CASES, a_point_of, endless, hard
from tests.conformance.solvers import DOORS, Door, need

from consolidate.backends.points import breach
from consolidate.backends.solution import Request
from consolidate.errors import SolverFailed

pytestmark = [pytest.mark.smoke]
BEST = 58149.7  # of `endless`, to a tenth: what SCIP and CBC prove in minutes


@pytest.fixture(params=DOORS)
def door(request: pytest.FixtureRequest) -> Door:
    return need(DOORS[request.param])


@pytest.mark.parametrize("name", CASES)
def test_the_answer_is_the_known_one(door: Door, name: str) -> None:
    """Status, objective, bound, the only point and the duals where offered are those known of a program."""
    case = CASES[name]
    found = door.solve(case.program)
    assert found.status == case.status
    assert found.objective == pytest.approx(case.objective, abs=1e-6)
    assert (found.values is not None) == (case.status == "optimal")
    if case.status == "optimal":
        assert found.bound == pytest.approx(case.objective, abs=1e-6)
        assert breach(case.program, found.values) <= 1
    if case.point is not None:
        assert found.values == pytest.approx(np.array(case.point), abs=1e-6)
    if case.duals is not None and door.made.capabilities.duals:
        assert found.duals == pytest.approx(np.array(case.duals), abs=1e-6)


def test_no_time_is_no_answer(door: Door) -> None:
    """Within a limit of 0 seconds the answer is that time ran out."""
    found = door.solve(hard(12), time_limit=0.0)
    assert (found.status, found.values, found.limit, found.interrupted) == ("stopped", None, "time", False)


def test_at_the_time_limit_a_point_is_not_called_optimal(door: Door) -> None:
    """A search that time ends holds a point and a bound below it, and does not say that it is the best."""
    program = endless()
    found = door.made.solve(program, Request(gap=0.0, time_limit=3.0, threads=1))  # as it says, before it is checked
    assert (found.status, found.interrupted) == ("feasible", False)
    assert found.bound < BEST < found.objective + 0.1
    assert found.objective == pytest.approx(program.value(found.values))


def test_a_search_that_is_told_to_stop_before_it_starts_has_nothing(door: Door) -> None:
    """With the stop already given there is no point, and the answer says who stopped it."""
    stop = threading.Event()
    stop.set()
    found = door.solve(endless(), stop=stop)
    assert (found.status, found.values, found.interrupted, found.limit) == ("stopped", None, True, "user")


def test_a_gap_is_kept(door: Door) -> None:
    """Called optimal within a gap, a point is no further than that from its bound."""
    program = hard(12)
    found, best = door.solve(program, gap=0.2), door.solve(program)
    assert found.status == best.status == "optimal"
    assert found.bound <= best.objective + 1e-5
    assert found.objective - found.bound <= 0.2 * (found.objective - program.offset) + 1e-6


def test_a_start_is_no_worse_than_itself(door: Door) -> None:
    """A run that begins from a point ends with that point at least, whatever the time."""
    program = hard(12)
    start = a_point_of(program)
    found = door.solve(program, start=start, time_limit=0.5)
    assert found.objective <= program.value(start) + 1e-6
    assert found.status in ("feasible", "optimal")


def test_nodes_are_limited_where_that_is_offered(door: Door) -> None:
    """With a limit of a few nodes a search ends early with what it has."""
    if not door.made.capabilities.nodes:
        pytest.skip("offers no limit of nodes")
    found = door.solve(endless(), node_limit=5, time_limit=60.0)
    assert found.status == "feasible"
    assert found.seconds < 60


def test_the_order_of_magnitude_does_not_matter(door: Door) -> None:
    """Money in cents and in millions gives the same plan."""
    program = hard(8)
    plain = door.solve(program)
    for factor in (1e-2, 1e4):
        scaled = door.solve(replace(program, cost=program.cost * factor, offset=program.offset * factor))
        assert scaled.objective == pytest.approx(plain.objective * factor, rel=1e-6)


def test_the_wrong_option_is_refused_or_left_alone_but_never_an_answer_of_its_own(door: Door) -> None:
    """An option that a solver does not know is an error in its name, or changes nothing."""
    program = CASES["optimal"].program
    with contextlib.suppress(SolverFailed):
        assert door.solve(program, options={"no_such_option": 1}).objective == pytest.approx(-9)


def test_a_solver_that_is_asked_to_stop_gives_what_it_has(door: Door) -> None:
    """Stopped in the middle, a search ends within 10 s with a point where it offers that, else with none."""
    program, stop = endless(), threading.Event()
    threading.Timer(4.0, stop.set).start()
    began = time.monotonic()
    found = door.solve(program, isolate=True, stop=stop, time_limit=60.0)
    assert time.monotonic() - began < 4 + 10
    assert (found.interrupted, found.limit) == (True, "user")
    assert found.status in ("feasible", "stopped")
    if "HiGHS" in door.made.name:  # the others need a moment to start, in which they have nothing
        assert found.status == "feasible"
