"""Offices that change their size, points that open, and what is left behind: each amount reckoned by hand."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from tests.audit.toy import D25, D27, changed, cost, decided, factor, names, office, sent, today, toy

from consolidate.audit.audit import audit
from consolidate.audit.courses import all_courses, follow
from consolidate.audit.decisions import one_trajectory
from consolidate.audit.facts import Facts
from consolidate.audit.money import Spending
from consolidate.audit.presence import presences
from consolidate.audit.spending import spending
from consolidate.plan.model import Decision, Plan
from consolidate.scenario.model import Agency, Factors, Horizon, Lease, Resize, Scenario
from consolidate.scenario.objective import Objective

SMALLER, LARGER = ("resize", "", D27, 60.0), ("resize", "", D27, 150.0)
SIZES = (Resize(m2=60.0), Resize(m2=150.0))
MERGE = ("merge", "e1", D27)
OPEN = ("open", "", D27)


def lease(**values: Any) -> Lease:
    return Lease(**{"m2": 100.0, "rent_per_m2_year": 10.0, **values})


def isle(*leases: Lease, **values: Any) -> Scenario:
    """The toy with other leases, and sizes to change to, for the office of `isle`."""
    return toy(offices=changed(toy().offices, "tax-i", **{"leases": leases, "resize": SIZES, **values}))


def with_point(**values: Any) -> Scenario:
    """The toy with a possible point of `tax` at w2: 50 m2 and three people."""
    point = {"exists": False, "floor_m2": 50.0, "leases": (), "wage_per_fte_year": 100.0, "running_per_year": 70.0}
    return toy(offices=(*toy().offices, office("tax-n", "tax", "w2", **{**point, **values})))


def with_site(scenario: Scenario, name: str, **values: Any) -> Scenario:
    return scenario.model_copy(update={"sites": changed(scenario.sites, name, **values)})


def paid(scenario: Scenario, decision: tuple[Any, ...], name: str = "tax-i") -> Spending:
    facts = Facts.of(scenario)
    return spending(facts, follow(facts, facts.offices[name], Decision(name, *decision)))


def faults(scenario: Scenario, **decisions: Any) -> list[str]:
    """What is wrong with some decisions, in words."""
    return [
        found.message
        for found in one_trajectory(Facts.of(scenario), Plan(decided(scenario, **decisions), sent())).violations
    ]


def test_a_smaller_size_splits_every_lease() -> None:
    """The share given up is left as any lease is, with its share of fee and restoration; the rest goes on."""
    breaking = lease(end=date(2028, 12, 31), breaks=(date(2027, 6, 30),), break_fee=300.0, restoration=50.0)
    spent = paid(isle(breaking), SMALLER)
    assert spent.by_year == {2025: 1000, 2026: 1000, 2027: 600 + Fraction(400 * 181, 365) + 120 + 20, 2028: 600}
    assert spent.one_off == 120 + 20
    dear = breaking.model_copy(update={"break_fee": 3000.0, "breaks": (date(2026, 12, 31),)})
    assert paid(isle(dear), SMALLER).by_year == {2025: 1000, 2026: 1000, 2027: 1000 + 20, 2028: 1000}


def test_a_smaller_size_of_own_premises_sells_its_share() -> None:
    """Of own premises the share given up is sold, and costs no rent after the change."""
    spent = paid(isle(lease(owned=True, sale_value=5000.0)), SMALLER)
    assert spent == Spending({2025: 1000, 2026: 1000, 2027: 600 - 2000, 2028: 600}, Fraction(0))


def test_a_larger_size_rents_what_it_adds() -> None:
    """Leases go on untouched, and the area added pays the site's rent from the change, without double rent."""
    scenario = with_site(isle(lease(restoration=50.0, break_fee=9.0)), "i1", double_rent_months=6)
    assert paid(scenario, LARGER) == Spending({2025: 1000, 2026: 1000, 2027: 2000, 2028: 2000}, Fraction(0))


def test_without_a_lease_any_size_pays_the_sites_rent() -> None:
    """An office without a lease pays for its size of today, then for its new one, at the site's rent."""
    assert paid(isle(), SMALLER).by_year == {2025: 2000, 2026: 2000, 2027: 1200, 2028: 1200}
    assert paid(isle(), LARGER).by_year == {2025: 2000, 2026: 2000, 2027: 3000, 2028: 3000}


