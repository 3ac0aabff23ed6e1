"""Tables too long for an object per row: travel and visits, kept as columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

Texts = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float64]


class TravelRow(BaseModel):
    """One way from an area to a site."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    area: str
    site: str
    minutes: Annotated[float, Field(ge=0, le=1e6)]
    km: Annotated[float, Field(ge=0, le=1e6)]


class VisitRow(BaseModel):
    """Visits an area makes for a service: a count, or a rate; without an area, the rate of every area not named."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    area: str | None = None
    service: str
    visits_per_year: Annotated[float, Field(ge=0, le=1e12)] | None = Field(None, description="in the reference year")
    visits_per_1000: Annotated[float, Field(ge=0, le=1e9)] | None = Field(
        None, description="per 1000 people and year, in the reference year"
    )
    trend_per_year: Annotated[float, Field(gt=-1, le=1)] = Field(0.0, description="change per year, as a share")
    basis: str | None = None
    source: str | None = None
    note: str | None = None


@dataclass(frozen=True, eq=False)
class Columns:
    """A table by columns; texts are object arrays ('' = omitted), numbers float64 (NaN = omitted), all of one length.

    In a loaded scenario every column of the row's model is there. Two tables are equal when their cells are, whatever
    file they came from.
    """

    texts: dict[str, Texts]
    numbers: dict[str, Floats]
    file: str = ""

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(next(iter((*self.texts.values(), *self.numbers.values())), ()))

    def __eq__(self, other: object) -> bool:
        """Compare cell by cell; omitted numbers are equal."""
        if not isinstance(other, Columns):
            return NotImplemented
        return (
            self.texts.keys() == other.texts.keys()
            and self.numbers.keys() == other.numbers.keys()
            and all(np.array_equal(column, other.texts[name]) for name, column in self.texts.items())
            and all(
                np.array_equal(column, other.numbers[name], equal_nan=True) for name, column in self.numbers.items()
            )
        )

    __hash__ = None  # type: ignore[assignment]


class TableOf:
    """Marks a field as columns: the loader hands over `Columns`, the JSON Schema shows rows or a file."""

    def __init__(self, row: type[BaseModel]) -> None:
        """Remember the class one row is checked by."""
        self.row = row

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        """Accept what the loader has already checked, nothing else."""
        return core_schema.is_instance_schema(Columns)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe rows; the loader's schema command adds the file form."""
        return {"type": "array", "items": self.row.model_json_schema()}


TravelTable = Annotated[Columns, TableOf(TravelRow)]
VisitTable = Annotated[Columns, TableOf(VisitRow)]
