"""`consolidate export --lp --mps`: the model of a scenario, for any solver."""

from collections.abc import Callable
from pathlib import Path

import highspy
import pytest
from tests.cli.conftest import Outcome

from consolidate.backends.highs import quiet_solver

Cli = Callable[..., Outcome]
SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.mark.parametrize("name", ["toy/scenario.yaml", "dvv/eighteen.yaml"])
def test_the_files_have_the_optimum_of_the_scenario(cli: Cli, tmp_path: Path, name: str) -> None:
    """HiGHS reads the LP and the MPS file of a scenario to the value that solving the scenario gives."""
    lp, mps = tmp_path / "model.lp", tmp_path / "model.mps"
    assert cli("export", SCENARIOS / name, "--lp", lp, "--mps", mps).code == 0
    solved = cli("solve", SCENARIOS / name, "--gap", 0, "--format", "json").document
    for path in (lp, mps):
        solver = quiet_solver()
        solver.setOptionValue("mip_rel_gap", 0.0)
        assert solver.readModel(str(path)) == highspy.HighsStatus.kOk
        solver.run()
        assert solver.getInfo().objective_function_value == pytest.approx(solved["objective"], rel=1e-6)


def test_export_asks_where_to_write(cli: Cli) -> None:
    """Without a file to write the command line is wrong, and says what to add."""
    done = cli("export", SCENARIOS / "toy")
    assert done.code == 2
    assert "--lp" in done.err


def test_a_model_is_of_one_scenario(cli: Cli, tmp_path: Path) -> None:
    """Two scenarios have no one model."""
    assert cli("export", SCENARIOS / "toy", SCENARIOS / "dvv", "--lp", tmp_path / "model.lp").code == 2
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_an_error_of_the_file_system(cli: Cli, tmp_path: Path) -> None:
    """A folder in the place of the file is refused, and stays."""
    done = cli("export", SCENARIOS / "toy", "--mps", tmp_path)
    assert (done.code, tmp_path.is_dir()) == (8, True)
