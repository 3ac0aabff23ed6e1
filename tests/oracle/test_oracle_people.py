"""The oracle against optima computed by hand: hires, dismissal, modes, back offices, remote use, groups, fairness."""

import pytest
from tests.oracle.brute_force import best_plan
from tests.oracle.random_parts import LANGUAGE, Tree
from tests.oracle.random_scenarios import scenario_of
from tests.oracle.tiny import decisions, tiny

STAYS = {"id": "on stays", "type": "lock", "office": "on", "must": "stay"}
CLOSES = {"id": "os closes", "type": "lock", "office": "os", "must": "close"}
NEAR = {"id": "near", "type": "max_travel", "km": 10}


def value(tree: Tree) -> float:
    """What the best plan is worth."""
    return best_plan(scenario_of(tree)).value


def counted(**staffing: float) -> Tree:
    """Agency a with 1000 minutes for each of its people; `on` has one, `os` closes, and 2000 minutes of visits come."""
    agency = {"id": "a", "staffing": {"minutes_per_fte_year": 1000, "hired_wage_per_fte_year": 5000} | staffing}
    tree = tiny(agencies=[agency], policy=[STAYS, CLOSES])
    tree["offices"][0]["staff"] = {"customer_service_fte": 1}
    return tree


def test_whoever_is_missing_is_hired_and_stays() -> None:
    """One is hired for the visits that one cannot serve; more when people leave, and nobody is sent away again.

    Rent 2 x 9000; one hire costs 700 + 2 x 5000 = 10,700. With half leaving every year 1000 and 500 minutes are there:
    on average 750, so 1.25 are hired. Told year by year, one in 2025 and half a one in 2026 (350 + 2500). Falling
    visits (half in 2026) need no second one, and the first stays.
    """
    tree = counted(hiring_cost_per_fte=700)
    assert value(tree) == pytest.approx(18_000 + 10_700)
    leaving = counted(hiring_cost_per_fte=700, attrition_per_year=0.5)
    assert value(leaving) == pytest.approx(18_000 + 1.25 * 10_700)
    leaving["horizon"] = {"periods": [2025, 2026], "end": 2026}
    leaving["policy"].append({"id": "now", "type": "stability", "at_most": 0,
                              "plan": [{"office": "os", "action": "close", "date": "2025-01-01"}]})  # fmt: skip
    assert value(leaving) == pytest.approx(18_000 + 10_700 + 2850)
    for row in leaving["visits"]:
        row["trend_per_year"] = -0.5
    leaving["policy"][0:2] = []
    assert value(leaving) == pytest.approx(18_000 + 10_700)


def test_speakers_who_are_missing_are_hired() -> None:
    """Of 2000 minutes a quarter is in one language: the one who is there speaks it for a fifth of 1000, 0.3 are short.

    One is hired for the minutes of all, who speaks it too; where two are there nobody but for the language is.
    """
    tree = counted()
    for area in tree["areas"]:
        area["people"] = {"few": area["population"] / 4}
    tree["groups"] = [{"id": "few", "language": LANGUAGE, "own_visits": True}]
    tree["offices"][0]["staff"]["languages"] = {LANGUAGE: 0.2}
    assert value(tree) == pytest.approx(18_000 + 10_000)
    tree["offices"][0]["staff"] = {"customer_service_fte": 2, "languages": {LANGUAGE: 0.1}}
    assert value(tree) == pytest.approx(18_000 + 0.3 * 10_000)
    tree["agencies"][0]["staffing"]["attrition_per_year"] = 0.5
    assert value(tree) == pytest.approx(18_000 + 0.5 * 10_000)


def test_dismissal_is_weighed_against_wages() -> None:
    """People of a closed office keep their wages, or are dismissed for less where a scenario allows it."""
    tree = counted(severance_per_fte=900)
    tree["offices"][1] |= {"staff": {"back_office_fte": 1}, "wage_per_fte_year": 500}
    assert value(tree) == pytest.approx(18_000 + 10_000 + 900)
    assert decisions(tree)["os"] == "close"
    tree["agencies"][0]["staffing"]["severance_per_fte"] = 1100
    assert value(tree) == pytest.approx(18_000 + 10_000 + 2 * 500)
    assert decisions(tree)["os"] == "close n"


