"""Runs: made once, found again, made again byte for byte, whatever the machine's mood."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from tests.cli.conftest import Outcome, Workflow
from tests.reports.results import resolved, result
from tests.reports.test_run_lock import holder

import consolidate
from consolidate.errors import InvalidInput
from consolidate.reports import run_folder, run_identity

Cli = Callable[..., Outcome]
SCENARIOS = Path(__file__).parents[2] / "scenarios"
TOY = SCENARIOS / "toy" / "scenario.yaml"


@pytest.fixture(scope="module")
def toy_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    from consolidate.cli.exits import run

    folder = tmp_path_factory.mktemp("runs") / "toy"
    assert run(["solve", str(TOY), "-o", str(folder), "--quiet"]) == 0
    yield folder
    shutil.rmtree(folder.parent)


@pytest.fixture
def toy(toy_run: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(toy_run, tmp_path / "toy"))


def solves(workflow: Workflow) -> list[object]:
    """Count the solves of the stand-in."""
    made: list[object] = []

    def count(_: object) -> object:
        made.append(1)
        return result()

    workflow.outcome = count
    return made


def test_the_same_is_found_again(cli: Cli, workflow: Workflow, scenario: Path, tmp_path: Path) -> None:
    """Equal inputs, options and version are not solved twice: the run is printed again, in every format."""
    made, run = solves(workflow), tmp_path / "run"
    first = {form: cli("solve", scenario, "-o", run, "-f", form) for form in ("json", "text", "csv", "md")}
    assert len(made) == 1
    before = (run / "manifest.json").read_bytes()
    again = {form: cli("solve", scenario, "-o", run, "-f", form) for form in first}
    assert len(made) == 1
    assert (run / "manifest.json").read_bytes() == before
    assert {form: each.out for form, each in first.items() if form != "json"} == {
        form: each.out for form, each in again.items() if form != "json"
    }
    document = again["json"].document
    assert document.pop("run")["found_again"] is True
    assert document == {key: value for key, value in first["json"].document.items() if key != "run"}
    assert "found again" in again["text"].err
    assert cli("solve", scenario, "-o", run, "--quiet").err == ""


def test_fresh_insists(cli: Cli, workflow: Workflow, scenario: Path, tmp_path: Path) -> None:
    """--fresh solves although the run is there."""
    made = solves(workflow)
    cli("solve", scenario, "-o", tmp_path / "run")
    said = cli("solve", scenario, "-o", tmp_path / "run", "--fresh")
    assert len(made) == 2
    assert said.err == ""


CHANGES = ["file", "setting", "option", "missing table", "older version", "manifest without a key"]


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_not_the_same_is_solved(
    cli: Cli, workflow: Workflow, scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """A changed file, setting, option or version, and a run that lost a file, are solved anew."""
    made, run = solves(workflow), tmp_path / "run"
    cli("solve", scenario, "-o", run)
    words: list[str] = []
    if change == "file":
        scenario.write_text(scenario.read_text() + "# a remark\n")
    elif change == "setting":
        words = ["--set", "horizon.discount_rate=0.04"]
    elif change == "option":
        words = ["--gap", "0.001"]
    elif change == "older version":
        monkeypatch.setattr(run_identity, "_code", lambda: "older")
    elif change == "manifest without a key":
        manifest = json.loads((run / "manifest.json").read_text())
        (run / "manifest.json").write_text(json.dumps({"consolidate_run": 1, "files": manifest["files"]}))
    else:
        (run / "decisions.csv").unlink()
    assert cli("solve", scenario, "-o", run, *words).code == 0
    assert len(made) == 2


EDITS = ["decisions.csv", "result.json", "scenario.yaml", "notes.txt", "manifest.json"]


@pytest.mark.parametrize("name", EDITS)
def test_work_in_a_run_is_not_discarded(
    cli: Cli, workflow: Workflow, scenario: Path, tmp_path: Path, name: str
) -> None:
    """A run that was edited, or holds other files, is replaced only with --fresh; else exit 8 names them, unsolved."""
    made, run = solves(workflow), tmp_path / "run"
    cli("solve", scenario, "-o", run)
    if name == "manifest.json":  # it no longer says what was written
        (run / name).write_text('{"consolidate_run": 1}')
    else:
        (run / name).write_text("mine")
    scenario.write_text(scenario.read_text() + "# a remark\n")
    before = {path.name: path.read_bytes() for path in run.iterdir()}
    said = cli("solve", scenario, "-o", run)
    assert (said.code, len(made)) == (8, 1)
    assert ("result.json" if name == "manifest.json" else name) in said.err
    assert "another folder" in said.err
    assert "--fresh" in said.err
    assert {path.name: path.read_bytes() for path in run.iterdir()} == before
    assert cli("solve", scenario, "-o", run, "--fresh").code == 0
    assert not (run / "notes.txt").exists()


def test_a_rerun_over_an_edited_run_is_refused(cli: Cli, toy: Path, tmp_path: Path) -> None:
    """rerun -o over a run that somebody has worked in is exit 8."""
    other = Path(shutil.copytree(toy, tmp_path / "other"))
    (other / "decisions.csv").write_text("mine")
    assert cli("rerun", toy, "-o", other).code == 8
    assert (other / "decisions.csv").read_text() == "mine"


def test_a_result_that_was_edited_is_not_shown(cli: Cli, toy: Path, tmp_path: Path) -> None:
    """export and compare refuse a run whose result.json was edited, with exit 3, in the function compare too."""
    path = toy / "result.json"
    path.write_text(path.read_text().replace('"optimal"', '"Optimal"', 1))
    for words in (["compare", toy], ["export", toy, "-o", tmp_path / "x.json"]):
        said = cli(*words)
        assert said.code == 3
        assert "result.json: error: was changed since the run was written" in said.err
    assert not (tmp_path / "x.json").exists()
    with pytest.raises(InvalidInput):
        consolidate.compare(toy)


@pytest.mark.parametrize("name", ["decisions.csv", "assignment.csv", "scenario.yaml", "figures.csv"])
def test_a_plan_that_was_edited_is_told(cli: Cli, toy: Path, tmp_path: Path, name: str) -> None:
    """export and compare of a run with an edited plan, scenario or table say that the result is that as solved."""
    (toy / name).write_text((toy / name).read_text() + "\n")
    for words in (["compare", toy], ["export", toy, "-o", tmp_path / "x.json"]):
        said = cli(*words)
        assert said.code == 0
        assert f"changed since the run: {name}; the result shown is that of the run as solved" in said.err
        assert "consolidate audit" in said.err
        assert "changed since" not in cli(*words, "--quiet").err


def test_audit_says_what_changed(cli: Cli, toy: Path) -> None:
    """audit lists edited, missing and added files, and sets the run's own totals beside those it recomputed."""
    document = cli("audit", toy, "--format", "json").document
    assert document["changed"] == document["missing"] == document["added"] == []
    assert "recorded" not in document["totals"]["cost"]
    before = document["totals"]
    with (toy / "scenario.yaml").open("a") as stream:
        stream.write("# a remark\n")
    (toy / "figures.csv").unlink()
    (toy / "notes.txt").write_text("mine")
    document = cli("audit", toy, "--format", "json").document
    assert [document[how] for how in ("changed", "missing", "added")] == [
        ["scenario.yaml"],
        ["figures.csv"],
        ["notes.txt"],
    ]
    for name in ("cost", "emissions", "objective"):
        assert document["totals"][name]["recorded"] == pytest.approx(before[name]["value"])
    text = cli("audit", toy).out
    assert "changed since the run: scenario.yaml" in text
    assert "missing: figures.csv" in text
    assert "not of the run: notes.txt" in text
    assert "(the run says " in text


