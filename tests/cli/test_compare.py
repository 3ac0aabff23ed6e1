"""`compare`: runs and scenarios side by side, limits that fail a build, and what was expected."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from tests.cli.conftest import Outcome, Workflow
from tests.reports.results import figures, resolved, result
from tests.reports.test_run_lock import holder

import consolidate
from consolidate.accounts.result import Figure, Result
from consolidate.errors import Infeasible
from consolidate.reports.run_folder import write_run

Cli = Callable[..., Outcome]
SCENARIOS = Path(__file__).parents[2] / "scenarios"


def dearer(share: float) -> Result:
    """The stand-in result with a cost that is higher by a share."""
    changed = [
        Figure(each.name, each.unit, each.today, each.plan * (1 + share)) if each.name == "cost.total" else each
        for each in figures()
    ]
    return result(figures=tuple(changed))


@pytest.fixture
def runs(tmp_path: Path) -> tuple[Path, Path]:
    """Two runs, the second 3 % dearer."""
    write_run(tmp_path / "base", result(), resolved())
    write_run(tmp_path / "dearer", dearer(0.03), resolved())
    return tmp_path / "base", tmp_path / "dearer"


def test_two_scenarios_of_dvv_under_a_limit(cli: Cli, tmp_path: Path) -> None:
    """One command compares two shipped scenarios; a limit passes, and tightened fails with exit 1 and by how much."""
    pair = (SCENARIOS / "dvv" / "eighteen.yaml", SCENARIOS / "dvv" / "twelve.yaml")
    keep = ("--runs", tmp_path / "runs", "--quiet")
    said = cli("compare", *pair, *keep, "--fail-on", "travel.mean_km > +50%")
    assert (said.code, said.err) == (0, "")
    assert "passed travel.mean_km > +50%" in said.out
    assert "dvv-vaasa" in said.out
    assert "Kajaani" in said.out
    said = cli("compare", *pair, *keep, "--fail-on", "travel.mean_km > +40%", "--fail-on", "network.points < 13")
    assert said.code == 1
    assert "2 limits of 2 not kept" in said.err
    assert "travel.mean_km changes by +40.85" in said.err
    assert "% in twelve (from 28.37714 to 39.969614 km), 0.85" in said.err
    assert "network.points is 12 in twelve, 1 below the limit" in said.err


def test_a_limit_says_which_figure_by_how_much_and_where(cli: Cli, runs: tuple[Path, Path]) -> None:
    """Exit 1 names the figure, the run, both values and the distance to the limit."""
    said = cli("compare", *runs, "--fail-on", "cost.total > +2%")
    assert said.code == 1
    assert "cost.total changes by +3 % in dearer (from 990,000 to 1,019,700 EUR), 1 % above the limit" in said.err
    assert cli("compare", *runs, "--fail-on", "cost.total > +3.1%").code == 0


def test_the_order_says_which_is_the_baseline(cli: Cli, runs: tuple[Path, Path]) -> None:
    """The first named is the baseline, so the other way round the cost falls."""
    assert cli("compare", *reversed(runs), "--fail-on", "cost.total > +2%").code == 0
    assert cli("compare", *reversed(runs), "--fail-on", "cost.total < -2%").code == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--fail-on", "cost.totl > +2%"], "did you mean 'cost.total'?"),
        (["--fail-on", "cost.total"], "is no limit"),
        (["--fail-on", "cost.total > 1", "--expected"], "run compare once for each"),
        (["--format", "xml"], "'xml'"),
    ],
    ids=["figure", "grammar", "both", "format"],
)
def test_a_wrong_command_line_is_two(cli: Cli, runs: tuple[Path, Path], words: list[str], said: str) -> None:
    """An unknown figure, a limit that is none and checks that exclude each other are exit 2, with a way out."""
    found = cli("compare", *runs, *words)
    assert (found.code, found.out) == (2, "")
    assert said in found.err


def test_a_wrong_limit_is_said_before_the_work(cli: Cli, workflow: Workflow, scenario: Path) -> None:
    """Nobody waits for a solve to hear that the limit cannot be read."""
    assert cli("compare", scenario, "--fail-on", "cost").code == 2
    assert workflow.options is None


def test_other_currencies_cannot_be_compared(cli: Cli, runs: tuple[Path, Path], tmp_path: Path) -> None:
    """Euros beside crowns is exit 2; another horizon is a warning in the result."""
    scenario = result().scenario
    write_run(tmp_path / "crowns", result(scenario=scenario.model_copy(update={"currency": "SEK"})), resolved())
    assert "cannot be compared" in cli("compare", runs[0], tmp_path / "crowns").err
    later = scenario.model_copy(update={"reference_year": 2025})
    write_run(tmp_path / "later", result(scenario=later), resolved())
    said = cli("compare", runs[0], tmp_path / "later")
    assert said.code == 0
    assert "different reference years: base 2024, later 2025" in said.out


def test_every_format(cli: Cli, runs: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """JSON is one document with the exit code, Markdown begins with a title, JUnit parses, GitHub gets annotations."""
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    limit = ("--fail-on", "cost.total > +2%")
    document = cli("compare", *runs, *limit, "-f", "json").document
    assert (document["status"], document["exit_code"]) == ("failed", 1)
    markdown = cli("compare", *runs, *limit, "-f", "md")
    assert markdown.code == 1
    assert markdown.out.startswith("# base · dearer\n")
    assert ET.fromstring(cli("compare", *runs, *limit, "-f", "junit").out).get("failures") == "1"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    (tmp_path / "summary.md").write_text("before\n")
    said = cli("compare", *runs, *limit, "-f", "github")
    assert said.out.startswith(markdown.out)
    assert said.out.splitlines()[-1].startswith("::error title=consolidate compare::cost.total > +2%25: cost.total")
    assert (tmp_path / "summary.md").read_text() == f"before\n{markdown.out}\n"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no" / "summary.md"))
    assert cli("compare", *runs, "-f", "github").code == 8


def test_runs_are_kept_and_found_again(cli: Cli, workflow: Workflow, scenario: Path, tmp_path: Path) -> None:
    """With --runs a scenario is solved once and found again by its hash; --fresh solves it again."""
    made = []

    def solved(_: object) -> Result:
        made.append(1)
        return result()

    workflow.outcome = solved
    kept = ("--runs", tmp_path / "runs")
    first = cli("compare", scenario, *kept)
    again = cli("compare", scenario, *kept)
    assert (first.code, first.out, len(made)) == (0, again.out, 1)
    (run,) = (tmp_path / "runs").iterdir()
    assert run.name.startswith(f"{tmp_path.name}-")
    cli("compare", scenario, *kept, "--fresh")
    assert len(made) == 2
    scenario.write_text(scenario.read_text() + "# changed\n")
    cli("compare", scenario, *kept)
    assert (len(made), len(list((tmp_path / "runs").iterdir()))) == (3, 2)
    said = cli("compare", run, scenario.rename(tmp_path / "other.yaml"))
    assert (said.code, len(made)) == (0, 4)  # another file, so another hash: solved


def test_a_scenario_whose_run_is_named_is_not_solved(
    cli: Cli, workflow: Workflow, scenario: Path, tmp_path: Path
) -> None:
    """Beside a run made from the very same scenario nothing is left to solve."""
    cli("solve", scenario, "-o", tmp_path / "run")
    workflow.outcome = AssertionError("solved")
    said = cli("compare", tmp_path / "run", scenario)
    assert said.code == 0
    assert f"found again in {tmp_path / 'run'}" in said.err
    assert "all figures are the same" in said.out
    assert cli("compare", tmp_path / "run", scenario, "--fresh").code == 70


def test_a_scenario_that_cannot_be_solved_is_named(cli: Cli, workflow: Workflow, scenario: Path) -> None:
    """Infeasible keeps its exit code and says which of the scenarios it was."""
    workflow.outcome = Infeasible("no plan can exist")
    said = cli("compare", scenario)
    assert said.code == 4
    assert f"{scenario}: no plan can exist" in said.err


def test_a_run_that_cannot_be_kept_is_eight(cli: Cli, workflow: Workflow, scenario: Path, tmp_path: Path) -> None:
    """A comparison is printed even if a run cannot be kept, with exit 8; another writer of it is exit 8 at once."""
    workflow.outcome = result()
    cli("compare", scenario, "--runs", tmp_path / "runs")
    (run,) = (tmp_path / "runs").iterdir()
    with holder(run):
        assert cli("compare", scenario, "--runs", tmp_path / "runs").code == 8
    shutil.rmtree(run)

    def taken(_: object) -> Result:
        run.mkdir()  # appears while solving, and is no run
        return result()

    workflow.outcome = taken
    said = cli("compare", scenario, "--runs", tmp_path / "runs")
    assert said.code == 8
    assert "is not replaced" in said.err
    assert "cost, whole horizon" in said.out


def test_an_interrupted_comparison_ends(cli: Cli, workflow: Workflow, scenario: Path) -> None:
    """After a signal there is no comparison with a half-solved plan: exit 130."""
    import os
    import signal

    def interrupted(control: object) -> Result:
        os.kill(os.getpid(), signal.SIGINT)
        assert control.stop.wait(5)  # type: ignore[attr-defined]
        return result(status="feasible", interrupted=True)

    workflow.outcome = interrupted
    assert cli("compare", scenario, scenario).code == 130


EXPECTED = {"scenario.yaml": {"cost.total": {"plan": 990_000, "tolerance": 0.01}}}


def expect(scenario: Path, tree: object) -> None:
    (scenario.parent / "expected.json").write_text(json.dumps(tree))


@pytest.mark.usefixtures("workflow")
def test_what_was_expected(cli: Cli, scenario: Path) -> None:
    """--expected passes when every figure is within its tolerance, of a folder or of one scenario file."""
    expect(scenario, EXPECTED)
    for path in (scenario.parent, scenario):
        said = cli("compare", "--expected", path)
        assert (said.code, " ".join(said.out.split())) == (0, f"{scenario}: 1 figure as expected")


@pytest.mark.usefixtures("workflow")
def test_what_was_not_expected(cli: Cli, scenario: Path) -> None:
    """A figure that is off is exit 1, naming scenario, figure, expected and found, in every format."""
    expect(scenario, {"scenario.yaml": {"cost.total": {"plan": 980_000, "tolerance": 100}}})
    said = cli("compare", "--expected", scenario.parent)
    assert said.code == 1
    words = "cost.total: expected 980,000 EUR (give or take 100), found 990,000 EUR, off by +10,000"
    assert f"{scenario}: {words}" in said.err
    document = cli("compare", "--expected", scenario.parent, "-f", "json").document
    assert (document["exit_code"], document["checks"][0]["off"]) == (1, 10_000)
    root = ET.fromstring(cli("compare", "--expected", scenario.parent, "-f", "junit").out)
    assert root[0][0][0].text == words
    assert "| 980,000 | 100 | 990,000 |" in cli("compare", "--expected", scenario.parent, "-f", "md").out
    assert "::error" in cli("compare", "--expected", scenario.parent, "-f", "github").out


@pytest.mark.usefixtures("workflow")
def test_an_expectation_that_is_none_is_invalid(cli: Cli, scenario: Path) -> None:
    """A missing file is exit 8; a misspelt figure, a scenario it does not know or nonsense exit 3."""
    assert cli("compare", "--expected", scenario.parent).code == 8
    expect(scenario, {"scenario.yaml": {"cost.totl": {"plan": 1, "tolerance": 1}}})
    said = cli("compare", "--expected", scenario.parent)
    assert said.code == 3
    assert "did you mean 'cost.total'?" in said.err
    expect(scenario, {"other.yaml": {}})
    assert "says nothing of scenario.yaml" in cli("compare", "--expected", scenario).err
    (scenario.parent / "expected.json").write_bytes(b"\xff")
    assert cli("compare", "--expected", scenario).code == 3


def test_the_shipped_toy_is_as_expected(cli: Cli) -> None:
    """The toy's plan, which can be checked by hand, is what its folder says."""
    assert cli("compare", "--expected", SCENARIOS / "toy", "--quiet").code == 0


