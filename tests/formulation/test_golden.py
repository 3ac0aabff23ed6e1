"""Every constraint as a person reads it: one LP file per core constraint, and per kind of every rule."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.formulation.tiny import model_of, program_of, tiny

from consolidate.formulation.formulate import CORE
from consolidate.formulation.rules.registry import RULES
from consolidate.program.lp_text import lp_text
from consolidate.program.program import Rows

GOLDEN = Path(__file__).parents[1] / "golden" / "formulation"

COUNTED = {"agencies": [{"id": "police"}, {"id": "tax", "staffing": {
    "minutes_per_fte_year": 60000, "hired_wage_per_fte_year": 50000}}],
    "modes": {"booth": {"languages": ["sv"]}, "staffed": {}}}  # fmt: skip
VISITED = COUNTED | {"modes": {"booth": {"staffing": "visiting", "staff_minutes_per_year": 3000, "days_per_week": 1},
                               "staffed": {}}}  # fmt: skip
SHARED = {
    "services": [{"id": "advice", "agency": "tax", "minutes_per_visit": 60},
                 {"id": "card", "agency": "tax", "minutes_per_visit": 10, "modes": ["booth", "staffed"]},
                 {"id": "pass", "agency": "police", "modes": ["booth"]}],
    "offices": [{"id": "police-hall", "agency": "police", "site": "hall", "mode": "booth", "floor_m2": 20},
                {"id": "tax-square", "agency": "tax", "site": "square", "mode": "booth", "floor_m2": 30}],
    "modes": {"staffed": {}, "booth": {"opening_minutes_per_year": 4000, "shared": {
        "minutes_per_year": 6000, "m2": 4, "cost_per_year": 500, "fit_out": 900}}}}  # fmt: skip
WHEELS = {
    "groups": [{"id": "swedish", "language": "sv", "own_visits": True},
               {"id": "wheels", "kind": "step_free", "travel": [
                   {"area": "north", "site": "market", "minutes": 20, "km": 10},
                   {"area": "north", "site": "square", "minutes": 60, "km": 40},
                   {"area": "south", "site": "square", "minutes": 10, "km": 2}]}],
    "areas": [{"id": "north", "municipality": "town", "population": 1000, "growth_per_year": 0.01,
               "people": {"swedish": 500, "wheels": 30}},
              {"id": "middle", "municipality": "town", "population": 400},
              {"id": "south", "population": 600, "people": {"wheels": 10}}],
    "sites": [{"id": "hall", "area": "north", "rent_per_m2_year": 100},
              {"id": "market", "area": "middle", "kind": "agency", "rent_per_m2_year": 80, "step_free": True},
              {"id": "square", "area": "south", "rent_per_m2_year": 60, "step_free": True}],
    "modes": {"booth": {"days_per_week": 2}, "staffed": {}}}  # fmt: skip
NEEDED: dict[str, dict[str, Any]] = {
    "supported": {"services": [
        {"id": "advice", "agency": "tax", "minutes_per_visit": 60},
        {"id": "card", "agency": "tax", "minutes_per_visit": 10, "modes": ["booth", "staffed"],
         "remote": {"support_modes": ["booth"], "support_minutes": 30, "supported_share": 0.4}},
        {"id": "pass", "agency": "police"}]},
    "nearest": COUNTED, "nearest_sum": COUNTED, "nearest_able": COUNTED,
    "staff_time": VISITED, "home_serves": VISITED,
    "opening": {"modes": {"booth": {"opening_minutes_per_year": 4000}, "staffed": {}}},
    "facility_there": SHARED, "no_empty_facility": SHARED, "facility_starts": SHARED, "facility_time": SHARED,
    "group_access": WHEELS, "group_access-except_share": WHEELS, "group_access-language-days": WHEELS,
    "budget-hires": VISITED | {"agencies": [{"id": "police"}, {"id": "tax", "staffing": {
        "minutes_per_fte_year": 60000, "hired_wage_per_fte_year": 50000, "hiring_cost_per_fte": 9000}}]},
}  # fmt: skip
"""What the tiny scenario has besides where a core constraint, or a kind of rule, needs it."""

KINDS: dict[str, dict[str, Any]] = {
    "budget-total": {"at_most": 20000},
    "budget-hires": {"at_most": 5000, "per": "period"},
    "budget-period": {"at_most": 5000, "per": "period", "agencies": ["tax"]},
    "cap-cost": {"of": "cost", "at_most": 900000},
    "cap-emissions": {"of": "emissions", "at_most": 90000},
    "cap-travel": {"of": "travel_km", "at_most": 100000},
    "coverage": {"minutes": 15, "share": 0.8, "services": ["card"]},
    "coverage-bands": {
        "bands": [{"minutes": 15, "share": 0.5}, {"km": 35, "share": 1.0}],
        "services": ["card"],
        "periods": [2027],
    },
    "coverage-weighted": {"minutes": 15, "share": 0.7, "weighted": True, "services": ["card"], "periods": [2027]},
    "exit": {"at_most": 1, "except_municipalities": ["south"]},
    "fairness-regions": {"of": "regions", "worse_by": 0.2},
    "fairness-groups": {"of": "groups", "worse_by": 0.2, "only": ["swedish"], "periods": [2027]},
    "fairness-agencies": {"of": "agencies", "at_most": 5000},
    "group_access": {"group": "wheels", "minutes": 30, "services": ["card"], "days_per_week": 3, "periods": [2027]},
    "group_access-except_share": {"group": "wheels", "km": 15, "services": ["card"], "except_share": 0.2},
    "group_access-language": {"group": "swedish", "minutes": 30, "services": ["card"], "periods": [2027]},
    "group_access-language-days": {"group": "swedish", "minutes": 30, "services": ["card"], "days_per_week": 3},
    "language-statutory": {"language": "sv", "minutes": 15, "agencies": ["tax"]},
    "language-speakers": {"language": "sv", "minutes": 45, "agencies": ["tax"], "areas": {"at_least": 100}},
    "lock-office-stay": {"office": "tax-market", "must": "stay"},
    "lock-office-close": {"office": "tax-market", "must": "close"},
    "lock-office-only_to": {"office": "tax-market", "only_to": ["hall"], "not_before": "2026-06-30"},
    "lock-site-stay": {"site": "hall", "must": "stay"},
    "lock-site-close": {"site": "square", "must": "close", "periods": [2027]},
    "max_travel": {"minutes": 30, "except_areas": ["middle"]},
    "max_travel-except_share": {"minutes": 15, "except_share": 0.25, "services": ["card"]},
    "max_travel-reached_today": {"minutes": 15, "areas": "reached_today"},
    "patronage": {"agencies": ["tax"], "periods": [2027]},
    "pace-period": {"at_most": 1},
    "pace-total": {"at_most": 2, "per": "total", "agencies": ["tax"]},
    "population_base": {"at_least": 1500, "minutes": 15, "except_sites": ["square"]},
    "relation-needs": {"if_open": "square", "then_open": "hall"},
    "relation-not_both": {"not_both": ["market", "square"], "periods": [2027]},
    "relation-together": {"together": ["tax-market", "tax-square"], "periods": [2027]},
    "site_count-points": {"at_most": 2},
    "site_count-points-region": {"at_least": 1, "per": "region"},
    "site_count-points-agency": {"at_least": 1, "at_most": 2, "per": "agency"},
    "site_count-sites": {"exactly": 2, "of": "sites", "periods": [2027]},
    "site_count-sites-region": {"at_most": 1, "of": "sites", "per": "region", "regions": ["upper"]},
    "site_count-joint": {"at_least": 1, "of": "joint_points"},
    "site_count-joint-agency": {"at_least": 1, "of": "joint_points", "per": "agency"},
    "site_count-joint-of-agencies": {"at_most": 0, "of": "joint_points", "agencies": ["tax"], "periods": [2027]},
    "space_target": {"m2_per_person": 20, "periods": [2027]},
    "space_target-agencies": {"m2_per_person": 20, "agencies": ["tax"], "periods": [2027]},
    "stability": {
        "at_most": 1,
        "plan": [{"office": "tax-square", "action": "merge", "to_site": "market", "date": "2027-01-01"}],
    },
    "staff_relocation-minutes": {"minutes": 15},
    "staff_relocation-share": {"share": 0.5, "agencies": ["tax"]},
    "utilisation": {"at_most": 0.8, "periods": [2027]},
}
"""A rule of every type for each way in which its rows differ; the type is what stands before the first dash."""


@pytest.fixture
def golden(pytestconfig: pytest.Config) -> Callable[[str, str], None]:
    """Compare with a golden file, or write it anew."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / f"{name}.lp"
        if pytestconfig.option.update_golden:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{path.name} is missing: pytest --update-golden writes it"
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.mark.parametrize("constraint", CORE, ids=lambda constraint: constraint.__name__)
def test_a_core_constraint_reads_as_its_golden_file(
    constraint: Callable[[Any], Rows], golden: Callable[[str, str], None]
) -> None:
    """A core constraint alone, on the tiny scenario, is the LP in its golden file."""
    model = model_of(tiny(**NEEDED.get(constraint.__name__, {})))
    rows = constraint(model.layout)
    assert rows.name == constraint.__name__
    golden(rows.name, lp_text(program_of(model, rows)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_reads_as_its_golden_file(kind: str, golden: Callable[[str, str], None]) -> None:
    """The rows and columns of a rule alone, on the tiny scenario, are the LP in its golden file."""
    rule = {"id": "rule", "type": kind.partition("-")[0]} | KINDS[kind]
    model = model_of(tiny(policy=[rule], **NEEDED.get(kind, {})))
    golden(kind, lp_text(program_of(model, *(rows for rows in model.constraints if rows.name.startswith("policy.")))))


def test_every_constraint_and_every_rule_type_has_a_golden_file() -> None:
    """No core constraint and no rule type is without a golden file, and no golden file without one of them."""
    assert {kind.partition("-")[0] for kind in KINDS} == set(RULES)
    written = {constraint.__name__ for constraint in CORE} | set(KINDS)
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}.lp" for name in written}


def test_rows_of_different_rules_never_share_a_name() -> None:
    """Two rules of one type in one policy give blocks of their own."""
    twice = [{"id": name, "type": "max_travel", "minutes": 30, "except_share": 0.1} for name in ("one", "two")]
    model = model_of(tiny(policy=twice))
    names = [block.name for block in (*model.constraints, *model.variables)]
    assert len(names) == len(set(names))
