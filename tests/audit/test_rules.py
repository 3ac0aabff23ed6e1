"""Every rule has one reading, and is reported as broken exactly where it is."""

from datetime import date
from typing import Any

import pytest
from tests.audit.toy import D27, HOME, changed, decided, everybody, factor, good, matrix, names, sent, today, toy

from consolidate.audit.audit import audit
from consolidate.audit.report import Reading
from consolidate.audit.rules.measure import Measure
from consolidate.plan.model import Plan
from consolidate.scenario.model import Area, Factors, Group, Lease, Scenario, Service, Staff, Travel
from consolidate.scenario.policy import (
    Budget,
    Coverage,
    Language,
    Lock,
    MaxTravel,
    Rule,
    SiteCount,
    Speakers,
)  # fmt: skip

NOBODY = sent()


def ruled(rule: Rule, **values: Any) -> Scenario:
    return toy(policy=(rule,), **values)


def read(scenario: Scenario, plan: Plan | None = None) -> Reading:
    """The reading of the one rule; a violation is reported under its id exactly when it is broken."""
    report = audit(scenario, plan or today(scenario))
    (reading,) = report.readings
    assert (reading.id in names(report)) == (reading.status == "broken")
    assert reading.sentence == scenario.policy[0].sentence
    return reading


def far(limit: float = 30.0, **values: Any) -> MaxTravel:
    return MaxTravel(**{"id": "far", "type": "max_travel", "minutes": limit, "services": ("card",), **values})


def share(least: float, **values: Any) -> Coverage:
    return Coverage(
        **{"id": "near", "type": "coverage", "minutes": 20.0, "share": least, "services": ("card",), **values}
    )


def spoken(**values: Any) -> Language:
    return Language(
        **{"id": "sv", "type": "language", "language": "sv", "minutes": 30.0, "services": ("card",), **values}
    )


def count(**values: Any) -> SiteCount:
    return SiteCount(**{"id": "number", "type": "site_count", **values})


def lock(**values: Any) -> Lock:
    return Lock(**{"id": "lock", "type": "lock", **values})


@pytest.mark.parametrize(("limit", "status"), [(31.0, "kept"), (30.0, "binding"), (29.9, "broken")])
def test_max_travel_reads_the_longest_way(limit: float, status: str) -> None:
    """Without exceptions the value is the longest way of anybody, and the limit itself is within."""
    scenario = ruled(far(limit))
    reading = read(scenario, good(scenario))
    assert (reading.status, reading.value, reading.limit, reading.unit) == (status, 30.0, limit, "min")
    assert reading.slack == pytest.approx(limit - 30)
    assert reading.where == "period 2027, service card, area isle"


def test_a_way_is_measured_as_the_rule_says() -> None:
    """A limit in km is compared with km, whatever people go by; of ways as long the first area by id is named."""
    table = matrix()
    table.numbers["km"][:] *= 2
    for rule, value, unit in ((far(10.0), 5.0, "min"), (far(minutes=None, km=10.0), 10.0, "km")):
        reading = read(ruled(rule, travel=Travel(matrix=table)))
        assert (reading.value, reading.unit, reading.where) == (value, unit, "period 2025, service card, area east")


def test_the_limit_itself_is_within() -> None:
    """People just at the limit are within it, in shares too; and half a person counts."""
    areas = changed(toy().areas, "isle", population=0.5)
    scenario = ruled(share(1.0, minutes=30.0), areas=areas)
    assert read(scenario, good(scenario)).value == 1.0
    scenario = ruled(share(1.0, minutes=29.9), areas=areas)
    assert read(scenario, good(scenario)).value == 1900 / 1900.5


def test_max_travel_in_km_and_in_some_periods() -> None:
    """A rule in km reads km, and looks only at the periods it holds in."""
    scenario = ruled(far(minutes=None, km=10.0, periods=(2025,)))
    reading = read(scenario, good(scenario))
    assert (reading.status, reading.value, reading.unit) == ("kept", 5.0, "km")


@pytest.mark.parametrize(("share_allowed", "status"), [(0.06, "kept"), (0.05, "binding"), (0.04, "broken")])
def test_max_travel_with_exceptions_reads_the_share_beyond(share_allowed: float, status: str) -> None:
    """With exceptions the value is the share of people who live farther than the limit."""
    scenario = ruled(far(20.0, except_share=share_allowed))
    reading = read(scenario, good(scenario))
    assert (reading.status, reading.value, reading.limit, reading.unit) == (status, 0.05, share_allowed, "share")


