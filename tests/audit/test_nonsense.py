"""Whatever a plan says, the audit answers with a verdict."""

from datetime import date
from math import isfinite

from hypothesis import given
from hypothesis import strategies as st
from tests.audit.toy import D25, D27, changed, factor, matrix, names, office, sent, today, toy

from consolidate.audit.audit import audit
from consolidate.plan.model import Decision, Plan
from consolidate.scenario.model import (
    Agency,
    Conversion,
    Facility,
    Factors,
    Group,
    Lease,
    Mode,
    RemoteUse,
    Resize,
    Service,
    Staffing,
)
from consolidate.scenario.objective import Objective
from consolidate.scenario.policy import (
    Budget,
    Cap,
    Coverage,
    EarlierDecision,
    Exit,
    Fairness,
    GroupAccess,
    Language,
    Lock,
    MaxTravel,
    Pace,
    Patronage,
    PopulationBase,
    Relation,
    SiteCount,
    SpaceTarget,
    Stability,
    StaffRelocation,
    Utilisation,
)

RULES = (
    MaxTravel(id="far", type="max_travel", minutes=30.0, except_share=0.1, areas="reached_today"),
    Coverage(id="near", type="coverage", km=10.0, share=0.5),
    Language(id="sv", type="language", language="sv", minutes=10.0, areas=("isle",)),
    SiteCount(id="number", type="site_count", at_least=2, of="joint_points"),
    Lock(id="lock", type="lock", office="tax-i", not_before=D27),
    Budget(id="budget", type="budget", at_most=1.0),
    Cap(id="cap", type="cap", of="emissions", at_most=1.0),
    Pace(id="pace", type="pace", at_most=1),
    StaffRelocation(id="staff", type="staff_relocation", minutes=5.0, share=0.1),
    SpaceTarget(id="space", type="space_target", m2_per_person=20.0),
    Utilisation(id="use", type="utilisation", at_most=0.5),
    Relation(id="tie", type="relation", together=("tax-i", "tax-n")),
    Exit(id="exit", type="exit"),
    GroupAccess(id="group", type="group_access", group="stairs", minutes=10.0, except_share=0.1),
    PopulationBase(id="base", type="population_base", at_least=500.0, minutes=10.0),
    Patronage(id="loyal", type="patronage", agencies=("tax",)),
    Fairness(id="regions", type="fairness", of="regions", worse_by=0.1),
    Fairness(id="groups", type="fairness", of="groups", worse_by=0.1),
    Fairness(id="payers", type="fairness", of="agencies", at_most=1.0),
    Stability(id="calm", type="stability", at_most=1, plan=(EarlierDecision(office="tax-i", action="burn"),)),
)
LEFT = Lease(m2=100.0, rent_per_m2_year=10.0, restoration=5.0, landlord="state", relet_months=600)
STAFFING = Staffing(
    minutes_per_fte_year=100.0,
    hired_wage_per_fte_year=10.0,
    attrition_per_year=0.1,
    severance_per_fte=5.0,
)
REMOTE = RemoteUse(by_year={2026: 0.5}, support_modes=("booth",), support_minutes=10.0, supported_share=0.5)
MODES = {
    "staffed": Mode(),
    "booth": Mode(
        staffing="remote", staff_minutes_per_year=50.0, opening_minutes_per_year=90.0, shared=Facility(m2=1.0)
    ),
    "visit": Mode(staffing="visiting", staff_minutes_per_year=50.0),
}
CONVERT = (Conversion(mode="booth", m2=50.0), Conversion(mode="visit", m2=50.0))
SCENARIO = toy(
    policy=RULES,
    agencies=(Agency(id="police"), Agency(id="tax", staffing=STAFFING)),
    services=(
        Service(id="card", agency="tax", modes=tuple(MODES), minutes_per_visit=1.0, remote=REMOTE),
        Service(id="pass", agency="police"),
    ),
    areas=changed(toy().areas, "east", region="sea", people={"stairs": 10.0}),
    groups=(Group(id="stairs", kind="step_free", own_visits=True, travel=matrix({("east", "w2"): 9.0})),),
    modes=MODES,
    factors=Factors(
        desk_area=factor(10.0), moving=factor(10.0), commuting_days=factor(200.0), commuting_cost=factor(1.0)
    ),
    objective=Objective(viewpoint="state"),
    sites=changed(toy().sites, "w1", common_m2=5.0, joint_fit_out=1.0),
    offices=(
        *changed(
            toy().offices,
            "tax-i",
            resize=(Resize(m2=50.0), Resize(m2=200.0)),
            convert=CONVERT,
            back_office_m2=50.0,
            leases=(LEFT,),
        ),
        office("tax-n", "tax", "w1", exists=False, leases=(), mode="visit"),
    ),
)

sites = st.sampled_from(["e1", "i1", "w1", "w2", "", "nowhere"])
offices = st.sampled_from(["police-w", "tax-e", "tax-i", "tax-n", "tax-w", "ghost"])
actions = st.sampled_from(["keep", "close", "merge", "colocate", "resize", "convert", "open", "never", "", "burn"])
modes = st.sampled_from(["", "booth", "visit", "nothing"])
dates = st.sampled_from([None, D25, D27, date(2026, 1, 1), date(1, 1, 1), date(9999, 12, 31)])
sizes = st.sampled_from([0.0, 50.0, 200.0, -1.0, 1e300, float("inf"), float("nan")])
entries = st.tuples(
    st.integers(-1, 2), st.sampled_from(["east", "isle", "west", "?"]), st.sampled_from(["card", "pass", "?"]),
    st.sampled_from(["", "stairs", "?"]), sites, st.sampled_from([-1, 0, 1, 500_000, 1_000_000, 2**62]),
)  # fmt: skip


@given(
    decisions=st.lists(st.builds(Decision, offices, actions, sites, dates, sizes, modes), max_size=6),
    assignment=st.lists(entries, max_size=12),
    willing=st.none() | st.lists(st.integers(-1, 2), max_size=12),
)
def test_no_plan_crashes_the_audit(
    decisions: list[Decision], assignment: list[tuple[int, str, str, str, str, int]], willing: list[int] | None
) -> None:
    """A plan made of nonsense yields violations and finite totals, never an exception."""
    report = audit(SCENARIO, Plan(tuple(decisions), sent(*assignment, willing=willing)))
    assert "everyone_served" in names(report)
    assert len(report.readings) == len(RULES)
    assert all(isfinite(total) for total in vars(report.totals).values())


def test_the_same_plan_in_another_order_is_judged_the_same() -> None:
    """The order of decisions and entries changes nothing."""
    plan = today(SCENARIO)
    columns = {name: column[::-1] for name, column in vars(plan.assignment).items() if column is not None}
    turned = Plan(plan.decisions[::-1], type(plan.assignment)(**columns))
    assert audit(SCENARIO, turned) == audit(SCENARIO, plan)


def test_an_empty_plan_is_wrong_about_everybody() -> None:
    """Without decisions and entries every office and every segment is reported."""
    report = audit(toy(), Plan((), sent()))
    checks = [violation.check for violation in report.violations]
    assert (checks.count("one_trajectory"), checks.count("everyone_served")) == (4, 12)
