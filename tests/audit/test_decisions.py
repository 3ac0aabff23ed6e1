"""Every decision an office may not take is reported, and as what."""

from datetime import date
from typing import Any

import pytest
from tests.audit.toy import D25, D27, changed, decided, factor, good, matrix, names, office, sent, toy, with_decision

from consolidate.audit.audit import audit
from consolidate.audit.decisions import one_trajectory
from consolidate.audit.facts import Facts
from consolidate.plan.model import Assignment, Decision, Plan
from consolidate.scenario.model import Agency, Factors, Horizon, Scenario, Site, Staff, Travel

NOBODY: Assignment = sent()


def faults(scenario: Scenario, **decisions: Any) -> list[str]:
    """What is wrong with some decisions, in words."""
    plan = Plan(decided(scenario, **decisions), NOBODY)
    found = one_trajectory(Facts.of(scenario), plan)
    assert all(violation.check == "one_trajectory" for violation in found.violations)
    return [violation.message for violation in found.violations]


def with_site(name: str = "e1", **values: Any) -> Scenario:
    plain = toy()
    return plain.model_copy(update={"sites": changed(plain.sites, name, **values)})


def with_office(name: str, **values: Any) -> Scenario:
    plain = toy()
    return plain.model_copy(update={"offices": changed(plain.offices, name, **values)})


def with_agency(**values: Any) -> Scenario:
    return toy(agencies=(Agency(id="police"), Agency(id="tax", **values)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"action": "move"}, "is not one of"),
        ({"action": "keep"}, "is kept and yet goes to e1"),
        ({"action": "keep", "to_site": ""}, "is kept and yet changes on 2027-01-01"),
        ({"to_site": "nowhere"}, "merge: there is no site 'nowhere'; allowed: e1, w1"),
        ({"to_site": ""}, "merge: names no site to go to; allowed: e1, w1"),
        ({"to_site": "i1"}, "goes to i1, where it is"),
        ({"to_site": "w2"}, "its agency has no office at w2 today"),
        ({"action": "colocate"}, "that is a merge"),
        ({"date": None}, "changes on None"),
        ({"date": date(2027, 1, 2)}, "not the first day of a period"),
        ({"date": date(2029, 1, 1)}, "not the first day of a period"),
        ({"action": "close", "to_site": "w1"}, "1 sites come before w1"),
        ({"action": "close", "to_site": ""}, "close: names no site to go to; allowed: e1"),
        ({"action": "close", "to_site": "w2"}, "its agency has no office at w2"),
    ],
)  # fmt: skip
def test_a_changed_decision_is_reported(change: dict[str, Any], message: str) -> None:
    """A good plan with one decision made wrong is reported as that decision's fault."""
    scenario = toy()
    report = audit(scenario, with_decision(good(scenario), office="tax-i", **change))
    mine = [v for v in report.violations if v.check == "one_trajectory"]
    assert any(message in violation.message and violation.where == "office tax-i" for violation in mine)


def test_an_office_without_a_decision_and_one_with_two_are_reported() -> None:
    """Every office has exactly one decision, and no other office has any."""
    scenario = toy()
    plan = good(scenario)
    for decisions, message in (
        (plan.decisions[1:], "has 0 decisions"),
        ((*plan.decisions, plan.decisions[0]), "has 2 decisions"),
        ((*plan.decisions, Decision("ghost", "keep")), "there is no such office"),
    ):
        found = audit(scenario, Plan(decisions, plan.assignment)).violations
        assert [v.check for v in found] == ["one_trajectory"]
        assert message in found[0].message


def test_area_is_taken_only_where_its_rent_is_known() -> None:
    """No office with floor area moves to a site without a rent; one that takes none may."""
    scenario = with_site("e1", rent_per_m2_year=None)
    assert "no rent" in faults(scenario, tax_i=("merge", "e1", D27))[0]
    bare = scenario.model_copy(update={"offices": changed(scenario.offices, "tax-i", moved_m2=0.0)})
    assert faults(bare, tax_i=("merge", "e1", D27)) == []
    assert faults(scenario, tax_i=("close", "e1", D27)) == []
    desks = scenario.model_copy(update={"factors": Factors(desk_area=factor(10.0))})
    assert "no rent" in faults(desks, tax_i=("close", "e1", D27))[0]


