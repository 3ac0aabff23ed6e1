"""Where people go: to the nearest point with ties by id, and within capacity with as little travel as any flow has."""

from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consolidate.accounts.trips import trips
from consolidate.engine.assign import assign
from consolidate.engine.state import State
from consolidate.formulation.layout import Layout
from consolidate.formulation.network import status_quo
from consolidate.instance.instance import build
from consolidate.scenario.load import from_data
from consolidate.units import MILLION

Town = tuple[list[list[int]], list[int], list[int]]
"""Minutes from every area to every site, visits of every area, and minutes of work at every site."""


def state_of(
    minutes: list[list[int]], visits: list[int], capacity: list[int] | None = None, trend: float = 0.0, **more: Any
) -> State:
    """Send everybody to the offices of one agency, one at each site; a visit takes a minute."""
    areas, sites = [f"area-{i}" for i in range(len(minutes))], [f"site-{s}" for s in range(len(minutes[0]))]
    tree = {
        "consolidate": 1, "name": "town", "reference_year": 2025, "currency": "EUR",
        "horizon": {"periods": [2025], "end": 2025},
        "agencies": [{"id": "tax"}],
        "services": [{"id": "card", "agency": "tax", "minutes_per_visit": 1}],
        "areas": [{"id": area, "population": 10} for area in areas],
        "sites": [{"id": site, "area": areas[0]} for site in sites],
        "offices": [{"id": f"office-{s}", "agency": "tax", "site": site} for s, site in enumerate(sites)],
        "visits": [{"area": area, "service": "card", "visits_per_year": count, "trend_per_year": trend}
                   for area, count in zip(areas, visits, strict=True)],
        "travel": {"matrix": [{"area": area, "site": site, "minutes": way, "km": way}
                              for area, ways in zip(areas, minutes, strict=True)
                              for site, way in zip(sites, ways, strict=True)]},
    } | more  # fmt: skip
    for office, limit in zip(tree["offices"], capacity or [], strict=capacity is not None):
        office["capacity_minutes_per_year"] = limit
    return assign(status_quo(Layout(build(from_data(tree).scenario))))


def shares(state: State) -> np.ndarray:
    """(areas, sites) millionths of an area's visits."""
    layout = state.network.layout
    table = np.zeros(layout.instance.ways.minutes.shape, dtype=int)
    table[layout.segments.area[layout.arcs.segment[state.arcs]], layout.arcs.site[state.arcs]] += state.millionths
    return table


@st.composite
def towns(draw: st.DrawFn, *, spare: int) -> Town:
    """A random town whose sites together have `spare` minutes more, or less, than all visits take."""
    areas, sites = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    minutes = [[draw(st.integers(0, 9)) for _ in range(sites)] for _ in range(areas)]
    visits = [draw(st.integers(1, 300)) for _ in range(areas)]
    cuts = sorted(draw(st.integers(0, max(sum(visits) + spare, 0))) for _ in range(sites - 1))
    ends = [0, *cuts, max(sum(visits) + spare, 0)]
    return minutes, visits, [high - low for low, high in pairwise(ends)]


@given(towns(spare=0))
def test_without_capacity_everybody_goes_to_the_nearest(town: Town) -> None:
    """All of an area goes to the nearest site, to the first by id where two are as near."""
    minutes, visits, _ = town
    nearest = [ways.index(min(ways)) for ways in minutes]
    wanted = [[MILLION * (s == nearest[i]) for s in range(len(ways))] for i, ways in enumerate(minutes)]
    assert shares(state_of(minutes, visits)).tolist() == wanted


def least_travel(town: Town) -> int:
    """Minutes of the cheapest flow of visits to sites within capacity, in whole numbers."""
    minutes, visits, capacity = town
    graph = nx.DiGraph()
    graph.add_node("all", demand=sum(visits))
    for i, count in enumerate(visits):
        graph.add_node(i, demand=-count)
    for s, limit in enumerate(capacity):
        graph.add_edge(f"site {s}", "all", capacity=limit)
        graph.add_edges_from((i, f"site {s}", {"weight": minutes[i][s]}) for i in range(len(visits)))
    return nx.min_cost_flow_cost(graph)


@pytest.mark.parametrize("spare", [0, 1, 200])
def test_within_capacity_nobody_could_travel_less(spare: int) -> None:
    """Where capacity binds, all travel is that of an exact minimum-cost flow, and no site is overfilled."""

    @given(towns(spare=spare))
    def check(town: Town) -> None:
        minutes, visits, capacity = town
        table = shares(state_of(minutes, visits, capacity))
        going = table * np.array(visits)[:, None]
        assert table.sum(axis=1).tolist() == [MILLION] * len(visits)
        least, rounding = least_travel(town), 9 * len(capacity) * sum(visits) / MILLION
        assert (going * minutes).sum() / MILLION <= least + rounding
        grain = ((table > 0) * np.array(visits)[:, None]).sum(axis=0)
        assert np.all(going.sum(axis=0) <= np.array(capacity) * MILLION + grain)

    check()


@given(towns(spare=-40))
def test_too_many_visits_overfill_as_little_as_they_must(town: Town) -> None:
    """Where capacity is too small, all that is too much is overfill, and no site is left with room beside it."""
    minutes, visits, capacity = town
    load = (shares(state_of(minutes, visits, capacity)) * np.array(visits)[:, None]).sum(axis=0) / MILLION
    over = np.maximum(load - capacity, 0).sum()
    assert over == pytest.approx(sum(visits) - sum(capacity), abs=len(capacity) * sum(visits) / MILLION + 1e-6)


