"""A run folder: whole or not at all, never over something else, and read back as it was written."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.reports.results import matrix, resolved, result, texts, visits

from consolidate.errors import FileSystemError, InvalidInput
from consolidate.plan.model import Plan
from consolidate.reports import atomic, run_folder, run_reading
from consolidate.reports.run_folder import check_target, read_run, write_run
from consolidate.scenario.columns import Columns

FILES = {
    *("result.json", "scenario.yaml", "manifest.json"),
    *(
        f"{name}.csv"
        for name in (
            "figures",
            "decisions",
            "assignment",
            "cash",
            "leases",
            "payers",
            "places",
            "entries",
            "points",
            "areas",
            "rules",
        )
    ),
}


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    write_run(folder, result(), resolved())
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def assert_same_plan(one: Plan, other: Plan) -> None:
    assert one.decisions == other.decisions
    for name in ("period", "area", "service", "group", "site", "millionths"):
        assert np.array_equal(getattr(one.assignment, name), getattr(other.assignment, name)), name


def test_a_run_holds_its_files(run: Path) -> None:
    """A run folder has the result, the scenario, the tables and the manifest, and nothing is left beside it."""
    assert set(contents(run)) == FILES
    assert [path.name for path in run.parent.iterdir()] == ["run"]


def test_what_belongs_to_the_run_alone_is_in_the_manifest(tmp_path: Path) -> None:
    """Two runs of equal inputs differ in their manifests at most; the manifest holds seed, options, hashes, timings."""
    solver = replace(result().solver, seconds=77.0)
    for name, made in (("one", result()), ("other", result(solver=solver))):
        write_run(tmp_path / name, made, resolved())
    one, other = contents(tmp_path / "one"), contents(tmp_path / "other")
    manifest = json.loads(other.pop("manifest.json"))
    one.pop("manifest.json")
    assert one == other
    assert manifest["timings"]["solver_seconds"] == 77.0
    assert manifest["solver"]["seed"] == 0
    assert manifest["inputs"]["scenario.yaml"] == "ab" * 32
    assert set(manifest["files"]) == FILES - {"manifest.json"}


def test_a_run_is_read_back(run: Path) -> None:
    """Scenario and plan of a run come back as they were written."""
    scenario, plan = read_run(run)
    assert scenario == result().scenario
    assert_same_plan(plan, result().plan)


def test_long_tables_lie_beside_the_scenario(tmp_path: Path) -> None:
    """Tables that the resolved scenario names as files are written under these names and read back the same."""
    named = resolved() | {"visits": {"file": "visits.csv"}, "travel": {"matrix": {"file": "travel-matrix.csv"}}}
    quiet = replace(visits(), texts={name: column for name, column in visits().texts.items() if name != "source"})
    both = Columns(
        {"area": texts("north", "south", "north", "south"), "site": texts("market", "market", "village", "village")},
        {"minutes": np.array([0, 24, 24, 0.0]), "km": np.array([0, 30.25, 30.25, 0.0])},
    )
    write_run(tmp_path / "run", result(), named, {"visits.csv": quiet, "travel-matrix.csv": both})
    assert {"visits.csv", "travel-matrix.csv"} <= set(contents(tmp_path / "run"))
    scenario, _ = read_run(tmp_path / "run")
    assert scenario.visits is not None
    assert scenario.visits.numbers["visits_per_year"].tolist() == [900.0, 100.5]
    assert scenario.travel.matrix is not None
    assert scenario.travel.matrix.numbers["km"].tolist() == [0, 30.25, 30.25, 0]


def test_a_long_table_with_a_formula_goes_into_the_yaml(tmp_path: Path) -> None:
    """Input is neither changed nor written where a spreadsheet would run it: such a table becomes rows in the YAML."""
    write_run(tmp_path / "run", result(), resolved() | {"visits": {"file": "visits.csv"}}, {"visits.csv": visits()})
    assert "visits.csv" not in contents(tmp_path / "run")
    scenario, _ = read_run(tmp_path / "run")
    assert scenario.visits is not None
    assert scenario.visits.texts["source"].tolist() == ["", "=count"]
    assert matrix().file == "travel.csv"


@pytest.mark.parametrize(
    "word", ["00100", "1e5", "0x1F", "NO", "null", "~", "12:30:45", "2024-01-01", "a: b", "- x", "ä\ty"]
)
def test_texts_survive_the_yaml(tmp_path: Path, word: str) -> None:
    """A name that a YAML reader could take for something else comes back as the text it was."""
    write_run(tmp_path / "run", result(), resolved() | {"name": word})
    assert read_run(tmp_path / "run")[0].name == word


def test_an_existing_run_is_replaced_whole(run: Path) -> None:
    """Writing over a run leaves nothing of the old one."""
    (run / "notes.txt").write_text("old")
    write_run(run, result(status="feasible"), resolved())
    assert set(contents(run)) == FILES
    assert json.loads(contents(run)["result.json"])["status"] == "feasible"


@pytest.mark.parametrize("kind", ["empty folder", "other folder", "broken manifest", "file", "link", "below a file"])
def test_nothing_else_is_replaced(tmp_path: Path, kind: str) -> None:
    """Any other folder, file or link in the way is left alone, with exit code 8, already before the work."""
    target = tmp_path / "there"
    if kind == "file":
        target.write_text("mine")
    elif kind == "link":
        target.symlink_to(tmp_path)
    elif kind == "below a file":
        (tmp_path / "there").write_text("mine")
        target = tmp_path / "there" / "run"
    else:
        target.mkdir()
        if kind != "empty folder":
            (target / ("manifest.json" if kind == "broken manifest" else "thesis.txt")).write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    for attempt in (lambda: check_target(target), lambda: write_run(target, result(), resolved())):
        with pytest.raises(FileSystemError) as caught:
            attempt()
        assert caught.value.exit_code == 8
    assert sorted(tmp_path.rglob("*")) == before


def steps() -> list[tuple[object, str]]:
    """Every step at which writing can fail."""
    return [
        *((run_folder.csv_text, "write"), (run_folder, "_manifest"), (run_folder.scenario_yaml, "text")),
        *((atomic, "_flush"), (atomic, "_put"), (atomic, "_flush_one"), (atomic.tempfile, "mkdtemp")),
    ]


@pytest.mark.parametrize(
    "exception", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["disk", "ctrl-c"]
)
@pytest.mark.parametrize(("room", "step"), steps(), ids=lambda value: value if isinstance(value, str) else "")
@pytest.mark.parametrize("before", [False, True], ids=["new", "over a run"])
def test_a_failed_write_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bool, room: object, step: str, exception: BaseException
) -> None:
    """Whichever step fails, the old run (or nothing) is there, whole, and no partial folder beside it."""
    folder = tmp_path / "run"
    if before:
        write_run(folder, result(), resolved())
    old = contents(folder) if before else None

    def fail(*_: object, **__: object) -> None:
        raise exception

    monkeypatch.setattr(room, step, fail)
    wanted = FileSystemError if isinstance(exception, OSError) else KeyboardInterrupt
    with pytest.raises(wanted):
        write_run(folder, result(status="feasible"), resolved())
    assert (contents(folder) if folder.exists() else None) == old
    assert [path.name for path in tmp_path.iterdir()] == (["run"] if before else [])


def test_without_an_exchange_the_old_run_steps_aside(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system that cannot exchange folders the run is still replaced, and comes back if that fails."""
    monkeypatch.setattr(atomic, "_exchange", lambda *_: False)
    write_run(run, result(status="feasible"), resolved())
    assert json.loads(contents(run)["result.json"])["status"] == "feasible"
    old, rename = contents(run), Path.rename

    def fail_to_come(self: Path, target: Path) -> Path:
        if self.suffix == ".partial":
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_to_come)
    with pytest.raises(FileSystemError):
        write_run(run, result(), resolved())
    assert contents(run) == old
    assert [path.name for path in run.parent.iterdir()] == ["run"]


