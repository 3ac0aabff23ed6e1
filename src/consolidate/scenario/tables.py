"""Which keys hold tables, and what a row of each is: read off the scenario's model."""

from __future__ import annotations

from pydantic import BaseModel

from consolidate.scenario.columns import TravelRow, VisitRow
from consolidate.scenario.fields import kind_of
from consolidate.scenario.model import Scenario

Path = tuple[str, ...]

EACH = "*"
"""Stands in a path for every row of a table."""

LONG_TABLES: dict[Path, type[BaseModel]] = {
    ("visits",): VisitRow,
    ("travel", "matrix"): TravelRow,
    ("groups", EACH, "travel"): TravelRow,
}
"""Tables kept as columns, by their path."""


TITLES: dict[type[BaseModel], str] = {VisitRow: "visits", TravelRow: "travel"}
"""What a sheet with such rows is called."""


def _row_models() -> dict[str, type[BaseModel]]:
    kinds = {name: kind_of(field.annotation) for name, field in Scenario.model_fields.items()}
    return {name: kind.of.model for name, kind in kinds.items() if kind.name == "list" and kind.of and kind.of.model}


ROW_MODELS = _row_models()
"""What a row is, by the key of the table."""

FILE_TABLES = {name: model for name, model in ROW_MODELS.items() if name not in ("policy", "assumptions")}
"""Tables of things that may stand in a CSV file."""

ID_TABLES = (*FILE_TABLES, "policy")
"""Lists whose rows have an id, by which they merge."""