def test_sites_without_rent_are_ahead_of_those_who_need_none() -> None:
    """Who takes no area goes to the nearest, rent or no rent."""
    scenario = with_site("e1", rent_per_m2_year=None)
    few = scenario.model_copy(update={"agencies": (Agency(id="police"), Agency(id="tax", move_targets=1))})
    bare = few.model_copy(update={"offices": changed(few.offices, "tax-i", moved_m2=0.0)})
    assert "1 sites come before w1" in faults(scenario, tax_i=("close", "w1", D27))[0]
    assert "1 sites come before w1" in faults(bare, tax_i=("merge", "w1", D27))[0]
    assert faults(few, tax_i=("merge", "w1", D27)) == []


def test_staff_move_no_farther_than_their_agency_lets_them() -> None:
    """The way from the old site's area to the target is within the limit, the limit included."""
    assert faults(with_agency(relocation_minutes=30.0), tax_i=("merge", "e1", D27)) == []
    assert "30 minutes away" in faults(with_agency(relocation_minutes=29.0), tax_i=("merge", "e1", D27))[0]
    assert "30 minutes away" in faults(with_agency(relocation_minutes=29.0), tax_i=("close", "e1", D27))[0]


def test_a_site_that_cannot_be_reached_is_no_target() -> None:
    """Without a way there is no move, even where no limit is given."""
    cut = toy(travel=Travel(matrix=matrix({("isle", "w1"): 1.0}), missing="unreachable"))
    assert faults(cut, tax_i=("merge", "w1", D27)) == []
    assert "cannot be reached" in " ".join(faults(cut, tax_i=("merge", "e1", D27)))


def test_only_the_nearest_targets_may_be_chosen() -> None:
    """An office moves to one of its nearest targets; sites it cannot use are not counted."""
    assert faults(with_agency(move_targets=1), tax_i=("merge", "e1", D27)) == []
    assert "1 sites come before w1" in faults(with_agency(move_targets=1), tax_i=("merge", "w1", D27))[0]
    closed = with_agency(move_targets=1)
    closed = closed.model_copy(update={"sites": changed(closed.sites, "e1", rent_per_m2_year=None)})
    assert faults(closed, tax_i=("merge", "w1", D27)) == []
    assert faults(with_agency(move_targets=0), tax_i=("merge", "e1", D27)) != []
    assert faults(with_agency(move_targets=0), tax_i=("close", "e1", D27)) == []


def test_equally_near_targets_go_by_id() -> None:
    """Of two targets as near, the first by id comes first."""
    ways = {("isle", "e1"): 9.0, ("isle", "w1"): 9.0}
    tied = with_agency(move_targets=1).model_copy(update={"travel": Travel(matrix=matrix(ways), missing="unreachable")})
    assert faults(tied, tax_i=("merge", "e1", D27)) == []
    assert "come before w1" in faults(tied, tax_i=("merge", "w1", D27))[0]
    assert "come before w1" in faults(tied, tax_i=("close", "w1", D27))[0]
    just = tied.model_copy(update={"agencies": (Agency(id="police"), Agency(id="tax", relocation_minutes=9.0))})
    assert "come before w1" in faults(just, tax_i=("close", "w1", D27))[0]


