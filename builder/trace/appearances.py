"""Finds where each element of the brief is read in a finished product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, assert_never

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
from builder.outline.reading import reading, sheets
from builder.outline.text import Product, texts

PROPERTIES = "file properties"
_HEADINGS = (Tag.HEADING, Tag.CAPTION)
_LONGEST = 48  # characters of a heading that name a place


class Appearance(NamedTuple):
    """One place in a product where a value of the brief is read.

    `path` is the value in the brief's own keys (`sections[0].arguments[1].claim`), `place` tells a person
    where it stands ("slide 7", "slide 7, notes", "page 1, “Causes”", "heading 3 “A1 …”, paragraph 2");
    `under` is the title of the slide.
    """

    product: Product
    path: str
    place: str
    words: str
    under: str = ""


def trace(outline: Outline, product: Product, pages: Pages | None, data: bytes) -> tuple[Appearance, ...]:
    """Return where a product says what, in reading order, each place once.

    Of deck and summary the pages tell it, which the audit compares with the file; of the memo, which has no
    pages before it is shown, the file itself.
    """
    if pages is None:
        found = _of_memo(outline, data)
    else:
        found = (
            one
            for number, page in enumerate(pages.pages, 1)
            for one in _of_page(outline, product, page, number)
        )
    properties = ((text, PROPERTIES, "") for text in _properties(outline))
    return tuple(
        dict.fromkeys(
            Appearance(product, path, place, words, under)
            for (path, words), place, under in (*found, *properties)
            if path
        )
    )


_Found = tuple[tuple[str, str], str, str]  # path and words, place, title of the slide


def _of_memo(outline: Outline, data: bytes) -> Iterator[_Found]:
    """Yield what headers and body say; the words of the body stand in the order of the outline's reading."""
    for place, shown in sheets(outline, FIELD).items():
        yield from (((text.path, text.plain), place, "") for text in shown)
    try:
        said = read_back(Product.MEMO, data, looks=False)  # as the audit has just asked
    except Unreadable:  # which the audit tells
        return
    transcript, position = Transcript(said.of(Kind.BODY)), 0
    for text in reading(outline, Product.MEMO):
        words = fold(text.plain)
        found = transcript.text.find(words, position)
        if found >= 0:
            position = found + len(words)
            yield (text.path, text.plain), transcript.location(found), ""
    yield from _alternatives(outline, said.of(Kind.ALT))


def _alternatives(outline: Outline, said: Iterable[Passage]) -> Iterator[_Found]:
    places = {fold(one.text): f"{one.location}, alternative text" for one in said}
    for path, words in _alts(outline):
        if fold(words) in places:
            yield (path, words), places[fold(words)], ""


def _of_page(outline: Outline, product: Product, page: Page, number: int) -> Iterator[_Found]:
    """Yield what a slide, its notes or a printed page say; on the latter under which heading."""
    slide = product is Product.DECK
    unit, heading, foot = ("slide" if slide else "page"), "head", _foot(outline)
    for item in walk(page.items):
        for paragraph in paragraphs(item):
            words = "".join(piece.text.plain if piece.text else piece.separator for piece in paragraph.pieces)
            place = f"{unit} {number}"
            if slide and isinstance(item, TextBox) and item.placeholder == "title":
                place += ", title"
            elif not slide:
                if paragraph.tag in _HEADINGS:
                    heading = _cut(words)
                elif any(piece.text and piece.text.slot in foot for piece in paragraph.pieces):
                    heading = "foot"
                place += ", title" if paragraph.tag is Tag.TITLE else f", {heading}"
            yield from (
                ((piece.text.path, piece.text.plain), place, page.title)
                for piece in paragraph.pieces
                if piece.text is not None
            )
        yield from (
            ((path, words), f"{unit} {number}, alternative text", page.title)
            for path, words in _alts(outline)
            if _has_alt(item, words)
        )
    for note in page.notes:
        yield from (
            ((piece.text.path, piece.text.plain), f"{unit} {number}, notes", page.title)
            for piece in note
            if piece.text is not None
        )


def _foot(outline: Outline) -> frozenset[str]:
    """Return the slots of what stands at the foot of the printed page, under no heading."""
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
    said = outline.properties
    yield "title", said.title
    if said.subject:
        yield "subject", said.subject
    if said.authors:
        yield "authors", ", ".join(said.authors)
    if said.keywords:
        yield "keywords", ", ".join(said.keywords)


def _cut(words: str) -> str:
    """Return a heading in quotation marks, as many whole words of it as name it."""
    words = fold(words)
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rpartition(" ")[0].rstrip(" ,;:") + "…"
    return f"“{words}”"
