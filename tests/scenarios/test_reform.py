"""Every action, mode and rule is there for a sentence of the reform, and decides: docs/explanation/reform.md."""

import ast
import re
from pathlib import Path
from typing import get_args

import pytest
from tests.scenarios.valley import (
    BOOTH,
    OVER,
    Tree,
    point,
    solved,
    town_office,
    valley,
    village_office,
    with_modes,
)

from consolidate.actions import listing
from consolidate.formulation.rules.registry import RULES
from consolidate.scenario.model import Mode

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "docs/explanation" / name for name in ("reform.md", "edges.md")]
SMALLER: Tree = {"resize": [{"m2": 50}]}
TURNED: Tree = {"convert": [{"mode": "part-time", "m2": 40}]}

SHOWN_BY: dict[str, Tree] = {
    "close": valley(),
    "merge": valley(offices=[town_office(), village_office(OVER, moved_m2=10)]),
    "colocate": with_modes({}, village_office(OVER, moved_m2=10), put=False),
    "resize": with_modes({}, village_office(OVER, **SMALLER)),
    "convert": with_modes({"part-time": {}}, village_office(OVER, **TURNED)),
    "open": with_modes({"booth": BOOTH}, village_office(OVER), point("booth")),
}
"""For each action a scenario whose best plan takes it."""

SERVED_BY: dict[str, Tree] = {
    "own": {},
    "visiting": {"staffing": "visiting", "staff_minutes_per_year": 24_000, "days_per_week": 1},
    "remote": BOOTH,
    "host": {"staffing": "host", "staff_minutes_per_year": 24_000},
}
"""For each way of staffing a mode in which a point in the village's hall is cheaper than the office."""


def test_every_action_is_shown() -> None:
    """No action and no way of staffing is left out; keeping is what every plan can do."""
    actions = {action.__module__.rpartition(".")[2] for action in (*listing.ACTIONS, *listing.OPENINGS)}
    assert actions - {"keep"} == set(SHOWN_BY)
    assert set(get_args(Mode.model_fields["staffing"].annotation)) == set(SERVED_BY)


@pytest.mark.parametrize("action", SHOWN_BY)
def test_without_an_action_the_best_plan_is_dearer(action: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The best plan takes the action, and where it is not listed there is none as good."""
    result = solved(SHOWN_BY[action])
    assert action in {each.action for each in result.plan.decisions}
    for name in ("ACTIONS", "OPENINGS"):
        left = [each for each in getattr(listing, name) if each.__module__.rpartition(".")[2] != action]
        if action == "open" and name == "OPENINGS":
            left = [never_opens]
        monkeypatch.setattr(listing, name, tuple(left))
    assert solved(SHOWN_BY[action]).objective.value > result.objective.value + 1


def never_opens(setting: listing.Setting, index: int) -> "listing.Iterator[listing.Trajectory]":
    """What a possible point can do when nothing can be opened."""
    return (each for each in listing.open.trajectories(setting, index) if each.action == "never")


@pytest.mark.parametrize("staffing", SERVED_BY)
def test_without_a_mode_the_best_plan_is_dearer(staffing: str) -> None:
    """A point that is served so replaces the office; where no service may be given in its mode, it does not."""
    tree = with_modes({"light": SERVED_BY[staffing]}, village_office(OVER), point("light"))
    result = solved(tree)
    assert {each.office: each.action for each in result.plan.decisions}["tax-hall"] == "open"
    barred = [service | {"modes": ["staffed"]} for service in tree["services"]]
    assert solved(tree | {"services": barred}).objective.value > result.objective.value + 1


def test_the_pages_name_tests_that_exist() -> None:
    """Every test that the pages on the reform and on edges name is one, and every file."""
    tests = {
        node.name.removeprefix("test_")
        for file in (ROOT / "tests").rglob("test_*.py")
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    for page in PAGES:
        rows = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
        named = [name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[-2])]
        assert named
        for name in named:
            assert name in tests or (ROOT / name).exists(), f"{page.name}: {name}"


def test_the_page_on_the_reform_names_every_rule() -> None:
    """No rule type, action or way of staffing is missing from the page."""
    page = PAGES[0].read_text(encoding="utf-8")
    words = {*RULES, *SHOWN_BY, *SERVED_BY}
    assert {word for word in words if f"`{word}`" not in page} == set()