def booth(**mode: object) -> Tree:
    """Agency a may serve from n over a line at s, on 10 m2."""
    tree = tiny(policy=[STAYS, NEAR], modes={"staffed": {}, "booth": {"staff_minutes_per_year": 100} | mode})
    tree["services"][0]["modes"] = ["staffed", "booth"]
    tree["offices"][1]["convert"] = [{"mode": "booth", "m2": 10}]
    return tree


def test_an_office_becomes_a_booth_for_what_the_booth_costs() -> None:
    """An office serves on in a cheaper mode, with a facility, as long as its people are where its home is.

    `on` 18,000; 10 m2 x 120 and 100 a year; works of 1000 over ten years; a facility of 2 m2 x 120 and 50 a year:
    twice 1200 + 100 + 100 + 240 + 50 = 3380. Visiting on one day a week is 3120 km a year more, at 0.50.
    """
    shared = {"m2": 2, "cost_per_year": 50}
    tree = booth(staffing="remote", cost_per_year=100, fit_out=1000, shared=shared)
    assert decisions(tree) == {"on": "keep", "os": "convert"}
    assert value(tree) == pytest.approx(18_000 + 3380)
    tree["modes"]["booth"] |= {"staffing": "visiting", "days_per_week": 1}
    tree["factors"] = {"commuting_cost": {"value": 0.5, "unit": "currency/km"}}
    assert value(tree) == pytest.approx(18_000 + 3380 + 3120)
    tree["policy"] = [CLOSES | {"office": "on"}, NEAR | {"areas": ["south"]}]
    assert value(tree) == pytest.approx(12_000)  # without its home a booth is not there


def test_minutes_are_lent_and_limited() -> None:
    """A booth brings minutes and takes them from its home, visiting the way too; it is open for so long and no longer.

    1000 minutes of visits at each place, 1000 at n to work them. The booth brings 1000 and takes 1000 from n: one is
    hired; by visiting once a week 52 x 2 x 60 minutes more.
    """
    tree = booth(staffing="remote", staff_minutes_per_year=1000)
    tree["agencies"][0]["staffing"] = {"minutes_per_fte_year": 1000, "hired_wage_per_fte_year": 100}
    tree["offices"][0]["staff"] = {"customer_service_fte": 1}
    assert value(tree) == pytest.approx(18_000 + 2400 + 200)
    tree["modes"]["booth"] |= {"staffing": "visiting", "days_per_week": 1}
    assert value(tree) == pytest.approx(18_000 + 2400 + 200 * (1 + 6.24))
    tree["modes"]["booth"]["opening_minutes_per_year"] = 999
    assert decisions(tree) == {"on": "keep", "os": "keep"}


def test_the_back_office_stays_where_it_is_cheap() -> None:
    """Customer service moves to one point, and the back office keeps its share of the lease.

    60 of 100 m2 at 120, 40 at 90, one of two people moves: 2 x (7200 + 3600) + 1000, beside `os` 12,000. All of it
    would take 2 x 12,000 + 2000, and closing desks of 200 m2.
    """
    moving, desk_area = {"value": 1000, "unit": "currency/FTE"}, {"value": 100, "unit": "m2/FTE"}
    stays = {"id": "os stays", "type": "lock", "office": "os", "must": "stay"}
    tree = tiny(
        factors={"moving": moving, "desk_area": desk_area},
        policy=[stays, {"id": "one", "type": "site_count", "at_most": 1}],
    )
    tree["offices"][0] |= {"staff": {"customer_service_fte": 1, "back_office_fte": 1}}
    assert value(tree) == pytest.approx(12_000 + 24_000 + 2000)
    tree["offices"][0]["back_office_m2"] = 40
    assert value(tree) == pytest.approx(12_000 + 21_600 + 1000)


