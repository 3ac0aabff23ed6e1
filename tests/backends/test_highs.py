"""HiGHS by arrays: what it is asked, what it answers, and why it stopped."""

import subprocess
import sys
import threading
import time
from itertools import product

import numpy as np
import pytest

from consolidate.backends import highs
from consolidate.backends.highs import solve
from consolidate.backends.solution import Request, Solution
from consolidate.program.program import Floats, Program, Rows, Variables, assemble, identity, sum_by


def one_row(cost: list[float], weights: list[float], upper: float, integer: bool = True, **bounds: float) -> Program:
    """A program of one row over columns from 0 to 1, unless `bounds` say otherwise."""
    size = len(cost)
    columns = Variables("x", size, bounds.get("low", 0.0), bounds.get("high", 1.0), np.array(cost), integer)
    row = Rows("row", {"x": sum_by(np.zeros(size), np.arange(size), (1, size), weights)}, upper=upper)
    return assemble([columns], [row], offset=100.0)


def facility_location(points: int, seed: int = 1) -> Program:
    """A capacitated location problem on random places, which takes more than a moment."""
    random = np.random.default_rng(seed)
    home, site = random.random((points, 2)), random.random((points, 2))
    distance = np.hypot(*(home[:, None] - site[None]).T).T.ravel()
    i, s = np.divmod(np.arange(points * points), points)
    x = Variables("x", points * points, 0, 1, distance)
    y = Variables("y", points, 0, 1, 0.5 + random.random(points), integer=True)
    served = Rows("served", {"x": sum_by(i, np.arange(len(i)), (points, len(i)))}, 1, 1)
    room = Rows("room", {"x": sum_by(s, np.arange(len(i)), (points, len(i))), "y": -identity(points) * 5}, upper=0)
    strong = Rows("strong", {"x": identity(len(i)), "y": -sum_by(np.arange(len(i)), s, (len(i), points))}, upper=0)
    return assemble([x, y], [served, room, strong])


def trivial(program: Program) -> Floats:
    """Open every site, and send everybody to the nearest that still has room."""
    points = program.columns["y"].stop - program.columns["y"].start
    x, room = np.zeros((points, points)), np.full(points, 5)
    for i, ways in enumerate(program.cost[program.columns["x"]].reshape(points, points)):
        nearest = min(np.flatnonzero(room), key=lambda s, ways=ways: ways[s])
        x[i, nearest], room[nearest] = 1, room[nearest] - 1
    return np.concatenate([x.ravel(), np.ones(points)])


def test_an_optimum_comes_with_its_point_and_the_offset() -> None:
    """The optimal value and bound hold the program's offset, the point is whole."""
    found = solve(one_row([-5, -4, -3], [2, 3, 1], 5), Request(gap=0.0))
    assert (found.status, found.interrupted) == ("optimal", False)
    assert found.values is not None
    assert np.round(found.values, 6).tolist() == [1, 1, 0]
    assert found.objective == pytest.approx(91)
    assert found.bound == pytest.approx(91)


def test_a_linear_program_has_its_optimum_as_bound() -> None:
    """Without integers the bound of an optimum is the optimum."""
    found = solve(one_row([-5, -4, -3], [2, 3, 1], 5, integer=False), Request())
    assert found.status == "optimal"
    assert found.objective == found.bound == pytest.approx(100 - 5 - 3 - 4 * 2 / 3)


def test_no_point_is_infeasible() -> None:
    """A program without a point is infeasible, with no values."""
    found = solve(one_row([1], [1], -1), Request())
    assert (found.status, found.values, found.objective, found.bound) == ("infeasible", None, np.inf, -np.inf)


@pytest.mark.parametrize("integer", [False, True])
def test_no_end_is_unbounded(integer: bool) -> None:
    """A program that can always be better is unbounded, with no values."""
    found = solve(one_row([-1], [-1], 0, integer=integer, high=np.inf), Request())
    assert (found.status, found.values) == ("unbounded", None)


def test_nothing_to_decide_is_optimal() -> None:
    """A program without columns costs its offset."""
    found = solve(assemble([], [], offset=3.0), Request())
    assert (found.status, found.objective, found.bound) == ("optimal", 3.0, 3.0)


def test_no_time_leaves_no_point() -> None:
    """With no time at all, the answer is that it stopped."""
    found = solve(facility_location(30), Request(time_limit=0.0))
    assert (found.status, found.values, found.interrupted) == ("stopped", None, False)


