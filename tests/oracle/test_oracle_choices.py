"""The oracle against optima computed by hand: sizes, possible and joint points, viewpoints, priorities, stability."""

from datetime import date

import pytest
from tests.oracle.brute_force import best_plan
from tests.oracle.compromise import compromise
from tests.oracle.random_parts import Tree
from tests.oracle.random_scenarios import scenario_of
from tests.oracle.tiny import decisions, tiny

from consolidate.plan.model import Decision

KM = {("north", "n"): 1, ("north", "s"): 30, ("south", "n"): 1.5, ("south", "s"): 1}
NEAR = [{"area": area, "site": site, "minutes": km, "km": km} for (area, site), km in KM.items()]


def stays(office: str) -> Tree:
    """A rule that locks an office where it is."""
    return {"id": f"{office} stays", "type": "lock", "office": office, "must": "stay"}


def test_a_smaller_size_waits_for_the_end_of_the_lease() -> None:
    """What a smaller size gives up is due until the lease ends, so the office shrinks then.

    100 m2 at 100 to the end of 2026; 40 m2 with works of 10 x 40 over ten years, 40 a year; leaving 60 % costs 300.
    In 2025: 4 x 4000 + 2 x 6000 + 4 x 40 + 300 = 28,460. In 2027: 2 x 10,000 + 2 x 4000 + 2 x 40 + 300 = 28,380.
    Keeping all costs 40,000.
    """
    lease = {"m2": 100, "rent_per_m2_year": 100, "end": "2026-12-31", "restoration": 500}
    office = {"id": "on", "agency": "a", "site": "n", "floor_m2": 100, "leases": [lease]}
    office["resize"] = [{"m2": 40, "works_per_m2": 10}]
    tree = tiny(horizon={"periods": [2025, 2027], "end": 2028}, offices=[office])
    best = best_plan(scenario_of(tree))
    assert best.decisions == (Decision("on", "resize", "", date(2027, 1, 1), 40.0),)
    assert best.value == pytest.approx(28_380)
    office["resize"][0]["lead_time_months"] = 25  # too late for 2027
    assert best_plan(scenario_of(tree)).value == pytest.approx(40_000)


def test_a_possible_point_opens_where_a_rule_needs_it() -> None:
    """Nobody opens a point for nothing; a limit on the way makes it open, if it can be ready.

    Rent of `on` 2 x 9000; the point at s: 20 m2 x 120, wage 1000, running cost 500, twice: 7800.
    """
    point = {"id": "ps", "agency": "a", "site": "s", "exists": False, "floor_m2": 20, "wage_per_fte_year": 1000,
             "staff": {"customer_service_fte": 1}, "running_per_year": 500}  # fmt: skip
    tree = tiny(offices=[{"id": "on", "agency": "a", "site": "n", "floor_m2": 100}, point], policy=[stays("on")])
    assert decisions(tree) == {"on": "keep", "ps": "never"}
    assert best_plan(scenario_of(tree)).value == pytest.approx(18_000)
    tree["policy"].append({"id": "near", "type": "max_travel", "km": 10})
    assert decisions(tree) == {"on": "keep", "ps": "open"}
    assert best_plan(scenario_of(tree)).value == pytest.approx(18_000 + 7800)
    tree["sites"][1]["lead_time_months"] = 1
    assert best_plan(scenario_of(tree)) is None


def test_works_of_a_joint_point_are_paid_once() -> None:
    """Three periods of a joint point have its yearly cost three times and its works once; none where it is joint today.

    `on` leaves 9000 a year for 10 m2 x 120 beside `ob` (6000 a year): 3 x 7200 + works of 1000 over ten years, 3 x 100,
    + 3 x 100 a year = 22,200. Staying costs 3 x 15,000.
    """
    offices = [
        {"id": "ob", "agency": "b", "site": "s", "floor_m2": 50},
        {"id": "on", "agency": "a", "site": "n", "floor_m2": 100, "moved_m2": 10},
    ]
    tree = tiny(
        horizon={"periods": [2025, 2026, 2027], "end": 2027},
        agencies=[{"id": "a"}, {"id": "b"}],
        offices=offices,
        policy=[stays("ob")],
    )
    joint = tree["sites"][1]
    joint |= {"joint_fit_out": 1000, "joint_fixed_per_year": 100}
    assert best_plan(scenario_of(tree)).value == pytest.approx(22_200)
    budget = {"id": "budget", "type": "budget", "at_most": 999}
    assert best_plan(scenario_of(tree | {"policy": [stays("ob"), budget]})).value == pytest.approx(45_000)
    of_agency = budget | {"agencies": ["a"]}
    assert best_plan(scenario_of(tree | {"policy": [stays("ob"), of_agency]})).value == pytest.approx(22_200)
    joint["kind"] = "municipal"  # the town hall, joint with `ob` today
    assert best_plan(scenario_of(tree | {"policy": [stays("ob"), budget]})).value == pytest.approx(21_900)


def test_the_state_keeps_what_an_agency_gives_up() -> None:
    """Leaving the state's own premises saves the agency its rent, and the state nothing while they stand empty.

    10,000 a year for two years against two empty years and restoration of 500; `os` costs 12,000.
    """
    lease = {"m2": 100, "rent_per_m2_year": 100, "restoration": 500, "landlord": "state", "relet_months": 24}
    tree = tiny(policy=[stays("os")])
    tree["offices"][0]["leases"] = [lease]
    assert (decisions(tree)["on"], best_plan(scenario_of(tree)).value) == ("close", pytest.approx(12_500))
    tree["objective"] = {"viewpoint": "state"}
    assert (decisions(tree)["on"], best_plan(scenario_of(tree)).value) == ("keep", pytest.approx(32_000))
    lease["relet_months"] = 23  # one month less, the 31 days of December 2026
    saved = 500 - 10_000 * 31 / 365
    assert (decisions(tree)["on"], best_plan(scenario_of(tree)).value) == ("close", pytest.approx(32_000 + saved))


