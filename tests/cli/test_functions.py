"""The command line's work as functions of the package."""

import math
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Workflow
from tests.reports.results import resolved, result

import consolidate
from consolidate.engine.options import Control
from consolidate.errors import UsageError
from consolidate.reports.run_folder import write_run


def test_load_reads_a_scenario(scenario: Path) -> None:
    """load takes a path and settings, and gives the scenario."""
    assert consolidate.load(str(scenario), settings=["horizon.end=2040"]).scenario.horizon.end == 2040


def test_solve_takes_a_path_or_what_load_gave(workflow: Workflow, scenario: Path) -> None:
    """solve hands options and control to the workflow, whatever it was given."""
    heard = []

    def solved(control: Control) -> object:
        heard.append(control)
        return result()

    workflow.outcome = solved
    mine = Control()
    assert consolidate.solve(scenario, seed=3).status == "optimal"
    assert consolidate.solve(consolidate.load(scenario), control=mine).status == "optimal"
    assert heard[1] is mine
    assert workflow.options is not None
    assert workflow.options.threads == 2


WRONG = [("time_limit", -1), ("time_limit", math.nan), ("gap", -0.1), ("gap", 2), ("threads", 0), ("seed", -1)]


@pytest.mark.usefixtures("workflow")
@pytest.mark.parametrize(("option", "value"), [*WRONG, ("node_limit", 0), ("memory_limit", 0)])
def test_solve_refuses_limits_that_are_none(scenario: Path, option: str, value: float) -> None:
    """A limit that no solver can take is a usage error with its name, value and range, as on the command line."""
    with pytest.raises(UsageError, match=f"{option} is {value}; it must be at least"):
        consolidate.solve(scenario, **{option: value})  # type: ignore[arg-type]


TWICE = """
import sys, consolidate
before = consolidate.audit(sys.argv[1])
import consolidate.audit.report
after = consolidate.audit(sys.argv[1])
assert isinstance(before, consolidate.audit.report.AuditReport)
assert before == after
print(before.checks)
"""


def test_audit_can_be_called_though_a_room_has_its_name(tmp_path: Path) -> None:
    """consolidate.audit(run) works before and after `import consolidate.audit`, which is still a package."""
    write_run(tmp_path / "run", result(), resolved())
    command = [sys.executable, "-c", TWICE, str(tmp_path / "run")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) > 0
