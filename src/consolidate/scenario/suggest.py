"""What somebody may have meant, and how much of what they wrote is said back."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from consolidate.errors import Problem

LONGEST = 80
LONGEST_LINE = 1000
MOST_COMPARED = 500


def tidy(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems with every text on one line and of a bearable length, whatever the input held."""
    return [
        replace(
            problem,
            message=_line(problem.message),
            value=_line(problem.value),
            allowed=_line(problem.allowed),
            suggestion=_line(problem.suggestion),
        )
        for problem in problems
    ]


def _line(text: str) -> str:
    if len(text) > LONGEST_LINE:
        text = f"{text[:LONGEST_LINE]}..."
    return "".join(mark if mark.isprintable() else repr(mark)[1:-1] for mark in text)


def nearest(word: object, known: Iterable[str]) -> str | None:
    """Return the known word that looks most like `word`, None where none does."""
    text = str(word)
    if not text or len(text) > LONGEST:
        return None
    folded = {name.casefold(): name for name in _candidates(text, list(known))}
    near = difflib.get_close_matches(text.casefold(), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else None


def _candidates(text: str, known: list[str]) -> list[str]:
    """Return those of very many words that are worth a closer look, which takes time."""
    if len(known) <= MOST_COMPARED:
        return known
    alike = (
        name for name in known if abs(len(name) - len(text)) <= 2 and (name[:2] == text[:2] or name[-2:] == text[-2:])
    )
    return list(islice(alike, MOST_COMPARED))


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Return ``did you mean 'x'?`` for the nearest known word, or nothing."""
    near = nearest(word, known)
    return f"did you mean {near!r}?" if near else ""


def some_of(words: Iterable[str], most: int = 12) -> str:
    """Return the words as one phrase, cut after `most`."""
    listed = list(words)
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return ", ".join(listed[:most]) + more


def short(value: object) -> str:
    """Return a value as it is written in Python, cut when it is long."""
    text = repr(value[: LONGEST + 1] if isinstance(value, str) else value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
