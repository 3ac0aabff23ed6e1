"""Turn one input to its edges and the plan turns as a planner expects: docs/explanation/edges.md, line by line."""

from datetime import date
from typing import Any

import pytest
from tests.scenarios.valley import Tree, decided, figure, sites, solved, town_office, valley, village_office

KEEP = ("keep", "", None)
WITH_BREAK: Tree = {"breaks": [date(2026, 12, 31)], "break_fee": 30_000}
NEARBY: Tree = {"id": "nearby", "type": "max_travel", "minutes": 10}


def closes(year: int) -> tuple[str, str, int]:
    """The village's people get a desk in the town, from a year on."""
    return ("close", "town-house", year)


def with_lease(lease: Tree, **tables: Any) -> Tree:
    """The valley with another lease in the village."""
    return valley(offices=[town_office(), village_office(lease)], **tables)


def with_rule(**rule: Any) -> Tree:
    """The valley with one more rule."""
    return valley(policy=[*valley()["policy"], {"id": "edge", **rule}])


# ------------------------------------------------------------------------------------------------------------- leases
def test_a_lease_is_left_when_it_ends() -> None:
    """Where rent is due anyway until the end of 2029, the office closes on the first day after, and pays nothing."""
    result = solved(valley())
    assert decided(result) == closes(2030)
    assert figure(result, "cost.exit") == 0


@pytest.mark.parametrize(("rent", "expected"), [(10, KEEP), (100, closes(2030)), (200, closes(2027))])
def test_dearer_rent_closes_earlier(rent: float, expected: tuple[str, str, int | None]) -> None:
    """Cheap premises are kept, dearer ones left when the lease ends, the dearest by paying for the break."""
    assert decided(solved(with_lease(WITH_BREAK | {"rent_per_m2_year": rent}))) == expected


def test_a_dearer_rent_after_the_end_moves_what_a_cheap_one_keeps() -> None:
    """What the lease costs after its end decides whether it is renewed."""
    renewed = {"rent_per_m2_year": 10, "renewal_rent_per_m2_year": 10}
    assert decided(solved(with_lease(renewed))) == KEEP
    assert decided(solved(with_lease(renewed | {"renewal_rent_per_m2_year": 100}))) == closes(2030)


def test_a_later_break_waits() -> None:
    """The office waits for its break: 2027 for that of 2026, 2030 for that of 2029; paying on is never better."""
    lease = {"end": date(2034, 12, 31), "break_fee": 1_000}
    assert decided(solved(with_lease(lease | {"breaks": [date(2026, 12, 31)]}))) == closes(2027)
    assert decided(solved(with_lease(lease | {"breaks": [date(2029, 12, 31)]}))) == closes(2030)


def test_a_notice_that_comes_too_late_for_the_break_waits_for_the_end() -> None:
    """A break that needs 36 months of notice from 2025 cannot be used in 2026."""
    cheap = WITH_BREAK | {"break_fee": 0}
    assert decided(solved(with_lease(cheap | {"notice_months": 6}))) == closes(2027)
    assert decided(solved(with_lease(cheap | {"notice_months": 36}))) == closes(2030)


@pytest.mark.parametrize(("fee", "expected"), [(1_000, closes(2027)), (100_000, KEEP)])
def test_a_higher_fee_keeps(fee: float, expected: tuple[str, str, int | None]) -> None:
    """Of a lease to 2040 a small fee buys the way out, a large one does not; rent beyond the horizon is no way out."""
    assert decided(solved(with_lease({"end": date(2040, 12, 31), **WITH_BREAK, "break_fee": fee}))) == expected


@pytest.mark.parametrize(("restoration", "expected"), [(0, closes(2030)), (50_000, KEEP)])
def test_dearer_restoration_keeps(restoration: float, expected: tuple[str, str, int | None]) -> None:
    """Premises that cost more to put back than leaving them saves are kept."""
    assert decided(solved(with_lease({"restoration": restoration}))) == expected


def test_a_shorter_horizon_moves_less() -> None:
    """A removal of 30,000 that saves 9,200 a year from 2030 pays until 2034 and does not until 2032."""
    factors = valley()["factors"] | {"moving": {"value": 15_000, "unit": "currency/FTE"}}

    def until(end: int) -> Tree:
        return valley(factors=factors, horizon=valley()["horizon"] | {"end": end})

    assert decided(solved(until(2034))) == closes(2030)
    assert decided(solved(until(2032))) == KEEP