@pytest.mark.parametrize("name", ["toy/scenario.yaml", "dvv/eighteen.yaml"])
def test_a_plan_by_hand_needs_only_decisions(cli: Cli, tmp_path: Path, name: str) -> None:
    """Without assignment.csv audit sends everybody to the nearest point, says so, and finds what the run found."""
    run, made = tmp_path / "run", tmp_path / "made"
    assert cli("solve", SCENARIOS / name, "-o", run).code == 0
    shutil.copytree(run, made, ignore=lambda _, names: set(names) - {"scenario.yaml", "decisions.csv", *tables(run)})
    said, before = cli("audit", made, "-f", "json"), cli("audit", run, "-f", "json").document
    assert said.code == 0
    assert "assignment.csv: is not there; everybody is sent to the nearest point" in said.err
    assert said.document == before
    assert cli("audit", made, "--quiet").err == ""


def tables(run: Path) -> set[str]:
    """The long tables that a run's scenario reads from files."""
    return {path.name for path in run.glob("*.csv") if path.name in (run / "scenario.yaml").read_text()}


def test_decisions_that_cannot_be_are_named(cli: Cli, toy: Path) -> None:
    """A decision that its office cannot take is exit 1 with office and reason: nobody can be sent anywhere then."""
    (toy / "assignment.csv").unlink()
    header, first, *rest = (toy / "decisions.csv").read_text().splitlines()
    names, cells = header.split(","), first.split(",")
    cells[names.index('"action"')], cells[names.index('"date"')] = '"close"', '"1999-01-01"'
    (toy / "decisions.csv").write_text("\n".join([header, ",".join(cells), *rest]))
    said = cli("audit", toy)
    assert said.code == 1
    assert "no network follows from these decisions" in said.err
    assert "1999-01-01, which is not the first day of a period" in said.err


