"""Two people reckoned what leases and courses cost, apart from each other: they agree to the cent, year by year."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.random_extras import extend
from tests.oracle.random_parts import draw_scenario
from tests.oracle.random_people import draw_staffing, extend_people
from tests.oracle.random_scenarios import scenario_of

from consolidate.actions import leases
from consolidate.actions.calendar import Calendar
from consolidate.actions.listing import trajectories
from consolidate.actions.trajectory import COMPONENTS, Trajectory
from consolidate.audit import leases as audited
from consolidate.audit.calendar import Calendar as AuditCalendar
from consolidate.audit.courses import follow
from consolidate.audit.facts import Facts
from consolidate.audit.spending import spending
from consolidate.instance.instance import setting
from consolidate.plan.model import Decision
from consolidate.scenario.model import Horizon, Lease, Scenario

EDGES = st.sampled_from(
    [date(year, *day) for year in range(2024, 2032) for day in ((1, 1), (1, 2), (12, 30), (12, 31))]
)
DAYS = EDGES | st.dates(date(2020, 1, 1), date(2042, 12, 31))
CENT = 0.01


@st.composite
def drawn_leases(draw: st.DrawFn) -> Lease:
    """Any lease the format allows."""
    start = draw(st.none() | st.dates(date(2015, 1, 1), date(2028, 12, 31)))
    end = draw(st.none() | DAYS)
    if start and end and end <= start:
        end = start + timedelta(days=draw(st.integers(1, 4000)))
    days = sorted(draw(st.lists(DAYS, max_size=3, unique=True))) if end else []
    return Lease(
        m2=float(draw(st.integers(1, 500))),
        rent_per_m2_year=float(draw(st.integers(0, 300))),
        start=start,
        end=end,
        breaks=tuple(day for day in days if end and (start or date.min) < day < end),
        notice_months=draw(st.integers(0, 36)),
        break_fee=float(draw(st.integers(0, 20_000))),
        owned=draw(st.sampled_from([False, False, False, True])),
        renewal_rent_per_m2_year=draw(st.none() | st.integers(0, 300).map(float)),
        restoration=float(draw(st.sampled_from([0, 0, 1234]))),
        sale_value=float(draw(st.sampled_from([0, 0, 4321]))),
        landlord=draw(st.sampled_from(["other", "state"])),
        relet_months=draw(st.integers(0, 30)),
    )


@st.composite
def horizons(draw: st.DrawFn) -> Horizon:
    """Any horizon of one to three periods, decided before it or on its first day."""
    periods = [2025]
    for _ in range(draw(st.integers(0, 2))):
        periods.append(periods[-1] + draw(st.integers(1, 5)))
    return Horizon(
        periods=tuple(periods),
        end=periods[-1] + draw(st.integers(0, 5)),
        discount_rate=draw(st.sampled_from([0.0, 0.03, 0.2])),
        decided=draw(st.none() | st.dates(date(2023, 1, 1), date(2025, 1, 1))),
    )


def differences(amounts: np.ndarray, by_year: Mapping[int, Fraction], first: int) -> dict[int, tuple[float, float]]:
    """Years in which two accounts differ by a cent; money from before the first year counts in it."""
    wanted: dict[int, float] = defaultdict(float)
    for year, amount in by_year.items():
        wanted[max(year, first)] += float(amount)
    found = {first + y: float(amount) for y, amount in enumerate(amounts)}
    years = found.keys() | wanted.keys()
    return {
        year: (found.get(year, 0.0), wanted[year]) for year in years if abs(found.get(year, 0.0) - wanted[year]) > CENT
    }


@given(drawn_leases(), horizons(), st.data())
def test_leaving_a_lease_costs_the_same_to_both(lease: Lease, horizon: Horizon, data: st.DataObject) -> None:
    """The model and the audit say the same of leaving any lease on any first day: by year, one-off, and vacancy."""
    day = date(data.draw(st.sampled_from(horizon.periods)), 1, 1)
    calendar = Calendar.of(horizon, [lease])
    ours, theirs = leases.leave(lease, calendar, day), audited.leave(AuditCalendar.of(horizon), lease, day)
    assert differences(ours.due, theirs.by_year, horizon.periods[0]) == {}
    assert abs(ours.one_off - float(theirs.one_off)) <= CENT
    assert differences(ours.vacancy, theirs.vacancy, horizon.periods[0]) == {}


def test_ties_between_ways_out_are_ties_to_both() -> None:
    """Where a break's fee is just the rent it saves, the model and the audit both use the break, on every day."""
    horizon, end = Horizon(periods=(2025, 2027), end=2029), date(2028, 12, 31)
    for last in (end - timedelta(days=days) for days in range(1, 600)):
        saved = 366 * max((date(2027, 12, 31) - last).days, 0) + 365 * (end - max(last, date(2027, 12, 31))).days
        lease = Lease(m2=100.0, rent_per_m2_year=1335.9, end=end, breaks=(last,), break_fee=float(saved))
        ours = leases.leave(lease, Calendar.of(horizon, [lease]), date(2027, 1, 1))
        theirs = audited.leave(AuditCalendar.of(horizon), lease, date(2027, 1, 1))
        assert ours.one_off == float(theirs.one_off) == saved, last


@given(drawn_leases(), horizons())
def test_the_rent_of_staying_is_the_same_to_both(lease: Lease, horizon: Horizon) -> None:
    """The model and the audit say the same of a lease whose office stays to the end."""
    calendar = Calendar.of(horizon, [lease])
    ours = leases.rent(lease, calendar, calendar.starts[0], calendar.stop)
    theirs = audited.rent_of_lease(lease, calendar.starts[0], calendar.stop - timedelta(days=1))
    assert differences(ours, theirs, horizon.periods[0]) == {}


def decision_of(scenario: Scenario, course: Trajectory, starts: tuple[date, ...]) -> Decision:
    """A trajectory in words."""
    words: dict[str, Any] = {"office": scenario.offices[course.office].id, "action": course.action}
    if course.target >= 0:
        words["to_site"] = scenario.sites[course.target].id
    if course.change >= 0:
        words["date"] = starts[course.change]
    return Decision(**words, m2=course.size, mode=course.mode)


@given(st.integers(0, 2**32))
def test_every_course_of_a_random_scenario_costs_the_same_to_both(seed: int) -> None:
    """The model and the audit say the same of every course listed in a random scenario: by year, and one-off."""
    rng = Random(seed)
    tree = draw_scenario(rng, "any")
    extend(rng, tree)
    extend_people(rng, tree)
    for agency in rng.sample(tree["agencies"], rng.randint(0, len(tree["agencies"]))):
        agency["staffing"] = draw_staffing(rng, 60_000.0)
    around = setting(scenario_of(tree))
    scenario, facts = around.scenario, Facts.of(around.scenario)
    for course in trajectories(around):
        decision = decision_of(scenario, course, around.calendar.starts)
        theirs = spending(facts, follow(facts, facts.offices[decision.office], decision))
        rows = [row for row, part in enumerate(COMPONENTS) if part != "vacancy"]
        ours = course.cash[rows].sum(axis=0)
        assert differences(ours, theirs.by_year, around.calendar.starts[0].year) == {}, decision
        assert abs(course.one_off - float(theirs.one_off)) <= CENT, decision
