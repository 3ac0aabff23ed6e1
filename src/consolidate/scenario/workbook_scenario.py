"""A whole scenario in one workbook: a sheet for each table, and one of keys and values for the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from pydantic import BaseModel

from consolidate.errors import InvalidInput, Place, Problem
from consolidate.scenario.columns import Columns, TravelRow
from consolidate.scenario.entry import Id
from consolidate.scenario.fields import leaf_names
from consolidate.scenario.long_tables import read_long_table
from consolidate.scenario.model import Assumption, Conversion, Factor, Lease, Mode, Resize, Scenario
from consolidate.scenario.policy_sheet import read_policy
from consolidate.scenario.suggest import did_you_mean, short, some_of
from consolidate.scenario.table_files import known_headings, path_of, read_rows, row_of
from consolidate.scenario.tables import FILE_TABLES, LONG_TABLES
from consolidate.scenario.tree import LongTable, Node, Unread
from consolidate.scenario.workbook import Sheet, Workbook

KEYS: Final = "scenario"
KEY_COLUMNS: Final = ("key", "value", "meaning")
IGNORED: Final = ("readme", "lists")
"""Sheets that hold nothing to read; so are those whose name begins with an underscore."""


class ModeRow(Mode):
    """A row of the sheet ``modes``."""

    id: Id


class FactorRow(Factor):
    """A row of the sheet ``factors``."""

    factor: str


class LeaseRow(Lease):
    """A row of the sheet ``leases``."""

    office: Id


class ResizeRow(Resize):
    """A row of the sheet ``resize``."""

    office: Id


class ConversionRow(Conversion):
    """A row of the sheet ``convert``."""

    office: Id


class GroupTravelRow(TravelRow):
    """A row of the sheet ``group_travel``."""

    group: Id


MAPS: Final[dict[str, tuple[type[BaseModel], str]]] = {"modes": (ModeRow, "id"), "factors": (FactorRow, "factor")}
"""Sheets that are mappings: what a row is, and the column of the key."""
OF_OFFICES: Final[dict[str, type[BaseModel]]] = {
    "leases": LeaseRow,
    "resize": ResizeRow,
    "convert": ConversionRow,
}
"""Sheets whose rows belong to an office, each named by its column ``office``."""
LONG: Final = {"visits": ("visits",), "travel": ("travel", "matrix")}
"""Sheets that are kept as columns, and where they belong."""
OF_GROUPS: Final = "group_travel"
"""The sheet of every group's own ways, each row naming its group."""
TABLES: Final = ("agencies", "services", "areas", "groups", "visits", "sites", "offices", *OF_OFFICES, "modes")
SHEETS: Final = (KEYS, *TABLES, "travel", OF_GROUPS, "factors", "policy", "assumptions")
"""The sheets a scenario may have, in the order people fill them in."""

Entries = dict[str, Node]


def read_scenario(book: Workbook) -> tuple[Node, list[Problem]]:
    """Read every sheet that means something; say which do not.

    Returns
    -------
    tuple
        The scenario as a YAML file would give it, and everything wrong with the sheets.
    """
    entries: Entries = {}
    problems: list[Problem] = []
    found = {name.strip().casefold(): name for name in book.names}
    for title, name in found.items():
        if title not in SHEETS and title not in IGNORED and not title.startswith("_"):
            place = Place(f"{book.file}:{name}")
            guess = did_you_mean(title, SHEETS)
            message = f"the sheet {short(name)} is not read"
            misspelt = guess and not any(sheet in found for sheet in SHEETS if repr(sheet) in guess)
            problems.append(
                Problem(place, message, name, some_of(SHEETS, 20), guess, "error" if misspelt else "warning")
            )
    for title in (title for title in SHEETS if title in found):
        try:
            sheet = book.sheet(found[title])
            if sheet is not None and sheet.lines:  # a sheet nobody has filled in says nothing
                problems += _READERS.get(title, _read_table)(title, sheet, entries)
        except InvalidInput as error:
            problems += error.problems
            _put(entries, LONG.get(title, (title,)), Node(Unread(), f"{book.file}:{found[title]}"))
    entries.pop(KEYS, None)
    return Node(entries, book.file, 1), problems


def _put(entries: Entries, path: tuple[str, ...], node: Node) -> None:
    """Put a node where a path leads, beside what is there; a value that could not be read stays so."""
    for step in path[:-1]:
        below = entries.setdefault(step, Node({}, node.file, node.line))
        if not isinstance(below.value, dict):
            return
        entries = below.value
    entries[path[-1]] = node


def _read_keys(title: str, sheet: Sheet, entries: Entries) -> list[Problem]:  # noqa: ARG001  (the readers' shape)
    """Read the sheet of keys and values: a key is a path with dots."""
    problems = []
    missing = [name for name in KEY_COLUMNS[:2] if name not in sheet.headings]
    if missing:
        message = f"the sheet needs the columns key and value; {' and '.join(missing)} is missing"
        raise InvalidInput([Problem(Place(sheet.file, sheet.first), message)])
    key_at, value_at = (sheet.headings.index(name) for name in KEY_COLUMNS[:2])
    seen: dict[str, int] = {}
    for line, cells in sheet.rows():
        padded = [*cells, *[""] * len(sheet.headings)]
        key, text = padded[key_at].strip(), padded[value_at].strip()
        place = Place(sheet.file, line, key_at + 1, key)
        if key in seen:
            problems.append(Problem(place, f"the key {key!r} stands in row {seen[key]} already", key))
        elif key and text:
            seen[key] = line
            problems += _key(sheet, entries, key, (text, Node(None, sheet.file, line, value_at + 1, key)), place)
    return problems


