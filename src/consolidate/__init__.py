"""Plan a public-service office network: keep, close, merge or co-locate, and defend every decision.

The command line as functions, which import what they need when they are called:

>>> import consolidate
>>> result = consolidate.solve("scenario.yaml", time_limit=60)  # doctest: +SKIP
>>> result.status, [decision.office for decision in result.decisions]  # doctest: +SKIP
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from consolidate.accounts.result import Result
    from consolidate.audit.report import AuditReport
    from consolidate.engine.options import Control
    from consolidate.extend import OpenModel
    from consolidate.scenario.load import Loaded
    from consolidate.study.comparison import Comparison

__version__ = "0.1.0"
__all__ = ["__version__", "audit", "compare", "load", "model", "solve"]


def load(path: str | PathLike[str], *, settings: Iterable[str] = ()) -> Loaded:
    """Read a scenario file and its tables.

    Parameters
    ----------
    path
        The scenario's YAML file.
    settings
        Changes as ``key=value``, e.g. ``horizon.end=2040``.

    Returns
    -------
    Loaded
        The scenario, warnings about it, and the files it came from.

    Raises
    ------
    consolidate.errors.InvalidInput
        With every problem found, each with its file, line and column.
    consolidate.errors.FileSystemError
        When a file cannot be read.
    """
    from pathlib import Path

    from consolidate.scenario.load import load as load_scenario

    return load_scenario(Path(path), tuple(settings))


def solve(  # noqa: PLR0913  (limits, each by its name, as on the command line)
    scenario: str | PathLike[str] | Loaded,
    *,
    gap: float | None = None,
    time_limit: float | None = None,
    threads: int | None = None,
    seed: int | None = None,
    solver: str = "highs",
    node_limit: int | None = None,
    memory_limit: int | None = None,
    settings: Iterable[str] = (),
    control: Control | None = None,
) -> Result:
    """Find the best plan of a scenario.

    Parameters
    ----------
    scenario
        A path, or what `load` returned.
    gap
        Stop when the plan is this close to the best, as a share of what plans can change; None for the profile's.
    time_limit
        Seconds after which the best plan so far is taken; None for the profile's, which is no limit.
    threads, seed
        Of the solver; None for the profile's.
    solver
        A solver profile: its name, or the path of a YAML file.
    node_limit, memory_limit
        Nodes, and megabytes of memory, at which the best plan so far is taken.
    settings
        Changes to a scenario given as a path, as ``key=value``.
    control
        To watch a solve and to stop it.

    Returns
    -------
    Result
        The plan, today's network, what both cost, and how the plan stands against every rule.

    Raises
    ------
    consolidate.errors.ConsolidateError
        One of its kinds: invalid input, infeasible, stopped without a plan, a solver that failed.
    """
    from os import PathLike as AnyPath

    from consolidate import workflow
    from consolidate.engine.options import Control as NewControl
    from consolidate.engine.options import Options

    loaded = load(scenario, settings=settings) if isinstance(scenario, str | AnyPath) else scenario
    options = Options.of(
        solver,
        gap=gap,
        time_limit=time_limit,
        threads=threads,
        seed=seed,
        node_limit=node_limit,
        memory_limit=memory_limit,
    )
    return workflow.run(loaded, options, control or NewControl())


def audit(run: str | PathLike[str]) -> AuditReport:
    """Check the plan in a run folder with the checker that trusts no solver.

    Parameters
    ----------
    run
        A run folder; its tables may have been edited by hand or saved by a spreadsheet.

    Returns
    -------
    AuditReport
        The number of checks, what is violated, how every rule stands, and the totals.

    Raises
    ------
    consolidate.errors.InvalidInput
        When the folder does not describe a plan of its scenario.
    consolidate.errors.FileSystemError
        When a file cannot be read.
    """
    from pathlib import Path

    from consolidate.audit.audit import audit as check
    from consolidate.reports.run_folder import read_run

    return check(*read_run(Path(run)))


def compare(*plans: str | PathLike[str] | Result) -> Comparison:
    """Set plans side by side; the first is the baseline.

    Parameters
    ----------
    plans
        Run folders, scenarios (which are solved), or what `solve` returned.

    Returns
    -------
    Comparison
        Figures, those that differ first, decisions that differ, and who gains and loses.

    Raises
    ------
    consolidate.errors.UsageError
        Without plans, or when their money is of different currencies.
    consolidate.errors.ConsolidateError
        What reading a run or solving a scenario may raise.
    """
    from pathlib import Path

    from consolidate.accounts.result import Result as Solved
    from consolidate.reports import run_folder, stored_run
    from consolidate.reports.document import document
    from consolidate.reports.run_names import names
    from consolidate.study.column import column
    from consolidate.study.comparison import compare as side_by_side

    paths = [Path(plan) for plan in plans if not isinstance(plan, Solved)]
    called = dict(zip(paths, names(paths), strict=True))
    columns = []
    for plan in plans:
        if not isinstance(plan, Solved) and run_folder.is_run(Path(plan)):
            run = stored_run.read_result(Path(plan))
            columns.append(column(called[Path(plan)], run.document, run.manifest.get("frame", {})))
        else:
            result = plan if isinstance(plan, Solved) else solve(plan)
            name = plan.scenario.name if isinstance(plan, Solved) else called[Path(plan)]
            columns.append(column(name, document(result), run_folder.frame(result.scenario)))
    return side_by_side(columns)


def model(scenario: str | PathLike[str] | Loaded, *, settings: Iterable[str] = ()) -> OpenModel:
    """Formulate a scenario without solving it, to extend its model and to solve it in your own way.

    Parameters
    ----------
    scenario
        A path, or what `load` returned.
    settings
        Changes to a scenario given as a path, as ``key=value``.

    Returns
    -------
    OpenModel
        With ``to_pulp()`` and ``to_pyomo()``, and ``decode(values)``, which makes a plan of what was solved.

    Raises
    ------
    consolidate.errors.ConsolidateError
        Invalid input, or data that make every plan impossible.
    """
    from os import PathLike as AnyPath

    from consolidate.extend import OpenModel as Opened

    loaded = load(scenario, settings=settings) if isinstance(scenario, str | AnyPath) else scenario
    return Opened.of(loaded)


class _AuditRoom(ModuleType):
    """The package ``consolidate.audit``, which can be called like the function of that name."""

    def __call__(self, run: str | PathLike[str]) -> AuditReport:
        """Check a run folder: see `audit`."""
        return _audit(run)


class _Package(ModuleType):
    """The package itself, in which importing ``consolidate.audit`` does not take the function `audit` away."""

    def __setattr__(self, name: str, value: Any) -> None:
        """Make the room callable when the import system puts it in the function's place."""
        if name == "audit" and isinstance(value, ModuleType):
            value.__class__ = _AuditRoom
        super().__setattr__(name, value)


_audit = audit
sys.modules[__name__].__class__ = _Package