@pytest.mark.parametrize(("decision", "m2"), [(SMALLER, 60), (LARGER, 150)])
def test_a_new_size_has_its_own_works_and_running_cost(decision: tuple[Any, ...], m2: int) -> None:
    """Works are per m2 of the new size, running cost in proportion to it; nobody moves, and no site is fitted out."""
    sizes = tuple(size.model_copy(update={"works_per_m2": 5.0}) for size in SIZES)
    scenario = with_site(isle(lease(rent_per_m2_year=0.0), resize=sizes, running_per_year=700.0), "i1",
                         fit_out_per_m2=99.0, rent_per_m2_year=0.0, running_per_m2_year=99.0)  # fmt: skip
    scenario = scenario.model_copy(update={"factors": Factors(moving=factor(500.0))})
    later = m2 * 7 + Fraction(m2 * 5, 10)
    assert paid(scenario, decision) == Spending({2025: 700, 2026: 700, 2027: later, 2028: later}, Fraction(m2 * 5))


def test_a_new_size_is_what_is_heated_and_has_to_fit() -> None:
    """Emissions and floor area count the new size from the change on; the office serves where it did."""
    factors = Factors(building_energy=factor(100.0), energy_emissions=factor(0.5))
    scenario = with_site(isle(lease()).model_copy(update={"factors": factors}), "i1", usable_m2=149.0)
    plan = today(scenario)
    smaller = audit(scenario, Plan(decided(scenario, tax_i=SMALLER), plan.assignment))
    assert (names(smaller), smaller.totals.emissions_kg) == (set(), (800 + 720) * 50)
    larger = audit(scenario, Plan(decided(scenario, tax_i=LARGER), plan.assignment))
    assert [(found.check, found.where) for found in larger.violations] == [("floor_area", "period 2027, site i1")]


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (("resize", "", D27, 61.0), "61 m2 is not a size it can change to"),
        (("resize", "", D27), "0 m2 is not a size"),
        (("resize", "i1", D27, 60.0), "stands at i1 and yet goes to i1"),
        (("resize", "", date(2027, 2, 1), 60.0), "not the first day of a period"),
        (("resize", "", None, 60.0), "changes on None"),
        (("keep", "", None, 60.0), "keep: has a size, 60 m2"),
        (("merge", "e1", D27, 60.0), "merge: has a size, 60 m2"),
        (("open", "", D27), "action 'open' is not one of keep, close, merge, colocate, resize"),
        (("never", "", None), "action 'never' is not one of"),
    ],
)
def test_a_size_that_is_no_choice_is_reported(decision: tuple[Any, ...], message: str) -> None:
    """An office of today changes to a listed size, where it is, and never opens."""
    (said,) = faults(isle(lease()), tax_i=decision)
    assert message in said


def test_todays_size_is_no_new_one_and_nothing_has_no_size() -> None:
    """Neither its size of today nor, without floor area, any size is a choice."""
    assert faults(isle(lease(), resize=(Resize(m2=100.0),)), tax_i=("resize", "", D27, 100.0)) != []
    assert faults(isle(floor_m2=0.0), tax_i=SMALLER) != []


def test_growth_needs_the_sites_rent() -> None:
    """A larger size is no choice where new area has no rent; a smaller one is."""
    scenario = with_site(isle(lease()), "i1", rent_per_m2_year=None)
    assert faults(scenario, tax_i=SMALLER) == []
    assert faults(scenario, tax_i=LARGER) == ["resize: i1 has no rent for new floor area"]


def test_works_on_a_size_take_their_own_time() -> None:
    """A size waits for its own lead time, whatever that of the site."""
    for months, fine in ((24, True), (25, False)):
        scenario = with_site(
            isle(lease(), resize=(Resize(m2=60.0, lead_time_months=months),)), "i1", lead_time_months=99
        )
        assert (faults(scenario, tax_i=SMALLER) == []) == fine


def test_a_point_that_opens_is_paid_from_then_on() -> None:
    """Rent (with its double rent before), works, running cost and pay run from the opening; nobody is moved."""
    scenario = with_site(with_point(), "w2", fit_out_per_m2=30.0, double_rent_months=3, running_per_m2_year=99.0)
    scenario = scenario.model_copy(update={"factors": Factors(moving=factor(500.0))})
    later = 1000 + 150 + 70 + 300
    expected = {2026: Fraction(1000 * 92, 365), 2027: later, 2028: later}
    assert paid(scenario, OPEN, "tax-n") == Spending(expected, Fraction(1500))
    assert paid(scenario, ("never", "", None), "tax-n") == Spending({}, Fraction(0))


