"""A type of trajectory added in a file of its own: nothing else in the house changes, but the audit is not fooled.

Two actions that the house does not know stand below, as they would in a file of `actions/`: one lets half of an
office's premises to somebody else; one shuts an office's counter while its people stay, and moves them on later. The
list of actions is all that learns of them.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.scenarios.valley import Tree, decided, figure, sites, valley, village_office

from consolidate import workflow
from consolidate.accounts.result import Result
from consolidate.actions import keep, listing, merge, pricing
from consolidate.actions.move import energy, today
from consolidate.actions.trajectory import Setting, Stay, Trajectory, people
from consolidate.engine.options import Options
from consolidate.reports.document import document
from consolidate.reports.run_folder import write_run
from consolidate.scenario.load import from_data

NEARBY: Tree = {"id": "nearby", "type": "max_travel", "minutes": 10}


# ----------------------------------------------------------------------------------------------- the file of its own
def sublet(setting: Setting, index: int) -> Iterator[Trajectory]:
    """Yield staying on half of the area from every period on, the other half let at today's rent."""
    office, calendar, here = setting.scenario.offices[index], setting.calendar, today(setting, index)
    kept = next(keep.trajectories(setting, index))
    for period, day in enumerate(calendar.starts):
        cash = kept.cash.copy()
        let = pricing.staying(setting, office, calendar.stop) - pricing.staying(setting, office, day)
        cash[pricing.RENT] -= let[pricing.RENT] / 2
        stays = (here,) * period + (replace(here, m2=here.m2 / 2),) * (len(calendar.starts) - period)
        yield Trajectory(index, "sublet", -1, period, stays, cash, energy(setting, stays))


def close_by_and_by(setting: Setting, index: int) -> Iterator[Trajectory]:
    """Yield ending the service in the second period while the people stay, and giving up the premises in the third."""
    office, calendar, here = setting.scenario.offices[index], setting.calendar, today(setting, index)
    m2, day = pricing.mover_area(setting, office, closing=True), calendar.starts[2]
    for target in merge.targets(setting, index, m2):
        left, fees = pricing.leaving(setting, office, day)
        moved, removal, km = pricing.relocating(setting, index, target, day)
        new, works = pricing.settling(setting, office, setting.sites[target], m2, day)
        cash = pricing.staying(setting, office, day) + left + moved + new
        shut, gone = replace(here, mode="", office=False), Stay(target, "", m2, people(office), office=False)
        stays = (here, shut, *(gone,) * (len(calendar.starts) - 2))
        yield Trajectory(
            index, "close by and by", target, 2, stays, cash, energy(setting, stays), fees + removal + works,
            moved_fte=people(office), commute_km=km,
        )  # fmt: skip


# ---------------------------------------------------------------------------------------------------------- the house
def run(tree: Tree) -> Result:
    """Solve to the end; the books have to balance, whatever the audit says."""
    result = workflow.run(from_data(tree), Options(gap=0.0, time_limit=60, threads=1))
    assert result.status == "optimal"
    assert result.objective.accounts == pytest.approx(result.objective.program, abs=0.01)
    assert result.objective.accounts == pytest.approx(result.objective.solver, rel=1e-6)
    return result


@pytest.fixture
def needs_a_point() -> Tree:
    """The valley whose village needs a point."""
    return valley(policy=[*valley()["policy"], NEARBY])


def add(monkeypatch: pytest.MonkeyPatch, action: listing.Action) -> None:
    """Put an action into the list, behind those that are there."""
    monkeypatch.setattr(listing, "ACTIONS", (*listing.ACTIONS, action))


def test_a_new_action_is_chosen_where_it_pays(needs_a_point: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """Formulation and engine take a new trajectory like any other: half of 10,000 a year is let, from the first day."""
    before = run(needs_a_point)
    assert decided(before) == ("keep", "", None)
    add(monkeypatch, sublet)
    after = run(needs_a_point | {"policy": [*needs_a_point["policy"], {"id": "p", "type": "pace", "at_most": 1}]})
    assert decided(after) == ("sublet", "", 2025)
    assert decided(after, "tax-town") == ("keep", "", None)  # its lock holds for the new action too
    assert figure(before, "cost.total") - figure(after, "cost.total") == pytest.approx(10 * 5_000)


def test_a_new_action_meets_the_rules_that_are_there(needs_a_point: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules on changes count it without knowing it: with a pace of none it is not taken."""
    add(monkeypatch, sublet)
    pace = {"id": "none", "type": "pace", "at_most": 0}
    assert decided(run(needs_a_point | {"policy": [*needs_a_point["policy"], pace]})) == ("keep", "", None)


def test_a_new_action_may_change_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A course may be somewhere else in every period: the counter shuts in 2027, the premises are left in 2030."""
    tree = valley(
        policy=[*valley()["policy"], {"id": "two-points", "type": "site_count", "at_most": 1, "periods": [2027]}],
        sites=sites(town_house={"double_rent_months": 0}),
        offices=[valley()["offices"][0], village_office({"break_fee": 0})],
    )
    closed = run(tree)
    assert decided(closed) == ("close", "town-house", 2027)
    add(monkeypatch, close_by_and_by)
    shut = run(tree)
    assert decided(shut) == ("close by and by", "town-house", 2030)
    # Three years of a desk in the town are spared (2,800 a year), three years of running the village paid (2,000).
    assert figure(closed, "cost.total") - figure(shut, "cost.total") == pytest.approx(3 * 800)


def test_accounts_and_reports_tell_a_new_action(
    needs_a_point: Tree, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Figures, decisions and the run folder show it by its own name, with its money, area and date."""
    add(monkeypatch, sublet)
    loaded = from_data(needs_a_point)
    result = run(needs_a_point)
    assert figure(result, "network.floor_m2") == 250
    row = next(row for row in document(result)["decisions"] if row["office"] == "tax-village")
    assert (row["action"], row["date"], row["cost"]) == ("sublet", "2025-01-01", pytest.approx(-50_000))
    write_run(tmp_path / "run", result, loaded.resolved)
    written = json.loads((tmp_path / "run" / "result.json").read_text(encoding="utf-8"))
    assert [row["action"] for row in written["decisions"]] == ["keep", "sublet"]
    assert "sublet" in (tmp_path / "run" / "decisions.csv").read_text(encoding="utf-8")


def test_an_action_that_never_pays_changes_nothing(needs_a_point: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a trajectory too dear to follow in the list, the answer is what it was."""

    def dear(setting: Setting, index: int) -> Iterator[Trajectory]:
        yield from (replace(course, cash=course.cash + 1e6) for course in sublet(setting, index))

    before = document(run(needs_a_point))
    add(monkeypatch, dear)
    after = document(run(needs_a_point))
    for part in ("figures", "decisions", "points"):
        assert after[part] == before[part]


def test_the_audit_says_that_it_does_not_know_a_new_action(
    needs_a_point: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The audit knows its own list: it names the decision, counts the office as kept, and disagrees on the cost."""
    add(monkeypatch, sublet)
    result = run(needs_a_point)
    assert [(found.check, found.where) for found in result.audit.violations] == [
        ("one_trajectory", "office tax-village")
    ]
    assert result.audit.violations[0].message == (
        "action 'sublet' is not one of keep, close, merge, colocate, resize, convert"
    )
    assert not result.totals_match
    assert result.audit.totals.cost - figure(result, "cost.total") == pytest.approx(50_000)