def test_co_location_needs_open_premises() -> None:
    """An office co-locates where another agency is, or at open premises; merge and co-location count apart."""
    extra = Site(id="i9", area="isle", rent_per_m2_year=1.0)
    ways = {("isle", "i9"): 1.0, ("isle", "e1"): 9.0, ("isle", "w2"): 9.0}
    for kind, fine in (("own", False), ("agency", True), ("municipal", True)):
        plain = with_agency(move_targets=1)
        scenario = plain.model_copy(update={
            "sites": (*plain.sites, extra.model_copy(update={"kind": kind})),
            "travel": Travel(matrix=matrix(ways), missing="unreachable"),
        })  # fmt: skip
        found = faults(scenario, tax_i=("colocate", "i9", D27))
        assert (found == []) == fine
        assert faults(scenario, tax_i=("merge", "e1", D27)) == []
        assert (faults(scenario, tax_i=("colocate", "w2", D27)) == []) == (not fine)


def test_an_office_with_nothing_to_move_does_not_move() -> None:
    """Without floor area and people, closing is all an office can do."""
    bare = with_office("tax-i", floor_m2=0.0, staff=Staff(), leases=())
    assert "neither floor area nor people" in faults(bare, tax_i=("merge", "e1", D27))[0]
    assert faults(bare, tax_i=("close", "", D27)) == []
    assert "no people and yet they go" in faults(bare, tax_i=("close", "e1", D27))[0]


def test_people_of_a_closed_office_choose_among_its_merge_targets_where_desks_are_counted() -> None:
    """With a desk area each merge target may receive people; without one only the agency's nearest other site."""
    desks = toy(factors=Factors(desk_area=factor(10.0)))
    assert faults(desks, tax_i=("close", "w1", D27)) == []
    assert faults(toy(), tax_i=("close", "w1", D27)) != []
    few = desks.model_copy(update={"agencies": (Agency(id="police"), Agency(id="tax", move_targets=1))})
    assert "come before w1" in faults(few, tax_i=("close", "w1", D27))[0]


def test_the_last_office_of_an_agency_with_people_cannot_close() -> None:
    """Without another site of its agency there is nobody to receive its people."""
    assert faults(toy(), police_w=("close", "w1", D27)) != []
    assert faults(toy(), police_w=("close", "", D27)) != []


@pytest.mark.parametrize("key", ["lead_time_months", "double_rent_months"])
def test_a_move_waits_for_its_lead_time(key: str) -> None:
    """A move takes effect no earlier than the longer of lead time and double rent after the decision."""
    horizon = Horizon(periods=(2025, 2027), end=2028, decided=date(2025, 1, 1))
    for months, fine in ((24, True), (25, False)):
        scenario = with_site("e1", **{key: months}).model_copy(update={"horizon": horizon})
        assert (faults(scenario, tax_i=("merge", "e1", D27)) == []) == fine
        assert faults(scenario, tax_i=("close", "e1", D27)) == []


def test_nothing_changes_before_it_is_decided() -> None:
    """A change dated before the day of decision is reported, area or not."""
    late = toy(horizon=Horizon(periods=(2025, 2027), end=2028, decided=date(2025, 1, 2)))
    assert "before the plan is decided" in faults(late, tax_i=("close", "e1", D25))[0]
    assert faults(late, tax_i=("merge", "e1", D25)) != []
    assert faults(late, tax_i=("close", "e1", D27)) == []


def test_a_move_may_take_effect_on_the_first_day() -> None:
    """Without lead time a move on the first day of the horizon is allowed."""
    assert faults(toy(), tax_i=("merge", "e1", D25)) == []


def test_two_offices_of_one_agency_at_one_site_may_both_move() -> None:
    """Own colleagues at the same site are no reason to stay; and the site itself is never a target."""
    plain = toy()
    scenario = toy(offices=(*plain.offices, office("tax-i2", "tax", "i1")))
    assert faults(scenario, tax_i=("merge", "e1", D27), tax_i2=("close", "e1", D27)) == []
    assert "where it is" in faults(scenario, tax_i2=("close", "i1", D27))[0]


def test_a_wrong_decision_counts_as_keeping_the_office() -> None:
    """A decision that cannot be carried out is a violation, and the office stays for all other checks."""
    scenario = toy()
    plan = with_decision(good(scenario), office="tax-i", to_site="nowhere")
    assert names(audit(scenario, plan)) == {"one_trajectory", "nearest"}
