"""Points in other modes: who staffs them, what they cost and allow, and how an office changes to one."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from tests.audit.toy import (
    D25,
    D27,
    HOME,
    changed,
    cost,
    decided,
    everybody,
    factor,
    good,
    matrix,
    names,
    office,
    sent,
    today,
    toy,
)

from consolidate.audit.audit import audit
from consolidate.audit.courses import all_courses, follow
from consolidate.audit.decisions import one_trajectory
from consolidate.audit.facilities import facility_time
from consolidate.audit.facts import Facts
from consolidate.audit.home import home, home_serves
from consolidate.audit.money import Spending
from consolidate.audit.presence import presences
from consolidate.audit.spending import spending
from consolidate.plan.model import Decision, Plan
from consolidate.scenario.model import (
    Agency,
    Conversion,
    Facility,
    Factors,
    Group,
    Horizon,
    Lease,
    Mode,
    Scenario,
    Service,
    Staff,
    Staffing,
    Travel,
)
from consolidate.scenario.policy import Budget, EarlierDecision, Language, SpaceTarget, Stability, StaffRelocation

MODES = {
    "staffed": Mode(),
    "desk": Mode(),
    "visit": Mode(staffing="visiting", staff_minutes_per_year=100.0, days_per_week=2.0),
    "screen": Mode(staffing="remote", staff_minutes_per_year=100.0),
    "hall": Mode(staffing="host", staff_minutes_per_year=100.0),
}
ALL = tuple(MODES)
LISTED = tuple(Conversion(mode=name, m2=20.0) for name in ALL)


def moded(mode: str = "", **values: Any) -> Scenario:
    """Services in every mode; the office of `isle` can change to each of them, on 20 m2, or is in one today."""
    services = (Service(id="card", agency="tax", modes=ALL, minutes_per_visit=1.0), Service(id="pass", agency="police"))
    isle: dict[str, Any] = {"mode": mode, "staff": Staff()} if mode else {"convert": LISTED}
    modes = values.pop("modes", MODES)
    isle |= values
    return toy(services=services, modes=modes, offices=changed(toy().offices, "tax-i", **isle))


def with_mode(name: str, **values: Any) -> dict[str, Mode]:
    return {**MODES, name: MODES[name].model_copy(update=values)}


def converting(mode: str, to_site: str = "", m2: float = 20.0, day: date | None = D27) -> tuple[Any, ...]:
    return "convert", to_site, day, m2, mode


def plan(scenario: Scenario, *decision: Any) -> Plan:
    """The office of `isle` does something and everybody goes where they go today."""
    decisions = decided(scenario, tax_i=decision) if decision else decided(scenario)
    return Plan(decisions, sent(*everybody(HOME, HOME)))


def paid(scenario: Scenario, decision: tuple[Any, ...], name: str = "tax-i") -> Spending:
    facts = Facts.of(scenario)
    return spending(facts, follow(facts, facts.offices[name], Decision(name, *decision)))


def faults(scenario: Scenario, *decision: Any) -> list[str]:
    return [
        v.message
        for v in one_trajectory(Facts.of(scenario), Plan(decided(scenario, tax_i=decision), sent())).violations
    ]


def homes(scenario: Scenario, *decision: Any) -> list[str | None]:
    """The home of the office of `isle`, by period."""
    facts = Facts.of(scenario)
    said = Decision("tax-i", *(decision or ("keep",)))
    return [home(facts, follow(facts, facts.offices["tax-i"], said), period) for period in (0, 1)]


def tax(scenario: Scenario, **staffing: Any) -> Scenario:
    """The people of `tax` are counted: 1000 minutes each, 100 a year for one hired."""
    staffing = {"minutes_per_fte_year": 1000.0, "hired_wage_per_fte_year": 100.0, **staffing}
    return scenario.model_copy(
        update={"agencies": (Agency(id="police"), Agency(id="tax", staffing=Staffing(**staffing)))}
    )


@pytest.mark.parametrize(("mode", "to_site"), [("desk", ""), ("visit", "e1"), ("screen", "e1"), ("hall", "e1")])
def test_an_office_changes_to_a_listed_mode(mode: str, to_site: str) -> None:
    """It stays and serves; where others serve then its people go to a receiving site."""
    scenario = moded()
    assert names(audit(scenario, plan(scenario, *converting(mode, to_site)))) == set()


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (converting("phone"), "'phone' on 20 m2 is not a mode"),
        (converting("staffed"), "'staffed' on 20 m2 is not a mode"),
        (converting("desk", m2=21.0), "'desk' on 21 m2 is not a mode"),
        (converting("desk", day=None), "changes on None"),
        (converting("desk", day=date(2027, 1, 2)), "not the first day of a period"),
        (converting("desk", "e1"), "stands at i1 and yet goes to e1"),
        (converting("hall"), "names no site to go to; allowed: e1"),
        (converting("hall", "nowhere"), "there is no site 'nowhere'"),
        (converting("hall", "w1"), "1 sites come before w1"),
        (converting("hall", "w2"), "its agency has no office at w2"),
        (("close", "e1", D27, 0.0, "hall"), "names mode 'hall'"),
        (("keep", "", None, 0.0, "hall"), "names mode 'hall'"),
    ],
)  # fmt: skip
def test_a_mode_that_is_no_choice_is_reported(decision: tuple[Any, ...], message: str) -> None:
    """A conversion is to another mode that is listed, on its area, with a receiving site exactly where people leave."""
    assert any(message in each for each in faults(moded(), *decision))


def test_where_nobody_works_nobody_has_to_leave() -> None:
    """An office without people names no receiving site when others come to serve there."""
    scenario = moded(staff=Staff())
    assert faults(scenario, *converting("hall")) == []
    assert faults(scenario, *converting("hall", "e1")) == ["has no people and yet they go to e1"]


def test_nobody_is_dismissed_for_a_mode() -> None:
    """People leave for a receiving site, also where the agency may dismiss those of a closed office."""
    assert faults(tax(moded(), severance_per_fte=1.0), *converting("hall")) != []


def test_a_mode_waits_for_its_works_and_for_desks() -> None:
    """It takes its own lead time, and that of the receiving site where desks are taken."""
    for months, fine in ((24, True), (25, False)):
        slow = moded(convert=(Conversion(mode="hall", m2=20.0, lead_time_months=months),))
        assert (faults(slow, *converting("hall", "e1")) == []) == fine
        scenario = moded()
        late = scenario.model_copy(update={"sites": changed(scenario.sites, "e1", lead_time_months=months)})
        assert faults(late, *converting("hall", "e1")) == []
        desks = late.model_copy(update={"factors": Factors(desk_area=factor(10.0))})
        assert (faults(desks, *converting("hall", "e1")) == []) == fine


def test_the_area_given_up_is_left_and_people_cost_what_those_of_a_closed_office_do() -> None:
    """Of leases and running cost the share goes on; desks are rented and fitted out; the mode has works and a cost."""
    modes = with_mode("hall", fit_out=700.0, cost_per_year=30.0)
    scenario = moded(
        modes=modes,
        running_per_year=500.0,
        leases=(Lease(m2=100.0, rent_per_m2_year=10.0, owned=True, restoration=50.0),),
    )
    sites = changed(scenario.sites, "e1", fit_out_per_m2=10.0)
    factors = Factors(desk_area=factor(10.0), moving=factor(500.0))
    scenario = scenario.model_copy(update={"sites": sites, "factors": factors})
    later = 200 + 100 + 30 + 30 * (20 + 5) + Fraction(700 + 300, 10)
    assert paid(scenario, converting("hall", "e1")) == Spending(
        {2025: 1500, 2026: 1500, 2027: later + 1500 + 40, 2028: later}, Fraction(700 + 300 + 1500 + 40)
    )
    staying = 200 + 100
    assert paid(scenario, converting("desk")) == Spending(
        {2025: 1500, 2026: 1500, 2027: staying + 40, 2028: staying}, Fraction(40)
    )


def test_omitted_area_is_as_it_is() -> None:
    """Without m2 an office keeps its area, also none at all, and its running cost."""
    scenario = moded(convert=(Conversion(mode="desk"),), running_per_year=500.0)
    assert paid(scenario, converting("desk", m2=100.0)).by_year == dict.fromkeys(range(2025, 2029), 1500)
    bare = moded(convert=(Conversion(mode="desk"),), floor_m2=0.0, running_per_year=500.0)
    assert faults(bare, *converting("desk", m2=0.0)) == []
    assert paid(bare, converting("desk", m2=0.0)).by_year == dict.fromkeys(range(2025, 2029), 1500)


def test_a_mode_costs_while_an_office_serves_in_it() -> None:
    """Its cost a year is paid from today or the opening to the change, and wherever the office moves; works once."""
    modes = with_mode("staffed", cost_per_year=30.0, fit_out=700.0)
    assert paid(moded(modes=modes), ("keep",)).by_year == dict.fromkeys(range(2025, 2029), 1030)
    merged = paid(moded(modes=modes, moved_m2=0.0), ("merge", "e1", D27))
    assert merged == Spending({2025: 1030, 2026: 1030, 2027: 30, 2028: 30}, Fraction(0))
    assert paid(moded(modes=modes), ("close", "e1", D27)).by_year == {2025: 1030, 2026: 1030}
    opened = paid(
        moded(modes=modes, exists=False, floor_m2=0.0, leases=(), wage_per_fte_year=0.0, convert=()), ("open", "", D27)
    )
    assert opened == Spending({2027: 100, 2028: 100}, Fraction(700))


def test_a_smaller_area_is_what_is_heated() -> None:
    """Emissions and floor area count the area of the new mode, and desks where people go."""
    factors = Factors(building_energy=factor(1.0), energy_emissions=factor(1.0), desk_area=factor(10.0))
    scenario = moded().model_copy(update={"factors": factors})
    assert audit(scenario, plan(scenario, *converting("hall", "e1"))).totals.emissions_kg == 2 * 400 + 2 * (320 + 30)
    tight = scenario.model_copy(update={"sites": changed(scenario.sites, "e1", usable_m2=129.0)})
    assert names(audit(tight, plan(tight, *converting("hall", "e1")))) == {"floor_area"}


def test_people_who_leave_are_moved() -> None:
    """Rules on moving people are about them."""
    rule = StaffRelocation(id="staff", type="staff_relocation", minutes=29.0)
    scenario = moded().model_copy(update={"policy": (rule,)})
    assert names(audit(scenario, plan(scenario, *converting("hall", "e1")))) == {"staff"}
    assert names(audit(scenario, plan(scenario, *converting("desk")))) == set()


def test_a_service_is_given_in_its_modes_alone() -> None:
    """Once an office has changed to a mode that a service is not given in, nobody is served there."""
    scenario = moded()
    card = Service(id="card", agency="tax", modes=("staffed", "desk"), minutes_per_visit=1.0)
    less = scenario.model_copy(update={"services": (card, scenario.services[1])})
    found = audit(less, plan(less, *converting("hall", "e1"))).violations
    assert [(v.check, v.where) for v in found] == [("only_where_served", "period 2027, area isle, service card")]
    assert names(audit(less, plan(less, *converting("desk")))) == set()


def test_people_who_left_speak_to_nobody_and_a_mode_speaks_for_itself() -> None:
    """A language is spoken by people who work there, or by a mode that names it."""
    rule = Language(id="sv", type="language", language="sv", minutes=10.0, areas=("isle",), agencies=("tax",))
    for scenario, broken in (
        (moded(), True),
        (moded(modes=with_mode("hall", languages=("fi", "sv"))), False),
        (moded(modes=with_mode("hall", languages=("fi",))), True),
    ):
        ruled = scenario.model_copy(update={"policy": (rule,)})
        assert names(audit(ruled, plan(ruled, *converting("hall", "e1")))) == ({"sv"} if broken else set())
        assert names(audit(ruled, plan(ruled, *converting("desk")))) == set()


def test_a_group_is_served_where_the_mode_speaks_its_language() -> None:
    """A language group's own visits may go to a mode that names the language, and not to another without people."""
    for spoken, broken in ((("sv",), False), ((), True)):
        scenario = moded("screen", modes=with_mode("screen", languages=spoken))
        areas = changed(scenario.areas, "isle", people={"sv": 100.0})
        group = Group(id="sv", language="sv", own_visits=True)
        grouped = scenario.model_copy(update={"areas": areas, "groups": (group,)})
        entries = [e if e[1] != "isle" else (*e[:3], "sv", *e[4:]) for e in everybody(HOME, HOME)]
        assert names(audit(grouped, Plan(decided(grouped), sent(*entries)))) == ({"ability"} if broken else set())


