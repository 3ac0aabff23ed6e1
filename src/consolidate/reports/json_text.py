"""A document as JSON that no terminal takes for commands."""

from __future__ import annotations

import json
import re
from typing import Any

_INVISIBLE = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def text(document: Any, *, ascii_only: bool = False) -> str:
    """Return the document, indented and in its own order, letters as they are unless the terminal has only ASCII.

    Control characters, marks that reorder text and lone surrogates are always written as escapes.
    """
    written = json.dumps(document, indent=2, ensure_ascii=ascii_only, allow_nan=False)
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", written) + "\n"
