"""Ctrl-C in the middle of real work: the best plan so far is saved and stands its audit, and without one nothing is."""

import json
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

import consolidate

AREAS, SITES = 60, 30

# What a user's Ctrl-C does, at a moment that does not depend on the machine: a signal to the process itself.
SIGNALLED = """
import os, signal, sys, threading, time
from dataclasses import replace
from consolidate.backends import highs
from consolidate.cli.exits import run

def interrupt(seconds=0.0, number=signal.SIGINT):
    time.sleep(seconds)
    print(f"signalled at {time.monotonic()}", file=sys.stderr, flush=True)
    os.kill(os.getpid(), number)

def interrupted(program, request):
    begun = []
    def hear(incumbent, bound, seconds):
        request.heard(incumbent, bound, seconds)
        if incumbent is not None and not begun:
            begun.append(True)
            later, _, number = sys.argv[1].removeprefix("after").partition(":")
            if number:
                threading.Thread(target=interrupt, args=(float(later), int(number)), daemon=True).start()
            else:
                interrupt()
    if sys.argv[1] == "before":
        os.kill(os.getpid(), signal.SIGINT)
    return solve(program, replace(request, heard=hear))

solve, highs.solve = highs.solve, interrupted
sys.exit(run(sys.argv[2:]))
"""


def generated(path: Path) -> Path:
    """Write a capacitated network that takes a solver longer than a moment to plan."""
    draw = random.Random(7)
    places = [(61 + draw.random() * 2, 23 + draw.random() * 4) for _ in range(AREAS)]
    sites = draw.sample(range(AREAS), SITES)
    people = [draw.randint(200, 5000) for _ in range(AREAS)]
    tree = {
        "consolidate": 1, "name": "Generated", "reference_year": 2025, "currency": "EUR",
        "horizon": {"periods": [2025, 2028], "end": 2030, "discount_rate": 0.03},
        "agencies": [{"id": "tax", "move_targets": 4}],
        "services": [{"id": "card", "agency": "tax", "minutes_per_visit": 20}],
        "areas": [{"id": f"a{i:02}", "lat": round(lat, 4), "lon": round(lon, 4), "population": people[i]}
                  for i, (lat, lon) in enumerate(places)],
        "visits": [{"service": "card", "visits_per_1000": 700}],
        "sites": [{"id": f"s{i:02}", "area": f"a{i:02}", "rent_per_m2_year": draw.randint(90, 250),
                   "shared_fixed_per_year": 3000, "fit_out_per_m2": 300} for i in sites],
        "offices": [{"id": f"o{i:02}", "agency": "tax", "site": f"s{i:02}", "floor_m2": draw.randint(80, 400),
                     "staff": {"customer_service_fte": draw.randint(2, 9)},
                     "capacity_minutes_per_year": draw.randint(8, 20) * sum(people) // SITES * 2} for i in sites],
        "travel": {"estimate": {"detour": 1.25, "speed_kmh": 60}},
        "factors": {"moving": {"value": 800, "unit": "EUR/FTE"}, "desk_area": {"value": 12, "unit": "m2/FTE"}},
        "objective": {"minimise": "cost", "value_of_time_per_hour": 6},
    }  # fmt: skip
    path.write_text(yaml.safe_dump(tree, sort_keys=False), encoding="utf-8")
    return path


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "moment" in metafunc.fixturenames:
        metafunc.parametrize("moment", range(20 if metafunc.config.option.long else 2))


def test_at_any_moment_after_the_first_plan_there_is_one(moment: int, random_seed: int, tmp_path: Path) -> None:
    """Ctrl-C or SIGTERM, at a random moment after the first plan, ends within 10 s with a plan the audit accepts."""
    scenario, run = generated(tmp_path / "scenario.yaml"), tmp_path / "run"
    draw = random.Random(random_seed + moment)
    number = draw.choice([signal.SIGINT, signal.SIGTERM])
    done = signalled(f"after{draw.uniform(0, 1.5):.3f}:{number:d}", "solve", scenario, "-o", run, "--gap", 0)
    ended = time.monotonic()
    assert done.returncode == 128 + number, done.stderr
    (at,) = re.findall(r"signalled at (\S+)", done.stderr)
    assert ended - float(at) < 10
    assert consolidate.audit(run).violations == ()


def signalled(when: str, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a command line that is interrupted `before` the solver starts, or `after` its first plan."""
    command = [sys.executable, "-c", SIGNALLED, when, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_ctrl_c_saves_the_best_plan_so_far(tmp_path: Path) -> None:
    """Interrupted after its first plan, a solve exits with 130 and leaves a whole run that its audit accepts."""
    scenario, run = generated(tmp_path / "scenario.yaml"), tmp_path / "run"
    done = signalled("after", "solve", scenario, "-o", run, "--gap", 0, "--format", "json")
    assert done.returncode == 130, done.stderr
    document = json.loads(done.stdout)
    assert (document["status"], document["exit_code"]) == ("feasible", 130)
    assert document["bound"] < document["objective"]
    assert "stopping with the best plan so far" in done.stderr
    report = consolidate.audit(run)
    assert report.checks > 0
    assert report.violations == ()


@pytest.mark.parametrize("form", ["text", "json"])
def test_ctrl_c_before_any_plan_leaves_nothing(tmp_path: Path, form: str) -> None:
    """Interrupted before there is a plan, a solve exits with 5, says so, and writes no run."""
    scenario, run = generated(tmp_path / "scenario.yaml"), tmp_path / "run"
    done = signalled("before", "solve", scenario, "-o", run, "--format", form)
    assert done.returncode == 5
    assert "Interrupted before any plan was found" in done.stderr
    assert not run.exists()
    if form == "json":
        assert json.loads(done.stdout)["exit_code"] == 5
    else:
        assert done.stdout == ""
