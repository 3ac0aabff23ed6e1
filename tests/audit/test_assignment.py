"""Every way to send people wrongly is reported, and as what."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.audit.toy import (
    D27,
    HOME,
    changed,
    decided,
    everybody,
    good,
    matrix,
    names,
    office,
    sent,
    today,
    toy,
    visits,
)  # fmt: skip

from consolidate.audit.audit import audit
from consolidate.plan.model import Assignment, Plan
from consolidate.scenario.model import Area, Group, Mode, Scenario, Service, Staff, Travel

Entry = tuple[int, str, str, str, str, int]
LATER = {**HOME, "isle": "e1"}
FIRST: Entry = (0, "east", "card", "", "e1", 1_000_000)


def mutant(change: Callable[[list[Entry]], Any]) -> tuple[Scenario, Plan]:
    scenario = toy()
    entries = everybody(HOME, LATER)
    assert entries[0] == FIRST
    entries = change(entries)
    return scenario, replace(good(scenario), assignment=sent(*entries))


@pytest.mark.parametrize(
    ("entry", "check"),
    [
        ([], "everyone_served"),
        ([(*FIRST[:5], 999_999)], "everyone_served"),
        ([(*FIRST[:5], 1_000_001)], "everyone_served"),
        ([(*FIRST[:5], 0)], "everyone_served"),
        ([(*FIRST[:5], -5)], "everyone_served"),
        ([FIRST, (*FIRST[:4], "w1", 0)], "everyone_served"),
        ([(*FIRST[:5], 400_000), (*FIRST[:5], 600_000)], "everyone_served"),
        ([FIRST, (*FIRST[:4], "i1", 1)], "everyone_served"),
        ([(2, *FIRST[1:])], "everyone_served"),
        ([(-1, *FIRST[1:])], "everyone_served"),
        ([(0, "nowhere", *FIRST[2:])], "everyone_served"),
        ([(0, "east", "tea", *FIRST[3:])], "everyone_served"),
        ([(0, "east", "card", "martians", "e1", 1_000_000)], "everyone_served"),
        ([(*FIRST[:4], "nowhere", 1_000_000)], "everyone_served"),
        ([(*FIRST[:4], "w2", 1_000_000)], "only_where_served"),
        ([(*FIRST[:4], "i1", 1_000_000)], "nearest"),
        ([(*FIRST[:5], 999_999), (*FIRST[:4], "i1", 1)], "nearest"),
    ],
)  # fmt: skip
def test_a_changed_entry_is_reported(entry: list[Entry], check: str) -> None:
    """A good plan in which one entry is left out, bent or sent elsewhere is reported under the right name."""
    report = audit(*mutant(lambda entries: entry + entries[1:]))
    assert check in names(report)
    assert names(report) <= {check, "nearest", "everyone_served"}


def test_the_nearer_point_is_named() -> None:
    """Who goes farther than need be is told where to, and which point is nearer."""
    report = audit(*mutant(lambda entries: [(*FIRST[:4], "i1", 1_000_000), *entries[1:]]))
    [message] = [violation.message for violation in report.violations if violation.check == "nearest"]
    assert message == "goes to i1, though e1 is nearer"


def test_going_to_a_closed_office_is_reported() -> None:
    """Nobody is served where the office has left, and it matters in which period."""
    scenario = toy()
    stale = replace(good(scenario), assignment=sent(*everybody(HOME, HOME)))
    found = audit(scenario, stale).violations
    assert [(v.check, v.where) for v in found] == [("only_where_served", "period 2027, area isle, service card")]
    early = replace(good(scenario), assignment=sent(*everybody(LATER, LATER)))
    assert names(audit(scenario, early)) == {"nearest"}


def test_people_without_visits_need_no_entry() -> None:
    """A segment without visits may be left out; one with entries has to be complete."""
    scenario = toy(visits=visits({"area": "west", "service": "card", "visits_per_year": 5.0}))
    west = [(period, "west", "card", "", "w1", 1_000_000) for period in (0, 1)]
    assert audit(scenario, Plan(decided(scenario), sent(*west))).violations == ()
    half = [*west, (0, "east", "card", "", "e1", 500_000)]
    assert names(audit(scenario, Plan(decided(scenario), sent(*half)))) == {"everyone_served"}


def test_nobody_is_served_where_no_point_is_left() -> None:
    """Where no point can serve somebody, today's network is reported as it is, not refused."""
    scenario = toy(services=(Service(id="card", agency="tax", modes=("booth",)), Service(id="pass", agency="police")))
    passes = [entry for entry in everybody(HOME, HOME) if entry[2] == "pass"]
    report = audit(scenario, Plan(decided(scenario), sent(*passes)))
    assert {(v.check, v.where.split(", ")[2]) for v in report.violations} == {("everyone_served", "service card")}
    assert names(audit(scenario, today(scenario))) == {"only_where_served"}


