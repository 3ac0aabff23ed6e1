"""Independent solvers agree on whole scenarios: status, objective and bound, each at gap 0."""

import warnings
from pathlib import Path

import numpy as np
import pytest
from tests.conformance.programs import endless
from tests.conformance.solvers import DOORS, need
from tests.oracle.random_scenarios import random_scenario

from consolidate.backends.solution import Solution
from consolidate.errors import Infeasible
from consolidate.explain.impossible import check_reachable
from consolidate.formulation.formulate import formulate
from consolidate.instance.instance import build
from consolidate.program.program import Program
from consolidate.scenario.load import from_data, load

SCENARIOS = Path(__file__).parents[2] / "scenarios"
MISJUDGED = Path(__file__).parent / "misjudged"
OTHERS = [name for name in DOORS if name != "highs"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "number" in metafunc.fixturenames:
        metafunc.parametrize("number", range(200 if metafunc.config.option.long else 20))


def close(a: float, b: float) -> bool:
    """Tell whether two values are the same to 1e-6 of what plans can change, or absolutely below 1."""
    return a == b or abs(a - b) <= 1e-6 * max(abs(a), abs(b), 1.0)


def differences(program: Program, known: Solution, name: str) -> list[str]:
    """Everything in which a solver's answer to a program is not the known one."""
    found = need(DOORS[name]).solve(program)
    wrong = [] if found.status == known.status else [f"{name}: {found.status}, not {known.status}"]
    if not close(found.objective - program.offset, known.objective - program.offset):
        wrong.append(f"{name}: {found.objective!r}, not {known.objective!r}")
    if known.values is not None and not (
        found.bound <= known.objective + 1e-5 * max(abs(known.objective), 1) and np.isfinite(found.bound)
    ):
        wrong.append(f"{name}: a bound of {found.bound!r} for {known.objective!r}")
    return wrong


def test_solvers_agree_on_random_scenarios(number: int, random_seed: int) -> None:
    """CBC, HiGHS through Pyomo and SCIP say of a random scenario what HiGHS says of it, to 1e-6."""
    seed = random_seed + number
    model = formulate(build(from_data(random_scenario(seed)).scenario))
    try:
        check_reachable(model.layout)
    except Infeasible:
        pytest.skip("the data alone make it impossible")
    program = model.program()
    known = DOORS["highs"].solve(program)
    wrong = [words for name in OTHERS for words in differences(program, known, name)]
    assert not wrong, f"random_scenario({seed}): {wrong}"


def test_where_no_solver_gets_to_the_end_their_intervals_overlap() -> None:
    """Stopped after seconds, no solver's bound is above another one's point: the best lies between all of them."""
    program = endless()
    found = [need(door).solve(program, time_limit=3.0) for door in DOORS.values()]
    assert max(each.bound for each in found) <= min(each.objective for each in found)


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("name", ["toy/scenario.yaml", "dvv/eighteen.yaml", "dvv/twelve.yaml", "dvv/scenario.yaml"])
def test_solvers_agree_on_the_scenarios_of_the_repository(name: str, other: str) -> None:
    """The optimum of each scenario that comes along is the same by every solver."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = formulate(build(load(SCENARIOS / name, ()).scenario)).program()
    known = DOORS["highs"].solve(program)
    assert known.status == "optimal"
    assert not differences(program, known, other)


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("path", sorted(MISJUDGED.glob("*.yaml")), ids=lambda path: path.stem)
def test_solvers_agree_on_what_one_of_them_misjudged(path: Path, other: str) -> None:
    """Scenarios that a solver got wrong, left to its own defaults, are solved to the same optimum by all."""
    program = formulate(build(load(path, ()).scenario)).program()
    known = DOORS["highs"].solve(program)
    assert known.status == "optimal"
    assert not differences(program, known, other)
