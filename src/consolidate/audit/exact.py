"""Numbers without rounding: the decimals a user wrote as fractions, and long sums as whole numbers of 2^-256.

A fraction that is summed over a hundred thousand segments grows denominators of thousands of digits. Where such sums
are needed, every term is computed as a fraction and then kept as a whole number of 2^-256 (77 decimals): far finer than
the float a total is rounded to once, at the end.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Final

BITS: Final = 256
ONE: Final = 1 << BITS
"""The number 1 as a whole number of 2^-256."""


@lru_cache(maxsize=1 << 18)
def exact(number: float) -> Fraction:
    """Return the decimal a user wrote (0.1 is one tenth, not the nearest float)."""
    return Fraction(repr(float(number)))


def fixed(number: Fraction) -> int:
    """Return `number` as a whole number of 2^-256, rounded to the nearest."""
    return ((number.numerator << (BITS + 1)) // number.denominator + 1) >> 1


def unfixed(number: int) -> Fraction:
    """Return the fraction that a whole number of 2^-256 stands for."""
    return Fraction(number, ONE)
