"""Staff, modes, remote use and groups' ways in CSV, Parquet and workbooks, and written out: the same scenario."""

from pathlib import Path

import pyarrow as pa
import pytest
import yaml
from pyarrow import csv, parquet
from tests.scenario.people import WAYS, written
from tests.scenario.sheets import Rows, workbook
from tests.scenario.small import problems_of, write
from tests.scenario.test_written_out import rewritten, table_text

from consolidate.reports.workbook import scenario_book
from consolidate.scenario.flatten import flattened
from consolidate.scenario.load import load
from consolidate.scenario.tree import as_node
from consolidate.scenario.workbook import Workbook

TABLES = ("agencies", "services", "areas", "groups", "offices")


def in_files(folder: Path, suffix: str) -> Path:
    """Write it with its tables in files of their own, headings dotted."""
    values = load(written(folder / "yaml")[0]).resolved
    values["groups"][1]["travel"] = f"ways{suffix}"
    write(folder, {"ways.csv": WAYS})
    ways = csv.read_csv(folder / "ways.csv", convert_options=csv.ConvertOptions(column_types={"area": pa.string()}))
    parquet.write_table(ways, folder / "ways.parquet")
    for name in TABLES:
        columns = flattened(as_node(values[name], ""), "")
        assert columns is not None
        if suffix == ".csv":
            write(folder, {f"{name}.csv": table_text(columns)})
        else:
            parquet.write_table(pa.table(columns.texts | columns.numbers), folder / f"{name}.parquet")
        values[name] = {"file": f"{name}{suffix}"}
    return write(folder, {"scenario.yaml": yaml.safe_dump(values, sort_keys=False)})


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_tables_in_files_say_the_same(suffix: str, tmp_path: Path) -> None:
    """Staff, modes to become, remote use, homes and a group's ways are read from CSV and Parquet as from YAML."""
    again = load(in_files(tmp_path, suffix))
    assert again.scenario == load(tmp_path / "yaml").scenario
    assert {f"ways{suffix}", f"offices{suffix}"} <= set(again.files)


def test_a_misspelt_column_is_one_error_and_no_advice_about_its_rows(tmp_path: Path) -> None:
    """Where `mode` is misspelt, nobody is told to remove the homes of points that are served from elsewhere."""
    path, table = in_files(tmp_path, ".csv"), tmp_path / "offices.csv"
    head, rows = table.read_text(encoding="utf-8").split("\n", 1)
    table.write_text(f"{head.replace(',mode,', ',moode,')}\n{rows}", encoding="utf-8")
    problems = [each for each in problems_of(path) if each.place.file.endswith("offices.csv")]
    assert [(each.severity, each.value) for each in problems] == [("error", "moode")]


def test_a_workbook_says_the_same(tmp_path: Path) -> None:
    """Written as a workbook, with sheets for modes to become and for ways of groups, it reads back the same."""
    loaded = load(written(tmp_path)[0])
    (tmp_path / "book.xlsx").write_bytes(scenario_book.content(loaded.resolved))
    assert load(tmp_path / "book.xlsx").scenario == loaded.scenario
    assert {"convert", "group_travel"} <= set(Workbook((tmp_path / "book.xlsx").read_bytes(), "book").names)


def test_what_is_written_out_is_the_same(tmp_path: Path) -> None:
    """Resolved, with a long table of a group's ways beside it, it reads back the same."""
    sites = "".join(f"  - {{id: s{number}, area: '90100'}}\n" for number in range(1000))
    more = "".join(f"90100,s{number},{number},1\n" for number in range(1000))
    loaded = load(written(tmp_path, ("\noffices:\n", f"\n{sites}offices:\n"), ("90100,oulu,20,6\n", more))[0])
    assert loaded.resolved["groups"][1]["travel"] == {"file": "groups-2-travel.csv"}
    assert load(rewritten(tmp_path / "again", loaded)).scenario == loaded.scenario


def test_a_variant_gives_a_group_other_ways(tmp_path: Path) -> None:
    """A scenario that extends another may name another file for the ways of a group."""
    written(tmp_path)
    change = "extends: scenario.yaml\ngroups: {change: [{id: no-car, travel: {file: other.csv}}]}\n"
    write(tmp_path, {"variant.yaml": change, "other.csv": WAYS.replace(",15,", ",25,")})
    travel = load(tmp_path / "variant.yaml").scenario.groups[1].travel
    assert travel is not None
    assert travel.numbers["minutes"].tolist() == [25, 600, 20]


WAY: Rows = [["group", "area", "site", "minutes", "km"]]
SHEETS: dict[str, tuple[str, Rows, str, str, str]] = {
    "a way of a group that is none": (
        "group_travel", [*WAY, ["nocar", "00100", "vaasa", 1, 1]],
        "2:1", "there is no group 'nocar'", "did you mean 'no-car'?"),
    "a way of nobody": (
        "group_travel", [*WAY, [None, "00100", "vaasa", 1, 1]], "2:1", "group is empty", "svenska, no-car, chair"),
    "ways without a group": (
        "group_travel", [WAY[0][1:], ["00100", "vaasa", 1, 1]], "1", "the column 'group' is missing", ""),
    "a way to nowhere": (
        "group_travel", [*WAY, ["no-car", "00100", "vasa", 1, 1]],
        "2:3", "groups.no-car.travel: there is no site 'vasa'", "did you mean 'vaasa'?"),
    "a change of an office that is none": (
        "convert", [["office", "mode"], ["kela-olu", "booth"]],
        "2:1", "there is no office 'kela-olu'", "did you mean 'kela-oulu'?"),
    "a change to a mode that is none": (
        "convert", [["office", "mode"], ["kela-oulu", "both"]],
        "2:2", "offices.kela-oulu.convert.1.mode: there is no mode 'both'", "did you mean 'booth'?"),
}  # fmt: skip


@pytest.mark.parametrize("name", SHEETS)
def test_what_is_wrong_in_a_sheet_is_said_by_its_cell(name: str, tmp_path: Path) -> None:
    """One sheet spoilt gives one error, at its row and column, with what is allowed or may have been meant."""
    sheet, rows, place, said, remedy = SHEETS[name]
    book = Workbook(scenario_book.content(load(written(tmp_path)[0]).resolved), "book")
    whole = {title: read for title in book.names if title != "readme" and (read := book.sheet(title)) is not None}
    texts: dict[str, Rows] = {
        name: [read.headings, *(cells for _, cells in read.lines)] for name, read in whole.items()
    }
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(texts | {sheet: rows}))
    [problem] = [problem for problem in problems_of(path) if problem.severity == "error"]
    assert str(problem.place) == f"{path}:{sheet}:{place}"
    assert said in problem.message
    assert remedy in f"{problem.allowed} {problem.suggestion}"