# -------------------------------------------------------------------------------------------------------------- people
@pytest.mark.parametrize("limit", [{"minutes": 10}, {"share": 0.25}])
def test_no_relocation_allowed_keeps_people(limit: Tree) -> None:
    """Where two of seven people may not be moved, or not 20 minutes, the office stays."""
    result = solved(with_rule(type="staff_relocation", **limit))
    assert decided(result) == KEEP
    assert [row.people for row in result.decisions] == [0, 0]


@pytest.mark.parametrize("limit", [{"minutes": 20}, {"share": 0.3}])
def test_a_relocation_just_allowed_moves_people(limit: Tree) -> None:
    """The same rule at 20 minutes, or at 30 % of the people, lets the office close."""
    assert decided(solved(with_rule(type="staff_relocation", **limit))) == closes(2030)


@pytest.mark.parametrize(("desk", "expected"), [(0, closes(2025)), (10, closes(2030)), (70, KEEP)])
def test_desk_area_makes_closing_dearer(desk: float, expected: tuple[str, str, int | None]) -> None:
    """With no desk closing pays at once, with 10 m2 a person when the lease ends, with 70 m2 never."""
    factors = valley()["factors"] | {"desk_area": {"value": desk, "unit": "m2/FTE"}}
    assert decided(solved(valley(factors=factors))) == expected


def test_the_same_closure_costs_more_with_larger_desks() -> None:
    """Each m2 of desk costs 140 a year in the town: 5 years x 2 people x 5 m2 make 7,000."""

    def cost(desk: float) -> float:
        factors = valley()["factors"] | {"desk_area": {"value": desk, "unit": "m2/FTE"}}
        return figure(solved(valley(factors=factors)), "cost.total")

    assert cost(15) - cost(10) == pytest.approx(7_000)


@pytest.mark.parametrize(("price", "expected"), [(0.0, closes(2030)), (3.0, KEEP)])
def test_a_commute_with_a_price_keeps(price: float, expected: tuple[str, str, int | None]) -> None:
    """Two people who travel 40 km more on 200 days a year: at 3 a km that is dearer than the village."""
    factors = valley()["factors"] | {
        "commuting_days": {"value": 200, "unit": "days/year"},
        "commuting_cost": {"value": price, "unit": "currency/km"},
    }
    assert decided(solved(valley(factors=factors))) == expected


# ------------------------------------------------------------------------------------------------------------ visitors
def test_travel_with_a_price_keeps() -> None:
    """The village's 200 visits would go 38 km farther, there and back: at 2 a km that is dearer than the village."""
    assert decided(solved(valley(objective={"minimise": "cost", "travel_price_per_km": 0.5}))) == closes(2030)
    assert decided(solved(valley(objective={"minimise": "cost", "travel_price_per_km": 2.0}))) == KEEP


def test_a_rule_on_reach_keeps_what_money_closes() -> None:
    """Whoever must have a point within 10 minutes has one in the village."""
    assert decided(solved(valley(policy=[*valley()["policy"], NEARBY]))) == KEEP


def counter(minutes: float, mode: str) -> Tree:
    """A town office of 68,000 a year, and a possible point in its place for 26,000 with ``minutes`` of capacity."""
    small = {
        "id": "tax-town-small", "agency": "tax", "site": "town-house", "exists": False, "mode": mode, "floor_m2": 60,
        "staff": {"customer_service_fte": 0.5}, "wage_per_fte_year": 40_000, "capacity_minutes_per_year": minutes,
    }  # fmt: skip
    large = town_office(floor_m2=600, capacity_minutes_per_year=90_000, wage_per_fte_year=40_000)
    village = village_office(capacity_minutes_per_year=7_000, wage_per_fte_year=40_000)
    return valley(
        sites=sites(village_house={"rent_per_m2_year": 100}),
        services=[{"id": "advice", "agency": "tax", "minutes_per_visit": 30, "modes": ["part-time", "staffed"]}],
        modes={"part-time": {}, "staffed": {}},
        offices=[large, small, village],
        policy=[NEARBY],
    )


@pytest.mark.parametrize(("visits_per_1000", "action"), [(200, "keep"), (100, "close")])
def test_part_time_is_not_free_capacity(visits_per_1000: float, action: str) -> None:
    """A cheap part-time point of 36,000 minutes replaces an office asked for 30,000, never one asked for 60,000."""
    tree = counter(36_000, "part-time") | {"visits": [{"service": "advice", "visits_per_1000": visits_per_1000}]}
    result = solved(tree)
    assert decided(result, "tax-town")[0] == action
    assert decided(result, "tax-town-small")[0] == {"keep": "never", "close": "open"}[action]


