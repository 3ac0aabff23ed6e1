"""A comparison written down: on a terminal, as Markdown, JSON, JUnit XML and for a job on GitHub."""

import io
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console
from tests.reports.golden import assert_golden
from tests.study.plans import area, decision, plan

from consolidate.reports import (
    comparison_console,
    comparison_document,
    comparison_markdown,
    github_job,
    json_text,
    junit,
)
from consolidate.reports.run_names import names
from consolidate.study.column import Column
from consolidate.study.comparison import Comparison, compare
from consolidate.study.expected import Check
from consolidate.study.gate import Verdict, judge, parse

HOSTILE = "x\x1b[31m|<script>alert(1)</script>`\n::error::y\n##[add-mask]z\x00\ufffe"


def plans() -> list[Column]:
    base = plan(
        "base",
        decisions=[decision("vaasa"), decision("espoo", mode="staffed"), decision("kemi", "close", date="2026-01-01")],
        affected=[area("north", 10, 20), area("west", 10, 12, people=123_456)],
    )
    moved = decision("vaasa", "merge", to_site="market", date="2028-01-01", mode="staffed")
    closed = decision("espoo", "close", to_site="hall", date="2026-06-01")
    other = plan(
        "cheaper",
        figures={"cost.total": 950_000.0, "cost.rent": 200_000.0, "access.within_60_min": 0.9, "cost.exit": 12_000.0},
        decisions=[moved, closed, decision("kemi", "close", date="2026-01-01")],
        affected=[area("north", 10, 8), area("west", 10, 45, people=123_456)],
        objective=950_000.0,
        bound=949_990.0,
    )
    return [base, other]


def third() -> Column:
    figures = {"cost.total": 990_005.0, "travel.mean_minutes": 9.0}
    return replace(plan("nearly", figures=figures, objective=990_005.0, bound=989_000.0), status="feasible", gap=0.001)


def judged(comparison: Comparison) -> tuple[Verdict, ...]:
    texts = ["cost.total > +2%", "access.within_60_min < 0.95", "cost.rent < -20_000"]
    return judge(comparison, [parse(text) for text in texts])


def terminal(comparison: Comparison, width: int = 80, *, verbose: bool = False) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=width, markup=False, emoji=False, highlight=False)
    comparison_console.write(comparison, judged(comparison), console, verbose=verbose)
    return stream.getvalue()


def test_two_plans_on_a_terminal() -> None:
    """At 80 columns: plans, figures with their change, decisions, who gains and loses, limits."""
    assert_golden(Path(__file__), "comparison-80.txt", terminal(compare(plans())))


def test_three_plans_on_a_terminal() -> None:
    """At 80 columns three plans stand side by side, each with its change, and what cannot be told apart is said."""
    text = terminal(compare([*plans(), third()]))
    assert_golden(Path(__file__), "comparison-three-80.txt", text)
    assert "cost.total: nearly and base are not distinguishable: they differ by" in text


@pytest.mark.parametrize("width", [50, 80, 120])
def test_every_plan_is_shown_in_any_width(width: int) -> None:
    """Seven plans are spread over as many tables as it takes, none of them wider than the terminal."""
    many = [*plans(), *(replace(third(), name=f"plan-{number}") for number in range(5))]
    text = terminal(compare(many), width)
    assert max(map(len, text.splitlines())) <= width
    assert all(each.name in text for each in many)


def test_verbose_lists_every_figure() -> None:
    """--verbose shows the figures that are the same too."""
    assert "offices" not in terminal(compare(plans()))
    assert "offices" in terminal(compare(plans()), verbose=True)


def test_a_comparison_as_markdown() -> None:
    """Limits first, then figures, who gains and loses, and decisions."""
    comparison = compare([*plans(), third()])
    assert_golden(Path(__file__), "comparison.md", comparison_markdown.text(comparison, judged(comparison)))


def test_markdown_fits_a_comment() -> None:
    """However many plans, offices and areas, the text is short enough for a comment, and says what is missing."""
    offices = [decision(f"office-{number}-{'x' * 200}") for number in range(500)]
    closed = [row | {"action": "close", "to_site": "z" * 90} for row in offices]
    many = [plan(f"{number}-{'y' * 60}", decisions=(offices, closed)[number % 2]) for number in range(60)]
    comparison = compare(many)
    text = comparison_markdown.text(comparison, judged(comparison))
    assert len(text) < 65_536
    assert "does not fit" in text


def hostile() -> Comparison:
    base = plan(HOSTILE, decisions=[decision("a", name=HOSTILE)], affected=[area("a", 1, 2) | {"name": HOSTILE}])
    other = plan(
        "other",
        decisions=[decision("a", "merge", name=HOSTILE, to_site=HOSTILE)],
        affected=[],
        figures={"cost.total": 2e6, HOSTILE: 3.0},
    )
    return compare([base, other])


