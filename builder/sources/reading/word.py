"""Divides a Word file into headings and paragraphs."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from builder.sources.passages import Block, Unread, titled
from builder.sources.reading.package import check_size
from builder.sources.reading.word_type import typed_levels

_LONGEST_CELL = 150  # words
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What python-docx and zipfile raise on a damaged or encrypted file, beside the errors of zip and XML.
_DAMAGED = (LookupError, ValueError, OSError, RuntimeError, AttributeError, TypeError, EOFError, zlib.error)
# What is deleted, and what programs show that cannot show the drawing before it.
_UNREAD = (
    f"{_W}del",
    f"{_W}moveFrom",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)


def word_blocks(data: bytes) -> Iterator[Block]:
    """Yield the headings and paragraphs of a Word file as if all its changes were accepted.

    The cells of a row are one paragraph, unless the table only places the text. Without a style for headings,
    short paragraphs in bold or large type are headings.
    """
    document = open_word(data)
    headings = heading_styles(document)
    elements = list(_elements(document.element.body, headings))
    levels = {id(each): headings.get(style_of(each), 0) for each in elements if each.tag == f"{_W}p"}
    if any(levels.values()):
        yield from (_block(each, levels.get(id(each), 0)) for each in elements)
    else:
        levels = typed_levels(document, elements)
        yield from titled(_block(each, levels.get(id(each), 0)) for each in elements)


def _elements(body: Any, headings: dict[str, int]) -> Iterator[Any]:
    """Yield the paragraphs and rows of a document in their order."""
    layouts = [each for each in body.iter(f"{_W}tbl") if is_layout(each, headings)]
    for element in body.iter(f"{_W}p", f"{_W}tr"):
        above = element.iterancestors(f"{_W}tr", f"{_W}p")
        inside = [each for each in above if each.tag == f"{_W}p" or each.getparent() not in layouts]
        is_placed = element.tag == f"{_W}tr" and element.getparent() in layouts
        if not inside and not is_placed:  # else of a table in a cell, or of a box: read with what it is in
            yield element


def is_layout(table: Any, headings: dict[str, int]) -> bool:
    """Whether a table only places the text: a cell of it has a heading, or is as long as a page."""
    if any(headings.get(style_of(each)) for each in table.iter(f"{_W}p")):
        return True
    cells = table.iter(f"{_W}tc")
    return any(len("".join(texts_in(cell)).split()) > _LONGEST_CELL for cell in cells)


def _block(element: Any, level: int) -> Block:
    if element.tag == f"{_W}p":
        return Block("".join(texts_in(element)), level=level)
    cells = ("".join(texts_in(cell)) for cell in element.iterchildren(f"{_W}tc"))
    return Block(" | ".join(" ".join(cell.split()) for cell in cells))


def open_word(data: bytes) -> Any:
    """Return the file as python-docx reads it; raise `Unread` for one that is damaged or far too large."""
    from docx import Document
    from lxml.etree import XMLSyntaxError

    hint, wrong_file = "save it again as DOCX, without a password", "is it the right file?"
    try:
        check_size(data, hint)
        document = Document(BytesIO(data))
        heading_styles(document)  # to see that they can be read
        is_whole = document.element.body is not None
    except (BadZipFile, XMLSyntaxError, *_DAMAGED) as wrong:
        raise Unread("is not a Word file that can be read", wrong_file) from wrong
    if not is_whole:
        raise Unread("is not a Word file that can be read", wrong_file)
    return document


def heading_styles(document: Any) -> dict[str, int]:
    """Return the levels of headings by the ids of their styles: by the name, or by the outline level."""
    found = {}
    for style in document.styles.element.iterchildren(f"{_W}style"):
        name = style.find(f"{_W}name")
        called = (name.get(f"{_W}val") or "").lower() if name is not None else ""
        level = style.find(f"{_W}pPr/{_W}outlineLvl")
        outlined = int(level.get(f"{_W}val") or "9") if level is not None else 9
        named = re.fullmatch(r"heading (\d)", called)
        if called == "title" or named or outlined < 9:
            number = 1 if called == "title" else int(named[1]) + 1 if named else outlined + 2
            found[style.get(f"{_W}styleId") or ""] = number
    return found


def style_of(paragraph: Any) -> str:
    """Return the id of the style of a paragraph."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style.get(f"{_W}val") or "" if style is not None else ""


def texts_in(element: Any) -> Iterator[str]:
    """Yield the words in an element, without those that were deleted, and those of a box once."""
    for part in element.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen", f"{_W}p"):
        if next(part.iterancestors(*_UNREAD), None) is not None:
            continue
        if part.tag == f"{_W}t":
            yield part.text or ""
        else:
            yield "-" if part.tag == f"{_W}noBreakHyphen" else " "
