"""What modes, people who leave, and a back office that stays cost by calendar year, reckoned by hand."""

from typing import Any

import pytest
from tests.formulation.tiny import Tree, tiny

from consolidate.actions.listing import describe, trajectories
from consolidate.actions.trajectory import COMPONENTS, Trajectory
from consolidate.instance.instance import setting
from consolidate.scenario.load import from_data

STAFFING = {"minutes_per_fte_year": 90_000, "hired_wage_per_fte_year": 40_000, "attrition_per_year": 0.1}
MODES = {
    "staffed": {"cost_per_year": 70},
    "visit": {"staffing": "visiting", "staff_minutes_per_year": 9000, "days_per_week": 2, "cost_per_year": 300,
              "fit_out": 1000},
    "line": {"staffing": "remote", "staff_minutes_per_year": 9000},
}  # fmt: skip
OFFICE: Tree = {
    "id": "office", "agency": "tax", "site": "market", "floor_m2": 100, "running_per_year": 500,
    "wage_per_fte_year": 10_000, "staff": {"customer_service_fte": 2, "back_office_fte": 1},
    "leases": [{"m2": 100, "rent_per_m2_year": 10, "end": "2027-12-31", "break_fee": 0}],
}  # fmt: skip


def scenario(office: Tree | None = None, staffing: Tree | None = None, **more: Any) -> Tree:
    """One office of 100 m2 in `market`, another of its agency 30 km away in `square`; three periods, no discounting."""
    return tiny(**{
        "horizon": {"periods": [2025, 2027, 2028], "end": 2029},
        "agencies": [{"id": "tax"} | ({} if staffing is None else {"staffing": STAFFING | staffing})],
        "services": [{"id": "card", "agency": "tax", "minutes_per_visit": 1, "modes": list(MODES)}],
        "visits": [{"service": "card", "visits_per_1000": 1}],
        "sites": [{"id": "hall", "area": "north"}, {"id": "market", "area": "middle"},
                  {"id": "square", "area": "south", "rent_per_m2_year": 5, "fit_out_per_m2": 30}],
        "offices": [OFFICE | (office or {}), {"id": "other", "agency": "tax", "site": "square",
                                              "staff": {"customer_service_fte": 1}}],
        "modes": MODES,
        "factors": {"fit_out_life": {"value": 1, "unit": "years"}, "moving": {"value": 100, "unit": "EUR/FTE"},
                    "commuting_cost": {"value": 0.5, "unit": "EUR/km"}},
    } | more)  # fmt: skip


def courses(tree: Tree, action: str, start: int = 2027) -> list[Trajectory]:
    """What the first office can do so, at the start of a period."""
    around = setting(from_data(tree).scenario)
    index = next(i for i, office in enumerate(around.scenario.offices) if office.id == "office")
    return [
        found for found in trajectories(around)
        if (found.office, found.action) == (index, action)
        and (found.change < 0 or around.calendar.starts[found.change].year == start)
    ]  # fmt: skip


def paid(found: Trajectory, *parts: str) -> dict[int, float]:
    """Money by year of some components, where there is any."""
    rows = [COMPONENTS.index(part) for part in parts]
    return {2025 + y: pytest.approx(amount) for y, amount in enumerate(found.cash[rows].sum(axis=0)) if amount}


def test_attrition_lowers_the_wages_of_customer_service_alone() -> None:
    """A tenth of customer service leaves every year after the first, the back office is filled again."""
    (kept,) = courses(scenario(staffing={}), "keep")
    assert paid(kept, "staff") == {2025 + y: 20_000 * 0.9**y + 10_000 for y in range(5)}
    (uncounted,) = courses(scenario(), "keep")
    assert paid(uncounted, "staff") == dict.fromkeys(range(2025, 2030), 30_000)


def test_dismissed_people_end_their_wages_for_a_severance() -> None:
    """Wages end with the day before the change; severance is one-off spending, for people as they are given."""
    kept, dismissed = courses(scenario(staffing={"severance_per_fte": 7_000}), "close")
    assert (kept.target, dismissed.target) == (2, -1)
    assert paid(dismissed, "staff") == {2025: 30_000, 2026: 28_000}
    assert paid(dismissed, "severance") == {2027: 21_000}
    assert dismissed.one_off == 21_000
    assert [stay.all_fte for stay in dismissed.stays] == [3, 0, 0]
    assert len(courses(scenario(staffing={}), "close")) == 1