def _key(sheet: Sheet, entries: Entries, key: str, given: tuple[str, Node], place: Place) -> list[Problem]:
    """Read one key and its value."""
    text, node = given
    found = path_of(Scenario, key)
    if found is None or key.partition(".")[0] in (*FILE_TABLES, *MAPS, "visits"):
        known = [name for name in key_names() if "…" not in name]
        return [Problem(place, f"unknown key {key!r}", key, some_of(known, 40), did_you_mean(key, known))]
    path, kind = found
    node.value = sheet.read(text, kind)
    _locate(node)
    _put(entries, path, node)
    return []


def _locate(node: Node) -> None:
    """Give the items of a list the place of their cell."""
    for item in node.items:
        item.file, item.line, item.column, item.field = node.file, node.line, node.column, node.field


def key_names() -> list[str]:
    """Return the keys that may stand in the sheet of keys and values."""
    inside = (*FILE_TABLES, *MAPS, "visits", "policy", "assumptions")
    names = leaf_names(Scenario)
    return [name for name in names if name.partition(".")[0] not in inside and name != "travel.matrix"]


def _read_table(title: str, sheet: Sheet, entries: Entries) -> list[Problem]:
    """Read a table of things."""
    rows, problems = read_rows(sheet, FILE_TABLES[title])
    entries[title] = rows
    return problems


def _read_long(title: str, sheet: Sheet, entries: Entries) -> list[Problem]:
    """Read a table kept as columns."""
    table, problems = read_long_table(sheet, LONG_TABLES[LONG[title]])
    _put(entries, LONG[title], table)
    return problems


def _read_map(title: str, sheet: Sheet, entries: Entries) -> list[Problem]:
    """Read a sheet whose rows have a name each into a mapping."""
    model, key = MAPS[title]
    rows, problems = read_rows(sheet, model)
    made: Entries = {}
    for row in rows.items:
        inside = dict(row.mapping)
        name = inside.pop(key, None)
        if name is None or not isinstance(name.value, str):
            problems.append(Problem(row.place, f"{key} is empty"))
        elif name.value in made:
            problems.append(Problem(name.place, f"{name.value!r} stands twice", name.value))
        else:
            made[name.value] = replace(row, value=inside, key=(name.line, name.column))
    entries[title] = replace(rows, value=made)
    return problems


def _read_of_offices(title: str, sheet: Sheet, entries: Entries) -> list[Problem]:
    """Add the rows of a sheet to the offices they name."""
    rows, problems = read_rows(sheet, OF_OFFICES[title])
    offices = {row.id: row.mapping for row in entries.get("offices", Node([], sheet.file)).items}
    for row in rows.items:
        inside = dict(row.mapping)
        office = inside.pop("office", None)
        if office is None or office.value not in offices:
            value = str(office.value) if office else ""
            known = [name for name in offices if name]
            place = office.place if office else row.place
            message = f"there is no office {value!r}" if value else "office is empty"
            problems.append(Problem(place, message, value, some_of(known), did_you_mean(value, known)))
            continue
        mine = offices[str(office.value)]
        listed = mine.setdefault(title, Node([], sheet.file, row.line))
        if isinstance(listed.value, list):
            listed.value.append(replace(row, value=inside))
    return problems


def _read_of_groups(title: str, sheet: Sheet, entries: Entries) -> list[Problem]:  # noqa: ARG001  (the readers' shape)
    """Give every group the rows of its own ways."""
    node, problems = read_long_table(sheet, GroupTravelRow)
    table = node.value
    if not isinstance(table, LongTable):
        return problems
    if "group" not in table.columns.texts:
        return [*problems, Problem(Place(sheet.file, sheet.first), "the column 'group' is missing")]
    groups = {row.id: row.mapping for row in entries.get("groups", Node([], sheet.file)).items if row.id}
    for name in table.codes("group")[0]:
        rows = table.rows_of("group", name)
        if name in groups:
            groups[name]["travel"] = replace(node, value=_part(table, rows))
        else:
            message = f"there is no group {name!r}" if name else "group is empty"
            place = table.place(int(rows[0]), "group")
            problems.append(Problem(place, message, name, some_of(groups), did_you_mean(name, groups)))
    return problems


def _part(table: LongTable, rows: Any) -> LongTable:
    """Return some rows of a table of groups' ways, without the group."""
    columns = table.columns
    texts = {name: column[rows] for name, column in columns.texts.items() if name != "group"}
    numbers = {name: column[rows] for name, column in columns.numbers.items()}
    return LongTable(Columns(texts, numbers, columns.file), lambda row, field: table.place(int(rows[row]), field))


def _read_policy(title: str, sheet: Sheet, entries: Entries) -> list[Problem]:
    entries[title], problems = read_policy(sheet)
    return problems


def _read_assumptions(title: str, sheet: Sheet, entries: Entries) -> list[Problem]:
    """Read assumptions; one that says nothing but what is a line of text."""
    headings, problems = known_headings(sheet, Assumption)
    rows = [_assumption(row_of(sheet, Assumption, headings, line, cells)) for line, cells in sheet.rows()]
    entries[title] = Node(list(rows), sheet.file, sheet.first)
    return problems


def _assumption(row: Node) -> Node:
    return row.mapping["what"] if set(row.mapping) == {"what"} else row


_READERS: Final[dict[str, Callable[[str, Sheet, Entries], list[Problem]]]] = {
    KEYS: _read_keys,
    OF_GROUPS: _read_of_groups,
    "policy": _read_policy,
    "assumptions": _read_assumptions,
    **dict.fromkeys(LONG, _read_long),
    **dict.fromkeys(MAPS, _read_map),
    **dict.fromkeys(OF_OFFICES, _read_of_offices),
}
