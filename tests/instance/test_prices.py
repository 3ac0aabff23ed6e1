"""What a way costs rises with what people choose by."""

import pytest
from tests.oracle.random_scenarios import random_scenario

from consolidate.errors import InvalidInput
from consolidate.instance.instance import build
from consolidate.instance.prices import check_rising
from consolidate.scenario.load import from_data


def tree(rows: list[tuple[str, str, float, float]], **objective: object) -> dict:
    """Two areas and two sites with the given ways (area, site, minutes, km)."""
    return {
        "consolidate": 1,
        "name": "ways",
        "reference_year": 2024,
        "currency": "EUR",
        "horizon": {"periods": [2025], "end": 2025},
        "agencies": [{"id": "a"}],
        "services": [{"id": "k", "agency": "a"}],
        "areas": [{"id": "north", "population": 100}, {"id": "south", "population": 100}],
        "visits": [{"service": "k", "visits_per_1000": 1000}],
        "sites": [{"id": "n", "area": "north"}, {"id": "s", "area": "south"}],
        "offices": [{"id": "on", "agency": "a", "site": "n"}, {"id": "os", "agency": "a", "site": "s"}],
        "travel": {"matrix": [dict(zip(("area", "site", "minutes", "km"), row, strict=True)) for row in rows]},
        "objective": objective,
    }


FALLING = [("north", "n", 5, 9), ("north", "s", 10, 4), ("south", "n", 10, 9), ("south", "s", 5, 5)]
EVEN = [("north", "n", 10, 9), ("north", "s", 10, 4), ("south", "n", 10, 9), ("south", "s", 5, 5)]


@pytest.mark.parametrize("rows", [FALLING, EVEN])
def test_a_price_that_falls_with_distance_is_refused(rows: list[tuple[str, str, float, float]]) -> None:
    """A way that is farther (or as far) in minutes and cheaper in km is an error that names area, sites and remedy."""
    with pytest.raises(InvalidInput) as refused:
        check_rising(build(from_data(tree(rows, minimise="travel_km")).scenario))
    text = str(refused.value)
    assert "north" in text
    assert "travel.impedance to km" in text


def test_ways_without_a_price_may_be_anything() -> None:
    """Where the objective does not price travel, or prices what people choose by, the same ways are fine."""
    check_rising(build(from_data(tree(FALLING, minimise="cost")).scenario))
    check_rising(build(from_data(tree(FALLING, minimise="travel_minutes")).scenario))


def test_the_ways_of_every_group_are_looked_at() -> None:
    """A price that falls on a group's own ways is refused, though it rises on everybody's."""
    bus = [
        {"area": "north", "site": site, "minutes": minutes, "km": km}
        for site, minutes, km in (("n", 9, 9), ("s", 20, 4))
    ]
    scenario = tree([(area, site, far, far) for area, site, far, _ in FALLING], minimise="travel_km")
    check_rising(build(from_data(scenario).scenario))
    with pytest.raises(InvalidInput, match=r"north: n \(9 min, 9 km\) and s \(20 min, 4 km\)"):
        check_rising(build(from_data(scenario | {"groups": [{"id": "bus", "kind": "no_car", "travel": bus}]}).scenario))


def test_random_scenarios_pass(random_seed: int) -> None:
    """Ways whose km rise with their minutes are never refused."""
    for seed in range(random_seed, random_seed + 20):
        check_rising(build(from_data(random_scenario(seed)).scenario))
