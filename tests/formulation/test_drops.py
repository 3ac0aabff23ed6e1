"""No constraint is idle: for each there is a small scenario in which the model without it promises too good a plan."""

import re
from dataclasses import replace
from typing import Any

import pytest
from tests.formulation.test_golden import KINDS, NEEDED
from tests.formulation.tiny import Tree, model_of, tiny
from tests.oracle.brute_force import best_plan
from tests.oracle.random_scenarios import scenario_of

from consolidate.backends import highs
from consolidate.backends.solution import Request
from consolidate.formulation.formulate import CORE, Model


def office(name: str, floor_m2: float = 30, fte: float = 1, **more: Any) -> Tree:
    """An office `agency-site` without a capacity; with `sv=True` its people speak Swedish."""
    agency, _, site = name.partition("-")
    staff = {"customer_service_fte": fte, "languages": {"sv": 1}} if more.pop("sv", False) else {
        "customer_service_fte": fte}  # fmt: skip
    return {"id": name, "agency": agency, "site": site, "floor_m2": floor_m2, "staff": staff, **more}


def site(name: str, area: str, rent: float = 100, **more: Any) -> Tree:
    """A site at which newly taken floor area costs `rent`."""
    return {"id": name, "area": area, "rent_per_m2_year": rent, **more}


def near(**tables: Any) -> Tree:
    """The tiny scenario with ways that cost little and no capacities, so that fewer offices are cheaper; one period.

    Nobody needs Swedish, and all sites are own ones with the same rent.
    """
    return tiny(**{
        "horizon": {"periods": [2025], "end": 2028},
        "sites": [site("hall", "north"), site("market", "middle"), site("square", "south")],
        "groups": [],
        "areas": [{"id": "north", "municipality": "town", "population": 1000, "languages": ["sv"]},
                  {"id": "middle", "municipality": "town", "population": 400}, {"id": "south", "population": 600}],
        "offices": [office("police-hall"), office("tax-market", sv=True), office("tax-square")],
        "objective": {"travel_price_per_km": 0.01},
    } | tables)  # fmt: skip


SWEDISH = {
    "groups": [{"id": "swedish", "language": "sv", "own_visits": True}],
    "areas": [{"id": "north", "municipality": "town", "population": 1000, "people": {"swedish": 500}},
              {"id": "middle", "municipality": "town", "population": 400}, {"id": "south", "population": 600}],
}  # fmt: skip
CARDS = {"services": [{"id": "card", "agency": "tax", "minutes_per_visit": 10, "modes": ["booth", "staffed"]},
                      {"id": "pass", "agency": "police"}],
         "visits": [{"service": "card", "visits_per_1000": 1000},
                    {"area": "south", "service": "pass", "visits_per_year": 100}]}  # fmt: skip
TWO_MODES = near(
    # both tax offices are needed for their capacity, and one would move in with the other, but for its mode
    **CARDS,
    offices=[office("police-hall"), office("tax-market", capacity_minutes_per_year=15000),
             office("tax-square", capacity_minutes_per_year=9000, mode="booth")],
    sites=[site("hall", "north", rent=None), site("market", "middle", 10), site("square", "south", 500)],
)  # fmt: skip
JOINT_TOWN = near(
    # the tax agency serves twice in one town, at one of them beside the police: one place has to go, and people are far
    **CARDS,
    offices=[office("police-hall"), office("tax-hall"), office("tax-market")],
    objective={"travel_price_per_km": 10},
)
BOOTH_FOR_TWO = near(
    # a staffed office that costs a lot, and a booth near it that could take its place
    **CARDS,
    offices=[office("police-hall"), office("tax-market", 300), office("tax-square", fte=0, mode="booth")],
)
BOOTHS = near(
    # two agencies that serve in booths alone
    services=[{"id": "card", "agency": "tax", "minutes_per_visit": 10, "modes": ["booth"]},
              {"id": "pass", "agency": "police", "minutes_per_visit": 10, "modes": ["booth"]}],
    visits=CARDS["visits"],
    offices=[office("police-hall", mode="booth"), office("tax-square", mode="booth")],
)  # fmt: skip
BOOTH_ANEW = near(
    # the tax agency leaves its booth in the square at once, the police come to it in the second period
    horizon={"periods": [2025, 2027], "end": 2028}, visits=CARDS["visits"],
    services=[CARDS["services"][0], {"id": "pass", "agency": "police", "modes": ["booth", "staffed"]}],
    offices=[office("police-hall"), office("tax-market"), office("tax-square", fte=0, mode="booth"),
             office("police-square", 5, fte=0, mode="booth", exists=False)],
    policy=[{"id": "late", "type": "lock", "office": "police-square", "not_before": "2027-01-01"},
            {"id": "stay", "type": "lock", "office": "police-hall", "must": "stay"},
            {"id": "near", "type": "max_travel", "minutes": 5, "services": ["pass"], "periods": [2027],
             "except_areas": ["north", "middle"]}],
)  # fmt: skip
CHEAP_HALL = [site("hall", "north", 1, kind="municipal"), site("market", "middle", 500), site("square", "south", 500)]


