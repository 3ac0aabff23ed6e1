"""Names come from the user's files: made harmless before a terminal, a spreadsheet or Markdown shows them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_TERMINAL_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f]).*?(?:\x07|\x1b\\|\x9c|$)"  # OSC and other strings: titles, links
    r"|\x1b.?",
    re.DOTALL,
)
_JOINERS: Final = "\u200c\u200d"  # invisible, yet part of how some scripts are spelt
_FORMULA = re.compile(r"'*[\s\x00-\x1f]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_MARKDOWN = re.compile(r"([\\`*_\[\]{}|#~!])")


def plain(text: str) -> str:
    """Return the text on one line, without terminal sequences, control characters or marks that reorder it."""
    text = _TERMINAL_SEQUENCE.sub("", text)
    text = re.sub(r"[\s\x85]+", " ", text)
    return "".join(
        letter for letter in text if letter in _JOINERS or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Cn"}
    )


@lru_cache(maxsize=100_000)  # a long table says the same ids over and over
def cell(text: str) -> str:
    """Return the text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


@lru_cache(maxsize=100_000)
def uncell(text: str) -> str:
    """Undo `cell`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def markdown(text: str) -> str:
    """Return the text so that Markdown shows it as it is and takes nothing in it for markup or HTML."""
    text = plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKDOWN.sub(r"\\\1", text)