def test_it_was_capacity_that_kept_the_office() -> None:
    """The same point with all the minutes that are asked for replaces the office."""
    assert decided(solved(counter(60_000, "part-time")), "tax-town-small")[0] == "open"


def test_a_mode_the_service_is_not_given_in_replaces_nothing() -> None:
    """However much a part-time point could do, a service that may only be given staffed is not given there."""
    tree = counter(90_000, "part-time")
    tree["services"] = [tree["services"][0] | {"modes": ["staffed"]}]
    result = solved(tree)
    assert decided(result, "tax-town") == KEEP
    assert decided(result, "tax-town-small") == ("never", "", None)


# ------------------------------------------------------------------------------------------------ premises and parties
HALL: Tree = {"rent_per_m2_year": 60, "running_per_m2_year": 20, "fit_out_per_m2": 100, "usable_m2": 50}


def beside_the_hall(policy: list[Tree] | None = None, moved: float = 40, **hall: Any) -> Tree:
    """The village needs a point; the municipality offers its hall, where the office would take 40 m2."""
    return valley(
        sites=sites(village_hall=HALL | hall),
        offices=[town_office(), village_office(moved_m2=moved)],
        policy=[*valley()["policy"], NEARBY, *(policy or [])],
    )


@pytest.mark.parametrize(("works", "action"), [(0, "colocate"), (200_000, "keep")])
def test_bigger_joint_works_prevent_joint_points(works: float, action: str) -> None:
    """The office moves in with the municipality when its lease ends, unless making it a joint point costs too much."""
    result = solved(beside_the_hall(joint_fit_out=works))
    assert decided(result)[0] == action
    assert figure(result, "network.joint_points") == {"colocate": 1, "keep": 0}[action]


def test_a_hall_too_small_takes_nobody_in() -> None:
    """Of 50 m2 nobody takes 60, however cheap they are."""
    assert decided(solved(beside_the_hall(moved=60))) == KEEP


def test_a_budget_below_the_works_keeps() -> None:
    """Fit-out of 4,000 and a removal of 4,000 fit a budget of 8,000 and not one of 7,999."""
    assert decided(solved(beside_the_hall([{"id": "b", "type": "budget", "at_most": 8_000}])))[0] == "colocate"
    assert decided(solved(beside_the_hall([{"id": "b", "type": "budget", "at_most": 7_999}]))) == KEEP


def test_a_pace_of_none_changes_nothing() -> None:
    """Where no office may change, none does."""
    assert decided(solved(with_rule(type="pace", at_most=0))) == KEEP


def smaller(works: float, *rules: Tree) -> Tree:
    """A village that needs a point and could do with half its area; 250 m2 for seven people altogether."""
    village = village_office(resize=[{"m2": 50, "works_per_m2": works}])
    return valley(offices=[town_office(floor_m2=150), village], policy=[*valley()["policy"], NEARBY, *rules])


@pytest.mark.parametrize(("works", "action"), [(0, "resize"), (2_000, "keep")])
def test_dearer_works_keep_the_size(works: float, action: str) -> None:
    """Half the area is given up where that needs no works, and kept where the works cost 100,000."""
    assert decided(solved(smaller(works)))[0] == action


@pytest.mark.parametrize(("target", "expected"), [(36, KEEP), (30, ("resize", "", 2027))])
def test_a_tighter_space_target_shrinks_what_money_keeps(target: float, expected: tuple[str, str, int | None]) -> None:
    """At 36 m2 per person from 2027 nothing changes, at 30 the village is halved that year, whatever the works cost."""
    rule = {"id": "space", "type": "space_target", "m2_per_person": target, "periods": [2027, 2030]}
    assert decided(solved(smaller(2_000, rule))) == expected


@pytest.mark.parametrize(
    ("viewpoint", "relet", "expected"),
    [("agency", 120, closes(2030)), ("state", 120, KEEP), ("state", 12, closes(2030))],
)
def test_the_state_keeps_what_the_agency_gives_up(
    viewpoint: str, relet: int, expected: tuple[str, str, int | None]
) -> None:
    """Premises of the state's own landlord that stand empty for ten years save the agency and not the state."""
    tree = with_lease(
        {"landlord": "state", "relet_months": relet}, objective={"minimise": "cost", "viewpoint": viewpoint}
    )
    assert decided(solved(tree)) == expected
