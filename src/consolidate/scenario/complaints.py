"""What pydantic finds wrong, in the words of the file: place, value, what is allowed, what to do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pydantic import BaseModel, ValidationError

from consolidate.errors import Problem
from consolidate.scenario.cells import two_ways
from consolidate.scenario.delimited import MOST_SHOWN
from consolidate.scenario.fields import Kind, step_into
from consolidate.scenario.suggest import did_you_mean, nearest, short, some_of
from consolidate.scenario.tree import Node, child

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Complaint:
    """One error of the schema: its path in the file, and how to put it into words (which takes time)."""

    path: Path
    type: str
    say: Callable[[], Problem]


def complaints(error: ValidationError, root: Node, kind: Kind, name: str) -> list[Complaint]:
    """Return what is wrong with one validated value.

    Parameters
    ----------
    error
        What pydantic raised.
    root
        The node that was validated.
    kind
        What it should have been.
    name
        How to call it: ``offices.kela-vaasa``.
    """
    found: dict[Path, list[Any]] = {}
    for one in error.errors(include_url=False):
        path, node, union = _follow(root, one["loc"], one["type"])
        if not (union and _other_branch(one["type"], node)):
            found.setdefault(path, []).append(one)
    meant = _meant(found, root, kind)
    return [
        Complaint(path, group[0]["type"], partial(_problem, group, root, kind, name, path))
        for path, group in found.items()
        if not (group[0]["type"] == "missing" and path in meant)
    ]


def shortened(found: list[Complaint]) -> list[Problem]:
    """Put the first 20 complaints about one key into words, one where rows lack it, and count the rest."""
    groups: dict[Any, list[Complaint]] = defaultdict(list)
    for one in found:
        path = one.path[:-1] if one.type == "extra_forbidden" else one.path
        groups[one.type, tuple(step for step in path if isinstance(step, str))].append(one)
    problems = []
    for (kind, _), group in groups.items():
        most = 1 if kind == "missing" else MOST_SHOWN
        problems += [one.say() for one in group[:most]]
        if len(group) > most:
            more = f", and {len(group) - most} more like this"
            problems[-1] = replace(problems[-1], message=problems[-1].message + more)
    return problems


def _meant(found: dict[Path, list[Any]], root: Node, kind: Kind) -> set[Path]:
    """Return the keys that are there under a misspelt name, so that nobody is told they are missing."""
    missing = {path for path, group in found.items() if group[0]["type"] == "missing"}
    if not missing:
        return missing
    unknown = [path for path, group in found.items() if group[0]["type"] == "extra_forbidden"][:MOST_SHOWN]
    return {(*path[:-1], nearest(path[-1], _neighbours(kind, root, path)) or "") for path in unknown}


def dotted(root: Node, path: Path) -> str:
    """Return a path as ``--set`` writes it: ids for rows, numbers from 1 for other items."""
    words, node = [], root
    for step in path:
        below = child(node, step)
        is_item = isinstance(step, int)
        words.append((below.id if below and below.id else str(int(step) + 1)) if is_item else str(step))
        node = below if below is not None else Node(None, "")
    return ".".join(words)


def _follow(root: Node, loc: tuple[str | int, ...], error: str) -> tuple[Path, Node, bool]:
    """Walk down as far as the file goes; steps that pydantic adds for the members of a union are left out, and told."""
    path: list[str | int] = []
    node = root
    for position, step in enumerate(loc):
        fits = isinstance(node.value, list) == isinstance(step, int)
        below = child(node, step) if fits else None
        if below is not None:
            path.append(step)
            node = below
        elif error == "missing" and position == len(loc) - 1:
            path.append(step)
    return tuple(path), node, len(path) < len(loc)


def _other_branch(error: str, node: Node) -> bool:
    """Tell whether a union's error is of a member that the value was never meant to be."""
    if isinstance(node.value, dict):
        return error in ("string_type", "tuple_type", "literal_error")
    if isinstance(node.value, list):
        return error in ("string_type", "literal_error", "model_type", "model_attributes_type")
    return False


def _problem(group: list[Any], root: Node, kind: Kind, name: str, path: Path) -> Problem:
    error = next((error for error in group if error["type"] == "literal_error"), group[0])
    value = error.get("input")
    node = root
    for step in path:
        node = child(node, step) or node
    label = ".".join(part for part in (name, dotted(root, path)) if part)
    where = label.rpartition(".")[0]
    where += ": " if where else ""
    if error["type"] == "missing":
        about = _about(kind, path)
        return Problem(node.place, f"{where}{path[-1]!r} is missing", suggestion=about and f"needed: {about}")
    if error["type"] == "extra_forbidden":
        known, key = _neighbours(kind, root, path), str(path[-1])
        message = f"{where}unknown key {short(key)}"
        meant = _minutes(key, value, known) or did_you_mean(key, known)
        return Problem(node.key_place, message, key, some_of(known, 40), meant)
    say = _WORDS.get(error["type"], _as_is)
    message, allowed, suggestion = say({**error, "file": node.file})
    shown = _shown(value)
    if error["type"].startswith("union_tag"):
        return Problem(node.place, f"{label}: {message}", shown.strip("'"), allowed, suggestion)
    if len(group) > 1 and error["type"] == "literal_error" and "tuple_type" in {other["type"] for other in group}:
        allowed += ", or a list"
    return Problem(node.place, f"{label}: {message}, but is {shown}", shown.strip("'"), allowed, suggestion)


