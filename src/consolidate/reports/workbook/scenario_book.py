"""A scenario as a workbook to fill in: a sheet for each table, what every column means, and what a cell may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel

from consolidate.reports.workbook.book import HEADING, QUIET, TITLE, TITLE_HEIGHT, Book
from consolidate.reports.workbook.input_cells import Reference, about, cell_text, guide, required
from consolidate.scenario.draft import RULES
from consolidate.scenario.fields import leaf_names
from consolidate.scenario.model import FACTOR_UNITS, Assumption, Scenario
from consolidate.scenario.policy_sheet import names
from consolidate.scenario.table_files import path_of
from consolidate.scenario.tables import FILE_TABLES, LONG_TABLES
from consolidate.scenario.workbook_scenario import (
    KEY_COLUMNS,
    KEYS,
    LONG,
    MAPS,
    OF_GROUPS,
    OF_OFFICES,
    SHEETS,
    GroupTravelRow,
    key_names,
)

Row = dict[str, Any]

ROOM: Final = 2_000
"""Rows below the heading for which choices are offered."""
_LAST: Final = ("basis", "source", "note")
_FIRST: Final = ("office", "group", "factor", "id", "name", "type")
_OWNED: Final = {name: ("offices", "office", name) for name in OF_OFFICES} | {OF_GROUPS: ("groups", "group", "travel")}
"""Sheets whose rows belong to a row of another sheet: which, the column of its id, and its key."""
_APART: Final = {name: [key for table, _, key in _OWNED.values() if table == name] for name in ("offices", "groups")}
"""Keys that have a sheet of their own."""
_OPTIONAL: Final = {"bg_color": "#5B7FA6"}
_UNITS: Final = "\n".join(f"{factor}: {unit}" for factor, unit in FACTOR_UNITS.items())
_README: Final = (
    "Fill in the sheets, then run: consolidate solve scenario.xlsx",
    "",
    "Each sheet is one table; a row is one thing. The rows that are there are an example: replace them.",
    "Dark headings must be filled in; light ones may stay empty. Point at a heading to read what it means.",
    "Cells with a list offer what may stand there. Several values in one cell are parted by semicolons.",
    "A heading with a dot belongs to something inside: people.swedish are the people of the group swedish in an area.",
    "Columns may be added (people.another-group), moved and deleted, and sheets that are not needed too.",
    "Leave formats, merged cells and macros out: a cell holds a value, or a formula that gives one.",
    "Ids with leading zeros, such as 00100, are best kept as text.",
    "A sheet whose name begins with an underscore is not read; use such sheets for notes and sums of your own.",
)


def content(values: Mapping[str, Any]) -> bytes:
    """Return the bytes of a workbook that holds a scenario.

    Parameters
    ----------
    values
        The scenario as plain values, its tables as lists of rows.
    """
    book = Book(str(values.get("name", "")))
    readme = book.add("readme")
    sheets = {name: book.add(name) for name in SHEETS}
    _readme(book, readme, values)
    tables = {name: list(_table(name, values)) for name in SHEETS if name != KEYS}
    _keys(book, sheets[KEYS], values)
    for name, rows in tables.items():
        columns = _columns(name, values, rows)
        _sheet(book, sheets[name], name, columns, rows)
    return book.content()


def _readme(book: Book, sheet: Any, values: Mapping[str, Any]) -> None:
    """Write how the workbook is filled in."""
    book.put(sheet, 0, 0, str(values.get("name", "")), "text", TITLE)
    sheet.set_row(0, TITLE_HEIGHT)
    sheet.set_column(0, 0, 120)
    for row, line in enumerate(_README, 1):
        book.put(sheet, row, 0, line)


def _table(name: str, values: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the rows of a sheet, flat: a key of something inside has a dot."""
    if name in _OWNED:
        table, owner, key = _OWNED[name]
        for thing in values.get(table, ()):
            for row in thing.get(key, ()):
                yield {owner: thing["id"], **_flat(row)}
    elif name in MAPS:
        key = MAPS[name][1]
        for one, row in (values.get(name) or {}).items():
            yield {key: one, **_flat(row or {})}
    elif name == "assumptions":
        yield from (each if isinstance(each, dict) else {"what": each} for each in values.get(name, ()))
    else:
        below: Any = values
        for step in LONG.get(name, (name,)):
            below = (below or {}).get(step)
        for row in below or ():
            yield _flat({key: value for key, value in row.items() if key not in _APART.get(name, ())})


def _flat(row: Mapping[str, Any], before: str = "") -> Row:
    """Return a row whose mappings and lists of mappings are spread over columns."""
    made: Row = {}
    for key, value in row.items():
        name = f"{before}{key}"
        if isinstance(value, dict):
            made |= _flat(value, f"{name}.")
        elif isinstance(value, list | tuple) and value and isinstance(value[0], dict):
            for number, item in enumerate(value, 1):
                made |= _flat(item, f"{name}.{number}.")
        else:
            made[name] = value
    return made


