"""What the scripts that write scenarios' tables share: files, names, distances, and draws that repeat."""

from __future__ import annotations

import csv
import hashlib
import math
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

Row = dict[str, str]
Table = list[dict[str, object]]


def read(path: Path) -> list[Row]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Write rows, the columns in the order in which they first appear; floats in their shortest form."""
    rows = list(rows)
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=names, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows({key: number(value) for key, value in row.items()} for row in rows)


def number(value: object) -> object:
    """Return a float as text without needless digits, anything else as it is."""
    return f"{value:.10g}" if isinstance(value, float) else value


def slug(name: str) -> str:
    """Return a name in lower-case ASCII: Kemijärvi becomes kemijarvi."""
    return unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode().replace(" ", "-")


def draw(seed: str, office: str, what: str, count: int) -> int:
    """Return a number from 0 to ``count - 1`` that depends on nothing but the seed, the office and the question."""
    return int.from_bytes(hashlib.sha256(f"{seed}|{office}|{what}".encode()).digest()[:8], "big") % count


def kilometres(a: Mapping[str, str], b: Mapping[str, str]) -> float:
    """Return the great-circle distance of two places."""
    lat_a, lon_a, lat_b, lon_b = (math.radians(float(row[key])) for row in (a, b) for key in ("lat", "lon"))
    h = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(h))
