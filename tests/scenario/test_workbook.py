"""Workbooks as scenarios and as tables: what is read is what was meant, and everything wrong is told by its cell."""

import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.programs import need_program
from tests.reports.workbooks import converted, parts
from tests.scenario.sheets import Rows, changed, workbook
from tests.scenario.small import SCENARIO, problems_of, with_table, write

import consolidate
from consolidate.cli.exits import run as command_line
from consolidate.reports.document import document
from consolidate.reports.workbook import scenario_book
from consolidate.scenario.load import load
from consolidate.scenario.policy_sheet import read_policy
from consolidate.scenario.table_files import read_rows
from consolidate.scenario.template import template_values
from consolidate.scenario.tree import plain
from consolidate.scenario.workbook import Workbook
from consolidate.scenario.workbook_scenario import LeaseRow

ROOT = Path(__file__).parents[2]
AREAS: Rows = [
    ["id", "population", "lat", "lon", "region", "languages", "people.svenska"],
    ["00100", 1000, 60.1, 24.9, "south", "fi; sv", 100],
    ["90100", 500, 65.0, 25.5, "north", "fi"],
]


def small(tmp_path: Path, areas: Rows = AREAS, name: str = "areas", **more: Any) -> Path:
    """Write the small scenario with its areas in a workbook."""
    book = workbook({name: areas, **more})
    return write(
        tmp_path, {"scenario.yaml": with_table("areas", f"{{file: book.xlsx, sheet: {name}}}"), "book.xlsx": book}
    )


def reloaded(path: Path, values: Any) -> Any:
    path.write_bytes(scenario_book.content(values))
    return load(path)


def test_a_sheet_is_a_table(tmp_path: Path) -> None:
    """A table in a sheet gives the scenario that it gives in the YAML."""
    plain = write(tmp_path / "plain", {"scenario.yaml": SCENARIO})
    assert load(small(tmp_path)).scenario == load(plain).scenario


def test_the_sheet_need_not_be_named(tmp_path: Path) -> None:
    """Without a name the sheet called like the table is read, or the only one; otherwise one is asked for."""
    text = with_table("areas", "{file: book.xlsx}")
    for sheets in ({"x": AREAS}, {"other": [["a"]], "Areas": AREAS}):
        path = write(tmp_path, {"scenario.yaml": text, "book.xlsx": workbook(sheets)})
        assert len(load(path).scenario.areas) == 2
    path = write(tmp_path, {"scenario.yaml": text, "book.xlsx": workbook({"araes": AREAS, "y": AREAS})})
    [problem] = problems_of(path)
    assert (problem.message, problem.allowed) == ("the workbook has no sheet 'areas'", "araes, y")
    assert "araes" in problem.suggestion


@pytest.mark.parametrize("scenario", ["toy/scenario.yaml", "dvv/scenario.yaml", "dvv/twelve-svenska.yaml"])
def test_a_scenario_written_as_a_workbook_is_the_same(scenario: str, tmp_path: Path) -> None:
    """A shipped scenario filled into a workbook reads back as the very same scenario."""
    loaded = load(ROOT / "scenarios" / scenario)
    assert reloaded(tmp_path / "book.xlsx", loaded.resolved).scenario == loaded.scenario


def test_a_filled_workbook_gives_the_plan_of_the_yaml(tmp_path: Path) -> None:
    """The workbook of a scenario and its YAML have the same plan, figure for figure."""
    yaml = document(consolidate.solve(ROOT / "scenarios" / "toy" / "scenario.yaml"))
    (tmp_path / "book.xlsx").write_bytes(scenario_book.content(load(ROOT / "scenarios/toy/scenario.yaml").resolved))
    book = document(consolidate.solve(tmp_path / "book.xlsx"))
    assert yaml | {"inputs": {}} == book | {"inputs": {}}


