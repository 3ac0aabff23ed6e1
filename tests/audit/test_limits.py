"""Rules about totals, pace, people, space, use, relations, leaving and earlier plans: kept, binding or broken."""

from datetime import date
from typing import Any, get_args

import pytest
from tests.audit.toy import D25, D27, HOME, changed, decided, everybody, factor, good, names, office, sent, today, toy

from consolidate.audit.audit import audit
from consolidate.audit.report import Reading
from consolidate.audit.rules import ABOUT_THE_NETWORK
from consolidate.plan.model import Plan
from consolidate.scenario.model import Area, Factors, Resize, Scenario, Service, Staff
from consolidate.scenario.objective import Objective
from consolidate.scenario.policy import (
    Cap,
    EarlierDecision,
    Exit,
    Lock,
    Pace,
    Relation,
    Rule,
    SpaceTarget,
    Stability,
    StaffRelocation,
    Utilisation,
)

NOBODY = sent()
KM = 2 * ((1000 * 5 + 100 * 5 + 900 * 5) + (100 * 61 + 10 * 41 + 90 * 6))
GOOD_KM = 4 * KM + 2 * 100 * 25 * 2


def read(rule: Rule, plan: Plan | None = None, **values: Any) -> Reading:
    """The reading of a rule under the good plan or another; a violation has its id exactly when it is broken."""
    scenario = toy(policy=(rule,), **values)
    report = audit(scenario, plan or good(scenario))
    (reading,) = report.readings
    assert (rule.id in names(report)) == (reading.status == "broken")
    assert reading.sentence == rule.sentence
    return reading


def following(scenario: Scenario, **decisions: Any) -> Plan:
    return Plan(decided(scenario, **decisions), NOBODY)


@pytest.mark.parametrize(("hair", "status"), [(-1.0, "broken"), (0.0, "binding"), (1.0, "kept")])
@pytest.mark.parametrize(
    ("of", "total", "unit"),
    [("cost", 18000.0, "EUR"), ("emissions", GOOD_KM / 10, "kg CO2e"), ("travel_km", GOOD_KM, "km"),
     ("travel_minutes", GOOD_KM, "min")],
)  # fmt: skip
def test_a_cap_reads_the_total(of: Any, total: float, unit: str, hair: float, status: str) -> None:
    """The value is the total over the horizon, whatever is minimised; the limit itself is kept."""
    rule = Cap(id="cap", type="cap", of=of, at_most=total + hair)
    reading = read(rule, factors=Factors(car_emissions=factor(100.0)), objective=Objective(carbon_price_per_tonne=9.0))
    assert (reading.status, reading.value, reading.unit) == (status, total, unit)


@pytest.mark.parametrize("of", ["travel_km", "travel_minutes", "emissions"])
def test_whole_millionths_break_no_cap(of: Any) -> None:
    """Where shares are divided a total may be over by what a millionth of each of them moves, and by no more."""
    entries = everybody(HOME, HOME)[2:]
    divided = [
        (0, "east", "card", "", "e1", 500_000),
        (0, "east", "card", "", "i1", 500_000),
        (0, "east", "pass", "", "w2", 10**6),
    ]
    plan = Plan(decided(toy()), sent(*divided, *entries))
    unit = 0.1 if of == "emissions" else 1.0
    total = unit * (4 * KM + 2 * 1000 * 2 * 25 / 2)
    grain = unit * 2 * 1000 * 2 * (5 + 30) / 1e6  # two years, there and back, of each share a millionth
    factors = Factors(car_emissions=factor(100.0))
    for over, status in ((0.99, "binding"), (1.01, "broken")):
        rule = Cap(id="cap", type="cap", of=of, at_most=total - over * grain)
        assert read(rule, plan, factors=factors).status == status


@pytest.mark.parametrize(
    ("rule", "status", "value"),
    [
        ({"at_most": 1}, "binding", 1),
        ({"at_most": 0}, "broken", 1),
        ({"at_most": 2}, "kept", 1),
        ({"at_most": 0, "periods": (2025,)}, "binding", 0),
        ({"at_most": 0, "agencies": ("police",)}, "binding", 0),
        ({"at_most": 0, "agencies": ("tax",)}, "broken", 1),
        ({"at_most": 0, "per": "total"}, "broken", 1),
    ],
)
def test_pace_counts_the_offices_that_change(rule: dict[str, Any], status: str, value: int) -> None:
    """Offices of agencies in scope that change in the rule's periods are counted."""
    reading = read(Pace(**{"id": "pace", "type": "pace", **rule}))
    assert (reading.status, reading.value, reading.unit) == (status, value, "offices")


