"""Optimal means optimal: the whole house finds the values the literature proved."""

from pathlib import Path

import pytest
from benchmarks.instances import published

from consolidate.engine.options import Options
from consolidate.workflow import run

TOLERANCE = 1e-6  # relative; where capacity splits visits, shares are whole millionths
SHORT = [
    *(f"pmed{number}" for number in range(1, 6)),
    *(f"cap{number}" for number in (41, 42, 43, 44, 71, 72, 73, 74)),
    *(f"cap{number}-uncapacitated" for number in (71, 72, 73, 74)),
]
LONG = [
    *(f"pmed{number}" for number in range(6, 11)),
    *(f"cap{number}{kind}" for number in range(101, 105) for kind in ("", "-uncapacitated")),
    "MO1",
    "MO2",
]


@pytest.mark.parametrize("name", [*SHORT, *(pytest.param(name, marks=pytest.mark.long) for name in LONG)])
def test_the_published_optimum_is_found(name: str, instances_dir: Path) -> None:
    """The plan costs what the literature proved to be least, nothing in it is wrong, and the books agree."""
    instance = published(instances_dir)[name]
    found = run(instance.scenario(), Options(gap=0.0))
    best = pytest.approx(instance.best_known, rel=TOLERANCE, abs=instance.rounded_by)
    assert found.status == "optimal"
    assert found.objective.value == best
    assert found.objective.bound == best
    assert not found.audit.violations
    assert found.totals_match


def test_every_reader_is_used(instances_dir: Path) -> None:
    """The index names at least one instance of each format that has a reader, each under a name of its own."""
    known = published(instances_dir)
    assert {instance.form for instance in known.values()} == {
        "orlib_pmed",
        "orlib_cap",
        "orlib_cap_ufllib",
        "tsplib_floor",
    }
    assert {*SHORT, *LONG} <= known.keys()
