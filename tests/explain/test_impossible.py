"""No plan, from the command line: exit 4, in words and as JSON, with the rules or the data at fault."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from tests.explain.test_conflict import BASE, HARMLESS, conflicting
from tests.formulation.tiny import Tree, tiny

from consolidate import workflow
from consolidate.backends import highs
from consolidate.cli.exits import run
from consolidate.errors import Infeasible
from consolidate.scenario.load import from_data

Solve = Callable[..., tuple[int, str, str]]


@pytest.fixture
def solve(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Solve:
    """Write a scenario and solve it by the command line."""
    monkeypatch.setenv("COLUMNS", "200")

    def call(tree: Tree, *words: str) -> tuple[int, str, str]:
        path = tmp_path / "scenario.yaml"
        path.write_text(yaml.safe_dump(tree, sort_keys=False), encoding="utf-8")
        code = run(["solve", str(path), *words])
        return code, *capsys.readouterr()

    return call


def test_a_conflict_is_told_in_the_words_of_its_rules(solve: Solve) -> None:
    """Infeasible exits with 4 and names the rules that conflict with their sentences, and the way out, on stderr."""
    code, out, err = solve(BASE | {"policy": conflicting("money and lock")})
    assert (code, out) == (4, "")
    assert "These rules cannot both hold: thrift, empty." in err
    assert "Site square closes" in err
    assert "One-off spending is at most 100" in err
    assert not any(str(rule["id"]) in err for rule in HARMLESS)


def test_a_conflict_is_one_document(solve: Solve) -> None:
    """As JSON the conflict has its rules and a repair that was shown to repair."""
    code, out, _ = solve(BASE | {"policy": conflicting("two counts")}, "--format", "json")
    document = json.loads(out)
    assert (code, document["exit_code"], document["status"]) == (4, 4, "infeasible")
    assert [conflict["id"] for conflict in document["conflicts"]] == ["many", "few"]
    assert document["repaired"] is True
    assert {repair["id"] for repair in document["repair"]} <= {"many", "few"}
    assert all(repair["amount"] == pytest.approx(1) for repair in document["repair"])


def cut_off() -> Tree:
    """The tiny scenario without a way from `south` to any place where passes are issued, or may come to be."""
    ways = [way for way in tiny()["travel"]["matrix"] if (way["area"], way["site"]) not in
            {("south", "hall"), ("south", "market")}]  # fmt: skip
    return tiny(travel={"matrix": ways, "missing": "unreachable"})


def test_visits_that_no_site_can_serve_are_found_before_solving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Visits that can reach no site that will ever serve them are named, with their area, and nothing is solved."""
    monkeypatch.setattr(highs, "solve", lambda *_: pytest.fail("the solver was called"))
    with pytest.raises(Infeasible, match="no site that can be reached can ever serve pass of south") as raised:
        workflow.run(from_data(cut_off()))
    assert [(conflict.id, conflict.amount) for conflict in raised.value.conflicts] == [("data", 1)]


def test_a_group_that_nobody_can_serve_is_found_before_solving() -> None:
    """Visits of a group whose language nobody speaks are named with the group."""
    offices = [office | {"staff": {"customer_service_fte": 1}} for office in tiny()["offices"]]
    with pytest.raises(Infeasible, match="serve card for group swedish of north"):
        workflow.run(from_data(tiny(offices=offices)))


@pytest.mark.parametrize("form", ["text", "json"])
def test_impossible_data_exit_with_four(solve: Solve, form: str) -> None:
    """Data that allow no plan exit with 4 and say which, in words and as JSON."""
    code, out, err = solve(cut_off(), "--format", form)
    assert code == 4
    assert "no site that can be reached can ever serve pass of south" in err
    if form == "json":
        document = json.loads(out)
        assert (document["status"], document["conflicts"][0]["id"]) == ("infeasible", "data")
    else:
        assert out == ""