@pytest.mark.parametrize(
    ("per", "value", "where"), [("period", 2, "period 2027"), ("total", 3, "all periods of the rule")]
)
def test_every_change_is_one_whatever_it_is(per: Any, value: int, where: str) -> None:
    """A size, an opening and a close are changes; staying, and never opening, are none."""
    points = tuple(office(name, "tax", "w2", exists=False, leases=()) for name in ("tax-n", "tax-o"))
    offices = (*changed(toy().offices, "tax-e", resize=(Resize(m2=80.0),)), *points)
    plan = following(
        toy(offices=offices), tax_e=("resize", "", D27, 80.0), tax_n=("open", "", D25), tax_i=("close", "e1", D27)
    )
    reading = read(Pace(id="pace", type="pace", at_most=1, per=per), plan, offices=offices)
    assert (reading.status, reading.value, reading.where) == ("broken", value, where)


@pytest.mark.parametrize(
    ("rule", "status", "value", "unit"),
    [
        ({"minutes": 30.0}, "binding", 30.0, "min"),
        ({"minutes": 29.9}, "broken", 30.0, "min"),
        ({"minutes": 29.9, "agencies": ("police",)}, "kept", 0.0, "min"),
        ({"minutes": 29.9, "periods": (2025,)}, "broken", 30.0, "min"),
        ({"share": 0.34}, "kept", 1 / 3, "share"),
        ({"share": 0.33}, "broken", 1 / 3, "share"),
        ({"share": 0.33, "agencies": ("police",)}, "kept", 0.0, "share"),
        ({"share": 0.33, "periods": (2025,)}, "broken", 1 / 3, "share"),
        ({"minutes": 60.0, "share": 0.34}, "kept", 1 / 3, "share"),
        ({"minutes": 31.0, "share": 0.9}, "kept", 30.0, "min"),
    ],
)
def test_staff_relocation_reads_ways_and_shares(rule: dict[str, Any], status: str, value: float, unit: str) -> None:
    """Ways to new places and an agency's share of people moved are compared, and the tighter of them is told."""
    reading = read(StaffRelocation(**{"id": "staff", "type": "staff_relocation", **rule}))
    assert (reading.status, reading.value, reading.unit) == (status, pytest.approx(value), unit)


def test_people_of_a_closed_office_are_moved_too() -> None:
    """Closing moves people to their receiving site; changing the size, or opening, moves nobody."""
    point = office("tax-n", "tax", "w2", exists=False, leases=(), staff=Staff(back_office_fte=90.0))
    offices = (*changed(toy().offices, "tax-e", resize=(Resize(m2=80.0),)), point)
    scenario = toy(offices=offices)
    rule = StaffRelocation(id="staff", type="staff_relocation", minutes=1.0, share=0.0)
    for change, moved in (({"tax_i": ("close", "e1", D27)}, True), ({"tax_e": ("resize", "", D27, 80.0)}, False),
                          ({"tax_n": ("open", "", D27)}, False)):  # fmt: skip
        reading = read(rule, following(scenario, **change), offices=offices)
        assert (reading.status == "broken") == moved
    shared = StaffRelocation(id="staff", type="staff_relocation", share=1 / 3)
    closing = following(scenario, tax_i=("close", "e1", D27))
    assert read(shared, closing, offices=offices).value == pytest.approx(1 / 3)  # of those employed today


def test_where_nobody_works_nobody_is_moved() -> None:
    """The limit on the way is about people: premises without any may go anywhere."""
    offices = changed(toy().offices, "tax-i", staff=Staff())
    plan = following(toy(offices=offices), tax_i=("merge", "w1", D27))
    assert (
        read(StaffRelocation(id="staff", type="staff_relocation", minutes=1.0), plan, offices=offices).status == "kept"
    )