def test_a_stopped_run_is_not_the_answer(cli: Cli, workflow: Workflow, scenario: Path, tmp_path: Path) -> None:
    """A run that a signal stopped is never taken; one that the clock stopped only under the same time limit."""
    run = tmp_path / "run"
    workflow.outcome = result(status="feasible", interrupted=True)
    cli("solve", scenario, "-o", run, "--time-limit", 5)
    workflow.outcome = result(status="feasible")
    cli("solve", scenario, "-o", run, "--time-limit", 5)
    assert json.loads((run / "manifest.json").read_text())["interrupted"] is False
    made = solves(workflow)
    assert cli("solve", scenario, "-o", run, "--time-limit", 5, "--require-optimal").code == 6
    assert made == []
    cli("solve", scenario, "-o", run, "--time-limit", 500)
    assert len(made) == 1
    cli("solve", scenario, "-o", run)
    assert len(made) == 1  # now it is proven, and no limit of time changes that


@pytest.mark.usefixtures("workflow")
def test_two_runs_on_one_folder(cli: Cli, scenario: Path, tmp_path: Path) -> None:
    """While one process writes a run another is refused with exit 8, or waits as long as it is told."""
    with holder(tmp_path / "run"):
        said = cli("solve", scenario, "-o", tmp_path / "run", "--format", "json")
        assert said.code == said.document["exit_code"] == 8
        assert "still writing" in said.err
    with holder(tmp_path / "run", 0.5):
        said = cli("solve", scenario, "-o", tmp_path / "run", "--wait", 30)
        assert said.code == 0
        assert said.err.startswith(f"{tmp_path / 'run'}: waiting up to 30 s for process ")
    assert (tmp_path / "run" / "result.json").exists()


