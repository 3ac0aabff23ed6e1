"""People and visits of every period, each reckoned by hand."""

from fractions import Fraction
from math import pi
from typing import Any

import pytest
from tests.audit.toy import changed, matrix, office, toy, visits

from consolidate.audit.exact import unfixed
from consolidate.audit.facts import Facts
from consolidate.scenario.model import Area, Estimate, Group, Scenario, Travel


def seen(scenario: Scenario, period: int = 0, service: str = "card", group: str = "") -> dict[str, float]:
    """Visits per year by area."""
    facts = Facts.of(scenario)
    k, g = facts.service_index[service], facts.demand.groups.index(group)
    return {name: float(unfixed(facts.demand.visits[period, a, k, g, 0])) for name, a in facts.area_index.items()}


def demanding(*rows: dict[str, Any], **values: Any) -> Scenario:
    return toy(visits=visits(*rows), **values)


def test_a_row_for_an_area_goes_before_the_services_rate() -> None:
    """A count, or a rate, of an area applies there; the service's rate everywhere else."""
    scenario = demanding(
        {"area": "east", "service": "card", "visits_per_year": 7.0},
        {"area": "isle", "service": "card", "visits_per_1000": 50.0},
        {"service": "card", "visits_per_1000": 200.0},
    )
    assert seen(scenario) == {"east": 7.0, "isle": 5.0, "west": 180.0}


def test_an_area_without_a_row_has_no_visits_where_others_have() -> None:
    """A service with rows for some areas has none elsewhere, whatever its offices counted."""
    scenario = demanding(
        {"area": "east", "service": "card", "visits_per_year": 7.0},
        offices=changed(toy().offices, "tax-w", visits_per_year={"card": 100.0}),
    )
    assert seen(scenario) == {"east": 7.0, "isle": 0.0, "west": 0.0}


def test_visits_change_with_trend_and_growth_from_the_reference_year() -> None:
    """Visits of a period are the mean over its years of base x trend x growth, also back from the reference year."""
    areas = (Area(id="east", population=1000.0, growth_per_year=0.5), *toy().areas[1:])
    scenario = demanding({"service": "card", "visits_per_1000": 100.0, "trend_per_year": 1.0}, areas=areas)
    assert seen(scenario, 0)["east"] == 100 * (1 + 3) / 2
    assert seen(scenario, 1)["east"] == 100 * (9 + 27) / 2
    assert seen(scenario, 1)["west"] == 90 * (4 + 8) / 2
    back = scenario.model_copy(update={"reference_year": 2026})
    assert seen(back, 0)["east"] == pytest.approx(100 * (1 / 3 + 1) / 2, rel=1e-15)
    facts = Facts.of(scenario)
    assert unfixed(facts.demand.people[1, facts.area_index["east"]]) == 1000 * (Fraction(9, 4) + Fraction(27, 8)) / 2


def test_counts_are_spread_over_the_areas_nearest_in_proportion_to_people() -> None:
    """Counts of one site are added and shared by the areas nearest to it; a site without visits takes no areas."""
    plain = toy()
    offices = changed(plain.offices, "tax-e", visits_per_year={"card": 90.0})
    offices = changed(offices, "tax-i", visits_per_year={"card": 0.0})
    offices = (*changed(offices, "tax-w", visits_per_year={"card": 80.0}),
               office("tax-e2", "tax", "e1", visits_per_year={"card": 20.0}))  # fmt: skip
    scenario = demanding({"service": "card", "trend_per_year": 1.0}, offices=offices)
    assert seen(scenario) == {"east": 100 * 1.5, "isle": 10 * 1.5, "west": 80 * 1.5}
    assert sum(seen(scenario, service="pass").values()) == 0
    assert seen(demanding(offices=changed(plain.offices, "tax-w", visits_per_year={"card": 0.5})))["west"] == 0.225


def test_a_count_whose_site_is_nearest_to_nobody_stays_in_its_area() -> None:
    """A site with no area, or none with people, gives its count to the area it stands in."""
    plain = toy()
    offices = changed(
        changed(plain.offices, "tax-w", visits_per_year={"card": 9.0}), "police-w", visits_per_year={"card": 5.0}
    )
    assert seen(demanding(offices=offices))["west"] == pytest.approx(14 - 9 * 1100 / 2000)
    empty = changed(plain.areas, "east", population=0.0)
    offices = changed(plain.offices, "tax-e", visits_per_year={"card": 9.0})
    offices = changed(offices, "tax-i", visits_per_year={"card": 3.0})
    assert seen(demanding(offices=offices, areas=empty)) == {"east": 9.0, "isle": 0.3, "west": 2.7}


def test_an_area_that_reaches_no_counted_site_gets_no_share() -> None:
    """Areas from which no site with a count is reached belong to none."""
    offices = changed(toy().offices, "tax-i", visits_per_year={"card": 9.0})
    ways = matrix({("east", "i1"): 5.0, ("isle", "i1"): 5.0, ("west", "w1"): 5.0})
    scenario = demanding(offices=offices, travel=Travel(matrix=ways, missing="unreachable"))
    assert seen(scenario)["west"] == 0
    assert sum(seen(scenario).values()) == 9.0