@pytest.mark.parametrize(
    ("rule", "status", "value", "where"),
    [
        ({"m2_per_person": 34.0}, "kept", 400 / 12, "period 2025"),
        ({"m2_per_person": 33.0}, "broken", 400 / 12, "period 2025"),
        ({"m2_per_person": 28.0, "periods": (2027,)}, "broken", 340 / 12, "period 2027"),
        ({"m2_per_person": 28.5, "periods": (2027,)}, "kept", 340 / 12, "period 2027"),
        ({"m2_per_person": 27.0, "agencies": ("tax",), "periods": (2027,)}, "kept", 240 / 9, "period 2027"),
    ],
)
def test_space_is_what_is_taken_per_person(rule: dict[str, Any], status: str, value: float, where: str) -> None:
    """Area of offices in scope over their people, period by period."""
    reading = read(SpaceTarget(**{"id": "space", "type": "space_target", **rule}),
                   offices=changed(toy().offices, "tax-i", moved_m2=40.0))  # fmt: skip
    assert (reading.status, reading.value, reading.where) == (status, pytest.approx(value), where)


@pytest.mark.parametrize(
    ("agencies", "value"), [((), (400 + 60) / 12), (("tax",), 300 / 9), (("police", "tax"), 400 / 12)]
)
def test_common_area_is_everybodys_space(agencies: tuple[str, ...], value: float) -> None:
    """Common area of sites in use counts where the rule is about all, not where it is about listed agencies."""
    sites = changed(changed(toy().sites, "e1", common_m2=40.0), "i1", common_m2=20.0)
    rule = SpaceTarget(id="space", type="space_target", m2_per_person=1.0, agencies=agencies)
    assert read(rule, sites=sites).value == pytest.approx(value)


def test_people_are_in_service_whatever_happens_and_once_their_point_is_open() -> None:
    """People of a closed office still count, with their desks; those of a possible point once it is open."""
    point = office("tax-n", "tax", "w2", exists=False, leases=(), floor_m2=10.0)
    offices = (*toy().offices, point)
    values = {"offices": offices, "factors": Factors(desk_area=factor(8.0))}
    rule = SpaceTarget(id="space", type="space_target", m2_per_person=1.0, periods=(2027,))
    for change, value in (
        ({}, 400 / 12),
        ({"tax_i": ("close", "e1", D27)}, 324 / 12),
        ({"tax_n": ("open", "", D27)}, 410 / 15),
    ):
        assert read(rule, following(toy(**values), **change), **values).value == pytest.approx(value)


def test_space_of_nobody_is_too_much() -> None:
    """Where nobody is in service any area is beyond the target, and none is within it."""
    empty = tuple(each.model_copy(update={"staff": Staff()}) for each in toy().offices)
    rule = SpaceTarget(id="space", type="space_target", m2_per_person=50.0)
    assert (read(rule, offices=empty).status, read(rule, offices=empty).value) == ("broken", float("inf"))
    bare = tuple(each.model_copy(update={"floor_m2": 0.0}) for each in empty)
    assert read(rule, today(toy(offices=bare)), offices=bare).status == "kept"


def used(at_most: float, capacity: float = 2500.0, **rule: Any) -> Reading:
    """Police give 200 passes a year at ten minutes each; `tax` states no capacity."""
    services = (Service(id="card", agency="tax"), Service(id="pass", agency="police", minutes_per_visit=10.0))
    offices = changed(toy().offices, "police-w", capacity_minutes_per_year=capacity)
    return read(
        Utilisation(**{"id": "use", "type": "utilisation", "at_most": at_most, **rule}),
        services=services,
        offices=offices,
    )


@pytest.mark.parametrize(("at_most", "status"), [(0.81, "kept"), (0.8, "binding"), (0.79, "broken")])
def test_utilisation_reads_the_fullest_point(at_most: float, status: str) -> None:
    """The value is the share of its capacity that is used at the point that is used most."""
    reading = used(at_most)
    assert (reading.status, reading.value, reading.where) == (status, 0.8, "period 2025, agency police, site w2")


def test_utilisation_is_about_capacities_in_scope() -> None:
    """Agencies without a capacity or out of scope, and other periods, are not meant."""
    assert used(0.0, agencies=("tax",)).status == "kept"
    assert used(0.79, agencies=("police",)).status == "broken"
    assert used(0.79, periods=(2027,)).where == "period 2027, agency police, site w2"
    assert used(1.0, capacity=0.0).value == float("inf")


@pytest.mark.parametrize(("over", "status"), [(0.99, "binding"), (1.01, "broken")])
def test_whole_millionths_break_no_limit_of_use(over: float, status: str) -> None:
    """A point may be used beyond the limit by a millionth of every segment that goes there, and by no more."""
    assert used(0.8 - over * 0.8 / 1e6).status == status


