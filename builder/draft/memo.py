"""Finds the tables and pictures of a Word file, and the passages that its tables are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from msgspec import Struct

from builder.draft.exhibits import FoundPicture, FoundTable, graphics_in, pictures_in, rows_of
from builder.draft.words import printable
from builder.sources.passages import Passage
from builder.sources.reading.word import heading_styles, is_layout, open_word, style_of, texts_in

_LINES_ABOVE = 2  # the head of a memo
_LABEL = r"[^\W\d_]+(?: [^\W\d_]+)?\s?:?"
_LONGEST_ENTRY = 150  # characters
_CELL = " | "  # between the cells of a row
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class MemoExhibits(Struct, frozen=True):
    """The tables and pictures of a Word file, and the ids of the passages that are rows of the tables.

    `head` is what a first table says of the file itself: to whom, from whom, when.
    """

    tables: tuple[FoundTable, ...] = ()
    pictures: tuple[FoundPicture, ...] = ()
    rows: frozenset[str] = frozenset()
    left_out: tuple[str, ...] = ()
    head: tuple[str, ...] = ()


def exhibits_of(data: bytes, passages: Sequence[Passage], source: str) -> MemoExhibits:
    """Return what a Word file shows besides its text."""
    document = open_word(data)
    body = document.element.body
    tables: list[FoundTable] = []
    taken: list[str] = []
    head: tuple[str, ...] = ()
    at = 0
    headings = heading_styles(document)
    for element in body.iterchildren(f"{_W}tbl"):
        if is_layout(element, headings):
            continue
        rows = rows_of(element, f"{_W}tr", f"{_W}tc", texts_in)
        lines = {" | ".join(cell for cell in row).strip() for row in rows}
        found = [
            index for index in range(at, len(passages)) if _bare(passages[index].text) in map(_bare, lines)
        ]
        run = [index for count, index in enumerate(found) if index == found[0] + count][: len(rows)]
        if not run:
            continue
        at = run[-1] + 1
        ids = [passages[index].id for index in run]
        taken += ids
        if not head and not tables and _is_head(rows) and at - len(run) <= _LINES_ABOVE:
            head = tuple(": ".join(row) for row in rows)
            continue
        ref = f"{source}#{ids[0]}" + (f"-{ids[-1]}" if len(ids) > 1 else "")
        tables.append(FoundTable(rows, (ref,), passages[run[0]].heading.split(": ")[-1]))
    pictures = tuple(_pictures(document, source))
    return MemoExhibits(tuple(tables), pictures, frozenset(taken), graphics_in(body), head)


def tables_in(passages: Sequence[Passage], source: str) -> MemoExhibits:
    """Return the tables of a page of HTML: passages that follow each other, with as many cells in each."""
    tables: list[FoundTable] = []
    taken: list[str] = []
    for (heading, width), group in groupby(passages, key=lambda one: (one.heading, one.text.count(_CELL))):
        run = list(group)
        if width and len(run) > 1:
            taken += [one.id for one in run]
            rows = tuple(tuple(map(printable, one.text.split(_CELL))) for one in run)
            tables.append(FoundTable(rows, (f"{source}#{run[0].id}-{run[-1].id}",), heading.split(": ")[-1]))
    return MemoExhibits(tuple(tables), rows=frozenset(taken))


def _is_head(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the rows of a table are those of a memo's head: a word or two, and what stands for it."""
    return len(rows) > 1 and all(
        len(row) == 2 and re.fullmatch(_LABEL, row[0]) is not None and len(row[1]) <= _LONGEST_ENTRY
        for row in rows
    )


def _pictures(document: Any, source: str) -> Iterator[FoundPicture]:
    """Yield the pictures of a document, each with the heading that it is below."""
    headings, under = heading_styles(document), ""
    for element in document.element.body.iterchildren():
        if element.tag == f"{_W}p" and style_of(element) in headings:
            under = printable("".join(texts_in(element))) or under
        yield from pictures_in(element, document.part, under, source)


def _bare(text: str) -> str:
    return "".join(text.replace("|", "").split())