@pytest.mark.parametrize(("mode", "base"), [("visit", "e1"), ("screen", "e1"), ("hall", None), ("staffed", None)])
def test_the_nearest_site_with_people_is_the_home(mode: str, base: str | None) -> None:
    """Visiting and remote modes have a home; by default the nearest other site of the agency with people of its own."""
    scenario = moded(mode)
    assert homes(scenario) == [base, base]
    east = scenario.model_copy(update={"offices": changed(scenario.offices, "tax-e", mode="hall")})
    assert homes(east) == [base and "w1", base and "w1"]
    given = scenario.model_copy(update={"offices": changed(scenario.offices, "tax-i", home="w1")})
    assert homes(given) == [base and "w1", base and "w1"]


def test_people_who_left_serve_from_where_they_went() -> None:
    """The home of an office that converts is the receiving site of its people, unless one is given."""
    scenario = moded()
    desks = scenario.model_copy(update={"factors": Factors(desk_area=factor(0.0))})
    assert homes(desks, *converting("visit", "w1")) == [None, "w1"]
    given = desks.model_copy(update={"offices": changed(desks.offices, "tax-i", home="e1")})
    assert homes(given, *converting("visit", "w1")) == [None, "e1"]


def to_open(site: str = "w2", **values: Any) -> Scenario:
    """A possible point of `tax` in a visiting mode, to which w1 is nearest, e1 and i1 as far."""
    scenario = moded()
    minutes = {"e1": 50.0, "i1": 50.0, "w1": 5.0, "w2": 6.0}
    ways = {(area, site): minutes[site] for area in HOME for site in minutes}
    point = {"exists": False, "mode": "visit", "floor_m2": 0.0, "leases": (), "staff": Staff(), **values}
    return scenario.model_copy(
        update={
            "offices": (*scenario.offices, office("tax-n", "tax", site, **point)),
            "travel": Travel(matrix=matrix(ways)),
        }
    )


