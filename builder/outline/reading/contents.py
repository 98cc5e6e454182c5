"""Lists the headings of a long memo under its bottom line, with their pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.outline.reading.flow import Flow, PageOf, Para, Piece
from builder.outline.text import Text

_SHORT = 38  # characters of a heading beside another


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