@pytest.mark.parametrize(
    ("rule", "status", "where"),
    [
        ({"if_open": "e1", "then_open": "i1"}, "broken", "period 2027"),
        ({"if_open": "e1", "then_open": "i1", "periods": (2025,)}, "binding", "period 2025"),
        ({"if_open": "e1", "then_open": "w1"}, "binding", "period 2025"),
        ({"if_open": "i1", "then_open": "e1"}, "binding", "period 2025"),
        ({"not_both": ("e1", "i1")}, "broken", "period 2025"),
        ({"not_both": ("e1", "i1"), "periods": (2027,)}, "binding", "period 2027"),
        ({"not_both": ("e1", "i1", "w1"), "periods": (2027,)}, "broken", "period 2027"),
        ({"together": ("tax-e", "tax-i")}, "broken", "period 2025"),
        ({"together": ("tax-e", "tax-i"), "periods": (2027,)}, "binding", "period 2027"),
        ({"together": ("tax-e", "tax-i", "tax-w"), "periods": (2027,)}, "broken", "period 2027"),
    ],
)
def test_a_relation_holds_or_not(rule: dict[str, Any], status: str, where: str) -> None:
    """One site needs another, sites exclude each other, offices go together; 1 where it holds and 0 where not."""
    reading = read(Relation(**{"id": "tie", "type": "relation", **rule}))
    assert (reading.status, reading.where, reading.value) == (status, where, float(status != "broken"))


def test_together_is_also_nowhere() -> None:
    """Offices that all are closed, or not open yet, are together; one that serves alone is not."""
    point = office("tax-n", "tax", "i1", exists=False, leases=())
    offices = (*toy().offices, point)
    rule = Relation(id="tie", type="relation", together=("tax-i", "tax-n"), periods=(2027,))
    gone, comes = ("close", "e1", D27), ("open", "", D27)
    for change, status in (({}, "broken"), ({"tax_i": gone}, "binding"), ({"tax_n": comes}, "binding"),
                           ({"tax_i": gone, "tax_n": comes}, "broken")):  # fmt: skip
        assert read(rule, following(toy(offices=offices), **change), offices=offices).status == status


def test_an_empty_site_asks_for_no_other() -> None:
    """A site that is not in use needs nothing; area for people of a closed office is use."""
    rule = Relation(id="tie", type="relation", if_open="i1", then_open="e1", periods=(2027,))
    moved = following(toy(), tax_e=("merge", "w1", D27), tax_i=("merge", "w1", D27))
    assert read(rule, moved).status == "binding"
    closed = following(toy(), tax_e=("close", "i1", D27))
    assert read(rule, closed).status == "broken"
    desks = {"factors": Factors(desk_area=factor(9.0))}
    back = following(toy(**desks), tax_e=("merge", "w1", D27), tax_w=("close", "e1", D27))
    assert read(rule, back, **desks).status == "binding"


@pytest.mark.parametrize(
    ("rule", "status", "value"),
    [
        ({}, "broken", 1),
        ({"at_most": 1}, "binding", 1),
        ({"at_most": 2}, "kept", 1),
        ({"agencies": ("police",)}, "binding", 0),
        ({"agencies": ("tax",)}, "broken", 1),
        ({"municipalities": ("isle",)}, "broken", 1),
        ({"municipalities": ("east", "west")}, "binding", 0),
        ({"except_municipalities": ("isle",)}, "binding", 0),
        ({"periods": (2025,)}, "binding", 0),
    ],
)
def test_leaving_a_municipality_is_counted(rule: dict[str, Any], status: str, value: int) -> None:
    """Pairs of agency and municipality served today and no longer are counted, in every period of the rule."""
    reading = read(Exit(**{"id": "exit", "type": "exit", **rule}))
    assert (reading.status, reading.value) == (status, value)


def test_leaving_on_the_first_day_is_leaving() -> None:
    """What is served today decides, not what is served once the plan has begun."""
    assert read(Exit(id="exit", type="exit"), following(toy(), tax_i=("merge", "e1", D25))).value == 1


def test_a_municipality_is_left_with_its_last_point() -> None:
    """Serving elsewhere in the municipality is not leaving it; coming where nobody was is not either."""
    rule = Exit(id="exit", type="exit")
    isle, *others = (Area(id="isle", population=100.0, municipality="east"), toy().areas[0], toy().areas[2])
    assert read(rule, areas=(isle, *others)).value == 0
    point = office("police-i", "police", "i1", exists=False, leases=())
    offices = (*toy().offices, point)
    plan = following(toy(offices=offices), police_i=("open", "", D25), tax_i=("close", "e1", D27))
    assert read(rule, plan, offices=offices).value == 1