@pytest.mark.parametrize(("home_site", "rank"), [("w1", 0), ("e1", 1), ("i1", 2)])
def test_a_point_that_opens_chooses_its_home(home_site: str, rank: int) -> None:
    """Of the nearest sites where people of its agency serve any may be the home, as many as an office may move to."""
    scenario, decision = to_open(), Decision("tax-n", "open", home_site, D27)
    facts = Facts.of(scenario)
    course = follow(facts, facts.offices["tax-n"], decision)
    assert [home(facts, course, period) for period in (0, 1)] == [None, home_site]
    assert (course.moved_people, course.occupies(1)) == (0, {"w2": 0})
    for most in (rank, rank + 1):
        few = scenario.model_copy(update={"agencies": (Agency(id="police"), Agency(id="tax", move_targets=most))})
        found = one_trajectory(Facts.of(few), Plan(decided(few, tax_n=("open", home_site, D27)), sent())).violations
        said = f"open: {rank} homes come before {home_site}, and only the nearest {most} may be chosen"
        assert [v.message for v in found] == ([said] if most == rank else [])


@pytest.mark.parametrize(("earlier", "others"), [("w1", 0), ("e1", 1), ("", 1)])
def test_another_home_is_another_decision(earlier: str, others: int) -> None:
    """A point that opens with people of another site than an earlier plan says decides otherwise."""
    said = EarlierDecision(office="tax-n", action="open", to_site=earlier, date=D27)
    rule = Stability(id="calm", type="stability", at_most=9, plan=(said,))
    scenario = to_open().model_copy(update={"policy": (rule,)})
    (reading,) = audit(scenario, Plan(decided(scenario, tax_n=("open", "w1", D27)), sent())).readings
    assert reading.value == others


