"""What courses cost by calendar year, reckoned by hand."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from tests.formulation.tiny import Tree, tiny

from consolidate.actions.listing import trajectories
from consolidate.actions.trajectory import COMPONENTS, Trajectory
from consolidate.instance.instance import setting
from consolidate.scenario.load import from_data

LEASE = {"m2": 100, "rent_per_m2_year": 10}
PER_YEAR = 1000


def course(
    action: str = "merge", start: int = 2027, lease: Tree | Sequence[Tree] = (), target: Tree | None = None, **more: Any
) -> Trajectory:
    """What an office of 100 m2 in `market` costs that may move to `square`, at the start of a period or never."""
    office = {"id": "mover", "agency": "tax", "site": "market", "floor_m2": 100, "staff": {"customer_service_fte": 2}}
    office |= more.pop("office", {}) | {"leases": [lease] if isinstance(lease, dict) else list(lease)}
    tree = tiny(**{
        "horizon": {"periods": [2025, 2027, 2028], "end": 2029},
        "agencies": [{"id": "tax"}],
        "services": [{"id": "card", "agency": "tax"}],
        "visits": [{"service": "card", "visits_per_1000": 100}],
        "sites": [{"id": "hall", "area": "north"}, {"id": "market", "area": "middle", "rent_per_m2_year": 12},
                  {"id": "square", "area": "south"} | ({"rent_per_m2_year": 0} if target is None else target)],
        "offices": [office, {"id": "other", "agency": "tax", "site": "square"}],
        "factors": {},
    } | more)  # fmt: skip
    for found in trajectories(setting(from_data(tree).scenario)):
        year = tree["horizon"]["periods"][found.change] if found.change >= 0 else start
        if (found.office, found.action, year) == (0, action, start):
            return found
    raise AssertionError


def paid(found: Trajectory, *parts: str) -> dict[int, float]:
    """Money by year of some components (all, if none is named), where there is any."""
    rows = [COMPONENTS.index(part) for part in parts or COMPONENTS]
    return {2025 + y: pytest.approx(amount) for y, amount in enumerate(found.cash[rows].sum(axis=0)) if amount}


def test_an_office_without_lease_pays_its_site_until_the_day_it_leaves() -> None:
    """Floor area without a lease costs the site's rent, and can be left on any day."""
    assert paid(course()) == {2025: 1200, 2026: 1200}
    assert paid(course("keep")) == dict.fromkeys(range(2025, 2030), 1200)


def test_rent_runs_to_the_day_also_in_a_leap_year() -> None:
    """A lease left over is paid to its last day, of 365 days, or of 366 in a leap year."""
    assert paid(course(lease=LEASE | {"end": "2027-01-31"})) == {2025: 1000, 2026: 1000, 2027: 1000 * 31 / 365}
    amounts = paid(course(lease=LEASE | {"end": "2028-02-29"}))
    assert amounts == {2025: 1000, 2026: 1000, 2027: 1000, 2028: 1000 * 60 / 366}


def test_a_lease_that_ends_on_the_day_of_the_move_is_due_for_that_day() -> None:
    """A lease whose last day is the first day elsewhere is a day too long; one that ended on the eve is not."""
    assert paid(course(lease=LEASE | {"end": "2027-01-01"}), "exit") == {2027: 1000 / 365}
    assert paid(course(lease=LEASE | {"end": "2026-12-31"}), "exit") == {}


def test_rent_due_beyond_the_horizon_counts_in_full() -> None:
    """A lease that outlives the horizon is due to its end once its office has left, and only within it if it stays."""
    long = LEASE | {"end": "2031-12-31"}
    assert paid(course(lease=long)) == dict.fromkeys(range(2025, 2032), 1000)
    assert paid(course("keep", lease=long)) == dict.fromkeys(range(2025, 2030), 1000)


