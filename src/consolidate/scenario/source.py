"""From a path to nodes: which files may be read, what they contain, and the tables they name."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath, PureWindowsPath

from pydantic import BaseModel

from consolidate.errors import FileSystemError, InvalidInput, Place, Problem
from consolidate.scenario import delimited, parquet_file, workbook, workbook_parts, yaml_text
from consolidate.scenario.delimited import read_delimited
from consolidate.scenario.long_tables import read_long_table
from consolidate.scenario.parquet_file import read_parquet
from consolidate.scenario.suggest import did_you_mean, short, some_of
from consolidate.scenario.table_files import TableFile, read_rows
from consolidate.scenario.tables import EACH, FILE_TABLES, LONG_TABLES, TITLES
from consolidate.scenario.tree import Node, Unread
from consolidate.scenario.workbook import Workbook
from consolidate.scenario.workbook_scenario import read_scenario

SUFFIXES = (".csv", workbook.SUFFIX, parquet_file.SUFFIX)
"""Of files that hold tables."""
OTHER_BOOKS = (".xls", ".xlsm", ".xlsb", ".ods")
_LARGEST = {
    ".csv": delimited.MAX_BYTES,
    workbook.SUFFIX: workbook_parts.MAX_BYTES,
    parquet_file.SUFFIX: parquet_file.MAX_BYTES,
}


@dataclass
class Source:
    """The files of one scenario as they are read: hashes of all, problems found so far.

    ``home`` is the folder of the scenario asked for; names in ``files`` are relative to it.
    """

    home: Path
    files: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    books: dict[str, Workbook] = field(default_factory=dict)

    def document(self, path: Path) -> Node:
        """Read a scenario file, YAML or a workbook, and the tables it names; overrides stay as they are written.

        Raises
        ------
        InvalidInput
            When the file is no YAML mapping, or a workbook that is not read.
        FileSystemError
            When a file cannot be read.
        """
        if path.suffix.lower() in OTHER_BOOKS:
            place, remedy = Place(str(path)), "save it as .xlsx"
            raise InvalidInput([Problem(place, "a scenario is YAML or an .xlsx workbook", suggestion=remedy)])
        if path.suffix.lower() == workbook.SUFFIX:
            root, problems = read_scenario(self.book(path, str(path)))
            self.problems += problems
            return root
        document = yaml_text.read_yaml(self.content(path, yaml_text.MAX_BYTES), str(path))
        self.problems += document.problems
        root = document.root
        if not isinstance(root.value, dict):
            raise InvalidInput([Problem(root.place, "a scenario must be a mapping of keys to values")])
        entries = dict(root.value)
        for name, model in FILE_TABLES.items():
            if name in entries:
                entries[name] = self.table(entries[name], model, path.parent, name)
        root = replace(root, value=entries)
        for keys, model in LONG_TABLES.items():
            root = self._long_table(root, keys, model, path.parent)
        return root

    def _long_table(self, node: Node, keys: tuple[str, ...], model: type[BaseModel], folder: Path) -> Node:
        """Replace the file that stands where keys lead by what it holds."""
        if not keys:
            named = is_file_name(node) or "file" in node.mapping
            return self.table(node, model, folder, TITLES[model], long=True) if named else node
        if keys[0] == EACH:
            if "change" in node.mapping:
                change = self._long_table(node.mapping["change"], keys, model, folder)
                return replace(node, value={**node.mapping, "change": change})
            rows = [self._long_table(row, keys[1:], model, folder) for row in node.items]
            return replace(node, value=rows) if rows else node
        below = node.mapping.get(keys[0])
        if below is None:
            return node
        return replace(node, value={**node.mapping, keys[0]: self._long_table(below, keys[1:], model, folder)})

    def table(self, node: Node, model: type[BaseModel], folder: Path, key: str, *, long: bool = False) -> Node:
        """Replace ``{file: name}`` or the name alone, also below ``change``, by what the file holds."""
        if "change" in node.mapping:
            return replace(
                node, value={**node.mapping, "change": self.table(node.mapping["change"], model, folder, key)}
            )
        named = node if is_file_name(node) else node.mapping.get("file")
        if named is None:
            return node
        try:
            self._only_file(node)
            path = self.inside(named, folder)
            table = self._file(path, node, key, str(folder / str(named.value)))
            rows, problems = read_long_table(table, model) if long else read_rows(table, model)
        except InvalidInput as error:
            self.problems += error.problems
            return replace(node, value=Unread())
        self.problems += problems
        return rows

    def _file(self, path: Path, node: Node, key: str, name: str) -> TableFile:
        """Open the file of a table by its suffix; ``key`` is what the table is called."""
        suffix = path.suffix.lower()
        if suffix == workbook.SUFFIX:
            book, asked = self.book(path, name), node.mapping.get("sheet")
            place = asked.place if asked else node.place
            title = book.named(str(asked.value) if asked else None, key, place)
            sheet = book.sheet(title)
            if sheet is None:
                raise InvalidInput([Problem(place, f"the sheet {short(title)} of {short(name)} is empty")])
            return sheet
        content = self.content(path, _LARGEST[suffix])
        return read_parquet(content, name) if suffix == parquet_file.SUFFIX else read_delimited(content, name)

    def book(self, path: Path, name: str) -> Workbook:
        """Open a workbook, once."""
        if name not in self.books:
            self.books[name] = Workbook(self.content(path, workbook_parts.MAX_BYTES), name)
        return self.books[name]

    def _only_file(self, node: Node) -> None:
        file = node.mapping.get("file", node).value
        known = ("file", "sheet") if isinstance(file, str) and file.lower().endswith(workbook.SUFFIX) else ("file",)
        for key, other in node.mapping.items():
            if key not in known:
                message = f"unknown key {key!r} beside 'file'"
                raise InvalidInput([Problem(other.key_place, message, key, ", ".join(known))])

    def inside(self, named: Node, folder: Path) -> Path:
        """Return the path of a table file that lies in `folder`.

        Raises
        ------
        InvalidInput
            When the name is no name, leads out of the folder, is none of a table or does not exist.
        """
        name = named.value
        if not isinstance(name, str) or not name.strip() or "\x00" in name:
            raise InvalidInput([Problem(named.place, "the name of a file must be text")])
        if PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor or "\\" in name:
            message = f"the file {short(name)} must be named relative to the folder of the scenario, with /"
            raise InvalidInput([Problem(named.place, message, name)])
        path = folder / name
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):  # links followed
            message = f"the file {short(name)} lies outside the folder of the scenario"
            raise InvalidInput([Problem(named.place, message, name, suggestion="copy it into the folder")])
        if path.suffix.lower() not in SUFFIXES:
            allowed = f"a name that ends in {', '.join(SUFFIXES)}"
            raise InvalidInput([Problem(named.place, f"the file {short(name)} is no table", name, allowed)])
        if not os.path.isfile(path):  # noqa: PTH113  (Path.is_file raises for a name that is too long)
            there = sorted(other.name for other in folder.iterdir() if other.suffix.lower() in SUFFIXES)
            message = f"there is no file {short(name)}"
            raise InvalidInput([Problem(named.place, message, name, some_of(there), did_you_mean(name, there))])
        return path

    def content(self, path: Path, most: int) -> bytes:
        """Return the bytes of a regular file, at most one more than `most`, and remember their hash.

        Raises
        ------
        FileSystemError
            When it cannot be opened or is no regular file.
        """
        try:
            # a pipe would make open() wait for ever
            if not stat.S_ISREG(path.stat().st_mode):
                raise FileSystemError(f"{path}: not a file")
            with path.open("rb") as stream:
                content = stream.read(most + 1)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise FileSystemError(f"{path}: cannot be read: {reason}") from None
        self.files[Path(os.path.relpath(path, self.home)).as_posix()] = hashlib.sha256(content).hexdigest()
        return content


def is_file_name(node: Node) -> bool:
    """Tell whether a table is given as the name of its file."""
    return isinstance(node.value, str) and node.value.lower().endswith(SUFFIXES)
