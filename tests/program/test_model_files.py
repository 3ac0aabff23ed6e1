"""Programs as LP and MPS files: what HiGHS and CBC read is what was written."""

import subprocess
from pathlib import Path

import highspy
import numpy as np
import pytest
from tests.conformance.programs import CASES, hard

from consolidate.backends import cbc
from consolidate.backends.highs import quiet_solver
from consolidate.program.model_files import lp_lines, mps_lines
from consolidate.program.names import legal
from consolidate.program.program import Program

SOLVED = {name: case for name, case in CASES.items() if case.status == "optimal" and len(case.program.cost)}


def written(program: Program, suffix: str, folder: Path) -> Path:
    lines = lp_lines(program) if suffix == "lp" else mps_lines(program)
    path = folder / f"model.{suffix}"
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    return path


def highs_reads(path: Path) -> tuple[highspy.Highs, float]:
    """Return HiGHS with a file read, and the optimum it finds."""
    solver = quiet_solver()
    solver.setOptionValue("mip_rel_gap", 0.0)
    assert solver.readModel(str(path)) == highspy.HighsStatus.kOk
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return solver, solver.getInfo().objective_function_value


def cbc_reads(path: Path) -> float:
    """Return the optimum CBC finds in a file."""
    if cbc.path() is None:
        pytest.skip("no CBC here")
    solution = path.with_suffix(".sol")
    subprocess.run(
        [cbc.path(), path, "-ratio", "0", "-solve", "-solution", solution], check=True, capture_output=True, timeout=60
    )
    status, _, value = solution.read_text().split("\n")[0].partition(" - objective value ")
    assert status == "Optimal"
    return float(value)


@pytest.mark.parametrize("suffix", ["lp", "mps"])
@pytest.mark.parametrize("name", SOLVED)
def test_highs_reads_the_same_program(name: str, suffix: str, tmp_path: Path) -> None:
    """Bounds, whole columns, ranges, costs and the constant come back as they were, and so does the optimum."""
    case = SOLVED[name]
    solver, value = highs_reads(written(case.program, suffix, tmp_path))
    read = solver.getLp()
    assert value == pytest.approx(case.objective)
    order = [read.col_names_.index(name) for name in legal(f"x[{i}]" for i in range(len(case.program.cost)))]
    assert len(read.col_names_) == len(order)
    assert np.array(read.col_lower_)[order].tolist() == case.program.lower.tolist()
    assert np.array(read.col_upper_)[order].tolist() == case.program.upper.tolist()
    assert read.offset_ == case.program.offset


@pytest.mark.parametrize("suffix", ["lp", "mps"])
@pytest.mark.parametrize("name", SOLVED)
def test_cbc_finds_the_same_optimum(name: str, suffix: str, tmp_path: Path) -> None:
    """CBC reads either file to the optimum of the program, its constant apart where CBC leaves that out."""
    case = SOLVED[name]
    value = cbc_reads(written(case.program, suffix, tmp_path))
    assert pytest.approx(value) in (case.objective, case.objective - case.program.offset)


@pytest.mark.parametrize("suffix", ["lp", "mps"])
def test_a_larger_program_survives_to_the_last_digit(suffix: str, tmp_path: Path) -> None:
    """A thousand rows and their coefficients come back bit for bit."""
    program = hard(24)
    solver, _ = highs_reads(written(program, suffix, tmp_path))
    read = solver.getLp()
    assert np.array(read.col_cost_).tolist() == program.cost.tolist()
    assert sorted(np.array(read.a_matrix_.value_).tolist()) == sorted(program.matrix.data.tolist())


def test_names_become_letters_that_files_take_and_stay_apart() -> None:
    """Accents and signs go, what would be the same gets a number, and nothing looks like a number or is too long."""
    names = ["y[äiti-å:keep]", "y[aiti-a:keep]", "y[aiti_a:keep]", "e12[3]", "3x", "", "x[" + "long" * 50 + "]"]
    found = legal([*names, "x[" + "long" * 50 + "a]"])
    assert found[:5] == ["y(aiti_a_keep)", "y(aiti_a_keep).2", "y(aiti_a_keep).3", "_e12(3)", "_3x"]
    assert len(set(found)) == len(found)
    assert all(name.isascii() and 0 < len(name) <= 100 for name in found)