MERGE = EarlierDecision(office="tax-i", action="merge", to_site="e1", date=D27)


@pytest.mark.parametrize(
    ("earlier", "value"),
    [
        ((), 1),
        ((MERGE,), 0),
        ((MERGE.model_copy(update={"date": D25}),), 1),
        ((MERGE.model_copy(update={"to_site": "w1"}),), 1),
        ((MERGE.model_copy(update={"action": "close"}),), 1),
        ((MERGE, EarlierDecision(office="tax-e", action="keep")), 0),
        ((MERGE, EarlierDecision(office="tax-e", action="close", to_site="w1", date=D27)), 1),
        ((EarlierDecision(office="tax-e", action="close", to_site="w1", date=D27),), 2),
    ],
)
def test_stability_counts_other_decisions(earlier: tuple[EarlierDecision, ...], value: int) -> None:
    """An office decides otherwise where action, site or date differ; one without a word was meant to stay."""
    for at_most in (value, value - 1):
        if at_most >= 0:
            reading = read(Stability(id="calm", type="stability", at_most=at_most, plan=earlier))
            assert (reading.status, reading.value) == ("binding" if at_most == value else "broken", value)


def test_another_size_is_another_decision_and_a_new_point_is_one() -> None:
    """Sizes tell decisions apart; a possible point without a word was meant never to open."""
    point = office("tax-n", "tax", "w2", exists=False, leases=())
    offices = (*changed(toy().offices, "tax-e", resize=(Resize(m2=80.0), Resize(m2=60.0))), point)
    plan = following(toy(offices=offices), tax_e=("resize", "", D27, 80.0), tax_n=("open", "", D27))
    opens = EarlierDecision(office="tax-n", action="open", date=D27)
    never = EarlierDecision(office="tax-n", action="never")
    for m2, word, value in ((80.0, opens, 0), (60.0, opens, 1), (80.0, never, 1), (60.0, never, 2)):
        size = EarlierDecision(office="tax-e", action="resize", date=D27, m2=m2)
        rule = Stability(id="calm", type="stability", at_most=9, plan=(size, word))
        assert read(rule, plan, offices=offices).value == value
    assert read(Stability(id="calm", type="stability", at_most=9), plan, offices=offices).value == 2


def test_every_type_of_rule_is_judged() -> None:
    """The audit has a reading for every rule that a scenario can have."""
    types = {get_args(rule.model_fields["type"].annotation)[0] for rule in get_args(get_args(Rule)[0])}
    assert types == {*ABOUT_THE_NETWORK, "cap", "fairness", "patronage", "utilisation"}


def test_rules_of_other_periods_are_kept() -> None:
    """A rule for a period that is not there is kept, and still read."""
    never = {"periods": (1999,)}
    rules = (
        Pace(id="pace", type="pace", at_most=0, per="period", **never),
        SpaceTarget(id="space", type="space_target", m2_per_person=0.0, **never),
        Utilisation(id="use", type="utilisation", at_most=0.0, **never),
        Relation(id="tie", type="relation", not_both=("e1", "i1"), **never),
        Exit(id="exit", type="exit", **never),
    )
    report = audit(toy(policy=rules), good(toy()))
    assert [(reading.id, reading.status) for reading in report.readings] == [(rule.id, "kept") for rule in rules]


def test_a_lock_bars_sizes_and_openings() -> None:
    """What must stay is not resized, and nothing opens before its day."""
    offices = (
        *changed(toy().offices, "tax-e", resize=(Resize(m2=80.0),)),
        office("tax-n", "tax", "w2", exists=False, leases=()),
    )
    plan = following(toy(offices=offices), tax_e=("resize", "", D27, 80.0), tax_n=("open", "", D27))
    for rule, status in (
        ({"office": "tax-e", "must": "stay"}, "broken"),
        ({"office": "tax-n", "not_before": date(2028, 1, 1)}, "broken"),
        ({"office": "tax-n", "not_before": D27}, "binding"),
        ({"office": "tax-e", "only_to": ()}, "binding"),
    ):
        assert read(Lock(**{"id": "lock", "type": "lock", **rule}), plan, offices=offices).status == status
