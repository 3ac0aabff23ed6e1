"""The commands, each doing what its help says."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Outcome, Workflow
from tests.reports.results import readings, resolved, result

from consolidate.audit.report import AuditReport, Totals, Violation
from consolidate.errors import InvalidInput, Place, Problem

Cli = Callable[..., Outcome]


@pytest.mark.usefixtures("workflow")
def test_solve_prints_the_summary(cli: Cli, scenario: Path) -> None:
    """solve prints today, the plan and the change on stdout, and writes nothing without -o."""
    said = cli("solve", scenario)
    assert "cost, whole horizon, EUR             1,050,123 990,000 \u221260,123  \u22125.7" in said.out
    assert said.err == ""
    assert [path.name for path in scenario.parent.iterdir()] == ["scenario.yaml"]


@pytest.mark.usefixtures("workflow")
@pytest.mark.parametrize(("form", "begins"), [("json", "{"), ("csv", '"name","unit"'), ("md", "# Three offices")])
def test_solve_prints_other_formats(cli: Cli, scenario: Path, form: str, begins: str) -> None:
    """--format prints the result as JSON, CSV or Markdown and nothing else on stdout."""
    assert cli("solve", scenario, "--format", form).out.startswith(begins)


@pytest.mark.usefixtures("workflow")
def test_solve_writes_a_run(cli: Cli, scenario: Path, tmp_path: Path) -> None:
    """-o writes a run whose result.json is the printed document without what belongs to the run alone."""
    printed = cli("solve", scenario, "-o", tmp_path / "a" / "run", "--format", "json").document
    assert printed.pop("exit_code") == 0
    assert printed.pop("run") == {"seconds": 2.345, "nodes": 7, "interrupted": False}
    assert json.loads((tmp_path / "a" / "run" / "result.json").read_text()) == printed


def test_solve_refuses_a_foreign_folder_before_the_work(
    cli: Cli, workflow: Workflow, scenario: Path, tmp_path: Path
) -> None:
    """A folder that is no run is exit 8 before anything is solved."""
    (tmp_path / "mine").mkdir()
    assert cli("solve", scenario, "-o", tmp_path / "mine").code == 8
    assert workflow.options is None


def test_solve_hands_its_options_over(cli: Cli, workflow: Workflow, scenario: Path) -> None:
    """Limits and seeds reach the solver as given."""
    cli("solve", scenario, "--gap", 0.01, "--time-limit", 5, "--threads", 1, "--seed", 7)
    assert workflow.options is not None
    assert (workflow.options.gap, workflow.options.time_limit) == (0.01, 5.0)
    assert (workflow.options.threads, workflow.options.seed) == (1, 7)


@pytest.mark.usefixtures("workflow")
def test_settings_change_the_scenario(cli: Cli, scenario: Path) -> None:
    """--set changes a value, and a wrong one is invalid input."""
    assert "end: 2040" in cli("show", scenario, "--resolved", "--set", "horizon.end=2040").out
    assert cli("solve", scenario, "--set", "horizon.end=soon").code == 3


def test_a_plan_that_fails_its_audit_does_not_leave(
    cli: Cli, workflow: Workflow, scenario: Path, tmp_path: Path
) -> None:
    """A result the audit objects to is neither printed nor written: exit 1, with what was found."""
    report = AuditReport(9, (Violation("language", "north, 2025", "0.4 short"),), (), Totals(0, 0, 0, 0, 0))
    for made in (result(audit=report), result(totals_match=False)):
        workflow.outcome = made
        said = cli("solve", scenario, "-o", tmp_path / "run")
        assert (said.code, said.out) == (1, "")
        assert not (tmp_path / "run").exists()
    workflow.outcome = result(audit=report)
    assert "language at north, 2025: 0.4 short" in cli("solve", scenario).err


def test_validate_says_that_all_is_well(cli: Cli, scenario: Path) -> None:
    """A scenario without problems is exit 0 and one line."""
    said = cli("validate", scenario)
    assert (said.code, said.out) == (0, "no problems\n")
    assert cli("validate", scenario, "--format", "json").document["status"] == "valid"


@pytest.fixture
def wrong(scenario: Path) -> Path:
    text = scenario.read_text().replace("offices:", "ofices:").replace("population: 12000.0", "population: -1")
    scenario.write_text(text)
    return scenario


def test_validate_lists_all_problems(cli: Cli, wrong: Path) -> None:
    """Every problem is a line with file:line:column on stdout, and the exit code is 3."""
    said = cli("validate", wrong)
    assert said.code == 3
    lines = [line for line in said.out.splitlines() if line.startswith(f"{wrong}:")]
    assert len(lines) >= 2
    assert said.out.splitlines()[-1] == f"{len(lines)} errors"


def test_validate_writes_json_annotations_and_sarif(cli: Cli, wrong: Path) -> None:
    """The same problems come as JSON, as annotations of a pull request and as SARIF."""
    document = cli("validate", wrong, "--format", "json").document
    assert (document["status"], document["exit_code"]) == ("error", 3)
    annotations = cli("validate", wrong, "--format", "github").out.splitlines()
    sarif = cli("validate", wrong, "--format", "sarif").document
    results = sarif["runs"][0]["results"]
    assert len(document["problems"]) == len(annotations) == len(results)
    assert annotations[0].startswith(f"::error file={wrong},line=")
    assert sarif["version"] == "2.1.0"
    assert results[0]["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1


def test_annotations_cannot_be_forged(cli: Cli, monkeypatch: pytest.MonkeyPatch, scenario: Path) -> None:
    """A line end or a colon in a file's name or a message does not begin another workflow command."""
    problem = Problem(Place("a,b:c\n::set-env::x", 1, 1), "bad\n::warning::y %0A")

    def refuse(*_: object) -> None:
        raise InvalidInput([problem])

    monkeypatch.setattr("consolidate.scenario.load.load", refuse)
    said = cli("validate", scenario, "--format", "github").out
    assert said == "::error file=a%2Cb%3Ac%0A%3A%3Aset-env%3A%3Ax,line=1,col=1::bad%0A::warning::y %250A\n"


