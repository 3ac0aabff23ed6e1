"""Where willing visits go: told apart in a run folder, and read back."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.formulation.tiny import tiny

from consolidate.audit.audit import audit
from consolidate.errors import InvalidInput
from consolidate.reports.run_folder import read_run, write_run
from consolidate.scenario.load import Loaded, from_data
from consolidate.workflow import run

REMOTE = {"support_modes": ["booth"], "support_minutes": 3, "supported_share": 0.4}


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    services = [service | ({"remote": REMOTE} if service["id"] == "card" else {}) for service in tiny()["services"]]
    return from_data(tiny(services=services))


def test_willing_visits_have_a_column_of_their_own(loaded: Loaded, tmp_path: Path) -> None:
    """A run of a scenario with willing visits tells where they go, and is read back alike."""
    made = run(loaded)
    write_run(tmp_path / "run", made, loaded.resolved, loaded.tables)
    _, read = read_run(tmp_path / "run")
    assert set(made.plan.assignment.willing.tolist()) == {0, 1}
    for name in ("area", "service", "site", "millionths", "willing"):
        assert np.array_equal(getattr(read.assignment, name), getattr(made.plan.assignment, name)), name
    assert not audit(made.scenario, read).violations
    other = replace(read.assignment, willing=1 - read.assignment.willing)
    assert audit(made.scenario, replace(read, assignment=other)).violations


def test_without_willing_visits_there_is_no_such_column(tmp_path: Path) -> None:
    """The assignment of a scenario without willing visits looks as it always did."""
    plain = from_data(tiny())
    write_run(tmp_path / "run", run(plain), plain.resolved, plain.tables)
    heading = (tmp_path / "run" / "assignment.csv").read_text(encoding="utf-8").splitlines()[0]
    assert heading.replace('"', "") == "period,area,service,group,site,millionths"


@pytest.mark.parametrize(
    ("old", "new", "said"), [("willing", "eager", "'willing' is missing"), ("1000000,1", "1000000,2", "'2' is no sign")]
)
def test_what_is_wrong_with_the_column_is_said(loaded: Loaded, old: str, new: str, said: str, tmp_path: Path) -> None:
    """A missing column, or anything but 0 and 1 in it, is refused in words."""
    write_run(tmp_path / "run", run(loaded), loaded.resolved, loaded.tables)
    path = tmp_path / "run" / "assignment.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidInput, match=said):
        read_run(tmp_path / "run")
