"""The plan that is audited: as a run folder says it, or completed where it says only what offices do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from consolidate.cli.solving import tell

if TYPE_CHECKING:
    from consolidate.plan.model import Plan
    from consolidate.scenario.model import Scenario


def open_plan(run: Path, *, quiet: bool) -> tuple[Scenario, Plan]:
    """Read scenario and plan; without assignment.csv people are sent to the nearest points, which is said."""
    from consolidate import workflow
    from consolidate.reports import run_reading

    path = run / run_reading.ASSIGNMENT
    if path.exists() or not run.is_dir():
        return run_reading.read_run(run)
    loaded, decisions = run_reading.read_decisions(run)
    plan = workflow.assigned(loaded, decisions)
    tell(
        f"{path}: is not there; everybody is sent to the nearest point that can serve them, within capacity",
        quiet=quiet,
    )
    return loaded.scenario, plan