@pytest.mark.parametrize(
    ("values", "home_site", "message"),
    [
        ({}, "", "open: its agency has no people to reach it at ''"),
        ({}, "nowhere", "open: its agency has no people to reach it at 'nowhere'"),
        ({}, "w2", "open: its agency has no people to reach it at 'w2'"),
        ({"site": "w1"}, "w1", "open: its agency has no people to reach it at 'w1'"),
        ({"home": "e1"}, "e1", "open: stands at w2 and yet goes to e1"),
        ({"mode": "hall"}, "e1", "open: stands at w2 and yet goes to e1"),
        ({"home": "e1"}, "", None),
        ({"mode": "hall"}, "", None),
    ],
)
def test_a_home_that_is_no_choice_is_reported(values: dict[str, Any], home_site: str, message: str | None) -> None:
    """A home is named where there is one to choose, and has people of the agency at another site."""
    scenario = to_open(**values)
    plan = Plan(decided(scenario, tax_n=("open", home_site, D27)), sent(*everybody(HOME, HOME)))
    found = [v.message for v in audit(scenario, plan).violations if v.check == "one_trajectory"]
    assert found == ([message] if message else [])


@pytest.mark.parametrize(
    ("mode", "decision", "broken"),
    [
        ("visit", ("close", "i1", D27), True),
        ("screen", ("close", "i1", D27), True),
        ("hall", ("close", "i1", D27), False),
        ("screen", ("convert", "i1", D27, 100.0, "desk"), False),
        ("screen", ("convert", "w1", D27, 100.0, "hall"), True),
    ],
)
def test_an_agency_serves_at_the_home_of_its_points(mode: str, decision: tuple[Any, ...], broken: bool) -> None:
    """Where people of a home serve, the agency serves there in a mode with people of its own."""
    scenario = moded(mode)
    offices = changed(scenario.offices, "tax-e", convert=(Conversion(mode="desk"), Conversion(mode="hall")))
    scenario = scenario.model_copy(update={"offices": offices})
    if decision[4:] == ("desk",):
        decision = (decision[0], "", *decision[2:])
    found = audit(scenario, Plan(decided(scenario, tax_e=decision), sent(*everybody(HOME, HOME)))).violations
    assert [v.where for v in found if v.check == "home_serves"] == ["period 2027, office tax-i"] * broken
    facts = Facts.of(scenario)
    courses = all_courses(facts, today(scenario))
    assert home_serves(facts, courses, presences(facts, courses)).checks == (0 if mode == "hall" else 2)


