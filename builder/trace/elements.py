"""Finds the elements by which people speak of a brief, each with its number and its words."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from builder.outline.blocks import Outline
from builder.outline.reading import paragraphs


class Numbered(Struct, frozen=True):
    """A part of the brief with the number that all three files print before it ("A3", "[4]", "Figure 2")."""

    path: str
    number: str
    words: str


def numbered(outline: Outline) -> tuple[Numbered, ...]:
    """Return every part of the brief that has a number or a title, in the order of the outline."""
    return tuple(_numbered(outline))


def _numbered(outline: Outline) -> Iterator[Numbered]:
    for para in paragraphs(outline):
        if para.names and (words := para.main):
            first = next(para.texts).plain
            number = "" if first == words.plain or first.isdecimal() else first  # a bare 1 is a line
            yield Numbered(para.names, number, words.plain)