def test_visits_move_to_remote_use_and_support() -> None:
    """Half of the visits go in 2026, and half of those left where an office is near; nobody is counted twice.

    100 and 50 visits of each area, 75 a year, 37.5 of them made: 2 x 37.5 x 2 km x 2 years = 300. Without an office in
    the south all 75 are made from there, 30 km each way: 9000 + 150.
    """
    tree = tiny(objective={"minimise": "travel_km"})
    remote = {"by_year": {2026: 0.5}, "supported_share": 0.5, "support_modes": ["staffed"], "support_minutes": 10}
    tree["services"][0]["remote"] = remote
    assert value(tree) == pytest.approx(300)
    tree["policy"] = [STAYS, CLOSES]
    assert value(tree) == pytest.approx(9150)
    remote["support_minutes"] = 60  # now n is near enough for everybody
    assert value(tree) == pytest.approx(4500 + 150)


def test_groups_go_where_their_need_is_met() -> None:
    """A tenth of the people need a site without steps, and go there by their own table.

    Only s has no steps: 10 of 100 visits from the north go 50 km, the others 1 km: 2 x 2 x (90 + 500 + 100) = 2760.
    """
    tree = tiny(objective={"minimise": "travel_km"}, groups=[{"id": "g", "kind": "step_free", "own_visits": True}])
    tree["areas"][0]["people"] = {"g": 100}
    tree["sites"][1]["step_free"] = True
    tree["groups"][0]["travel"] = [{"area": "north", "site": site, "minutes": 100, "km": 50} for site in "ns"]
    assert value(tree) == pytest.approx(2760)
    access = {"id": "access", "type": "group_access", "group": "g", "km": 49.9}
    tree["policy"] = [access]
    assert best_plan(scenario_of(tree)) is None
    tree["policy"] = [access | {"km": 50}]
    assert value(tree) == pytest.approx(2760)


def test_nobody_is_left_much_worse_off() -> None:
    """Visits of the south may take 30 times as long, no less; an agency may pay so much more, no less.

    Closing `os` takes them from 2 to 60 minutes. Moving `on` to s costs 2 x (12,000 - 9000) more.
    """
    tree = tiny(policy=[STAYS])
    for area in tree["areas"]:
        area["region"] = area["id"]
    fair = {"id": "fair", "type": "fairness", "of": "regions"}
    tree["policy"].append(fair | {"worse_by": 28.9})
    assert decisions(tree)["os"] == "keep"
    tree["policy"][1] = fair | {"worse_by": 29}
    assert decisions(tree)["os"] == "close"
    fair = {"id": "fair", "type": "fairness", "of": "agencies", "at_most": 6000}
    empty = {"id": "empty", "type": "lock", "site": "n", "must": "close"}
    tree = tiny(policy=[empty, STAYS | {"office": "os"}, fair])
    tree["offices"][0]["staff"] = {"customer_service_fte": 1}
    tree["factors"] = {"desk_area": {"value": 100, "unit": "m2/FTE"}}
    assert value(tree) == pytest.approx(24_000 + 12_000)
    fair["at_most"] = 5999
    assert best_plan(scenario_of(tree)) is None
    tree["sites"][0]["tariff_per_m2_year"] = 0.005  # today's, of 100 m2 for two years
    assert value(tree) == pytest.approx(24_000 + 12_000)


def test_coverage_counts_by_the_weight_of_the_mode() -> None:
    """People near a booth of half the weight count half; a joint point needs people near it.

    With a booth in the south 1000 + 500 of 2000 people are covered: 75 %.
    """
    tree = booth(staffing="remote", weight=0.5)
    tree["policy"][1] = {"id": "all", "type": "coverage", "weighted": True, "bands": [{"km": 10, "share": 0.75}]}
    assert decisions(tree)["os"] == "convert"
    tree["policy"][1]["bands"].append({"km": 29, "share": 0.76})
    assert decisions(tree)["os"] == "keep"
    base = {"id": "base", "type": "population_base", "km": 10, "at_least": 1000}
    tree = tiny(policy=[STAYS, base])
    tree["sites"][0]["kind"] = "municipal"
    assert decisions(tree)["on"] == "keep"
    tree["policy"][1] = base | {"at_least": 1001}
    assert best_plan(scenario_of(tree)) is None
