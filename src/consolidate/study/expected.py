"""What a scenario's figures are expected to be, and whether they are: ``expected.json`` beside the scenario."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from consolidate.errors import InvalidInput, Place, Problem
from consolidate.scenario.suggest import did_you_mean, short
from consolidate.study.column import Column

_DUST = 1e-9
_FORM = '{"plan": value, "tolerance": most it may be off}'


@dataclass(frozen=True)
class Expectation:
    """A figure of a plan, and how far it may be off."""

    figure: str
    plan: float
    tolerance: float


@dataclass(frozen=True)
class Check:
    """An expectation held against a plan; ``found`` is None where there is no number."""

    scenario: str
    figure: str
    unit: str
    expected: float
    tolerance: float
    found: float | None

    @property
    def off(self) -> float | None:
        """Found less expected."""
        return None if self.found is None else self.found - self.expected

    @property
    def failed(self) -> bool:
        """Whether it is further off than it may be."""
        return self.off is None or abs(self.off) > self.tolerance + _DUST


def read(text: str, file: str) -> dict[str, tuple[Expectation, ...]]:
    """Read expectations: ``{scenario file: {figure: {"plan": value, "tolerance": t}}}``.

    Parameters
    ----------
    text
        The JSON.
    file
        Its name, for messages.

    Raises
    ------
    InvalidInput
        With everything wrong in it.
    """
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        raise InvalidInput([Problem(Place(file, line, column), f"is no JSON: {error}")]) from error
    problems: list[Problem] = []
    found = {}
    for scenario, figures in _mapping(tree, file, "", problems).items():
        rows = _mapping(figures, file, scenario, problems).items()
        found[scenario] = tuple(_expectation(name, row, file, f"{scenario}: {name}", problems) for name, row in rows)
    if problems:
        raise InvalidInput(problems)
    return found


def check(column: Column, expectations: Iterable[Expectation], file: str) -> tuple[Check, ...]:
    """Hold expectations against a plan.

    Raises
    ------
    InvalidInput
        When one is of a figure that the plan does not have; with the name that may have been meant.
    """
    expectations = tuple(expectations)
    unknown = [each.figure for each in expectations if each.figure not in column.figures]
    if unknown:
        raise InvalidInput(
            [
                Problem(
                    Place(file, field=name),
                    f"{column.name}: there is no figure {name!r}",
                    name,
                    suggestion=did_you_mean(name, column.figures),
                )
                for name in unknown
            ]
        )
    cells = [(each, column.figures[each.figure]) for each in expectations]
    return tuple(
        Check(column.name, each.figure, cell.unit, each.plan, each.tolerance, cell.plan) for each, cell in cells
    )


def _mapping(value: Any, file: str, where: str, problems: list[Problem]) -> Mapping[str, Any]:
    """Return a mapping, having complained if it is none."""
    if isinstance(value, dict):
        return value
    place = f"{where}: " if where else ""
    problems.append(Problem(Place(file, field=where), f"{place}{short(value)} is no object", allowed="an object"))
    return {}


def _expectation(name: str, row: Any, file: str, where: str, problems: list[Problem]) -> Expectation:
    """Return one expectation, having complained if it is none."""
    if not isinstance(row, dict) or row.keys() != {"plan", "tolerance"}:
        problems.append(Problem(Place(file, field=where), f"{where}: {short(row)} is no expectation", allowed=_FORM))
        return Expectation(name, 0.0, 0.0)
    for key, value in row.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            problems.append(Problem(Place(file, field=where), f"{where}: {key}: {short(value)} is no number"))
            return Expectation(name, 0.0, 0.0)
    if row["tolerance"] < 0:
        problems.append(Problem(Place(file, field=where), f"{where}: the tolerance is negative", allowed="0 or more"))
    return Expectation(name, float(row["plan"]), float(row["tolerance"]))
