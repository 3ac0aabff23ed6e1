"""What a result takes for granted, in words."""

from tests.formulation.tiny import tiny

from consolidate.accounts.assumptions import assumptions
from consolidate.scenario.load import from_data


def test_a_site_in_the_middle_of_its_area_is_told() -> None:
    """Where ways are estimated, a result says how many sites are no way from their own area."""
    areas = [area | {"lat": 60 + n, "lon": 25} for n, area in enumerate(tiny()["areas"])]
    hall, market, square = tiny()["sites"]
    sites = [hall, market | {"lat": 61, "lon": 25}, square | {"lat": 61.5, "lon": 25}]
    estimate = {"estimate": {"detour": 1.2, "speed_kmh": 60}}
    scenario = from_data(tiny(areas=areas, sites=sites, travel=estimate)).scenario
    told = "sites that stand where their area does: 2; the people of that area are 0 km away"
    assert told in assumptions(scenario)


def test_whose_minutes_nobody_counts_is_told() -> None:
    """A result names the agencies of which nobody checks whether their people suffice for their visits."""
    told = "whether people suffice for the visits of police is not counted: no staffing, no capacity"
    assert told in assumptions(from_data(tiny()).scenario)


def test_remote_use_is_told_as_an_assumption() -> None:
    """A result says what share of which visits moves to remote use, and which are turned away; else nothing of it."""
    remote = {"by_year": {2026: 0.1, 2028: 0.25}, "support_modes": ["booth"], "support_minutes": 5}
    advice, card, last = tiny()["services"]
    moved = card | {"remote": remote | {"supported_share": 0.4}, "turned_away_per_hour": 0.02}
    scenario = from_data(tiny(services=[advice, moved, last])).scenario
    said = [text for text in assumptions(scenario) if "card" in text]
    assert said == [
        "visits of card done without coming: 10% from 2026, 25% from 2028",
        "of the visits of card that are left, 40% are not made where a point of mode booth is within 5 minutes",
        "visits of card that distance turns away: 2% for every hour one way; told, and not saved",
    ]
    assert not [text for text in assumptions(from_data(tiny()).scenario) if "card" in text]
