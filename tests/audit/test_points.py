"""What sites cost once for all, and people who travel farther to work: each amount reckoned by hand."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from tests.audit.toy import (
    D25,
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
from consolidate.audit.courses import all_courses, follow
from consolidate.audit.facts import Facts
from consolidate.audit.network import Network
from consolidate.audit.spending import rent, staff_travel
from consolidate.plan.model import Decision, Plan
from consolidate.scenario.model import Factors, Horizon, Resize, Scenario, Staff
from consolidate.scenario.policy import Budget

JOIN = {"police_w": ("colocate", "w1", D27)}
MERGE = ("merge", "e1", D27)


def with_site(name: str, scenario: Scenario | None = None, **values: Any) -> Scenario:
    plain = scenario or toy()
    return plain.model_copy(update={"sites": changed(plain.sites, name, **values)})


def extra(scenario: Scenario, plain: Scenario, **decisions: Any) -> float:
    """What a plan costs more in one scenario than in another."""
    return cost(scenario, Plan(decided(scenario, **decisions), sent())) - cost(
        plain, Plan(decided(plain, **decisions), sent())
    )


def network(scenario: Scenario, **decisions: Any) -> Network:
    facts = Facts.of(scenario)
    return Network.of(facts, all_courses(facts, Plan(decided(scenario, **decisions), sent())))


def test_common_area_is_paid_while_anybody_is_there() -> None:
    """Common area costs the site's rent and running cost in every year of a period in which the site is in use."""
    plain = with_site("i1", running_per_m2_year=3.0)
    scenario = with_site("i1", plain, common_m2=10.0)
    assert extra(scenario, plain) == 4 * 10 * 23
    assert extra(scenario, plain, tax_i=MERGE) == 2 * 10 * 23
    bare = with_site("i1", toy(), common_m2=10.0, rent_per_m2_year=None)
    assert extra(bare, with_site("i1", rent_per_m2_year=None)) == 0


def test_common_area_is_counted_once_for_all() -> None:
    """Two offices at a site share its common area."""
    plain = toy(offices=(*toy().offices, office("police-i", "police", "i1")))
    assert extra(with_site("i1", plain, common_m2=10.0), plain) == 4 * 10 * 20


def test_common_area_is_heated_while_anybody_is_there() -> None:
    """Common area of sites in use emits like any other."""
    factors = Factors(building_energy=factor(100.0), energy_emissions=factor(0.5))
    scenario = with_site("i1", toy(factors=factors), common_m2=10.0)
    assert audit(scenario, today(scenario)).totals.emissions_kg == 4 * 410 * 50
    assert audit(scenario, good(scenario)).totals.emissions_kg == (2 * 410 + 2 * 400) * 50


@pytest.mark.parametrize(("usable", "fine"), [(110.0, True), (109.9, False)])
def test_common_area_has_to_fit(usable: float, fine: bool) -> None:
    """What offices take and the common area are at most the usable area, while anybody is there."""
    scenario = with_site("i1", common_m2=10.0, usable_m2=usable)
    found = [(v.check, v.where) for v in audit(scenario, good(scenario)).violations]
    assert found == ([] if fine else [("floor_area", "period 2025, site i1")])


def test_a_joint_point_costs_from_the_period_in_which_it_is_one() -> None:
    """Works of a site that becomes joint are an annuity from then on; while it is joint it has its own fixed cost."""
    plain = toy()
    assert extra(with_site("w1", joint_fixed_per_year=400.0), plain, **JOIN) == 2 * 400
    assert extra(with_site("w1", joint_fit_out=1000.0), plain, **JOIN) == pytest.approx(2 * 100)
    assert extra(with_site("w1", joint_fit_out=1000.0, joint_fixed_per_year=400.0), plain) == 0
    assert network(with_site("w1", joint_fit_out=1000.0), **JOIN).shared_works == (0, 1000)