@pytest.mark.usefixtures("workflow")
def test_strict_makes_warnings_errors(cli: Cli, monkeypatch: pytest.MonkeyPatch, scenario: Path) -> None:
    """A warning is said and passes; with --strict it is an error and exit 3, in validate and in solve."""
    from consolidate.scenario import load as room

    load, warning = room.load, Problem(Place("scenario.yaml", 1, 1), "looks odd", severity="warning")

    def with_warning(*given: object) -> object:
        from dataclasses import replace

        return replace(load(*given), warnings=(warning,))

    monkeypatch.setattr(room, "load", with_warning)
    for command in ("validate", "solve"):
        assert cli(command, scenario).code == 0
        assert cli(command, scenario, "--strict").code == 3
    assert "warning: looks odd" in cli("solve", scenario).err
    assert cli("solve", scenario, "--quiet").err == ""


@pytest.mark.usefixtures("workflow")
def test_show_says_what_is_in_a_scenario(cli: Cli, scenario: Path) -> None:
    """show prints counts, totals, provenance, rules and what each office could do."""
    out = cli("show", scenario).out
    for line in (
        "2 agencies, 2 services, 2 areas, 2 sites, 3 offices",
        "people: 15,000",
        "customer service: 2.5 FTE",
        "areas: fact 50%, assumed 50%",
        "one-hour: Everybody has a point within 60 minutes.",
        "dvv-south: keep, merge to market",
    ):
        assert line in out
    document = cli("show", scenario, "--format", "json").document
    assert document["counts"]["offices"] == 3
    assert document["provenance"]["areas"] == {"fact": 0.5, "assumed": 0.5}


@pytest.mark.usefixtures("workflow")
def test_show_resolved_is_a_scenario(cli: Cli, scenario: Path, tmp_path: Path) -> None:
    """What show --resolved prints is valid input again, and the same scenario."""
    copy = tmp_path / "copy.yaml"
    copy.write_text(cli("show", scenario, "--resolved").out)
    assert cli("show", copy, "--resolved").out == copy.read_text()


@pytest.mark.parametrize("options", [[], ["--result"]], ids=["scenario", "result"])
def test_schema_prints_a_json_schema(cli: Cli, options: list[str]) -> None:
    """schema prints the JSON Schema of the scenario, or of the result."""
    schema = cli("schema", *options).document
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_init_makes_a_valid_scenario(cli: Cli, tmp_path: Path) -> None:
    """What init writes is valid, and a folder that holds something is left alone."""
    said = cli("init", tmp_path / "new")
    assert (said.code, said.out) == (0, "")
    assert cli("validate", tmp_path / "new" / "scenario.yaml").code == 0
    assert cli("init", tmp_path / "new").code == 8


@pytest.mark.usefixtures("workflow")
@pytest.mark.parametrize(
    ("violations", "code"), [((), 0), ((Violation("language", "north", "0.4 short"),), 1)], ids=["kept", "broken"]
)
def test_audit_reads_a_run(
    cli: Cli,
    monkeypatch: pytest.MonkeyPatch,
    scenario: Path,
    violations: tuple[Violation, ...],
    code: int,
) -> None:
    """audit prints checks, violations, rules and totals of a run, and exits with 1 if anything is violated."""
    monkeypatch.setattr(
        "consolidate.audit.audit.audit",
        lambda *_: AuditReport(1234, violations, readings(), Totals(1.5, 2.0, 3.0, 4.0, 1.5)),
    )
    run = scenario.parent / "run"
    cli("solve", scenario, "-o", run)
    said = cli("audit", run)
    assert said.code == code
    assert "audit: 1,234 checks" in said.out
    assert "cost: 1.50 EUR" in said.out
    document = cli("audit", run, "--format", "json").document
    assert document["exit_code"] == code
    assert len(document["audit"]["violations"]) == code
    assert resolved()["name"] == document["name"]


def test_audit_of_no_run_is_eight(cli: Cli, tmp_path: Path) -> None:
    """A run that is not there is a matter of files."""
    assert cli("audit", tmp_path / "none").code == 8
