"""Every scenario the repository ships can be read, and solves to what its folder says."""

from pathlib import Path

import pytest

import consolidate
from consolidate.accounts.result import Result
from consolidate.reports import run_folder
from consolidate.reports.document import document
from consolidate.study import expected
from consolidate.study.column import column

SCENARIOS = Path(__file__).parents[2] / "scenarios"
LONG = {
    "lapland/police-plan.yaml",
    "lapland/scenario.yaml",
    "lapland/without-kilpisjarvi.yaml",
    "lapland/without-sami.yaml",
    "ostrobothnia/scenario.yaml",
}
"""Scenarios that take a quarter of a minute and more."""


def shipped() -> list[str]:
    """Every scenario file, as folder/name."""
    return sorted(path.relative_to(SCENARIOS).as_posix() for path in SCENARIOS.glob("*/*.yaml"))


def expectations() -> list[object]:
    """Every scenario with expected figures; the slow ones marked long."""
    found = []
    for path in sorted(SCENARIOS.glob("*/expected.json")):
        for name in expected.read(path.read_text(encoding="utf-8"), path.name):
            which = f"{path.parent.name}/{name}"
            found.append(pytest.param(which, marks=[pytest.mark.long] if which in LONG else [], id=which))
    return found


def solved(which: str) -> Result:
    """Solve a scenario as the command line does."""
    return consolidate.solve(SCENARIOS / which)


@pytest.mark.parametrize("which", shipped())
def test_a_shipped_scenario_can_be_read(which: str) -> None:
    """It has no errors, every row says what it rests on, and nothing in it needs a machine of ours."""
    loaded = consolidate.load(SCENARIOS / which)
    scenario = loaded.scenario
    for rows in (scenario.areas, scenario.sites, scenario.offices, scenario.services):
        assert all(row.basis for row in rows), {type(row).__name__ for row in rows if not row.basis}
    assert not [name for name in loaded.files if Path(name).is_absolute()]


@pytest.mark.parametrize("folder", sorted(path.name for path in SCENARIOS.iterdir() if path.is_dir()))
def test_a_shipped_folder_explains_itself(folder: str) -> None:
    """It has a README, and what is made from data says where the data is from."""
    assert (SCENARIOS / folder / "README.md").is_file()
    if (SCENARIOS / folder / "build_tables.py").is_file():
        assert (SCENARIOS / folder / "SOURCES.md").is_file()


@pytest.mark.parametrize("which", expectations())
def test_a_shipped_scenario_solves_to_what_it_says(which: str) -> None:
    """Every figure of its expected.json is met, the audit is silent, the books balance."""
    result = solved(which)
    assert result.audit.violations == ()
    assert result.totals_match
    file = (SCENARIOS / which).with_name("expected.json")
    wanted = expected.read(file.read_text(encoding="utf-8"), file.name)[Path(which).name]
    checks = expected.check(column(which, document(result), run_folder.frame(result.scenario)), wanted, file.name)
    assert not [f"{each.figure}: {each.found}, not {each.expected}" for each in checks if each.failed]
