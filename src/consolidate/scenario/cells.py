"""A cell's text as the value its column asks for; what cannot be read stays text, for the schema to refuse."""

from __future__ import annotations

import re

from consolidate.scenario.fields import Kind
from consolidate.scenario.tree import Node, Scalar

# Excel in Finland groups digits by a no-break space, others by a thin one.
_SPACES = re.compile("(?<=[0-9])[ \u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_DOTTED = re.compile(r"([-+]?[1-9][0-9]{0,2})\.([0-9]{3})")
_FINNISH_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_FLAGS = {"true": True, "tosi": True, "false": False, "epätosi": False}
MAX_DIGITS = 60


def read_number(text: str, *, decimal_comma: bool) -> float | int | None:
    """Return the number a cell holds, None where it holds none.

    Parameters
    ----------
    text
        ``1234.5``, ``1 234,5``; not ``1.234,5``, which means different numbers in different countries.
    decimal_comma
        Whether a comma may stand for the decimal point.
    """
    text = _SPACES.sub("", text.strip()).replace("\u2212", "-")
    if decimal_comma and "." not in text:
        text = text.replace(",", ".", 1)
    if len(text) > MAX_DIGITS or not _NUMBER.fullmatch(text):
        return None
    return float(text) if re.search("[.eE]", text) else int(text)


def read_cell(text: str, kind: Kind, *, decimal_comma: bool) -> Scalar | list[Node]:
    """Return what a cell holds, by the kind of its column; the items of a list have no places yet."""
    text = text.strip()
    if kind.name == "list" and kind.of is not None:
        return [Node(_scalar(word, kind.of, decimal_comma), "") for word in words_of(text)]
    return _scalar(text, kind, decimal_comma)


def is_ambiguous(text: str) -> bool:
    """Tell whether a dot may part thousands: ``60.000`` is sixty thousand to some, sixty to others."""
    return _DOTTED.fullmatch(text.strip()) is not None


def two_ways(text: str, mark: str = ",") -> str:
    """Return how to write an ambiguous number so that it means one thing; nothing for other texts."""
    found = _DOTTED.fullmatch(text.strip())
    return f"write {found[1]}{found[2]}, or {found[1]}{mark}{found[2].rstrip('0') or '0'}" if found else ""


def words_of(text: str) -> list[str]:
    """Part the items of a list at semicolons and commas, or at white space where there are none."""
    words = re.split("[;,]", text) if re.search("[;,]", text) else text.split()
    return [word.strip() for word in words if word.strip()]


def _scalar(text: str, kind: Kind, decimal_comma: bool) -> Scalar:  # noqa: FBT001
    if kind.name in ("number", "whole"):
        number = read_number(text, decimal_comma=decimal_comma)
        return text if number is None else number
    if kind.name == "flag":
        return _FLAGS.get(text.casefold(), text)
    finnish = _FINNISH_DAY.fullmatch(text) if kind.name == "day" else None
    return f"{finnish[3]}-{finnish[2]:0>2}-{finnish[1]:0>2}" if finnish else text
