"""The generated scenarios: drawn from a seed, valid, and fast from tables to the solver."""

from pathlib import Path

import pytest
from benchmarks.generate import Size, generate
from benchmarks.measure import generated, in_process
from benchmarks.registry import PHASES

from consolidate.engine.options import Options
from consolidate.scenario.load import load
from consolidate.workflow import run

SMALL = Size(areas=30, sites=6, services=2, agencies=2, offices=8, periods=2)
MOST_SECONDS, MOST_MB = 5.0, 1500.0


def test_equal_seeds_give_equal_files(tmp_path: Path) -> None:
    """A seed says everything: two folders hold the same bytes, another seed gives others."""
    folders = [generate(tmp_path / name, SMALL, seed).parent for name, seed in (("a", 1), ("b", 1), ("c", 2))]
    first, again, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == again
    assert first != other


def test_a_generated_scenario_has_a_plan(tmp_path: Path) -> None:
    """What is measured is a scenario like any other: nothing to complain of, solved, and audited without a word."""
    loaded = load(generate(tmp_path / "small", SMALL))
    found = run(loaded, Options())
    assert not loaded.warnings
    assert found.status == "optimal"
    assert not found.audit.violations
    assert found.totals_match


def test_every_phase_is_measured(tmp_path: Path) -> None:
    """A measurement names every phase once, in order, with time and memory, from a process of its own."""
    steps = in_process("phases", str(generate(tmp_path / "small", SMALL)))
    assert [step[0] for step in steps] == list(PHASES)
    assert all(seconds >= 0 and peak > 0 for _, seconds, _, peak in steps)


@pytest.mark.long
def test_a_country_reaches_the_solver_in_seconds(tmp_path: Path) -> None:
    """3,000 areas, 300 sites and 5 services go from CSV to the solver in 5 s of processor time and 1.5 GB."""
    steps = in_process("phases", str(generated("issue", str(tmp_path))))
    assert sum(processor for _, _, processor, _ in steps) < MOST_SECONDS
    assert steps[-1][3] < MOST_MB
