"""Parquet files as tables."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from consolidate.errors import InvalidInput, Place, Problem
from consolidate.scenario.cells import read_cell
from consolidate.scenario.delimited import check_headings
from consolidate.scenario.fields import Kind
from consolidate.scenario.long_tables import Coded, from_arrow
from consolidate.scenario.table_files import Heading
from consolidate.scenario.tree import Node, Scalar

SUFFIX: Final = ".parquet"
MAX_BYTES: Final = 400_000_000
MAX_CELLS: Final = 30_000_000
MAX_UNPACKED: Final = 1_000_000_000


@dataclass(frozen=True)
class ParquetTable:
    """A Parquet file; its rows count from 1, as it has no line of headings."""

    file: str
    data: Any  # pyarrow.Table
    first: int = 0

    @property
    def headings(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self.data.column_names)

    def place(self, line: int, field: str = "") -> Place:
        """Return the place of a cell."""
        column = self.headings.index(field) + 1 if field in self.headings else 0
        return Place(self.file, line, column, field)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield every row that is not blank as texts."""
        columns = [[_text(value) for value in column.to_pylist()] for column in self.data.columns]
        for line, cells in enumerate(zip(*columns, strict=True), 1):
            if any(cell.strip() for cell in cells):
                yield line, list(cells)

    def read(self, text: str, kind: Kind) -> Scalar | list[Node]:
        """Return what a cell holds, by the kind of its column."""
        return read_cell(text, kind, decimal_comma=False)

    def fit(self, line: int, cells: list[str]) -> Problem | None:  # noqa: ARG002  (every row has every column)
        """Every cell stands under a heading."""
        return None

    def columns(self, headings: list[Heading]) -> Coded | None:
        """Return the columns at once; None where one is not of the kind its heading asks for."""
        import pyarrow as pa

        made = {}
        try:
            for heading in headings:
                kind = pa.float64() if heading.kind.name == "number" else pa.string()
                column = self.data[heading.name]
                is_text = pa.types.is_string(column.type) or pa.types.is_dictionary(column.type)
                if is_text != (heading.kind.name != "number"):
                    return None
                made[heading.name] = column.cast(kind)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            return None
        return from_arrow(pa.table(made), headings, self.file) if made else None


def read_parquet(content: bytes, file: str) -> ParquetTable:
    """Read a Parquet file.

    Raises
    ------
    InvalidInput
        When it is none, too large, or holds more than texts, numbers and days.
    """
    import pyarrow as pa
    from pyarrow import parquet

    def refusal(message: str, remedy: str = "") -> InvalidInput:
        return InvalidInput([Problem(Place(file), message, suggestion=remedy)])

    if len(content) > MAX_BYTES:
        raise refusal(f"the table is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        opened = parquet.ParquetFile(pa.BufferReader(content))
        about = opened.metadata
        unpacked = sum(about.row_group(number).total_byte_size for number in range(about.num_row_groups))
        if about.num_rows * max(about.num_columns, 1) > MAX_CELLS or unpacked > MAX_UNPACKED:
            raise refusal(f"the table has more than {MAX_CELLS:,} cells, or too large ones")
        check_headings(file, 0, tuple(name.strip() for name in opened.schema_arrow.names))
        for each in opened.schema_arrow:
            if pa.types.is_nested(each.type) or pa.types.is_binary(each.type):
                raise refusal(
                    f"the column {each.name!r} is neither text, number nor day", "write a column for each part"
                )
        texts = [each.name for each in opened.schema_arrow if pa.types.is_string(each.type)]
        opened = parquet.ParquetFile(pa.BufferReader(content), read_dictionary=texts)
        return ParquetTable(file, opened.read())
    except (pa.ArrowException, OSError, ValueError) as error:
        raise refusal(f"this is not a Parquet file: {str(error).splitlines()[0][:200]}") from None


def _text(value: Any) -> str:
    """Return a value as the text a CSV file would hold."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if abs(value) < 2**53 and value == int(value) else repr(value)
    return value.isoformat() if isinstance(value, date) else str(value)
