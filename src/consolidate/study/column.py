"""One plan as a column of a comparison, taken from a result's document: the words and numbers of result.json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from consolidate.errors import UsageError


@dataclass(frozen=True)
class Cell:
    """A figure of one plan: its unit, today's value and the plan's; None where there is no number."""

    unit: str
    today: float | None
    plan: float | None


@dataclass(frozen=True)
class Choice:
    """What a plan does with one office; ``m2`` of a new size (None: no new size), ``cost`` against keeping it."""

    action: str
    to_site: str = ""
    date: str = ""
    mode: str = ""
    m2: float | None = None
    cost: float | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Way:
    """An area's mean way in the last period: people, and minutes one way today and in the plan."""

    name: str
    people: float
    today: float
    plan: float


@dataclass(frozen=True)
class Column:
    """One plan.

    Attributes
    ----------
    name
        The heading: short, and like no other of the same comparison.
    status
        optimal or feasible.
    minimise, unit, objective, bound, gap
        What was minimised, its value, the best any plan could reach, and the gap as a share (None: unknown).
    frame
        What amounts depend on whatever the plan: reference year, periods, end, discount rate.
    figures
        By name, in the order of the document.
    choices
        By office.
    offices
        The offices' names for people, by office.
    ways
        By area; only those whose way differs from today's.
    """

    name: str
    status: str
    currency: str
    minimise: str
    unit: str
    objective: float | None
    bound: float | None
    gap: float | None
    frame: Mapping[str, Any]
    figures: Mapping[str, Cell]
    choices: Mapping[str, Choice]
    offices: Mapping[str, str]
    ways: Mapping[str, Way]

    @property
    def slack(self) -> float | None:
        """How much better than this plan another one could be, in the objective's unit; None: unknown."""
        if self.objective is None or self.bound is None:
            return None
        return max(0.0, self.objective - self.bound)


def column(name: str, document: Mapping[str, Any], frame: Mapping[str, Any]) -> Column:
    """Take a column from the document of a result and the frame of its scenario."""
    decisions = document["decisions"]
    return Column(
        name=name,
        status=document["status"],
        currency=document["currency"],
        minimise=document["minimise"],
        unit=document["unit"],
        objective=document["objective"],
        bound=document["bound"],
        gap=document["gap"],
        frame=frame,
        figures={figure: Cell(row["unit"], row["today"], row["plan"]) for figure, row in document["figures"].items()},
        choices={row["office"]: _choice(row) for row in decisions},
        offices={row["office"]: row["name"] or row["office"] for row in decisions},
        ways={row["area"]: _way(row) for row in document["affected"] if _is_known(row)},
    )


def apart(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Give a number to every column whose name another one has too.

    Raises
    ------
    UsageError
        Without any column.
    """
    if not columns:
        raise UsageError("nothing to compare: name runs or scenarios")
    names, made = [each.name for each in columns], list[str]()
    for plan in names:
        name, number = plan, 1
        while name in made or (number > 1 and name in names):
            number += 1
            name = f"{plan} ({number})"
        made.append(name)
    return tuple(replace(each, name=name) for each, name in zip(columns, made, strict=True))


def _choice(row: Mapping[str, Any]) -> Choice:
    return Choice(
        row["action"], row["to_site"] or "", row["date"] or "", row["mode"] or "", row.get("m2") or None, row["cost"]
    )


def _way(row: Mapping[str, Any]) -> Way:
    return Way(row["name"] or row["area"], row["people"] or 0.0, row["minutes_today"], row["minutes_plan"])


def _is_known(row: Mapping[str, Any]) -> bool:
    """Return whether both ways are numbers; an area that nobody can reach has none."""
    return row["minutes_today"] is not None and row["minutes_plan"] is not None
