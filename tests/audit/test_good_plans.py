"""A good plan passes, and its totals are those reckoned by hand."""

from tests.audit.toy import good, names, today, toy

from consolidate.audit.audit import audit


def test_todays_network_passes() -> None:
    """Keeping every office breaks nothing in a scenario without rules."""
    scenario = toy()
    report = audit(scenario, today(scenario))
    assert report.violations == ()
    assert report.checks > 50


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
