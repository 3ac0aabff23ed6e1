"""Modes, remote use and groups, at their edges: docs/explanation/edges.md, the lines on them."""

from typing import Any

import pytest
from tests.scenarios.valley import (
    BOOTH,
    NEAR,
    OVER,
    PLACES,
    PUT,
    Tree,
    decided,
    figure,
    point,
    sites,
    solved,
    valley,
    village_office,
    with_modes,
)  # fmt: skip

from consolidate.errors import Infeasible

STAFFING: Tree = {"minutes_per_fte_year": 60_000, "hired_wage_per_fte_year": 40_000}


def served_by(result: Any) -> dict[str, str]:
    """What becomes of every office but the town's."""
    return {each.office: each.action for each in result.plan.decisions if each.office != "tax-town"}


# -------------------------------------------------------------------------------------------------------------- modes
@pytest.mark.parametrize(("visits", "expected"), [(1_000, "convert"), (2_000, "keep")])
def test_an_office_converts_to_part_time_while_its_opening_minutes_do(visits: float, expected: str) -> None:
    """Half the area is given up for 36,000 opening minutes where 30,000 are asked for, not where 60,000 are."""
    village = village_office(OVER, convert=[{"mode": "part-time", "m2": 50}])
    asked = [{"area": "village", "service": "advice", "visits_per_year": visits}]
    modes = {"part-time": {"opening_minutes_per_year": 36_000, "days_per_week": 2}}
    agencies = [{"id": "tax", "staffing": STAFFING}]  # whose visitors go to the nearest point, also where it is full
    assert decided(solved(with_modes(modes, village, visits=asked, agencies=agencies)))[0] == expected


@pytest.mark.parametrize(("fee", "opens"), [(1_000, True), (20_000, False)])
def test_a_remote_booth_replaces_an_office_while_it_is_cheaper(fee: float, opens: bool) -> None:
    """A point has to be within 10 minutes: a booth in the hall is one, unless its line costs more than the office."""
    result = solved(with_modes({"booth": BOOTH | {"cost_per_year": fee}}, village_office(OVER), point("booth")))
    assert served_by(result) == {
        "tax-village": "close" if opens else "keep",
        "tax-hall": "open" if opens else "never",
    }


@pytest.mark.parametrize(("minutes", "opens"), [(36_000, True), (500_000, False)])
def test_a_booth_takes_its_minutes_from_people_at_home(minutes: float, opens: bool) -> None:
    """A booth that books more minutes than the town can spare makes the town hire, and is not worth it."""
    booth = BOOTH | {"staff_minutes_per_year": minutes}
    agencies = [{"id": "tax", "staffing": STAFFING}]
    result = solved(with_modes({"booth": booth}, village_office(OVER), point("booth"), agencies=agencies))
    assert served_by(result)["tax-hall"] == ("open" if opens else "never")


@pytest.mark.parametrize(("must", "opens"), [("stay", True), ("close", False)])
def test_a_booth_needs_its_home(must: str, opens: bool) -> None:
    """A booth whose people sit in an office that has to close cannot be opened."""
    home = {"id": "tax-home", "agency": "tax", "site": "village-house", "staff": {"customer_service_fte": 1}}
    booth = point("booth", home="village-house", site="town-square")
    square = {"id": "town-square", "area": "town", "rent_per_m2_year": 0}
    near = [
        {"area": area, "site": "town-square", "minutes": way, "km": way} for area, way in (("town", 0), ("village", 20))
    ]
    sign = {"id": "square", "type": "max_travel", "minutes": 0.5, "areas": ["town"], "except_share": 0.0}
    fate = {"id": "fate", "type": "lock", "office": "tax-home", "must": must}
    tree = with_modes({"booth": BOOTH}, home, booth, policy=(fate,))
    tree["sites"].append(square)
    tree["travel"] = {"matrix": [*tree["travel"]["matrix"], *near]}
    if opens:
        assert served_by(solved(tree | {"policy": [*tree["policy"], sign]}))["tax-hall"] == "open"
    else:
        with pytest.raises(Infeasible):
            solved(tree | {"policy": [*tree["policy"], sign]})