def test_the_one_who_waited_finds_the_run(toy: Path, tmp_path: Path) -> None:
    """Two processes told to write the same run solve it once: the second waits, and finds it."""
    command = [sys.executable, "-m", "consolidate", "solve", str(TOY), "-o", str(tmp_path / "run"), "--wait", "60"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    talk = [process.communicate(timeout=120)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted("found again" in each for each in talk) == [False, True]
    assert (tmp_path / "run" / "result.json").read_bytes() == (toy / "result.json").read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_rerun_is_the_same_byte_for_byte(cli: Cli, toy: Path, tmp_path: Path) -> None:
    """rerun solves the run's own copy with the run's options: result.json comes out the same, and says so."""
    said = cli("rerun", toy, "-o", tmp_path / "again", "--format", "json")
    assert (said.code, said.document["status"]) == (0, "same")
    assert (tmp_path / "again" / "result.json").read_bytes() == (toy / "result.json").read_bytes()
    assert "found again" in cli("solve", TOY, "-o", tmp_path / "again").err


@pytest.mark.parametrize("name", ["eighteen.yaml", "scenario.yaml"])
def test_a_rerun_of_a_shipped_scenario_is_the_same(cli: Cli, tmp_path: Path, name: str) -> None:
    """Inheritance, table files and options other than the default's come back from the run alone."""
    copy = Path(shutil.copytree(SCENARIOS / "dvv", tmp_path / "dvv"))
    assert cli("solve", copy / name, "-o", tmp_path / "run", "--seed", 3, "--gap", 0.01).code == 0
    shutil.rmtree(copy)
    said = cli("rerun", tmp_path / "run")
    assert said.code == 0
    assert said.out.splitlines()[1] == "the same: result.json came out byte for byte"


def test_a_rerun_says_what_differs(cli: Cli, workflow: Workflow, scenario: Path, tmp_path: Path) -> None:
    """A result that comes out different is exit 1, with the values and what may be why."""
    cli("solve", scenario, "-o", tmp_path / "run")
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    manifest["versions"]["highspy"] = "1.15.1"
    (tmp_path / "run" / "manifest.json").write_text(json.dumps(manifest))
    workflow.outcome = result(status="feasible", points=())
    said = cli("rerun", tmp_path / "run")
    assert said.code == 1
    assert "status: was optimal, is now feasible" in said.out
    assert "points: was 1 entry, is now 0 entries" in said.out
    assert "highspy was 1.15.1, is now" in said.out
    document = cli("rerun", tmp_path / "run", "--format", "json").document
    assert (document["exit_code"], len(document["differences"])) == (1, 2)


def test_a_rerun_of_an_edited_scenario_is_refused(cli: Cli, toy: Path) -> None:
    """An edited scenario or result is exit 3 with what to do instead; edited decisions do not matter."""
    (toy / "decisions.csv").write_text("")
    assert cli("rerun", toy).code == 0
    tree = yaml.safe_load((toy / "scenario.yaml").read_text())
    (toy / "scenario.yaml").write_text(yaml.safe_dump(tree | {"name": "Other"}, sort_keys=False))
    said = cli("rerun", toy)
    assert said.code == 3
    assert "scenario.yaml: error: was changed since the run was written" in said.err
    assert "consolidate solve" in said.err


@pytest.mark.parametrize("kind", ["nothing", "no run", "without options", "other schema"])
def test_a_rerun_of_what_is_no_run_is_refused(cli: Cli, tmp_path: Path, kind: str) -> None:
    """What is no run, or one that does not say how it was made, is exit 8 in words."""
    folder = tmp_path / "run"
    if kind == "no run":
        folder.mkdir()
    elif kind != "nothing":
        run_folder.write_run(folder, result(), resolved())
    if kind == "other schema":
        written = json.loads((folder / "result.json").read_text())
        (folder / "result.json").write_text(json.dumps(written | {"schema_version": 99}))
    said = cli("rerun", folder)
    assert (said.code, said.out) == (8, "")
    assert str(folder) in said.err


MOODS = [
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LANG": "C", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LANG": "fi_FI.UTF-8", "LC_ALL": "fi_FI.UTF-8"},
]


@pytest.mark.parametrize("mood", MOODS, ids=["C", "fi"])
def test_equal_inputs_give_equal_bytes(toy: Path, tmp_path: Path, mood: dict[str, str]) -> None:
    """Under other hash seeds, time zones and locales result.json, the scenario and every table have the same bytes."""
    command = [sys.executable, "-m", "consolidate", "solve", str(TOY), "-o", str(tmp_path / "run"), "--quiet"]
    subprocess.run(command, env=os.environ | mood, check=True, capture_output=True)
    for path in toy.iterdir():
        if path.name != "manifest.json":
            assert (tmp_path / "run" / path.name).read_bytes() == path.read_bytes(), path.name
    keys = [json.loads((folder / "manifest.json").read_text())["key"] for folder in (toy, tmp_path / "run")]
    assert keys[0] == keys[1]