def test_without_a_home_nobody_visits() -> None:
    """An agency with no other site with people of its own has no home, nor has a point that no way leads to."""
    plain = moded("visit")
    offices = tuple(each for each in plain.offices if each.id not in ("tax-e", "tax-w"))
    alone = plain.model_copy(update={"offices": offices})
    found = audit(alone, Plan(decided(alone), sent())).violations
    assert {(v.check, v.message) for v in found if v.check == "home_serves"} == {("home_serves", "has no home")}
    ways = dict.fromkeys((("east", "e1"), ("isle", "i1"), ("west", "w1"), ("west", "w2")), 5.0)
    cut = plain.model_copy(update={"travel": Travel(matrix=matrix(ways), missing="unreachable")})
    assert homes(cut) == [None, None]
    given = cut.model_copy(update={"offices": changed(cut.offices, "tax-i", home="w1")})
    assert homes(given) == [None, None]
    screen = given.model_copy(update={"offices": changed(given.offices, "tax-i", home="w1", mode="screen")})
    assert homes(screen) == ["w1", "w1"]


@pytest.mark.parametrize("mode", ["visit", "screen"])
def test_what_is_staffed_from_elsewhere_does_not_move(mode: str) -> None:
    """An office in a visiting or remote mode neither merges nor co-locates; a hosted one does; all close."""
    assert faults(moded(mode), "merge", "e1", D27) == ["merge: it is staffed from elsewhere"]
    assert faults(moded(mode), "colocate", "w2", D27) == ["colocate: it is staffed from elsewhere"]
    assert faults(moded(mode), "close", "", D27) == []
    assert faults(moded("hall"), "merge", "e1", D27) == []


