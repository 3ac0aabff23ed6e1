"""People who leave, are hired, are dismissed, or whose customer service moves without them: each reckoned by hand."""

from fractions import Fraction
from typing import Any

import pytest
from tests.audit.toy import (
    D27,
    HOME,
    changed,
    cost,
    decided,
    everybody,
    factor,
    good,
    names,
    office,
    sent,
    today,
    toy,
)

from consolidate.audit.audit import audit
from consolidate.audit.capacity import Load
from consolidate.audit.courses import follow
from consolidate.audit.courses import today as courses_today
from consolidate.audit.facts import Facts
from consolidate.audit.hires import hires
from consolidate.audit.money import Spending
from consolidate.audit.people import wages
from consolidate.audit.spending import spending
from consolidate.plan.model import Decision, Plan
from consolidate.scenario.model import Agency, Area, Factors, Horizon, Lease, Scenario, Service, Staff, Staffing
from consolidate.scenario.policy import Budget, SiteCount, SpaceTarget, StaffRelocation

LATER = {**HOME, "isle": "e1"}
DISMISS = ("close", "", D27)
FRONT = ("merge", "e1", D27, 40.0)


def staffed(scenario: Scenario | None = None, **values: Any) -> Scenario:
    """The people of `tax` give 400 minutes each; a card takes one."""
    staffing = Staffing(**{"minutes_per_fte_year": 400.0, "hired_wage_per_fte_year": 100.0, **values})
    update = {
        "agencies": (Agency(id="police"), Agency(id="tax", staffing=staffing)),
        "services": (Service(id="card", agency="tax", minutes_per_visit=1.0), Service(id="pass", agency="police")),
    }
    return (scenario or toy()).model_copy(update=update)


def paid(scenario: Scenario, decision: tuple[Any, ...], name: str = "tax-i") -> Spending:
    facts = Facts.of(scenario)
    return spending(facts, follow(facts, facts.offices[name], Decision(name, *decision)))


def dismissing(scenario: Scenario) -> Plan:
    return Plan(decided(scenario, tax_i=DISMISS), sent(*everybody(HOME, LATER)))


def parted(**values: Any) -> Scenario:
    """The back office of `isle` can stay on 40 of its 100 m2."""
    more = {"back_office_m2": 40.0, "running_per_year": 700.0, **values}
    return toy(offices=changed(toy().offices, "tax-i", **more))


def test_customer_service_shrinks_and_the_back_office_is_replaced() -> None:
    """Of customer service a share leaves year by year, from the first year, or from that in which a point opens."""
    point = office("tax-n", "tax", "w2", exists=False, leases=(), floor_m2=0.0, wage_per_fte_year=100.0)
    offices = (*changed(toy().offices, "tax-i", wage_per_fte_year=100.0), point)
    facts = Facts.of(staffed(toy(offices=offices), attrition_per_year=0.5))
    kept = follow(facts, facts.offices["tax-i"], None)
    assert wages(facts, kept) == {2025: 300, 2026: 200, 2027: 150, 2028: 125}
    opened = follow(facts, point, Decision("tax-n", "open", "", D27))
    assert wages(facts, opened) == {2027: 300, 2028: 200}


def test_without_staffing_nobody_leaves() -> None:
    """Wages of an agency whose people are not counted stay as they are."""
    facts = Facts.of(toy(offices=changed(toy().offices, "tax-i", wage_per_fte_year=100.0)))
    assert wages(facts, follow(facts, facts.offices["tax-i"], None)) == dict.fromkeys(range(2025, 2029), 300)


def test_dismissed_people_are_paid_off_and_no_longer() -> None:
    """Wages end with the day before; severance, for back office too, is one-off spending of the year of the change."""
    plain = toy(offices=changed(toy().offices, "tax-i", wage_per_fte_year=100.0))
    scenario = staffed(plain, severance_per_fte=1000.0)
    scenario = scenario.model_copy(
        update={"factors": Factors(moving=factor(9.0), desk_area=factor(9.0), commuting_days=factor(9.0))}
    )
    assert paid(scenario, DISMISS) == Spending({2025: 1300, 2026: 1300, 2027: 3000}, Fraction(3000))