def _minutes(key: str, value: object, known: Collection[str]) -> str:
    """Say hours in minutes, where these are what is asked for."""
    hours = key.casefold() in ("h", "hour", "hours") and "minutes" in known
    return f"write minutes: {value * 60:g}" if hours and type(value) in (int, float) else ""  # type: ignore[operator]


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return f"a mapping of {len(value)}" if value else "an empty mapping"
    if isinstance(value, tuple | list):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, bool | None):
        return "empty" if value is None else str(value).lower()
    return short(value)


def _model_at(kind: Kind, root: Node, path: Path) -> type[BaseModel] | None:
    """Return the model whose key the last step of `path` is."""
    at: Kind | None = kind
    node: Node | None = root
    for step in path[:-1]:
        at = step_into(at, str(int(step) + 1) if isinstance(step, int) else step) if at else None
        node = child(node, step) if node else None
    return at.model if at else None


def _neighbours(kind: Kind, root: Node, path: Path) -> list[str]:
    model = _model_at(kind, root, path)
    return list(model.model_fields) if model else []


def _about(kind: Kind, path: Path) -> str:
    model = _model_at(kind, Node(None, ""), path)
    field = model.model_fields.get(str(path[-1])) if model else None
    return field.description or "" if field else ""


Words = tuple[str, str, str]


def _as_is(error: Any) -> Words:
    message: str = error["msg"]
    return message[:1].lower() + message[1:], "", ""


def _text(error: Any) -> Words:
    value = error.get("input")
    number = isinstance(value, int | float)
    return "must be text", "", f'write "{_shown(value)}", in quotes' if number else ""


def _number(error: Any) -> Words:
    value = error.get("input")
    whole = error["type"].startswith("int")
    return f"must be a {'whole ' if whole else ''}number", "", _number_meant(value, error["file"])


def _number_meant(value: object, file: str) -> str:
    """Say how to write what may have been meant by a text that is no number."""
    if not isinstance(value, str):
        return ""
    if re.fullmatch(r"-?\d+,\d+", value):
        return f"write {value.replace(',', '.')}"
    if share := re.fullmatch(r"(-?\d{1,6}(?:[.,]\d{1,6})?) ?%", value.strip(), re.ASCII):
        return f"write {float(share[1].replace(',', '.')) / 100:.10g}"
    return two_ways(value, "," if file.lower().endswith(".csv") else ".")


def _day(error: Any) -> Words:
    written = error.get("ctx", {}).get("written")
    return error["msg"], "", f"write {written}" if written else ""


def _choice(error: Any) -> Words:
    expected = error["ctx"]["expected"]
    return (
        "must be one of the words allowed",
        expected,
        did_you_mean(error.get("input"), re.findall(r"'([^']*)'", expected)),
    )


def _pattern(error: Any) -> Words:
    if r"\W_" in error["ctx"]["pattern"]:
        return "is no language code", "letters, digits and -, like sv", ""
    if "A-Z" in error["ctx"]["pattern"]:
        return "must be a currency code", "three capital letters, like EUR", ""
    return "is no id", "text without , ; or line breaks that does not begin with a space, : / or \\", ""


def _tag(error: Any) -> Words:
    expected = error["ctx"]["expected_tags"]
    tag = error["ctx"]["tag"]
    return f"unknown type {tag!r}", expected, did_you_mean(tag, re.findall(r"'([^']*)'", expected))


def _no_tag(error: Any) -> Words:
    value = error.get("input")
    written = next((key for key in value if nearest(key, ["type"])), None) if isinstance(value, dict) else None
    return (
        f"has {short(written)} for 'type'" if written else "has no 'type'",
        "",
        "" if written else "say what rule it is",
    )


def _fixed(message: str, suggestion: str = "") -> Callable[[Any], Words]:
    return lambda error: (message.format(**error.get("ctx", {})), "", suggestion)


_WORDS: dict[str, Callable[[Any], Words]] = {
    "string_type": _text,
    "float_type": _number,
    "int_type": _number,
    "int_from_float": _number,
    "int_parsing": _number,
    "day": _day,
    "bool_type": _fixed("must be true or false"),
    "literal_error": _choice,
    "tuple_type": _fixed("must be a list", "write it as [a, b]"),
    "model_type": _fixed("must be a mapping of keys to values"),
    "model_attributes_type": _fixed("must be a mapping of keys to values"),
    "dict_type": _fixed("must be a mapping of keys to values"),
    "greater_than_equal": _fixed("must be at least {ge:g}"),
    "greater_than": _fixed("must be above {gt:g}"),
    "less_than_equal": _fixed("must be at most {le:g}"),
    "less_than": _fixed("must be below {lt:g}"),
    "finite_number": _fixed("must be a finite number"),
    "too_short": _fixed("must have at least {min_length} entry"),
    "string_too_short": _fixed("must have at least {min_length} character"),
    "string_too_long": _fixed("must have at most {max_length} characters"),
    "string_pattern_mismatch": _pattern,
    "union_tag_invalid": _tag,
    "union_tag_not_found": _no_tag,
    "string_unicode": _fixed("must be text without broken characters"),
}