def test_only_the_crowded_agency_and_period_spill_over() -> None:
    """People of an area whose site has room go to the nearest, and spill over where it has none."""
    table = shares(state_of([[1, 5], [5, 1]], [100, 100], [60, 200]))
    assert table.tolist() == [[600_000, 400_000], [0, MILLION]]


STAFFED = {"agencies": [{"id": "tax", "staffing": {"minutes_per_fte_year": 60000, "hired_wage_per_fte_year": 1}}]}
PATRONAGE = {"policy": [{"id": "near", "type": "patronage"}]}


@pytest.mark.parametrize("tree", [STAFFED, PATRONAGE])
def test_nobody_spills_over_where_all_go_to_the_nearest(tree: dict[str, Any]) -> None:
    """Visits to an agency with staffing, or under patronage, stay at a full point, in today's network too."""
    table = shares(state_of([[1, 5], [5, 1]], [100, 100], [60, 200], **tree))
    assert table.tolist() == [[MILLION, 0], [0, MILLION]]


def of_group(**group: Any) -> dict[str, Any]:
    """Everybody belongs to one group; the second site has steps."""
    return {
        "areas": [{"id": "area-0", "population": 10, "people": {"few": 10}}],
        "groups": [{"id": "few", "own_visits": True} | group],
        "sites": [{"id": "site-0", "area": "area-0", "step_free": True}, {"id": "site-1", "area": "area-0"}],
    }


BUS = [{"area": "area-0", "site": "site-0", "minutes": 60, "km": 20}]


@pytest.mark.parametrize(("capacity", "here"), [(None, 40), ([30, 90], 30), ([90, 90], 40)])
def test_who_finds_a_point_shut_goes_on(capacity: list[int] | None, here: int) -> None:
    """Opening minutes of a mode fill up like the capacity of offices: the lesser of both is what a point has."""
    state = state_of([[1, 5]], [70], capacity, modes={"staffed": {"opening_minutes_per_year": 40}})
    assert shares(state).tolist() == [[pytest.approx(here / 70 * MILLION, abs=1), pytest.approx(
        (70 - here) / 70 * MILLION, abs=1)]]  # fmt: skip


@pytest.mark.parametrize(
    ("trend", "hired"),
    [(1.0, [5, 10, 20]), (-0.5, [5, 0, 0])],
)
def test_people_are_hired_where_minutes_are_short_and_stay(trend: float, hired: list[int]) -> None:
    """Of 100 visits a year, half are worked by who is there; more need more hires, fewer send nobody away."""
    staffing = {"minutes_per_fte_year": 10, "hired_wage_per_fte_year": 1}
    state = state_of(
        [[1]], [100], trend=trend, horizon={"periods": [2025, 2026, 2027], "end": 2027},
        agencies=[{"id": "tax", "staffing": staffing}],
        offices=[{"id": "office", "agency": "tax", "site": "site-0", "staff": {"customer_service_fte": 5}}],
    )  # fmt: skip
    assert state.hired.tolist() == pytest.approx(hired)


def test_a_group_goes_by_its_own_table() -> None:
    """Who has a table goes to the nearest by it, a pair missing there being no way; without one, like everybody."""
    both = [*BUS, {"area": "area-0", "site": "site-1", "minutes": 70, "km": 1}]
    for travel, home in ((BUS, 0), (both, 0), (both[1:], 1), (None, 1)):
        state = state_of([[5, 1]], [100], **of_group(kind="no_car", travel=travel))
        assert shares(state)[0, home] == MILLION
    account = trips(state_of([[5, 1]], [100], **of_group(kind="no_car", travel=BUS)))
    assert (account.km.tolist(), account.minutes.tolist()) == ([20], [60])


def test_a_step_free_group_goes_where_there_are_no_steps() -> None:
    """People who need no steps pass a nearer site that has them."""
    assert shares(state_of([[5, 1]], [100], **of_group(kind="step_free")))[0].tolist() == [MILLION, 0]
    assert shares(state_of([[5, 1]], [100], **of_group(kind="other")))[0].tolist() == [0, MILLION]


@pytest.mark.parametrize(("minutes", "made"), [(3, 100), (4, 40)])
def test_willing_visits_are_not_made_where_a_support_point_is_near(minutes: float, made: float) -> None:
    """Of an area 4 minutes from a support point 60 of 100 visits are made but where 3 minutes count as near."""
    remote = {"support_modes": ["staffed"], "support_minutes": minutes, "supported_share": 0.6}
    services = [{"id": "card", "agency": "tax", "minutes_per_visit": 1, "remote": remote}]
    state = state_of([[4, 9]], [100], services=services)
    account = trips(state)
    assert account.visits.sum() == pytest.approx(made)
    assert account.saved(0) == pytest.approx(100 - made)


def test_distance_turns_visits_away_and_saves_nothing() -> None:
    """A share for every hour one way, all at most, does not come; the trips are counted all the same."""
    services = [{"id": "card", "agency": "tax", "turned_away_per_hour": 0.5}]
    account = trips(state_of([[30], [240]], [100, 100], services=services))
    assert account.turned_away(0) == pytest.approx(25 + 100)
    assert account.visits.sum() == 200