def test_max_travel_leaves_out_areas_and_the_empty() -> None:
    """Excepted areas, areas not listed and areas without people are nobody."""
    for rule in (far(20.0, except_areas=("isle",)), far(20.0, areas=("east", "west"))):
        assert read(ruled(rule), good(toy())).status == "kept"
    empty = ruled(far(20.0), areas=changed(toy().areas, "isle", population=0.0))
    plan = Plan(good(empty).decisions, NOBODY)
    assert audit(empty, plan).readings[0].status == "kept"


def test_those_reached_today_stay_reached() -> None:
    """The rule about those reached today leaves out who is not reached even today."""
    rule = far(20.0, areas="reached_today", services=("pass",))
    assert read(ruled(rule)).value == 6.0
    card = ruled(far(20.0, areas="reached_today"))
    assert read(card).status == "kept"
    assert read(card, good(card)).status == "broken"


def test_access_without_any_point_is_infinitely_far() -> None:
    """Where no point serves at all, the way is infinite and the rule broken."""
    services = (Service(id="card", agency="tax", modes=("booth",)), Service(id="pass", agency="police"))
    scenario = ruled(far(), services=services)
    assert audit(scenario, today(scenario)).readings[0].value == float("inf")


def test_services_of_one_agency_in_the_same_modes_are_one_class() -> None:
    """Every class of services in scope is looked at, and the farthest is the reading."""
    scenario = ruled(far(services=()))
    reading = read(scenario)
    assert (reading.value, reading.where) == (61.0, "period 2025, service pass, area east")
    assert read(ruled(far(services=(), agencies=("tax",)))).value == 5.0


@pytest.mark.parametrize(("least", "status"), [(0.94, "kept"), (0.95, "binding"), (0.96, "broken")])
def test_coverage_reads_the_share_within(least: float, status: str) -> None:
    """The value is the share of people within the limit."""
    scenario = ruled(share(least))
    reading = read(scenario, good(scenario))
    assert (reading.status, reading.value, reading.where) == (status, 0.95, "period 2027, service card")


def test_coverage_counts_the_people_of_the_period() -> None:
    """Growth moves the share: people of a period are the mean over its years."""
    areas = changed(toy().areas, "isle", growth_per_year=1.0)
    scenario = ruled(share(0.5), areas=areas)
    reading = read(scenario, good(scenario))
    assert reading.value == pytest.approx(1900 / (1900 + (400 + 800) / 2))


def test_coverage_of_nobody_is_kept() -> None:
    """A share of nobody is no demand."""
    reading = read(ruled(share(0.75, areas=())))
    assert (reading.status, reading.value, reading.slack) == ("kept", 1.0, 0.25)


@pytest.mark.parametrize(
    ("limit", "slack", "status"),
    [
        (1e12, -999.0, "binding"), (1e12, 999.0, "binding"), (1e12, -1001.0, "broken"), (1e12, 1001.0, "kept"),
        (0.0, -0.9e-9, "binding"), (0.0, -1.1e-9, "broken"), (0.0, 1.1e-9, "kept"), (0.0, 0.0, "binding"),
    ],
)  # fmt: skip
def test_a_hair_is_neither_broken_nor_left(limit: float, slack: float, status: str) -> None:
    """A billionth of the limit, or of one, decides nothing."""
    assert Measure(limit - slack, limit, slack).status == status


def bilingual(rule: Language) -> Scenario:
    """The office at i1 speaks Swedish, that at e1 does not; so it is a right in `east`."""
    areas = (
        Area(id="east", population=1000.0, languages=("fi", "sv"), people={"a": 50.0, "b": 80.0}),
        *toy().areas[1:],
    )
    staff = Staff(customer_service_fte=2.0)
    groups = (Group(id="a", language="sv"), Group(id="b", language="sv"), Group(id="c", language="se"))
    return ruled(rule, areas=areas, offices=changed(toy().offices, "tax-e", staff=staff), groups=groups)


@pytest.mark.parametrize(("limit", "status"), [(31.0, "kept"), (30.0, "binding"), (29.0, "broken")])
def test_a_language_is_served_within_the_limit(limit: float, status: str) -> None:
    """The value is the way to the nearest point that serves in the language, where it is a right."""
    reading = read(bilingual(spoken(minutes=limit)))
    assert (reading.status, reading.value, reading.where) == (status, 30.0, "period 2025, service card, area east")


