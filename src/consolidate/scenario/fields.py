"""What the schema says about a key: its kind and its neighbours, asked of the models themselves."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel


@dataclass(frozen=True)
class Kind:
    """What a value may be: ``text number whole flag day any``, a ``list`` or ``map`` of a kind, or a ``model``."""

    name: str
    of: Kind | None = None
    model: type[BaseModel] | None = None


_SIMPLE: dict[Any, str] = {str: "text", float: "number", int: "whole", bool: "flag", date: "day"}


def kind_of(annotation: Any) -> Kind:
    """Return the kind an annotation stands for; of a union its model if it has one, else its first member."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return kind_of(args[0])
    if origin in (Union, types.UnionType):
        kinds = [kind_of(member) for member in args if member is not type(None)]
        return next((kind for kind in kinds if kind.model), kinds[0])
    if origin is tuple:
        return Kind("list", kind_of(args[0]))
    if origin is dict:
        return Kind("map", kind_of(args[1]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Kind("model", model=annotation)
    return Kind(_SIMPLE.get(type(args[0]) if origin is Literal else annotation, "any"))


@lru_cache(maxsize=10_000)
def step_into(kind: Kind, step: str) -> Kind | None:
    """Return the kind one step below; None where there is no such key. Lists are entered by their number from 1."""
    if kind.name == "list" and kind.of is not None:
        return kind.of if step.isascii() and step.isdigit() and 1 <= int(step) <= 1000 else None
    if kind.name == "map":
        return kind.of
    if kind.model is not None and step in kind.model.model_fields:
        return kind_of(kind.model.model_fields[step].annotation)
    return None


def leaf_names(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """Yield the headings a table of `model` may have, nested ones dotted."""
    for name, field in model.model_fields.items():
        kind = kind_of(field.annotation)
        if kind.model is not None:
            yield from leaf_names(kind.model, f"{prefix}{name}.")
        elif kind.name == "list" and kind.of is not None and kind.of.model is not None:
            yield from leaf_names(kind.of.model, f"{prefix}{name}.1.")
        elif kind.name == "map":
            yield f"{prefix}{name}.…"
        else:
            yield prefix + name
