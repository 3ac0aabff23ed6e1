"""What every entry of a scenario is, and the types its values have."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[^\s,;:/\\\x00-\x1f][^,;\x00-\x1f]*$", max_length=200)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Share = Annotated[float, Field(ge=0, le=1)]
Amount = Annotated[float, Field(ge=0, le=1e15)]
Growth = Annotated[float, Field(gt=-1, le=1)]
Basis = Literal["fact", "derived", "assumed"]


class Entry(BaseModel):
    """A value read from the scenario: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Sourced(Entry):
    """A row that can say where its numbers come from."""

    basis: Basis | None = Field(None, description="fact, derived or assumed")
    source: str | None = Field(None, description="where the numbers come from")
    note: str | None = Field(None, description="anything a reader should know")