@pytest.mark.parametrize(
    ("areas", "value"),
    [
        (Speakers(at_least=80.0), 30.0),
        (Speakers(at_least=80.1), 0.0),
        (Speakers(share=0.08), 30.0),
        (Speakers(share=0.081), 0.0),
        (Speakers(at_least=500.0, share=0.01), 30.0),
        (("isle",), 5.0),
        ((), 0.0),
    ],
)
def test_a_language_is_about_areas_by_speakers_or_by_name(areas: Any, value: float) -> None:
    """Areas are in scope by the largest group that speaks the language, in number or share, or by being listed."""
    assert read(bilingual(spoken(areas=areas))).value == value


def test_a_language_leaves_with_its_office() -> None:
    """A merge brings the language along; closing loses it."""
    scenario = bilingual(spoken(minutes=59.0))
    assert read(scenario, good(scenario)).value == 30.0
    closed = Plan(decided(scenario, tax_i=("close", "e1", D27)), sent(*everybody(HOME, {**HOME, "isle": "e1"})))
    assert (read(scenario, closed).status, read(scenario, closed).value) == ("broken", 60.0)


@pytest.mark.parametrize(
    ("rule", "status", "value", "slack"),
    [
        ({"exactly": 4, "periods": (2025,)}, "binding", 4, 0),
        ({"exactly": 4}, "broken", 3, -1),
        ({"exactly": 2}, "broken", 4, -2),
        ({"at_least": 2}, "kept", 3, 1),
        ({"at_least": 3}, "binding", 3, 0),
        ({"at_least": 4}, "broken", 3, -1),
        ({"at_most": 4}, "binding", 4, 0),
        ({"at_most": 5}, "kept", 4, 1),
        ({"at_most": 3}, "broken", 4, -1),
        ({"at_least": 1, "at_most": 4}, "binding", 4, 0),
        ({"of": "sites", "at_least": 3}, "binding", 3, 0),
        ({"of": "joint_points", "exactly": 0}, "binding", 0, 0),
        ({"per": "agency", "at_least": 1}, "binding", 1, 0),
        ({"per": "agency", "at_least": 1, "agencies": ("tax",)}, "kept", 2, 1),
        ({"agencies": ("police",), "exactly": 1}, "binding", 1, 0),
        ({"of": "sites", "agencies": ("police",), "exactly": 1}, "binding", 1, 0),
        ({"per": "region", "at_least": 1}, "binding", 1, 0),
        ({"per": "region", "at_least": 1, "regions": ("coast",)}, "kept", 2, 1),
        ({"regions": ("inland",), "at_most": 1}, "binding", 1, 0),
        ({"per": "region", "at_least": 1, "regions": ("moon",)}, "broken", 0, -1),
    ],
)
def test_site_count_counts_what_it_says(rule: dict[str, Any], status: str, value: int, slack: int) -> None:
    """Sites, points and joint points are counted per period, in total, per region or per agency."""
    regions = {"east": "inland", "isle": "coast", "west": "coast"}
    areas = tuple(area.model_copy(update={"region": regions[area.id]}) for area in toy().areas)
    scenario = ruled(count(**rule), areas=areas)
    reading = read(scenario, good(scenario))
    assert (reading.status, reading.value, reading.slack, reading.unit) == (status, value, slack, "count")


def test_a_region_without_any_site_counts_none() -> None:
    """A region that an area names is counted in, even where nothing can stand."""
    areas = (*toy().areas, Area(id="moon", population=0.0, region="sky"))
    reading = read(ruled(count(at_least=1, per="region"), areas=areas))
    assert (reading.status, reading.where) == ("broken", "period 2025, region sky")


def test_sites_are_counted_by_use_and_points_by_service() -> None:
    """A site where a closed office's people have area is in use, and no point."""
    decisions = {"tax_i": ("close", "e1", D27), "tax_e": ("merge", "w1", D27)}
    for of, agencies, value in (("sites", (), 3), ("sites", ("tax",), 2), ("points", (), 2), ("points", ("tax",), 1)):
        rule = count(of=of, at_least=0, periods=(2027,), agencies=agencies)
        scenario = ruled(rule, factors=Factors(desk_area=factor(10.0)))
        assert audit(scenario, Plan(decided(scenario, **decisions), NOBODY)).readings[0].value == value


