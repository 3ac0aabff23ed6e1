"""A scenario table by table: what of it can be read, whatever is wrong elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

from consolidate.errors import Place, Problem
from consolidate.scenario.complaints import Complaint, complaints, dotted
from consolidate.scenario.delimited import MOST_SHOWN
from consolidate.scenario.fields import Kind, kind_of, step_into
from consolidate.scenario.long_tables import check_columns, completed, from_rows
from consolidate.scenario.model import Scenario
from consolidate.scenario.policy import Rule
from consolidate.scenario.suggest import did_you_mean, some_of
from consolidate.scenario.tables import LONG_TABLES, ROW_MODELS
from consolidate.scenario.tree import LongTable, Node, Unread, place_of

RULES: dict[str, type[BaseModel]] = {
    get_args(model.model_fields["type"].annotation)[0]: model for model in get_args(get_args(Rule)[0])
}
"""The model of a rule by its type."""


@dataclass
class Draft:
    """What could be read of a scenario.

    ``values`` holds every top-level value that is valid, a table as {position: row}; ``damaged`` the keys of which
    something could not be read, so that nothing is said to be missing from them.
    """

    root: Node
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    damaged: set[str] = field(default_factory=set)

    def rows(self, table: str) -> Iterator[tuple[int, Any]]:
        """Yield position and row of every valid row of a table."""
        return iter(self.values.get(table, {}).items())

    def place(self, *path: str | int) -> Place:
        """Return where something stands."""
        return place_of(self.root, path)

    def label(self, *path: str | int) -> str:
        """Return a path as ``--set`` writes it."""
        return dotted(self.root, path)

    def key_place(self, key: str) -> Place:
        """Return where a top-level key stands."""
        node = self.root.mapping.get(key)
        return node.key_place if node else self.root.place

    @cached_property
    def ids(self) -> dict[str, dict[str, int]]:
        """Position by id, of every row that has one, valid or not."""
        return {name: self._ids(name) for name in ROW_MODELS}

    def _ids(self, table: str) -> dict[str, int]:
        node = self.root.mapping.get(table)
        items = enumerate(node.items) if node else ()
        return {str(row.mapping["id"].value): number for number, row in items if "id" in row.mapping}

    def add(self, place: Place, message: str, **parts: Any) -> None:
        """Note a problem."""
        self.problems.append(Problem(place, message, **parts))

    def scenario(self) -> Scenario:
        """Return the whole, once there are no errors."""
        tables = {name: tuple(self.values[name].values()) for name in ROW_MODELS if name in self.values}
        return Scenario.model_validate({**self.values, **tables})


def read_draft(root: Node) -> Draft:
    """Validate every top-level key by itself and collect what is wrong."""
    draft = Draft(root)
    draft.root = _with_columns(draft, root)
    kind = Kind("model", model=Scenario)
    known = list(Scenario.model_fields)
    for key, node in draft.root.mapping.items():
        if key not in known:
            suggestion = did_you_mean(key, known)
            draft.add(
                node.key_place, f"unknown key {key!r}", value=key, allowed=some_of(known, 40), suggestion=suggestion
            )
            if suggestion:  # what was meant is not missing
                draft.damaged.add(suggestion.split("'")[1])
    for key, info in Scenario.model_fields.items():
        node = draft.root.mapping.get(key, Node(None, root.file))
        if isinstance(node.value, Unread):
            draft.damaged.add(key)
        elif node.value is None:
            if info.is_required() and key not in draft.damaged:
                draft.add(root.place, f"{key!r} is missing", allowed=info.description or "")
        elif key in ROW_MODELS:
            _read_table(draft, key, node)
        else:
            inner = step_into(kind, key) or Kind("any")
            adapter: TypeAdapter[Any] = _adapter(key)
            _read(draft, key, node, inner, adapter)
    return draft


def _adapter(key: str) -> TypeAdapter[Any]:
    info = Scenario.model_fields[key]
    annotation: Any = info.annotation
    for piece in info.metadata:
        annotation = _annotated(annotation, piece)
    kind = kind_of(info.annotation)
    return TypeAdapter(annotation, config=None if kind.model else {"strict": True, "allow_inf_nan": False})


def _annotated(annotation: Any, piece: Any) -> Any:
    from typing import Annotated

    return Annotated[annotation, piece]


def _read(draft: Draft, key: str, node: Node, kind: Kind, adapter: TypeAdapter[Any]) -> None:
    try:
        draft.values[key] = adapter.validate_python(as_input(node, kind))
    except ValidationError as error:
        draft.damaged.add(key)
        draft.problems += [found.problem for found in complaints(error.errors(), node, kind, key)]


def _read_table(draft: Draft, key: str, node: Node) -> None:
    if not isinstance(node.value, list):
        draft.damaged.add(key)
        draft.add(
            node.place, f"{key} must be a list of rows", suggestion="write '- ' before each row, or {file: name.csv}"
        )
        return
    if not node.value and Scenario.model_fields[key].is_required():
        draft.add(node.key_place, f"{key} must have at least 1 entry")
    rows: dict[int, Any] = {}
    found: list[Complaint] = []
    for number, item in enumerate(node.value):
        name = f"{key}.{item.id or number + 1}"
        try:
            rows[number] = _row(key, item)
        except ValidationError as error:
            found += complaints(error.errors(), item, Kind("model", model=_model(key, item)), name)
    draft.values[key] = rows
    if found:
        draft.damaged.add(key)
    draft.problems += _shortened(found)


def _model(key: str, node: Node) -> type[BaseModel]:
    rule = node.mapping.get("type")
    if key == "policy" and rule is not None and isinstance(rule.value, str):
        return RULES.get(rule.value, ROW_MODELS[key])
    return ROW_MODELS[key]


_TEXT: TypeAdapter[str] = TypeAdapter(str, config={"strict": True})
_RULE: TypeAdapter[Any] = TypeAdapter(Rule)


def _row(key: str, node: Node) -> Any:
    model = _model(key, node)
    value = as_input(node, Kind("model", model=model))
    if key == "assumptions" and not isinstance(node.value, dict):
        return _TEXT.validate_python(value)
    if key == "policy" and model.model_fields["type"].annotation is not None:
        rule = node.mapping.get("type")
        if rule is None or rule.value not in RULES:
            return _RULE.validate_python(value)
    return model.model_validate(value)


def as_input(node: Node, kind: Kind) -> Any:
    """Return bare values for the models: lists as tuples; a key of the schema without a value is an omitted one."""
    value = node.value
    if isinstance(value, dict):
        known = kind.model.model_fields if kind.model else {}
        return {
            key: as_input(below, step_into(kind, key) or Kind("any"))
            for key, below in value.items()
            if not (isinstance(below.value, Unread) or (below.value is None and key in known))
        }
    if isinstance(value, list):
        of = kind.of or Kind("any")
        return tuple(as_input(below, of) for below in value)
    return value.columns if isinstance(value, LongTable) else value


def _shortened(found: list[Complaint]) -> list[Problem]:
    """Keep the first 20 complaints about one key of a table, one where rows lack it, and count the rest."""
    groups: dict[Any, list[Problem]] = defaultdict(list)
    for one in found:
        groups[one.type, tuple(step for step in one.path if isinstance(step, str))].append(one.problem)
    problems = []
    for (kind, _), group in groups.items():
        most = 1 if kind == "missing" else MOST_SHOWN
        problems += group[:most]
        if len(group) > most:
            problems[-1] = replace(
                problems[-1], message=f"{problems[-1].message}, and {len(group) - most} more like this"
            )
    return problems


def _with_columns(draft: Draft, root: Node) -> Node:
    """Return the tree with checked columns for its long tables."""
    for path, model in LONG_TABLES.items():
        root = _replaced(draft, root, path, model)
    return root


def _replaced(
    draft: Draft, node: Node, path: tuple[str, ...], model: type[BaseModel], done: tuple[str, ...] = ()
) -> Node:
    if path:
        below = node.mapping.get(path[0])
        if below is None or below.value is None:
            return node
        done = (*done, path[0])
        return replace(node, value={**node.mapping, path[0]: _replaced(draft, below, path[1:], model, done)})
    if isinstance(node.value, list):
        node = _inline(draft, node, model, ".".join(done))
    if isinstance(node.value, Unread):
        draft.damaged.add(".".join(done))
        return node
    if not isinstance(node.value, LongTable):
        draft.damaged.add(".".join(done))
        draft.add(node.place, f"{'.'.join(done)} must be a list of rows, or {{file: name.csv}}")
        return replace(node, value=Unread())
    problems = check_columns(node.value, model, node.place)
    draft.problems += problems
    if problems:
        draft.damaged.add(".".join(done))
    return replace(node, value=replace(node.value, columns=completed(node.value.columns, model)))


def _inline(draft: Draft, node: Node, model: type[BaseModel], name: str) -> Node:
    kind = Kind("model", model=model)
    found: list[Complaint] = []
    valid = []
    for number, row in enumerate(node.items):
        try:
            model.model_validate(as_input(row, kind))
            valid.append(row)
        except ValidationError as error:
            found += complaints(error.errors(), row, kind, f"{name}.{number + 1}")
    draft.problems += _shortened(found)
    if found:
        draft.damaged.add(name)
    return from_rows(replace(node, value=valid), model)