def test_a_possible_point_is_there_once_it_is_open() -> None:
    """It serves, uses its site and is heated from the opening on; today it is nobody's office."""
    scenario = with_point()
    facts = Facts.of(scenario)
    for decision, later in ((OPEN, True), (("never", "", None), False)):
        courses = all_courses(facts, Plan(decided(scenario, tax_n=decision), sent()))
        assert [("tax", "w2") in period.serving for period in presences(facts, courses)] == [False, later]
        assert [period.area.get(("tax", "w2"), 0) for period in presences(facts, courses)] == [0, 50 * later]
    assert facts.agencies_today["w2"] == {"police"}
    assert "its agency has no office at w2 today" in faults(scenario, tax_i=("merge", "w2", D27))[0]
    assert names(audit(scenario, today(scenario))) == set()


def test_nobody_joins_a_point_that_is_only_possible() -> None:
    """Premises of no kind for others, with a possible point alone, are no target."""
    plain = with_point()
    scenario = plain.model_copy(update={"offices": changed(plain.offices, "tax-n", agency="police", site="i1")})
    scenario = scenario.model_copy(update={"offices": tuple(o for o in scenario.offices if o.id != "tax-i")})
    assert "neither open to others nor anybody's office" in faults(scenario, tax_e=("colocate", "i1", D27))[0]
    fresh = with_site(scenario, "i1", kind="new")
    assert faults(fresh, tax_e=("colocate", "i1", D27)) == []


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (("keep", "", None), "action 'keep' is not one of open, never of a possible point"),
        (("close", "", D27), "action 'close' is not one of"),
        (("resize", "", D27, 9.0), "action 'resize' is not one of"),
        (("open", "w2", D27), "stands at w2 and yet goes to w2"),
        (("open", "", None), "changes on None"),
        (("open", "", D27, 50.0), "open: has a size, 50 m2"),
        (("never", "w1", None), "never opens and yet goes to w1"),
        (("never", "", D27), "never opens and yet changes on 2027-01-01"),
    ],
)
def test_a_possible_point_opens_or_does_not(decision: tuple[Any, ...], message: str) -> None:
    """Of a possible point there is nothing else to decide, and nothing more to say."""
    (said,) = faults(with_point(), tax_n=decision)
    assert message in said


def test_a_wrong_decision_about_a_possible_point_counts_as_never() -> None:
    """A possible point is not opened by a decision that cannot be carried out."""
    scenario = with_point()
    facts = Facts.of(scenario)
    assert {follow(facts, facts.offices["tax-n"], d).action for d in (None, Decision("tax-n", "keep"))} == {"never"}


@pytest.mark.parametrize("key", ["lead_time_months", "double_rent_months"])
def test_opening_waits_for_its_premises(key: str) -> None:
    """A point opens once its site can be ready, if it takes area there; this needs a rent."""
    for months, fine in ((24, True), (25, False)):
        scenario = with_site(with_point(), "w2", **{key: months})
        assert (faults(scenario, tax_n=OPEN) == []) == fine
        assert faults(with_site(with_point(floor_m2=0.0), "w2", **{key: months}), tax_n=("open", "", D25)) == []
    unpriced = with_site(with_point(), "w2", rent_per_m2_year=None)
    assert faults(unpriced, tax_n=OPEN) == ["open: w2 has no rent for new floor area"]
    assert faults(with_site(with_point(floor_m2=0.0), "w2", rent_per_m2_year=None), tax_n=OPEN) == []


def test_opening_asks_nothing_of_those_who_move() -> None:
    """Limits on moving are none on opening."""
    agencies = (Agency(id="police"), Agency(id="tax", relocation_minutes=0.0, move_targets=0))
    assert faults(with_point().model_copy(update={"agencies": agencies}), tax_n=OPEN) == []