def test_nobody_is_dismissed_unless_the_agency_may() -> None:
    """Closing without a receiving site needs severance and somebody to dismiss; with one nobody is dismissed."""
    without = staffed()
    found = audit(without, dismissing(without)).violations
    assert [v.message for v in found] == ["close: names no site to go to; allowed: e1"]
    scenario = staffed(severance_per_fte=0.0)
    assert names(audit(scenario, dismissing(scenario))) == set()
    moved = Plan(decided(scenario, tax_i=("close", "e1", D27)), sent(*everybody(HOME, LATER)))
    assert names(audit(scenario, moved)) == set()


def test_half_a_person_has_to_go_somewhere_too() -> None:
    """An office closes without a receiving site only where nobody works at all."""
    for people, fine in ((0.0, True), (0.5, False)):
        scenario = toy(offices=changed(toy().offices, "tax-i", staff=Staff(customer_service_fte=people)))
        assert (names(audit(scenario, dismissing(scenario))) == set()) == fine


def test_dismissed_people_are_moved_nowhere_and_need_no_room() -> None:
    """Rules on moving are not about them, and space per person no longer counts them."""
    scenario = staffed(severance_per_fte=0.0)
    rules = (
        StaffRelocation(id="staff", type="staff_relocation", minutes=0.0, share=0.0),
        SpaceTarget(id="space", type="space_target", m2_per_person=1.0, periods=(2027,), agencies=("tax",)),
    )
    ruled = scenario.model_copy(update={"policy": rules})
    moved, space = audit(ruled, dismissing(ruled)).readings
    assert (moved.status, space.value) == ("binding", pytest.approx(200 / 6))


def test_hires_are_what_is_short() -> None:
    """At each site those hired make up for the minutes that are short, and cost once and every year after."""
    scenario, plain = staffed(hiring_cost_per_fte=40.0), toy()
    fte = Fraction(1000 - 800, 400) + Fraction(900 - 800, 400)  # e1 and w1; i1 has minutes left
    assert cost(scenario) - cost(plain) == fte * (40 + 4 * 100)


def test_hires_are_what_is_short_in_a_language_too() -> None:
    """Of 800 minutes half are by speakers: 600 in the language are 200 short, though in all there are enough."""
    facts = Facts.of(staffed())
    site = facts.site_index["i1"]
    load = Load({(0, "tax", site): Fraction(700)}, {}, {((0, "tax", site), "sv"): Fraction(600)})
    assert hires(facts, courses_today(facts), load)["tax"].fte == (Fraction(1, 2), Fraction(1, 2))


def test_hiring_is_paid_in_the_first_year_of_its_period() -> None:
    """Money for hiring is discounted from that year, wages from each of theirs."""
    horizon = Horizon(periods=(2025, 2027), end=2028, discount_rate=0.1)
    scenario, plain = staffed(toy(horizon=horizon), hiring_cost_per_fte=40.0), toy(horizon=horizon)
    weights = [1.1 ** -(k + 0.5) for k in range(4)]
    assert cost(scenario) - cost(plain) == pytest.approx(0.75 * (40 * weights[0] + 100 * sum(weights)))


def test_hires_stay_when_fewer_are_short() -> None:
    """People hired for a period are there to the end, though the people of a merged office could do their work."""
    scenario, plain = staffed(hiring_cost_per_fte=40.0), toy()
    assert cost(scenario, good(scenario)) - cost(plain, good(plain)) == 0.75 * (40 + 4 * 100)


def test_only_those_not_hired_yet_are_hired() -> None:
    """A second shortage adds to the first what is short beyond it, from its period on."""
    scenario, plain = staffed(hiring_cost_per_fte=40.0, severance_per_fte=0.0), toy()
    paid_off = cost(scenario, dismissing(scenario)) - cost(
        plain, Plan(decided(plain, tax_i=("close", "e1", D27)), sent())
    )
    assert paid_off == 0.75 * (40 + 4 * 100) + 0.25 * (40 + 2 * 100)


