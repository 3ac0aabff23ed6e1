"""What the model decides, in the user's words, and the other way round."""

from dataclasses import replace

import numpy as np
from tests.formulation.tiny import tiny

from consolidate.engine.state import State
from consolidate.formulation.layout import Layout
from consolidate.formulation.network import Network, status_quo
from consolidate.instance.instance import build
from consolidate.plan.decode import decode, followed_by
from consolidate.scenario.load import from_data

NOWHERE = np.zeros(0, dtype=np.int64)
EVERYTHING = tiny(
    agencies=[{"id": "police"},
              {"id": "tax", "staffing": {"minutes_per_fte_year": 60000, "hired_wage_per_fte_year": 50000,
                                         "severance_per_fte": 20000}}],
    offices=[{"id": "police-hall", "agency": "police", "site": "hall", "floor_m2": 20},
             {"id": "police-square", "agency": "police", "site": "square", "exists": False},
             {"id": "tax-market", "agency": "tax", "site": "market", "floor_m2": 50, "back_office_m2": 20,
              "resize": [{"m2": 20}, {"m2": 80}],
              "convert": [{"mode": "booth"}, {"mode": "desk", "m2": 20}, {"mode": "line", "m2": 20}],
              "staff": {"customer_service_fte": 2, "back_office_fte": 1}},
             {"id": "tax-square", "agency": "tax", "site": "square", "floor_m2": 30,
              "staff": {"customer_service_fte": 1}}],
    modes={"staffed": {}, "booth": {}, "desk": {"staffing": "host", "staff_minutes_per_year": 0},
           "line": {"staffing": "remote", "staff_minutes_per_year": 3000}},
)  # fmt: skip


def test_every_decision_stands_for_one_course() -> None:
    """Whatever an office does, what is said of it leads back to it, also as a table shows it: no two are told alike."""
    layout = Layout(build(from_data(EVERYTHING).scenario))
    today, courses = status_quo(layout).chosen, layout.instance.courses
    assert {course.action for course in courses.listed} == {
        "keep", "resize", "convert", "merge", "colocate", "close", "open", "never"}  # fmt: skip
    for p, office in enumerate(courses.office):
        chosen = today.copy()
        chosen[office] = p
        said = decode(State(Network(layout, chosen), NOWHERE, NOWHERE)).decisions
        assert followed_by(layout, said).tolist() == chosen.tolist()
        shown = [replace(decision, m2=round(decision.m2, 2)) for decision in said]
        assert followed_by(layout, shown).tolist() == chosen.tolist()
