"""`consolidate solvers` and --solver: what is here, what is not, and that nothing is loaded to find out."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Outcome

from consolidate.backends import registry, sentinels
from consolidate.backends.profile import FOLDER
from consolidate.backends.solution import Solution

Cli = Callable[..., Outcome]
TOY = Path(__file__).parents[2] / "scenarios" / "toy"

# The command line where none of these packages can be imported; what was imported stands in the last line of stderr.
WITHOUT = """
import sys
from consolidate.cli.exits import run
for name in sys.argv[1].split(","):
    sys.modules[name] = None
code = run(sys.argv[2:])
print(",".join(sorted(name for name, module in sys.modules.items() if module)), file=sys.stderr)
sys.exit(code)
"""
SOLVERS = "highspy,pulp,pyomo,pyscipopt,cbcbox,gurobipy,cplex,xpress,coptpy"


def without(names: str, *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT, names, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_solvers_lists_what_is_here_and_how_to_get_the_rest(cli: Cli) -> None:
    """Every profile is listed: here with its version and abilities, or not with the reason and the remedy."""
    done = cli("solvers", "--format", "json")
    listed = {each["profile"]: each for each in done.document["solvers"]}
    assert done.code == 0
    assert listed["highs"]["here"] is True
    assert "integer" in listed["highs"]["capabilities"]
    for each in listed.values():
        assert each["version"] if each["here"] else each["reason"] and each["remedy"]
    text = cli("solvers").out
    assert all(name in text for name in listed)


def test_the_self_test_finds_a_wrong_solver(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A solver that calls a wrong value optimal, as HiGHS 1.14.0 does, fails the check: exit 1, with both values."""
    monkeypatch.setenv(FOLDER, str(tmp_path))
    known = registry.solve

    def wrong(program: object, request: object, *rest: str) -> Solution:
        return Solution("optimal", None, 11.0, 11.0) if rest[0] == "highs" else known(program, request, *rest)

    monkeypatch.setattr(sentinels.registry, "solve", wrong)
    done = cli("solvers", "--check")
    assert done.code == 1
    assert "buy or make 9 pieces: 11, and it is 9" in done.out


def test_the_self_test_passes_here(cli: Cli) -> None:
    """Every solver that is installed gets the known answers right."""
    done = cli("solvers", "--check", "--format", "json")
    assert done.code == 0, done.out
    assert all(each["wrong"] == [] for each in done.document["solvers"] if each["here"])


@pytest.mark.parametrize("profile", ["highs", "cbc", "pyomo-highs", "scip", "gurobi", "cplex", "xpress", "copt"])
def test_an_absent_solver_is_one_clear_line(profile: str) -> None:
    """Without its packages every solver is exit 7, one line, with what to install."""
    done = without(SOLVERS, "solve", TOY, "--solver", profile, "--quiet")
    line, imported = done.stderr.strip().split("\n")
    assert done.returncode == 7, done.stderr
    assert "cannot be used" in line
    assert "consolidate solvers" in line
    assert not {"highspy", "pulp", "pyomo", "pyscipopt"} & set(imported.split(","))


def test_without_any_solver_the_list_says_how_to_get_one() -> None:
    """The list needs no solver, and the check without one is exit 7."""
    done = without(SOLVERS, "solvers", "--check", "--format", "json")
    assert done.returncode == 7, done.stderr
    listed = json.loads(done.stdout)["solvers"]
    assert not any(each["here"] for each in listed)
    assert all(each["remedy"] for each in listed)


def test_nothing_is_imported_before_it_is_needed() -> None:
    """--help loads no solver, and a solve with HiGHS neither PuLP nor Pyomo."""
    for words, unwanted in (
        (["solve", "--help"], {"highspy", "pulp", "pyomo", "numpy"}),
        (["solve", TOY], {"pulp", "pyomo"}),
    ):
        done = without("gurobipy", *words)
        assert done.returncode == 0, done.stderr
        assert not unwanted & set(done.stderr.strip().split("\n")[-1].split(","))


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--solver", "higs"], 2, "did you mean 'highs'"),
        (["--solver", "nowhere.yaml"], 8, "nowhere.yaml"),
        (["--memory-limit", "0"], 2, "--memory-limit"),
    ],
)
def test_a_wrong_choice_is_told(cli: Cli, words: list[str], code: int, said: str) -> None:
    """Unknown profiles, files that are not there and limits that make no sense are told before any work."""
    done = cli("solve", TOY, *words)
    assert done.code == code
    assert said in done.err


def test_a_wrong_profile_is_invalid_input(cli: Cli, tmp_path: Path) -> None:
    """A profile with a misspelt key is exit 3, with its line and what was meant."""
    path = tmp_path / "mine.yaml"
    path.write_text("backend: highs\nsolver: highs\nthread: 1\n", encoding="utf-8")
    done = cli("solve", TOY, "--solver", path)
    assert done.code == 3
    assert "did you mean 'threads'" in done.err
