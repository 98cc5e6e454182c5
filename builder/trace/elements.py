"""An outline becomes the elements by which people speak of a brief, each with its number and its words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from builder.outline.blocks import (
    ArgumentMap,
    Figure,
    Limits,
    Options,
    Outline,
    Responses,
    Risks,
    Section,
    Sources,
    Table,
    Timeline,
)
from builder.outline.text import Text


class Numbered(NamedTuple):
    """A part of the brief with the number that all three files print before it ("A3", "[4]", "Figure 2")."""

    path: str
    number: str
    words: str


def numbered(outline: Outline) -> tuple[Numbered, ...]:
    """Return every numbered part of the brief, in the order of the outline; a section has no number."""
    return tuple(_numbered(outline))


def _numbered(outline: Outline) -> Iterator[Numbered]:
    for block in outline.blocks:
        match block:
            case Section():
                yield _part(None, block.title)
                for argument in block.arguments:
                    yield _part(argument.number, argument.claim)
            case Options():
                for option in block.options:
                    yield _part(option.number, option.title)
            case Responses():
                for response in block.responses:
                    yield _part(response.number, response.action)
            case Risks():
                for risk in block.risks:
                    yield _part(None, risk.text)
            case Limits():
                for limit in block.limits:
                    yield _part(None, limit.text)
            case Timeline():
                yield Numbered("timeline", block.number.plain, block.headline.plain)
            case Sources():
                for source in block.sources:
                    yield Numbered(source.text.path, source.number.plain, source.text.plain)
            case ArgumentMap():
                yield Numbered("links", block.number.plain, block.title.plain)
            case Table() if block.kind in ("actors", "glossary"):
                yield Numbered(block.kind, block.number.plain, block.title.plain)
            case Table() | Figure():
                yield _part(block.number, block.title)
            case _:
                pass  # without a number


def _part(number: Text | None, words: Text) -> Numbered:
    """Return the part that a text of it names: `sections[0].arguments[1]` for the claim there."""
    holder = words.path.rpartition(".")[0] or words.path
    return Numbered(holder, number.plain if number else "", words.plain)