def test_a_site_that_cannot_be_reached_serves_nobody() -> None:
    """People are not sent where no way leads."""
    ways = {("east", "e1"): 5.0, ("isle", "i1"): 5.0, ("west", "w1"): 5.0, ("west", "w2"): 5.0, ("isle", "w2"): 5.0}
    scenario = toy(travel=Travel(matrix=matrix(ways), missing="unreachable"))
    found = audit(scenario, today(scenario)).violations
    assert {(v.check, v.where.split(", ")[1]) for v in found} == {("only_where_served", "area east")}


def tied(way: float) -> tuple[Scenario, dict[str, str], dict[str, str]]:
    """Everybody in `isle` is as near, or nearly, to e1 (40 minutes) and to w1."""
    plain = toy()
    offices = tuple(each for each in plain.offices if each.id != "tax-i")
    ways = {**{(a, s): 50.0 for a in HOME for s in ("e1", "w1", "w2", "i1")}, ("east", "e1"): 1.0, ("west", "w1"): 1.0}
    scenario = toy(offices=offices, travel=Travel(matrix=matrix({**ways, ("isle", "e1"): 40.0, ("isle", "w1"): way})))
    return scenario, {**HOME, "isle": "e1"}, {**HOME, "isle": "w1"}


@pytest.mark.parametrize(
    ("way", "first_fine", "second_fine"),
    [(40.0, True, False), (40 - 1e-10, True, True), (40 + 1e-10, True, True), (39.9, False, True), (40.1, True, False)],
)
def test_ties_go_to_the_first_by_id_and_a_hair_is_no_difference(
    way: float, first_fine: bool, second_fine: bool
) -> None:
    """Of equally near points the first by id is the one; of nearly equal ones either will do."""
    scenario, first, second = tied(way)
    for home, fine in ((first, first_fine), (second, second_fine)):
        report = audit(scenario, Plan(decided(scenario), sent(*everybody(home, home))))
        assert names(report) == (set() if fine else {"nearest"})


def swedish() -> Scenario:
    """A third of `east` speaks Swedish, which e1 does not."""
    areas = (Area(id="east", population=900.0, people={"sv": 300.0}), *toy().areas[1:])
    offices = changed(toy().offices, "tax-e", staff=Staff(customer_service_fte=2.0, languages={"sv": 0.0}))
    return toy(areas=areas, offices=offices, groups=(Group(id="sv", language="sv", own_visits=True),))


def speaking(site: str) -> list[Entry]:
    entries = everybody(HOME, HOME)
    for period in (0, 1):
        entries += [(period, "east", "card", "sv", site, 1_000_000), (period, "east", "pass", "sv", "w2", 1_000_000)]
    return entries


@pytest.mark.parametrize(
    ("site", "check"), [("i1", None), ("e1", "ability"), ("w1", "nearest"), ("w2", "only_where_served")]
)
def test_a_language_group_goes_to_the_nearest_point_that_speaks(site: str, check: str | None) -> None:
    """A group's own visits pass by points that do not speak its language, and no others."""
    scenario = swedish()
    report = audit(scenario, Plan(decided(scenario), sent(*speaking(site))))
    assert names(report) - {"nearest"} == {check} - {"nearest", None}
    assert ("nearest" in names(report)) == (site in {"w1", "w2"})


def test_a_language_needs_people_at_the_counter() -> None:
    """Back office alone, or a share of nobody, speaks to nobody; a colleague at the same site does."""
    scenario = swedish()
    silent = Staff(back_office_fte=5.0, languages={"sv": 1.0})
    half_a_person = Staff(customer_service_fte=0.5, languages={"sv": 0.1})
    offices = changed(scenario.offices, "tax-i", staff=silent)
    plan = Plan(decided(scenario), sent(*speaking("i1")))
    assert names(audit(scenario.model_copy(update={"offices": offices}), plan)) == {"ability"}
    half = scenario.model_copy(update={"offices": changed(offices, "tax-i", staff=half_a_person)})
    assert names(audit(half, plan)) == set()
    colleague = office("tax-i2", "tax", "i1", mode="phone")
    helped = scenario.model_copy(
        update={"offices": (*offices, colleague), "modes": {"staffed": Mode(), "phone": Mode()}}
    )
    assert names(audit(helped, Plan(decided(helped), plan.assignment))) == {"one_mode"}