def ruled(kind: str, tree: Tree | None = None, **values: Any) -> Tree:
    """A scenario with one rule."""
    return (tree or near()) | {"policy": [{"id": "rule", "type": kind} | values]}


WEIGHED = near(
    # a booth in the hall is cheap, a staffed point in the market dearer, one in the square the dearest
    **CARDS,
    modes={"booth": {"weight": 0.5}, "staffed": {}},
    areas=[{"id": "north", "population": 1000}, {"id": "middle", "population": 400},
           {"id": "south", "population": 600}],
    offices=[office("police-hall"), office("tax-hall", 10, mode="booth"), office("tax-market", 50),
             office("tax-square", 100)],
)  # fmt: skip
REGIONS = [{"id": "north", "municipality": "town", "region": "upper", "population": 1000},
           {"id": "middle", "municipality": "town", "region": "upper", "population": 400},
           {"id": "south", "region": "lower", "population": 600}]  # fmt: skip


def wheels(**people: float) -> Tree:
    """A scenario with people in wheelchairs, in these areas; the market and the square are step-free."""
    return near(
        groups=[{"id": "wheels", "kind": "step_free"}],
        areas=[{"id": name, "population": 1000, "people": {"wheels": people[name]} if name in people else {}}
               for name in ("north", "middle", "south")],
        sites=[site("hall", "north"), site("market", "middle", step_free=True),
               site("square", "south", step_free=True)])  # fmt: skip


SWEDISH_DAYS = near(
    **CARDS,
    groups=[{"id": "swedish", "language": "sv"}],
    areas=[{"id": "north", "population": 1000, "people": {"swedish": 500}}, {"id": "middle", "population": 400},
           {"id": "south", "population": 600}],
    modes={"staffed": {}, "booth": {"staffing": "host", "staff_minutes_per_year": 0, "days_per_week": 3,
                                    "languages": ["sv"]}},
)  # fmt: skip
BAND_1, BAND_2 = (
    ruled("coverage", services=["card"], bands=[{"minutes": 15, "share": within}, {"minutes": 20, "share": beyond}])
    for within, beyond in ((0.9, 0.5), (0.5, 0.9))
)


def booth(**mode: Any) -> Tree:
    """Modes in which the booth is like this."""
    return {"modes": {"staffed": {}, "booth": mode}}


def counted(tree: Tree, **staffing: Any) -> Tree:
    """A scenario in which the working minutes of the tax agency are counted."""
    people = {"hired_wage_per_fte_year": 30000} | staffing
    return tree | {"agencies": [{"id": "police"}, {"id": "tax", "staffing": people}]}


