"""Premises hold what is in them, and who joins a joint point closes elsewhere in the municipality."""

from datetime import date
from typing import Any

import pytest
from tests.audit.toy import D27, HOME, changed, decided, everybody, factor, names, office, sent, today, toy

from consolidate.audit.audit import audit
from consolidate.audit.courses import all_courses
from consolidate.audit.facts import Facts
from consolidate.audit.presence import presences
from consolidate.plan.model import Plan
from consolidate.scenario.model import Area, Factors, Mode, Scenario, Staff

NOBODY = sent()


def found(scenario: Scenario, check: str, **decisions: tuple[str, str, date | None]) -> list[str]:
    """Where a plan breaks one check."""
    report = audit(scenario, Plan(decided(scenario, **decisions), NOBODY))
    return [violation.where for violation in report.violations if violation.check == check]


def with_site(name: str, scenario: Scenario | None = None, **values: Any) -> Scenario:
    plain = scenario or toy()
    return plain.model_copy(update={"sites": changed(plain.sites, name, **values)})


@pytest.mark.parametrize(("usable", "fine"), [(200.0, True), (199.99, False), (None, True)])
def test_a_move_needs_room(usable: float | None, fine: bool) -> None:
    """What offices take at a site is at most its usable area, from the move on."""
    scenario = with_site("e1", usable_m2=usable)
    assert found(scenario, "floor_area", tax_i=("merge", "e1", D27)) == ([] if fine else ["period 2027, site e1"])


def test_area_is_added_up_exactly() -> None:
    """Three times a tenth of a square metre fits into three tenths."""
    scenario = toy(offices=tuple(office(f"tax-{i}", "tax", "e1", floor_m2=0.1) for i in range(3)))
    assert found(with_site("e1", scenario, usable_m2=0.3), "floor_area") == []


def test_an_office_takes_its_own_area_elsewhere() -> None:
    """A moved office takes moved_m2, and leaves its old site empty."""
    scenario = with_site("i1", with_site("e1", usable_m2=150.0), usable_m2=0.0)
    small = scenario.model_copy(update={"offices": changed(scenario.offices, "tax-i", moved_m2=50.0)})
    assert found(small, "floor_area", tax_i=("merge", "e1", D27)) == ["period 2025, site i1"]


def test_people_of_a_closed_office_take_room_where_desks_are_counted() -> None:
    """Desks of a closed office's people count, and keep a site in use that serves nobody."""
    scenario = toy(factors=Factors(desk_area=factor(10.0)))
    for usable, fine in ((130.0, True), (129.0, False)):
        assert found(with_site("e1", scenario, usable_m2=usable), "floor_area", tax_i=("close", "e1", D27)) == (
            [] if fine else ["period 2027, site e1"]
        )
    facts = Facts.of(scenario)
    plan = Plan(decided(scenario, tax_i=("close", "e1", D27), tax_e=("close", "w1", D27)), NOBODY)
    later = presences(facts, all_courses(facts, plan))[1]
    assert later.used == {"e1", "w1", "w2"}
    assert set(later.serving) == {("tax", "w1"), ("police", "w2")}


def test_closing_without_desks_leaves_a_site_empty() -> None:
    """People who take no area keep no site in use, where they left nor where they go."""
    scenario = toy()
    facts = Facts.of(scenario)
    plan = Plan(decided(scenario, tax_i=("close", "e1", D27), tax_e=("merge", "w1", D27)), NOBODY)
    assert presences(facts, all_courses(facts, plan))[1].used == {"w1", "w2"}


def test_two_modes_at_one_site_are_reported() -> None:
    """An agency serves at a site in one mode at a time."""
    plain = toy(modes={"staffed": Mode(), "remote": Mode()})
    scenario = plain.model_copy(update={"offices": changed(plain.offices, "tax-i", mode="remote")})
    assert found(scenario, "one_mode") == []
    assert found(scenario, "one_mode", tax_i=("merge", "e1", D27)) == ["period 2027, agency tax, site e1"]


def test_who_joins_closes() -> None:
    """An agency at a joint site serves nowhere else in the municipality."""
    plain = toy()
    scenario = toy(offices=(*plain.offices, office("police-e", "police", "e1")))
    joined = {"police_e": ("colocate", "w1", D27)}
    assert found(scenario, "who_joins_closes") == []
    assert found(scenario, "who_joins_closes", **joined) == ["period 2027, agency police, municipality west"]
    closed = {**joined, "police_w": ("close", "e1", D27)}
    assert found(scenario, "who_joins_closes", **closed) == []


def test_a_municipality_may_be_many_areas() -> None:
    """Sites of different areas of one municipality are the same place for those who join."""
    plain = toy()
    areas = (Area(id="east", population=1.0, municipality="town"), Area(id="isle", population=1.0, municipality="town"),
             Area(id="west", population=1.0))  # fmt: skip
    scenario = toy(areas=areas, offices=(*plain.offices, office("police-e", "police", "e1")))
    where = [f"period {year}, agency tax, municipality town" for year in (2025, 2027)]
    assert found(scenario, "who_joins_closes") == where


def test_the_municipality_is_a_party_at_its_own_sites_in_use() -> None:
    """One agency at a municipal site is joint with the municipality; an empty municipal site is not."""
    scenario = with_site("w2", kind="municipal")
    more = scenario.model_copy(update={"offices": (*scenario.offices, office("police-v", "police", "w1"))})
    assert "period 2025, agency police, municipality west" in found(more, "who_joins_closes")
    facts = Facts.of(scenario)
    plan = Plan(decided(scenario, police_w=("colocate", "w1", D27)), NOBODY)
    periods = presences(facts, all_courses(facts, plan))
    assert [period.joint(facts) for period in periods] == [{"w2"}, {"w1"}]


def test_back_office_with_the_municipality_is_not_joint() -> None:
    """People of a closed office have area at a municipal site, but only the municipality serves there."""
    plain = toy(factors=Factors(desk_area=factor(10.0)))
    scenario = with_site("w1", plain, kind="municipal")
    facts = Facts.of(scenario)
    plan = Plan(decided(scenario, tax_w=("close", "w1", D27)), NOBODY)
    courses = [c for c in all_courses(facts, plan) if c.office.id == "tax-w"]
    assert presences(facts, courses)[1].joint(facts) == set()


def test_overloads_of_today_are_listed() -> None:
    """Today's network is judged like any plan: what it breaks is listed, in every period."""
    scenario = with_site("w1", usable_m2=10.0)
    assert names(audit(scenario, today(scenario))) == {"floor_area"}
    bare = scenario.model_copy(update={"offices": changed(scenario.offices, "tax-w", floor_m2=0.0, staff=Staff())})
    assert names(audit(bare, Plan(decided(bare), sent(*everybody(HOME, HOME))))) == set()
