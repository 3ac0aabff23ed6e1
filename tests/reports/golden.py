"""Golden files: the expected text in a readable file; UPDATE_GOLDEN=1 writes them anew."""

import os
from pathlib import Path


def assert_golden(test_file: Path, name: str, text: str) -> None:
    """Compare line by line; blanks at the end of a line do not count, editors take them away."""
    path = test_file.parent / "golden" / name
    text = "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
