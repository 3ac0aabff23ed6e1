"""CSV as spreadsheets write it is read as it was meant; what cannot be meant is said with its line."""

import json
import time
from pathlib import Path

import numpy as np
import pytest
from tests.scenario.small import SCENARIO, problems_of, with_table, write

from consolidate.errors import InvalidInput
from consolidate.scenario import long_tables
from consolidate.scenario.cells import read_number
from consolidate.scenario.columns import Columns
from consolidate.scenario.load import from_data, load

HEADINGS = "id;name;population;lat;lon;region;languages;people.svenska"
ROWS = '00100;Helsinki "keskus"; 1 234,5 ;60,17;24,94;south;fi sv;100\n90100;Oulu € Äijälä;500;65;25,5;north;fi;\n'
PLAIN = f"{HEADINGS}\n{ROWS}".replace('Helsinki "keskus"', '"Helsinki ""keskus"""')
COMMAS = PLAIN.replace(",", ".").replace(";", ",").replace(" 1 234.5 ", "1234.5")
WHOLE = PLAIN.replace(" 1 234,5 ", "1234").replace("60,17", "60").replace("24,94", "24").replace("25,5", "25")

READ_ALIKE: dict[str, bytes] = {
    "semicolons": PLAIN.encode(),
    "commas": COMMAS.encode(),
    "tabs": PLAIN.replace(";", "\t").encode(),
    "a byte order mark": PLAIN.encode("utf-8-sig"),
    "Windows-1252": PLAIN.encode("cp1252"),
    "UTF-16, as Excel's Unicode text": PLAIN.replace(";", "\t").encode("utf-16"),
    "Windows line ends": PLAIN.replace("\n", "\r\n").encode("utf-8-sig"),
    "old Mac line ends": PLAIN.replace("\n", "\r").encode(),
    "no line end at the end": PLAIN.rstrip("\n").encode(),
    "everything in quotes": "\n".join(
        ";".join(f'"{cell}"' for cell in line.split(";")) for line in PLAIN.replace('"', "").splitlines()
    )
    .replace("Helsinki keskus", 'Helsinki ""keskus""')
    .encode(),
    "blank lines": PLAIN.replace("\n", "\n\n").encode(),
    "empty rows below, as Excel leaves them": (PLAIN + ";;;;;;;\n" * 3).encode(),
    "empty cells beyond the headings": PLAIN.replace(";100\n", ";100;;\n").encode(),
    "spaces around headings": PLAIN.replace("id;name;", " id ; name;").encode(),
    "no-break spaces in numbers": PLAIN.replace("1 234,5", "1\u00a0234,5").encode(),
    "thin spaces in numbers": PLAIN.replace("1 234,5", "1\u2009234,5").encode(),
    "narrow no-break spaces in numbers": PLAIN.replace("1 234,5", "1\u202f234,5").encode(),
    "a place to three decimals": PLAIN.replace("60,17", "60.170").encode(),
    "decimal points beside semicolons": PLAIN.replace("60,17", "60.17").encode(),
    "other order of columns": "\n".join(";".join(reversed(line.split(";"))) for line in PLAIN.splitlines()).encode(),
}


@pytest.fixture
def areas(tmp_path: Path):
    """Return a function that reads a table of areas."""

    def read(content: str | bytes):
        return load(write(tmp_path, {"scenario.yaml": with_table("areas", "{file: areas.csv}"), "areas.csv": content}))

    return read


@pytest.mark.parametrize("name", READ_ALIKE)
def test_the_ways_to_write_a_table_are_read_alike(name: str, areas) -> None:
    """Delimiter, decimal mark, encoding, quotes, line ends and blank rows make no difference."""
    first, second = areas(READ_ALIKE[name]).scenario.areas
    assert (first.id, first.name, first.population, first.lat) == ("00100", 'Helsinki "keskus"', 1234.5, 60.17)
    assert (first.languages, first.people, first.region) == (("fi", "sv"), {"svenska": 100}, "south")
    assert (second.id, second.name, second.lon) == ("90100", "Oulu € Äijälä", 25.5)
    assert (second.languages, second.people) == (("fi",), {})


