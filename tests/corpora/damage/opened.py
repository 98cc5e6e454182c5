"""What can be damaged of a finished file of whatever kind: its texts, one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from builder.layout.pages import Pages
from builder.outline.blocks import Outline
from builder.outline.text import Product

T = TypeVar("T")


class Choose(Protocol):
    """Takes one of several; hypothesis decides which."""

    def __call__(self, among: Sequence[T], /) -> T: ...


class NoPlaceError(Exception):
    """Raised where a file has nothing that could be damaged in some way."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A finished file, and what it was made from; each is its own."""

    name: str
    product: Product
    outline: Outline
    pages: Pages | None
    data: bytes


@dataclass(frozen=True, slots=True)
class Wound:
    """A damaged file, and how its damage must be reported.

    One of the messages must be like `place`; one of the paths must be among `paths`, unless there are none.
    """

    data: bytes
    place: str = ""
    paths: frozenset[str] = frozenset()


Hurt = Callable[[Case, Choose], Wound]


class Opened(Protocol):
    """A finished file as a list of texts that can be changed: paragraphs, or stretches painted at once."""

    @property
    def texts(self) -> Sequence[str]:
        """The words of each."""

    def runs(self, place: int) -> list[str]:
        """Return the text in the pieces in which the file has it."""

    def write(self, place: int, run: int, text: str) -> None:
        """Replace one piece."""

    def can_write(self, place: int, text: str) -> bool:
        """Whether the file can show a text there."""

    def drop(self, place: int) -> None: ...

    def swap(self, one: int, other: int) -> None:
        """Let two texts change places."""

    def move(self, place: int, before: int) -> None: ...

    def moves(self, place: int, before: int) -> bool:
        """Whether a text can be moved there, and other words are between."""

    def repeat(self, place: int, after: int) -> None: ...

    def where(self, place: int) -> str:
        """Return a pattern of the messages about a text, which may be reported at its neighbours."""

    def save(self) -> bytes: ...


def pick(choose: Choose, among: Sequence[T]) -> T:
    """Choose one, or raise `NoPlaceError` where there is none."""
    if not among:
        raise NoPlaceError
    return choose(among)


def replace(file: Opened, place: int, old: str, new: str) -> None:
    """Replace words of a text in the piece that has them; `ValueError` where none has."""
    for run, text in enumerate(file.runs(place)):
        if old in text:
            file.write(place, run, text.replace(old, new, 1))
            return
    raise ValueError(f"no run of “{file.texts[place]}” has “{old}”")


def anywhere(*patterns: str) -> str:
    """Return the pattern of messages that are like one of several."""
    return "|".join(dict.fromkeys(f"(?:{pattern})" for pattern in patterns))


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