KILLED = """
import itertools, json, os, random, signal, sys, time
from pathlib import Path
from consolidate.errors import FileSystemError
from consolidate.reports.run_folder import sha256, write_run
from tests.reports.results import resolved, result

run, draw, outcomes = Path(sys.argv[1]), random.Random(int(sys.argv[3])), set()
made = [result(status=status) for status in ("optimal", "feasible")]
start = time.perf_counter()
write_run(run, made[0], resolved())
longest = 4 * (time.perf_counter() - start)
moments = int(sys.argv[2])
torn = lambda: len(list(run.parent.glob(".run.*.partial"))) > 0
for moment in range(10 * moments):  # a busy machine may need more until both were met
    if moment >= moments and len(outcomes) == 2 and torn():
        break
    writer = os.fork()
    if writer == 0:
        for turn in itertools.count():
            write_run(run, made[turn % 2], resolved())
    time.sleep(draw.uniform(0, longest))
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
    files = json.loads((run / "manifest.json").read_text())["files"]
    assert {path.name for path in run.iterdir()} == {*files, "manifest.json"}
    assert all(sha256(run / name) == digest for name, digest in files.items())
    outcomes.add(json.loads((run / "result.json").read_text())["status"])
print(*sorted(outcomes), torn())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks the writers, which Windows cannot")
def test_a_killed_writer_leaves_a_whole_run(tmp_path: Path, pytestconfig: pytest.Config, random_seed: int) -> None:
    """kill -9 at 20 random moments of replacing a run (200 with --long) leaves old or new, never a mixture."""
    moments = 200 if pytestconfig.option.long else 20
    command = [sys.executable, "-c", KILLED, str(tmp_path / "run"), str(moments), str(random_seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.stderr == ""
    assert done.stdout == "feasible optimal True\n"  # both were met, and writers did die half-way


def rewrite(path: Path, change: Callable[[str], str], encoding: str = "utf-8") -> None:
    path.write_bytes(change(path.read_text(encoding="utf-8")).encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_spreadsheet_may_save_the_tables(run: Path, encoding: str) -> None:
    """Semicolons, decimal commas, Finnish dates, a byte order mark and dropped quotes change nothing."""

    def as_excel(text: str) -> str:
        lines = [line.split(",") for line in text.replace('"', "").replace("1000000", "1000000.0").splitlines()]
        cells = [[cell.replace(".", ",").replace("2028-01-01", "1.1.2028") for cell in line] for line in lines]
        return "\r\n".join(map(";".join, cells))

    for name in ("decisions.csv", "assignment.csv"):
        rewrite(run / name, as_excel, encoding)
    assert_same_plan(read_run(run)[1], result().plan)


def test_apostrophes_against_formulas_come_off(tmp_path: Path) -> None:
    """An id that looks like a formula is written with an apostrophe and read without it."""
    made = result()
    area = {"id": "=north", "population": 1.0}
    changed = made.scenario.model_copy(update={"areas": (type(made.scenario.areas[0])(**area), *made.scenario.areas)})
    where = replace(made.plan.assignment, area=texts("=north", "south", "=north", "south"))
    made = replace(made, scenario=changed, plan=replace(made.plan, assignment=where))
    tree = resolved()
    write_run(tmp_path / "run", made, tree | {"areas": [*tree["areas"], area | {"lat": 60.0, "lon": 20.0}]})
    assert '"\'=north"' in (tmp_path / "run" / "assignment.csv").read_text()
    assert read_run(tmp_path / "run")[1].assignment.area.tolist()[0] == "=north"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("decisions.csv", '"merge"', '"marry"', "unknown action 'marry'"),
        ("decisions.csv", '"dvv-north"', '"dvv-nort"', "there is no office 'dvv-nort'"),
        ("decisions.csv", '"dvv-north"', '"dvv-south"', "has two decisions"),
        ("decisions.csv", '"dvv-north"', '"dvv-south"', "office 'dvv-north' has no decision"),
        ("decisions.csv", "2028-01-01", "2028-13-01", "'2028-13-01' is no date"),
        ("decisions.csv", "2028-01-01", "", "a change needs the date"),
        ("decisions.csv", '"market","staffed","2028', '"moon","staffed","2028', "there is no site 'moon'"),
        ("decisions.csv", '"action"', '"deed"', "the column 'action' is missing"),
        (
            "decisions.csv",
            '"merge","village","market","staffed"',
            '"convert","village","market","boot"',
            "no mode 'boot'",
        ),
        ("assignment.csv", '"2025"', '"2026"', "there is no period '2026'"),
        ("assignment.csv", '"id-check"', '"idcheck"', "there is no service 'idcheck'"),
        ("assignment.csv", "1000000", "1000001", "no share of visits"),
        ("assignment.csv", "1000000", "0.5", "no share of visits"),
    ],
)
def test_a_plan_that_is_none_is_refused_in_words(run: Path, file: str, old: str, new: str, said: str) -> None:
    """What is wrong with a hand-made plan is said with file and line, never by a traceback."""
    rewrite(run / file, lambda text: text.replace(old, new))
    with pytest.raises(InvalidInput, match=r"\.csv:\d") as caught:
        read_run(run)
    assert said in str(caught.value)


def test_the_mode_of_a_decision_is_one_of_conversion(run: Path) -> None:
    """How an office serves in the end is told of every decision; it is a decision only where the office converts."""
    assert {decision.mode for decision in read_run(run)[1].decisions} == {""}
    rewrite(run / "decisions.csv", lambda text: text.replace('"merge","village"', '"convert","village"'))
    found = {decision.office: decision.mode for decision in read_run(run)[1].decisions}
    assert found["dvv-south"] == "staffed"


def test_a_plan_without_an_assignment_is_refused_in_words(run: Path) -> None:
    """Decisions alone cannot be checked, and the message says what is missing and where to get it."""
    (run / "assignment.csv").unlink()
    with pytest.raises(InvalidInput, match=r"not where people go.*copy assignment.csv"):
        read_run(run)


@pytest.mark.parametrize("missing", ["decisions.csv", "scenario.yaml", "the folder"])
def test_a_run_that_is_not_there_is_a_matter_of_files(run: Path, missing: str) -> None:
    """A missing folder or file is exit 8, with its name."""
    if missing != "the folder":
        (run / missing).unlink()
    with pytest.raises(FileSystemError, match=missing if "." in missing else "no such"):
        read_run(run if missing != "the folder" else run / "none")


def test_the_readers_know_all_actions_of_a_plan() -> None:
    """Every action that decisions.csv may hold today is one the reader takes."""
    assert {row.action for row in result().plan.decisions} <= set(run_reading.ACTIONS)
