"""Calendar days as the scenario writes them: ISO text, nothing a machine might take for seconds."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

FIRST_YEAR, LAST_YEAR = 1900, 2200
_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def read_day(value: Any) -> Any:
    """Turn ``YYYY-MM-DD`` into a date; leave a date as it is."""
    if type(value) is not date:
        if not (isinstance(value, str) and _ISO.fullmatch(value)):
            raise PydanticCustomError("day", "must be a date, YYYY-MM-DD")
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("day", "is no day of the calendar") from None
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise PydanticCustomError("day", f"must be between {FIRST_YEAR} and {LAST_YEAR}")
    return value


Day = Annotated[date, BeforeValidator(read_day)]
