"""Reports a page that is too full: by how much, and which fields to shorten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil

from builder.layout.pages import Item, Paragraph, Piece, texts
from builder.layout.text.measure import natural_width
from builder.outline.text import Text
from builder.report.problems import Problem, error
from builder.theme.summary import Scale

UNNAMED = ("", "title", "subtitle")
NAMED = 3  # fields
EM_PER_WORD = 2.2  # an average word of English policy texts in sizes, less what the ends of lines waste
RANKS = ("longest", "second longest", "third longest")


def excess_problems(items: Iterable[Item], points: float, area: float, scale: Scale) -> tuple[Problem, ...]:
    """Return an error for each of the three longest fields of a page that is `points` too long.

    `area` in square points is what all columns have too much; the number of words to cut follows from it.
    """
    size, leading = scale.body
    words = ceil(area / (leading * size * EM_PER_WORD))
    found = tuple(_longest(items, size))
    return tuple(
        error(
            "summary-fits-one-page",
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
    named = {text.path: text for text in texts(tuple(items)) if text.path not in UNNAMED}

    def width(text: Text) -> float:
        return natural_width(Paragraph((Piece(text),), size, size, ""))

    yield from sorted(named.values(), key=width, reverse=True)[:NAMED]


def _length(text: Text) -> str:
    words = len(text.plain.split())
    return f"{words} words" if words > len(text.plain) / 20 else f"{len(text.plain)} characters"