def test_a_lease_starts_and_is_renewed() -> None:
    """Rent runs from a lease's first day, and from the day after its last at the renewal rent."""
    lease = LEASE | {"start": "2026-07-01", "end": "2027-12-31", "renewal_rent_per_m2_year": 15}
    assert paid(course("keep", lease=lease)) == {2026: 1000 * 184 / 365, 2027: 1000, 2028: 1500, 2029: 1500}
    unchanged = {key: value for key, value in lease.items() if key != "renewal_rent_per_m2_year"}
    assert paid(course("keep", lease=unchanged))[2029] == 1000


def test_until_further_notice_is_due_until_notice_has_run_out() -> None:
    """Without an end, rent is due until the notice given on the day of the decision has run out."""
    horizon = {"periods": [2025, 2027, 2028], "end": 2029, "decided": "2026-07-01"}
    amounts = paid(course(lease=LEASE | {"notice_months": 9}, horizon=horizon))
    assert amounts == {2025: 1000, 2026: 1000, 2027: 1000 * 90 / 365}
    assert paid(course(lease=LEASE | {"notice_months": 6}, horizon=horizon)) == {2025: 1000, 2026: 1000}


def test_own_premises_and_ended_leases_cost_nothing_to_leave() -> None:
    """Nothing is due for own premises, nor for a lease that ended before the office left."""
    for lease in (LEASE | {"owned": True, "end": "2035-12-31"}, LEASE | {"end": "2026-12-31"}):
        assert paid(course(lease=lease), "exit") == {}


@pytest.mark.parametrize(
    ("fee", "exit_paid", "one_off"),
    [
        (400, {2027: 1000 * 181 / 365 + 400}, 400),
        (1504.11, {2027: 1000, 2028: 1000}, 0),
        (2000, {2027: 1000, 2028: 1000}, 0),
    ],
)
def test_the_cheapest_way_out_is_taken(fee: float, exit_paid: dict[int, float], one_off: float) -> None:
    """A break is used where rent until it and its fee are less than rent to the end; the fee alone is one-off."""
    lease = LEASE | {"end": "2028-12-31", "breaks": ["2027-06-30"], "break_fee": fee}
    found = course(lease=lease)
    assert paid(found, "exit") == exit_paid
    assert found.one_off == one_off


@pytest.mark.parametrize("last", ["2027-04-10", "2027-12-21", "2028-10-01"])
def test_of_two_equally_cheap_ways_out_the_earlier_is_taken(last: str) -> None:
    """Where a break's fee is to the cent the rent it saves, the break is used, whatever floating point makes of it."""
    day = date.fromisoformat(last)  # at 365 x 366 a year, a day of 2027 costs 366 and a day of 2028 costs 365
    saved = (
        366 * max((date(2027, 12, 31) - day).days, 0) + 365 * (date(2028, 12, 31) - max(day, date(2027, 12, 31))).days
    )
    lease = {"m2": 365, "rent_per_m2_year": 366, "end": "2028-12-31", "breaks": [last], "break_fee": saved}
    assert course(lease=lease).one_off == saved
    assert course(lease=lease | {"break_fee": saved + 0.01}).one_off == 0


@pytest.mark.parametrize(("months", "used"), [(24, True), (25, False)])
def test_a_break_needs_its_notice(months: int, used: bool) -> None:
    """A break is open only if the notice given on the day of the decision has run out on its last day."""
    found = course(lease=LEASE | {"end": "2029-12-31", "breaks": ["2026-12-31"], "notice_months": months})
    assert (paid(found, "exit") == {}) == used


def test_two_leases_are_left_each_in_its_own_way() -> None:
    """An office with two leases pays for leaving both."""
    half = {"m2": 50, "rent_per_m2_year": 10}
    leases = (half | {"end": "2027-12-31"}, half | {"end": "2028-12-31", "breaks": ["2027-06-30"], "break_fee": 100})
    found = course(lease=leases)
    assert paid(found, "exit") == {2027: 500 + 500 * 181 / 365 + 100}
    assert found.one_off == 100


