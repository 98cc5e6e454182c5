"""Lists the headings of a long memo under its bottom line, with their pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate
from math import ceil
from typing import assert_never

from builder.outline.reading.flow import (
    Coded,
    Drawing,
    Elsewhere,
    Flow,
    Footnote,
    Grid,
    Image,
    PageOf,
    Para,
    Piece,
    Plotted,
)
from builder.outline.text import Text

_SHORT = 38  # characters of a heading beside another
# Of a memo's text: characters of a line and of a row of cells, the lines of a gap and of a picture, and those
# of about five pages.
_LINE, _CELLS, _GAP, _PICTURE, _LONG = 85, 90, 0.3, 18, 250


def contents(label: Text, *headings: Text) -> Iterator[Para]:
    """Yield the list: two headings a line where they are short."""
    yield Para("Contents label", (label,))
    beside = 2 if max(len(heading.plain) for heading in headings) <= _SHORT else 1
    for start in range(0, len(headings), beside):
        pieces: list[Piece] = []
        for heading in headings[start : start + beside]:
            pieces += ["\t"] if pieces else []
            pieces += [heading, "\t", PageOf(heading.slot)]
        yield Para("Contents" if beside > 1 else "Contents wide", tuple(pieces))


def heading_of(items: Iterable[Flow]) -> Text | None:
    """Return the heading of a part of the memo; None if it belongs to the part before."""
    paras = (item for item in items if isinstance(item, Para) and item.style == "heading 1")
    return next((para.main for para in paras), None)


def is_long(items: Iterable[Flow]) -> bool:
    """Return whether a memo has about six pages or more; letters are not measured."""
    return any(lines > _LONG for lines in accumulate(map(_lines, items)))


def _lines(item: Flow) -> float:
    match item:
        case Para():
            return _GAP + ceil(sum(len(text.plain) for text in item.texts) / _LINE)
        case Grid():
            width = _CELLS / len(item.head)
            cells = (
                [sum(len(text.plain) for para in cell for text in para.texts) for cell in row]
                for row in item.rows
            )
            return sum(2 * _GAP + ceil(max(row) / width) for row in cells)
        case Footnote():
            return 1
        case Image() | Drawing() | Plotted() | Coded():
            return _PICTURE
        case Elsewhere():
            return 0
        case _:
            assert_never(item)
