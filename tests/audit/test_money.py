"""Money to the day and the cent, each amount reckoned by hand."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from tests.audit.toy import D25, D27, changed, cost, factor, good, toy

from consolidate.audit.audit import audit
from consolidate.audit.calendar import add_months, year_shares
from consolidate.audit.courses import follow
from consolidate.audit.facts import Facts
from consolidate.audit.money import Spending
from consolidate.audit.people import wages
from consolidate.audit.spending import fit_out, moving, rent, running, spending
from consolidate.plan.model import Decision
from consolidate.scenario.model import Factors, Horizon, Lease, Scenario, Staff

MOVE = ("merge", "e1", D27)
PER_YEAR = 1000  # 100 m2 at 10


def paid(scenario: Scenario, name: str = "tax-i", decision: tuple[str, str, date | None] = MOVE) -> Spending:
    facts = Facts.of(scenario)
    return spending(facts, follow(facts, facts.offices[name], Decision(name, *decision)))


def part(function: Any, scenario: Scenario, decision: tuple[str, str, date | None] = MOVE) -> Any:
    facts = Facts.of(scenario)
    return function(facts, follow(facts, facts.offices["tax-i"], Decision("tax-i", *decision)))


def leased(*leases: Lease, horizon: Horizon | None = None, free: bool = True, **office: Any) -> Scenario:
    """The toy with other leases for the office of `isle`; what it moves to costs nothing where `free`."""
    plain = toy()
    return toy(
        offices=changed(plain.offices, "tax-i", leases=leases, **office),
        sites=changed(plain.sites, "e1", rent_per_m2_year=0.0) if free else plain.sites,
        horizon=horizon or plain.horizon,
    )


def lease(**values: Any) -> Lease:
    return Lease(**{"m2": 100.0, "rent_per_m2_year": 10.0, **values})


def test_a_month_later_keeps_the_day_or_takes_the_last() -> None:
    """Adding months keeps the day of the month, or takes the last day of a shorter month."""
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert add_months(date(2025, 11, 30), 14) == date(2027, 1, 30)
    assert add_months(date(2025, 1, 1), -1) == date(2024, 12, 1)


def test_part_of_a_year_counts_by_its_days() -> None:
    """A stretch of days is a share of 365 days, of 366 in a leap year."""
    assert year_shares(date(2027, 12, 31), date(2028, 2, 29)) == {2027: Fraction(1, 365), 2028: Fraction(60, 366)}
    assert year_shares(date(2025, 1, 1), date(2026, 12, 31)) == {2025: 1, 2026: 1}
    assert year_shares(date(2025, 1, 2), date(2025, 1, 1)) == {}


def test_owned_premises_cost_rent_until_they_are_left() -> None:
    """Own premises are paid until the move and left without a fee."""
    assert paid(leased(lease(owned=True, end=date(2030, 12, 31)))) == Spending({2025: PER_YEAR, 2026: PER_YEAR}, 0)


def test_a_lease_is_paid_to_its_end() -> None:
    """Without a break the rent of a lease is due to its last day, also after the move."""
    amounts = paid(leased(lease(end=date(2027, 3, 31)))).by_year
    assert amounts == {2025: 1000, 2026: 1000, 2027: Fraction(1000 * 90, 365)}


def test_rent_beyond_the_horizon_is_due_in_full() -> None:
    """What is due after the last year of the horizon counts in its own year."""
    amounts = paid(leased(lease(end=date(2032, 2, 29)))).by_year
    assert amounts == {**dict.fromkeys(range(2025, 2032), 1000), 2032: Fraction(1000 * 60, 366)}


def test_a_lease_that_ended_before_the_move_costs_nothing_to_leave() -> None:
    """An expired lease was renewed until the move, and can be left then."""
    amounts = paid(leased(lease(end=date(2026, 12, 31), breaks=(date(2026, 6, 30),), break_fee=7.0))).by_year
    assert amounts == {2025: 1000, 2026: 1000}


def test_a_lease_that_ends_on_the_day_of_the_move_is_due_for_that_day() -> None:
    """A lease whose last day is the first day after the move is one day too long."""
    assert paid(leased(lease(end=D27))).by_year[2027] == Fraction(1000, 365)


def test_a_break_is_used_where_its_fee_is_less_than_the_rent() -> None:
    """Of rent to the end and break fee, the cheaper is paid; the fee is one-off spending in the year of the break."""
    spent = paid(leased(lease(end=date(2028, 12, 31), breaks=(date(2027, 6, 30),), break_fee=300.0)))
    assert spent.by_year == {2025: 1000, 2026: 1000, 2027: Fraction(1000 * 181, 365) + 300}
    assert spent.one_off == 300
    spent = paid(leased(lease(end=date(2028, 12, 31), breaks=(date(2027, 6, 30),), break_fee=3000.0)))
    assert spent.by_year == dict.fromkeys((2025, 2026, 2027, 2028), 1000)
    assert spent.one_off == 0


def test_a_break_on_the_eve_of_the_move_costs_its_fee_alone() -> None:
    """A break whose last day is the day before the move leaves no rent due, and falls in the year before."""
    spent = paid(leased(lease(end=date(2028, 12, 31), breaks=(date(2026, 12, 31), date(2026, 12, 30)), break_fee=9.0)))
    assert spent.by_year == {2025: 1000, 2026: 1009}


def test_a_break_before_the_horizon_counts_in_its_first_year() -> None:
    """A break on the eve of a move on the first day is paid with money of the first year."""
    scenario = leased(
        lease(end=date(2028, 12, 31), breaks=(date(2024, 12, 31),), break_fee=9.0),
        horizon=Horizon(periods=(2025, 2027), end=2028, decided=date(2024, 6, 1)),
    )
    assert paid(scenario, decision=("merge", "e1", D25)).by_year == {2025: 9}


@pytest.mark.parametrize(("months", "allowed"), [(24, True), (25, False)])
def test_a_break_needs_its_notice(months: int, allowed: bool) -> None:
    """A break counts only where notice given on the day of decision has run out on its last day."""
    breaking = lease(end=date(2028, 12, 31), breaks=(date(2026, 12, 31),), notice_months=months)
    amounts = paid(leased(breaking)).by_year
    assert (amounts.get(2027, 0) == 0) == allowed


def test_until_further_notice_is_paid_until_notice_has_run_out() -> None:
    """A lease without end is due from the move until notice given on the day of decision has run out."""
    horizon = Horizon(periods=(2025, 2027), end=2028, decided=date(2025, 7, 1))
    amounts = paid(leased(lease(notice_months=20, break_fee=50.0), horizon=horizon)).by_year
    assert amounts == {2025: 1000, 2026: 1000, 2027: Fraction(1000 * 59, 365)}
    amounts = paid(leased(lease(notice_months=12), horizon=horizon)).by_year
    assert amounts == {2025: 1000, 2026: 1000}


def test_the_earlier_of_two_equally_cheap_ways_out_is_taken() -> None:
    """Where a break's fee is just the rent it saves, the break is used."""
    a_day = {"m2": 1.0, "rent_per_m2_year": 365.0, "end": date(2027, 12, 31)}
    assert paid(leased(lease(**a_day, breaks=(date(2027, 12, 21),), break_fee=10.0))).one_off == 10
    assert paid(leased(lease(**a_day, breaks=(date(2027, 12, 21),), break_fee=10.01))).one_off == 0


