"""`consolidate export`: the same tables in every format."""

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.programs import need_program
from tests.reports.results import resolved, result
from tests.reports.workbooks import values

from consolidate.cli.exits import run as command_line
from consolidate.errors import FileSystemError, UsageError
from consolidate.reports.export import FORMATS, export
from consolidate.reports.run_folder import write_run

TABLES = [
    *("figures", "decisions", "cash", "leases", "payers", "places", "points", "areas", "rules"),
    *("assumptions", "factors", "sources", "inputs"),
]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    write_run(tmp_path / "run", result(), resolved())
    return tmp_path / "run"


@pytest.fixture
def other(tmp_path: Path) -> Path:
    figures = tuple(figure for figure in result().figures if figure.name != "cost.exit")
    write_run(tmp_path / "other", result(figures=figures), resolved())
    return tmp_path / "other"


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_a_folder_holds_every_table(run: Path, tmp_path: Path) -> None:
    """A folder gets one CSV file per table; writing it again replaces it whole, another folder is left alone."""
    export([run], tmp_path / "tables")
    assert {path.stem for path in (tmp_path / "tables").iterdir()} == set(TABLES)
    (tmp_path / "tables" / "cash.csv").write_text("old")
    export([run], tmp_path / "tables")
    assert rows(tmp_path / "tables" / "cash.csv")[0]["part"] == "rent"
    (tmp_path / "tables" / "mine.txt").write_text("mine")
    with pytest.raises(FileSystemError, match="not replaced"):
        export([run], tmp_path / "tables")


def test_a_csv_file_holds_one_table(run: Path, tmp_path: Path) -> None:
    """A CSV file without --table says which tables there are; with it, it is that of the run folder."""
    with pytest.raises(UsageError, match=r"--table NAME, one of figures, decisions"):
        export([run], tmp_path / "x.csv")
    with pytest.raises(UsageError, match=r"no table 'cahs'"):
        export([run], tmp_path / "x.csv", table="cahs")
    export([run], tmp_path / "x.csv", table="cash")
    assert (tmp_path / "x.csv").read_bytes() == (run / "cash.csv").read_bytes()


def test_parquet_columns_have_types_and_units(run: Path, tmp_path: Path) -> None:
    """A Parquet table holds numbers as numbers, days as days, the unit in the field, and the values of the CSV."""
    from pyarrow import parquet

    export([run], tmp_path / "tables", form="parquet")
    assert {path.name for path in (tmp_path / "tables").iterdir()} == {f"{name}.parquet" for name in TABLES}
    leases = parquet.read_table(tmp_path / "tables" / "leases.parquet")
    assert str(leases.schema.field("end").type) == "date32[day]"
    assert leases.schema.field("rent_per_m2_year").metadata == {b"unit": b"EUR/m2/year"}
    assert leases.column("m2").to_pylist() == [100.0, 60.0]
    assert leases.column("left").to_pylist()[1] is None


def test_json_and_markdown_hold_the_result_or_a_table(run: Path, other: Path, tmp_path: Path) -> None:
    """JSON of one run is its result, of several all of theirs; a table says what its columns are; Markdown reads."""
    export([run], tmp_path / "x.json")
    assert (tmp_path / "x.json").read_bytes() == (run / "result.json").read_bytes()
    export([run, other], tmp_path / "x.json")
    assert list(json.loads((tmp_path / "x.json").read_text())["runs"]) == ["run", "other"]
    export([run], tmp_path / "x.json", table="cash")
    made = json.loads((tmp_path / "x.json").read_text())
    assert made["columns"][3] == {"name": "today", "kind": "money", "unit": "EUR"}
    assert made["rows"][0]["part"] == "rent"
    export([run], tmp_path / "x.md")
    assert (tmp_path / "x.md").read_text(encoding="utf-8").startswith("# Three offices\n")
    export([run, other], tmp_path / "x.md")
    assert "| leaving leases early | cost.exit | EUR |" in (tmp_path / "x.md").read_text(encoding="utf-8")


def test_several_runs_stand_in_one_table(run: Path, other: Path, tmp_path: Path) -> None:
    """With several runs each row says whose it is, and the figures that differ come first in the comparison."""
    export([run, other], tmp_path / "tables")
    found = rows(tmp_path / "tables" / "decisions.csv")
    assert [row["run"] for row in found] == ["run"] * 3 + ["other"] * 3
    compared = rows(tmp_path / "tables" / "comparison.csv")
    assert (compared[0]["name"], compared[0]["run"], compared[0]["other"]) == ("cost.exit", "0.0", "")


