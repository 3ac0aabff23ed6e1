"""What a workbook is made of, looked at before anything is read: no bomb, no macro, no password.

A reader of spreadsheets trusts the file. Here its parts are unpacked within bounds, whatever it says of their sizes.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat

from consolidate.errors import InvalidInput, Place, Problem

MAX_BYTES: Final = 50_000_000
MAX_UNPACKED: Final = 200_000_000
MAX_RATIO: Final = 250
FREE: Final = 1_000_000
"""Bytes of a part that may be packed as tightly as anybody likes."""
MAX_CELLS: Final = 1_000_000
MOST_PARTS: Final = 2_000
CHUNK: Final = 1 << 20
_COUNTED: Final = {"xl": (b"<si", b":si"), "xl/worksheets": (b"<c ", b":c ", b"<c>", b":c>")}
"""What is counted in the parts of a folder: texts, and cells."""
_LARGE: Final = "use CSV or Parquet files"
_SAVE: Final = "save it as .xlsx, without a password"
_ZEROS = re.compile("0{2,20}")


class Parts:
    """The unpacked parts of a workbook.

    Raises
    ------
    InvalidInput
        When it is no workbook, or one that is not read: encrypted, old, with macros, or far too large.
    """

    def __init__(self, content: bytes, file: str) -> None:
        self.file = file
        if content.startswith(b"\xd0\xcf\x11\xe0"):
            raise self.refusal("this is an old or encrypted workbook", _SAVE)
        if len(content) > MAX_BYTES:
            raise self.refusal(f"the workbook is larger than {MAX_BYTES // 1_000_000} MB", _LARGE)
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(content))
            infos = self.archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
            raise self.refusal("this is not a workbook", _SAVE) from None
        self.names = {info.filename for info in infos}
        if len(infos) > MOST_PARTS or len(self.names) < len(infos):
            raise self.refusal("the workbook has too many parts, or one twice", _SAVE)
        if any(name.lower().endswith("vbaproject.bin") for name in self.names):
            raise self.refusal("the workbook holds macros", "save it as .xlsx, which holds none")
        if "xl/workbook.xml" not in self.names:
            raise self.refusal("this is not an Excel workbook", _SAVE)
        self._weigh(infos)

    def called(self, file: str) -> Parts:
        """Return the same parts, for errors that name another file."""
        other = copy.copy(self)
        other.file = file
        return other

    def refusal(self, message: str, remedy: str = "", line: int = 0, column: int = 0) -> InvalidInput:
        """Return the error that says why a workbook, or a cell of it, is not read."""
        return InvalidInput([Problem(Place(self.file, line, column), message, suggestion=remedy)])

    def _weigh(self, infos: list[zipfile.ZipInfo]) -> None:
        """Unpack every part once, within bounds; what the archive says of its sizes may be a lie."""
        left = MAX_UNPACKED
        for info in infos:
            if info.flag_bits & 0x1:
                raise self.refusal("the workbook is encrypted", _SAVE)
            allowed = min(left, max(FREE, MAX_RATIO * info.compress_size))
            if info.file_size > allowed:
                raise self._bomb(info.filename)
            counted = _COUNTED.get(info.filename.rpartition("/")[0], ())
            size = count = 0
            for chunk in self._chunks(info):
                size += len(chunk)
                count += sum(map(chunk.count, counted))
                if size > allowed:
                    raise self._bomb(info.filename)
                if count > MAX_CELLS:
                    raise self.refusal(f"{info.filename} has more than {MAX_CELLS:,} cells or texts", _LARGE)
            left -= size

    def _bomb(self, name: str) -> InvalidInput:
        most = MAX_UNPACKED // 1_000_000
        return self.refusal(f"{name} in the workbook is far larger unpacked than packed, or than {most} MB")

    def _chunks(self, info: zipfile.ZipInfo) -> Any:
        """Yield what a part holds, to its real end."""
        whole = zipfile.ZipInfo(info.filename)
        for name in ("compress_type", "flag_bits", "header_offset", "compress_size", "CRC", "orig_filename"):
            setattr(whole, name, getattr(info, name))
        whole.file_size = MAX_UNPACKED + CHUNK
        try:
            with self.archive.open(whole) as stream:
                while chunk := stream.read(CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
            raise self.refusal(f"{info.filename} in the workbook is damaged", _SAVE) from None

    def parse(self, name: str, start: Callable[[str, dict[str, str]], None]) -> None:
        """Call ``start`` for every element of a part, its name without a prefix.

        Raises
        ------
        InvalidInput
            When the part is missing, is no XML, or defines entities.
        """
        if name not in self.names:
            raise self.refusal(f"{name} is missing in the workbook", _SAVE)
        parser = expat.ParserCreate()
        parser.StartElementHandler = start

        def refuse(*_: object) -> None:
            raise self.refusal(f"{name} in the workbook has a document type", _SAVE)

        parser.StartDoctypeDeclHandler = refuse
        try:
            for chunk in self._chunks(self.archive.getinfo(name)):
                parser.Parse(chunk, False)  # noqa: FBT003  (is it the last)
            parser.Parse(b"", True)  # noqa: FBT003
        except expat.ExpatError as error:
            raise self.refusal(f"{name} in the workbook is damaged: {error}", _SAVE) from None


@dataclass
class Outline:
    """The sheets of a workbook by name, the formats that show leading zeros, and where its calendar begins."""

    sheets: dict[str, str] = field(default_factory=dict)  # name -> part
    zeros: dict[str, int] = field(default_factory=dict)  # number of the style -> digits
    from_1904: bool = False


def outline(parts: Parts) -> Outline:
    """Read what a workbook says of itself."""
    made = Outline()
    relations: dict[str, str] = {}
    ids: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            relations[attributes.get("Id", "")] = attributes.get("Target", "")

    def book(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "workbookPr":
            made.from_1904 = attributes.get("date1904", "0") in {"1", "true"}
        if name == "sheet" and len(ids) < MOST_PARTS:
            found = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            ids[attributes.get("name", "")] = found

    parts.parse("xl/_rels/workbook.xml.rels", relation)
    parts.parse("xl/workbook.xml", book)
    for name, number in ids.items():
        target = relations.get(number, "")
        made.sheets[name] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    if "xl/styles.xml" in parts.names:
        made.zeros = _zeros(parts)
    return made


def _zeros(parts: Parts) -> dict[str, int]:
    """Return the styles whose numbers are shown with leading zeros, as 00100."""
    codes: dict[str, str] = {}
    zeros: dict[str, int] = {}
    inside, count = False, 0

    def style(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside, count
        name = tag.rpartition(":")[2]
        if name == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            inside = True
        elif name in {"cellStyles", "dxfs"}:
            inside = False
        elif name == "xf" and inside:
            code = codes.get(attributes.get("numFmtId", ""), "")
            if _ZEROS.fullmatch(code):
                zeros[str(count)] = len(code)
            count += 1

    parts.parse("xl/styles.xml", style)
    return zeros
