"""Workbooks written cell by cell, as planners and hostile hands make them."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]


def workbook(sheets: Mapping[str, Rows], touch: Callable[[Any, dict[str, Any]], None] | None = None) -> bytes:
    """Return a workbook with these rows; ``touch`` may do more to it."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False})
    made = {}
    for name, rows in sheets.items():
        made[name] = book.add_worksheet(name)
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    made[name].write_string(line, column, value)
                elif value is not None:
                    made[name].write(line, column, value)
    if touch:
        touch(book, made)
    book.close()
    return stream.getvalue()


def changed(book: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with one part changed, or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, change(old.read(part) if part in old.namelist() else b""))
    return stream.getvalue()


def cell(reference: str, xml: str) -> Callable[[bytes], bytes]:
    """Return the change that puts XML in the place of a cell."""

    def change(sheet: bytes) -> bytes:
        made, count = re.subn(rf'<c r="{reference}"[^>]*?(/>|>.*?</c>)'.encode(), xml.encode(), sheet, count=1)
        assert count == 1, reference
        return made

    return change
