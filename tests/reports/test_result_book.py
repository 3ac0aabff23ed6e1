"""The workbook of a result: its sheets, its sums, and nothing in it that runs."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.programs import need_program
from tests.reports.results import result
from tests.reports.workbooks import converted, formulas, parts, values, without_cached_values

import consolidate
from consolidate.reports import run_folder
from consolidate.reports.document import Document, document
from consolidate.reports.export import export
from consolidate.reports.side_by_side import Exported
from consolidate.reports.workbook.result_book import content

ROOT = Path(__file__).parents[2]
SHEETS = [
    *("Summary", "Decisions", "Cash by year", "Cash", "Leases", "Who pays", "Places", "Points", "Areas", "Rules"),
    *("Assumptions", "Factors", "Sources", "Files"),
]
PAYLOADS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","x")',
    '=WEBSERVICE("http://evil.example")',
    "=IMPORTXML(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "'=1+1",
    "\uff1d1+1",
    "http://evil.example",
    "mailto:x@evil.example",
    "internal:Sheet1!A1",
    "external:c:\\evil.xlsx",
    "file:///etc/passwd",
    "{=1+1}",
    "<r><t>x</t></r>",
    "</t></si><si><t>x",
    "_x003D_1+1",
    "%0A-1+1|x",
    '";=1+1;"',
]


def with_payload(value: Any, payload: str, keep: tuple[str, ...]) -> Any:
    """Put a payload into every text of a document, but for those that are the program's own words."""
    if isinstance(value, dict):
        return {key: item if key in keep else with_payload(item, payload, keep) for key, item in value.items()}
    if isinstance(value, list):
        return [with_payload(item, payload, keep) for item in value]
    return payload if isinstance(value, str) else value


OWN = (
    *("figures", "currency", "unit", "status", "minimise", "action", "date", "start", "end", "left", "part", "taken"),
    *("inputs", "status_today"),
)


def poisoned(payload: str) -> Exported:
    """Return a run in which every field that a user may fill holds the payload."""
    made = with_payload(document(result()), payload, OWN) | {"inputs": {payload: payload}}
    scenario = result().scenario
    area = scenario.areas[0].model_copy(update={"source": payload, "name": payload})
    run = Exported(payload, made, Path("run"))
    run.__dict__["scenario"] = scenario.model_copy(update={"areas": (area, *scenario.areas[1:])})
    return run


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
@pytest.mark.parametrize("several", [False, True], ids=["one run", "two runs"])
def test_no_text_becomes_a_formula_or_a_link(payload: str, several: bool) -> None:
    """Whatever stands in any text field, the workbook holds the formulas of a harmless one, no link and no markup."""
    harmless, evil = poisoned("harmless"), poisoned(payload)
    expected = content([harmless, harmless] if several else [harmless])
    made = content([evil, evil] if several else [evil])
    assert sorted(formulas(made)) == sorted(formulas(expected))
    text = parts(made)
    assert not [name for name, part in text.items() if "<hyperlink" in part]
    assert all('TargetMode="External"' not in part for part in text.values())
    assert "externalLink" not in " ".join(text)
    words = {str(cell) for row in values(made, "Decisions") for cell in row}
    assert re.sub(r"[\x00-\x1f]", "", payload).strip() in {word.strip() for word in words}


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_no_text_becomes_a_formula_in_csv(payload: str) -> None:
    """Every cell of every CSV table that a spreadsheet might run begins with an apostrophe, headings too."""
    import csv
    import io

    from consolidate.reports import csv_text, side_by_side

    for table in side_by_side.joined([poisoned(payload), poisoned("x")]).values():
        for row in csv.reader(io.StringIO(csv_text.text(table))):
            bad = [
                cell for cell in row if re.match(r"\s*[=+\-@\uff1d]", cell) and not re.fullmatch(r"-?[\d.e-]+", cell)
            ]
            assert not bad


def test_a_sheet_for_each_table() -> None:
    """The workbook has its sheets in the order people read them, two runs a comparison instead of the summary."""
    import io

    from python_calamine import CalamineWorkbook

    one = poisoned("x")
    names = CalamineWorkbook.from_filelike(io.BytesIO(content([one]))).sheet_names
    assert names == SHEETS
    names = CalamineWorkbook.from_filelike(io.BytesIO(content([one, one]))).sheet_names
    assert names == ["Comparison", *SHEETS[1:]]


@pytest.fixture(scope="module")
def dvv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of the country-wide scenario, with its workbook beside it."""
    folder = tmp_path_factory.mktemp("dvv")
    loaded = consolidate.load(ROOT / "scenarios" / "dvv" / "scenario.yaml")
    run_folder.write_run(folder / "run", consolidate.solve(loaded), loaded.resolved, loaded.tables)
    export([folder / "run"], folder / "book.xlsx")
    return folder


def totals(book: bytes) -> dict[str, tuple[Any, Any]]:
    """Return today and plan of every figure of the summary."""
    return {row[1]: (row[3], row[4]) for row in values(book, "Summary") if "." in str(row[1])}


def assert_totals(book: bytes, result_json: Document) -> None:
    """Compare every figure, to the cent where it is money, and the sums below the tables."""
    found = totals(book)
    assert set(found) == set(result_json["figures"])
    for name, row in result_json["figures"].items():
        for shown, kept in zip(found[name], (row["today"], row["plan"]), strict=True):
            assert round(shown or 0.0, 2) == round(kept or 0.0, 2), name
    decisions = values(book, "Decisions")[-1]
    assert decisions[0] == "total"
    assert round(decisions[8], 2) == round(sum(row["cost"] for row in result_json["decisions"]), 2)
    for which, column in (("today", 5), ("plan", 6)):
        assert round(values(book, "Cash")[-1][column], 2) == result_json["figures"]["cost.total"][which]
    assert round(values(book, "Leases")[-1][12], 2) == result_json["figures"]["cost.exit"]["plan"]


def test_readers_that_do_not_recompute_see_the_result(dvv: Path) -> None:
    """The values kept with the formulas are those of result.json, to the cent."""
    assert_totals((dvv / "book.xlsx").read_bytes(), json.loads((dvv / "run" / "result.json").read_text()))


def test_libreoffice_recomputes_the_result(dvv: Path) -> None:
    """LibreOffice opens the workbook without error; formulas robbed of their values give result.json to the cent."""
    soffice = need_program("soffice")
    bare = dvv / "bare.xlsx"
    bare.write_bytes(without_cached_values((dvv / "book.xlsx").read_bytes()))
    assert totals(bare.read_bytes())["cost.total"][0] in {"", 0, None}
    recomputed = converted(soffice, bare, "xlsx").read_bytes()
    assert_totals(recomputed, json.loads((dvv / "run" / "result.json").read_text()))
    errors = [
        cell for sheet in SHEETS for row in values(recomputed, sheet) for cell in row if str(cell).startswith("#")
    ]
    assert not errors