def test_visiting_is_travelled_and_paid() -> None:
    """On each of its days somebody goes there and back: km cost, and emit, while the office serves in the mode."""
    factors = Factors(commuting_cost=factor(0.5), car_emissions=factor(1000.0), car_occupancy=factor(2.0))
    scenario = moded("visit").model_copy(update={"factors": factors})
    km = 2 * 30 * 52 * 2
    assert paid(scenario, ("keep",)).by_year == dict.fromkeys(range(2025, 2029), 1000 + km / 2)
    assert paid(scenario, ("close", "", D27)).by_year == dict.fromkeys((2025, 2026), 1000 + km / 2)
    visits = audit(scenario, today(scenario)).totals
    assert visits.emissions_kg == (visits.visit_km + 4 * km) / 2
    assert paid(moded("screen").model_copy(update={"factors": factors}), ("keep",)).by_year[2025] == 1000
    leaving = moded().model_copy(update={"factors": factors})
    assert paid(leaving, converting("visit", "e1")).by_year == {
        2025: 1000,
        2026: 1000,
        2027: 200 + km / 2,
        2028: 200 + km / 2,
    }


@pytest.mark.parametrize(
    ("mode", "fte"),
    [
        ("visit", Fraction(900 + 100 + 2 * 40 * 52 * 2 - 500, 1000)),
        ("screen", Fraction(900 + 100 - 500, 1000)),
        ("hall", Fraction(900 - 500, 1000)),
    ],
)
def test_minutes_brought_to_a_point_are_taken_from_its_home(mode: str, fte: Fraction) -> None:
    """A point is given the minutes of its mode; its home lends them, and those of the way, unless others give them."""
    scenario = moded(mode)
    offices = changed(scenario.offices, "tax-w", staff=Staff(customer_service_fte=0.5))
    scenario = scenario.model_copy(update={"offices": changed(offices, "tax-i", home="w1")})
    assert cost(tax(scenario)) - cost(scenario) == pytest.approx(float(fte) * 400)
    few = {**MODES, mode: MODES[mode].model_copy(update={"staff_minutes_per_year": 60.0})}
    short = scenario.model_copy(update={"modes": few})
    lent = 0 if mode == "hall" else 40
    assert cost(tax(short)) - cost(short) == pytest.approx((float(fte) + (40 - lent) / 1000) * 400)


@pytest.mark.parametrize(("minutes", "broken"), [(100.0, False), (99.0, True), (None, False)])
def test_a_mode_is_open_for_so_many_minutes(minutes: float | None, broken: bool) -> None:
    """Minutes of visits to an agency at a site are within those of the mode it serves there in."""
    scenario = moded(modes=with_mode("hall", opening_minutes_per_year=minutes))
    report = audit(scenario, plan(scenario, *converting("hall", "e1")))
    assert [(v.check, v.where) for v in report.violations] == [("opening", "period 2027, agency tax, site i1")] * broken
    counted = tax(scenario)
    assert names(audit(counted, plan(counted, *converting("hall", "e1")))) == ({"opening"} if broken else set())


def test_people_spill_over_where_a_mode_is_full() -> None:
    """Where opening hours bind some go to the next point, and only then, unless people are counted."""
    scenario = moded("hall", modes=with_mode("hall", opening_minutes_per_year=60.0))
    entries = [entry for entry in everybody(HOME, HOME) if entry[1:3] != ("isle", "card")]
    for share, check in ((600_000, set()), (500_000, {"nearest"}), (700_000, {"opening"})):
        spilt = [(t, "isle", "card", "", s, n) for t in (0, 1) for s, n in (("i1", share), ("e1", 10**6 - share))]
        assert names(audit(scenario, Plan(decided(scenario), sent(*entries, *spilt)))) == check
    counted = tax(scenario)
    spilt = [(t, "isle", "card", "", s, n) for t in (0, 1) for s, n in (("i1", 600_000), ("e1", 400_000))]
    assert names(audit(counted, Plan(decided(counted), sent(*entries, *spilt)))) == {"nearest"}


def shared(opening: float | None = None, **facility: Any) -> Scenario:
    """A hall has something to share; `police` may open in one at w1, and `tax` change to one there."""
    modes = with_mode("hall", opening_minutes_per_year=opening, shared=Facility(**facility))
    scenario = moded("hall", modes=modes)
    point = office("police-n", "police", "i1", exists=False, mode="hall", floor_m2=0.0, leases=(), staff=Staff())
    return scenario.model_copy(update={"offices": (*scenario.offices, point)})


OPEN = {"police_n": ("open", "", D27)}


