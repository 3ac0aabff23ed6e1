"""Two readings of docs/explanation/model.md that share no code: the audit's and the oracle's, on plans good and bad."""

from random import Random

import numpy as np
import pytest
from tests.oracle.brute_force import Course, Oracle, decisions_of, network_in
from tests.oracle.random_scenarios import random_scenario, scenario_of

from consolidate.audit.audit import audit
from consolidate.plan.model import Assignment, Plan
from consolidate.scenario.load import from_data
from consolidate.units import MILLION


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "number" in metafunc.fixturenames:
        metafunc.parametrize("number", range(500 if metafunc.config.option.long else 50))


def test_audit_and_oracle_judge_alike(number: int, random_seed: int) -> None:
    """Audit and oracle agree which plans break something, and what the others cost, emit and make people travel."""
    seed = random_seed + number
    tree = random_scenario(seed)
    tree["policy"].append({"id": "nearest", "type": "patronage"})  # so that the nearest point is the assignment
    oracle, scenario, rng = Oracle(scenario_of(tree)), from_data(tree).scenario, Random(seed)
    courses = list(oracle.courses())
    good = [course for course in courses if not oracle.is_broken(course)]
    drawn = [*rng.sample(courses, min(6, len(courses))), *rng.sample(good, min(6, len(good)))]
    for course in [courses[0], *drawn]:
        plan = Plan(decisions_of(course), nearest_points(oracle, course))
        report, broken = audit(scenario, plan), list(oracle.broken(course))
        assert bool(report.violations) == bool(broken), (seed, plan.decisions, report.violations, broken)
        if broken:
            continue
        value, cost = oracle.price(course)
        assert report.totals.objective == pytest.approx(value, rel=1e-9, abs=1e-6), (seed, plan.decisions)
        if tree["objective"].get("minimise") != "cost":
            assert report.totals.cost == pytest.approx(cost, rel=1e-9, abs=1e-6), (seed, plan.decisions)


def nearest_points(oracle: Oracle, course: Course) -> Assignment:
    """Send everybody to the nearest point that can serve them."""
    rows = []
    for period in range(len(oracle.calendar.years)):
        network = network_in(course, period)
        for agency in oracle.scenario.agencies:
            for segment in oracle.visits.made(oracle.visits.block(agency.id, network, period)):
                site, group = oracle.visits.nearest(segment, network), segment.group.id if segment.group else ""
                if site is not None:
                    rows.append((segment.willing, period, segment.area, segment.service.id, group, site))
    willing, period, *texts = zip(*rows, strict=True) if rows else ((), (), (), (), (), ())
    texts = [np.array(column, dtype=object) for column in texts]
    told_apart = np.array(willing, dtype=np.int64) if any(one.willing for one in oracle.segments) else None
    return Assignment(np.array(period, dtype=np.int64), *texts, np.full(len(rows), MILLION), told_apart)
