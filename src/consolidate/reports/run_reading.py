"""A plan read back from a run folder, as written or as a spreadsheet saved it: ``;``, decimal commas, Finnish dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from consolidate.errors import FileSystemError, InvalidInput, Place, Problem
from consolidate.plan.model import Assignment, Decision, Plan
from consolidate.reports.cleaning import uncell
from consolidate.scenario.cells import read_number
from consolidate.scenario.delimited import MOST_SHOWN, Delimited, read_delimited

if TYPE_CHECKING:
    from consolidate.scenario.load import Loaded
    from consolidate.scenario.model import Scenario

MANIFEST: Final = "manifest.json"
SCENARIO: Final = "scenario.yaml"
ASSIGNMENT: Final = "assignment.csv"
ACTIONS: Final = ("keep", "resize", "convert", "close", "merge", "colocate", "open", "never")

Row = tuple[int, dict[str, str]]


def read_run(folder: Path) -> tuple[Scenario, Plan]:
    """Read the scenario and the plan of a run folder.

    Returns
    -------
    tuple
        The scenario of ``scenario.yaml``, and the plan of ``decisions.csv`` and ``assignment.csv``.

    Raises
    ------
    FileSystemError
        When it is no folder, or a file cannot be read.
    InvalidInput
        When a table does not describe a plan of that scenario; holds everything wrong with it.
    """
    found: list[Problem] = []
    loaded, made = _loaded(folder, found)
    scenario = loaded.scenario
    assigned = _assignment(_assignment_reader(folder, scenario, found), scenario)
    if found:
        raise InvalidInput(found)
    return scenario, Plan(made, assigned)


def read_decisions(folder: Path) -> tuple[Loaded, tuple[Decision, ...]]:
    """Read the scenario and the decisions of a folder that does not say where people go.

    Raises
    ------
    FileSystemError
        When it is no folder, or a file cannot be read.
    InvalidInput
        When decisions.csv does not describe decisions of that scenario; holds everything wrong with it.
    """
    found: list[Problem] = []
    read = _loaded(folder, found)
    if found:
        raise InvalidInput(found)
    return read


def _loaded(folder: Path, found: list[Problem]) -> tuple[Loaded, tuple[Decision, ...]]:
    """Read scenario and decisions; what is wrong with these is added to ``found``."""
    from consolidate.scenario.load import load

    if not folder.is_dir():
        raise FileSystemError(f"{folder}: there is no such run folder")
    loaded = load(folder / SCENARIO)
    reader = _Reader(folder / "decisions.csv", ("office", "action", "to_site", "date"), found, optional=("m2", "mode"))
    return loaded, _decisions(reader, loaded.scenario)


class _Reader:
    """A table of a run, row by row, and the problems found in it."""

    def __init__(
        self, path: Path, columns: tuple[str, ...], problems: list[Problem], optional: tuple[str, ...] = ()
    ) -> None:
        self.file, self.problems = str(path), problems
        try:
            content = path.read_bytes()
        except OSError as error:
            raise FileSystemError(f"{path}: cannot be read: {error.strerror or error}") from error
        self.table: Delimited = read_delimited(content, self.file)
        self.columns = columns + tuple(name for name in optional if name in self.table.headings)
        missing = [name for name in columns if name not in self.table.headings]
        if missing:
            place = Place(self.file, self.table.first)
            raise InvalidInput([Problem(place, f"the column {name!r} is missing") for name in missing])

    def rows(self) -> Iterator[Row]:
        """Yield every row's line and its cells by column, without the apostrophes that keep formulas from running."""
        where = {name: self.table.headings.index(name) for name in self.columns}
        for line, cells in self.table.rows():
            if len(cells) <= max(where.values()):
                self.complain(line, "", f"the row has {len(cells)} cells, the heading {len(self.table.headings)}")
                continue
            yield line, {name: uncell(cells[position].strip()) for name, position in where.items()}

    def complain(
        self, line: int, field: str, message: str, value: str = "", allowed: str = "", remedy: str = ""
    ) -> None:
        """Keep a problem, the first few of them."""
        if len(self.problems) < MOST_SHOWN:
            self.problems.append(Problem(self.table.place(line, field), message, value, allowed, remedy))

    def known(self, row: Row, field: str, ids: set[str], *, optional: bool = False) -> str:
        """Return the row's id in a column, having complained if there is no such thing."""
        line, cells = row
        value = cells[field]
        if value not in ids and not (optional and not value):
            self.complain(line, field, f"there is no {field} {value!r} in the scenario", value)
        return value


