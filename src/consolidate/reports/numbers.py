"""Numbers: rounded the same everywhere in files, and readable for people."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

MINUS: Final = "\u2212"
DASH: Final = "\u2013"
"""Stands where there is no number."""
_MONEY = re.compile(r"(?!FTE)[A-Z]{3}(/|$)")
_COUNTS: Final = ("", "1", "count", "offices", "sites", "points", "people", "agencies", "visits/year", "visits")


def rounded(value: float | None, unit: str = "") -> float | None:
    """Return money to the cent and all else to the millionth; None where there is no number (nobody reaches, say)."""
    if value is None or not math.isfinite(value):
        return None
    return round(float(value), 2 if _MONEY.match(unit) else 6) + 0.0  # + 0.0: never -0.0


@dataclass(frozen=True)
class Scale:
    """How the numbers of one row are shown: divided by ``divisor``, in ``unit``, with so many ``digits``."""

    divisor: float
    unit: str
    digits: int

    def show(self, value: float | None, signed: bool = False) -> str:  # noqa: FBT001, FBT002
        """Return the number with its thousands apart and a true minus; a dash for none."""
        if value is None or not math.isfinite(value):
            return DASH
        number = round(value / self.divisor, self.digits) + 0.0
        sign = MINUS if number < 0 else "+" if signed and number > 0 else ""
        return f"{sign}{abs(number):,.{self.digits}f}"


def scale(unit: str, *values: float | None) -> Scale:
    """Choose a scale that suits all the values of a row."""
    most = max((abs(value) for value in values if value is not None and math.isfinite(value)), default=0.0)
    if unit.startswith("share"):
        return Scale(0.01, "%", 2)  # a norm of 99.9 % must not look kept at 99.96
    if unit in _COUNTS:
        whole = all(value is None or not math.isfinite(value) or value == int(value) for value in values)
        return Scale(1, "" if unit in {"1", "count"} else unit, 0 if whole or most >= 1000 else 1)
    if unit.startswith("kg") and most >= 10_000:
        return _tonnes(unit, most)
    if most >= 10_000_000:
        return Scale(1_000_000, f"M {unit}", 2)
    if _MONEY.match(unit):
        return Scale(1, unit, 0 if most >= 100 else 2)
    return Scale(1, unit, 0 if most >= 1000 else 1)


def _tonnes(unit: str, most: float) -> Scale:
    """Return the scale of a row of kilograms that are many."""
    tonnes = most / 1000
    return Scale(1000, "t" + unit.removeprefix("kg"), 0 if tonnes >= 1000 else 1)


def count(number: float, one: str, many: str = "") -> str:
    """Return ``1 office``, ``2 offices``: the number and its word."""
    return f"{scale('', number).show(number)} {one if number == 1 else many or one + 's'}"