def test_init_writes_a_workbook_that_solves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`init --xlsx` writes the scenario of the template; the folder solves as it stands, to the plan of the YAML."""
    assert command_line(["init", str(tmp_path / "book"), "--xlsx"]) == 0
    assert command_line(["init", str(tmp_path / "yaml")]) == 0
    assert "consolidate solve" in capsys.readouterr().err
    assert load(tmp_path / "book").scenario == load(tmp_path / "yaml").scenario
    assert command_line(["init", str(tmp_path / "book"), "--xlsx"]) == 8


def test_the_template_guides_who_fills_it_in() -> None:
    """Every table has a sheet with its headings explained, choices of words and ids; equal templates, equal bytes."""
    made = scenario_book.content(template_values("small"))
    assert made == scenario_book.content(template_values("small"))
    text = "".join(parts(made).values())
    assert "fact, derived or assumed" in text
    assert "rent of newly taken floor area" in text
    assert '"own,agency,municipal,new"' in text.replace("&quot;", '"')
    assert "agencies!$A$2:$A$5000" in text


def test_equal_workbooks_under_other_hash_seeds() -> None:
    """The template is the same to the byte under another hash seed, time zone and locale."""
    script = (
        "import hashlib;from consolidate.reports.workbook.scenario_book import content;"
        "from consolidate.scenario.template import template_values;"
        "print(hashlib.sha256(content(template_values('small'))).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", script], env={"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed, zone, locale in (("0", "UTC", "C"), ("1", "Pacific/Auckland", "C.UTF-8"))
    }  # fmt: skip
    assert len(made) == 1


def test_libreoffice_saves_the_template_as_it_was(tmp_path: Path) -> None:
    """A template opened and saved by LibreOffice is the same scenario."""
    soffice = need_program("soffice")
    (tmp_path / "scenario.xlsx").write_bytes(scenario_book.content(template_values("small")))
    saved = converted(soffice, tmp_path / "scenario.xlsx", "xlsx")
    assert load(saved).scenario == load(tmp_path / "scenario.xlsx").scenario


def zeros(book: Any, sheets: Any) -> None:
    sheets["areas"].write_number(1, 0, 100, book.add_format({"num_format": "00000"}))


def test_leading_zeros_are_kept(tmp_path: Path) -> None:
    """An id is the same whether it stands as text or as a number shown with leading zeros; others lose theirs."""
    files = {"scenario.yaml": with_table("areas", "{file: book.xlsx}"), "book.xlsx": workbook({"areas": AREAS}, zeros)}
    assert [area.id for area in load(write(tmp_path, files)).scenario.areas] == ["00100", "90100"]


def test_days_are_dates_texts_or_serials() -> None:
    """A day may be a date, an ISO or Finnish text, or the number Excel counts it by."""
    rows = [["office", "m2", "rent_per_m2_year", "end"]]
    rows += [["a", 1, 1, value] for value in ("2027-12-31", "31.12.2027", 46752, None)]

    def dates(book: Any, sheets: Any) -> None:
        day = dt.datetime(2027, 12, 31, tzinfo=dt.UTC).replace(tzinfo=None)
        sheets["leases"].write_datetime(4, 3, day, book.add_format({"num_format": "d.m.yy"}))

    sheet = Workbook(workbook({"leases": rows}, dates), "book.xlsx").sheet("leases")
    assert sheet is not None
    leases, problems = read_rows(sheet, LeaseRow)
    assert not problems
    assert [row.mapping["end"].value for row in leases.items] == ["2027-12-31"] * 4


def test_decimal_commas_typed_as_text_are_read(tmp_path: Path) -> None:
    """A number typed as text may have a decimal comma; one that may be thousands is refused."""
    rows = [AREAS[0], ["00100", "1 000,5", "60,1", 24.9, "south", "fi; sv", 100], AREAS[2]]
    area = load(small(tmp_path, rows)).scenario.areas[0]
    assert (area.population, area.lat) == (1000.5, 60.1)
    [problem] = problems_of(small(tmp_path, [AREAS[0], ["00100", "1,000", 60.1], AREAS[2]]))
    assert (problem.place.line, problem.place.column, problem.place.field) == (2, 2, "population")


def test_problems_name_the_cell(tmp_path: Path) -> None:
    """What is wrong in a sheet is told with workbook, sheet, row and column, all of it at once."""
    rows = [[], ["id", "population", "", "latt"], [], ["00100", "many", None, None, "here"], ["90100", -5]]
    found = [str(problem) for problem in problems_of(small(tmp_path, rows)) if "book.xlsx" in problem.place.file]
    book = f"{tmp_path / 'book.xlsx'}:areas"
    assert [text.partition(": error: ")[0] for text in found] == [
        f"{book}:2:4", f"{book}:4:2", f"{book}:4:5", f"{book}:5:2",
    ]  # fmt: skip
    assert "did you mean" in found[0] or "lat" in found[0]
    assert "stands under no heading" in found[2]


def test_a_sheet_nobody_reads_is_told(tmp_path: Path) -> None:
    """A misspelt sheet is an error, with what was meant, another one a warning; one with an underscore is nobody's."""
    values = dict(load(write(tmp_path, {"scenario.yaml": SCENARIO})).resolved)
    made = scenario_book.content(values)
    renamed = changed(made, "xl/workbook.xml", lambda text: text.replace(b'name="groups"', b'name="gruops"'))
    (tmp_path / "book.xlsx").write_bytes(renamed)
    [problem] = [one for one in problems_of(tmp_path / "book.xlsx") if one.message == "the sheet 'gruops' is not read"]
    assert (problem.severity, problem.suggestion) == ("error", "did you mean 'groups'?")
    other = changed(made, "xl/workbook.xml", lambda text: text.replace(b'name="resize"', b'name="Sums"'))
    (tmp_path / "book.xlsx").write_bytes(other)
    [told] = [one for one in load(tmp_path / "book.xlsx").warnings if "not read" in one.message]
    assert told.message == "the sheet 'Sums' is not read"
    noted = changed(made, "xl/workbook.xml", lambda text: text.replace(b'name="resize"', b'name="_sums"'))
    (tmp_path / "book.xlsx").write_bytes(noted)
    assert not [one for one in load(tmp_path / "book.xlsx").warnings if "not read" in one.message]


