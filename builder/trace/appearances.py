"""Finds where each element of the brief is read in a finished product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from msgspec import Struct

from builder.audit.content import FIELD, Kind, Passage, Unreadable
from builder.audit.readback import read_back
from builder.audit.words.transcript import Transcript, fold
from builder.layout.pages import (
    Box,
    Group,
    Item,
    Mark,
    Page,
    Pages,
    PictureBox,
    Polyline,
    TableBox,
    Tag,
    TextBox,
    paragraphs,
    walk,
)
from builder.outline.blocks import Closing, Figure, Front, Outline, Sources
from builder.outline.reading import paragraphs as memo_paragraphs
from builder.outline.reading import reading, sheets
from builder.outline.text import Product, Text, texts

PROPERTIES = "file properties"
_HEADINGS = (Tag.HEADING, Tag.CAPTION)
_LONGEST = 48  # characters of a heading quoted in a location


class Appearance(Struct, frozen=True):
    """Where a value of the brief is read in a product.

    `path` is the value in the brief's own keys (`sections[0].arguments[1].claim`), `location` is for
    people ("slide 7", "slide 7, notes", "page 1, “Causes”", "heading “A1 …”, paragraph 2");
    `under` is the title of the slide.
    """

    product: Product
    path: str
    location: str
    words: str
    under: str = ""


class Numbered(Struct, frozen=True):
    """A part of the brief with the number that all three files print before it ("A3", "[4]", "Figure 2")."""

    path: str
    number: str
    words: str


def numbered(outline: Outline) -> tuple[Numbered, ...]:
    """Return every part of the brief that has a number or a title, in the order of the outline."""
    return tuple(_numbered(outline))


def _numbered(outline: Outline) -> Iterator[Numbered]:
    for para in memo_paragraphs(outline):
        if para.names and (words := para.main):
            first = next(para.texts).plain
            number = "" if first == words.plain or first.isdecimal() else first  # a bare 1 is a line
            yield Numbered(para.names, number, words.plain)


def trace(outline: Outline, product: Product, pages: Pages | None, data: bytes) -> tuple[Appearance, ...]:
    """Return where a product says what, in reading order, each location once.

    For deck and summary it is taken from the pages, which the audit compares with the file; for the memo,
    which has no pages before it is shown, from the file itself.
    """
    if pages is None:
        found = _of_memo(outline, data)
    else:
        alts, foot = _alts(outline), _foot(outline)
        found = (
            one
            for number, page in enumerate(pages.pages, 1)
            for one in _of_page(product, page, number, alts, foot)
        )
    properties = ((text, PROPERTIES, "") for text in _properties(outline))
    return tuple(
        dict.fromkeys(
            Appearance(product, path, location, words, under)
            for (path, words), location, under in (*found, *properties)
            if path
        )
    )


_Found = tuple[tuple[str, str], str, str]  # path and words, location, title of the slide


def _values(text: Text) -> Iterator[tuple[str, str]]:
    """Yield the fields of a text by their paths, each with all of its words."""
    return ((path, text.plain) for path in (text.path, *text.also))


def _of_memo(outline: Outline, data: bytes) -> Iterator[_Found]:
    """Yield what headers and body say; the words of the body are in the order of the outline's reading."""
    for location, shown in sheets(outline, FIELD).items():
        yield from ((value, location, "") for text in shown for value in _values(text))
    try:
        extracted = read_back(Product.MEMO, data, looks=False)  # as the audit has just asked
    except Unreadable:  # which the audit reports
        return
    transcript, position = Transcript(extracted.of(Kind.BODY)), 0
    for text in reading(outline, Product.MEMO):
        words = fold(text.plain)
        found = transcript.text.find(words, position)
        if found >= 0:
            position = found + len(words)
            yield from ((value, transcript.location(found), "") for value in _values(text))
    yield from _alternatives(outline, extracted.of(Kind.ALT))


def _alternatives(outline: Outline, extracted: Iterable[Passage]) -> Iterator[_Found]:
    locations = {fold(one.text): f"{one.location}, alternative text" for one in extracted}
    for path, words in _alts(outline):
        if fold(words) in locations:
            yield (path, words), locations[fold(words)], ""


def _of_page(
    product: Product, page: Page, number: int, alts: Sequence[tuple[str, str]], foot: frozenset[str]
) -> Iterator[_Found]:
    """Yield what a slide, its notes or a printed page say; on the latter under which heading."""
    slide = product is Product.DECK
    unit, heading = ("slide" if slide else "page"), "head"
    for item in walk(page.items):
        for paragraph in paragraphs(item):
            words = "".join(piece.text.plain if piece.text else piece.separator for piece in paragraph.pieces)
            location = f"{unit} {number}"
            if slide and isinstance(item, TextBox) and item.placeholder == "title":
                location += ", title"
            elif not slide:
                if paragraph.tag in _HEADINGS:
                    heading = _cut(words)
                elif any(piece.text and piece.text.slot in foot for piece in paragraph.pieces):
                    heading = "foot"
                location += ", title" if paragraph.tag is Tag.TITLE else f", {heading}"
            yield from (
                (value, location, page.title)
                for piece in paragraph.pieces
                if piece.text is not None
                for value in _values(piece.text)
            )
        yield from (
            ((path, words), f"{unit} {number}, alternative text", page.title)
            for path, words in alts
            if _has_alt(item, words)
        )
    for note in page.notes:
        yield from (
            (value, f"{unit} {number}, notes", page.title)
            for piece in note
            if piece.text is not None
            for value in _values(piece.text)
        )


def _foot(outline: Outline) -> frozenset[str]:
    """Return the slots of what is at the foot of the printed page, under no heading."""
    blocks = (outline.one(Sources), outline.one(Closing))
    return frozenset(text.slot for block in blocks if block for text in texts(block))


def _has_alt(item: Item, words: str) -> bool:
    match item:
        case PictureBox():
            return item.picture.alt == words
        case Group():
            return item.alt is not None and item.alt.plain == words
        case TextBox() | Box() | Polyline() | Mark() | TableBox():
            return False
        case _:
            assert_never(item)


def _alts(outline: Outline) -> list[tuple[str, str]]:
    """Return path and words of the alternative texts that the brief gives."""
    front = outline.one(Front)
    logo = [("organisation.logo.alt", front.logo.alt)] if front and front.logo else []
    return logo + [(block.alt.path, block.alt.plain) for block in outline.blocks if isinstance(block, Figure)]


def _properties(outline: Outline) -> Iterator[tuple[str, str]]:
    properties = outline.properties
    yield "title", properties.title
    if properties.subject:
        yield "subject", properties.subject
    if properties.authors:
        yield "authors", ", ".join(properties.authors)
    if properties.keywords:
        yield "keywords", ", ".join(properties.keywords)


def _cut(words: str) -> str:
    """Return a heading in quotation marks, as many whole words of it as name it."""
    words = fold(words)
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rpartition(" ")[0].rstrip(" ,;:") + "…"
    return f"“{words}”"
