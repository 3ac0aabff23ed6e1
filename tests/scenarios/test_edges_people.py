"""Who works where, at the edges: docs/explanation/edges.md, the lines on staff that is counted in minutes."""

from datetime import date
from typing import Any

import pytest
from tests.scenarios.valley import Tree, decided, figure, solved, town_office, valley, village_office

KEEP = ("keep", "", None)
CHEAP: Tree = {"rent_per_m2_year": 10, "end": date(2040, 12, 31)}  # by itself the village is worth keeping


def staffed(wage: float, *, village_visits: float = 3_900, lease: Tree = CHEAP, **staffing: Any) -> Tree:
    """The valley with people of 60,000 minutes each; the town is asked for 2 of its 5, the village for 1.95 of 2."""
    counted = {"minutes_per_fte_year": 60_000, "hired_wage_per_fte_year": wage} | staffing
    visits = {"town": 4_000, "village": village_visits}
    return valley(
        agencies=[{"id": "tax", "staffing": counted}],
        visits=[{"area": area, "service": "advice", "visits_per_year": count} for area, count in visits.items()],
        offices=[town_office(wage_per_fte_year=wage), village_office(lease, wage_per_fte_year=wage)],
    )


@pytest.mark.parametrize("wage", [0, 40_000, 400_000])
def test_wages_of_people_who_stay_decide_nothing(wage: float) -> None:
    """Where nobody leaves, wages change neither the plan nor what it saves, however high they are."""
    result = solved(staffed(wage))
    assert decided(result) == KEEP
    assert figure(result, "cost.hiring") == 0
    assert figure(result, "cost.staff") == 7 * wage * 10


@pytest.mark.parametrize(("attrition", "expected"), [(0.0, "keep"), (0.05, "close")])
def test_people_who_leave_close_what_would_have_to_hire(attrition: float, expected: str) -> None:
    """With attrition the village would have to hire, the town has people to spare: it closes, and nobody is hired."""
    result = solved(staffed(40_000, attrition_per_year=attrition))
    assert decided(result)[0] == expected
    assert figure(result, "staff.hired_fte") == 0


@pytest.mark.parametrize(("wage", "expected"), [(100, "keep"), (40_000, "close")])
def test_wages_matter_through_hiring(wage: float, expected: str) -> None:
    """What those hired cost decides whether the village hires or closes."""
    assert decided(solved(staffed(wage, attrition_per_year=0.05)))[0] == expected


def test_whoever_is_short_hires() -> None:
    """A village asked for 2.5 people has 2 and hires half a one, for wage and hiring cost, from the first year on."""
    stays = {"id": "village-stays", "type": "lock", "office": "tax-village", "must": "stay"}
    tree = staffed(40_000, village_visits=5_000, hiring_cost_per_fte=6_000)
    result = solved(tree | {"policy": [*tree["policy"], stays]})
    assert figure(result, "staff.hired_fte") == 0.5
    assert figure(result, "cost.hiring") == 3_000
    assert figure(result, "cost.staff") == 7.5 * 40_000 * 10


@pytest.mark.parametrize(("speakers", "hired"), [(1.0, 0.0), (0.5, 0.0), (0.25, 0.25), (0.05, 0.45)])
def test_whoever_is_short_of_speakers_hires_some(speakers: float, hired: float) -> None:
    """Half a person's work is in Swedish: it is done by whoever of the two people speaks it, and the rest is hired."""
    stays = {"id": "village-stays", "type": "lock", "office": "tax-village", "must": "stay"}
    tree = staffed(40_000, village_visits=2_000)
    village = tree["offices"][1]
    village["staff"] = village["staff"] | {"languages": {"sv": speakers / 2}}
    areas = [area | ({"people": {"swedish": area["population"] / 2}} if area["id"] == "village" else {})
             for area in tree["areas"]]  # fmt: skip
    groups = [{"id": "swedish", "language": "sv", "own_visits": True}]
    result = solved(tree | {"areas": areas, "groups": groups, "policy": [*tree["policy"], stays]})
    assert figure(result, "staff.hired_fte") == pytest.approx(hired)


def test_nobody_is_dropped_where_severance_is_not_allowed() -> None:
    """Without a price of severance no plan saves a wage, though there is nothing to do and wages are high."""
    result = solved(staffed(80_000, village_visits=1, lease={}))
    assert decided(result) == ("close", "town-house", 2030)
    assert figure(result, "cost.staff") == 7 * 80_000 * 10


@pytest.mark.parametrize(
    ("severance", "expected"), [(20_000, ("close", "", 2025)), (2_000_000, ("close", "town-house", 2030))]
)
def test_severance_has_to_be_allowed_and_cheap(severance: float, expected: tuple[str, str, int]) -> None:
    """Where a scenario allows it, people are dismissed while that is cheaper than their wages, and it is told apart."""
    result = solved(staffed(80_000, village_visits=1, lease={}, severance_per_fte=severance))
    assert decided(result) == expected
    dismissed = expected[1] == ""
    assert figure(result, "cost.severance") == (2 * severance if dismissed else 0)
    assert figure(result, "staff.dismissed_fte") == (2 if dismissed else 0)
    assert figure(result, "staff.dismissed_wages") == (2 * 80_000 * 10 if dismissed else 0)


def back_office(m2: float) -> Tree:
    """The village with three more people behind the counter, and the hall open to the counter for 50 a m2."""
    tree = staffed(0, lease={"end": date(2024, 12, 31)})
    village = village_office(
        {"end": date(2024, 12, 31)},
        staff={"customer_service_fte": 2, "back_office_fte": 3},
        back_office_m2=m2,
        moved_m2=100,
    )
    hall = {"id": "village-hall", "area": "village", "kind": "municipal", "rent_per_m2_year": 80, "usable_m2": 40}
    sites = [site for site in tree["sites"] if site["id"] != "village-hall"]
    near = {"id": "near", "type": "max_travel", "minutes": 10}
    return tree | {
        "sites": [*sites, hall | {"running_per_m2_year": 20}],
        "offices": [town_office(), village],
        "policy": [*tree["policy"], near],
    }


@pytest.mark.parametrize(("m2", "action"), [(60, "colocate"), (50, "keep")])
def test_the_back_office_stays_where_the_hall_has_room_for_the_counter_only(m2: float, action: str) -> None:
    """A hall of 40 m2 takes in the counter of an office of 100 m2 whose back office keeps 60, not one that keeps 50."""
    result = solved(back_office(m2))
    assert decided(result)[0] == action
    assert next(each for each in result.plan.decisions if each.office == "tax-village").m2 == (m2 if m2 == 60 else 0)
