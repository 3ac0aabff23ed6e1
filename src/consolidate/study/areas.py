"""Who gains and who loses between two plans, area by area."""

from __future__ import annotations

import math
from dataclasses import dataclass

from consolidate.study.column import Column

_SAME = 5e-7  # results are rounded to the millionth


@dataclass(frozen=True)
class Move:
    """An area's mean minutes one way in the baseline's plan and in another one."""

    area: str
    name: str
    people: float
    base: float
    plan: float

    @property
    def change(self) -> float:
        """Minutes; negative is a gain."""
        return self.plan - self.base


@dataclass(frozen=True)
class Moves:
    """The areas whose way differs between the baseline and the plan ``name``.

    ``gain`` and ``lose`` begin with the largest change. ``unknown`` areas cannot be told: their way differs from
    today's in one plan only, and the two plans do not start from the same day.
    """

    name: str
    gain: tuple[Move, ...]
    lose: tuple[Move, ...]
    unknown: int = 0

    @property
    def people_who_gain(self) -> float:
        """People of areas that gain."""
        return math.fsum(move.people for move in self.gain)

    @property
    def people_who_lose(self) -> float:
        """People of areas that lose."""
        return math.fsum(move.people for move in self.lose)


def moves(base: Column, other: Column) -> Moves:
    """Say whose way gets shorter and longer from the baseline's plan to another.

    A result names only the areas whose way its plan changes. One that only one of the two names has today's way in the
    other, which is known when both start from the same today.
    """
    shared, found, unknown = _same_today(base, other), [], 0
    for area in sorted({*base.ways, *other.ways}):
        here, there = base.ways.get(area), other.ways.get(area)
        known = there or here
        if known is None or not (shared or (here and there)):
            unknown += 1
            continue
        before, after = (way.plan if way else known.today for way in (here, there))
        if abs(after - before) > _SAME:
            found.append(Move(area, known.name, known.people, before, after))
    gain = sorted((move for move in found if move.change < 0), key=lambda move: (move.change, move.area))
    lose = sorted((move for move in found if move.change > 0), key=lambda move: (-move.change, move.area))
    return Moves(other.name, tuple(gain), tuple(lose), unknown)


def _same_today(base: Column, other: Column) -> bool:
    """Return whether both plans start from the same network, seen from the same people."""
    figures = {name for name in (*base.figures, *other.figures) if name.partition(".")[0] in {"travel", "access"}}
    for name in figures:
        here, there = base.figures.get(name), other.figures.get(name)
        if here and there and here.unit not in {base.currency, other.currency} and here.today != there.today:
            return False
    both = base.ways.keys() & other.ways.keys()
    return all(abs(base.ways[area].today - other.ways[area].today) <= _SAME for area in both)
