"""Finds the tables and pictures of a Word file, and the passages that its tables are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from builder.draft.exhibits import FoundPicture, FoundTable, pictures_in, rows_of
from builder.draft.words import printable
from builder.sources.passages import Passage
from builder.sources.reading.word import heading_styles, open_word, style_of, texts_in

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class MemoExhibits(Struct, frozen=True):
    """The tables and pictures of a Word file, and the ids of the passages that are rows of the tables."""

    tables: tuple[FoundTable, ...] = ()
    pictures: tuple[FoundPicture, ...] = ()
    rows: frozenset[str] = frozenset()


def exhibits_of(data: bytes, passages: Sequence[Passage], source: str) -> MemoExhibits:
    """Return what a Word file shows besides its text."""
    document = open_word(data)
    body = document.element.body
    tables: list[FoundTable] = []
    taken: list[str] = []
    at = 0
    for element in body.iterchildren(f"{_W}tbl"):
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
        ref = f"{source}#{ids[0]}" + (f"-{ids[-1]}" if len(ids) > 1 else "")
        tables.append(FoundTable(rows, (ref,), passages[run[0]].heading.split(": ")[-1]))
    pictures = tuple(_pictures(document, source))
    return MemoExhibits(tuple(tables), pictures, frozenset(taken))


def _pictures(document: Any, source: str) -> Iterator[FoundPicture]:
    """Yield the pictures of a document, each with the heading that it is below."""
    headings, under = heading_styles(document), ""
    for element in document.element.body.iterchildren():
        if element.tag == f"{_W}p" and style_of(element) in headings:
            under = printable("".join(texts_in(element))) or under
        yield from pictures_in(element, document.part, under, source)


def _bare(text: str) -> str:
    return "".join(text.replace("|", "").split())
