"""A workbook being written: formats made once, texts that stay texts, the same bytes for the same content."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from consolidate.reports.cleaning import cell as guarded

CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # a real one would make equal results differ
LONGEST: Final = 32_767  # characters Excel takes in a cell
MOST_ROWS: Final = 1_048_576
_DROPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_MARKUP = re.compile("<r>.*</r>", re.DOTALL)

HEADING: Final = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79", "text_wrap": True, "valign": "top"}
RIGHT: Final = {"align": "right"}
HEADING_HEIGHT: Final = 31  # points: two lines
TITLE_HEIGHT: Final = 21
TITLE: Final = {"bold": True, "font_size": 14}
TOTAL: Final = {"bold": True, "top": 1, "bg_color": "#EAF1F8"}
GOOD: Final = {"font_color": "#1B6E3C", "bg_color": "#E2F2E6"}
BAD: Final = {"font_color": "#A11D1D", "bg_color": "#FBE3E1"}
WARN: Final = {"font_color": "#7A5A00", "bg_color": "#FFF3CD"}
QUIET: Final = {"font_color": "#808080"}
FILLED: Final = {"today": "#9AA5B1", "plan": "#1F4E79"}

NUMBERS: Final = {
    "money": "#,##0;-#,##0;0",
    "number": "#,##0.0;-#,##0.0;0",
    "count": "#,##0",
    "whole": "0",
    "share": "0.00%",
    "percent": "+0.0;-0.0;0.0",
    "day": "yyyy-mm-dd",
}


class Book:
    """An Excel workbook in memory."""

    def __init__(self, title: str) -> None:
        import xlsxwriter

        self._stream = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.workbook: Any = xlsxwriter.Workbook(self._stream, options)
        self.workbook.set_properties({"title": clean(title)[:250], "created": CREATED})
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def add(self, name: str) -> Any:
        """Return a new sheet, set up to be printed on as few pages as it can be read on."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&RPage &P of &N")
        return sheet

    def format(self, *parts: Mapping[str, Any]) -> Any:
        """Return the format with these properties; the same ones give the same format."""
        properties = {key: value for part in parts for key, value in part.items()}
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def number(self, kind: str, *parts: Mapping[str, Any]) -> Any:
        """Return the format of numbers of a kind."""
        return self.format({"num_format": NUMBERS.get(kind, "General"), "valign": "top"}, *parts)

    def put(self, sheet: Any, row: int, column: int, value: Any, kind: str = "text", *parts: Mapping[str, Any]) -> None:
        """Write a value by its kind; a text stays a text, whatever it looks like, also when it is edited."""
        if value is None:
            sheet.write_blank(row, column, None, self.format(*parts))
        elif kind == "day":
            sheet.write_datetime(row, column, _day(value), self.number("day", {"align": "left"}, *parts))
        elif isinstance(value, str):
            quoted = {"quote_prefix": True} if guarded(value) != value else {}
            sheet.write_string(row, column, clean(value), self.format({"valign": "top"}, *parts, quoted))
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, self.format(*parts))
        else:
            sheet.write_number(row, column, value, self.number(kind, *parts))

    def content(self) -> bytes:
        """Close the workbook and return its bytes."""
        self.workbook.close()
        return self._stream.getvalue()


def clean(text: str) -> str:
    """Return the text as a cell can hold it: no control characters, not too long, no markup of the file format."""
    text = _DROPPED.sub("", text)
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    return f" {text}" if _MARKUP.fullmatch(text) else text  # XlsxWriter takes <r>...</r> for markup of its own


def _day(value: str | date) -> datetime:
    """Return a day as Excel counts it."""
    day = value if isinstance(value, date) else date.fromisoformat(value)
    return datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None)


def unit_kind(unit: str, currency: str) -> str:
    """Return how numbers of a unit are written."""
    if unit.partition("/")[0] in {currency, "currency"}:
        return "money"
    if unit.startswith("share"):
        return "share"
    if unit in {"count", "1"}:
        return "count"
    return "number"
