"""What somebody may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Return ``did you mean 'x'?`` for the nearest known word, or nothing."""
    text = str(word)
    if not text or len(text) > 200:
        return ""
    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(text.casefold(), folded, n=1, cutoff=0.6)
    return f"did you mean {folded[near[0]]!r}?" if near else ""


def some_of(words: Iterable[str], most: int = 12) -> str:
    """Return the words as one phrase, cut after `most`."""
    listed = list(words)
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return ", ".join(listed[:most]) + more
