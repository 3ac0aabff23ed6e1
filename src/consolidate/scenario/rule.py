"""What every rule of a policy has."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(min_length=1, max_length=200)]
Limit = Annotated[float, Field(ge=0, le=1e15)]
Share = Annotated[float, Field(ge=0, le=1)]
LanguageCode = Annotated[str, Field(pattern=r"^(?:[^\W_]|-)+$", max_length=200)]
Year = Annotated[int, Field(ge=1900, le=2200)]


class BaseRule(BaseModel):
    """What every rule has."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    id: Id
    note: str | None = Field(None, description="why the rule is there")
    periods: tuple[Year, ...] = Field((), description="first years of the periods it holds in; omitted = all")