@pytest.mark.parametrize("languages", ["fi,sv", "fi;sv", "fi; sv", "fi sv", " sv,\tfi ;", "fi, sv;"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_items_of_a_list_are_parted_as_people_part_them(languages: str, delimiter: str, areas) -> None:
    """In a cell of a list commas, semicolons and blanks part the items, whatever parts the cells."""
    row = delimiter.join(["00100", "1000", "60", "24", "south", f'"{languages}"', "100"])
    headings = delimiter.join(["id", "population", "lat", "lon", "region", "languages", "people.svenska"])
    other = delimiter.join(["90100", "500", "65", "25", "north", "fi", ""])
    first, second = areas(f"{headings}\n{row}\n{other}\n").scenario.areas
    assert (sorted(first.languages), second.languages) == (["fi", "sv"], ("fi",))


OFFICES = """\
id,agency,site,floor_m2,staff.customer_service_fte,staff.languages.fi,staff.languages.sv,leases.1.m2,\
leases.1.rent_per_m2_year,leases.1.end,leases.1.breaks,leases.1.owned,leases.2.m2,leases.2.rent_per_m2_year,\
visits_per_year.kela-visit,capacity_minutes_per_year
kela-oulu,kela,oulu,80,2,1,0.5,60,150,31.12.2027,2025-06-30 2026-06-30,TOSI,20,100,900,
tax-vaasa,tax,vaasa,,,,,,,,,,30,90,,60000
"""


def test_dotted_headings_nest(tmp_path: Path) -> None:
    """`staff.languages.sv` and `leases.1.end` lead into a row; an empty cell is an omitted value."""
    path = write(tmp_path, {"scenario.yaml": with_table("offices", "{file: offices.csv}"), "offices.csv": OFFICES})
    oulu, vaasa = load(path).scenario.offices
    assert oulu.staff.languages == {"fi": 1, "sv": 0.5}
    assert [str(day) for day in oulu.leases[0].breaks] == ["2025-06-30", "2026-06-30"]
    assert (str(oulu.leases[0].end), oulu.leases[0].owned, oulu.leases[1].m2) == ("2027-12-31", True, 20)
    assert oulu.visits_per_year == {"kela-visit": 900}
    assert (vaasa.floor_m2, vaasa.staff.customer_service_fte) == (0, 0)
    assert [lease.m2 for lease in vaasa.leases] == [30]


# name: (content, what is said, place after the file)
REFUSED: dict[str, tuple[str | bytes, str, str]] = {
    "a bad number": (PLAIN.replace(";500;", ";5OO;"), "areas.90100.population: must be a number, but is '5OO'", ":3:3"),
    "two marks in a number": (PLAIN.replace(";500;", ";1.500,5;"), "must be a number, but is '1.500,5'", ":3:3"),
    "a dot of thousands": (PLAIN.replace(";500;", ";60.000;"), "but is '60.000'; write 60000, or 60,0", ":3:3"),
    "the same beside days": (
        WHOLE.replace("Oulu", "31.12.2027 Oulu").replace(";500;", ";60.000;"),
        "but is '60.000'; write 60000, or 60,0",
        ":3:3",
    ),
    "the same beside tabs": (
        PLAIN.replace(";500;", ";60.120;").replace(";", "\t"),
        "but is '60.120'; write 60120, or 60,12",
        ":3:3",
    ),
    "a comma beside commas": (COMMAS.replace(",500,", ',"5,5",'), "must be a number, but is '5,5'; write 5.5", ":3:3"),
    "not a number": (PLAIN.replace(";500;", ";nan;"), "must be a number, but is 'nan'", ":3:3"),
    "5,000 digits": (PLAIN.replace(";500;", f";{'9' * 5000};"), "must be a number", ":3:3"),
    "a negative number": (PLAIN.replace(";500;", ";-1;"), "must be at least 0, but is -1", ":3:3"),
    "a short row": (PLAIN.replace("25,5;north;fi;", "25,5"), "the row has 5 cells, the heading 8", ":3"),
    "a long row": (PLAIN.replace(";100\n", ";100;x\n"), "the row has 9 cells, the heading 8", ":2"),
    "an unknown column": (PLAIN.replace("lat", "latt"), "unknown column 'latt'", ":1:4"),
    "a column of another table": (PLAIN.replace("region", "rent_per_m2_year"), "unknown column", ":1:6"),
    "a column into a value": (PLAIN.replace("lat", "lat.x"), "unknown column 'lat.x'", ":1:4"),
    "a column of a whole mapping": (PLAIN.replace("people.svenska", "people"), "unknown column 'people'", ":1:8"),
    "a heading twice": (PLAIN.replace("lon", "lat"), "the heading 'lat' stands 2 times", ":1:5"),
    "an empty heading": (PLAIN.replace("lon", ""), "heading 5 is empty", ":1:5"),
    "an empty file": ("", "the table is empty", ":1:1"),
    "only blank lines": ("\n\n", "the table is empty", ":1:1"),
    "only headings": (HEADINGS + "\n", "areas must have at least 1 entry", ":1"),
    "a quotation mark left open": (PLAIN.replace('keskus"""', "keskus"), "not a CSV row", ":2"),
    "a spreadsheet by another name": (b"PK\x03\x04" + bytes(50), "this is not a CSV file", ":1:1"),
    "binary": (bytes(range(256)), "this is not a CSV file", ":1:1"),
    "no text in any encoding": (PLAIN.encode() + b"\x81\x8d;\n", "neither UTF-8 nor Windows-1252", ":4"),
    "a duplicate id": (PLAIN + "90100;x;1;1;1;north;fi;\n", "the id '90100' stands twice; first at", ":4:1"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_table_cannot_mean_is_said_with_its_line(name: str, areas, tmp_path: Path) -> None:
    """Each fault of a table is an error with the line in the file and the position of the heading."""
    content, said, place = REFUSED[name]
    with pytest.raises(InvalidInput) as raised:
        areas(content)
    lines = [str(problem) for problem in raised.value.problems]
    assert any(line.startswith(f"{tmp_path / 'areas.csv'}{place}: ") and said in line for line in lines), lines


def test_a_line_break_in_a_cell_does_not_shift_the_lines(areas) -> None:
    """Lines are those of the file, also below a cell of several lines."""
    with pytest.raises(InvalidInput) as raised:
        areas(PLAIN.replace("keskus", "kes\nkus").replace(";500;", ";x;"))
    assert [problem.place.line for problem in raised.value.problems] == [4]


@pytest.mark.parametrize("suffix", ["xls", "ods", "txt", ""])
def test_other_files_are_not_tables(suffix: str, tmp_path: Path) -> None:
    """Any other kind of file is refused with what is read."""
    name = f"areas.{suffix}".rstrip(".")
    path = write(tmp_path, {"scenario.yaml": with_table("areas", f"{{file: {name}}}"), name: PLAIN})
    [problem] = problems_of(path)
    assert problem.allowed == "a name that ends in .csv, .xlsx, .parquet"


def test_a_missing_table_is_suggested(tmp_path: Path) -> None:
    """A misspelt name of a file suggests the file that is there, and nothing is said to dangle for it."""
    path = write(tmp_path, {"scenario.yaml": with_table("areas", "{file: area.csv}"), "areas.csv": PLAIN})
    [problem] = problems_of(path)
    assert problem.suggestion == "did you mean 'areas.csv'?"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1), ("-1,5", -1.5), ("\u22121", -1), ("+2", 2), (".5", 0.5), ("5.", 5), ("1e3", 1000), ("1 000 000", 1e6),
        ("1 00", None), ("10 00", None), ("1,2,3", None), ("1.2.3", None), ("", None), ("1a", None), ("inf", None),
        ("NaN", None), ("0x10", None), ("1_000", None), ("\u0661", None), ("1e9999", None), ("--1", None),
    ],
)  # fmt: skip
def test_numbers_in_cells(text: str, number: float | None) -> None:
    """A cell holds a number in the two ways it is written here, or none."""
    assert read_number(text, decimal_comma=True) == number


TRAVEL = "area;site;minutes;km\n00100;vaasa;0;0\n00100;oulu;400,5;600\n90100;vaasa;300,5;450\n90100;oulu;0;0\n"
POINTS = TRAVEL.replace(",", ".")
WITH_MATRIX = SCENARIO.replace("  estimate: {detour: 1.25, speed_kmh: 60}", "  matrix: travel.csv")


def matrix(folder: Path, content: str, scenario: str = WITH_MATRIX) -> Path:
    return write(folder, {"scenario.yaml": scenario, "travel.csv": content})


def test_a_matrix_is_read_as_columns(tmp_path: Path) -> None:
    """A travel matrix becomes columns of texts and numbers, whatever form it stands in."""
    read = load(matrix(tmp_path, TRAVEL)).scenario.travel.matrix
    assert read.texts["site"].tolist() == ["vaasa", "oulu"] * 2
    assert read.numbers["minutes"].tolist() == [0, 400.5, 300.5, 0]
    file = load(matrix(tmp_path, TRAVEL, WITH_MATRIX.replace("travel.csv", "{file: travel.csv}")))
    columns = read.texts | read.numbers
    cells = zip(*(columns[name].tolist() for name in ("area", "site", "minutes", "km")), strict=True)
    rows = [{"area": area, "site": site, "minutes": minutes, "km": km} for area, site, minutes, km in cells]
    inline = load(matrix(tmp_path, "", WITH_MATRIX.replace("travel.csv", json.dumps(rows))))
    assert read == file.scenario.travel.matrix == inline.scenario.travel.matrix


BAD_MATRIX: dict[str, tuple[str, str, int]] = {
    "a bad number": (TRAVEL.replace("400,5;600\n", "far;600\n"), "minutes must be a number, but is 'far'", 3),
    "not a number": (TRAVEL.replace("400,5;600\n", "NaN;600\n"), "minutes must be a number, but is 'NaN'", 3),
    "infinity": (TRAVEL.replace("400,5;600\n", "inf;600\n"), "minutes must be a number, but is 'inf'", 3),
    "not a number beside points": (POINTS.replace("400.5", "NaN"), "minutes must be a number, but is 'NaN'", 3),
    "infinity beside points": (POINTS.replace("400.5", "inf"), "minutes must be a number, but is 'inf'", 3),
    "a dot of thousands": (TRAVEL.replace("600\n", "1.600\n", 1), "but is '1.600'; write 1600, or 1,6", 3),
    "the same beside whole numbers": (
        POINTS.replace(".5", "").replace("600\n", "1.600\n"),
        "but is '1.600'; write 1600, or 1,6",
        3,
    ),
    "a negative number": (TRAVEL.replace("600\n", "-600\n"), "km must be at least 0, but is -600", 3),
    "too far": (TRAVEL.replace("600\n", "6000000\n"), "km must be at most 1e+06, but is 6e+06", 3),
    "an empty number": (TRAVEL.replace("400,5;600\n", ";600\n"), "minutes is empty", 3),
    "an empty id": (TRAVEL.replace("00100;oulu", ";oulu"), "area is empty", 3),
    "no such area": (TRAVEL.replace("00100;oulu", "100;oulu"), "there is no area '100'", 3),
    "no such site": (TRAVEL.replace("00100;oulu", "00100;olu"), "did you mean 'oulu'?", 3),
    "a pair twice": (TRAVEL.replace("00100;oulu", "00100;vaasa"), "'00100' and 'vaasa' stand twice; first at", 3),
    "a missing pair": (TRAVEL.replace("90100;oulu;0;0\n", ""), "pairs are missing: 90100 to oulu", 1),
    "a missing column": (TRAVEL.replace(";km", ""), "the column 'km' is missing", 1),
    "an unknown column": (TRAVEL.replace(";km", ";kilometres"), "unknown column 'kilometres'", 1),
    "a ragged row": (TRAVEL.replace("400,5;600\n", "400,5\n"), "the row has 3 cells, the heading 4", 3),
}


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize("name", BAD_MATRIX)
def test_what_is_wrong_with_a_matrix_is_said(
    name: str, fast: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fast reader finds what the careful one finds, at the same line."""
    monkeypatch.setattr(long_tables, "FAST_FROM", 0 if fast else 10**9)
    content, said, line = BAD_MATRIX[name]
    problems = problems_of(matrix(tmp_path, content))
    found = [problem for problem in problems if said in str(problem)]
    assert [problem.place.line for problem in found] == [line], [str(problem) for problem in problems]
    assert found[0].place.file == str(tmp_path / "travel.csv")


@pytest.mark.parametrize("missing", ["estimate", "unreachable"])
def test_a_missing_pair_may_have_a_meaning(missing: str, tmp_path: Path) -> None:
    """A pair may be missing where the scenario says what that means."""
    rule = f"  matrix: travel.csv\n  missing: {missing}\n  estimate: {{detour: 1.25, speed_kmh: 60}}"
    text = WITH_MATRIX.replace("  matrix: travel.csv", rule)
    assert len(load(matrix(tmp_path, TRAVEL.replace("90100;oulu;0;0\n", ""), text)).scenario.travel.matrix) == 3


def test_many_bad_numbers_are_counted(tmp_path: Path) -> None:
    """Of many bad numbers in a long table the first 20 are told, with their lines, and the others counted."""
    content = TRAVEL + "".join(f"00100;vaasa;x{number};1\n" for number in range(100))
    bad = [problem for problem in problems_of(matrix(tmp_path, content)) if "must be a number" in problem.message]
    assert [problem.place.line for problem in bad] == list(range(6, 26))
    assert bad[-1].message.endswith("but is 'x19', and 80 more like this")


FAST: dict[str, str] = {
    "decimal commas": TRAVEL,
    "decimal points": TRAVEL.replace(",", "."),
    "both": TRAVEL.replace("400,5;600\n", "400.5;600\n"),
    "commas between": TRAVEL.replace(",", ".").replace(";", ","),
    "tabs": TRAVEL.replace(";", "\t"),
    "quotes": TRAVEL.replace("oulu", '"oulu"'),
    "spaces": TRAVEL.replace(";oulu", "; oulu "),
    "spaces in numbers": TRAVEL.replace("600\n", "6 000\n"),
    "Windows line ends": TRAVEL.replace("\n", "\r\n"),
    "blank lines": TRAVEL.replace("\n", "\n\n"),
    "empty rows below": TRAVEL + ";;;\n;;;\n",
    "a line break before the headings": "\n" + TRAVEL,
}


@pytest.mark.parametrize("name", FAST)
def test_the_fast_reader_reads_what_the_careful_one_reads(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both readers give the same columns and the same places."""
    path = matrix(tmp_path, FAST[name])
    read = []
    for fast_from in (0, 10**9):
        monkeypatch.setattr(long_tables, "FAST_FROM", fast_from)
        read.append(load(path))
    assert read[0].scenario.travel.matrix == read[1].scenario.travel.matrix
    assert len(read[0].scenario.travel.matrix) == 4
    assert read[0].place_of("travel", "matrix", 3, "km") == read[1].place_of("travel", "matrix", 3, "km")


@pytest.mark.parametrize("name", ["decimal commas", "decimal points", "commas between", "tabs", "quotes"])
def test_a_good_table_is_read_fast(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual ways to write a long table never need the careful reader."""
    monkeypatch.setattr(long_tables, "FAST_FROM", 0)
    monkeypatch.setattr(long_tables, "_slow", None)
    assert len(load(matrix(tmp_path, FAST[name])).scenario.travel.matrix) == 4


@pytest.mark.parametrize(
    ("areas", "seconds"), [(300, 1.5), pytest.param(3000, 3.0, marks=pytest.mark.long)], ids=["90,000", "900,000"]
)
def test_a_long_matrix_is_read_in_a_moment(areas: int, seconds: float, tmp_path: Path) -> None:
    """900,000 rows are read and checked in about half a second (a busy machine gets more)."""
    sites = 300
    names = [f"{number:05d}" for number in range(areas)]
    rows = (f"{area};s{site};{(site * 7) % 97},5;{site % 89},25\n" for area in names for site in range(sites))
    tables = {
        "travel.csv": "area;site;minutes;km\n" + "".join(rows),
        "areas.csv": "id;population;languages;people.svenska\n" + "".join(f"{name};1;sv;1\n" for name in names),
        "sites.csv": "id;area\n" + "".join(f"s{site};{names[site % areas]}\n" for site in range(sites)),
        "scenario.yaml": "consolidate: 1\nname: Long\nreference_year: 2024\ncurrency: EUR\n"
        "horizon: {periods: [2025], end: 2026}\nagencies: [{id: a}]\nservices: [{id: v, agency: a}]\n"
        "areas: {file: areas.csv}\nsites: {file: sites.csv}\ngroups: [{id: svenska, language: sv}]\n"
        "offices: [{id: o, agency: a, site: s1}]\ntravel: {matrix: travel.csv}\n",
    }
    path = write(tmp_path, tables)
    started = time.process_time()
    loaded = load(path)
    assert time.process_time() - started < seconds
    assert len(loaded.scenario.travel.matrix) == areas * sites
    assert loaded.resolved["travel"]["matrix"] == {"file": "travel-matrix.csv"}
    assert set(loaded.tables) == {"travel-matrix.csv"} | ({"areas.csv"} if areas > 1000 else set())


def test_columns_may_be_handed_over(tmp_path: Path) -> None:
    """A table that is in memory already is taken as columns, and checked the same way."""
    tree = load(matrix(tmp_path, TRAVEL)).resolved
    columns = load(matrix(tmp_path, TRAVEL)).scenario.travel.matrix
    assert from_data({**tree, "travel": {"matrix": columns}}).scenario.travel.matrix == columns
    wrong = Columns(columns.texts, {**columns.numbers, "km": -np.ones(4)})
    with pytest.raises(InvalidInput, match="km must be at least 0, but is -1"):
        from_data({**tree, "travel": {"matrix": wrong}})
