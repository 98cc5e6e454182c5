"""A list from which something was withheld still knows the place that every item had in the whole brief."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Kept(tuple[T, ...]):
    """What one audience may read of a list; `places` are the items' places in the whole list, from 0."""

    places: tuple[int, ...]

    def __new__(cls, kept: Iterable[tuple[int, T]]) -> Kept[T]:
        pairs = tuple(kept)
        new = super().__new__(cls, (item for _, item in pairs))
        new.places = tuple(place for place, _ in pairs)
        return new


def places(items: Iterable[T], start: int = 0) -> Iterator[tuple[int, T]]:
    """Yield every item with its place in the whole brief: paths count from 0, readers' numbers from 1."""
    kept = zip(items.places, items, strict=True) if isinstance(items, Kept) else enumerate(items)
    return ((place + start, item) for place, item in kept)


class Excerpt(NamedTuple):
    """What a version for one audience knows of the whole brief: how it is called, and the whole's numbers.

    `numbers` are those of arguments, tables and figures by their paths.
    """

    label: str | None
    numbers: Mapping[str, int]
