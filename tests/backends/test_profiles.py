"""Solver profiles: found by name or path, checked like a scenario, and what the command line makes of them."""

from pathlib import Path

import pytest

from consolidate.backends import profile, registry
from consolidate.engine.options import Options
from consolidate.errors import FileSystemError, InvalidInput, UsageError

NAMES = ("cbc", "copt", "cplex", "gurobi", "highs", "pyomo-highs", "scip", "xpress")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(profile.FOLDER, str(tmp_path))
    return tmp_path


def test_the_profiles_that_come_along_are_found_and_right(own: Path) -> None:
    """Every profile of the repository can be read, and its backend says who it is and whether it is here."""
    assert not list(own.iterdir())
    assert tuple(name for name, _ in profile.profiles()) == NAMES
    for name in NAMES:
        read = profile.load(name)
        backend = registry.backend(read.backend, read.solver)
        here = backend.availability()
        assert backend.name
        assert here.version if here else here.reason


def test_ones_own_profile_hides_the_one_of_that_name(own: Path) -> None:
    """A profile in the user's folder is taken before one that comes along."""
    (own / "highs.yaml").write_text("backend: highs\nsolver: highs\ngap: 0.5\n", encoding="utf-8")
    assert profile.load("highs").gap == 0.5
    assert profile.load("cbc").gap == 1e-4


def test_a_folder_called_solvers_is_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the variable, profiles in ./solvers are the user's own."""
    monkeypatch.delenv(profile.FOLDER, raising=False)
    monkeypatch.chdir(tmp_path)
    Path("solvers").mkdir()
    Path("solvers", "mine.yaml").write_text("{backend: highs, solver: highs, seed: 7}\n", encoding="utf-8")
    assert profile.load("mine").seed == 7


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("backend: higs\nsolver: x\n", 1, "did you mean 'highs'?"),
        ("backend: highs\nsolver: highs\nthread: 3\n", 3, "did you mean 'threads'?"),
        ("backend: highs\nsolver: highs\ngap: 2\n", 3, "must be at most 1"),
        ("backend: highs\nsolver: highs\noptions: {a: [1]}\n", 3, "options.a"),
        ("backend: highs\n", 1, "'solver' is missing"),
        ("backend: highs\nbackend: pulp\nsolver: x\n", 2, "stands twice"),
        ("- highs\n", 1, "must be a mapping"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(own: Path, text: str, line: int, words: str) -> None:
    """A wrong profile is invalid input, with file, line and what was meant."""
    path = own / "wrong.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as raised:
        profile.load("wrong")
    told = raised.value.problems[0]
    assert (told.place.file, told.place.line) == (str(path), line)
    assert words in str(raised.value)


def test_an_unknown_name_is_a_wrong_command_line() -> None:
    """A name that no profile has is told with the nearest, a file that is not there as such."""
    with pytest.raises(UsageError, match="did you mean 'highs'"):
        profile.load("higs")
    with pytest.raises(FileSystemError, match="nowhere"):
        profile.load("nowhere.yaml")


def test_what_is_given_wins_over_the_profile(own: Path) -> None:
    """Options are the profile's but for those that are given."""
    (own / "mine.yaml").write_text(
        "backend: pulp\nsolver: COIN_CMD\ngap: 0.1\ntime_limit: 9\noptions: {cuts: off}\n", encoding="utf-8"
    )
    options = Options.of("mine", gap=0.0, time_limit=None, seed=3, memory_limit=900)
    assert options == Options(0.0, 9.0, 2, 3, None, 900, "pulp", "COIN_CMD", {"cuts": "off"})