def test_joint_works_are_discounted_and_spread_like_other_works() -> None:
    """Yearly amounts are worth the works at the start of their period, over the life of works."""
    values = {"horizon": Horizon(periods=(2025, 2027), end=2028, discount_rate=0.21),
              "factors": Factors(fit_out_life=factor(2.0))}  # fmt: skip
    plain = toy(**values)
    assert extra(with_site("w1", plain, joint_fit_out=1000.0), plain, **JOIN) == pytest.approx(1000 / 1.21**2)


def test_what_is_joint_today_needs_no_works() -> None:
    """A site joint in today's network costs its fixed amount from the start, and no works while it stays joint."""
    plain = toy(offices=(*toy().offices, office("police-e", "police", "e1")))
    assert extra(with_site("e1", plain, joint_fixed_per_year=400.0, joint_fit_out=1000.0), plain) == 4 * 400
    municipal = with_site("w2", kind="municipal")
    assert extra(with_site("w2", municipal, joint_fit_out=1000.0, joint_fixed_per_year=400.0), municipal) == 4 * 400


def test_joint_on_the_first_day_but_not_today_needs_works() -> None:
    """A site that becomes joint with the first period was not joint before: today decides."""
    scenario = with_site("w1", joint_fit_out=1000.0)
    assert network(scenario, police_w=("colocate", "w1", D25)).shared_works == (1000, 0)


def test_joint_anew_needs_works_anew() -> None:
    """A site that was joint, is not in a period, and is again needs its works again."""
    plain = toy(offices=(*toy().offices, office("police-v", "police", "w1")),
                horizon=Horizon(periods=(2025, 2026, 2027), end=2028))  # fmt: skip
    scenario = with_site("w1", plain, joint_fit_out=1000.0)
    leaves, comes = ("merge", "e1", date(2026, 1, 1)), ("merge", "w1", D27)
    assert network(scenario, tax_w=leaves, tax_i=comes).shared_works == (0, 0, 1000)


@pytest.mark.parametrize(("agencies", "value"), [((), 1000.0), (("police", "tax"), 0.0)])
def test_a_budget_of_all_holds_joint_works(agencies: tuple[str, ...], value: float) -> None:
    """Works of joint points are one-off spending of nobody: they count in a budget without agencies."""
    rule = Budget(id="b", type="budget", at_most=999.0, per="period", agencies=agencies)
    scenario = with_site("w1", toy(policy=(rule,)), joint_fit_out=1000.0)
    (reading,) = audit(scenario, Plan(decided(scenario, **JOIN), sent())).readings
    assert (reading.value, reading.where) == (value, "period 2027" if value else "period 2025")


def test_restoration_is_one_off_spending_and_a_sale_is_not() -> None:
    """A budget counts restoration, and no sale value against it."""
    rule = Budget(id="b", type="budget", at_most=69.0)
    lease = toy().offices[0].leases[0].model_copy(update={"restoration": 70.0, "sale_value": 5000.0})
    scenario = toy(policy=(rule,), offices=changed(toy().offices, "tax-i", leases=(lease,)))
    report = audit(scenario, good(scenario))
    assert (report.readings[0].value, names(report)) == (70.0, {"b"})


def commuting(decision: tuple[Any, ...] = MERGE, **factors: float) -> dict[int, Fraction]:
    """What the travel of the three people of `isle`, 30 km from e1 and 40 km from w1, costs by year."""
    values = {"commuting_days": 200.0, "commuting_cost": 0.25, **factors}
    scenario = toy(factors=Factors(**{name: factor(value) for name, value in values.items()}))
    facts = Facts.of(scenario)
    return dict(staff_travel(facts, follow(facts, facts.offices["tax-i"], Decision("tax-i", *decision))))


@pytest.mark.parametrize(
    ("decision", "km"),
    [
        (MERGE, 30),
        (("colocate", "w2", D27), 41),
        (("close", "w1", D27), 40),
        (("close", "", D27), 0),
        (("keep", "", None), 0),
    ],
)
def test_people_who_are_moved_travel_there_and_back(decision: tuple[Any, ...], km: int) -> None:
    """From the change on, everybody moved pays the way from the area left to the target, twice a day."""
    per_year = 3 * 2 * km * 200 * 0.25
    assert commuting(decision) == ({2027: per_year, 2028: per_year} if km else {})


