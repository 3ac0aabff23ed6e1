"""YAML as we read it: the core of YAML 1.2, no surprises, no bombs, and a place for every key and value.

The parser's events are read one by one instead of PyYAML's ready-made tree: depth, size and aliases are bounded before
anything is built, duplicate keys are seen, and marks are kept. Keys are always text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import yaml

from consolidate.errors import InvalidInput, Place, Problem
from consolidate.scenario.suggest import LONGEST, short
from consolidate.scenario.tree import MAX_DEPTH, Node, Scalar, measure

MAX_BYTES = 16_000_000
MAX_NODES = 150_000
MAX_ALIASED = 10_000
MAX_NUMBER_LENGTH = 60
MOST_DUPLICATES = 100

_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


@dataclass(frozen=True)
class Document:
    """A YAML document, and what is wrong with it that does not stop the reading (duplicate keys)."""

    root: Node
    problems: tuple[Problem, ...] = ()


def read_yaml(content: bytes | str, file: str) -> Document:
    """Read one YAML document.

    Parameters
    ----------
    content
        The bytes of the file (UTF-8, or UTF-16 with a byte order mark), or its text.
    file
        The name that places carry.

    Raises
    ------
    InvalidInput
        When the text is no YAML, is binary, too large, too deep, empty, or more than one document.
    """
    text = decode(content, file) if isinstance(content, bytes) else content
    bad = _CONTROL.search(text)
    if bad:
        raise _refusal(
            file, text, bad.start(), f"the control character U+{ord(bad[0]):04X} does not belong in a text file"
        )
    if len(text) > MAX_BYTES:
        raise _large(file)
    return _Builder(text, file).document()


def decode(content: bytes, file: str) -> str:
    """Turn bytes into text by the byte order mark, else as UTF-8.

    Raises
    ------
    InvalidInput
        With the place of the first byte that cannot be read.
    """
    if len(content) > MAX_BYTES:
        raise _large(file)
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding, "replace")
        message = f"the byte 0x{content[error.start]:02X} is not {encoding.removesuffix('-sig').upper()} text"
        raise _refusal(file, before, len(before), message, "save the file as UTF-8") from None


def resolve_scalar(text: str) -> Scalar:
    """Return the value of a plain scalar: null, true, false, a number without leading zeros, or the text itself."""
    if text in _SPECIAL:
        return _SPECIAL[text]
    if len(text) > MAX_NUMBER_LENGTH or text[0] not in "+-.0123456789":
        return text
    if _INT.fullmatch(text):
        return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
    return float(text) if _FLOAT.fullmatch(text) else text


def _refusal(file: str, text: str, offset: int, message: str, suggestion: str = "") -> InvalidInput:
    line = text.count("\n", 0, offset) + 1
    return InvalidInput(
        [Problem(Place(file, line, offset - text.rfind("\n", 0, offset)), message, suggestion=suggestion)]
    )


def _large(file: str) -> InvalidInput:
    message = f"the file is larger than {MAX_BYTES // 1_000_000} MB"
    return InvalidInput([Problem(Place(file, 1, 1), message, suggestion="put long tables into CSV files beside it")])


class _Builder:
    """Builds nodes from the parser's events, within the bounds."""

    def __init__(self, text: str, file: str) -> None:
        self.loader = _Loader(text)
        self.file = file
        self.nodes = 0
        self.aliased = 0
        self.anchors: dict[str, Node | None] = {}
        self.problems: list[Problem] = []

    def document(self) -> Document:
        self.take()
        start = self.take()
        if isinstance(start, yaml.StreamEndEvent):
            raise self.refuse(start, "the file is empty")
        root = self.node(self.take(), 1)
        self.take()
        after = self.take()
        if not isinstance(after, yaml.StreamEndEvent):
            raise self.refuse(after, "a second YAML document begins here; a file holds one")
        return Document(root, tuple(self.problems))

    def take(self) -> Any:
        try:
            return self.loader.get_event()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            words = ": ".join(part for part in (error.context, error.problem) if part)
            place = Place(self.file, mark.line + 1, mark.column + 1) if mark else Place(self.file, 1, 1)
            # The parser of PyYAML 6.0.4 reads ahead and has a bound of its own, a thousand levels.
            deep = "maximum nesting depth" in words
            message = f"nested deeper than {MAX_DEPTH} levels" if deep else f"this is not YAML: {words}"
            raise InvalidInput([Problem(place, message)]) from None
        except (yaml.YAMLError, ValueError, UnicodeError) as error:
            raise InvalidInput([Problem(Place(self.file, 1, 1), f"this is not YAML: {error}")]) from None

    def refuse(self, event: Any, message: str, suggestion: str = "", value: str = "") -> InvalidInput:
        place = Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        return InvalidInput([*self.problems, Problem(place, message, value, suggestion=suggestion)])

    def node(self, event: Any, depth: int) -> Node:
        """Build what `event` begins."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self.refuse(
                event, f"more than {MAX_NODES:,} values in one file", "put long tables into CSV files beside it"
            )
        if depth > MAX_DEPTH:
            raise self.refuse(event, f"nested deeper than {MAX_DEPTH} levels")
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, depth)
        if event.tag is not None:
            raise self.refuse(event, f"the tag {short(event.tag)} has no meaning here", "remove the tag", event.tag)
        mark = event.start_mark
        node = Node(None, self.file, mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.ScalarEvent):
            node.value = event.value if event.style else self.scalar(event)
        else:
            if event.anchor is not None:
                self.anchors[event.anchor] = None  # so far; it may not hold itself
            node.value = self.sequence(depth) if isinstance(event, yaml.SequenceStartEvent) else self.mapping(depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def scalar(self, event: Any) -> Scalar:
        text: str = event.value
        if len(text) > MAX_NUMBER_LENGTH and (_INT.fullmatch(text) or _FLOAT.fullmatch(text)):
            raise self.refuse(event, f"a number of {len(text):,} characters; at most {MAX_NUMBER_LENGTH} are read")
        return resolve_scalar(text)

    def sequence(self, depth: int) -> list[Node]:
        items = []
        while not isinstance(event := self.take(), yaml.SequenceEndEvent):
            items.append(self.node(event, depth + 1))
        return items

    def mapping(self, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while not isinstance(event := self.take(), yaml.MappingEndEvent):
            key = self.key(event)
            node = self.node(self.take(), depth + 1)
            node.key = (event.start_mark.line + 1, event.start_mark.column + 1)
            if key in entries:
                message = f"the key {short(key)} stands twice; first at {entries[key].key_place}"
                self.problems.append(Problem(node.key_place, message, key, suggestion="remove or rename one of them"))
                if len(self.problems) > MOST_DUPLICATES:
                    raise self.refuse(event, "more keys stand twice")
            else:
                entries[key] = node
        return entries

    def key(self, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise self.refuse(event, "a key must be plain text", "put text that holds *, [ or { in quotes")
        if event.tag is not None:
            raise self.refuse(event, f"the tag {short(event.tag)} has no meaning here", "remove the tag", event.tag)
        if event.value == "<<" and not event.style:
            raise self.refuse(event, "merge keys (<<) are not read", "repeat the values, or use 'extends'", "<<")
        return str(event.value)

    def alias(self, event: Any, depth: int) -> Node:
        target = self.anchors.get(event.anchor)
        if target is None:
            known = "inside itself" if event.anchor in self.anchors else "before it is defined"
            raise self.refuse(event, f"the alias *{event.anchor[:LONGEST]} is used {known}", value=event.anchor)
        size, height = measure(target)
        self.aliased += size
        if self.aliased > MAX_ALIASED:
            raise self.refuse(event, f"aliases stand for more than {MAX_ALIASED:,} values", "write the values out")
        if depth + height > MAX_DEPTH:
            raise self.refuse(event, f"nested deeper than {MAX_DEPTH} levels")
        return replace(target)