def test_new_premises_are_rented_from_before_the_move() -> None:
    """Rent of the target runs from its months of double rent before the move to the end of the horizon."""
    found = course(target={"rent_per_m2_year": 20, "double_rent_months": 2}, office={"moved_m2": 60})
    assert paid(found, "rent") == {2025: 1200, 2026: 1200 + 1200 * 61 / 365, 2027: 1200, 2028: 1200, 2029: 1200}


def test_double_rent_from_before_the_horizon_counts_in_its_first_year() -> None:
    """Double rent of a move on the first day was decided earlier, and is paid with money of the first year."""
    horizon = {"periods": [2025, 2027, 2028], "end": 2029, "decided": "2024-01-01"}
    target = {"rent_per_m2_year": 20, "double_rent_months": 3}
    amounts = paid(course(start=2025, target=target, horizon=horizon), "rent")
    assert amounts == {2025: 2000 + 2000 * 92 / 366} | dict.fromkeys(range(2026, 2030), 2000)


@pytest.mark.parametrize(("life", "years"), [(2, (2027, 2028)), (10, (2027, 2028, 2029))])
def test_fit_out_is_an_annuity_worth_its_investment(life: int, years: tuple[int, ...]) -> None:
    """Works are paid in equal yearly amounts over their life, worth the investment on the day, cut at the horizon."""
    horizon = {"periods": [2025, 2027, 2028], "end": 2029, "discount_rate": 0.05}
    found = course(target={"rent_per_m2_year": 0, "fit_out_per_m2": 30}, horizon=horizon,
                   factors={"fit_out_life": {"value": life, "unit": "years"}})  # fmt: skip
    each = 3000 / sum(1.05 ** -(k + 0.5) for k in range(life))
    assert paid(found, "fit_out") == dict.fromkeys(years, each)
    assert found.one_off == 3000


def test_people_and_running_costs_move_with_the_office() -> None:
    """Wages go on; running cost goes on per m2 taken, or at the target's own; moving people is one-off spending."""
    office = {"running_per_year": 500, "moved_m2": 50, "wage_per_fte_year": 30_000}
    moving = {"moving": {"value": 700, "unit": "EUR/FTE"}}
    found = course(office=office, factors=moving)
    assert paid(found, "running") == {2025: 500, 2026: 500, 2027: 250, 2028: 250, 2029: 250}
    assert paid(found, "staff") == dict.fromkeys(range(2025, 2030), 60_000)
    assert paid(found, "moving") == {2027: 1400}
    assert found.one_off == 1400
    own = course(office=office, target={"rent_per_m2_year": 0, "running_per_m2_year": 3}, factors=moving)
    assert paid(own, "running")[2027] == 150


def test_closing_takes_desks_or_nothing() -> None:
    """People of a closed office take desks at their receiving site where these are priced, else no area."""
    desks = {"desk_area": {"value": 10, "unit": "m2/FTE"}}
    target = {"rent_per_m2_year": 20}
    assert paid(course("close", target=target, factors=desks), "rent")[2029] == 2 * 10 * 20
    assert 2029 not in paid(course("close", target=target), "rent")


def test_people_go_to_the_targets_of_their_office() -> None:
    """An office without area has the same receiving sites as merge targets; those without a rent take no desks."""
    desks = {"desk_area": {"value": 10, "unit": "m2/FTE"}}
    near = {"agencies": [{"id": "tax", "move_targets": 1}], "office": {"floor_m2": 0}, "factors": desks}
    assert course("close", target={"rent_per_m2_year": 20}, **near).target == 2
    with pytest.raises(AssertionError):
        course("close", target={}, **near)


def test_no_change_comes_before_its_lead_time() -> None:
    """A move is listed only for periods that start after the target's lead time."""
    target = {"rent_per_m2_year": 1, "lead_time_months": 25}
    assert course(start=2028, target=target).change == 2
    with pytest.raises(AssertionError):
        course(start=2027, target=target)
