"""Rules about bands, groups, joint points, the nearest point and fairness: kept, binding or broken."""

from typing import Any

import pytest
from tests.audit.toy import D25, D27, HOME, changed, decided, everybody, good, matrix, names, office, sent, today, toy

from consolidate.audit.audit import audit
from consolidate.audit.report import Reading
from consolidate.plan.model import Plan
from consolidate.scenario.model import Agency, Area, Group, Horizon, Lease, Mode, RemoteUse, Scenario, Service, Staffing
from consolidate.scenario.objective import Objective
from consolidate.scenario.policy import Band, Coverage, Fairness, GroupAccess, Patronage, PopulationBase, Rule

LATER = {**HOME, "isle": "e1"}
NOBODY = sent()


def read(scenario: Scenario, plan: Plan | None = None) -> Reading:
    """The reading of the one rule; a violation is reported under its id exactly when it is broken."""
    report = audit(scenario, plan or good(scenario))
    (reading,) = report.readings
    assert (reading.id in names(report)) == (reading.status == "broken")
    assert reading.sentence == scenario.policy[0].sentence
    return reading


def ruled(rule: Rule, **values: Any) -> Scenario:
    return toy(policy=(rule,), **values)


def bands(*limits: tuple[float, float], **values: Any) -> Coverage:
    """Shares of people within minutes of a card."""
    bands = tuple(Band(minutes=minutes, share=share) for minutes, share in limits)
    return Coverage(**{"id": "near", "type": "coverage", "bands": bands, "services": ("card",), **values})


@pytest.mark.parametrize(
    ("limits", "status", "value", "where"),
    [
        (((10.0, 0.9), (30.0, 1.0)), "binding", 1.0, "period 2025, service card, within 30 minutes"),
        (((10.0, 0.96), (30.0, 1.0)), "broken", 0.95, "period 2027, service card, within 10 minutes"),
        (((29.0, 0.95), (30.0, 0.9)), "binding", 0.95, "period 2027, service card, within 29 minutes"),
        (((1.0, 0.1), (30.0, 0.9)), "broken", 0.0, "period 2025, service card, within 1 minutes"),
    ],
)
def test_every_band_holds(limits: Any, status: str, value: float, where: str) -> None:
    """Each limit has its share, and the tightest is told."""
    reading = read(ruled(bands(*limits)))
    assert (reading.status, reading.value, reading.where) == (status, value, where)


def test_a_band_may_be_in_km() -> None:
    """A band is in its own measure."""
    table = matrix()
    table.numbers["km"][:] *= 2
    rule = bands(bands=(Band(km=11.0, share=0.5),))
    reading = read(ruled(rule).model_copy(update={"travel": toy().travel.model_copy(update={"matrix": table})}))
    assert (reading.status, reading.value) == ("kept", 0.95)


def lit(rule: Rule, *modes: str, **weights: float) -> Scenario:
    """The offices of `tax` in east, isle and west are in these modes, each of which weighs so much."""
    known = {"staffed": Mode()} | {name: Mode(weight=weight) for name, weight in weights.items()}
    offices = toy().offices
    for name, mode in zip(("tax-e", "tax-i", "tax-w"), modes, strict=True):
        offices = changed(offices, name, mode=mode)
    services = (Service(id="card", agency="tax", modes=tuple(known)), Service(id="pass", agency="police"))
    return ruled(rule, offices=offices, services=services, modes=known)


@pytest.mark.parametrize(
    ("minutes", "weighted", "value"),
    [(10.0, True, (0.5 * 1000 + 0.25 * 100 + 900) / 2000), (35.0, True, (0.5 * 1000 + 0.5 * 100 + 900) / 2000),
     (60.0, True, 1.0), (10.0, False, 1.0)],
)  # fmt: skip
def test_people_count_by_the_best_mode_within_the_limit(minutes: float, weighted: bool, value: float) -> None:
    """With weights an area counts by the largest of the points within the limit; without, any point is one."""
    rule = bands((minutes, 0.1), weighted=weighted)
    scenario = lit(rule, "booth", "car", "staffed", booth=0.5, car=0.25)
    assert read(scenario, today(scenario)).value == pytest.approx(value)


def test_a_weight_is_that_of_a_mode_of_the_service() -> None:
    """A mode that weighs nothing covers nobody, and one that the service is not given in is none."""
    scenario = lit(bands((10.0, 0.9), weighted=True), "none", "staffed", "staffed", none=0.0)
    assert read(scenario, today(scenario)).value == 0.5
    services = (Service(id="card", agency="tax", modes=("none",)), scenario.services[1])
    plan = Plan(decided(scenario), NOBODY)
    assert audit(scenario.model_copy(update={"services": services}), plan).readings[0].value == 0.0


