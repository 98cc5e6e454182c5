"""What an edited file says now: its paragraphs, who changed them, and the comments on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

Taken: TypeAlias = Callable[[str], bool]  # whether the tracked changes of an author are taken


class Comment(Struct, frozen=True):
    """A comment, and the words that it is on; an answer comes right behind what it answers."""

    author: str
    date: str
    text: str
    quote: str = ""
    done: bool = False


class Paragraph(Struct, frozen=True):
    """A paragraph, cell or shape of a file, with the names that the builder gave it.

    `authors` are those of its tracked changes that were taken, with their dates; `slide` counts from 1.
    `form` is what items of one list, or paragraphs of one text, have in common: the style, the level.
    """

    text: str
    names: tuple[str, ...] = ()
    authors: tuple[tuple[str, str], ...] = ()
    comments: tuple[Comment, ...] = ()
    slide: int = 0
    in_notes: bool = False
    around: bool = False  # in a header or footer
    form: str = ""


class Said(Struct, frozen=True):
    """What a file says, and how many tracked changes of each author are in it; `slides` are their names."""

    paragraphs: tuple[Paragraph, ...]
    tracked: dict[str, int] = {}
    slides: tuple[str, ...] = ()
