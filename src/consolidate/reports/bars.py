"""A change as a small bar: left of the middle for less, right of it for more."""

from __future__ import annotations

from typing import Final

_CELLS: Final = 4
_PER_CELL: Final = 25.0  # per cent


def bar(percent: float | None, *, unicode: bool = True) -> str:
    """Draw a change in per cent; one cell is 25 %, a half cell the least that shows, four cells the most."""
    full, left, right, middle = ("█", "▐", "▌", "│") if unicode else ("#", "#", "#", "|")
    halves = 0 if percent is None else min(2 * _CELLS, round(2 * abs(percent) / _PER_CELL))
    if percent and abs(percent) >= 1 and halves == 0:
        halves = 1
    cells, half = divmod(halves, 2)
    if percent is not None and percent < 0:
        drawn = (left * half + full * cells).rjust(_CELLS)
        return f"{drawn}{middle}"
    return f"{' ' * _CELLS}{middle}{full * cells}{right * half}"