def access(**values: Any) -> GroupAccess:
    defaults = {"id": "group", "type": "group_access", "group": "g", "minutes": 30.0, "services": ("card",)}
    return GroupAccess(**{**defaults, **values})


def with_group(rule: Rule, kind: Any = "step_free", people: Any = None, **values: Any) -> Scenario:
    """A group of 50 in `east` and 10 in `isle`; only e1 has steps."""
    people = people or {"east": 50.0, "isle": 10.0}
    areas = tuple(area.model_copy(update={"people": {"g": people.get(area.id, 0.0)}}) for area in toy().areas)
    sites = tuple(site.model_copy(update={"step_free": site.id != "e1"}) for site in toy().sites)
    return ruled(rule, areas=areas, sites=sites, groups=(Group(id="g", kind=kind, **values),))


@pytest.mark.parametrize(("limit", "status"), [(31.0, "kept"), (30.0, "binding"), (29.0, "broken")])
def test_a_group_has_a_point_that_meets_its_need(limit: float, status: str) -> None:
    """The value is the longest way of anybody in the group to a point that serves them; others are nobody."""
    scenario = with_group(access(minutes=limit))
    reading = read(scenario, today(scenario))
    assert (reading.status, reading.value, reading.where) == (status, 30.0, "period 2025, service card, area east")
    other = with_group(access(minutes=limit), "other")
    assert read(other, today(other)).value == 5.0
    west = with_group(access(minutes=limit), people={"west": 1.0})
    assert read(west, today(west)).value == 5.0


@pytest.mark.parametrize(("share", "status"), [(0.84, "kept"), (50 / 60, "binding"), (0.83, "broken")])
def test_a_share_of_the_group_may_live_farther(share: float, status: str) -> None:
    """The share beyond is one of the group, not of everybody."""
    scenario = with_group(access(minutes=20.0, except_share=share))
    reading = read(scenario, today(scenario))
    assert (reading.status, reading.value) == (status, pytest.approx(5 / 6))


def test_a_group_grows_as_people_do() -> None:
    """Its share counts the people of the period; excepted areas are left out."""
    scenario = with_group(access(minutes=20.0, except_share=0.5))
    areas = changed(scenario.areas, "isle", growth_per_year=1.0)
    grown = scenario.model_copy(update={"areas": areas})
    assert read(grown, today(grown)).value == pytest.approx(50 / (50 + 10 * 1.5))
    left = with_group(access(minutes=20.0, except_areas=("east",)))
    assert read(left, today(left)).value == 5.0


def test_a_group_goes_its_own_way_to_a_point() -> None:
    """Limits on a group are by its own travel; without a way it is infinitely far."""
    table = matrix({("east", "i1"): 12.0, ("isle", "i1"): 13.0})
    scenario = with_group(access(), travel=table)
    assert read(scenario, today(scenario)).value == 13.0
    cut = with_group(access(), travel=matrix({("east", "i1"): 12.0}))
    assert read(cut, today(cut)).value == float("inf")


@pytest.mark.parametrize(("days", "value"), [(0.0, 5.0), (2.0, 5.0), (3.0, 30.0)])
def test_a_point_counts_that_is_open_often_enough(days: float, value: float) -> None:
    """The mode it serves in has as many days a week."""
    scenario = with_group(access(days_per_week=days), "other", people={"isle": 10.0})
    modes = {"staffed": Mode(), "tuesday": Mode(days_per_week=2.0)}
    services = (Service(id="card", agency="tax", modes=tuple(modes)), scenario.services[1])
    offices = changed(scenario.offices, "tax-i", mode="tuesday")
    scenario = scenario.model_copy(update={"modes": modes, "services": services, "offices": offices})
    assert read(scenario, today(scenario)).value == value


def test_a_language_group_is_met_where_it_is_spoken() -> None:
    """Access of a language group is to a point that speaks it."""
    scenario = with_group(access(), "language", language="sv")
    silent = changed(scenario.offices, "tax-e", staff=toy().offices[0].staff.model_copy(update={"languages": {}}))
    assert read(scenario, today(scenario)).value == 5.0
    scenario = scenario.model_copy(update={"offices": silent})
    assert read(scenario, today(scenario)).value == 30.0


