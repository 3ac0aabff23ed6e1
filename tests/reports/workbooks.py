"""Workbooks looked into: their parts, their formulas, their values."""

import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook


def parts(content: bytes) -> dict[str, str]:
    """Return the XML parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name).decode() for name in book.namelist() if name.endswith((".xml", ".rels"))}


def formulas(content: bytes) -> list[str]:
    """Return every formula of a workbook."""
    sheets = (text for name, text in parts(content).items() if name.startswith("xl/worksheets/"))
    return [found for text in sheets for found in re.findall(r"<f[^>]*>(.*?)</f>", text)]


def values(content: bytes, sheet: str) -> list[list[Any]]:
    """Return the values a reader sees that does not recompute."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()


def without_cached_values(content: bytes) -> bytes:
    """Return the workbook with every formula's value taken away, so that only recomputing brings one back."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bare:
        for name in book.namelist():
            text = book.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", text)
            bare.writestr(name, text)
    return stream.getvalue()


def converted(soffice: str, path: Path, suffix: str) -> Path:
    """Return what LibreOffice, without a window, makes of a file."""
    out = path.parent / f"to-{suffix}"
    home = (path.parent / "profile").as_uri()
    command = [soffice, "--headless", f"-env:UserInstallation={home}", "--convert-to", suffix, "--outdir", str(out)]
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    made = out / f"{path.stem}.{suffix}"
    assert made.is_file(), done.stdout + done.stderr
    assert "rror" not in done.stdout + done.stderr
    return made