def test_compare_is_a_function_too(runs: tuple[Path, Path], workflow: Workflow, scenario: Path) -> None:
    """consolidate.compare takes runs, scenarios and results, and gives the comparison as values."""
    workflow.outcome = dearer(0.5)
    found = consolidate.compare(runs[0], str(runs[1]), result(), scenario)
    assert [column.name for column in found.columns] == ["base", "dearer", "Three offices", scenario.parent.name]
    row = found.row("cost.total")
    assert row is not None
    assert row.values == (990_000.0, 1_019_700.0, 990_000.0, 1_485_000.01)


HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "ci.md"


def test_the_examples_for_continuous_integration_are_commands_that_exist() -> None:
    """Every line of the how-to that calls consolidate parses: commands, options, formats and limits."""
    import re
    import shlex

    from typer.main import get_command

    from consolidate.cli.app import app
    from consolidate.study.gate import parse

    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", HOW_TO.read_text("utf-8"), re.DOTALL)]
    steps = [step.get("run", "") for step in blocks[0]["jobs"]["compare"]["steps"]]
    lines = "\n".join([*steps, *blocks[1]["scenarios"]["script"]]).replace("\n--", " --").splitlines()
    calls = [re.split(r" > (?=\w+\.)| \|\|", line)[0] for line in lines if line.startswith("consolidate ")]
    assert len(calls) >= 6
    for call in calls:
        words = shlex.split(call)[1:]
        root = get_command(app)
        command = root.commands[words[0]]  # type: ignore[attr-defined]
        context = command.make_context(words[0], words[1:])
        for limit in context.params.get("fail_on") or ():
            parse(limit)