def base(**values: Any) -> PopulationBase:
    return PopulationBase(**{"id": "base", "type": "population_base", "at_least": 1000.0, "minutes": 45.0, **values})


JOIN = {"police_w": ("colocate", "w1", D27)}


@pytest.mark.parametrize(
    ("rule", "status", "value"),
    [
        ({}, "binding", 1000.0),
        ({"at_least": 1001.0}, "broken", 1000.0),
        ({"minutes": 40.0}, "binding", 1000.0),
        ({"minutes": 39.9}, "broken", 900.0),
        ({"minutes": None, "km": 60.0}, "kept", 2000.0),
        ({"at_least": 1001.0, "except_sites": ("w1",)}, "kept", 1001.0),
        ({"at_least": 1001.0, "periods": (2025,)}, "kept", 1001.0),
    ],
)
def test_enough_people_live_near_every_joint_point(rule: dict[str, Any], status: str, value: float) -> None:
    """The people within the limit of a joint point are at least so many, but for sites excepted by name."""
    scenario = ruled(base(**rule))
    reading = read(scenario, Plan(decided(scenario, **JOIN), NOBODY))
    assert (reading.status, reading.value) == (status, value)


def test_people_near_are_those_of_the_period() -> None:
    """Growth counts, and a site that nobody joins needs nobody."""
    scenario = ruled(base(), areas=changed(toy().areas, "isle", growth_per_year=1.0))
    assert read(scenario, Plan(decided(scenario, **JOIN), NOBODY)).value == 900 + (400 + 800) / 2
    assert read(scenario, Plan(decided(scenario), NOBODY)).status == "kept"


def test_a_municipality_alone_is_no_joint_point() -> None:
    """A joint point has an agency that serves; with one, the municipality at its own site makes two."""
    scenario = ruled(base(at_least=5000.0), sites=changed(toy().sites, "i1", kind="municipal"))
    assert read(scenario, Plan(decided(scenario), NOBODY)).where == "period 2025, site i1"
    left = Plan(decided(scenario, tax_i=("merge", "e1", D25)), NOBODY)
    assert read(scenario, left).status == "kept"


def crowded(rule: Rule) -> Scenario:
    """The office in `east` is full with 999 of 1000 cards."""
    services = (Service(id="card", agency="tax", minutes_per_visit=1.0), Service(id="pass", agency="police"))
    offices = toy().offices
    for name, minutes in (("tax-e", 999.0), ("tax-i", 200.0), ("tax-w", 1e6)):
        offices = changed(offices, name, capacity_minutes_per_year=minutes)
    return ruled(rule, services=services, offices=offices)


@pytest.mark.parametrize(
    ("rule", "status"),
    [({}, "broken"), ({"agencies": ("tax",)}, "broken"), ({"agencies": ("police",)}, "binding"),
     ({"periods": (2027,)}, "broken")],
)  # fmt: skip
def test_patronage_is_the_nearest_point_full_or_not(rule: dict[str, Any], status: str) -> None:
    """People of agencies in scope may not spill over, in the rule's periods."""
    scenario = crowded(Patronage(**{"id": "loyal", "type": "patronage", **rule}))
    entries = [entry for entry in everybody(HOME, HOME) if entry[1:3] != ("east", "card")]
    spilt = [(t, "east", "card", "", site, n) for t in (0, 1) for site, n in (("e1", 999_000), ("i1", 1000))]
    reading = read(scenario, Plan(decided(scenario), sent(*entries, *spilt)))
    assert (reading.status, reading.value) == (status, float(status == "broken"))
    first = scenario.model_copy(update={"policy": (scenario.policy[0].model_copy(update={"periods": (2025,)}),)})
    later = [entry if entry[0] else (0, *entry[1:]) for entry in everybody(HOME, HOME)]
    moved = [e for e in later if e[:3] != (1, "east", "card")]
    only_second = [*moved, *(e for e in spilt if e[0] == 1)]
    assert read(first, Plan(decided(first), sent(*only_second))).status == "binding"


def fair(**values: Any) -> Fairness:
    return Fairness(**{"id": "fair", "type": "fairness", "of": "regions", "worse_by": 0.5, **values})


REGIONS = {"east": "sea", "isle": "sea", "west": "land"}


def regional(rule: Rule, **values: Any) -> Scenario:
    areas = tuple(area.model_copy(update={"region": REGIONS[area.id]}) for area in toy().areas)
    return ruled(rule, **{"areas": areas, **values})


