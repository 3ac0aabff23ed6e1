"""What show says is in a scenario."""

from pathlib import Path

from tests.scenario.small import spoilt, write

from consolidate.reports.contents import document
from consolidate.scenario.load import load


def test_visits_by_rate_are_counted(tmp_path: Path) -> None:
    """The visits given by area are counts and rates together; a rate without an area is of the areas not named."""
    row = '  - {area: "90100", service: tax-visit, visits_per_1000: 40}\n'
    old = '  - {area: "00100", service: kela-visit'
    scenario = load(write(tmp_path, {"scenario.yaml": spoilt(old, row + old)})).scenario
    total = document(scenario, {}, [])["totals"]["visits given by area"]
    assert total == {"value": 100 + 20 + 700, "unit": "visits/year"}