def test_a_facility_is_paid_once_for_all() -> None:
    """It costs while an agency serves in its mode, however many do, and its area is rented."""
    scenario, plain = shared(cost_per_year=50.0, m2=7.0), shared()
    for decisions in ({}, OPEN):
        both = (Plan(decided(each, **decisions), sent()) for each in (scenario, plain))
        assert cost(scenario, next(both)) - cost(plain, next(both)) == 4 * (50 + 7 * 20)
    closed = (Plan(decided(each, tax_i=("close", "", D27)), sent()) for each in (scenario, plain))
    assert cost(scenario, next(closed)) - cost(plain, next(closed)) == 2 * (50 + 7 * 20)


def test_a_facility_is_set_up_where_it_was_not() -> None:
    """Its works are paid from each period in which it is there and was not before, today included; nobody's alone."""
    scenario = shared(fit_out=1000.0)
    moved = scenario.model_copy(update={"offices": changed(scenario.offices, "police-n", site="w1")})
    opened = {"police_n": ("open", "", D27)}
    for each, years in ((scenario, 0), (moved, 2)):
        plans = (Plan(decided(each, **decisions), sent()) for decisions in (opened, {}))
        assert cost(each, next(plans)) - cost(each, next(plans)) == years * 100
    for agencies, value in (((), 1000.0), (("police",), 0.0)):
        rule = Budget(id="budget", type="budget", at_most=1.0, agencies=agencies)
        ruled = moved.model_copy(update={"policy": (rule,)})
        assert audit(ruled, Plan(decided(ruled, **opened), sent())).readings[0].value == value


def test_the_area_of_a_facility_counts_as_common() -> None:
    """It is heated, has to fit, and counts as space of nobody alone."""
    rules = tuple(
        SpaceTarget(id=name, type="space_target", m2_per_person=1.0, agencies=agencies)
        for name, agencies in (("all", ()), ("tax", ("tax",)))
    )
    factors = Factors(building_energy=factor(1.0), energy_emissions=factor(1.0))
    scenario = shared(m2=7.0).model_copy(update={"factors": factors, "policy": rules})
    report = audit(scenario, today(scenario))
    assert report.totals.emissions_kg == 4 * 407
    assert [reading.value for reading in report.readings] == pytest.approx([407 / 9, 300 / 6])
    for usable, broken in ((107.0, False), (106.9, True)):
        tight = scenario.model_copy(update={"sites": changed(scenario.sites, "i1", usable_m2=usable), "policy": ()})
        assert names(audit(tight, today(tight))) == ({"floor_area"} if broken else set())


@pytest.mark.parametrize(("minutes", "broken"), [(400.0, False), (399.0, True), (None, False)])
def test_agencies_share_the_time_of_a_facility(minutes: float | None, broken: bool) -> None:
    """The opening minutes of all agencies in it are at most its own."""
    scenario = shared(opening=200.0, minutes_per_year=minutes)
    assert names(audit(scenario, today(scenario))) == set()
    facts = Facts.of(scenario)
    assert facility_time(facts, presences(facts, all_courses(facts, today(scenario)))).checks == 2 * (
        minutes is not None
    )
    found = audit(scenario, Plan(decided(scenario, **OPEN), sent(*everybody(HOME, HOME)))).violations
    assert [(v.check, v.where) for v in found] == [("facility", "period 2027, mode hall, site i1")] * broken


def test_offices_of_an_agency_serve_in_one_mode() -> None:
    """A conversion beside a colleague in the old mode is two modes at a site."""
    scenario = moded()
    two = scenario.model_copy(update={"offices": (*scenario.offices, office("tax-j", "tax", "i1"))})
    found = audit(two, plan(two, *converting("desk"))).violations
    assert [(v.check, v.where) for v in found] == [("one_mode", "period 2027, agency tax, site i1")]


def test_the_good_plan_is_good_in_any_mode() -> None:
    """Modes that nobody is in change nothing."""
    scenario = moded()
    assert cost(scenario, good(scenario)) == cost(toy(), good(toy()))
    early = scenario.model_copy(update={"horizon": Horizon(periods=(2025, 2027), end=2028, decided=D25)})
    assert names(audit(early, good(early))) == set()