SEA = 1000 * 5 + 100 * 5 + 100 * 61 + 10 * 41
"""Minutes one way of visits from the sea region today: 2500 more once nobody serves in `isle`."""


@pytest.mark.parametrize(
    ("rule", "status", "limit"),
    [
        ({"worse_by": 2500 / SEA + 0.001}, "kept", None),
        ({"worse_by": 2500 / SEA}, "binding", SEA + 2500),
        ({"worse_by": 0.1}, "broken", SEA * 1.1),
        ({"worse_by": 0.0, "only": ("land",)}, "binding", 900 * 5 + 90 * 6),
        ({"worse_by": 0.1, "periods": (2025,)}, "kept", None),
    ],
)
def test_no_region_travels_much_longer(rule: dict[str, Any], status: str, limit: float | None) -> None:
    """The minutes of a region's visits are compared with those that the same visits took in today's network."""
    scenario = regional(fair(**rule))
    reading = read(scenario)
    assert reading.status == status
    assert limit is None or reading.limit == pytest.approx(limit)


def test_fairness_is_under_the_demand_of_the_period() -> None:
    """Fewer visits are no shorter ways: today's minutes are those of the period's visits."""
    card = Service(id="card", agency="tax", remote=RemoteUse(by_year={2027: 0.9}))
    scenario = regional(fair(worse_by=0.03), services=(card, Service(id="pass", agency="police")))
    reading = read(scenario)
    today = 0.1 * (1000 * 5 + 100 * 5) + 100 * 61 + 10 * 41
    assert (reading.status, reading.where) == ("broken", "period 2027, region sea")
    assert (reading.limit, reading.value) == (pytest.approx(1.03 * today), pytest.approx(today + 250))


def test_whom_nobody_serves_today_is_left_out() -> None:
    """A service that no point gives today has no minutes on either side."""
    plain = regional(fair(worse_by=0.0))
    services = (Service(id="card", agency="tax", modes=("lamp",)), plain.services[1])
    point = office("tax-n", "tax", "w2", exists=False, mode="lamp", leases=())
    scenario = plain.model_copy(
        update={"services": services, "offices": (*plain.offices, point), "modes": {"staffed": Mode(), "lamp": Mode()}}
    )
    home = dict.fromkeys(HOME, "w2")
    plan = Plan(decided(scenario, tax_n=("open", "", D25)), sent(*everybody(home, home)))
    assert read(scenario, plan).status == "binding"


@pytest.mark.parametrize(("exists", "sea"), [(True, SEA - 2500), (False, SEA)])
def test_willing_visits_that_are_not_made_take_no_time(exists: bool, sea: float) -> None:
    """Where a support point is near, in today's network or in the plan, half of the visits of `east` are none."""
    use = RemoteUse(support_modes=("lamp",), support_minutes=10.0, supported_share=0.5)
    services = (Service(id="card", agency="tax", remote=use), Service(id="pass", agency="police"))
    lamp = office("police-i", "police", "e1", exists=exists, mode="lamp", leases=())
    modes = {"staffed": Mode(), "lamp": Mode()}
    rule = fair(worse_by=0.0, only=("sea",))
    scenario = regional(rule, services=services, offices=(*toy().offices, lamp), modes=modes)
    entries = everybody(HOME, HOME)
    willing = [(t, area, "card", "", HOME[area], 10**6) for t in (0, 1) for area in ("isle", "west")]
    told = [0] * len(entries) + [1] * len(willing)
    decisions = {} if exists else {"police_i": ("open", "", D25)}
    reading = read(scenario, Plan(decided(scenario, **decisions), sent(*entries, *willing, willing=told)))
    assert (reading.value, reading.limit) == (SEA - 2500, sea)


@pytest.mark.parametrize(("worse_by", "status"), [(5.0, "binding"), (4.9, "broken")])
def test_no_group_travels_much_longer(worse_by: float, status: str) -> None:
    """Groups with visits of their own are compared by their own travel; everybody else is no group."""
    table = matrix({("isle", "i1"): 5.0, ("isle", "e1"): 30.0, ("isle", "w2"): 0.0})
    areas = changed(toy().areas, "isle", people={"g": 100.0})
    group = Group(id="g", kind="no_car", own_visits=True, travel=table)
    scenario = ruled(fair(of="groups", worse_by=worse_by), areas=areas, groups=(group,))
    entries = [e if e[1] != "isle" else (*e[:3], "g", *e[4:]) for e in everybody(HOME, LATER)]
    reading = read(scenario, Plan(good(scenario).decisions, sent(*entries)))
    assert (reading.status, reading.value, reading.where) == (status, 3000.0, "period 2027, group g")


