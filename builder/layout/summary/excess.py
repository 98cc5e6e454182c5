"""Reports a page that is too full: by how much, and which fields to shorten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil

from builder.layout.pages import Item, Paragraph, Piece, TextBox, paragraphs, walk
from builder.layout.text.measure import natural_width
from builder.outline.text import Text
from builder.report.problems import Problem, Severity
from builder.theme.summary import Scale

UNNAMED = ("", "title", "subtitle")
NAMED = 3  # fields
EM_PER_WORD = (
    2.2  # an average word in sizes, less what the ends of lines waste; measured on English policy texts
)
RANKS = ("longest", "second longest", "third longest")


def excess_problems(items: Iterable[Item], points: float, area: float, scale: Scale) -> tuple[Problem, ...]:
    """Return an error for each of the three longest fields of a page that is `points` too long.

    `area` in square points is what all columns have too much; the number of words to cut follows from it.
    """
    size, leading = scale.body
    words = ceil(area / (leading * size * EM_PER_WORD))
    found = tuple(_longest(items, size))
    return tuple(
        Problem(
            "summary-fits-one-page",
            Severity.ERROR,
            text.path,
            f"the one-page summary is {ceil(points)} points too long at its smallest type;"
            f" this is its {rank} field, {_length(text)}",
            hint="shorten it too, or instead"
            if index
            else f"about {words} words must go, here or in the page's other fields",
        )
        for index, (rank, text) in enumerate(zip(RANKS, found, strict=False))
    )


def _longest(items: Iterable[Item], size: float) -> Iterator[Text]:
    """Yield the fields of the brief that take most room, each once; title and subtitle are short anyway."""
    texts = {
        piece.text.path: piece.text
        for item in walk(tuple(items))
        if isinstance(item, TextBox)
        for paragraph in paragraphs(item)
        for piece in paragraph.pieces
        if piece.text is not None and piece.text.path not in UNNAMED
    }
    by_width = sorted(texts.values(), key=lambda text: -_width(text, size))
    yield from by_width[:NAMED]


def _width(text: Text, size: float) -> float:
    return natural_width(Paragraph((Piece(text),), size, size, ""))


def _length(text: Text) -> str:
    words = len(text.plain.split())
    return f"{words} words" if words > len(text.plain) / 20 else f"{len(text.plain)} characters"
