"""Limits that a continuous integration fails on: ``cost.total > +2%``, ``access.within_60_min < 0.95``."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from consolidate.errors import UsageError
from consolidate.scenario.suggest import did_you_mean
from consolidate.study.comparison import Comparison, FigureRow

_OPERATORS: Final[dict[str, Callable[[float, float], bool]]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_GATE = re.compile(
    r"\s*(?P<figure>[A-Za-z][\w.]*)\s*(?P<operator>[<>]=?)\s*"
    r"(?P<sign>[+\-\u2212]?)(?P<number>(?:\d[\d_]*)?(?:\.\d+)?(?:[eE][+\-]?\d{1,3})?)\s*(?P<percent>%?)\s*",
    re.ASCII,
)
_EXAMPLES: Final = "'cost.total > +2%', 'travel.mean_km > +1.5' or 'access.within_60_min < 0.95'"


@dataclass(frozen=True)
class Gate:
    """What shall not be: ``figure operator limit``.

    ``kind`` says what is held against the limit: the ``value`` of every plan, or against the baseline's value the
    ``change`` or the ``percent`` it has changed by.
    """

    text: str
    figure: str
    operator: str
    limit: float
    kind: str


@dataclass(frozen=True)
class Finding:
    """A gate held against one plan: ``found`` is what the limit was held against, None where there is no number.

    ``value`` and ``base`` are the figure's, ``is_within_gaps`` says that the plan and the baseline cannot be told
    apart.
    """

    plan: str
    failed: bool
    found: float | None
    value: float | None
    base: float | None
    is_within_gaps: bool = False


@dataclass(frozen=True)
class Verdict:
    """A gate, the figure's unit, and what every plan says to it."""

    gate: Gate
    unit: str
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> tuple[Finding, ...]:
        """The plans that do not pass."""
        return tuple(finding for finding in self.findings if finding.failed)


def parse(text: str) -> Gate:
    """Read a gate.

    Parameters
    ----------
    text
        A figure, one of < <= > >=, and a number: with a sign it limits the change against the baseline, with a sign
        and % the change in percent of it; without a sign it is a limit on every plan (with % only for shares).

    Raises
    ------
    UsageError
        When it is none, with examples.
    """
    match = _GATE.fullmatch(text)
    if match is None or not re.search(r"\d", match["number"].partition("e")[0].partition("E")[0]):
        raise UsageError(f"{text!r} is no limit; write a figure, < <= > or >=, and a number: {_EXAMPLES}")
    number = float(match["number"].replace("_", ""))
    if not math.isfinite(number):
        raise UsageError(f"{text!r} is no limit: the number is too large")
    if match["sign"] in {"-", "\u2212"}:
        number = -number
    kind = ("percent" if match["percent"] else "change") if match["sign"] else "value"
    if kind == "value" and match["percent"]:
        kind = "share"
    return Gate(" ".join(text.split()), match["figure"], match["operator"], number, kind)


def judge(comparison: Comparison, gates: Iterable[Gate]) -> tuple[Verdict, ...]:
    """Hold every gate against the plans.

    Raises
    ------
    UsageError
        When no plan has the figure (with the name that may have been meant), or a change is asked for where there is
        only one plan.
    """
    return tuple(_judge(comparison, gate) for gate in gates)


def _judge(comparison: Comparison, gate: Gate) -> Verdict:
    """Hold one gate against the plans."""
    row = comparison.row(gate.figure)
    if row is None:
        names = [each.name for each in comparison.rows]
        near = did_you_mean(gate.figure, names) or f"there are {', '.join(names)}"
        raise UsageError(f"{gate.text!r}: there is no figure {gate.figure!r}; {near}")
    if gate.kind == "share":
        if row.unit != "share":
            raise UsageError(f"{gate.text!r}: {gate.figure} is no share; for a change write +{gate.limit:g}%")
        return Verdict(gate, row.unit, tuple(_values(comparison, row, gate, gate.limit / 100)))
    if gate.kind == "value":
        return Verdict(gate, row.unit, tuple(_values(comparison, row, gate, gate.limit)))
    if len(comparison.columns) == 1:
        raise UsageError(f"{gate.text!r} limits a change, and there is no second run or scenario to compare with")
    return Verdict(gate, row.unit, tuple(_changes(comparison, row, gate)))


def _values(comparison: Comparison, row: FigureRow, gate: Gate, limit: float) -> Iterator[Finding]:
    """Yield what every plan's value says; no number is never within a limit."""
    for plan, value in zip(comparison.columns, row.values, strict=True):
        failed = value is None or _OPERATORS[gate.operator](value, limit)
        yield Finding(plan.name, failed, value, value, None)


def _changes(comparison: Comparison, row: FigureRow, gate: Gate) -> Iterator[Finding]:
    """Yield what every plan's change against the baseline says."""
    base = row.values[0]
    for plan, value, change in zip(comparison.columns[1:], row.values[1:], row.changes, strict=True):
        found = change.difference
        if gate.kind == "percent" and found is not None and base is not None:
            found = _percent(found, base)
        failed = found is None or _OPERATORS[gate.operator](found, gate.limit)
        yield Finding(plan.name, failed, found, value, base, change.is_within_gaps)


def _percent(difference: float, base: float) -> float:
    """Return a difference in percent of the baseline's value; of nothing, any difference is infinitely much."""
    if base:
        return round(100 * difference / abs(base), 9)
    return math.copysign(math.inf, difference) if difference else 0.0