def test_people_of_a_closed_office_work_where_they_go() -> None:
    """Customer service of a closed office gives its minutes at the receiving site, if it is not dismissed."""
    scenario, plain = staffed(), toy()
    plan = Plan(decided(scenario, tax_i=("close", "e1", D27)), sent(*everybody(HOME, LATER)))
    assert cost(scenario, plan) - cost(plain, plan) == 0.75 * 4 * 100


def test_who_leaves_has_to_be_hired_again() -> None:
    """Minutes shrink with customer service, as the mean over the years of a period."""
    scenario = staffed(attrition_per_year=0.5)
    plan = today(scenario)
    wanted = [
        sum(max(0, most - 400 * 2 * left) for most in (1000, 100, 900)) / 400
        for left in ((1 + 0.5) / 2, (0.25 + 0.125) / 2)
    ]
    assert cost(scenario, plan) - cost(toy(), today(toy())) == 200 * sum(wanted)


def test_minutes_of_all_services_of_an_agency_count() -> None:
    """What is short is that of all visits to the agency at a site."""
    scenario = staffed()
    services = (*scenario.services, Service(id="tea", agency="tax", minutes_per_visit=10.0))
    more = scenario.model_copy(update={"services": services})
    assert cost(more) == cost(scenario)  # nobody comes for it
    calls = changed(scenario.offices, "tax-i", visits_per_year={"tea": 200.0})
    visited = more.model_copy(update={"offices": calls})
    entries = [*everybody(HOME, HOME), *((t, area, "tea", "", HOME[area], 10**6) for t in (0, 1) for area in HOME)]
    plan = Plan(decided(visited), sent(*entries))
    assert names(audit(visited, plan)) == set()
    extra = [max(0, 1000 + 1000 - 800), max(0, 100 + 100 - 800), max(0, 900 + 900 - 800)]
    assert cost(visited, plan) == 16000 + 4 * 100 * sum(extra) / 400


@pytest.mark.parametrize(("agencies", "value"), [((), 30.0), (("tax",), 30.0), (("police",), 0.0)])
def test_hiring_is_one_off_spending_of_its_agency(agencies: tuple[str, ...], value: float) -> None:
    """A budget holds what hiring costs in the period of it, unless it is for other agencies."""
    rule = Budget(id="budget", type="budget", at_most=30.0, per="period", agencies=agencies)
    scenario = staffed(hiring_cost_per_fte=40.0).model_copy(update={"policy": (rule,)})
    (reading,) = audit(scenario, today(scenario)).readings
    assert (reading.value, reading.where) == (value, "period 2025")


def test_severance_is_one_off_spending() -> None:
    """A budget holds what dismissing costs in the period of the change."""
    rule = Budget(id="budget", type="budget", at_most=0.0, per="period")
    scenario = staffed(severance_per_fte=10.0).model_copy(update={"policy": (rule,)})
    (reading,) = audit(scenario, dismissing(scenario)).readings
    assert (reading.status, reading.value, reading.where) == ("broken", 30.0, "period 2027")


def test_people_are_counted_at_the_nearest_point_alone() -> None:
    """Where minutes are counted nobody passes by the nearest point, not even a full one."""
    scenario = staffed()
    offices = scenario.offices
    for name, minutes in (("tax-e", 999.0), ("tax-i", 200.0), ("tax-w", 1e6)):
        offices = changed(offices, name, capacity_minutes_per_year=minutes)
    full = scenario.model_copy(update={"offices": offices})
    entries = [entry for entry in everybody(HOME, HOME) if entry[1:3] != ("east", "card")]
    spilt = [(t, "east", "card", "", site, n) for t in (0, 1) for site, n in (("e1", 999_000), ("i1", 1000))]
    assert names(audit(full, Plan(decided(full), sent(*entries, *spilt)))) == {"nearest"}
    assert names(audit(full, today(full))) == {"work"}


