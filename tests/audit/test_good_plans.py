"""A good plan passes, and its totals are those reckoned by hand."""

from tests.audit.toy import changed, good, names, today, toy

from consolidate.audit.audit import audit
from consolidate.scenario.model import Horizon


def test_todays_network_passes() -> None:
    """Keeping every office breaks nothing in a scenario without rules."""
    scenario = toy()
    report = audit(scenario, today(scenario))
    assert report.violations == ()
    assert report.checks > 50


def test_every_single_comparison_is_counted() -> None:
    """The number of checks is that of the single comparisons made."""
    scenario = toy()
    kept, merged = 2 + 2, 2 + (5 + 2 + 1 + 1)  # mode and size; place and date, or target, office, nearest and date
    decisions = 4 + 4 + 3 * kept + merged  # known, once, each
    entries = 1 + 12 + 12 + 12  # columns, entries read, segments, entries once
    served = 3 * 12  # by an able point, in the language, nearest
    premises = (4 + 3) + (4 + 3)  # modes by point, towns by agency; no site states its usable area
    assert audit(scenario, good(scenario)).checks == decisions + entries + served + premises
    limited = scenario.model_copy(update={
        "sites": changed(scenario.sites, "e1", usable_m2=200.0),
        "offices": changed(scenario.offices, "police-w", capacity_minutes_per_year=1e6),
    })  # fmt: skip
    assert audit(limited, good(limited)).checks == decisions + entries + served + premises + 2 + 2


def test_a_good_plan_passes() -> None:
    """A merge that the scenario allows, with everybody at the nearest point, breaks nothing."""
    scenario = toy()
    assert names(audit(scenario, good(scenario))) == set()


def test_travel_is_there_and_back_over_the_horizon() -> None:
    """Travel adds up visits times the way there and back in every year."""
    scenario = toy()
    card = (1000 * 5 + 100 * 5 + 900 * 5) * 2
    passport = (100 * 61 + 10 * 41 + 90 * 6) * 2
    totals = audit(scenario, today(scenario)).totals
    assert totals.visit_km == 4 * (card + passport)
    assert totals.visit_hours == 4 * (card + passport) / 60
    assert audit(scenario, good(scenario)).totals.visit_km == 4 * (card + passport) + 2 * 100 * 25 * 2
    longer = scenario.model_copy(update={"horizon": Horizon(periods=(2025, 2027), end=2033)})
    assert audit(longer, good(longer)).totals.visit_km == 9 * (card + passport) + 7 * 100 * 25 * 2
