"""Visits done without coming, willing ones that a support point saves, and groups with ways of their own."""

from typing import Any

import pytest
from tests.audit.toy import (
    D25,
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
)

from consolidate.audit.audit import audit
from consolidate.audit.exact import unfixed
from consolidate.audit.facts import Facts
from consolidate.plan.model import Plan
from consolidate.scenario.model import Area, Group, Mode, RemoteUse, Scenario, Service, Staff, Travel

Entry = tuple[int, str, str, str, str, int]
SUPPORT = {"support_modes": ("lamp",), "support_minutes": 30.0, "supported_share": 0.25}


def remote(**values: Any) -> Scenario:
    """Cards may be had without coming; `police` may open a support point at i1."""
    services = (Service(id="card", agency="tax", remote=RemoteUse(**values)), Service(id="pass", agency="police"))
    lamp = office("police-i", "police", "i1", exists=False, mode="lamp", floor_m2=0.0, leases=(), staff=Staff())
    return toy(services=services, modes={"staffed": Mode(), "lamp": Mode()}, offices=(*toy().offices, lamp))


def seen(scenario: Scenario, area: str, willing: int = 0, period: int = 0, group: int = 0) -> float:
    """Visits per year for a card."""
    facts = Facts.of(scenario)
    return float(unfixed(facts.demand.visits[period, facts.area_index[area], 0, group, willing]))


def test_a_share_is_done_without_coming() -> None:
    """From each year on its share is no visit any more; before the first there is none; the mean is over the years."""
    scenario = remote(by_year={2026: 0.2, 2028: 0.5})
    assert [seen(scenario, "east", period=period) for period in (0, 1)] == [900.0, 650.0]
    assert [seen(remote(by_year={2020: 0.2, 2025: 0.4}), "west", period=period) for period in (0, 1)] == [540.0, 540.0]
    assert Facts.of(scenario).demand.visits.shape[-1] == 1


@pytest.mark.parametrize(("factor", "visits_left"), [(2.0, 600.0), (0.5, 900.0), (5.0, 0.0), (9.0, 0.0)])
def test_areas_move_to_remote_use_at_their_own_speed(factor: float, visits_left: float) -> None:
    """The share is multiplied by the factor of the area, up to everybody."""
    scenario = remote(by_year={2025: 0.2})
    areas = changed(scenario.areas, "east", remote_factor=factor)
    assert seen(scenario.model_copy(update={"areas": areas}), "east") == visits_left
    assert seen(scenario.model_copy(update={"areas": areas}), "west") == 720.0


def test_remote_use_comes_on_top_of_trend_and_growth() -> None:
    """Each year's visits are counted with its own trend, growth and share."""
    scenario = remote(by_year={2026: 0.5}).model_copy(
        update={
            "visits": visits({"service": "card", "visits_per_1000": 1000.0, "trend_per_year": 1.0}),
            "areas": (Area(id="east", population=1000.0, growth_per_year=0.5), *toy().areas[1:]),
        }
    )
    assert [seen(scenario, "east", period=period) for period in (0, 1)] == [
        1000 * (1 + 3 / 2) / 2,
        1000 * (9 + 27) / 2 / 2,
    ]


def test_of_those_left_a_share_is_willing() -> None:
    """Willing visits are the share of those that still come, of every group."""
    scenario = remote(by_year={2025: 0.2}, **SUPPORT)
    assert [seen(scenario, "east", willing) for willing in (0, 1)] == [600.0, 200.0]
    areas = changed(scenario.areas, "east", people={"x": 250.0})
    grouped = scenario.model_copy(update={"areas": areas, "groups": (Group(id="x", kind="other", own_visits=True),)})
    assert [seen(grouped, "east", willing, group=g) for g in (0, 1) for willing in (0, 1)] == [450, 150, 150, 50]


def apart(*willing: tuple[int, str]) -> tuple[list[Entry], list[int]]:
    """Everybody goes where they go today; the willing too, of some periods and areas."""
    entries = everybody(HOME, HOME)
    more = [(period, area, "card", "", HOME[area], 1_000_000) for period, area in willing]
    return [*entries, *more], [0] * len(entries) + [1] * len(more)


ALL = tuple((period, area) for period in (0, 1) for area in HOME)
FIRST = tuple((0, area) for area in HOME)


def going(scenario: Scenario, *willing: tuple[int, str], **decisions: Any) -> Plan:
    entries, told = apart(*willing)
    return Plan(decided(scenario, **decisions), sent(*entries, willing=told))


@pytest.mark.parametrize(
    ("day", "willing", "check"),
    [
        (None, ALL, None),
        (None, FIRST, "everyone_served"),
        (D25, ((0, "west"), (1, "west")), None),
        (D27, (*FIRST, (1, "west")), None),
        (D27, ALL, "supported"),
        (D27, FIRST, "everyone_served"),
    ],
)
def test_willing_visits_are_made_exactly_where_no_support_is_near(
    day: Any, willing: tuple[tuple[int, str], ...], check: str | None
) -> None:
    """A support point of any agency within the limit saves them, in the periods in which it serves in such a mode."""
    scenario = remote(**SUPPORT)
    decisions = {"police_i": ("open", "", day)} if day else {}
    report = audit(scenario, going(scenario, *willing, **decisions))
    assert names(report) == ({check} if check else set())