def test_ties_between_counted_sites_go_to_the_first_by_id() -> None:
    """An area as near to two sites belongs to the first by id, and impedance decides what near means."""
    offices = changed(
        changed(toy().offices, "tax-e", visits_per_year={"card": 9.0}), "tax-w", visits_per_year={"card": 9.0}
    )
    ways = {("east", "e1"): 1.0, ("west", "w1"): 1.0, ("isle", "e1"): 4.0, ("isle", "w1"): 4.0}
    scenario = demanding(offices=offices, travel=Travel(matrix=matrix(ways), missing="unreachable"))
    assert seen(scenario)["west"] == 9.0
    table = matrix(ways)
    table.numbers["km"][:] = [1.0, 1.0, 4.0, 3.0]
    near = Travel(matrix=table, missing="unreachable", impedance="km")
    assert seen(demanding(offices=offices, travel=near))["east"] == 9.0


def test_a_group_with_visits_of_its_own_takes_its_share() -> None:
    """A group's visits are its share of the area's people; the rest is everybody else's."""
    areas = (Area(id="east", population=1000.0, people={"swedish": 300.0}), *toy().areas[1:])
    groups = (Group(id="swedish", language="sv", own_visits=True), Group(id="sami", language="se"))
    scenario = toy(areas=areas, groups=groups)
    assert seen(scenario)["east"] == 700
    assert seen(scenario, group="swedish") == {"east": 300.0, "isle": 0.0, "west": 0.0}
    assert Facts.of(scenario).demand.groups == ("", "swedish")
    nobody = (Area(id="east", population=0.0), *toy().areas[1:])
    counted = visits({"area": "east", "service": "card", "visits_per_year": 5.0})
    assert seen(toy(areas=nobody, groups=groups, visits=counted))["east"] == 5.0


def test_estimated_ways_are_great_circles_with_detour() -> None:
    """A degree of the meridian is 2 pi R / 360; a site without coordinates stands at its area's."""
    areas = (Area(id="east", population=1.0, lat=60.0, lon=25.0), Area(id="isle", population=1.0, lat=61.0, lon=25.0),
             Area(id="west", population=1.0, lat=60.0, lon=25.0))  # fmt: skip
    travel = Travel(estimate=Estimate(detour=1.5, speed_kmh=30.0))
    distances = Facts.of(toy(areas=areas, travel=travel)).distances
    assert distances.km[0].tolist() == pytest.approx([0, 1.5 * 111.19508, 0, 0], rel=1e-7)
    assert distances.minutes[0, 1] == pytest.approx(distances.km[0, 1] * 2, rel=1e-9)
    assert distances.km[0, 1] == round(distances.km[0, 1], 9)
    sites = changed(toy().sites, "w2", lat=61.0, lon=25.0)
    placed = Facts.of(toy(areas=areas, travel=travel, sites=sites)).distances
    assert placed.km[2].tolist() == [0, placed.km[0, 1], 0, placed.km[0, 1]]


def test_great_circles_run_along_parallels_too() -> None:
    """Half a turn along the 60th parallel is 60 degrees over the pole."""
    areas = tuple(area.model_copy(update={"lat": 60.0, "lon": lon})
                  for area, lon in zip(toy().areas, (25.0, -155.0, 26.0), strict=True))  # fmt: skip
    distances = Facts.of(toy(areas=areas, travel=Travel(estimate=Estimate(detour=1.0, speed_kmh=60.0)))).distances
    assert distances.km[0].tolist() == pytest.approx([0, 6371.0088 * pi / 3, 55.597, 55.597], rel=1e-4)
    assert distances.km[0, 1] == pytest.approx(6371.0088 * pi / 3, rel=1e-12)


def test_geodesics_are_longer_than_great_circles_at_this_latitude() -> None:
    """Along the ellipsoid a degree of the meridian at 60 to 61 north is 111.42 km."""
    pytest.importorskip("pyproj")
    areas = tuple(area.model_copy(update={"lat": lat, "lon": 25.0})
                  for area, lat in zip(toy().areas, (60.0, 61.0, 60.0), strict=True))  # fmt: skip
    travel = Travel(estimate=Estimate(method="geodesic", detour=1.0, speed_kmh=60.0))
    assert Facts.of(toy(areas=areas, travel=travel)).distances.km[0, 1] == pytest.approx(111.42, abs=0.01)


def test_a_missing_pair_is_what_the_scenario_says() -> None:
    """A pair that the matrix leaves out is unreachable, or estimated."""
    areas = tuple(area.model_copy(update={"lat": 60.0, "lon": 25.0 + i}) for i, area in enumerate(toy().areas))
    estimate, ways = Estimate(detour=1.0, speed_kmh=60.0), matrix({("east", "w1"): 7.0})
    mixed = Facts.of(toy(areas=areas, travel=Travel(estimate=estimate, matrix=ways, missing="estimate"))).distances
    assert mixed.minutes[0].tolist()[:3] == [0.0, pytest.approx(55.6, abs=0.1), 7.0]
    cut = Facts.of(toy(areas=areas, travel=Travel(estimate=estimate, matrix=ways, missing="unreachable"))).distances
    assert cut.minutes[0].tolist()[:3] == [float("inf"), float("inf"), 7.0]