def test_a_tolerance_lets_the_next_priority_have_its_way() -> None:
    """A quarter more travel closes the office in the south; a little less than a quarter does not.

    Both offices: 2 x 2 x 200 km = 800, for 2 x 15,000. Only `on`: 2 x 2 x 250 = 1000, for 18,000. Only `os`: 12,400,
    for 12,000.
    """
    tree = tiny(travel={"matrix": NEAR}, agencies=[{"id": "a", "move_targets": 0}])
    for tolerance, reached in ((0.0, (800, 30_000)), (0.249, (800, 30_000)), (0.25, (800, 18_000))):
        first = {"minimise": "travel_km", "tolerance": tolerance}
        tree["objective"] = {"priorities": [first, {"minimise": "cost"}]}
        best = best_plan(scenario_of(tree))
        assert (best.levels, best.value) == (pytest.approx(reached), pytest.approx(reached[-1]))
    tree["objective"] = {"priorities": [{"minimise": "cost"}, {"minimise": "travel_km"}]}
    assert best_plan(scenario_of(tree)).levels == pytest.approx((12_000, 12_400))


def test_stability_counts_what_differs_from_an_earlier_plan() -> None:
    """Few offices decide otherwise than said; an office that is not named is meant to keep.

    Keeping both costs 30,000, closing `os` 18,000, closing `on` 12,000.
    """
    closes = {"office": "os", "action": "close", "date": "2025-01-01"}
    for most, plan, value in ((0, [], 30_000), (1, [], 12_000), (0, [closes], 18_000), (1, [closes], 18_000),
                              (2, [closes], 12_000)):  # fmt: skip
        rule = {"id": "stable", "type": "stability", "at_most": most, "plan": plan}
        tree = tiny(policy=[rule], agencies=[{"id": "a", "move_targets": 0}])
        assert best_plan(scenario_of(tree)).value == pytest.approx(value)


def test_people_who_are_moved_travel_and_sit_somewhere() -> None:
    """Closing `on` saves 9000 a year, less 12 m2 of desks at 120 and 12,000 km a year for its two people.

    At 0.50 a km: 12,000 + 2 x (1440 + 6000) = 26,880; at 0.65 closing costs more than the 30,000 of keeping both.
    """
    value = {"desk_area": (10, "m2/FTE"), "presence": (0.5, "share"), "peak": (1.2, "ratio"),
             "commuting_days": (100, "days/year"), "commuting_cost": (0.5, "currency/km")}  # fmt: skip
    factors = {name: {"value": number, "unit": unit} for name, (number, unit) in value.items()}
    tree = tiny(factors=factors, policy=[stays("os")])
    tree["offices"][0]["staff"] = {"customer_service_fte": 2}
    assert (decisions(tree)["on"], best_plan(scenario_of(tree)).value) == ("close s", pytest.approx(26_880))
    factors["commuting_cost"]["value"] = 0.65
    assert (decisions(tree)["on"], best_plan(scenario_of(tree)).value) == ("keep", pytest.approx(30_000))


def test_a_cap_shares_full_points_between_two_goals() -> None:
    """Where a limit on km bars what takes the fewest minutes, visits are split so that the limit is just kept.

    100 visits a year go to n (1 minute, 9 km) or s (5 minutes, 1 km), each with room for all. Within 2000 km in the two
    years, there and back, half of them go each way: 2 x 2 x (50 x 1 + 50 x 5) = 1200 minutes.
    """
    matrix = [{"area": "north", "site": site, "minutes": far, "km": km} for site, far, km in (("n", 1, 9), ("s", 5, 1))]
    offices = [{"id": f"o{site}", "agency": "a", "site": site, "capacity_minutes_per_year": 1000} for site in "ns"]
    tree = tiny(
        areas=[{"id": "north", "population": 1000}],
        visits=[{"area": "north", "service": "k", "visits_per_year": 100}],
        sites=[{"id": "n", "area": "north"}, {"id": "s", "area": "north"}],
        offices=offices,
        travel={"matrix": matrix},
        objective={"minimise": "travel_minutes"},
    )
    assert best_plan(scenario_of(tree)).value == pytest.approx(400)
    cap = {"id": "cap", "type": "cap", "of": "travel_km", "at_most": 2000}
    assert best_plan(scenario_of(tree | {"policy": [cap]})).value == pytest.approx(1200)
    assert best_plan(scenario_of(tree | {"policy": [cap | {"at_most": 399}]})) is None


def test_points_are_mixed_within_several_limits() -> None:
    """The best mix of the corners of a triangle within two limits is found, and that there is none."""
    corners = [(1, 4, 0, 0, 0, 0), (4, 1, 0, 0, 0, 0), (3, 3, 6, 0, 0, 0)]

    def support(towards: tuple[float, ...]) -> tuple[float, ...]:
        return min(corners, key=lambda corner: sum(w * part for w, part in zip(towards, corner, strict=True)))

    first, second, third = ((1, 0, 0, 0, 0, 0), (0, 1, 0, 0, 0, 0), (0, 0, 1, 0, 0, 0))
    assert compromise(support, first, [(second, 2)])[:2] == pytest.approx((3, 2))
    assert compromise(support, third, [(first, 2.5), (second, 2.5)])[:3] == pytest.approx((2.5, 2.5, 0))
    assert compromise(support, third, [(first, 2.4), (second, 2.5)]) is None