def _columns(name: str, values: Mapping[str, Any], rows: Sequence[Row]) -> list[str]:
    """Return the headings of a sheet: all the schema knows, for maps those in use, and what the rows have besides."""
    if name == "policy":
        known = [each for each in names() if ".1." not in each]
    else:
        model = _model(name)
        known = [each for leaf in leaf_names(model) for each in _expanded(leaf, values)]
    known = [each for each in known if each.partition(".")[0] not in _APART.get(name, ())]
    found = list(dict.fromkeys([*known, *(key for row in rows for key in row)]))
    ends = [each for each in _LAST if each in found]
    starts = [each for each in _FIRST if each in found and not (name == "policy" and each in ("office", "group"))]
    return [*starts, *(each for each in found if each not in (*starts, *ends)), *ends]


def _model(name: str) -> type[BaseModel]:
    """Return what a row of a sheet is."""
    if name in LONG:
        return LONG_TABLES[LONG[name]]
    if name == OF_GROUPS:
        return GroupTravelRow
    if name in MAPS:
        return MAPS[name][0]
    return OF_OFFICES.get(name) or FILE_TABLES.get(name, Assumption)


def _expanded(leaf: str, values: Mapping[str, Any]) -> Iterator[str]:
    """Yield a heading, for a map one for each key there is in the scenario."""
    if not leaf.endswith("…"):
        yield leaf
        return
    stem = leaf.removesuffix("…")
    if stem == "people.":
        yield from (f"{stem}{group['id']}" for group in values.get("groups", ()))
    elif stem == "visits_per_year.":
        yield from (f"{stem}{service['id']}" for service in values.get("services", ()))
    elif stem == "staff.languages.":
        found = (language for area in values.get("areas", ()) for language in area.get("languages", ()))
        yield from (f"{stem}{language}" for language in dict.fromkeys(found))


def _sheet(book: Book, sheet: Any, name: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Write a table with its comments and choices."""
    models = tuple(RULES.values()) if name == "policy" else (_model(name),)
    for position, heading in enumerate(columns):
        needed = all(required(model, heading) for model in models)
        style = HEADING if needed else {**HEADING, **_OPTIONAL}
        book.put(sheet, 0, position, heading, "text", style)
        text = _UNITS if (name, heading) == ("factors", "unit") else about(models, heading)
        if text:
            size = {"x_scale": 2.2, "y_scale": 0.5 + len(text) / 90}
            sheet.write_comment(0, position, text, {"author": "consolidate", "font_size": 9, **size})
        reference = Reference(name, heading, position)
        rule = guide(models, reference)
        if rule is not None:
            sheet.data_validation(1, position, ROOM, position, rule)
        kinds = [found[1] for model in models if (found := path_of(model, heading))]
        shown = [cell_text(row.get(heading), kinds[0] if kinds else None) for row in rows]
        for line, (value, kind) in enumerate(shown, 1):
            if value is not None:
                book.put(sheet, line, position, value, kind)
        width = max([len(str(value)) for value, _ in shown if value is not None] or [0])
        text_cells = book.format({"num_format": "@"}) if heading == "id" or reference.target else None
        sheet.set_column(position, position, min(max(width + 2, len(heading) + 2, 10), 45), text_cells)
    sheet.freeze_panes(1, 1)
    if columns and rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)


def _keys(book: Book, sheet: Any, values: Mapping[str, Any]) -> None:
    """Write the sheet of keys and values, with what each key means."""
    for position, name in enumerate(KEY_COLUMNS):
        book.put(sheet, 0, position, name, "text", HEADING)
    flat = _flat({key: value for key, value in values.items() if key not in SHEETS or key == "travel"})
    keys = [key for key in key_names() if "…" not in key and ".1." not in key]
    for line, key in enumerate(
        dict.fromkeys([*keys, *(key for key in flat if not key.startswith("travel.matrix"))]), 1
    ):
        found = path_of(Scenario, key)
        value, kind = cell_text(flat.get(key), found[1] if found else None)
        needed = required(Scenario, key)
        book.put(sheet, line, 0, key, "text", {"bold": True} if needed else {})
        if value is not None:
            book.put(sheet, line, 1, value, "general" if kind != "day" else kind, {"align": "left"})
        book.put(sheet, line, 2, about((Scenario,), key), "text", QUIET)
        rule = guide((Scenario,), Reference(KEYS, key, 1))
        if rule is not None:
            sheet.data_validation(line, 1, line, 1, rule)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 2, 90)
    sheet.freeze_panes(1, 1)
