"""Lists the headings of a long memo behind its opening, with their pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.outline.blocks import BottomLine, Front, Glance, KeyFigures, KeyMessages
from builder.outline.reading.flow import Flow, PageOf, Para, Piece
from builder.outline.text import Text

OPENING = (Front, BottomLine, KeyFigures, KeyMessages, Glance)  # what the first page says
CONTENTS = ("Contents label", "Contents", "Contents wide")  # the styles of the list

_SHORT = 38  # characters of a heading beside another


def contents(*listed: Text) -> Iterator[Para]:
    """Yield the list, its label first, on one page: in two columns, read down, where headings are short."""
    if not listed:
        return
    label, *headings = listed
    yield Para("Contents label", (label,))
    beside = 2 if max(len(heading.plain) for heading in headings) <= _SHORT else 1
    lines = -(-len(headings) // beside)
    for line in range(lines):
        pieces: list[Piece] = []
        for heading in headings[line::lines]:
            pieces += ["\t"] if pieces else []
            pieces += [heading, "\t", PageOf(heading.slot)]
        keep = line + 1 < lines
        yield Para("Contents" if beside > 1 else "Contents wide", tuple(pieces), keep=keep)


def heading_of(items: Iterable[Flow]) -> Text | None:
    """Return the heading of a part of the memo; None if it belongs to the part before."""
    paras = (item for item in items if isinstance(item, Para) and item.style == "heading 1")
    return next((para.main for para in paras), None)
