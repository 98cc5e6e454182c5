"""Walks over the parts and texts of a brief with their paths, which withheld list items do not shift."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from msgspec.structs import replace

from builder.brief.kinds import is_noted
from builder.brief.part import Limited, Part

T = TypeVar("T")
P = TypeVar("P", bound=Part)
NAMES = (
    "audience",
    "brand",
    "email",
    "extends",
    "file",
    "focus",
    "highlight",
    "id",
    "if",
    "ignore",
    "language",
    "path",
    "refs",
    "section",
    "templates",
    "theme",
    "url",
)


class Kept(tuple[T, ...]):
    """What one audience may read of a list; `indices` are those that the items have in the whole list."""

    indices: tuple[int, ...]

    def __new__(cls, kept: Iterable[tuple[int, T]]) -> Kept[T]:
        pairs = tuple(kept)
        new = super().__new__(cls, (item for _, item in pairs))
        new.indices = tuple(index for index, _ in pairs)
        return new


def indexed(items: Iterable[T], start: int = 0) -> Iterator[tuple[int, T]]:
    """Yield every item with its index in the whole brief: paths count from 0, readers' numbers from 1."""
    kept = zip(items.indices, items, strict=True) if isinstance(items, Kept) else enumerate(items)
    return ((index + start, item) for index, item in kept)


def walk(part: Part) -> Iterator[tuple[str, Part]]:
    """Yield every part of a brief with its path, the brief itself first."""
    waiting: list[tuple[str, Part]] = [("", part)]
    while waiting:
        path, part = waiting.pop()
        yield path, part
        inside = []
        for key, value in _values(path, part):
            if isinstance(value, Part):
                inside.append((key, value))
            elif isinstance(value, tuple) and isinstance(value[0], Part):
                inside += [(f"{key}[{index}]", one) for index, one in indexed(value)]
        waiting += reversed(inside)


def ids_of(brief: Part) -> dict[str, str]:
    """Return the ids of the parts of a brief by their paths."""
    parts = ((path, getattr(part, "id", None)) for path, part in walk(brief) if path)
    return {path: id for path, id in parts if id}


def readers_of(parts: Iterable[tuple[str, Part]]) -> dict[str, tuple[str, ...]]:
    """Return the audiences of each part and text that is not for everybody, by its path."""
    found = {}
    for path, part in parts:
        audience = getattr(part, "audience", None)
        if isinstance(audience, tuple):
            found[path] = audience
        found |= {at: text.audience for at, text in texts(path, part) if isinstance(text, Limited)}
    return found


def texts(path: str, part: Part, *, noted: bool = False) -> Iterator[tuple[str, str]]:
    """Yield every text that a part holds itself, with its path; those alone that may have marks of notes."""
    for key, value in _values(path, part, noted=noted):
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, tuple):
            for index, one in indexed(value):
                if isinstance(one, str):
                    yield f"{key}[{index}]", one
                elif isinstance(one, tuple):  # the rows of a table
                    yield from ((f"{key}[{index}][{cell}]", str(text)) for cell, text in enumerate(one))
        elif isinstance(value, dict):
            yield from ((f"{key}.{inner}", str(text)) for inner, text in value.items())


def read_texts(path: str, part: Part) -> Iterator[tuple[str, str]]:
    """Yield the texts of a part, without those that are names for programs, with their paths."""
    for at, text in texts(path, part) if part.printed else ():
        if re.split(r"[.\[]", at.removeprefix(path).lstrip("."))[0] not in NAMES:
            yield at, text


def with_value(part: P, path: str, value: object) -> P:
    """Return a part with another value at a path in it."""
    key, index, rest = re.match(r"(\w+)(?:\[(\d+)\])?\.?(.*)", path).groups()  # type: ignore[union-attr]
    name = part.fields[key].name
    held = getattr(part, name)
    if index is not None:
        items = list(held)
        items[int(index)] = with_value(items[int(index)], rest, value) if rest else value
        held = tuple(items)
    else:
        held = with_value(held, rest, value) if rest else value
    new: P = replace(part, **{name: held})
    return new


def _values(path: str, part: Part, *, noted: bool = False) -> Iterator[tuple[str, object]]:
    """Yield the values that a part has, with their paths in the brief's own keys."""
    dot = f"{path}." if path else ""
    for key, field in part.fields.items():
        value = getattr(part, field.name)
        if value and (not noted or is_noted(field.kind)):
            yield dot + key, value
