"""Workbooks that hostile hands make: each a clear error, in time and within memory."""

import io
import json
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.scenario.sheets import cell, changed, workbook

READING = Path(__file__).with_name("reading.py")
SECONDS = 2
AREAS = [["id", "population"], ["north", 1000], ["south", 500]]
SHEET = "xl/worksheets/sheet1.xml"
GOOD = workbook({"areas": AREAS})
SCENARIO = """\
consolidate: 1
name: Hostile
reference_year: 2024
currency: EUR
horizon: {periods: [2025], end: 2026}
agencies: [{id: a}]
services: [{id: v, agency: a}]
areas: {file: book.xlsx}
sites: [{id: s, area: north}]
offices: [{id: o, agency: a, site: s}]
travel: {matrix: [{area: north, site: s, minutes: 1, km: 1}, {area: south, site: s, minutes: 1, km: 1}]}
"""
DOCTYPE = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (98 + n, *([97 + n] * 10)) for n in range(9)
    )
    + b"]>"
)


def into_sheet(xml: bytes) -> bytes:
    """Put XML at the end of the sheet's rows."""
    return changed(GOOD, SHEET, lambda text: text.replace(b"</sheetData>", xml + b"</sheetData>"))


def with_part(name: str, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO(GOOD)
    with zipfile.ZipFile(stream, "a", method) as book:
        book.writestr(name, content)
    return stream.getvalue()


def lying(size: int) -> bytes:
    """Say in the archive's list that the sheet is small, though it unpacks to a lot."""
    made = bytearray(changed(GOOD, SHEET, lambda text: text.replace(b"</sheetData>", b" " * size + b"</sheetData>")))
    for found in re.finditer(re.escape(b"PK\x01\x02"), bytes(made)):
        start = found.start()
        length = struct.unpack_from("<H", made, start + 28)[0]
        if made[start + 46 : start + 46 + length] == SHEET.encode():
            struct.pack_into("<I", made, start + 24, 1000)
    return bytes(made)


def encrypted() -> bytes:
    made = bytearray(GOOD)
    for found in re.finditer(re.escape(b"PK\x01\x02"), GOOD):
        made[found.start() + 8] |= 1
    return bytes(made)


def twice() -> bytes:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return with_part(SHEET, b"<x/>")


def merged(text: bytes) -> bytes:
    return text.replace(b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells>')


def _archive(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def _damaged() -> bytes:
    made = bytearray(GOOD)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as book:
        start = book.getinfo(SHEET).header_offset
    made[start + 80 : start + 120] = bytes(40)
    return bytes(made)


Made = bytes | Callable[[], bytes]
REFUSED: dict[str, tuple[Made, str]] = {
    "a far cell": (into_sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "too far apart"),
    "a far row": (into_sheet(b'<row r="9999999"><c r="C9999999"><v>1</v></c></row>'), "too far apart"),
    "a far text": (
        into_sheet(b'<row r="900000"><c r="XFD900000" t="inlineStr"><is><t>x</t></is></c></row>'),
        "too far apart",
    ),
    "a formula without a value": (changed(GOOD, SHEET, cell("B2", '<c r="B2"><f>1+1</f></c>')), ":areas:2:2: error"),
    "an error": (changed(GOOD, SHEET, cell("B3", '<c r="B3" t="e"><v>#N/A</v></c>')), ":areas:3:2: error"),
    "merged cells": (changed(GOOD, SHEET, merged), "cells A2:B3 are merged"),
    "macros": (with_part("xl/vbaProject.bin", b"x"), "macros"),
    "macros in capitals": (with_part("xl/VBAPROJECT.BIN", b"x"), "macros"),
    "old or encrypted": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000), "old or encrypted"),
    "encrypted parts": (encrypted, "encrypted"),
    "no workbook": (b"PK\x03\x04" + bytes(1000), "not a workbook"),
    "nothing": (b"", "not a workbook"),
    "text": (b"id;population\nnorth;1\n", "not a workbook"),
    "cut short": (GOOD[: len(GOOD) // 2], "not a workbook"),
    "another archive": (lambda: _archive({"readme.txt": b"x"}), "not an Excel workbook"),
    "a part twice": (twice, "one twice"),
    "very many parts": (lambda: _archive({f"xl/{n}": b"" for n in range(5000)}), "too many parts"),
    "a bomb in the sheet": (
        lambda: changed(GOOD, SHEET, lambda text: text.replace(b"</sheetData>", b" " * 3 * 10**7 + b"</sheetData>")),
        "far larger unpacked",
    ),
    "a bomb that lies": (lambda: lying(30_000_000), "far larger unpacked"),
    "a bomb of texts": (
        lambda: changed(GOOD, "xl/sharedStrings.xml", lambda _: b"<sst>" + b"<si/>" * 9_000_000),
        "far",
    ),
    "a bomb beside it": (lambda: with_part("xl/media/x.bin", bytes(3 * 10**7)), "far larger unpacked"),
    "very many cells": (
        lambda: into_sheet(b'<row r="9">' + b'<c r="A9"><v>1</v></c>' * 2_500_000 + b"</row>"),
        "",
    ),
    "very many cells of many kinds": (
        lambda: into_sheet(
            b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n**5) for n in range(9, 1_100_000))
        ),
        "more than 1,000,000 cells",
    ),
    "very many rows": (lambda: into_sheet(b"<row/>" * 3_000_000), ""),
    "entities in the sheet": (
        changed(GOOD, SHEET, lambda text: text.replace(b"<worksheet", DOCTYPE + b"<worksheet", 1)),
        "document type",
    ),
    "entities in the workbook": (
        changed(GOOD, "xl/workbook.xml", lambda text: text.replace(b"<workbook", DOCTYPE + b"<workbook", 1)),
        "document type",
    ),
    "broken XML": (changed(GOOD, SHEET, lambda text: text[: len(text) // 2]), "damaged"),
    "a sheet that is not there": (
        changed(GOOD, "xl/_rels/workbook.xml.rels", lambda text: text.replace(b"sheet1.xml", b"../../../x.xml")),
        "missing",
    ),
    "an empty sheet": (workbook({"areas": []}), "is empty"),
    "a damaged part": (_damaged, "damaged"),
    "very deep XML": (lambda: into_sheet(b"<x>" * 300_000), ""),
    "a heading twice": (workbook({"areas": [["id", "id", "population"]]}), "stands 2 times"),
    "an infinite number": (changed(GOOD, SHEET, cell("B2", '<c r="B2"><v>1e999</v></c>')), "population"),
    "no number": (changed(GOOD, SHEET, cell("B2", '<c r="B2"><v>abc</v></c>')), ""),
    "a text that is not there": (changed(GOOD, SHEET, cell("A2", '<c r="A2" t="s"><v>99999</v></c>')), ""),
    "a negative text": (changed(GOOD, SHEET, cell("A2", '<c r="A2" t="s"><v>-1</v></c>')), ""),
    "a cell nowhere": (changed(GOOD, SHEET, cell("A2", '<c r="ZZZZ0"><v>1</v></c>')), ""),
}


Read = Callable[[Path], dict]


@pytest.fixture(scope="module")
def read() -> Iterator[Read]:
    command = [sys.executable, "-W", "error", str(READING)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as process:

        def answer(path: Path) -> dict:
            process.stdin.write(f"{path}\n")
            return json.loads(process.stdout.readline())

        yield answer
        process.stdin.close()


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("whole", [False, True], ids=["table", "scenario"])
def test_a_hostile_workbook_is_refused(name: str, whole: bool, tmp_path: Path, read: Read) -> None:
    """Each hostile workbook, as a table or as a scenario, is exit 3 with its name and why, in 2 s and 300 MB."""
    made, said = REFUSED[name]
    (tmp_path / "book.xlsx").write_bytes(made() if callable(made) else made)
    (tmp_path / "scenario.yaml").write_text(SCENARIO)
    answer = read(tmp_path / ("book.xlsx" if whole else "scenario.yaml"))
    assert answer["exit"] == 3, answer
    assert all("book.xlsx" in problem or "scenario.yaml" in problem for problem in answer["problems"])
    if not (whole and name == "an empty sheet"):
        assert any(said in problem for problem in answer["problems"]), answer["problems"][:3]
    assert max(map(len, answer["problems"])) < 2000
    assert answer["seconds"] < SECONDS


def test_an_ordinary_workbook_is_read(tmp_path: Path, read: Read) -> None:
    """The workbook that the hostile ones are made from is a good one."""
    (tmp_path / "book.xlsx").write_bytes(GOOD)
    (tmp_path / "scenario.yaml").write_text(SCENARIO)
    assert read(tmp_path / "scenario.yaml")["exit"] == 0


@pytest.mark.parametrize("suffix", ["xls", "xlsm", "xlsb", "ods"])
def test_other_workbooks_are_not_scenarios(suffix: str, tmp_path: Path, read: Read) -> None:
    """A workbook of another format is refused with what to do."""
    (tmp_path / f"book.{suffix}").write_bytes(GOOD)
    answer = read(tmp_path / f"book.{suffix}")
    assert answer["exit"] == 3
    assert "save it as .xlsx" in answer["problems"][0]
