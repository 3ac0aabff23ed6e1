"""What a cell of an input sheet may hold: in words, as a choice, and as a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from consolidate.scenario.fields import Kind, kind_of, step_into
from consolidate.scenario.long_tables import limits_of
from consolidate.scenario.model import FACTOR_UNITS
from consolidate.scenario.policy import BaseRule
from consolidate.scenario.table_files import path_of
from consolidate.scenario.workbook import NOTHING

_TARGETS: Final = {
    "agency": "agencies",
    "area": "areas",
    "site": "sites",
    "service": "services",
    "office": "offices",
    "mode": "modes",
    "group": "groups",
    "home": "sites",
    "if_open": "sites",
    "then_open": "sites",
}
"""Columns that hold the id of a row of another sheet."""
_ROOM: Final = 5_000
_ENDLESS: Final = 1e6
_FLAGS: Final = ("true", "false")


@dataclass(frozen=True)
class Reference:
    """A column of a sheet."""

    sheet: str
    heading: str
    position: int

    @property
    def target(self) -> str | None:
        """The sheet whose ids stand in the column."""
        found = _TARGETS.get(self.heading)
        return None if found == self.sheet else found


def field_of(model: type[BaseModel], heading: str) -> FieldInfo | None:
    """Return the field a heading leads to; None for a key of a map, or where there is none."""
    found = path_of(model, heading)
    inside: type[BaseModel] | None = model
    field: FieldInfo | None = None
    for step in found[0] if found else (heading,):
        if inside is None:
            return None
        if step.isdigit():
            continue
        field = inside.model_fields.get(step)
        if field is None:
            return None
        kind: Kind | None = kind_of(field.annotation)
        inside = (kind.of.model if kind.name == "list" and kind.of else kind.model) if kind else None
    return field


def required(model: type[BaseModel], heading: str) -> bool:
    """Return whether every row needs the cell: the field does, and all that it is inside of."""
    steps = heading.split(".")
    return all(
        (field := field_of(model, ".".join(steps[: number + 1]))) is not None and field.is_required()
        for number in range(len(steps))
    )


def about(models: Sequence[type[BaseModel]], heading: str) -> str:
    """Return what a column means: its description, what is allowed, and which rules have it."""
    parts: list[str] = []
    for model in models:
        field = field_of(model, heading)
        if field is None:
            continue
        words = [field.description or "", *_allowed(model, field, heading)]
        text = "; ".join(word for word in words if word)
        if len(models) > 1 and text and heading not in BaseRule.model_fields:
            text = f"{_type(model)}: {text}"
        if text and text not in parts:
            parts.append(text)
    if len(models) > 1 and heading == "type":
        return f"one of {', '.join(_type(model) for model in models)}"
    if len(models) > 1 and not parts:
        parts.append(", ".join(_type(model) for model in models if field_of(model, heading) is not None))
    return "\n".join(parts)[:1500]


def _type(model: type[BaseModel]) -> str:
    """Return the type of a rule."""
    return str(get_args(model.model_fields["type"].annotation)[0])


def _allowed(model: type[BaseModel], field: FieldInfo, heading: str) -> Iterator[str]:
    """Yield what the schema allows, in words."""
    kind = kind_of(field.annotation)
    words = choices(field)
    if words:
        yield f"one of {', '.join(words)}"
    elif kind.name in {"number", "whole"}:
        name = heading.rpartition(".")[2]
        limits = limits_of(_owner(model, heading), name) if name in _owner(model, heading).model_fields else []
        yield ", ".join(
            f"{limit.word} {limit.bound:g}"
            for limit in sorted(limits, key=lambda limit: limit.bound)
            if limit.bound < _ENDLESS
        )
    elif kind.name == "day":
        yield "a day, such as 2027-12-31"
    elif kind.name == "list":
        yield "several parted by ;"
    if not field.is_required() and field.default not in (None, (), "") and not isinstance(field.default, BaseModel):
        default = field.default
        shown = "; ".join(map(str, default)) if isinstance(default, tuple) else default
        if isinstance(shown, str | int | float):
            yield f"omitted = {str(shown).lower() if isinstance(shown, bool) else shown}"


def _owner(model: type[BaseModel], heading: str) -> type[BaseModel]:
    """Return the model in which the last step of a heading is a field."""
    kind: Kind | None = kind_of(model)
    for step in heading.split(".")[:-1]:
        kind = step_into(kind, step) if kind is not None else None
    return kind.model if kind is not None and kind.model is not None else model


def choices(field: FieldInfo) -> list[str]:
    """Return the words that may stand in a cell, where just some may."""
    if kind_of(field.annotation).name == "flag":
        return list(_FLAGS)
    found: list[str] = []
    for member in (field.annotation, *get_args(field.annotation)):
        if get_origin(member) is Literal:
            found += [str(word) for word in get_args(member)]
        elif get_origin(member) is tuple or kind_of(member).model is not None:
            return []  # a list may stand there as well
    return found if all(isinstance(word, str) for word in found) else []


def guide(models: Sequence[type[BaseModel]], reference: Reference) -> dict[str, Any] | None:
    """Return the validation of a column: a choice of words or ids, or the limits of a number."""
    if reference.target is not None:
        source = f"={reference.target}!$A$2:$A${_ROOM}"
        return _choice(source, f"an id of the sheet {reference.target}", "warning")
    if reference.sheet == "factors" and reference.heading == "factor":
        return _choice(list(FACTOR_UNITS), "a factor")
    if len(models) > 1 and reference.heading == "type":
        return _choice([_type(model) for model in models], "a type of rule")
    fields = [
        field for model in models if (field := field_of(models[0] if len(models) == 1 else model, reference.heading))
    ]
    words = [choices(field) for field in fields]
    if words and all(words):
        return _choice(list(dict.fromkeys(word for each in words for word in each)), "one of the words offered")
    kinds = {kind_of(field.annotation).name for field in fields}
    if kinds in ({"number"}, {"whole"}):
        numbers = {"validate": "decimal" if kinds == {"number"} else "integer", "criteria": "between"}
        wide = {"minimum": -1e15, "maximum": 1e15} if kinds == {"number"} else {"minimum": -(10**9), "maximum": 10**9}
        return {**numbers, **wide, "error_title": "Number", "error_message": "A number belongs here."}
    return None


def _choice(source: Any, what: str, kind: str = "stop") -> dict[str, Any]:
    """Return a validation that offers a list; ids may be typed before their row is there."""
    if isinstance(source, list) and len(",".join(source)) > 250:  # Excel takes no longer list
        return {"validate": "any"}
    message = f"This should be {what}."
    return {"validate": "list", "source": source, "error_title": "Choice", "error_message": message, "error_type": kind}


def cell_text(value: Any, kind: Kind | None) -> tuple[Any, str]:
    """Return a value as a cell holds it, and the kind of number format."""
    if isinstance(value, list | tuple):
        texts = [str(each) for each in value]
        alone = len(texts) == 1 and " " in texts[0]
        return (f"{texts[0]};" if alone else "; ".join(texts)) if texts else NOTHING, "text"
    if isinstance(value, bool):
        return str(value).lower(), "text"
    if isinstance(value, date) or (isinstance(value, str) and kind is not None and kind.name == "day"):
        return value, "day"
    return value, "general"
