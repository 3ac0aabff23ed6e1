"""Names of rows and columns: readable ones for people, and the same in letters that file formats take."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import count

from consolidate.program.program import Program

LONGEST = 90  # CBC reads no more than 100 letters
_WRONG = re.compile(r"[^A-Za-z0-9_.,@()]+")
_FIRST = re.compile(r"[0-9.,@()]|[eE][0-9+-]")  # a number, or what could be one's exponent


def column_names(program: Program) -> list[str]:
    """Name every column after its block: ``y[tax-market:keep]``."""
    return [f"{block.name}[{block.naming(i)}]" for block in program.variables for i in range(block.size)]


def row_names(program: Program) -> list[str]:
    """Name every row after its block: ``everyone_served[card@espoo,2027]``."""
    return [f"{block.name}[{block.naming(i)}]" for block in program.constraints for i in range(block.count)]


def legal(names: Iterable[str]) -> list[str]:
    """Return the names in ASCII letters that LP and MPS files take, each another: ``y(tax_market_keep)``."""
    found: list[str] = []
    taken: set[str] = set()
    nth: dict[str, count[int]] = {}
    for name in names:
        plain = wanted = _plain(name)
        while plain.casefold() in taken:
            number = nth.setdefault(wanted, count(2))
            plain = f"{wanted[:LONGEST]}.{next(number)}"
        taken.add(plain.casefold())
        found.append(plain)
    return found


def _plain(name: str) -> str:
    """Return one name without accents, brackets and signs of arithmetic."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    name = _WRONG.sub("_", name.replace("[", "(").replace("]", ")"))[:LONGEST]
    return f"_{name}" if _FIRST.match(name) or not name else name