KEYS = {
    "unknown key": (["horizon.ends", 2030], "unknown key 'horizon.ends'"),
    "twice": (["name", "again"], "stands in row"),
    "a table": (["agencies", "x"], "unknown key 'agencies'"),
    "no number": (["travel.estimate.detour", "far"], "travel.estimate.detour"),
}


@pytest.mark.parametrize("name", KEYS)
def test_wrong_keys_are_told(name: str, tmp_path: Path) -> None:
    """A key that is unknown, stands twice or has no good value is told with its row."""
    row, said = KEYS[name]
    rows = [["key", "value"], ["name", "x"], ["horizon.periods", "2025; 2027"], row]
    (tmp_path / "book.xlsx").write_bytes(workbook({"scenario": rows}))
    found = [str(problem) for problem in problems_of(tmp_path / "book.xlsx") if said in problem.message]
    assert found
    assert f"{tmp_path / 'book.xlsx'}:scenario:4:" in found[0]


def test_rules_of_every_type_fit_in_one_sheet() -> None:
    """A rule is read by its type; a column of another type is refused in it, an unknown type and column are told."""
    rows = [
        ["id", "type", "minutes", "areas", "areas.at_least", "only_to", "office", "at_most", "agencies", "latest"],
        ["hour", "max_travel", 60, "reached_today"],
        ["near", "max_travel", 10, "00100; 90100"],
        ["stay", "lock", None, None, None, "-", "tax-vaasa"],
        ["few", "site_count", None, None, None, None, None, 3, "tax"],
        ["sv", "language", 30, None, 500],
        ["odd", "site_count", 60],
        ["what", "nothing"],
    ]
    sheet = Workbook(workbook({"policy": rows}), "book.xlsx").sheet("policy")
    assert sheet is not None
    node, problems = read_policy(sheet)
    assert [problem.message for problem in problems] == ["unknown column 'latest'"]
    assert plain(node) == [
        {"id": "hour", "type": "max_travel", "minutes": 60, "areas": "reached_today"},
        {"id": "near", "type": "max_travel", "minutes": 10, "areas": ["00100", "90100"]},
        {"id": "stay", "type": "lock", "only_to": [], "office": "tax-vaasa"},
        {"id": "few", "type": "site_count", "at_most": 3, "agencies": ["tax"]},
        {"id": "sv", "type": "language", "minutes": 30, "areas": {"at_least": 500}},
        {"id": "odd", "type": "site_count", "minutes": "60"},
        {"id": "what", "type": "nothing"},
    ]


def test_a_long_table_may_be_a_sheet(tmp_path: Path) -> None:
    """A travel matrix in a sheet gives the columns it gives as CSV, and a wrong cell is told."""
    pairs = [(area, site) for area in ("00100", "90100") for site in ("vaasa", "oulu")]
    rows: list[list[Any]] = [["area", "site", "minutes", "km"], *([*pair, 1.5, 2] for pair in pairs)]
    text = SCENARIO.replace("estimate: {detour: 1.25, speed_kmh: 60}", "matrix: {file: book.xlsx, sheet: travel}")
    path = write(tmp_path, {"scenario.yaml": text, "book.xlsx": workbook({"travel": rows})})
    matrix = load(path).scenario.travel.matrix
    assert matrix is not None
    assert matrix.numbers["minutes"].tolist() == [1.5] * 4
    rows[2][2] = "slow"
    path = write(tmp_path, {"scenario.yaml": text, "book.xlsx": workbook({"travel": rows})})
    assert (problems_of(path)[0].place.line, problems_of(path)[0].place.column) == (3, 3)
