"""Inheritance: a scenario that ``extends`` another takes everything from there, then overrides.

Mappings merge key by key, tables row by row on ``id``; anything else replaces. In a file that extends, a table is a
list of rows to change or add, or ``{remove: [ids], change: [rows]}``, either part optional.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath

from consolidate.errors import InvalidInput, Problem
from consolidate.scenario.source import Source
from consolidate.scenario.suggest import did_you_mean, short
from consolidate.scenario.tables import FILE_TABLES, ID_TABLES, ROW_MODELS
from consolidate.scenario.tree import Node, Unread, plain

MAX_CHAIN = 20


def read_chain(source: Source, path: Path) -> Node:
    """Read a scenario and all it extends, merged.

    Raises
    ------
    InvalidInput
        When a file is no scenario, or the chain turns in a circle or is too long.
    FileSystemError
        When a file cannot be read.
    """
    documents: list[Node] = []
    seen: list[str] = []
    while True:
        documents.append(source.document(path))
        seen.append(os.path.realpath(path))
        named = documents[-1].mapping.get("extends")
        if named is None or named.value is None:
            break
        path = _base(named, path.parent, seen)
    *changes, node = documents
    entries = {key: _without_overrides(source, key, value) for key, value in node.mapping.items()}
    node = replace(node, value=entries)
    for change in reversed(changes):
        node = merged(source, node, change)
    return replace(node, value={key: value for key, value in node.mapping.items() if key != "extends"})


def _base(named: Node, folder: Path, seen: list[str]) -> Path:
    """Return the path that ``extends`` names."""
    name = named.value
    if not isinstance(name, str) or "\x00" in name or not name.lower().endswith((".yaml", ".yml")):
        raise InvalidInput(
            [Problem(named.place, "extends must name a scenario file, like ../base/scenario.yaml", str(name))]
        )
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor or "\\" in name:
        raise InvalidInput([Problem(named.place, "extends must name a file relative to this one, with /", name)])
    path = folder / name
    if not os.path.isfile(path):  # noqa: PTH113  (Path.is_file raises for a name that is too long)
        raise InvalidInput([Problem(named.place, f"there is no file {short(name)} to extend", name)])
    if os.path.realpath(path) in seen:
        chain = " -> ".join(os.path.basename(step) for step in [*seen, str(path)])  # noqa: PTH119
        raise InvalidInput([Problem(named.place, f"extends turns in a circle: {chain}", name)])
    if len(seen) > MAX_CHAIN:
        raise InvalidInput([Problem(named.place, f"more than {MAX_CHAIN} scenarios extend one another", name)])
    return path


def merged(source: Source, base: Node, change: Node) -> Node:
    """Lay the changes of a whole scenario over its base."""
    entries = dict(base.mapping)
    for key, node in change.mapping.items():
        if key in ID_TABLES and not isinstance(node.value, Unread):
            entries[key] = _merge_table(source, entries.get(key), node, key)
        else:
            entries[key] = merge_value(entries.get(key), node)
    return replace(change, value=entries)


def merge_value(base: Node | None, change: Node) -> Node:
    """Merge two values: mappings key by key, anything else is replaced."""
    if base is None or not isinstance(base.value, dict) or not isinstance(change.value, dict):
        return change
    entries = dict(base.value)
    for key, node in change.value.items():
        entries[key] = merge_value(entries.get(key), node)
    return replace(change, value=entries)


def _merge_table(source: Source, base: Node | None, change: Node, name: str) -> Node:
    if base is None or not isinstance(base.value, list):
        return _without_overrides(source, name, change)
    removed, rows = _parts(source, change, name)
    kept: dict[object, Node] = {row.id or number: row for number, row in enumerate(base.value)}
    for node in removed:
        if not isinstance(node.value, str) or node.value not in kept:
            known = [key for key in kept if isinstance(key, str)]
            message = f"{name}: there is no {node.value!r} to remove"
            suggestion = did_you_mean(node.value, known)
            source.problems.append(Problem(node.place, message, str(node.value), suggestion=suggestion))
        else:
            del kept[node.value]
    named: set[str] = set()
    for number, row in enumerate(rows):
        if row.id is None or row.id in named:
            kept[("new", number)] = row  # for the checks to complain about
            continue
        named.add(row.id)
        if row.id not in kept:
            needed = _needed(name)
            lacking = [key for key in needed if key not in row.mapping]
            near = did_you_mean(row.id, [key for key in kept if isinstance(key, str)])
            if lacking:
                message = f"{name}: there is no {short(row.id)} to change, and a new one needs {', '.join(lacking)}"
                source.problems.append(Problem(row.place, message, row.id, suggestion=near))
                continue
            if near and needed == ["id"]:  # nothing else would tell that it is misspelt
                message = f"{name}: {short(row.id)} is new, what is extended has none of that name"
                source.problems.append(Problem(row.place, message, row.id, suggestion=near, severity="warning"))
        kept[row.id] = merge_value(kept.get(row.id), row)
    return replace(change if change.items else base, value=list(kept.values()))


def _needed(name: str) -> list[str]:
    """Return the keys that a row of a table cannot do without; of a rule its type alone."""
    fields = ROW_MODELS[name].model_fields if name in FILE_TABLES else {}
    return [key for key, field in fields.items() if field.is_required()] or ["type"]


def _parts(source: Source, change: Node, name: str) -> tuple[list[Node], list[Node]]:
    """Split an override into ids to remove and rows to change or add."""
    if isinstance(change.value, list):
        return [], change.value
    known = ("remove", "change")
    if not isinstance(change.value, dict) or any(key not in known for key in change.value):
        key = next((key for key in change.mapping if key not in known), None)
        place = change.mapping[key].key_place if key is not None else change.place
        message = f"{name} must be a list of rows, or a mapping of remove and change"
        source.problems.append(
            Problem(place, message, str(key or plain(change)), "remove, change", did_you_mean(key, known))
        )
        return [], []
    for key, node in change.value.items():
        if not isinstance(node.value, list) and not isinstance(node.value, Unread):
            source.problems.append(Problem(node.place, f"{name}.{key} must be a list", str(plain(node))))
    return [node for part in [change.value.get("remove")] if part for node in part.items], [
        node for part in [change.value.get("change")] if part for node in part.items
    ]


def _without_overrides(source: Source, key: str, node: Node) -> Node:
    """Refuse remove and change where there is nothing to override."""
    if key in ID_TABLES and isinstance(node.value, dict) and {"remove", "change"} & set(node.value):
        message = f"{key}: remove and change need a table that is extended"
        source.problems.append(
            Problem(node.key_place, message, suggestion="add 'extends', or write the rows as a list")
        )
        return replace(node, value=Unread())
    return node