def test_joint_points_are_counted_where_two_parties_serve() -> None:
    """A joint point has two parties; each agency there counts it as its own."""
    for rule, value in (({}, 1), ({"agencies": ("tax",)}, 1), ({"per": "agency", "agencies": ("police",)}, 1)):
        scenario = ruled(count(of="joint_points", at_least=1, periods=(2027,), **rule))
        plan = Plan(decided(scenario, police_w=("colocate", "w1", D27)), NOBODY)
        assert audit(scenario, plan).readings[0].value == value


@pytest.mark.parametrize(
    ("rule", "status"),
    [
        ({"office": "tax-i", "must": "stay"}, "broken"),
        ({"office": "tax-e", "must": "stay"}, "binding"),
        ({"office": "tax-i", "must": "close"}, "broken"),
        ({"office": "tax-i", "only_to": ("w1",)}, "broken"),
        ({"office": "tax-i", "only_to": ("e1", "w1")}, "binding"),
        ({"office": "tax-e", "only_to": ()}, "binding"),
        ({"office": "tax-i", "not_before": date(2027, 1, 2)}, "broken"),
        ({"office": "tax-i", "not_before": D27}, "binding"),
        ({"office": "tax-e", "not_before": date(2100, 1, 1)}, "binding"),
        ({"office": "ghost", "must": "stay"}, "broken"),
        ({"site": "i1", "must": "stay"}, "broken"),
        ({"site": "i1", "must": "stay", "periods": (2025,)}, "binding"),
        ({"site": "i1", "must": "close"}, "broken"),
        ({"site": "i1", "must": "close", "periods": (2027,)}, "binding"),
        ({"office": "tax-i", "must": "stay", "periods": (2025,)}, "broken"),
    ],
)
def test_a_lock_holds_or_not(rule: dict[str, Any], status: str) -> None:
    """A lock reads 1 where it holds and 0 where it is broken."""
    scenario = ruled(lock(**rule))
    reading = read(scenario, good(scenario))
    assert (reading.status, reading.value) == (status, 0.0 if status == "broken" else 1.0)


def test_closing_is_not_limited_by_where_an_office_may_move() -> None:
    """Only moves are held to the listed sites; a closed office satisfies that it must close."""
    for rule in ({"only_to": ()}, {"must": "close"}):
        scenario = ruled(lock(office="tax-i", **rule))
        plan = Plan(decided(scenario, tax_i=("close", "e1", D27)), sent(*everybody(HOME, {**HOME, "isle": "e1"})))
        assert read(scenario, plan).status == "binding"


@pytest.mark.parametrize(
    ("rule", "status", "value"),
    [
        ({"at_most": 6551.0}, "kept", 6550.0),
        ({"at_most": 6550.0}, "binding", 6550.0),
        ({"at_most": 6549.99}, "broken", 6550.0),
        ({"at_most": 6000.0, "periods": (2025,)}, "kept", 0.0),
        ({"at_most": 6000.0, "per": "period"}, "broken", 6550.0),
        ({"at_most": 0.0, "agencies": ("police",)}, "binding", 0.0),
    ],
)
def test_a_budget_counts_works_moving_and_break_fees(rule: dict[str, Any], status: str, value: float) -> None:
    """One-off spending is the investment itself, moving and break fees, undiscounted, in the period of the change."""
    plain = ruled(Budget(**{"id": "budget", "type": "budget", **rule}), factors=Factors(moving=factor(500.0)))
    lease = Lease(m2=100.0, rent_per_m2_year=10.0, end=date(2028, 12, 31), breaks=(date(2026, 12, 31),), break_fee=50.0)
    scenario = plain.model_copy(update={
        "sites": changed(plain.sites, "e1", fit_out_per_m2=50.0),
        "offices": changed(plain.offices, "tax-i", leases=(lease,)),
    })  # fmt: skip
    reading = read(scenario, good(scenario))
    assert (reading.status, reading.value, reading.unit) == (status, value, "EUR")


def test_every_rule_has_one_reading_even_if_it_is_about_nothing() -> None:
    """A rule for a period that is not there is kept, and still read."""
    rules = (
        far(periods=(1999,)), share(1.0, periods=(1999,)), spoken(periods=(1999,)), count(exactly=9, periods=(1999,)),
        lock(site="i1", must="close", periods=(1999,)),
        Budget(id="b", type="budget", at_most=0.0, per="period", periods=(1999,)),
    )  # fmt: skip
    scenario = toy(policy=rules)
    report = audit(scenario, good(scenario))
    assert [(reading.id, reading.status) for reading in report.readings] == [(rule.id, "kept") for rule in rules]
