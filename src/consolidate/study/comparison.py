"""Plans side by side, as values: figures, decisions that differ, who gains and loses; the first is the baseline."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from consolidate.errors import UsageError
from consolidate.study.areas import Moves, moves
from consolidate.study.column import Choice, Column, apart

_FRAME = {
    "reference_year": "reference years",
    "periods": "periods",
    "end": "last years",
    "discount_rate": "discount rates",
}


@dataclass(frozen=True)
class Change:
    """A figure of one plan against the baseline's.

    ``percent`` is of the baseline's value, None where that is 0 or unknown. A difference that ``is_within_gaps`` is
    smaller than what the solver left open: with more time either plan could be the better one.
    """

    difference: float | None
    percent: float | None
    is_within_gaps: bool = False


@dataclass(frozen=True)
class FigureRow:
    """One figure: the value of every plan, and every change against the first."""

    name: str
    unit: str
    values: tuple[float | None, ...]
    changes: tuple[Change, ...]

    @property
    def differs(self) -> bool:
        """Whether any plan's value is another than the baseline's."""
        return any(value != self.values[0] for value in self.values)


@dataclass(frozen=True)
class OfficeRow:
    """An office that the plans treat differently; None where a scenario does not have it."""

    office: str
    name: str
    choices: tuple[Choice | None, ...]


@dataclass(frozen=True)
class Comparison:
    """Plans side by side.

    Attributes
    ----------
    columns
        The plans; the first is the baseline.
    rows
        Figures, those that differ first, each part in the order of the reference page.
    objective
        What was minimised, where all plans minimised the same; None where they did not.
    offices
        Decisions that differ.
    moves
        Who gains and loses from the baseline to each of the other plans.
    warnings
        Why amounts may not be comparable.
    """

    columns: tuple[Column, ...]
    rows: tuple[FigureRow, ...]
    objective: FigureRow | None
    offices: tuple[OfficeRow, ...]
    moves: tuple[Moves, ...]
    warnings: tuple[str, ...]

    @property
    def base(self) -> Column:
        """The first plan."""
        return self.columns[0]

    def row(self, name: str) -> FigureRow | None:
        """Return a figure's row, None if no plan has it."""
        return next((row for row in self.rows if row.name == name), None)


def compare(columns: Sequence[Column]) -> Comparison:
    """Set plans beside each other.

    Raises
    ------
    UsageError
        Without plans, or when their money is of different currencies.
    """
    plans = apart(columns)
    _same_currency(plans)
    rows = [_figure(name, plans) for name in _names(plans)]
    return Comparison(
        columns=plans,
        rows=tuple(sorted(rows, key=lambda row: not row.differs)),
        objective=_objective(plans),
        offices=tuple(_offices(plans)),
        moves=tuple(moves(plans[0], other) for other in plans[1:]),
        warnings=tuple(_warnings(plans)),
    )


def _same_currency(plans: Sequence[Column]) -> None:
    """Refuse to set euros beside crowns."""
    for other in plans[1:]:
        if other.currency != plans[0].currency:
            raise UsageError(
                f"cannot be compared: amounts of {plans[0].name} are in {plans[0].currency}, "
                f"those of {other.name} in {other.currency}"
            )


def _names(plans: Sequence[Column]) -> list[str]:
    """Return all figures' names: the order is the documents', what only later ones have comes where they have it."""
    names: list[str] = []
    for plan in plans:
        after = 0
        for name in plan.figures:
            if name in names:
                after = names.index(name) + 1
            else:
                names.insert(after, name)
                after += 1
    return names


def _figure(name: str, plans: Sequence[Column]) -> FigureRow:
    """Return a figure's row."""
    cells = [plan.figures.get(name) for plan in plans]
    unit = next(cell.unit for cell in cells if cell)
    values = tuple(cell.plan if cell else None for cell in cells)
    minimised = name == f"{plans[0].minimise}.total"
    changes = (
        _change(values[0], value, minimised and _within(values[0], value, plans[0], plan))
        for plan, value in zip(plans[1:], values[1:], strict=True)
    )
    return FigureRow(name, unit, values, tuple(changes))


