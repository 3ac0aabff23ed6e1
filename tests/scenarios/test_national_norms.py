"""The country's norms for joint points on its 308 municipal centres: that they cannot hold is said, and for whom."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from consolidate import workflow
from consolidate.errors import Infeasible
from consolidate.instance.travel import ways
from consolidate.scenario.load import from_data, load

Tree = dict[str, Any]

DVV = Path(__file__).parents[2] / "scenarios" / "dvv" / "scenario.yaml"
AN_HOUR, ENOUGH = 60, 10_000
ONE_HOUR = {"id": "one-hour", "type": "max_travel", "minutes": AN_HOUR}
PEOPLE_NEAR = {"id": "people-near", "type": "population_base", "at_least": ENOUGH, "minutes": AN_HOUR}


def country(*rules: Tree) -> Tree:
    """Every municipal centre as a possible joint point, in premises of the municipality, all at the same cost."""
    areas = load(DVV).resolved["areas"]
    return {
        "consolidate": 1,
        "name": "Joint points of the country",
        "reference_year": 2024,
        "currency": "EUR",
        "horizon": {"periods": [2025], "end": 2030},
        "agencies": [{"id": "state"}],
        "services": [{"id": "visit", "agency": "state", "name": "visits in person"}],
        "areas": [{key: area[key] for key in ("id", "name", "lat", "lon", "population")} for area in areas],
        "visits": [{"service": "visit", "visits_per_1000": 100}],
        "sites": [{"id": f"at-{area['id']}", "name": area["name"], "area": area["id"], "kind": "municipal",
                   "shared_fixed_per_year": 10_000} for area in areas],
        "offices": [{"id": f"point-{area['id']}", "agency": "state", "site": f"at-{area['id']}", "exists": False}
                    for area in areas],
        "travel": {"estimate": {"detour": 1.25, "speed_kmh": 60}},
        "policy": list(rules),
    }  # fmt: skip


def concerned(tree: Tree) -> tuple[dict[str, float], set[str]]:
    """Population by name of the areas within an hour of no centre with enough people near; and those centres."""
    scenario = from_data(tree).scenario
    near = ways(scenario).minutes <= AN_HOUR
    population = np.array([area.population for area in scenario.areas])
    enough = population @ near >= ENOUGH
    lost = ~(near & enough).any(axis=1)
    found = {str(area.name): area.population for area, without in zip(scenario.areas, lost, strict=True) if without}
    helped = near[lost].any(axis=0) & ~enough
    return found, {site.id for site, one in zip(scenario.sites, helped, strict=True) if one}


def test_an_hour_for_everybody_and_people_near_every_point_cannot_both_hold() -> None:
    """The answer says that both cannot hold, in the norms' words, and names the people of whom one has to give way."""
    tree = country(ONE_HOUR, PEOPLE_NEAR)
    with pytest.raises(Infeasible) as raised:
        workflow.run(from_data(tree))
    found, (people, _) = raised.value, concerned(tree)
    assert str(found) == "These rules cannot both hold: one-hour, people-near."
    assert [conflict.sentence for conflict in found.conflicts] == [
        "Everybody has a point within 60 minutes.",
        "At least 10,000 people live within 60 minutes of every joint point.",
    ]
    [repair] = found.repair
    assert (repair.id, repair.amount, found.repaired) == ("one-hour", len(people), True)
    assert repair.relaxation.startswith(f"does not hold in {len(people)} of its 308 cases: ")
    named = ", ".join(f"{name} ({count:,.0f} people)" for name, count in people.items())
    assert repair.relaxation.endswith(f": {named} for visits in person, 2025")


@pytest.mark.parametrize("rule", [ONE_HOUR, PEOPLE_NEAR], ids=["one hour", "people near"])
def test_each_of_the_norms_can_hold_alone(rule: Tree) -> None:
    """With either norm alone there is a plan, which the audit accepts."""
    result = workflow.run(from_data(country(rule)))
    assert result.audit.violations == ()


def test_named_exceptions_make_room_for_an_hour_for_everybody() -> None:
    """With the small centres named as exceptions both norms hold."""
    tree = country()
    _, small = concerned(tree)
    result = workflow.run(from_data(country(ONE_HOUR, PEOPLE_NEAR | {"except_sites": sorted(small)})))
    assert result.audit.violations == ()
