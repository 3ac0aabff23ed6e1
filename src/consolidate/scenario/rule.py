"""What every rule of a policy has."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from consolidate.scenario.entry import Amount as Limit
from consolidate.scenario.entry import Entry, Share, Year

__all__ = ["BaseRule", "Id", "LanguageCode", "Limit", "Share", "Within", "Year"]

Id = Annotated[str, Field(min_length=1, max_length=200)]
LanguageCode = Annotated[str, Field(pattern=r"^(?:[^\W_]|-)+$", max_length=200)]


class BaseRule(Entry):
    """What every rule has."""

    id: Id
    note: str | None = Field(None, description="why the rule is there")
    periods: tuple[Year, ...] = Field((), description="first years of the periods it holds in; omitted = all")


class Within(Entry):
    """A limit on a way: exactly one of ``minutes`` and ``km`` is given."""

    minutes: Limit | None = Field(None, description="limit one way, minutes; either this or km")
    km: Limit | None = Field(None, description="limit one way, km; either this or minutes")

    @property
    def limit_text(self) -> str:
        """The limit as a phrase."""
        return f"{self.minutes:g} minutes" if self.minutes is not None else f"{self.km:g} km"
