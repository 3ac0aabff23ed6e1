"""expected.json: read strictly, held against a plan with its tolerance."""

import json
from pathlib import Path

import pytest
from tests.study.plans import plan

from consolidate.errors import InvalidInput
from consolidate.study.expected import Expectation, check, read

SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").glob("*/expected.json"))


def test_what_is_within_its_tolerance_is_as_expected() -> None:
    """The tolerance is inclusive, both ways; beyond it the check knows by how much."""
    for off, failed in ((0.5, False), (-0.5, False), (0.51, True), (-0.51, True)):
        (found,) = check(plan("x", figures={"cost.total": 100.0 + off}), [Expectation("cost.total", 100.0, 0.5)], "f")
        assert found.failed is failed
        assert found.off == pytest.approx(off)


def test_no_number_is_not_as_expected() -> None:
    """A figure without a value fails."""
    (found,) = check(plan("x", figures={"cost.total": None}), [Expectation("cost.total", 0.0, 9.0)], "f")
    assert found.failed
    assert found.off is None


def test_an_unknown_figure_is_invalid_with_a_suggestion() -> None:
    """An expectation of a figure that is none is exit 3 and names the nearest one."""
    with pytest.raises(InvalidInput, match=r"e\.json: error: x: there is no figure 'cost\.totl'; did you mean"):
        check(plan("x"), [Expectation("cost.totl", 0.0, 0.0)], "e.json")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", r"e\.json:1:2: error: is no JSON"),
        ("[]", "is no object"),
        ('{"a.yaml": 3}', r"a\.yaml: 3 is no object"),
        ('{"a.yaml": {"cost.total": 3}}', r"a\.yaml: cost\.total: 3 is no expectation"),
        ('{"a.yaml": {"cost.total": {"plan": 3}}}', "is no expectation; allowed"),
        ('{"a.yaml": {"cost.total": {"plan": "3", "tolerance": 0}}}', "plan: '3' is no number"),
        ('{"a.yaml": {"cost.total": {"plan": true, "tolerance": 0}}}', "plan: True is no number"),
        ('{"a.yaml": {"cost.total": {"plan": NaN, "tolerance": 0}}}', "plan: nan is no number"),
        ('{"a.yaml": {"cost.total": {"plan": 1, "tolerance": -1}}}', "the tolerance is negative"),
        ("[" * 100_000, "is no JSON"),
    ],
    ids=range(10),
)
def test_what_is_no_expectation_is_invalid(text: str, said: str) -> None:
    """Whatever is wrong in the file is said with the file, the scenario and the figure."""
    with pytest.raises(InvalidInput, match=said):
        read(text, "e.json")


def test_everything_wrong_is_said_at_once() -> None:
    """Two mistakes are two problems."""
    with pytest.raises(InvalidInput) as caught:
        read(json.dumps({"a.yaml": {"x": 1, "y": {"plan": 1, "tolerance": -1}}, "b.yaml": []}), "e.json")
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_every_shipped_scenario_has_expectations(path: Path) -> None:
    """Every scenario of the folder that minimises something, and says so in its own file, is in its expected.json."""
    expected = read(path.read_text(encoding="utf-8"), str(path))
    assert expected
    assert all((path.parent / name).is_file() and expectations for name, expectations in expected.items())