@pytest.mark.parametrize(("price", "mode"), [(0.1, "visiting"), (10.0, "host")])
def test_a_dear_trip_leaves_the_point_to_the_municipality(price: float, mode: str) -> None:
    """People of the town come one day a week while the road is cheap; else the municipality is paid 4,000 a year."""
    modes = {
        "visiting": {"staffing": "visiting", "staff_minutes_per_year": 24_000, "days_per_week": 1},
        "host": {"staffing": "host", "staff_minutes_per_year": 24_000, "cost_per_year": 4_000},
    }
    points = [point(name, id=f"tax-{name}") for name in modes]
    factors = valley()["factors"] | {
        "commuting_days": {"value": 0, "unit": "days/year"},
        "commuting_cost": {"value": price, "unit": "currency/km"},
    }
    result = solved(with_modes(modes, village_office(OVER), *points, factors=factors))
    assert [name for name in modes if served_by(result)[f"tax-{name}"] == "open"] == [mode]


@pytest.mark.parametrize("agencies", [1, 2])
def test_a_facility_is_paid_once_for_all(agencies: int) -> None:
    """A shared booth costs 3,000 a year, whether one agency serves in it or two."""
    modes = {"booth": BOOTH | {"shared": {"cost_per_year": 3_000}}}
    kela = {"id": "kela-town", "agency": "kela", "site": "town-house", "floor_m2": 50}
    stays = {"id": "kela-stays", "type": "lock", "office": "kela-town", "must": "stay"}
    both = ["tax", "kela"][:agencies]
    tree = with_modes(
        modes, kela, *(point("booth", agency) for agency in both), policy=(stays, NEAR | {"agencies": both}),
        agencies=[{"id": "kela"}, {"id": "tax"}], sites=sites(village_hall={"rent_per_m2_year": 0}),
    )  # fmt: skip
    benefit = {"id": "benefit", "agency": "kela", "minutes_per_visit": 30, "modes": ["staffed", "booth"]}
    result = solved(tree | {"services": [*tree["services"], benefit]})
    assert {each for each, action in served_by(result).items() if action == "open"} == {f"{a}-hall" for a in both}
    assert figure(result, "cost.points") == 30_000


def test_a_facility_has_room_for_so_many() -> None:
    """Two agencies that open a booth for 36,000 minutes each do not fit into one that is staffed for 60,000."""
    modes = {"booth": BOOTH | {"shared": {"minutes_per_year": 60_000}}}
    kela = {"id": "kela-town", "agency": "kela", "site": "town-house", "floor_m2": 50}
    near = NEAR | {"agencies": ["tax"]}
    benefit = {"id": "benefit", "agency": "kela", "minutes_per_visit": 30, "modes": ["staffed", "booth"]}
    cover = {"id": "cover", "type": "coverage", "minutes": 10, "share": 0.95, "agencies": ["kela"]}
    tree = with_modes(
        modes, village_office(OVER), kela, point("booth"), point("booth", "kela"), policy=(near, cover),
        agencies=[{"id": "kela"}, {"id": "tax"}],
    )  # fmt: skip
    tree |= {"services": [*tree["services"], benefit]}
    assert served_by(solved(tree))["tax-village"] == "keep"
    modes["booth"]["shared"]["minutes_per_year"] = 72_000
    assert served_by(solved(tree))["tax-village"] == "close"


# --------------------------------------------------------------------------------------------------------- remote use
@pytest.mark.parametrize(("share", "expected"), [(0.0, "keep"), (0.9, "close")])
def test_an_office_closes_when_its_visits_have_gone_remote(share: float, expected: str) -> None:
    """Trips at 2 per km keep the village, until nine of ten visits are done without coming."""
    remote = {"remote": {"by_year": {2025: share}}}
    tree = with_modes({}, village_office(), policy=(), objective={"minimise": "cost", "travel_price_per_km": 2})
    result = solved(tree | {"services": [tree["services"][0] | remote]})
    assert decided(result)[0] == expected
    assert figure(result, "visits.remote") == pytest.approx(2_200 * share) if share else True


