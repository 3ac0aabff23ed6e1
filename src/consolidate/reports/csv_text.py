"""Tables as CSV: UTF-8, commas, decimal points, every text quoted and none of it a formula."""

from __future__ import annotations

import csv
import io
from typing import TextIO

from consolidate.reports.cleaning import cell
from consolidate.reports.tables import Table, Value


def write(table: Table, stream: TextIO) -> None:
    """Write a table with its headings.

    Texts are quoted whatever they hold: a list separator inside one must not end the cell where another is in use.
    """
    writer = csv.writer(stream, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow([_safe(name) for name in table.columns])
    writer.writerows([_safe(value) for value in row] for row in table.rows)


def text(table: Table) -> str:
    """Return what `write` writes."""
    stream = io.StringIO()
    write(table, stream)
    return stream.getvalue()


def _safe(value: Value) -> Value:
    """Return the value as a cell that a spreadsheet shows and does not run."""
    if value is None:
        return ""
    return cell(value) if isinstance(value, str) else value