def test_support_is_near_by_everybodys_travel_and_in_its_modes_alone() -> None:
    """The limit itself is near; another mode, or a minute more, is not."""
    for change, near in (
        ({}, {"east", "isle"}),
        ({"support_minutes": 29.9}, {"isle"}),
        ({"support_modes": ("torch",)}, set()),
    ):
        scenario = remote(**{**SUPPORT, **change})
        opened = {"police_i": ("open", "", D25)}
        report = audit(scenario, going(scenario, *ALL, **opened))
        found = [v for v in report.violations if v.check == "supported"]
        assert {v.where.split(", ")[1].removeprefix("area ") for v in found} == near


def test_saved_visits_travel_nowhere() -> None:
    """Neither km nor minutes count those that are not made."""
    scenario = remote(**SUPPORT)
    card = 2 * 5 * (1000 + 100 + 900)
    plan = going(scenario, (0, "west"), (1, "west"), police_i=("open", "", D25))
    saved = 2 * 5 * (1000 + 100) / 4
    passes = 2 * (100 * 61 + 10 * 41 + 90 * 6)
    assert audit(scenario, plan).totals.visit_km == 4 * (card + passes - saved)


def test_an_assignment_may_tell_willing_visits_apart_where_there_are_none() -> None:
    """The column is read where it is given; a 1 is unknown where nobody is willing."""
    scenario = toy()
    entries = everybody(HOME, HOME)
    for told, check in (([0] * len(entries), set()), ([1] + [0] * (len(entries) - 1), {"everyone_served"})):
        assert names(audit(scenario, Plan(decided(scenario), sent(*entries, willing=told)))) == check
    willing = remote(**SUPPORT)
    assert names(audit(willing, Plan(decided(willing), sent(*entries)))) == {"everyone_served"}


def grouped(kind: Any = "no_car", **values: Any) -> Scenario:
    """A third of `east` is a group with visits of its own."""
    areas = (Area(id="east", population=900.0, people={"g": 300.0}), *toy().areas[1:])
    return toy(areas=areas, groups=(Group(id="g", kind=kind, own_visits=True, **values),))


def sending(site: str) -> list[Entry]:
    entries = everybody(HOME, HOME)
    for period in (0, 1):
        entries += [(period, "east", "card", "g", site, 1_000_000), (period, "east", "pass", "g", "w2", 1_000_000)]
    return entries


@pytest.mark.parametrize("kind", ["no_car", "other"])
def test_other_groups_are_served_like_everybody(kind: str) -> None:
    """They go to the nearest point, whatever it offers."""
    scenario = grouped(kind)
    assert names(audit(scenario, Plan(decided(scenario), sent(*sending("e1"))))) == set()
    assert names(audit(scenario, Plan(decided(scenario), sent(*sending("i1"))))) == {"nearest"}


@pytest.mark.parametrize(
    ("site", "check"), [("i1", set()), ("e1", {"only_where_served"}), ("w1", {"only_where_served", "nearest"})]
)
def test_who_needs_no_steps_is_served_where_there_are_none(site: str, check: set[str]) -> None:
    """A step-free group passes by sites that are not step-free; others go there."""
    scenario = grouped("step_free")
    sites = changed(changed(scenario.sites, "i1", step_free=True), "w2", step_free=True)
    scenario = scenario.model_copy(update={"sites": sites})
    assert names(audit(scenario, Plan(decided(scenario), sent(*sending(site))))) == check


def test_a_group_goes_by_its_own_table() -> None:
    """It goes to its own nearest point, its km are its own, and a pair missing there cannot be travelled."""
    table = matrix({("east", "i1"): 10.0, ("east", "w1"): 20.0, ("east", "w2"): 100.0})
    scenario = grouped(travel=table)
    report = audit(scenario, Plan(decided(scenario), sent(*sending("i1"))))
    assert names(report) == set()
    own = 300 * 10 + 30 * 100
    others = 600 * 5 + 100 * 5 + 900 * 5 + 60 * 61 + 10 * 41 + 90 * 6
    assert report.totals.visit_km == 4 * 2 * (own + others)
    assert names(audit(scenario, Plan(decided(scenario), sent(*sending("w1"))))) == {"nearest"}
    assert "only_where_served" in names(audit(scenario, Plan(decided(scenario), sent(*sending("e1")))))


def test_an_own_table_counts_in_the_measure_people_go_by() -> None:
    """Where people go by km, the group does too."""
    table = matrix({("east", "i1"): 10.0, ("east", "w1"): 20.0, ("east", "w2"): 100.0})
    table.numbers["km"][:2] = [9.0, 8.0]
    scenario = grouped(travel=table)
    by_km = scenario.model_copy(update={"travel": Travel(matrix=matrix(), impedance="km")})
    assert names(audit(by_km, Plan(decided(by_km), sent(*sending("w1"))))) == set()
    assert names(audit(by_km, Plan(decided(by_km), sent(*sending("i1"))))) == {"nearest"}


def test_remote_use_is_in_no_other_service() -> None:
    """Passes are not had without coming."""
    scenario = remote(by_year={2025: 1.0})
    facts = Facts.of(scenario)
    assert not facts.demand.visits[:, :, 0].any()
    passes = [entry for entry in everybody(HOME, HOME) if entry[2] == "pass"]
    assert names(audit(scenario, Plan(decided(scenario), sent(*passes)))) == set()
    assert audit(toy(), good(toy())).violations == audit(toy(), today(toy())).violations == ()