def limited(east: float, isle: float, west: float = 1e6) -> Scenario:
    """A card takes a minute; each office of `tax` has so many."""
    plain = toy(services=(Service(id="card", agency="tax", minutes_per_visit=1.0), Service(id="pass", agency="police")))
    offices = plain.offices
    for name, minutes in (("tax-e", east), ("tax-i", isle), ("tax-w", west)):
        offices = changed(offices, name, capacity_minutes_per_year=minutes)
    return plain.model_copy(update={"offices": offices})


def spill(scenario: Scenario, *east: tuple[str, int]) -> Plan:
    """People of `east` go for a card as given."""
    entries = [entry for entry in everybody(HOME, HOME) if entry[1:3] != ("east", "card")]
    entries += [(period, "east", "card", "", site, share) for period in (0, 1) for site, share in east]
    return Plan(decided(scenario), sent(*entries))


@pytest.mark.parametrize(
    ("capacities", "east", "check"),
    [
        ((1000.0, 100.0), [("e1", 1_000_000)], None),
        ((999.0, 101.0), [("e1", 1_000_000)], "work"),
        ((999.0, 101.0), [("e1", 999_000), ("i1", 1000)], None),
        ((999.0, 101.0), [("e1", 999_001), ("i1", 999)], None),
        ((999.0, 101.0), [("e1", 999_002), ("i1", 998)], "work"),
        ((999.0, 101.0), [("e1", 998_999), ("i1", 1001)], None),
        ((999.0, 101.0), [("e1", 998_900), ("i1", 1000), ("w1", 100)], "nearest"),
        ((999.0, 101.0), [("e1", 998_000), ("i1", 1000), ("w1", 1000)], "nearest"),
        ((999.0, 200.0), [("e1", 999_000), ("w1", 1000)], "nearest"),
        ((999.0, 100.0), [("e1", 999_000), ("w1", 1000)], None),
    ],
)  # fmt: skip
def test_people_spill_over_only_where_a_point_is_full(
    capacities: tuple[float, float], east: list[tuple[str, int]], check: str | None
) -> None:
    """With capacities work holds up to rounding, and nobody passes a nearer point that has room."""
    scenario = limited(*capacities)
    report = audit(scenario, spill(scenario, *east))
    assert names(report) == ({check} if check else set())


def test_offices_at_one_site_add_up_and_one_without_a_limit_lifts_it() -> None:
    """The capacity of a point is that of all offices of the agency there, where all of them state one."""
    scenario = limited(600.0, 100.0)
    for capacity, fine in ((400.0, True), (399.0, False), (None, True)):
        more = office("tax-e2", "tax", "e1", capacity_minutes_per_year=capacity)
        both = scenario.model_copy(update={"offices": (*scenario.offices, more)})
        assert names(audit(both, spill(both, ("e1", 1_000_000)))) == (set() if fine else {"work"})


def test_a_merged_office_brings_its_capacity() -> None:
    """After a merge the minutes of both offices serve at the target."""
    for isle, fine in ((100.0, True), (99.0, False)):
        scenario = limited(1000.0, isle)
        first = {**HOME}
        plan = Plan(decided(scenario, tax_i=("merge", "e1", D27)), sent(*everybody(first, LATER)))
        assert {v.where for v in audit(scenario, plan).violations if "2027" in v.where} == (
            set() if fine else {"period 2027, agency tax, site e1"}
        )


def test_columns_of_different_length_are_reported() -> None:
    """An assignment whose arrays do not belong together is a violation, not a crash."""
    scenario = toy()
    plan = today(scenario)
    cut = {name: getattr(plan.assignment, name) for name in ("area", "service", "group", "site", "millionths")}
    short = Assignment(period=plan.assignment.period[:-1], **cut)
    assert names(audit(scenario, replace(plan, assignment=short))) == {"everyone_served"}
    floats = replace(plan.assignment, millionths=plan.assignment.millionths.astype(np.float64))
    assert names(audit(scenario, replace(plan, assignment=floats))) == {"everyone_served"}