def test_the_back_office_stays_on_its_share_of_everything() -> None:
    """Three tenths of lease and running cost go on; customer service moves alone, on its share of area."""
    whole, front = courses(scenario({"back_office_m2": 30, "moved_m2": 50}), "merge")
    assert (whole.size, front.size) == (0, 30)
    there = front.stays[-1]
    assert (there.m2, there.fte, there.desks.m2, there.desks.fte, front.moved_fte) == (35, 2, 30, 1, 2)
    assert paid(front, "rent") == {2025: 1000, 2026: 1000} | dict.fromkeys((2027, 2028, 2029), 300 + 35 * 5)
    assert paid(front, "exit") == {2027: 700}
    assert paid(front, "running") == {2025: 570, 2026: 570} | dict.fromkeys((2027, 2028, 2029), 150 + 175 + 70)
    assert paid(front, "moving") == {2027: 200}
    assert front.one_off == 200 + 35 * 30


def test_an_office_that_converts_gives_up_area_and_people() -> None:
    """From the change on it costs what its mode does; its people move to their receiving site, and serve from there."""
    (found,) = courses(scenario({"convert": [{"mode": "visit", "m2": 20}]}), "convert")
    there = found.stays[-1]
    assert (there.m2, there.fte, there.staff, there.home, there.desks.fte) == (20, 0, 2, 2, 3)
    assert (found.size, found.mode, found.moved_fte) == (20, "visit", 3)
    assert paid(found, "rent") == {2025: 1000, 2026: 1000} | dict.fromkeys((2027, 2028, 2029), 200)
    assert paid(found, "exit") == {2027: 800}
    assert paid(found, "running") == {2025: 570, 2026: 570} | dict.fromkeys((2027, 2028, 2029), 100 + 300)
    assert paid(found, "fit_out") == {2027: 1000}
    assert paid(found, "staff_travel") == dict.fromkeys((2027, 2028, 2029), 2 * 30 * 52 * 2 * 0.5)
    assert found.one_off == 1000 + 300


def test_an_office_that_keeps_its_people_sends_nobody_away() -> None:
    """In a mode of its own people, or without people, an office converts where it is, and all of its lease goes on."""
    part = MODES | {"part": {"opening_minutes_per_year": 9000}}
    (found,) = courses(scenario({"convert": [{"mode": "part"}]}, modes=part), "convert")
    assert (found.target, found.size, found.stays[-1].fte, found.one_off) == (-1, 100, 3, 0)
    assert paid(found, "rent") == dict.fromkeys(range(2025, 2030), 1000)
    (empty,) = courses(scenario({"convert": [{"mode": "line"}], "staff": {}}), "convert")
    assert (empty.target, empty.stays[-1].home, empty.stays[-1].staff) == (-1, 2, 1)


@pytest.mark.parametrize(("months", "years"), [(0, (2025, 2027, 2028)), (12, (2027, 2028)), (36, (2028,))])
def test_a_conversion_needs_its_lead_time(months: int, years: tuple[int, ...]) -> None:
    """An office converts on no day before its lead time has run out."""
    tree = scenario({"convert": [{"mode": "line", "lead_time_months": months}]})
    assert tuple(year for year in (2025, 2027, 2028) if courses(tree, "convert", year)) == years


def test_an_office_served_from_elsewhere_does_not_move() -> None:
    """It keeps, closes or converts; it is served from the nearest site with people, unless it names another one."""
    tree = scenario({"mode": "line"})
    assert not courses(tree, "merge")
    assert courses(tree, "close")
    assert courses(tree, "keep")[0].stays[-1].home == 2
    assert courses(scenario({"mode": "line", "home": "hall"}), "keep")[0].stays[-1].home == 0


def test_what_is_not_listed_is_told() -> None:
    """`show` says of conversions whom they leave without a receiving site or a home, and of points that do not move."""
    alone = [OFFICE | {"convert": [{"mode": "line"}]}]
    told = "\n".join(describe(setting(from_data(scenario(offices=alone)).scenario)))
    assert "they do not close" in told
    assert "they do not convert to modes in which others serve" in told
    empty = [OFFICE | {"convert": [{"mode": "line"}], "staff": {}}]
    assert "conversions have no home" in "\n".join(describe(setting(from_data(scenario(offices=empty)).scenario)))
    served = "\n".join(describe(setting(from_data(scenario({"mode": "line"})).scenario)))
    assert "offices are staffed from elsewhere: they do not move" in served