def _decisions(reader: _Reader, scenario: Scenario) -> tuple[Decision, ...]:
    """Read one decision per office, in the order of their ids."""
    offices = {office.id for office in scenario.offices}
    sites = {site.id for site in scenario.sites}
    made: dict[str, Decision] = {}
    for row in reader.rows():
        line, cells = row
        office, action = reader.known(row, "office", offices), cells["action"].casefold()
        if action not in ACTIONS:
            reader.complain(line, "action", f"unknown action {action!r}", action, ", ".join(ACTIONS))
        if office in made:
            reader.complain(line, "office", f"office {office!r} has two decisions", office)
        to_site = cells["to_site"]
        if to_site and to_site not in sites:
            reader.complain(line, "to_site", f"there is no site {to_site!r} in the scenario", to_site)
        day = _day(reader, line, cells["date"], needed=action not in {"keep", "never", ""})
        mode = _new_mode(reader, line, cells.get("mode", ""), scenario) if action == "convert" else ""
        made[office] = Decision(office, action, to_site, day, _size(reader, line, cells.get("m2", "")), mode)
    for possible in scenario.offices:
        if not possible.exists:  # a plan names only the points it opens
            made.setdefault(possible.id, Decision(possible.id, "never"))
    for office in sorted(offices - set(made)):
        reader.complain(
            1, "office", f"office {office!r} has no decision", office, remedy="add a row for it, if only 'keep'"
        )
    return tuple(made[office] for office in sorted(made))


def _new_mode(reader: _Reader, line: int, mode: str, scenario: Scenario) -> str:
    """Read the mode an office converts to; of other decisions the column says how it serves in the end."""
    if mode not in scenario.modes:
        reader.complain(line, "mode", f"there is no mode {mode!r} in the scenario", mode, ", ".join(scenario.modes))
    return mode


def _size(reader: _Reader, line: int, text: str) -> float:
    """Read the new size of an office, or what its back office keeps."""
    try:
        return float(text.replace(",", ".") or 0.0)
    except ValueError:
        reader.complain(line, "m2", f"{text!r} is no number", text)
        return 0.0


def _day(reader: _Reader, line: int, text: str, *, needed: bool) -> date | None:
    """Read the day a change takes effect: ``2028-01-01`` or ``1.1.2028``."""
    if not text:
        if needed:
            reader.complain(line, "date", "a change needs the date on which it takes effect")
        return None
    parts = text.split(".")
    iso = f"{parts[2]}-{parts[1]:0>2}-{parts[0]:0>2}" if len(parts) == 3 else text
    try:
        return date.fromisoformat(iso)
    except ValueError:
        reader.complain(line, "date", f"{text!r} is no date", text, "2028-01-01 or 1.1.2028")
        return None


def _assignment_reader(folder: Path, scenario: Scenario, problems: list[Problem]) -> _Reader:
    """Open the assignment; a plan made by hand may lack it, and then says too little to be checked."""
    path = folder / ASSIGNMENT
    if not path.exists():
        message = "the plan says what offices do, not where people go; both are needed to check it"
        remedy = (
            "copy assignment.csv from a solved run and edit it, or let the command `consolidate audit` send everybody "
            "to the nearest point"
        )
        raise InvalidInput([Problem(Place(str(path)), message, suggestion=remedy)])
    willing = any(each.remote is not None and each.remote.supported_share for each in scenario.services)
    names = ("period", "area", "service", "group", "site", "millionths", *(["willing"] if willing else []))
    return _Reader(path, names, problems)


def _assignment(reader: _Reader, scenario: Scenario) -> Assignment:
    """Read where people go; periods stand as their first years."""
    periods = {str(year): index for index, year in enumerate(scenario.horizon.periods)}
    ids: dict[str, set[str]] = {
        "period": set(periods),
        "area": {area.id for area in scenario.areas},
        "service": {service.id for service in scenario.services},
        "site": {site.id for site in scenario.sites},
        "group": {group.id for group in scenario.groups},
    }
    columns: dict[str, list[str]] = {name: [] for name in ids}
    shares: list[int] = []
    willing: list[int] = []
    for row in reader.rows():
        for name, allowed in ids.items():
            columns[name].append(reader.known(row, name, allowed, optional=name == "group"))
        shares.append(_whole(reader, row, "millionths", 1, 1_000_000, "share of visits"))
        if "willing" in reader.columns:
            willing.append(_whole(reader, row, "willing", 0, 1, "sign of willing visits"))
    area, service, group, site = (
        np.array(columns[name], dtype=object) for name in ("area", "service", "group", "site")
    )
    period = np.array([periods.get(year, 0) for year in columns["period"]], dtype=np.int64)
    told = np.array(willing, dtype=np.int64) if "willing" in reader.columns else None
    return Assignment(period, area, service, group, site, np.array(shares, dtype=np.int64), told)


def _whole(reader: _Reader, row: Row, field: str, least: int, most: int, what: str) -> int:
    """Read a whole number within its limits."""
    line, cells = row
    number = read_number(cells[field], decimal_comma=reader.table.delimiter != ",")
    if number is None or number != int(number) or not least <= number <= most:
        text = cells[field]
        reader.complain(line, field, f"{text!r} is no {what}", text, f"a whole number from {least} to {most:,}")
        return 0
    return int(number)