def test_commuting_costs_nothing_unless_it_is_priced() -> None:
    """Without a price, days alone cost nothing."""
    assert commuting(commuting_cost=0.0) == {}


def test_commuting_is_part_of_the_cost_but_not_of_visits() -> None:
    """Commuting adds to cost and emissions, year by year; the travel of visits stays as it is."""
    car = factor(100.0, by_year={2028: 50.0})
    shares = {"car_share": factor(0.8), "car_occupancy": factor(1.6)}
    plain = toy(factors=Factors(car_emissions=car, **shares))
    scenario = toy(
        factors=Factors(car_emissions=car, commuting_days=factor(200.0), commuting_cost=factor(0.25), **shares)
    )
    less, more = (audit(each, good(each)).totals for each in (plain, scenario))
    km = 3 * 2 * 30 * 200
    assert more.cost - less.cost == 2 * km * 0.25
    assert more.emissions_kg - less.emissions_kg == pytest.approx(km * (0.1 + 0.05) / 2)
    assert (more.visit_km, more.visit_hours) == (less.visit_km, less.visit_hours)


def test_nobody_commutes_from_a_size_or_to_a_new_point() -> None:
    """Changing the size moves nobody; newly hired people travel from nowhere."""
    point = office("tax-n", "tax", "w2", exists=False, leases=())
    scenario = toy(
        offices=(*toy().offices, point), factors=Factors(commuting_days=factor(200.0), commuting_cost=factor(1.0))
    )
    facts = Facts.of(scenario)
    assert staff_travel(facts, follow(facts, facts.offices["tax-n"], Decision("tax-n", "open", "", D27))) == {}
    nobody = toy(offices=changed(toy().offices, "tax-i", staff=Staff()), factors=scenario.factors)
    facts = Facts.of(nobody)
    assert staff_travel(facts, follow(facts, facts.offices["tax-i"], Decision("tax-i", *MERGE))) == {}


@pytest.mark.parametrize(
    ("presence", "peak", "m2"), [(None, None, 36), (0.6, None, 21.6), (0.6, 1.25, 27), (None, 1.25, 45)]
)
def test_desks_are_for_those_present_at_the_peak(presence: float | None, peak: float | None, m2: float) -> None:
    """People of a closed office take desks by how many are present, at the peak; all of them unless it is said."""
    given = {"presence": presence, "peak": peak}
    factors = Factors(desk_area=factor(12.0), **{name: factor(v) for name, v in given.items() if v is not None})
    facts = Facts.of(toy(factors=factors))
    course = follow(facts, facts.offices["tax-i"], Decision("tax-i", "close", "e1", D27))
    assert rent(facts, course)[2027] == Fraction(str(m2)) * 20
    assert course.occupies(1) == {"e1": Fraction(str(m2))}


def test_a_good_plan_of_everything_new_passes() -> None:
    """A plan that resizes, opens and joins, with everybody at the nearest point, breaks nothing."""
    point = office("tax-n", "tax", "w2", exists=False, leases=(), floor_m2=50.0)
    offices = changed(toy().offices, "tax-e", resize=(Resize(m2=80.0, works_per_m2=1.0),))
    scenario = toy(offices=(*offices, point))
    scenario = with_site("w2", scenario, joint_fit_out=10.0, joint_fixed_per_year=1.0, common_m2=5.0)
    decisions = {"tax_e": ("resize", "", D27, 80.0), "tax_n": ("open", "", D27), "tax_w": ("close", "i1", D27)}
    later = {**HOME, "west": "w2"}
    assert names(audit(scenario, Plan(decided(scenario, **decisions), sent(*everybody(HOME, later))))) == set()
