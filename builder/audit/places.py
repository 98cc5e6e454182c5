"""Placed pages become the words that their file must say, and the problems of what they place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

from builder.audit.faults import WORDS, fault
from builder.audit.words import Part, fold
from builder.layout.pages import Page, Pages, Piece, paragraphs, walk
from builder.outline.blocks import Outline, Product, Text, texts
from builder.outline.reading import leads, reading
from builder.problems import Problem

# The title of a slide may begin with its number, and be told apart from others: "O1 Title", "Context (A3)".
_NUMBERED = re.compile(r"([A-Z]?\d+) (.+)")
_TOLD_APART = re.compile("(.+?) ?[(（](.+)[)）]")


def parts_of(pages: Pages) -> list[Part]:
    """Return every word of the pages in order, each page's notes after its items."""
    return [
        Part(piece.separator) if piece.text is None else Part(piece.text.plain, piece.text.path)
        for page in pages.pages
        for piece in (*_seen(page), *_spoken(page))
    ]


def texts_of(pages: Pages) -> list[Text]:
    """Return every text of the pages in the order of `parts_of`."""
    return [
        piece.text
        for page in pages.pages
        for piece in (*_seen(page), *_spoken(page))
        if piece.text is not None
    ]


def _seen(page: Page) -> Iterator[Piece]:
    for item in walk(page.items):
        for paragraph in paragraphs(item):
            yield from paragraph.pieces
            yield Piece(None)


def _spoken(page: Page) -> Iterator[Piece]:
    for note in page.notes:
        yield from note
        yield Piece(None)


def placed_problems(outline: Outline, product: Product, pages: Pages) -> Iterator[Problem]:
    """Yield what the pages leave out, say in another order, or say without having it from the outline."""
    pieces = [piece for page in pages.pages for piece in _seen(page)]
    notes = [piece for page in pages.pages for piece in _spoken(page)]
    known = _Known(outline)
    placed: set[tuple[str, str]] = set()
    plains: set[str] = set()
    for piece in (*pieces, *notes):
        if piece.text is not None:
            placed.add((piece.text.slot, piece.text.plain))
            plains.add(piece.text.plain)
        elif any(char.isalnum() for char in piece.separator):
            plains.add(piece.separator)
    for plain in plains:
        if not known.holds(plain):
            yield fault(
                WORDS, f"the {product.value} says “{plain}”, which neither the brief nor a label does"
            )
    for text in reading(outline, product):
        if text.plain not in plains and (text.slot, without_stop(text.plain)) not in placed:
            yield fault(WORDS, f"the {product.value} has no place for “{text.plain}”", text.path)
    yield from _disorder(outline, product, pieces)


def without_stop(text: str) -> str:
    """Return a text without its full stop, as the title of a slide has none."""
    return text[:-1] if text.endswith((".", "。")) else text


def _disorder(outline: Outline, product: Product, pieces: list[Piece]) -> Iterator[Problem]:
    """Yield the leading texts that stand before one that the outline says first."""
    first: dict[str, int] = {}
    for place, piece in enumerate(pieces):
        if piece.text is not None:
            first.setdefault(piece.text.slot, place)
    furthest, before = -1, ""
    for text in leads(outline):
        place = first.get(text.slot, len(pieces))
        if place < furthest:
            yield fault(WORDS, f"the {product.value} says “{text.plain}” before “{before}”", text.path)
        elif place < len(pieces):
            furthest, before = place, text.plain


class _Known:
    """What a layout may say: the outline's texts, and the labels with such texts in them."""

    def __init__(self, outline: Outline) -> None:
        self._texts = {fold(text.plain) for text in texts(outline.blocks)}
        self._texts |= {without_stop(text) for text in self._texts}
        self._patterns: list[re.Pattern[str]] = []
        labels = [
            value for field in fields(outline.labels) for value in _words(getattr(outline.labels, field.name))
        ]
        for label in labels:
            if "{" in label:
                self._patterns.append(_pattern(label))
            else:
                self._texts.add(fold(label))
        self._patterns += (_NUMBERED, _TOLD_APART)

    def holds(self, text: str, depth: int = 3) -> bool:
        """Whether a text is known: as it stands, as a number, or as known texts in the pattern of a label."""
        words = fold(text)
        if words in self._texts or words.rstrip(".").isdigit():
            return True
        found = (pattern.fullmatch(words) for pattern in self._patterns)
        return depth > 0 and any(
            match is not None and all(self.holds(group, depth - 1) for group in match.groups())
            for match in found
        )


def _words(label: object) -> Iterator[str]:
    if isinstance(label, str):
        yield label
    elif isinstance(label, tuple):
        for part in label:
            yield from _words(part)


def _pattern(label: str) -> re.Pattern[str]:
    """Return the pattern of a label with places for values, white space folded."""
    parts = re.split(r"\{\w+\}", label)
    return re.compile("(.+)".join(re.escape(re.sub(r"\s+", " ", part)) for part in parts))
