"""The oracle against optima computed by hand, and the generator against what it says it draws."""

from collections import Counter
from datetime import date

import pytest
from tests.oracle.brute_force import best_plan
from tests.oracle.features import KEYS, drawn_in, without
from tests.oracle.random_parts import LANGUAGE, Tree
from tests.oracle.random_scenarios import EXTENDED, random_scenario, scenario_of
from tests.oracle.tiny import decisions, tiny

from consolidate.plan.model import Decision
from consolidate.scenario.load import from_data

W = [1.1 ** -(year + 0.5) for year in range(10)]  # what money of year 0, 1, ... is worth at 10 %


def test_rent_notice_and_moving_decide_who_closes() -> None:
    """Among nine plans the oracle finds the one that is cheapest by hand.

    A year of `on` costs 100 x 100 (owned: left any day), of `os` 50 x 80 (three months' notice); moving 1000 per FTE.
    Close on:      4000 x 2 + 2 x 1000                                           = 10,000   <- best
    Close os:     10000 x 2 + 4000 x 90 / 365 + 1000                             = 21,986.30
    Merge on to s: 4000 x 2 + 40 x 120 x 2 + 2 x 1000                            = 19,600
    Keep both: 28,000. Closing both leaves nobody to serve: eight of nine are feasible.
    """
    one, two = {"customer_service_fte": 1}, {"customer_service_fte": 1, "back_office_fte": 1}
    owned = {"m2": 100, "rent_per_m2_year": 100, "owned": True}
    further = {"m2": 50, "rent_per_m2_year": 80, "notice_months": 3}
    offices = [
        {"id": "on", "agency": "a", "site": "n", "floor_m2": 100, "moved_m2": 40, "staff": two, "leases": [owned]},
        {"id": "os", "agency": "a", "site": "s", "floor_m2": 50, "staff": one, "leases": [further]},
    ]
    factors = {"moving": {"value": 1000, "unit": "currency/FTE"}}
    best = best_plan(scenario_of(tiny(offices=offices, factors=factors)))
    assert (best.plans, best.feasible, best.count_optimal) == (9, 8, 1)
    assert best.value == best.cost == pytest.approx(10_000)
    assert best.decisions == (Decision("on", "close", "s", date(2025, 1, 1)), Decision("os", "keep"))
    locked = tiny(
        offices=offices, factors=factors, policy=[{"id": "l", "type": "lock", "office": "on", "must": "stay"}]
    )
    assert best_plan(scenario_of(locked)).value == pytest.approx(20_000 + 4000 * 90 / 365 + 1000)


def test_a_break_an_annuity_and_the_discount_decide_when() -> None:
    """Moving when the break allows it beats staying and beats moving at once.

    Rent is 10,000 a year to the end of 2029, with a break on the last day of 2026 for 5000; the municipality asks
    50 x 100 and works of 100 x 100 over ten years: 10,000 / sum(W) = 1552 a year. Four years, 10 %.
    Keep:         10,000 (W0 + W1 + W2 + W3)                                                    = 33,247
    Move in 2027: 10,000 (W0 + W1) + 5000 W1 + (5000 + 1552) (W2 + W3)                          = 32,393   <- best
    Move in 2025: the same rent and fee as exit, + (5000 + 1552) (W0 + W1 + W2 + W3)            = 44,320
    """
    lease = {"m2": 100, "rent_per_m2_year": 100, "end": "2029-12-31", "breaks": ["2026-12-31"], "notice_months": 6,
             "break_fee": 5000}  # fmt: skip
    tree = tiny(
        horizon={"periods": [2025, 2027], "end": 2028, "discount_rate": 0.1},
        sites=[
            {"id": "n", "area": "north"},
            {"id": "s", "area": "south", "kind": "municipal", "rent_per_m2_year": 50, "fit_out_per_m2": 100},
        ],
        offices=[{"id": "on", "agency": "a", "site": "n", "floor_m2": 100, "leases": [lease]}],
    )
    best = best_plan(scenario_of(tree))
    assert best.decisions == (Decision("on", "colocate", "s", date(2027, 1, 1)),)
    assert best.value == pytest.approx(10_000 * (W[0] + W[1]) + 5000 * W[1] + (5000 + 10_000 / sum(W)) * (W[2] + W[3]))
    assert (best.plans, best.feasible) == (5, 3)  # closing, in either period, leaves nobody to serve
    budget = {"id": "b", "type": "budget", "at_most": 14_999}  # works and fee are 15,000
    assert decisions(tree | {"policy": [budget]}) == {"on": "keep"}
    assert decisions(tree | {"policy": [budget | {"at_most": 15_000}]}) == {"on": "colocate s"}