def test_the_cheapest_way_out_is_judged_at_present_value() -> None:
    """A fee today and rent of later years are compared after discounting."""
    horizon = Horizon(periods=(2025, 2027), end=2028, discount_rate=0.5)
    # 1,000 in 2027 and 2028 are worth 1,000 + 667 at 2027; a fee of 1,800 on the eve is worth 2,700 there.
    breaking = lease(end=date(2028, 12, 31), breaks=(date(2026, 12, 31),), break_fee=1800.0)
    assert paid(leased(breaking, horizon=horizon)).one_off == 0
    assert paid(leased(breaking)).one_off == 1800


def test_the_renewal_rent_runs_from_the_day_after_the_end() -> None:
    """Kept past its end, a lease costs its renewal rent, or its old one if none is given."""
    keep = ("keep", "", None)
    renewed = leased(lease(end=date(2026, 3, 31), renewal_rent_per_m2_year=20.0))
    expected = {2025: 1000, 2026: Fraction(1000 * 90 + 2000 * 275, 365), 2027: 2000, 2028: 2000}
    assert part(rent, renewed, keep) == expected
    assert part(rent, leased(lease(end=date(2026, 3, 31))), keep) == dict.fromkeys(range(2025, 2029), 1000)


def test_a_lease_that_starts_later_is_paid_from_then() -> None:
    """Rent from before a lease's start is due neither while staying nor on leaving."""
    later = lease(start=date(2026, 7, 1), end=date(2030, 12, 31))
    assert part(rent, leased(later), ("keep", "", None)) == {2026: Fraction(1000 * 184, 365), 2027: 1000, 2028: 1000}
    after = lease(start=date(2028, 7, 1), end=date(2028, 12, 31))
    assert paid(leased(after)).by_year == {2028: Fraction(1000 * 184, 366)}


def test_without_a_lease_floor_area_costs_the_sites_rent() -> None:
    """An office without a lease pays its site's rent until it leaves, and nothing for leaving."""
    assert paid(leased()).by_year == {2025: 2000, 2026: 2000}


def test_newly_taken_area_is_paid_from_double_rent_on() -> None:
    """The target's rent for the area taken runs from the months of double rent to the end of the horizon."""
    scenario = leased(free=False, moved_m2=50.0)
    scenario = scenario.model_copy(update={"sites": changed(scenario.sites, "e1", double_rent_months=3)})
    amounts = part(rent, scenario)
    assert amounts == {2025: 2000, 2026: 2000 + Fraction(1000 * 92, 365), 2027: 1000, 2028: 1000}