def test_the_back_office_keeps_its_share() -> None:
    """Of leases and running cost the share of the back office goes on; the rest is left, and taken at the target."""
    lease = Lease(m2=100.0, rent_per_m2_year=10.0, owned=True, sale_value=5000.0, restoration=50.0)
    scenario = parted(leases=(lease,), moved_m2=50.0)
    scenario = scenario.model_copy(update={
        "factors": Factors(moving=factor(500.0)), "sites": changed(scenario.sites, "e1", fit_out_per_m2=10.0),
    })  # fmt: skip
    area, people = Fraction(60, 100) * 50, 2
    later = 400 + 280 + area * (20 + 7) + area  # rent, running, both at the target; a tenth of its works
    once = people * 500 + area * 10 + 30
    change = people * 500 + 30 - 3000
    assert paid(scenario, FRONT) == Spending({2025: 1700, 2026: 1700, 2027: later + change, 2028: later}, once)


def test_the_back_office_stays_where_it_is_and_does_not_serve() -> None:
    """Both sites are in use and heated; customer service works, serves and is moved alone."""
    rules = (
        SiteCount(id="sites", type="site_count", exactly=4, of="sites"),
        SiteCount(id="points", type="site_count", exactly=3, of="points", periods=(2027,)),
        StaffRelocation(id="staff", type="staff_relocation", share=1.0, agencies=("tax",)),
    )
    factors = Factors(building_energy=factor(1.0), energy_emissions=factor(1.0))
    scenario = parted(moved_m2=50.0).model_copy(update={"policy": rules, "factors": factors})
    plan = Plan(decided(scenario, tax_i=FRONT), sent(*everybody(HOME, LATER)))
    report = audit(scenario, plan)
    assert report.violations == ()
    assert report.readings[2].value == pytest.approx(2 / 9)
    assert report.totals.emissions_kg == 2 * 400 + 2 * (300 + 40 + 30)
    gone = audit(scenario, Plan(plan.decisions, sent(*everybody(HOME, HOME))))
    assert names(gone) == {"only_where_served"}


def test_a_back_office_may_be_as_small_as_you_like() -> None:
    """Half a m2 is an area on which it can stay."""
    scenario = parted(back_office_m2=0.5)
    plan = Plan(decided(scenario, tax_i=("merge", "e1", D27, 0.5)), sent(*everybody(HOME, LATER)))
    assert names(audit(scenario, plan)) == set()


def test_customer_service_works_where_it_moved() -> None:
    """Minutes of customer service go with it, those of the back office are none."""
    scenario = staffed(parted())
    plan = Plan(decided(scenario, tax_i=FRONT), sent(*everybody(HOME, LATER)))
    assert cost(scenario, plan) - cost(parted(), plan) == 0.75 * 4 * 100


@pytest.mark.parametrize(
    ("values", "decision"),
    [
        ({}, ("merge", "e1", D27, 41.0)),
        ({}, ("close", "e1", D27, 40.0)),
        ({"staff": Staff(customer_service_fte=3.0)}, FRONT),
        ({"back_office_m2": 100.0}, ("merge", "e1", D27, 100.0)),
        ({"back_office_m2": None}, FRONT),
    ],
)
def test_a_back_office_that_cannot_stay_is_reported(values: dict[str, Any], decision: tuple[Any, ...]) -> None:
    """It stays on its own area, smaller than all, if somebody works in it, when customer service moves."""
    scenario = parted(**values)
    plan = Plan(decided(scenario, tax_i=decision), sent(*everybody(HOME, LATER)))
    (found,) = [v for v in audit(scenario, plan).violations if v.check == "one_trajectory"]
    assert "has a size" in found.message


def test_nobody_can_be_served_by_an_empty_area() -> None:
    """An area without people is short of nothing."""
    areas = tuple(Area(id=name, population=0.0) for name in HOME)
    scenario = staffed(toy(areas=areas))
    assert cost(scenario, Plan(decided(scenario), sent())) == 16000