GROWING = counted(
    # people are short little at first and then a lot: some would be hired ahead, within the first period's budget
    near(
        **CARDS | {"visits": [{"service": "card", "visits_per_1000": 1000, "trend_per_year": 0.3}, CARDS["visits"][1]]},
        horizon={"periods": [2025, 2027], "end": 2028},
        offices=[office("police-hall"), office("tax-market", fte=2.2),
                 office("tax-square", fte=2, running_per_year=20000, exists=False)]),
    minutes_per_fte_year=10000, hired_wage_per_fte_year=1000, hiring_cost_per_fte=10000,
)  # fmt: skip
WILLING = near(
    # a card needs no coming where a booth of the tax agency is near: in the square
    visits=CARDS["visits"], modes={"booth": {}, "staffed": {}},
    services=[CARDS["services"][0] | {"remote": {
        "support_modes": ["booth"], "support_minutes": 5, "supported_share": 0.5}}, CARDS["services"][1]],
    offices=[office("police-hall"), office("tax-market"), office("tax-square", fte=0, mode="booth")],
)  # fmt: skip
STAY = [{"id": name, "type": "lock", "office": name, "must": "stay"} for name in ("tax-market", "tax-square")]
# people of the market have too little time for all to whom it is the nearest, those of the square more than enough
UNEVEN = counted(near(**CARDS, policy=STAY), minutes_per_fte_year=10000)
UNEVEN_SWEDISH = counted(near(**CARDS, **SWEDISH, policy=STAY, offices=[
    office("police-hall"), office("tax-market", sv=True), office("tax-square", sv=True)]),
    minutes_per_fte_year=10000)  # fmt: skip
FIT_OUT = [site(name, area, fit_out_per_m2=500)
           for name, area in (("hall", "north"), ("market", "middle"), ("square", "south"))]  # fmt: skip
# the market is too small for all to whom it is the nearest; moving costs fit-out, going on to the square very little
CROWDED = near(**CARDS, sites=FIT_OUT, offices=[
    office("police-hall"), office("tax-market", capacity_minutes_per_year=10000),
    office("tax-square", capacity_minutes_per_year=12000)])  # fmt: skip
CROWDED_SWEDISH = CROWDED | SWEDISH | {"offices": [
    office("police-hall"), office("tax-market", capacity_minutes_per_year=10000, sv=True),
    office("tax-square", capacity_minutes_per_year=12000, sv=True)]}  # fmt: skip

