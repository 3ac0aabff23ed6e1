"""Parquet files as tables."""

import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet
from tests.scenario.small import SCENARIO, problems_of, with_table, write

from consolidate.scenario import parquet_file
from consolidate.scenario.load import load


def content(**columns: Any) -> bytes:
    stream = io.BytesIO()
    parquet.write_table(pa.table(columns), stream)
    return stream.getvalue()


AREAS: dict[str, Any] = {
    "id": ["00100", "90100"],
    "population": [1000, 500],
    "lat": [60.1, 65.0],
    "lon": [24.9, 25.5],
    "region": ["south", "north"],
    "languages": ["fi sv", "fi"],
    "people.svenska": [100.0, None],
}
MATRIX: dict[str, Any] = {
    "area": pa.array(["00100", "00100", "90100", "90100"]).dictionary_encode(),
    "site": ["vaasa", "oulu"] * 2,
    "minutes": [0.0, 1.5, 2.5, 0.0],
    "km": [0, 1, 2, 0],
}
WITH_MATRIX = SCENARIO.replace("estimate: {detour: 1.25, speed_kmh: 60}", "matrix: {file: travel.parquet}")


@pytest.mark.parametrize("languages", ["fi sv", "fi,sv", "fi; sv"])
def test_a_parquet_file_is_a_table(languages: str, tmp_path: Path) -> None:
    """A table in a Parquet file gives the scenario that it gives in the YAML, however lists are parted."""
    plain = write(tmp_path / "plain", {"scenario.yaml": SCENARIO})
    table = content(**{**AREAS, "languages": [languages, "fi"]})
    files = {"scenario.yaml": with_table("areas", "{file: areas.parquet}"), "areas.parquet": table}
    assert load(write(tmp_path, files)).scenario == load(plain).scenario


def test_a_long_table_is_taken_by_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A travel matrix is read at once, whole numbers and repeated texts included, never row by row."""
    monkeypatch.setattr("consolidate.scenario.long_tables._slow", None)
    path = write(tmp_path, {"scenario.yaml": WITH_MATRIX, "travel.parquet": content(**MATRIX)})
    matrix = load(path).scenario.travel.matrix
    assert matrix is not None
    assert matrix.numbers["km"].tolist() == [0.0, 1.0, 2.0, 0.0]
    assert matrix.texts["area"].tolist() == ["00100", "00100", "90100", "90100"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"minutes": [0.0, float("inf"), 2.5, 0.0]}, "minutes must be a number, but is 'inf'"),
        ({"minutes": [0.0, None, 2.5, 0.0]}, "minutes is empty"),
        ({"minutes": [0.0, -1.0, 2.5, 0.0]}, "minutes must be at least 0"),
        ({"minutes": ["0", "x", "1", "2"]}, "minutes must be a number, but is 'x'"),
    ],
)
def test_a_wrong_cell_is_told_by_its_row(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    """A cell of a Parquet file that is wrong is told with its row, from 1, and the position of its column."""
    path = write(tmp_path, {"scenario.yaml": WITH_MATRIX, "travel.parquet": content(**(MATRIX | change))})
    [problem] = problems_of(path)
    assert said in problem.message
    assert (problem.place.line, problem.place.column, problem.place.field) == (2, 3, "minutes")


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (b"PAR1" + bytes(100) + b"PAR1", "not a Parquet file"),
        (b"id;population\n", "not a Parquet file"),
        (b"", "not a Parquet file"),
        (content(**AREAS)[:-30], "not a Parquet file"),
        (content(id=[["a"]]), "neither text, number nor day"),
        (content(id=[b"a"]), "neither text, number nor day"),
        (content(**{"id": ["a"], " id": ["b"]}), "stands 2 times"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, made: bytes, said: str) -> None:
    """A file that is no Parquet file, or holds more than a table, is refused with its name."""
    files = {"scenario.yaml": with_table("areas", "{file: areas.parquet}"), "areas.parquet": made}
    [problem] = problems_of(write(tmp_path, files))
    assert said in problem.message
    assert problem.place.file.endswith("areas.parquet")


def test_too_many_cells_are_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that says it holds more cells than the bound is refused before they are unpacked."""
    monkeypatch.setattr(parquet_file, "MAX_CELLS", 10)
    files = {"scenario.yaml": with_table("areas", "{file: areas.parquet}"), "areas.parquet": content(**AREAS)}
    [problem] = problems_of(write(tmp_path, files))
    assert "more than 10 cells" in problem.message