@pytest.mark.parametrize(
    "values",
    [
        {"owned": True},
        {"end": date(2026, 6, 30)},
        {"notice_months": 12},
        {"end": date(2028, 12, 31), "breaks": (date(2026, 12, 31),)},
    ],
)
def test_premises_left_are_restored_whatever_the_way_out(values: dict[str, Any]) -> None:
    """Restoration is one-off spending in the year of the move; it is not paid by who stays."""
    free = with_site(isle(lease(**values, restoration=70.0)), "e1", rent_per_m2_year=0.0)
    assert paid(free, MERGE) == Spending({2025: 1000, 2026: 1000, 2027: 70}, Fraction(70))
    assert paid(free, ("keep", "", None)).by_year == dict.fromkeys(range(2025, 2029), 1000)


def test_own_premises_left_are_sold() -> None:
    """The sale value of own premises is received in the year of the move, and is no negative spending of a budget."""
    free = with_site(isle(lease(owned=True, sale_value=5000.0, restoration=70.0)), "e1", rent_per_m2_year=0.0)
    assert paid(free, MERGE) == Spending({2025: 1000, 2026: 1000, 2027: 70 - 5000}, Fraction(70))
    rented = with_site(isle(lease(sale_value=5000.0)), "e1", rent_per_m2_year=0.0)
    assert paid(rented, MERGE).by_year == {2025: 1000, 2026: 1000}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"notice_months": 30}, {2027: Fraction(1000 * 184, 365), 2028: Fraction(1000 * 182, 366)}),
        ({"owned": True}, {2027: 1000}),
        ({"end": date(2026, 3, 31), "renewal_rent_per_m2_year": 20.0}, {2027: 2000}),
        ({"end": date(2027, 6, 30), "renewal_rent_per_m2_year": 20.0},
         {2027: Fraction(2000 * 184, 365), 2028: Fraction(2000 * 182, 366)}),
        ({"end": date(2028, 12, 31), "breaks": (date(2026, 12, 31),)}, {2027: 1000}),
        ({"end": date(2029, 12, 31)}, {2030: 1000}),
        ({"start": date(2027, 7, 1), "end": date(2028, 12, 31), "breaks": (date(2026, 12, 31),)},
         {2027: Fraction(1000 * 184, 365)}),
        ({"relet_months": 0}, {}),
        ({"landlord": "other"}, {}),
    ],
)  # fmt: skip
def test_premises_of_the_state_stand_empty_until_they_are_let(values: dict[str, Any], expected: dict[int, Any]) -> None:
    """Vacancy runs from the day rent ends for the months of reletting, at those days' rent, also beyond the horizon."""
    spent = paid(isle(lease(**{"landlord": "state", "relet_months": 12, **values})), MERGE)
    assert spent.vacancy == expected


def test_the_way_out_is_the_tenants_alone() -> None:
    """A break that saves the tenant a euro is used, whatever stands empty and has to be restored afterwards."""
    breaking = lease(end=date(2028, 12, 31), breaks=(date(2026, 12, 31),), break_fee=1999.0, landlord="state",
                     relet_months=120, restoration=1e6)  # fmt: skip
    spent = paid(isle(breaking), MERGE)
    assert spent.one_off == 1999 + 1e6
    assert sum(spent.vacancy.values()) == 10 * 1000


def test_a_smaller_size_leaves_its_share_to_the_state() -> None:
    """Of a lease that is split the share given up stands empty."""
    assert paid(isle(lease(landlord="state", relet_months=12)), SMALLER).vacancy == {2027: 400}


@pytest.mark.parametrize(("viewpoint", "extra"), [("agency", 0.0), ("state", 1000 / 1.1**2.5 + 1000 / 1.1**3.5)])
def test_vacancy_costs_the_state_alone(viewpoint: Any, extra: float) -> None:
    """The total holds vacancy from the state's viewpoint only, discounted like other money."""
    state = isle(lease(landlord="state", relet_months=24)).model_copy(update={
        "horizon": Horizon(periods=(2025, 2027), end=2028, discount_rate=0.1),
        "objective": Objective(viewpoint=viewpoint),
    })  # fmt: skip
    plan = Plan(decided(state, tax_i=MERGE), sent())
    other = state.model_copy(update={"offices": changed(state.offices, "tax-i", leases=(lease(),))})
    assert cost(state, plan) - cost(other, plan) == pytest.approx(extra, rel=1e-12)
    assert audit(state, plan).totals.objective == cost(state, plan)