def test_double_rent_before_the_horizon_has_the_weight_of_its_first_year() -> None:
    """Money due before the first period is discounted as money of the first year."""
    plain = toy(horizon=Horizon(periods=(2025,), end=2025, decided=date(2024, 1, 1), discount_rate=0.21))
    scenario = plain.model_copy(update={"sites": changed(plain.sites, "e1", double_rent_months=12)})
    facts = Facts.of(scenario)
    assert facts.calendar.weight(2024) == facts.calendar.weight(2025)
    assert float(facts.calendar.weight(2025)) == pytest.approx(1 / 1.1, abs=1e-15)
    assert float(facts.calendar.weight(2026)) == pytest.approx(1 / 1.331, abs=1e-15)
    assert part(rent, scenario, ("merge", "e1", D25)) == {2024: 2000, 2025: 2000}


def works(life: float, **horizon: Any) -> Any:
    plain = toy(factors=Factors(fit_out_life=factor(life)))
    sites = changed(plain.sites, "e1", fit_out_per_m2=300.0)
    times = Horizon(**{"periods": (2025, 2027), "end": 2028, **horizon})
    return part(fit_out, plain.model_copy(update={"sites": sites, "horizon": times}))


def test_works_are_an_annuity_cut_at_the_horizon() -> None:
    """An investment is spread over its life; years beyond the horizon do not count."""
    assert works(10.0) == ({2027: 3000, 2028: 3000}, 30000)


def test_works_that_live_shorter_than_the_horizon_end_earlier() -> None:
    """No annuity is due after the life of the works."""
    assert works(1.0) == ({2027: 30000}, 30000)
    assert works(2.0, end=2035) == ({2027: 15000, 2028: 15000}, 30000)


def test_the_annuity_is_worth_the_investment() -> None:
    """Discounted to the move, the annuity of the whole life is the investment."""
    amounts, _ = works(3.0, end=2035, discount_rate=0.21)
    assert list(amounts) == [2027, 2028, 2029]
    assert float(amounts[2027]) == pytest.approx(30000 / (1 / 1.1 + 1 / 1.331 + 1 / 1.61051))


def test_moving_costs_people_only() -> None:
    """Moving is paid per FTE in the year of the move, also for the people of a closed office."""
    scenario = toy(factors=Factors(moving=factor(500.0)))
    assert part(moving, scenario) == {2027: 1500}
    assert part(moving, scenario, ("close", "e1", D27)) == {2027: 1500}
    assert part(moving, scenario, ("keep", "", None)) == {}
    assert paid(scenario, decision=("close", "e1", D27)).one_off == 1500


def test_running_cost_follows_the_area() -> None:
    """After the move the area taken costs the target's running cost, or the mover's own per m2."""
    scenario = leased(running_per_year=700.0, moved_m2=50.0)
    assert part(running, scenario) == {2025: 700, 2026: 700, 2027: 350, 2028: 350}
    sites = changed(scenario.sites, "e1", running_per_m2_year=3.0)
    assert part(running, scenario.model_copy(update={"sites": sites})) == {2025: 700, 2026: 700, 2027: 150, 2028: 150}
    bare = leased(running_per_year=700.0, floor_m2=0.0, moved_m2=50.0)
    assert sum(part(running, bare).values()) == 1400


def test_everybody_is_paid_whatever_happens() -> None:
    """Wages run through the horizon, also after closing."""
    scenario = leased(wage_per_fte_year=100.0)
    assert part(wages, scenario, ("close", "e1", D27)) == dict.fromkeys(range(2025, 2029), 300)


def test_people_of_a_closed_office_take_desks_where_desks_are_counted() -> None:
    """With a desk area, closing takes area at the receiving site; without one, it takes none."""
    plain = toy(factors=Factors(desk_area=factor(12.0)))
    assert part(rent, plain, ("close", "e1", D27)) == {2025: 1000, 2026: 1000, 2027: 720, 2028: 720}
    assert part(rent, toy(), ("close", "e1", D27)) == {2025: 1000, 2026: 1000}


def test_the_total_adds_up_discounted_with_shared_costs() -> None:
    """The cost of a plan is every office's money and that of sites in use, discounted mid-year."""
    plain = toy(horizon=Horizon(periods=(2025, 2027), end=2028, discount_rate=0.21))
    scenario = plain.model_copy(update={"sites": changed(plain.sites, "i1", shared_fixed_per_year=500.0)})
    weights = [1.21 ** -(k + 0.5) for k in range(4)]
    assert cost(scenario) == pytest.approx(4500 * sum(weights), rel=1e-14)
    merged = 4500 * sum(weights[:2]) + 5000 * sum(weights[2:])
    assert audit(scenario, good(scenario)).totals.cost == pytest.approx(merged, rel=1e-14)


def test_exactly_one_rounding_happens() -> None:
    """Ten times a tenth of a euro is one euro, not the float nearest to the sum of ten floats."""
    cheap = Staff(customer_service_fte=1.0)
    plain = toy()
    offices = tuple(
        each.model_copy(update={"leases": (), "floor_m2": 0.0, "staff": cheap, "wage_per_fte_year": 0.1})
        for each in plain.offices
    )
    assert (
        cost(plain.model_copy(update={"offices": offices[:1], "horizon": Horizon(periods=(2025, 2027), end=2034)}))
        == 1.0
    )