def test_names_cannot_do_anything() -> None:
    """Names from files neither run in a terminal nor in Markdown, forge no workflow command and break no XML."""
    comparison = hostile()
    verdicts = judge(comparison, [parse("cost.total < 5_000_000")])
    assert "\x1b" not in terminal(comparison)
    text = comparison_markdown.text(comparison, verdicts)
    assert "<script>" not in text
    assert "##[" not in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    assert ET.fromstring(junit.gates(verdicts)).get("failures") == "1"
    ET.fromstring(junit.expected([Check(HOSTILE, HOSTILE, HOSTILE, 1.0, 0.0, 2.0)]))
    assert json_text.text(comparison_document.document(comparison, verdicts)).count("\x1b") == 0
    assert github_job.failures(HOSTILE, [HOSTILE]).count("\n") == 1


def test_gates_are_tests() -> None:
    """JUnit XML parses, with one test case per limit, its name the limit and its failure the reason."""
    comparison = compare(plans())
    root = ET.fromstring(junit.gates(judged(comparison)))
    (suite,) = root
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "2", "0")
    cases = {case.get("name"): case for case in suite}
    assert list(cases) == ["cost.total > +2%", "access.within_60_min < 0.95", "cost.rent < -20_000"]
    assert list(cases["cost.total > +2%"]) == []
    (failure,) = cases["access.within_60_min < 0.95"]
    assert failure.get("message") == "access.within_60_min is 0.9 in cheaper, 0.05 below the limit"
    (failure,) = cases["cost.rent < -20_000"]
    said = "cost.rent changes by \u221240,000 EUR in cheaper (from 240,000 to 200,000 EUR), 20,000 EUR below the limit"
    assert failure.get("message") == failure.text == said


def test_expectations_are_tests() -> None:
    """What was expected is one test case per figure and scenario."""
    checks = [
        Check("toy/scenario.yaml", "cost.total", "EUR", 100.0, 0.5, 100.2),
        Check("toy/scenario.yaml", "cost.rent", "EUR", 100.0, 0.5, 101.0),
        Check("toy/scenario.yaml", "travel.mean_km", "km", 1.0, 0.5, None),
    ]
    cases = list(ET.fromstring(junit.expected(checks))[0])
    assert [len(case) for case in cases] == [0, 1, 1]
    assert cases[1][0].text == "cost.rent: expected 100 EUR (give or take 0.5), found 101 EUR, off by +1"
    assert cases[0].get("classname") == "consolidate.toy/scenario_yaml"
    text = comparison_markdown.expected(checks)
    assert "| toy/scenario.yaml | `cost.rent` | 100 | 0.5 | 101 |" in text
    assert text.endswith("1 figure as expected, 2 not.\n")


def test_the_document_has_every_value_by_name() -> None:
    """The JSON document has figures, changes, decisions, areas and limits by the plans' names."""
    comparison = compare([*plans(), third()])
    written = comparison_document.document(comparison, judged(comparison))
    assert (written["status"], written["exit_code"], written["baseline"]) == ("failed", 1, "base")
    rent = written["figures"]["cost.rent"]
    assert rent["plans"] == {"base": 240_000.0, "cheaper": 200_000.0, "nearly": 240_000.0}
    assert rent["changes"]["cheaper"] == {"change": -40_000.0, "change_percent": -16.666667, "distinguishable": True}
    assert written["figures"]["cost.total"]["changes"]["nearly"]["distinguishable"] is False
    assert written["decisions"][0]["plans"]["cheaper"]["to_site"] == "market"
    assert written["areas"][0]["people_who_lose"] == 123_456
    assert [gate["status"] for gate in written["gates"]] == ["passed", "failed", "failed"]


def test_a_change_from_nothing_is_a_document_too() -> None:
    """An infinite percentage is null in JSON and words elsewhere."""
    comparison = compare([plan("base"), plan("other", figures={"cost.exit": 5.0})])
    verdicts = judge(comparison, [parse("cost.exit > +2%")])
    assert '"found": null' in json_text.text(comparison_document.document(comparison, verdicts))
    assert "infinitely" in junit.gates(verdicts)


def test_names_of_runs_are_short_and_tell_them_apart(tmp_path: Path) -> None:
    """A run is called by its folder, a scenario.yaml by its own, another scenario by its file; clashes get more."""
    for path in ("dvv/scenario.yaml", "dvv/twelve.yaml", "a/run/manifest.json", "b/run/manifest.json"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    paths = [tmp_path / path for path in ("dvv/scenario.yaml", "dvv/twelve.yaml", "a/run", "b/run", "dvv")]
    assert names(paths[:2]) == ["dvv", "twelve"]
    assert names(paths[2:4]) == ["a/run", "b/run"]
    assert names([paths[2], paths[2]])[0].endswith("a/run")
    assert names([tmp_path / "dvv" / ".." / "dvv" / "twelve.yaml"]) == ["twelve"]
