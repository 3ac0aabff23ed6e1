"""Limits of a solve on the command line: time is kept; nodes and memory leave a plan, or say what to raise."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Outcome
from tests.cli.test_interrupt import generated
from tests.conformance.solvers import DOORS, need

Cli = Callable[..., Outcome]
SLACK = 1.5  # seconds a busy machine may add to what we promise


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generated(tmp_path_factory.mktemp("network") / "scenario.yaml")


def test_the_time_limit_is_kept(cli: Cli, network: Path) -> None:
    """A solve takes no more than a second, or 5 %, above its limit, and the plan it has by then is a plan."""
    cli("solve", network, "--time-limit", 0.1)  # what is imported once does not count
    began = time.monotonic()
    done = cli("solve", network, "--gap", 0, "--time-limit", 4, "--format", "json")
    seconds = time.monotonic() - began
    assert done.code in (0, 5)
    assert done.code == 5 or done.document["run"]["seconds"] <= 4 + 1
    assert seconds <= 4 + 1 + SLACK


def test_nodes_that_are_too_few_for_the_proof_leave_a_plan(cli: Cli, network: Path) -> None:
    """A node limit ends the search with the plan it has, unproven."""
    done = cli("solve", network, "--gap", 0, "--node-limit", 1, "--format", "json")
    assert (done.code, done.document["status"]) == (0, "feasible")


def test_a_memory_limit_below_all_need_is_told_as_such(cli: Cli, network: Path) -> None:
    """Stopped by memory before any plan, a solve exits with 5 and names the option to raise."""
    done = cli("solve", network, "--memory-limit", 1)
    assert done.code in (0, 5)
    assert done.code == 0 or "--memory-limit" in done.err


@pytest.mark.parametrize("name", [name for name in DOORS if name != "highs"])
def test_every_solver_gives_the_plan_of_highs(cli: Cli, name: str) -> None:
    """The toy scenario has one best plan, whoever solves it, and the report says who did."""
    need(DOORS[name])
    toy = Path(__file__).parents[2] / "scenarios" / "toy"
    known, found = (cli("solve", toy, "--solver", each, "--format", "json").document for each in ("highs", name))
    assert found["decisions"] == known["decisions"]
    assert found["objective"] == known["objective"]
    assert found["solver"]["name"] == DOORS[name].made.name