def test_runs_of_one_name_are_told_apart(run: Path, tmp_path: Path) -> None:
    """Two runs whose folders have the same name, or that of a column, get names of their own."""
    for name in ("a/unit", "b/unit", "today"):
        write_run(tmp_path / name, result(), resolved())
    export([tmp_path / "a/unit", tmp_path / "b/unit", tmp_path / "today", run], tmp_path / "tables")
    heading = (tmp_path / "tables" / "comparison.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert len(set(heading)) == len(heading) == 8


def test_geojson_is_in_wgs84(run: Path, tmp_path: Path) -> None:
    """Areas stand at their centre, longitude first; a site without coordinates stands in its area."""
    export([run], tmp_path / "x.geojson")
    found = json.loads((tmp_path / "x.geojson").read_text(encoding="utf-8"))["features"]
    assert [feature["properties"]["layer"] for feature in found] == ["points", "areas", "areas"]
    assert all(feature["geometry"]["coordinates"][0] < 22 for feature in found)
    assert found[0]["properties"]["agencies"] == "dvv; kela"
    export([run], tmp_path / "x.geojson", table="points")
    assert len(json.loads((tmp_path / "x.geojson").read_text(encoding="utf-8"))["features"]) == 1
    with pytest.raises(UsageError, match="not the table 'cash'"):
        export([run], tmp_path / "x.geojson", table="cash")


def test_gdal_opens_the_geojson(run: Path, tmp_path: Path) -> None:
    """GDAL sees every feature, in WGS84."""
    ogrinfo = need_program("ogrinfo")
    export([run], tmp_path / "x.geojson")
    done = subprocess.run(
        [ogrinfo, "-so", "-al", str(tmp_path / "x.geojson")], capture_output=True, text=True, timeout=60, check=True
    )
    assert "Feature Count: 3\n" in done.stdout
    assert 'ID["EPSG",4326]' in done.stdout
    assert "Geometry: Point" in done.stdout
    assert "Extent: (21.600000, 62.900000) - (21.700000, 63.100000)" in done.stdout


@pytest.mark.parametrize("name", [f"x.{form}" for form in FORMATS if form not in {"csv", "parquet"}])
def test_equal_runs_give_equal_bytes(run: Path, tmp_path: Path, name: str) -> None:
    """A file written twice, at other times, from runs that hold the same, is the same to the byte."""
    write_run(tmp_path / "again" / "run", result(), resolved())
    export([run], tmp_path / name)
    export([tmp_path / "again" / "run"], tmp_path / f"again-{name}")
    assert (tmp_path / name).read_bytes() == (tmp_path / f"again-{name}").read_bytes()


def test_what_cannot_be_written_leaves_what_was_there(run: Path, tmp_path: Path, monkeypatch: Any) -> None:
    """A failing write is exit 8, the old file is still there and no part of the new one."""
    target = tmp_path / "x.json"
    target.write_text("old")
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(FileSystemError, match="No space left"):
        export([run], target)
    assert target.read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"run", "x.json"}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["run", "-o", "x.docx"], 2, "no format is called .docx; there are: xlsx"),
        (["run", "-o", "x.xlsx", "--table", "cash"], 2, "a workbook holds all tables"),
        (["run", "-o", "x.csv", "--format", "parquet"], 2, "its suffix says .csv"),
        (["missing", "-o", "x.xlsx"], 8, "no such run folder"),
        (["run", "-o", "run"], 8, "not replaced"),
        (["run", "-o", "x.xlsx"], 0, "written: x.xlsx"),
    ],
)
def test_the_command_says_what_it_did(
    run: Path, tmp_path: Path, monkeypatch: Any, capsys: Any, words: list[str], code: int, said: str
) -> None:
    """The command ends with the exit code and the words of what happened."""
    assert run.is_dir()
    monkeypatch.chdir(tmp_path)
    assert command_line(["export", *words]) == code
    assert said in " ".join(capsys.readouterr().err.split())


def test_a_run_with_nothing_in_it_makes_a_workbook(tmp_path: Path) -> None:
    """A result without money, leases, points or areas still becomes a workbook, an empty table its headings."""
    bare: Callable[..., Any] = result
    write_run(tmp_path / "run", bare(cash=(), leases=(), points=(), affected=(), notes=(), assumptions=()), resolved())
    export([tmp_path / "run"], tmp_path / "x.xlsx")
    assert values((tmp_path / "x.xlsx").read_bytes(), "Leases") == [
        [
            *("office", "agency", "site", "taken", "m2", "rent per m2 year [EUR/m2/year]", "start", "end", "breaks"),
            *("notice months [months]", "owned", "left", "exit cost [EUR]", "rent per year"),
        ]
    ]