@pytest.mark.parametrize(("share", "opens"), [(0.1, False), (0.9, True)])
def test_digital_support_opens_where_it_spares_trips(share: float, opens: bool) -> None:
    """A support point of 2,000 a year pays where it spares most of 200 trips of 40 km, not a tenth of them."""
    support = {"support": {"staffing": "host", "staff_minutes_per_year": 0, "cost_per_year": 2_000}}
    hall = point("support", floor_m2=0)
    tree = with_modes(support, hall, policy=(), objective={"minimise": "cost", "travel_price_per_km": 1})
    remote = {"support_modes": ["support"], "support_minutes": 10, "supported_share": share}
    service = tree["services"][0] | {"modes": ["staffed"], "remote": remote}
    result = solved(tree | {"services": [service]})
    assert served_by(result)["tax-hall"] == ("open" if opens else "never")
    assert figure(result, "visits.supported") == (200 * share if opens else 0)


def test_turning_people_away_saves_nothing() -> None:
    """The farther people have to go the fewer come; that is told, and neither the plan nor its cost changes."""
    plain = with_modes({}, village_office(), policy=(), objective={"minimise": "cost", "travel_price_per_km": 0.5})
    away = plain | {"services": [plain["services"][0] | {"turned_away_per_hour": 0.6}]}
    told, untold = solved(away), solved(plain)
    assert decided(told) == decided(untold) == ("close", "town-house", 2030)
    assert figure(told, "cost.total") == figure(untold, "cost.total")
    assert figure(told, "travel.turned_away") == pytest.approx(2_000 * 0.6 / 60 + 200 * 0.6 * 20 / 60)


# ------------------------------------------------------------------------------------------------ groups and languages
def test_a_line_that_speaks_the_language_is_enough() -> None:
    """Where Swedish has to be near, a booth that offers it opens; one that does not leaves the office where it is."""
    swedish = {"id": "sv", "type": "language", "language": "sv", "minutes": 10, "areas": ["village"]}
    village = village_office(OVER, staff={"customer_service_fte": 2, "languages": {"sv": 1.0}})
    for languages, closes in ((["sv"], True), ([], False)):
        tree = with_modes({"booth": BOOTH | {"languages": languages}}, village, point("booth"), policy=(swedish,))
        assert served_by(solved(tree))["tax-village"] == ("close" if closes else "keep")


@pytest.mark.parametrize(("bus", "expected"), [(8.0, "close"), (90.0, "keep")])
def test_people_without_a_car_keep_what_drivers_do_not_need(bus: float, expected: str) -> None:
    """Half an hour by their own travel: with a bus of 8 minutes the village may close, with one of 90 not."""
    by_bus = [
        {"area": area, "site": site, "minutes": 5.0 if area == place else bus, "km": 10.0}
        for area in ("town", "village") for site, place in PLACES.items()
    ]  # fmt: skip
    rule = {"id": "bus", "type": "group_access", "group": "carless", "minutes": 30}
    tree = with_modes({}, village_office(OVER), policy=(rule,))
    tree |= {
        "groups": [{"id": "carless", "kind": "no_car", "travel": by_bus}],
        "areas": [area | {"people": {"carless": 50}} for area in tree["areas"]],
    }
    assert decided(solved(tree))[0] == expected


@pytest.mark.parametrize(("days", "expected"), [(0, "close"), (5, "keep")])
def test_a_group_that_needs_more_days_keeps_the_office(days: float, expected: str) -> None:
    """A point of one day a week is a point, but not for a group that needs one open every day."""
    rule = {"id": "days", "type": "group_access", "group": "old", "minutes": 10, "days_per_week": days}
    tree = with_modes({"booth": BOOTH | {"days_per_week": 1}}, village_office(OVER), point("booth"), policy=(rule,))
    tree |= {
        "groups": [{"id": "old", "kind": "other"}],
        "areas": [area | {"people": {"old": 300}} for area in tree["areas"]],
    }
    assert decided(solved(tree))[0] == expected


