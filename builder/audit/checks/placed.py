"""Placed pages become the words that their file must say, and the problems of what they place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from msgspec import Struct

from builder.audit.fault import WORDS, fault
from builder.audit.words.known_words import Known
from builder.layout.pages import (
    Box,
    Group,
    Item,
    Mark,
    Page,
    Pages,
    Paragraph,
    PictureBox,
    Piece,
    Polyline,
    TableBox,
    TextBox,
)
from builder.outline.blocks import Outline
from builder.outline.reading import leads, reading
from builder.outline.text import Product, Text
from builder.report.problems import Problem


class Placed(Struct, frozen=True):
    """Words of a page, in the order of their file; `text` is None between two texts."""

    words: str
    text: Text | None
    page: int  # counted from 1
    noted: bool  # said in the notes
    begins: bool = False  # a paragraph


def placed(pages: Pages) -> list[Placed]:
    """Return every word of the pages in order, each page's notes after its items."""
    return [one for number, page in enumerate(pages.pages, 1) for one in _placed(page, number)]


def every_item(items: Sequence[Item]) -> Iterator[Item]:
    """Yield the items of a page in reading order, groups before their members."""
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from every_item(item.items)


def _placed(page: Page, number: int) -> Iterator[Placed]:
    for item in every_item(page.items):
        for paragraph in _paragraphs(item):
            yield from _spoken(paragraph.pieces, number, noted=False)
    for note in page.notes:
        yield from _spoken(note, number, noted=True)


def _paragraphs(item: Item) -> Sequence[Paragraph]:
    """Return the paragraphs of one item, not those of a group's members."""
    match item:
        case TextBox():
            return item.paragraphs
        case TableBox():
            return [cell.paragraph for row in item.rows for cell in row]
        case Box() | Polyline() | Mark() | PictureBox() | Group():
            return ()
        case _:
            assert_never(item)


def _spoken(pieces: Sequence[Piece], page: int, *, noted: bool) -> Iterator[Placed]:
    """Yield the pieces of one paragraph, of which the first with words begins it."""
    begins = True
    for piece in pieces:
        words = piece.separator if piece.text is None else piece.text.plain
        yield Placed(words, piece.text, page, noted, begins and not words.isspace())
        begins = begins and (not words or words.isspace())


def placed_problems(
    outline: Outline, product: Product, found: Sequence[Placed], known: Known
) -> Iterator[Problem]:
    """Yield what the pages leave out, say in another order, or say without having it from the outline.

    A text is said where its own slot says it: the same words of another field are another statement.
    """
    name = f"the {product.value}"
    by_slot: dict[str, set[str]] = {}
    for one in found:
        if one.text is not None:
            by_slot.setdefault(one.text.slot, set()).add(one.words)
    for words in dict.fromkeys(one.words for one in found):
        if any(map(str.isalnum, words)) and not known.holds(words):
            yield fault(WORDS, f"{name} says “{words}”, which neither the brief nor a label does")
    for text in reading(outline, product):
        title = without_stop(text.plain)
        if not any(title in words for words in by_slot.get(text.slot, ())):
            yield fault(WORDS, f"{name} has no place for “{text.plain}”", text.path)
    yield from _disorder(outline, name, found)


def without_stop(text: str) -> str:
    """Return a text without its full stop, as the title of a slide has none."""
    return text[:-1] if text.endswith((".", "。")) else text


def _disorder(outline: Outline, name: str, found: Sequence[Placed]) -> Iterator[Problem]:
    """Yield the leading texts that stand before one that the outline says first."""
    first: dict[str, int] = {}
    for place, one in enumerate(found):
        if one.text is not None and not one.noted:
            first.setdefault(one.text.slot, place)
    furthest, before = -1, ""
    for text in leads(outline):
        place = first.get(text.slot, len(found))
        if place < furthest:
            yield fault(WORDS, f"{name} says “{text.plain}” before “{before}”", text.path)
        elif place < len(found):
            furthest, before = place, text.plain
