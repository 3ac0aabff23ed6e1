"""Every top-level key validated by itself, every row of a table by itself: what is wrong here hides nothing there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from consolidate.scenario.complaints import Complaint, complaints, shortened
from consolidate.scenario.delimited import MOST_SHOWN
from consolidate.scenario.draft import RULES, Draft
from consolidate.scenario.fields import Kind, kind_of, step_into
from consolidate.scenario.long_tables import check_columns, completed, from_rows
from consolidate.scenario.model import Scenario
from consolidate.scenario.policy import Rule
from consolidate.scenario.suggest import did_you_mean, nearest, short, some_of
from consolidate.scenario.tables import EACH, FILE_TABLES, LONG_TABLES, ROW_MODELS
from consolidate.scenario.tree import LongTable, Node, Unread

MOST_ROWS = 200
"""Wrong rows of a table that are looked at one by one."""

MOST_WRONG = 10_000
"""Wrong rows after which the rest of a table is not looked at."""


@dataclass
class WrongRows:
    """The first rows that are wrong, with their errors, and how many there are."""

    first: list[tuple[int, ValidationError]] = field(default_factory=list)
    count: int = 0

    def add(self, number: int, error: ValidationError) -> None:
        """Note a wrong row; only the first are kept, errors being large."""
        self.count += 1
        if self.count <= MOST_ROWS:
            self.first.append((number, error))


def read_draft(root: Node) -> Draft:
    """Validate every top-level key by itself and collect what is wrong."""
    draft = Draft(root)
    draft.root = _with_columns(draft, root)
    kind = Kind("model", model=Scenario)
    _unknown_keys(draft)
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


def _unknown_keys(draft: Draft) -> None:
    known = list(Scenario.model_fields)
    unknown = [(key, node) for key, node in draft.root.mapping.items() if key not in known]
    for position, (key, node) in enumerate(unknown[:MOST_SHOWN], 1):
        more = f", and {len(unknown) - MOST_SHOWN} more like this" if position == MOST_SHOWN < len(unknown) else ""
        message = f"unknown key {short(key)}{more}"
        draft.add(node.key_place, message, value=key, allowed=some_of(known, 40), suggestion=did_you_mean(key, known))
        draft.damaged.add(nearest(key, known) or "")  # what was meant is not missing


def _adapter(key: str) -> TypeAdapter[Any]:
    info = Scenario.model_fields[key]
    annotation: Any = info.annotation
    for piece in info.metadata:
        annotation = Annotated[annotation, piece]
    kind = kind_of(info.annotation)
    return TypeAdapter(annotation, config=None if kind.model else {"strict": True, "allow_inf_nan": False})


def _read(draft: Draft, key: str, node: Node, kind: Kind, adapter: TypeAdapter[Any]) -> None:
    try:
        draft.values[key] = adapter.validate_python(as_input(node, kind))
    except ValidationError as error:
        draft.damaged.add(key)
        draft.problems += shortened(complaints(error, node, kind, key))


def _read_table(draft: Draft, key: str, node: Node) -> None:
    if not isinstance(node.value, list):
        draft.damaged.add(key)
        draft.add(
            node.place,
            f"{key} must be a list of rows",
            suggestion="write '- ' before each row"
            + (", or name a file: {file: name.csv}" if key in FILE_TABLES else ""),
        )
        return
    if not node.value and Scenario.model_fields[key].is_required():
        draft.add(node.key_place, f"{key} must have at least 1 entry")
    rows: dict[int, Any] = {}
    wrong = WrongRows()
    for number, item in enumerate(node.value):
        try:
            rows[number] = _row(key, item)
        except ValidationError as error:
            wrong.add(number, error)
            if wrong.count == MOST_WRONG:
                break
    draft.values[key] = rows
    draft.parts[key] = {
        number: part for number, error in wrong.first if (part := _part(key, node.items[number], error))
    }
    _complain(draft, key, node, wrong)


def _complain(draft: Draft, name: str, table: Node, wrong: WrongRows, model: type[BaseModel] | None = None) -> None:
    """Put the errors of the first wrong rows into words, and count the others; ``model``: of rows of a long table."""
    if not wrong.count:
        return
    draft.damaged.add(name)
    found: list[Complaint] = []
    for number, error in wrong.first:
        row = table.items[number]
        kind = Kind("model", model=model or _model(name, row))
        found += complaints(error, row, kind, f"{name}.{row.id or number + 1}")
    draft.problems += shortened(found)
    if wrong.count > MOST_ROWS:
        rest = f"{wrong.count - MOST_ROWS:,}" + (" or more" if wrong.count == MOST_WRONG else "")
        draft.add(table.items[wrong.first[-1][0]].place, f"{name}: {rest} rows below are wrong too")


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


def _part(key: str, node: Node, error: ValidationError) -> Any:
    """Return a row without the keys that are wrong, None where it is nothing without them."""
    value = as_input(node, Kind("model", model=_model(key, node)))
    if not isinstance(value, dict):
        return None
    wrong = {one["loc"][0] for one in error.errors(include_url=False) if one["loc"]}
    try:
        return _model(key, node).model_validate({name: below for name, below in value.items() if name not in wrong})
    except ValidationError:
        return None


def as_input(node: Node, kind: Kind) -> Any:
    """Return bare values for the models: lists as tuples; a key of the schema without a value is an omitted one."""
    value = node.value
    if isinstance(value, dict):
        known = kind.model.model_fields if kind.model else {}
        entries = {}
        for key, below in value.items():
            inner = below.value
            if isinstance(inner, dict | list):
                entries[key] = as_input(below, step_into(kind, key) or Kind("any"))
            elif not (inner is None and key in known) and not isinstance(inner, Unread):
                entries[key] = inner.columns if isinstance(inner, LongTable) else inner
        return entries
    if isinstance(value, list):
        of = kind.of or Kind("any")
        return tuple(as_input(below, of) for below in value)
    return value.columns if isinstance(value, LongTable) else value


def _with_columns(draft: Draft, root: Node) -> Node:
    """Return the tree with checked columns for its long tables."""
    for path, model in LONG_TABLES.items():
        root = _replaced(draft, root, path, model)
    return root


def _replaced(
    draft: Draft, node: Node, path: tuple[str, ...], model: type[BaseModel], done: tuple[str, ...] = ()
) -> Node:
    if path and path[0] == EACH:
        rows = [
            _replaced(draft, row, path[1:], model, (*done, row.id or str(number)))
            for number, row in enumerate(node.items, 1)
        ]
        return replace(node, value=rows) if rows else node
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
    wrong = WrongRows()
    valid = []
    for number, row in enumerate(node.items):
        try:
            model.model_validate(as_input(row, kind))
            valid.append(row)
        except ValidationError as error:
            wrong.add(number, error)
            if wrong.count == MOST_WRONG:
                break
    _complain(draft, name, node, wrong, model)
    return from_rows(replace(node, value=valid), model)
