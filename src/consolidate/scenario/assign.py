"""One change from the command line: ``offices.kela-vaasa.floor_m2=300``."""

from __future__ import annotations

from dataclasses import replace

from consolidate.errors import InvalidInput, Place, Problem
from consolidate.scenario.suggest import did_you_mean, some_of
from consolidate.scenario.tree import LongTable, Node, Unread
from consolidate.scenario.yaml_text import read_yaml

OPTION = "--set"


def assign(root: Node, text: str) -> tuple[Node, list[Problem]]:
    """Return the tree with one value replaced; its place is ``--set``.

    Parameters
    ----------
    text
        ``path=value``: the path of keys, ids of rows and numbers (from 1) of other items, joined by dots; the value as
        YAML writes it.

    Returns
    -------
    tuple
        The new tree, and why it is the old one.
    """
    path, equals, written = text.partition("=")
    place = Place(OPTION, field=path.strip())
    if not equals or not path.strip():
        message = f"{OPTION} {text!r} is not of the form path=value"
        return root, [Problem(place, message, text, suggestion="write it like horizon.discount_rate=0.02")]
    try:
        value = read_yaml(written, OPTION).root if written.strip() else Node(None, OPTION)
        return _set(root, path.strip(), _moved(value, place), place), []
    except InvalidInput as error:
        return root, [replace(problem, place=place, message=f"{path}: {problem.message}") for problem in error.problems]


def _moved(node: Node, place: Place) -> Node:
    value = node.value
    if isinstance(value, dict):
        value = {key: _moved(below, place) for key, below in value.items()}
    elif isinstance(value, list):
        value = [_moved(below, place) for below in value]
    return Node(value, place.file, field=place.field)


def _set(node: Node, path: str, value: Node, place: Place) -> Node:
    """Return `node` with what `path` leads to replaced; keys that are missing are added."""
    if isinstance(node.value, LongTable | Unread):
        raise InvalidInput([Problem(place, "a table of this kind cannot be changed from the command line")])
    if isinstance(node.value, list):
        return _set_item(node, node.value, path, value, place)
    if node.value is not None and not isinstance(node.value, dict):
        raise InvalidInput([Problem(place, f"leads through {node.value!r}, which holds nothing", path)])
    entries = node.mapping
    step, rest = _step(path, list(entries))
    below = _set(entries.get(step, Node(None, place.file)), rest, value, place) if rest else value
    return replace(node, value={**entries, step: below})


def _set_item(node: Node, items: list[Node], path: str, value: Node, place: Place) -> Node:
    names = [item.id or str(number) for number, item in enumerate(items, 1)]
    step, rest = _step(path, names)
    if step not in names:
        message = f"there is no {step!r}"
        raise InvalidInput([Problem(place, message, step, some_of(names), did_you_mean(step, names))])
    number = names.index(step)
    changed = list(items)
    changed[number] = _set(items[number], rest, value, place) if rest else value
    return replace(node, value=changed)


def _step(path: str, names: list[str]) -> tuple[str, str]:
    """Split off the first step; an id may hold dots, so the longest that is known wins."""
    parts = path.split(".")
    for length in range(len(parts), 1, -1):
        if ".".join(parts[:length]) in names:
            return ".".join(parts[:length]), ".".join(parts[length:])
    step, _, rest = path.partition(".")
    return step, rest