def test_full_points_send_those_away_who_lose_least() -> None:
    """With limited minutes the visits travel the least km in total, not each the nearest way.

    Point n has room for 100 visits, s for 150; km are north-n 1, north-s 5, south-n 2, south-s 10.
    North to n, south to s: 100 + 1000. South to n, north to s: 200 + 500, there and back in two years: 700 x 2 x 2.
    """
    km = {("north", "n"): 1, ("north", "s"): 5, ("south", "n"): 2, ("south", "s"): 10}
    matrix = [{"area": area, "site": site, "minutes": far, "km": far} for (area, site), far in km.items()]
    offices = [
        {"id": "on", "agency": "a", "site": "n", "capacity_minutes_per_year": 1000},
        {"id": "os", "agency": "a", "site": "s", "capacity_minutes_per_year": 1500},
    ]
    tree = tiny(travel={"matrix": matrix}, offices=offices, objective={"minimise": "travel_km"})
    best = best_plan(scenario_of(tree))
    assert (best.value, best.cost, best.feasible) == (pytest.approx(2800), 0, 1)
    # Room for 50 more at n: 50 of the north come back from s, 50 x 4 less.
    offices[0]["capacity_minutes_per_year"] = 1500
    assert best_plan(scenario_of(tree)).value == pytest.approx(4 * 500)


def test_who_joins_closes_its_other_point_in_town() -> None:
    """An agency in the town hall keeps no other point in the same town, today's network or not."""
    areas = [{"id": "north", "population": 1000, "municipality": "town"}, {"id": "town", "population": 1000}]
    sites = [{"id": "n", "area": "north"}, {"id": "s", "area": "town", "kind": "municipal"}]
    visits = [{"service": "k", "visits_per_1000": 100}]
    matrix = [{"area": area["id"], "site": site["id"], "minutes": 5, "km": 5} for area in areas for site in sites]
    tree = tiny(areas=areas, sites=sites, visits=visits, travel={"matrix": matrix}, objective={"minimise": "travel_km"})
    best = best_plan(scenario_of(tree))
    assert best.plans == 4  # nobody can move: no site has a rent; nobody works there, so both may close
    assert best.feasible == 2
    stay = [{"id": office, "type": "lock", "office": office, "must": "stay"} for office in ("on", "os")]
    assert best_plan(scenario_of(tree | {"policy": stay})) is None


def test_visits_of_a_group_go_where_its_language_is_spoken() -> None:
    """Swedish speakers pass by the office that does not speak Swedish; without a right to it they do not.

    Of 100 northern visits 20 are theirs and go 30 km to s instead of 1; per year and there and back:
    2 x (80 x 1 + 20 x 30 + 100 x 1) = 1560 km against 2 x 200 = 400.
    """
    areas = [{"id": "north", "population": 1000, "people": {"svenska": 200}}, {"id": "south", "population": 1000}]
    group = {"id": "svenska", "language": LANGUAGE, "own_visits": True}
    offices = [
        {"id": "on", "agency": "a", "site": "n", "staff": {"customer_service_fte": 1}},
        {"id": "os", "agency": "a", "site": "s", "staff": {"customer_service_fte": 1, "languages": {LANGUAGE: 0.5}}},
    ]
    tree = tiny(areas=areas, groups=[group], offices=offices, objective={"minimise": "travel_km"})
    assert decisions(tree) == {"on": "merge s", "os": "merge n"}  # best of all: both offices trade places
    assert best_plan(scenario_of(tree)).value == pytest.approx(2 * 400)
    tree["agencies"] = [{"id": "a", "move_targets": 0}]
    assert best_plan(scenario_of(tree)).value == pytest.approx(2 * 1560)
    tree["groups"] = [group | {"own_visits": False}]
    assert best_plan(scenario_of(tree)).value == pytest.approx(2 * 400)
    rule = {"id": "r", "type": "language", "language": LANGUAGE, "areas": {"share": 0.2}, "km": 29.9}
    assert best_plan(scenario_of(tree | {"policy": [rule]})) is None
    assert best_plan(scenario_of(tree | {"policy": [rule | {"km": 30}]})).value == pytest.approx(2 * 400)


def test_counts_are_spread_by_people_and_emit_what_the_years_say() -> None:
    """Counts of offices, growth, and factors by year come out as by hand.

    300 visits at n belong to north (1000 people); 90 at s to south. North grows by 10 % from 2025 to 2026: 300, 330,
    mean 315. A km emits 100 g in 2025 and 50 g in 2026 for one person of 1.5 per car, half of all trips by car:
    (315 + 90) x 2 km x (0.1 + 0.05) x 0.5 / 1.5 = 40.5 kg; buildings 150 m2 x 200 kWh x 0.1 kg x 2 years = 6000 kg.
    """
    areas = [{"id": "north", "population": 1000, "growth_per_year": 0.1}, {"id": "south", "population": 1000}]
    tree = tiny(areas=areas, objective={"minimise": "emissions"})
    del tree["visits"]
    for office, visits in zip(tree["offices"], (300, 90), strict=True):
        office["visits_per_year"] = {"k": visits}
    tree["factors"] = {
        "building_energy": {"value": 200, "unit": "kWh/m2/year"},
        "energy_emissions": {"value": 0.1, "unit": "kg CO2e/kWh"},
        "car_emissions": {"value": 100, "unit": "g CO2e/km", "by_year": {2026: 50}},
        "car_occupancy": {"value": 1.5, "unit": "persons/car"},
        "car_share": {"value": 0.5, "unit": "share"},
    }
    tree["policy"] = [{"id": office, "type": "lock", "office": office, "must": "stay"} for office in ("on", "os")]
    assert best_plan(scenario_of(tree)).value == pytest.approx(6040.5)