def _objective(plans: Sequence[Column]) -> FigureRow | None:
    """Return what was minimised as a row of its own, if it is the same everywhere."""
    base = plans[0]
    if any((plan.minimise, plan.unit) != (base.minimise, base.unit) for plan in plans):
        return None
    changes = (
        _change(base.objective, plan.objective, _within(base.objective, plan.objective, base, plan))
        for plan in plans[1:]
    )
    return FigureRow("objective", base.unit, tuple(plan.objective for plan in plans), tuple(changes))


def _change(base: float | None, value: float | None, within: bool) -> Change:  # noqa: FBT001
    """Return the difference of two values."""
    if base is None or value is None:
        return Change(None, None)
    difference = round(value - base, 6) + 0.0  # values have six decimals at most; + 0.0: never -0.0
    return Change(difference, 100 * difference / abs(base) if base else None, within and difference != 0)


def _within(base: float | None, value: float | None, one: Column, other: Column) -> bool:
    """Return whether the worse of two plans could, by its bound, still be as good as the other one."""
    if base is None or value is None or (one.minimise, one.unit) != (other.minimise, other.unit):
        return False
    slack = (other if value > base else one).slack
    return slack is None or abs(value - base) <= slack


def _offices(plans: Sequence[Column]) -> Iterator[OfficeRow]:
    """Yield the offices that not all plans treat alike."""
    names: dict[str, str] = {}
    for plan in plans:
        names |= {office: name for office, name in plan.offices.items() if office not in names}
    for office, name in names.items():
        choices = tuple(plan.choices.get(office) for plan in plans)
        if any(choice != choices[0] for choice in choices):
            yield OfficeRow(office, name, choices)


def _warnings(plans: Sequence[Column]) -> Iterator[str]:
    """Yield what makes amounts hard to compare, once for each kind."""
    base = plans[0]
    for key, words in _FRAME.items():
        others = [plan for plan in plans[1:] if _differ(base.frame.get(key), plan.frame.get(key))]
        if others:
            listed = ", ".join(f"{plan.name} {_shown(plan.frame[key])}" for plan in (base, *others))
            yield f"different {words}: {listed}; amounts over the horizon are not comparable as they stand"
    if any(plan.minimise != base.minimise for plan in plans):
        listed = ", ".join(f"{plan.name} {plan.minimise.replace('_', ' ')}" for plan in plans)
        yield f"the plans minimise different things: {listed}"
    for plan in plans[1:]:
        if not_same := _today_otherwise(base, plan):
            (name, was, now), rest = not_same[0], len(not_same) - 1
            more = f", and {rest} {'figures' if rest > 1 else 'figure'} more" if rest else ""
            yield (
                f"today is not the same: {name} {was:,.12g} in {base.name}, {now:,.12g} {plan.figures[name].unit} in "
                f"{plan.name}{more}; so what differs is not the plans alone"
            )


def _today_otherwise(base: Column, plan: Column) -> list[tuple[str, float, float]]:
    """Return the figures that today's network has otherwise in two plans, and both values, as in the document."""
    both = [(name, cell.today, plan.figures[name].today) for name, cell in base.figures.items() if name in plan.figures]
    known = [(name, was, now) for name, was, now in both if was is not None and now is not None]
    return [(name, was, now) for name, was, now in known if not math.isclose(was, now, rel_tol=1e-9)]


def _differ(one: Any, other: Any) -> bool:
    """Return whether two values are known and differ."""
    return one is not None and other is not None and one != other


def _shown(value: Any) -> str:
    """Return a value of a frame in words."""
    return "/".join(map(str, value)) if isinstance(value, list | tuple) else f"{value:g}"