def test_rounding_to_millionths_is_not_unfair() -> None:
    """Where shares are divided the minutes may be over by what a millionth of each of them moves."""
    scenario = crowded(fair(worse_by=0.0)).model_copy(update={"areas": regional(fair()).areas})
    entries = [entry for entry in everybody(HOME, HOME) if entry[1:3] != ("east", "card")]
    for aside, status in ((1, "binding"), (2, "broken")):
        spilt = [(t, "east", "card", "", s, n) for t in (0, 1) for s, n in (("e1", 10**6 - aside), ("i1", aside))]
        assert read(scenario, Plan(decided(scenario), sent(*entries, *spilt))).status == status


def payer(**values: Any) -> Fairness:
    return fair(**{"of": "agencies", "worse_by": None, "at_most": 100.0, **values})


RATE = Horizon(periods=(2025, 2027), end=2028, discount_rate=0.1)
WEIGHTS = [1.1 ** -(k + 0.5) for k in range(4)]


@pytest.mark.parametrize(("only", "agency"), [((), "tax"), (("tax",), "tax"), (("police",), "police")])
def test_no_agency_pays_much_more(only: tuple[str, ...], agency: str) -> None:
    """What each agency pays for its offices more than today is compared, discounted."""
    scenario = ruled(payer(only=only), horizon=RATE)
    reading = read(scenario)
    more = (WEIGHTS[2] + WEIGHTS[3]) * 1000 if agency == "tax" else 0.0
    assert (reading.where, reading.value, reading.unit) == (f"agency {agency}", pytest.approx(more), "EUR")
    assert reading.status == ("broken" if agency == "tax" else "kept")


def test_the_posted_tariff_is_paid_for_all_area_taken() -> None:
    """Each m2 of an agency at a site pays the site's tariff, today and in the plan."""
    sites = changed(changed(toy().sites, "e1", tariff_per_m2_year=3.0), "i1", tariff_per_m2_year=1.0)
    plain, scenario = ruled(payer()), ruled(payer(), sites=sites)
    assert read(scenario).value - read(plain).value == 2 * 100 * (3 - 1)
    desks = changed(scenario.offices, "tax-i", moved_m2=0.0, floor_m2=0.0)
    assert (
        read(scenario.model_copy(update={"offices": desks})).value
        == read(plain.model_copy(update={"offices": desks})).value
    )


def test_hires_are_paid_by_their_agency() -> None:
    """Hires of the plan are compared with those of today's network with the same visits."""
    staffing = Staffing(minutes_per_fte_year=400.0, hired_wage_per_fte_year=100.0, severance_per_fte=0.0)
    agencies = (Agency(id="police"), Agency(id="tax", staffing=staffing))
    scenario = ruled(payer(only=("tax",)), agencies=agencies)
    services = (Service(id="card", agency="tax", minutes_per_visit=1.0), Service(id="pass", agency="police"))
    scenario = scenario.model_copy(update={"services": services})
    gone = Plan(decided(scenario, tax_i=("close", "", D27)), sent(*everybody(HOME, LATER)))
    assert read(scenario, gone).value == 0.25 * 2 * 100 - 2 * 1000
    assert read(scenario, today(scenario)).value == 0.0


@pytest.mark.parametrize(("viewpoint", "vacant"), [("agency", 0.0), ("state", 1000.0)])
def test_an_agency_pays_what_the_total_counts(viewpoint: Any, vacant: float) -> None:
    """From the state's viewpoint what stands empty is part of it."""
    lease = Lease(m2=100.0, rent_per_m2_year=10.0, landlord="state", relet_months=12)
    scenario = ruled(
        payer(), offices=changed(toy().offices, "tax-i", leases=(lease,)), objective=Objective(viewpoint=viewpoint)
    )
    assert read(scenario).value == 2000 + vacant


def test_areas_without_a_region_are_in_none() -> None:
    """Only regions that are named are compared."""
    areas = (Area(id="east", population=1000.0, region="sea"), *toy().areas[1:])
    reading = read(ruled(fair(worse_by=0.0), areas=areas))
    assert (reading.status, reading.where) == ("binding", "period 2025, region sea")
    nowhere = read(ruled(fair(worse_by=0.0)))
    assert (nowhere.status, nowhere.value, nowhere.limit, nowhere.slack) == ("kept", 0.0, 0.0, 0.0)
