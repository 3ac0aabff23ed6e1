"""Tables as Parquet: typed columns, with the unit in each field's metadata."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from consolidate.reports.columns import column
from consolidate.reports.tables import Table


def content(table: Table, currency: str) -> bytes:
    """Return the bytes of a Parquet file."""
    import pyarrow as pa
    from pyarrow import parquet

    kinds = {"text": pa.string(), "day": pa.date32(), "whole": pa.int64()}
    rows = list(table.rows)
    fields, arrays = [], []
    for position, name in enumerate(table.columns):
        about = column(table.name, name)
        kind = kinds.get(about.kind, pa.float64())
        unit = about.unit_in(currency)
        fields.append(pa.field(name, kind, metadata={"unit": unit} if unit else None))
        arrays.append(pa.array([_value(row[position], about.kind) for row in rows], kind))
    stream = io.BytesIO()
    parquet.write_table(pa.table(arrays, schema=pa.schema(fields)), stream)
    return stream.getvalue()


def _value(value: Any, kind: str) -> Any:
    """Return what Arrow takes for a cell of a kind."""
    if value is None or kind == "text":
        return None if value is None else str(value)
    if kind == "day":
        return date.fromisoformat(value)
    return int(value) if kind == "whole" else float(value)