DROPS: dict[str, Tree] = {
    "one_trajectory": near(),
    "presence": TWO_MODES,
    "no_empty_point": near(**CARDS),
    "one_mode": TWO_MODES,
    # people of the closed office would sit where nobody may be, since its own office had to leave
    "in_use": ruled("lock", near(**CARDS, offices=[office("police-hall"), office("tax-market", 10),
                                                    office("tax-square", 100)]), site="market", must="close"),
    "no_ghosts": ruled("site_count", of="sites", at_least=3),
    "everyone_served": near(),
    "only_where_served": near(objective={"travel_price_per_km": 5}),
    # an office that speaks Swedish gives no advice where it is; another one could, but not at the same site
    "ability_present": near(
        **SWEDISH, visits=[{"area": "north", "service": "advice", "visits_per_year": 100}],
        offices=[office("police-hall"), office("tax-hall", 100, sv=True), office("tax-market"),
                 office("tax-square", mode="booth", sv=True)],
        agencies=[{"id": "police"}, {"id": "tax"}]),
    "ability_spoken": near(**SWEDISH, offices=[office("police-hall"), office("tax-market", 100, sv=True),
                                               office("tax-square")]),
    "supported": WILLING,
    "nearest": UNEVEN,
    "nearest_sum": UNEVEN,
    "nearest_able": UNEVEN_SWEDISH,
    "staff_time": counted(near(**CARDS), minutes_per_fte_year=5000),
    "opening": BOOTH_FOR_TWO | booth(opening_minutes_per_year=7000),
    "home_serves": BOOTH_FOR_TWO | booth(staffing="visiting", staff_minutes_per_year=3000),
    "facility_there": BOOTHS | booth(shared={"cost_per_year": 1000}),
    "no_empty_facility": BOOTH_ANEW | booth(shared={"fit_out": 3000}),
    "facility_starts": near(
        **CARDS | booth(staffing="host", staff_minutes_per_year=0, shared={"fit_out": 3000}),
        offices=[office("police-hall"), office("tax-square", fte=0, convert=[{"mode": "booth", "m2": 5}])]),
    "facility_time": BOOTHS | booth(opening_minutes_per_year=30000, shared={"minutes_per_year": 50000}),
    "work": near(offices=[office("police-hall"), office("tax-market", capacity_minutes_per_year=15000),
                          office("tax-square", capacity_minutes_per_year=9000)]),
    "floor_area": near(sites=[CHEAP_HALL[0] | {"usable_m2": 50, "kind": "agency"}, *CHEAP_HALL[1:]]),
    "joint_needs_two": ruled("site_count", of="joint_points", at_least=1,
                             tree=near(sites=[site("hall", "north", 200), site("market", "middle", 200),
                                              site("square", "south")])),
    "two_make_joint": ruled("site_count", of="joint_points", at_most=0, tree=near(
        sites=[CHEAP_HALL[0] | {"kind": "agency"}, *CHEAP_HALL[1:]])),
    "joint_starts": near(sites=[CHEAP_HALL[0] | {"kind": "agency", "joint_fit_out": 1000}, *CHEAP_HALL[1:]]),
    "who_joins_closes": JOINT_TOWN,
    "budget:": ruled("budget", at_most=0, tree=near(factors={"moving": {"value": 500, "unit": "EUR/FTE"}})),
    "budget-hires:": ruled("budget", GROWING, at_most=10000, per="period"),
    "budget-hires:.hires_now": ruled("budget", GROWING, at_most=10000, per="period"),
    "budget-hires:.hires_needed": ruled("budget", GROWING, at_most=10000, per="period"),
    "cap:": ruled("cap", of="travel_km", at_most=150000),
    "coverage:": ruled("coverage", minutes=15, share=0.9, services=["card"]),
    "coverage:.share": ruled("coverage", minutes=15, share=0.9, services=["card"]),
    "coverage-bands:.band1": BAND_1,
    "coverage-bands:.band1.share": BAND_1,
    "coverage-bands:.band2": BAND_2,
    "coverage-bands:.band2.share": BAND_2,
    "coverage-weighted:": ruled("coverage", WEIGHED, services=["card"], minutes=15, share=0.6, weighted=True),
    # a booth beside a staffed point does not make up for people whom neither reaches
    "coverage-weighted:.once": ruled("coverage", WEIGHED, services=["card"], minutes=15, share=0.8, weighted=True),
    "exit:": ruled("exit"),
    "exit:.served": ruled("exit"),
    "fairness-regions:": ruled("fairness", near(areas=REGIONS), of="regions", worse_by=0.5),
    "fairness-groups:": ruled("fairness", of="groups", worse_by=0.5, tree=near(
        **SWEDISH, offices=[office("police-hall"), office("tax-hall", sv=True, running_per_year=20000),
                            office("tax-square", sv=True)],
        sites=[site("hall", "north", rent=None), site("market", "middle"), site("square", "south")])),
    # the police would pay more in the market for what the hall costs all; the posted share of the market is not all
    "fairness-agencies:": ruled("fairness", of="agencies", at_most=100, tree=near(
        sites=[site("hall", "north", shared_fixed_per_year=5000),
               site("market", "middle", kind="agency", tariff_per_m2_year=50), site("square", "south")])),
    "group_access:": ruled("group_access", wheels(south=60), group="wheels", minutes=15, services=["card"]),
    "group_access-except_share:": ruled("group_access", wheels(north=40, south=60), group="wheels", minutes=15,
                                        services=["card"], except_share=0.5),
    "group_access-except_share:.share": ruled("group_access", wheels(north=40, south=60), group="wheels", minutes=15,
                                              services=["card"], except_share=0.5),
    # the hall has staff, who do not speak Swedish; those who do would come there only with their office
    "group_access-language-days:.open_able": ruled("group_access", group="swedish", minutes=15, days_per_week=4,
                                                   services=["card"], tree=SWEDISH_DAYS | {
        "offices": [office("police-hall"), office("tax-hall"), office("tax-market", 50, sv=True),
                    office("tax-square", 5, mode="booth")]}),
    # the booth in the hall serves in Swedish, but on three days a week
    "group_access-language-days:.open_enough": ruled("group_access", group="swedish", minutes=15, days_per_week=4,
                                                     services=["card"], tree=SWEDISH_DAYS | {
        "offices": [office("police-hall"), office("tax-hall", 5, mode="booth"), office("tax-market", 50, sv=True),
                    office("tax-square")]}),
    "language:": ruled("language", language="sv", minutes=15, services=["card"],
                       tree=near(offices=[office("police-hall"), office("tax-market", 100, sv=True),
                                          office("tax-square")])),
    "lock:": ruled("lock", office="tax-square", must="stay", tree=near(
        offices=[office("police-hall"), office("tax-market"), office("tax-square", mode="booth")])),
    "max_travel:": ruled("max_travel", minutes=15, services=["card"]),
    "max_travel:.share": ruled("max_travel", minutes=15, services=["card"], except_share=0.1),
    "pace:": ruled("pace", at_most=0),
    "patronage:": ruled("patronage", CROWDED, agencies=["tax"]),
    "patronage:.sum": ruled("patronage", CROWDED, agencies=["tax"]),
    "patronage:.able": ruled("patronage", CROWDED_SWEDISH, agencies=["tax"]),
    "population_base:": ruled("population_base", at_least=1500, minutes=15, tree=near(
        sites=[CHEAP_HALL[0] | {"kind": "agency"}, *CHEAP_HALL[1:]])),
    "relation:": ruled("relation", not_both=["market", "square"], tree=near(objective={"travel_price_per_km": 5})),
    "site_count:": ruled("site_count", at_least=3),
    "site_count:.joint_needs_joint": ruled("site_count", of="joint_points", agencies=["tax"], at_least=1),
    # the police and the municipality make the hall joint, but the tax agency does not serve there
    "site_count:.joint_needs_agency": ruled("site_count", of="joint_points", agencies=["tax"], at_least=1,
                                            tree=near(
        sites=[site("hall", "north", kind="municipal", fit_out_per_m2=500),
               site("market", "middle", fit_out_per_m2=500), site("square", "south")])),
    "site_count:.joint_counts": ruled("site_count", of="joint_points", agencies=["tax"], at_most=0, tree=near(
        sites=[CHEAP_HALL[0] | {"kind": "agency"}, *CHEAP_HALL[1:]])),
    "space_target:": ruled("space_target", m2_per_person=25, tree=near(objective={"travel_price_per_km": 5})),
    "stability:": ruled("stability", at_most=0),
    "staff_relocation:.minutes": ruled("staff_relocation", minutes=5),
    "staff_relocation:.share": ruled("staff_relocation", share=0),
    "utilisation:": ruled("utilisation", at_most=0.4, tree=near(
        offices=[office("police-hall"), office("tax-market", capacity_minutes_per_year=48000),
                 office("tax-square", capacity_minutes_per_year=24000)])),
}  # fmt: skip
"""A core constraint, or a rule type and what is added to the rule's name in its rows, to a scenario that needs them."""


