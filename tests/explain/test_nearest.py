"""Why there is no plan where people go to the nearest point: the capacity they overfill, or the rule, is named."""

import pytest
from tests.explain.test_conflict import infeasible
from tests.explain.test_impossible import cut_off
from tests.formulation.test_drops import CROWDED, STAY, counted
from tests.formulation.tiny import Tree, tiny

from consolidate import workflow
from consolidate.errors import Infeasible
from consolidate.scenario.load import from_data


def test_a_point_too_small_for_whom_it_is_the_nearest_is_named() -> None:
    """Where an agency has staffing and two offices must stay, the capacity that is short is named, and by how much."""
    found = infeasible(counted(CROWDED | {"policy": STAY}, minutes_per_fte_year=60000))
    assert {conflict.id for conflict in found.conflicts} >= {"tax-market", "tax-square"}
    assert {repair.id for repair in found.repair} <= {"tax-market", "tax-square"}
    police, *offices = CROWDED["offices"]
    smaller = [police, *(office | {"capacity_minutes_per_year": 9000} for office in offices)]
    found = infeasible(counted(CROWDED | {"offices": smaller}, minutes_per_fte_year=60000))
    assert [conflict.id for conflict in found.conflicts] == ["work"]


def test_patronage_is_named_beside_the_rules_that_hold_offices() -> None:
    """A rule on patronage that no plan keeps with the locks is named with them, and giving way is enough."""
    found = infeasible(CROWDED | {"policy": [{"id": "near", "type": "patronage"}, *STAY]})
    assert {conflict.id for conflict in found.conflicts} == {"near", "tax-market", "tax-square"}
    assert found.repaired


def test_willing_visits_that_support_can_save_are_not_beyond_reach() -> None:
    """Visits that no site can ever serve are no error where all are willing and a support point can come near."""
    remote = {"support_modes": ["booth"], "support_minutes": 5, "supported_share": 1}

    def helped(**more: object) -> Tree:
        services = [*tiny()["services"][:2], {"id": "pass", "agency": "police", "remote": remote | more}]
        return cut_off() | {"services": services}

    result = workflow.run(from_data(helped()))
    assert not result.audit.violations
    assert "pass" not in result.plan.assignment.service.tolist()
    with pytest.raises(Infeasible, match="can ever serve pass of south"):
        workflow.run(from_data(helped(support_modes=["staffed"], support_minutes=1)))