def test_handing_over_counts_as_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run may take what handing the program over has left of the time, so that limits are of the whole."""
    allowed: list[float] = []

    def slow(solver: object, program: Program) -> None:
        time.sleep(0.2)
        hand_over(solver, program)

    def measured(solver: object, memory: object, seconds: float) -> None:
        allowed.append(seconds)
        run(solver, memory, seconds)

    run, hand_over = highs._run, highs.hand_over
    monkeypatch.setattr(highs, "hand_over", slow)
    monkeypatch.setattr(highs, "_run", measured)
    solve(one_row([-5], [2], 5), Request(time_limit=9.0))
    assert allowed
    assert allowed[0] <= 8.8


def test_a_start_is_held_even_without_time_to_better_it() -> None:
    """The point to begin from is what is held when the time is over before anything else is found."""
    program = facility_location(60)
    start = trivial(program)
    found = solve(program, Request(time_limit=0.0, start=start))
    assert found.status == "feasible"
    assert found.objective == pytest.approx(program.value(start))
    assert found.bound < found.objective


def test_setting_stop_ends_the_run_with_the_best_point_held() -> None:
    """A run that is asked to stop ends soon, with the best point and a bound below it."""
    program, stop = facility_location(60), threading.Event()
    heard: list[float | None] = []

    def hear(incumbent: float | None, _bound: float | None, _seconds: float) -> None:
        heard.append(incumbent)
        if incumbent is not None:
            stop.set()

    began = time.monotonic()
    found = solve(program, Request(gap=0.0, heard=hear, stop=stop, time_limit=60))
    assert time.monotonic() - began < 20
    assert (found.status, found.interrupted) == ("feasible", True)
    assert found.objective <= min(value for value in heard if value is not None) + 1e-6
    assert found.bound < found.objective


def test_stop_set_before_the_run_ends_it_at_once() -> None:
    """A run whose stop is set already finds nothing."""
    stop = threading.Event()
    stop.set()
    found = solve(facility_location(60), Request(stop=stop))
    assert (found.status, found.values, found.interrupted) == ("stopped", None, True)


def test_a_gap_is_respected_and_enough() -> None:
    """A run ends once the gap asked for is closed, and the gap it says is no larger."""
    found = solve(facility_location(60), Request(gap=0.5))
    assert found.status == "optimal"
    assert 0 < found.objective - found.bound <= 0.5 * found.objective


def test_the_gap_is_of_what_plans_can_change() -> None:
    """A large constant does not make a gap small: it is not handed to the solver."""
    program = facility_location(20)
    plain = solve(program, Request(gap=0.02))
    large = solve(assemble(program.variables, program.constraints, 1e9), Request(gap=0.02))
    assert large.objective - 1e9 == pytest.approx(plain.objective)
    assert large.bound - 1e9 == pytest.approx(plain.bound, rel=1e-6)


def test_threads_may_change_from_one_run_to_the_next() -> None:
    """Runs in one process may each have another number of threads."""
    values = [solve(facility_location(12), Request(gap=0.0, threads=threads)).objective for threads in (1, 2, 1, 3, 2)]
    assert values == pytest.approx([values[0]] * 5)


def test_the_same_seed_gives_the_same_point() -> None:
    """Two runs of one program with one seed end at the same point."""
    first, second = (solve(facility_location(15), Request(gap=0.0)) for _ in range(2))
    assert first.values is not None
    assert second.values is not None
    assert first.values.tolist() == second.values.tolist()


BANNER = """
import os, sys
sys.stdout.write("before ")
from consolidate.backends.highs import solve, version
from tests.backends.test_highs import one_row
from consolidate.backends.solution import Request
version()
found = solve(one_row([-5, -4, -3], [2, 3, 1], 5), Request())
sys.stdout.write(found.status)
"""


def test_nothing_is_printed_but_by_us() -> None:
    """No banner of the library reaches file descriptor 1, and what was written before still does."""
    done = subprocess.run([sys.executable, "-c", BANNER], capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == ("before optimal", "")


def best_by_hand(program: Program) -> float:
    """The optimum of a small program of binary columns, by trying all points."""
    points = (np.array(point) for point in product((0.0, 1.0), repeat=len(program.cost)))
    kept = [p for p in points if np.all(program.matrix @ p <= program.row_upper + 1e-9)]
    return min((program.value(p) for p in kept), default=np.inf)


def bought_and_made(price: float, cost: float, need: float, least: float) -> tuple[Program, float]:
    """Buy any amount above a least one, or make whole pieces, up to ten of each: a program, and its true optimum."""
    bought, made = Variables("bought", 1, least, 10, price), Variables("made", 1, 0, 10, cost, integer=True)
    enough = Rows("enough", {"bought": identity(1), "made": identity(1)}, lower=need)
    amounts = [(max(need - pieces, least), pieces) for pieces in range(11)]
    best = min(price * rest + cost * pieces for rest, pieces in amounts if rest <= 10)
    return assemble([bought, made], [enough]), best


def test_the_sentinel_programs_have_their_known_optima() -> None:
    """Programs of one whole and one free column, of which HiGHS 1.14.0 got many wrong, are solved right."""
    for price, cost, need, least in product((1.0, 2.0, 5.0), (1.0, 3.0), (4.5, 9.0, 12.1), (0.0, 8.0)):
        program, best = bought_and_made(price, cost, need, least)
        found = solve(program, Request(gap=0.0))
        assert found.objective == pytest.approx(best, abs=1e-5), (price, cost, need, least)  # rows hold to 1e-6


def test_small_binary_programs_have_the_optimum_of_trying_everything() -> None:
    """On random programs of three binary columns and two rows the answer is that of trying all eight points."""
    random = np.random.default_rng(3)
    for _ in range(200):
        columns = Variables("x", 3, 0, 1, random.integers(-9, 9, 3).astype(float), integer=True)
        weights = sum_by(np.repeat([0, 1], 3), np.tile(np.arange(3), 2), (2, 3), random.integers(-9, 9, 6))
        program = assemble([columns], [Rows("rows", {"x": weights}, upper=random.integers(-5, 9, 2).astype(float))])
        found: Solution = solve(program, Request(gap=0.0))
        assert found.objective == pytest.approx(best_by_hand(program), abs=1e-6)
