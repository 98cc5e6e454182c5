"""A place in a brief becomes what the model expects there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from builder.brief.model import Brief
from builder.brief.part import LimitedProse, Part

Location: TypeAlias = "Sequence[str | int]"


def path_of(location: Location) -> str:
    """Return a location as a path: `sections[0].arguments[1].claim`."""
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def value_at(values: Any, location: Location) -> Any:
    """Return the plain value at a location, or the text that stands for the mapping it would be in."""
    value: Any = values
    for step in location:
        if isinstance(value, (dict, list)):
            value = value[step]  # type: ignore[index]
    return value


def is_unsure(path: str, unsure: Collection[str]) -> bool:
    """Return whether the path or what holds it is among the unsure ones."""
    while path and path not in unsure:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return bool(path)


def _bare(annotation: Any) -> Any:
    """Return an annotation without its constraints, and without the null beside it."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, UnionType):
            annotation = next(kind for kind in get_args(annotation) if kind is not NoneType)
        else:
            return annotation


def field_of(part: type[Part], key: str) -> FieldInfo | None:
    """Return the field behind a key of the brief, such as `from`."""
    return next((field for name, field in part.model_fields.items() if (field.alias or name) == key), None)


def annotation_at(location: Location) -> Any:
    """Return the type that the model expects at a location."""
    annotation: Any = Brief
    for step in location:
        if annotation is str:  # a text that is written as {text, audience}
            annotation = LimitedProse
        if isinstance(annotation, type) and issubclass(annotation, Part):
            field = field_of(annotation, str(step))
            annotation = field.annotation if field else str
        else:
            annotation = get_args(annotation)[1 if get_origin(annotation) is dict else 0]
        annotation = _bare(annotation)
    return annotation


def part_at(location: Location) -> type[Part]:
    """Return the part of the model that stands at a location, or the empty part."""
    annotation = annotation_at(location)
    if annotation is str:
        return LimitedProse
    return annotation if isinstance(annotation, type) and issubclass(annotation, Part) else Part


def stand_in(annotation: Any) -> Any:
    """Return a value that the model takes at a place of this kind."""
    kind = _bare(annotation)
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    if get_origin(kind) is tuple:
        return [stand_in(get_args(kind)[0])] * 2
    if isinstance(kind, type) and issubclass(kind, Part):
        fields = kind.model_fields.items()
        return {
            field.alias or name: stand_in(field.annotation) for name, field in fields if field.is_required()
        }
    return "x"