@pytest.fixture(scope="module")
def drawn(pytestconfig: pytest.Config) -> list[Tree]:
    return [random_scenario(seed, whole=False) for seed in range(300 if pytestconfig.option.long else 120)]


@pytest.fixture(scope="module")
def whole(pytestconfig: pytest.Config) -> list[Tree]:
    return [random_scenario(seed, whole=True) for seed in range(150 if pytestconfig.option.long else 30)]


def test_random_scenarios_are_valid(drawn: list[Tree], whole: list[Tree]) -> None:
    """The loader takes every random scenario, and reads from it what the oracle reads."""
    for tree in (*drawn, *whole):
        loaded, direct = from_data(tree).scenario, scenario_of(tree)
        tables = {"visits": True, "travel": {"matrix"}, "groups": {"__all__": {"travel"}}}
        assert loaded.model_dump(exclude=tables) == direct.model_dump(exclude=tables)


def test_random_scenarios_repeat() -> None:
    """The same seed draws the same scenario."""
    assert all(random_scenario(seed) == random_scenario(seed) for seed in range(5))


def lease_kind(lease: Tree) -> str:
    """Name a lease by how it ends."""
    if lease.get("owned"):
        return "owned"
    if "end" not in lease:
        return "until further notice"
    return "breaks" if lease.get("breaks") else "fixed"


CORE = (
    *("max_travel", "coverage", "language", "site_count", "lock", "budget"),
    *("keep", "close", "merge", "colocate"),
    *("owned", "until further notice", "fixed", "breaks"),
    *("cost", "emissions", "travel_km", "travel_minutes"),
    *("carbon_price_per_tonne", "value_of_time_per_hour", "travel_price_per_km"),
    *("estimate", "matrix", "1 periods", "2 periods", "3 periods", "2 agencies", "capacity", "own visits"),
)
EXTRAS = (
    *("cap", "pace", "staff_relocation", "space_target", "utilisation", "relation", "exit", "stability"),
    *("resize", "open", "never", "kind new", "common_m2", "joint_fixed_per_year", "joint_fit_out"),
    *("restoration", "sale_value", "landlord", "relet_months"),
    *("presence", "peak", "commuting_days", "commuting_cost", "weighted", "priorities", "viewpoint", "tolerance"),
)


def words_of(tree: Tree, actions: set[str]) -> set[str]:
    """Name everything that turns up in a scenario and in its best plan."""
    objective = tree["objective"]
    words = {rule["type"] for rule in tree["policy"]} | actions
    words |= {lease_kind(lease) for office in tree["offices"] for lease in office.get("leases", ())}
    words |= {key for office in tree["offices"] for lease in office.get("leases", ()) for key in lease}
    words |= {*tree["travel"], *objective, *tree["factors"], *(key for site in tree["sites"] for key in site)}
    words |= {objective.get("minimise", "priorities")}
    words |= {key for level in objective.get("priorities", ()) for key in level}
    words |= {f"{len(tree['horizon']['periods'])} periods", f"{len(tree['agencies'])} agencies"}
    words |= {"capacity" for office in tree["offices"] if "capacity_minutes_per_year" in office}
    words |= {"own visits" for group in tree["groups"] if group.get("own_visits")}
    return words | {f"kind {site['kind']}" for site in tree["sites"] if "kind" in site}


def test_random_scenarios_hold_everything(drawn: list[Tree]) -> None:
    """Every rule type, action, lease kind, objective and way to travel occurs in several scenarios that have a plan."""
    seen: Counter[str] = Counter()
    for tree in drawn:
        best = best_plan(scenario_of(tree))
        if best is None:
            seen["infeasible"] += 1
        else:
            seen.update(words_of(tree, {one.action for one in best.decisions}))
    wanted = CORE + (EXTRAS if EXTENDED else ())
    assert not {word: seen[word] for word in wanted if seen[word] < 0.03 * len(drawn)}
    assert 0.05 <= seen["infeasible"] / len(drawn) <= 0.3


def test_whole_scenarios_hold_everything(whole: list[Tree]) -> None:
    """Everything that is told of people, modes and remote use occurs in some of the scenarios that draw from all."""
    seen = {feature for tree in whole for feature in drawn_in(tree)}
    assert not KEYS.keys() - seen
    rules = {"fairness of regions", "fairness of groups", "fairness of agencies", "group_access", "population_base"}
    assert not {f"rule: {name}" for name in (*rules, "patronage", "coverage")} - seen


def test_features_are_taken_away(whole: list[Tree]) -> None:
    """A scenario without a feature does not hold it."""
    for tree in whole:
        assert all(feature not in drawn_in(without(tree, feature)) for feature in drawn_in(tree))