@pytest.mark.parametrize(("step_free", "expected"), [(True, "close"), (False, "keep")])
def test_step_free_visitors_need_a_site_without_steps(step_free: bool, expected: str) -> None:
    """A booth in the hall replaces a step-free office only where one gets into the hall without steps."""
    rule = {"id": "chairs", "type": "group_access", "group": "chairs", "minutes": 10}
    hall, house = {"rent_per_m2_year": 50, "step_free": step_free}, {"step_free": True}
    places = sites(village_hall=hall, village_house=house, town_house=house)
    tree = with_modes({"booth": BOOTH}, village_office(OVER), point("booth"), policy=(rule,), sites=places)
    tree |= {
        "groups": [{"id": "chairs", "kind": "step_free"}],
        "areas": [area | {"people": {"chairs": 20}} for area in tree["areas"]],
    }
    assert decided(solved(tree))[0] == expected


# -------------------------------------------------------------------------------------------------------------- rules
@pytest.mark.parametrize(("weight", "expected"), [(1.0, "close"), (0.2, "keep")])
def test_a_light_mode_counts_less_in_coverage(weight: float, expected: str) -> None:
    """Where 95 % have to have a point near, a booth replaces the office, but not one that counts a fifth."""
    rule = {"id": "cover", "type": "coverage", "minutes": 10, "share": 0.95, "weighted": True}
    booth = BOOTH | {"weight": weight}
    assert (
        decided(solved(with_modes({"booth": booth}, village_office(OVER), point("booth"), policy=(rule,))))[0]
        == expected
    )


@pytest.mark.parametrize(("share", "expected"), [(0.9, "close"), (0.95, "keep")])
def test_the_tighter_band_decides(share: float, expected: str) -> None:
    """All within an hour is kept anyway; 90 % within 10 minutes live in the town, 95 % need the village."""
    bands = [{"minutes": 60, "share": 1.0}, {"minutes": 10, "share": share}]
    rule = {"id": "bands", "type": "coverage", "bands": bands}
    assert decided(solved(with_modes({}, village_office(OVER), policy=(rule,))))[0] == expected


@pytest.mark.parametrize(("people", "action"), [(11_000, "colocate"), (11_001, "close")])
def test_a_joint_point_needs_people_around_it(people: float, action: str) -> None:
    """A joint point in the village's hall is allowed while 11,000 people within half an hour are enough."""
    only = PUT | {"only_to": ["village-hall"]}
    base = {"id": "base", "type": "population_base", "minutes": 30, "at_least": people}
    tree = with_modes({}, village_office(OVER, moved_m2=10), policy=(base, only), put=False)
    assert decided(solved(tree))[0] == action


@pytest.mark.parametrize(("worse_by", "expected"), [(10.0, "keep"), (30.0, "close")])
def test_a_region_may_be_so_much_worse_off(worse_by: float, expected: str) -> None:
    """The village's way grows from 1 minute to 20, by nineteen times: allowed up to thirty, not up to ten."""
    fair = {"id": "fair", "type": "fairness", "of": "regions", "worse_by": worse_by}
    tree = with_modes({}, village_office(OVER), policy=(fair,))
    tree["areas"] = [area | {"region": str(area["id"])} for area in tree["areas"]]
    assert decided(solved(tree))[0] == expected


@pytest.mark.parametrize(("at_most", "expected"), [(8_999, "keep"), (9_000, "colocate")])
def test_an_agency_may_be_so_much_worse_off(at_most: float, expected: str) -> None:
    """Moving in with the municipality spares 9,000 a year in common, but costs tax 9,000 if it comes in 2030."""
    fair = {"id": "fair", "type": "fairness", "of": "agencies", "at_most": at_most}
    hall = {"rent_per_m2_year": 50, "tariff_per_m2_year": 60, "running_per_m2_year": 20}
    tree = with_modes(
        {}, village_office(OVER, moved_m2=100), policy=(fair, NEAR), put=False, sites=sites(village_hall=hall)
    )
    tree["sites"] = [
        site | ({"shared_fixed_per_year": 9_000} if site["id"] == "village-house" else {}) for site in tree["sites"]
    ]
    assert decided(solved(tree))[0] == expected