def optimum(model: Model) -> float:
    """The least value of a model."""
    solution = highs.solve(model.program(), Request(gap=0.0))
    assert solution.status == "optimal"
    return solution.objective


@pytest.mark.parametrize("dropped", DROPS)
def test_a_model_without_a_constraint_promises_too_much(dropped: str) -> None:
    """The whole model finds what brute force finds; without one block of rows it claims a better value."""
    tree = DROPS[dropped]
    model, best = model_of(tree), best_plan(scenario_of(tree))
    assert best is not None
    assert optimum(model) == pytest.approx(best.value, abs=0.01)
    name = f"policy.rule{dropped.partition(':')[2]}" if ":" in dropped else dropped
    rest = tuple(rows for rows in model.constraints if rows.name != name)
    assert len(rest) == len(model.constraints) - 1
    assert optimum(replace(model, constraints=rest)) < best.value - 1


def test_every_constraint_and_every_rule_is_dropped_once() -> None:
    """Every core constraint, and every block of rows that rules of any kind add, has a scenario that needs it."""
    wanted = {constraint.__name__ for constraint in CORE}
    for kind, values in KINDS.items():
        rule = {"id": "rule", "type": kind.partition("-")[0]} | values
        model = model_of(tiny(policy=[rule], **NEEDED.get(kind, {})))
        blocks = [rows.name.removeprefix("policy.rule") for rows in model.constraints if rows.name.startswith("policy")]
        wanted |= {f"{kind.partition('-')[0]}:{block}" for block in blocks}
    assert {re.sub(r"-[\w-]*:", ":", drop) for drop in DROPS} == wanted
