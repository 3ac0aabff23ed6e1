"""The command line run in this process, with a stand-in for the work behind it."""

import dataclasses
import json
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.reports.results import resolved, result

import consolidate
from consolidate.accounts.result import Result
from consolidate.cli.exits import run
from consolidate.engine.options import Control, Options


@dataclasses.dataclass
class Outcome:
    """What a command left: its exit code, the result on stdout, the talk on stderr."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Stdout as the one JSON document it must be."""
        return json.loads(self.out)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Run a command line."""
    monkeypatch.setenv("COLUMNS", "80")

    def call(*words: object) -> Outcome:
        code = run([str(word) for word in words])
        return Outcome(code, *capsys.readouterr())

    return call


class Workflow(types.ModuleType):
    """Stands in for `consolidate.workflow`: solves by returning, raising or calling what it is given."""

    outcome: Result | BaseException | Callable[[Control], Result]
    options: Options | None = None

    def run(self, _: Any, options: Options, control: Control) -> Result:
        self.options = options
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        return self.outcome if isinstance(self.outcome, Result) else self.outcome(control)

    def listing(self, _: Any) -> tuple[str, ...]:
        return ("dvv-south: keep, merge to market",)


@pytest.fixture
def workflow(monkeypatch: pytest.MonkeyPatch) -> Workflow:
    stand_in = Workflow("consolidate.workflow")
    stand_in.outcome = result()
    monkeypatch.setattr(consolidate, "workflow", stand_in, raising=False)
    return stand_in


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "scenario.yaml"
    path.write_text(yaml.safe_dump(resolved(), sort_keys=False), encoding="utf-8")
    return path
