"""Calendar days as the scenario writes them: ISO text, nothing a machine might take for seconds."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

FIRST_YEAR, LAST_YEAR = 1900, 2200
_DOTTED = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})", re.ASCII)
_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def read_day(value: Any) -> Any:
    """Turn ``YYYY-MM-DD`` into a date; leave a date as it is."""
    if type(value) is not date:
        if not (isinstance(value, str) and _ISO.fullmatch(value)):
            raise PydanticCustomError("day", "must be a date, YYYY-MM-DD", {"written": _turned(value)})
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("day", "is no day of the calendar") from None
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise PydanticCustomError("day", f"must be between {FIRST_YEAR} and {LAST_YEAR}")
    return value


def _turned(value: Any) -> str:
    """Return a day written as in Finland, 31.12.2031, as it is written here; nothing for anything else."""
    found = _DOTTED.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat() if found else ""
    except ValueError:
        return ""


Day = Annotated[date, BeforeValidator(read_day)]
