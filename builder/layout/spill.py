"""Finds words that leave their box or their page, or cover others, whatever the layout meant to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from builder.layout.pages import Page, Paragraph, PictureBox, Rect, TableBox, TextBox, walk
from builder.layout.text.measure import in_box
from builder.outline.text import Text
from builder.report.problems import Problem, error

_GIVE = 0.5  # points that two boxes may share: rounded sums, never a line


class _Words(Struct, frozen=True, gc=False):
    """What somebody reads, what it covers, and the room that it has."""

    text: Text | None
    covered: Rect
    room: Rect


def spilled(pages: Iterable[Page]) -> tuple[Problem, ...]:
    """Return a problem for each text of the pages that nobody could read as it is placed."""
    problems: dict[str, Problem] = {}
    for number, page in enumerate(pages, 1):
        for words, what in _faults(page):
            path = words.text.path if words.text is not None else ""
            message = f"the text {what} on page {number}"
            problems.setdefault(path, error("text-fits", path, message, "shorten it, or what is around it"))
    return tuple(problems.values())


@lru_cache(maxsize=512)  # most pages of the next brief of a batch are the same
def _faults(page: Page) -> tuple[tuple[_Words, str], ...]:
    """Return the faults of a page."""
    return tuple(_found(page))


def _found(page: Page) -> Iterator[tuple[_Words, str]]:
    """Yield words that do not fit their room, and the longer of two that cover each other."""
    sheet = Rect(0.0, 0.0, page.width, page.height)
    placed = sorted(_words(page), key=lambda words: words.covered.y)
    for index, one in enumerate(placed):
        if not (one.room.holds(one.covered, _GIVE) and sheet.holds(one.covered, _GIVE)):
            yield one, "does not fit its place"
        for other in placed[index + 1 :]:
            if other.covered.y >= one.covered.bottom - _GIVE:
                break
            if one.covered.meets(other.covered, _GIVE):
                yield max(one, other, key=_length), "covers another"


def _length(words: _Words) -> int:
    return len(words.text.plain) if words.text is not None and words.text.path else 0


def _words(page: Page) -> Iterator[_Words]:
    """Yield the lines and pictures of a page."""
    for item in walk(page.items):
        if isinstance(item, TextBox):
            yield from _boxed(item)
        elif isinstance(item, TableBox):
            yield from _tabled(item)
        elif isinstance(item, PictureBox):
            yield _Words(None, item.rect, item.rect)


def _boxed(box: TextBox) -> Iterator[_Words]:
    rect, (left, top, right, foot) = box.rect, box.insets
    room = Rect(rect.x + left, rect.y + top, rect.width - left - right, rect.height - top - foot)
    for paragraph, x, y in in_box(box):
        yield from _lines(paragraph, x, y, room)


def _tabled(table: TableBox) -> Iterator[_Words]:
    y = table.rect.y
    for row, height in zip(table.rows, table.heights, strict=True):
        x = table.rect.x
        for cell, width in zip(row, table.widths, strict=True):
            top = y
            for each in cell.paragraphs:
                yield from _lines(each, x + table.inset, top, Rect(x, y, width, height))
                top += len(each.lines) * each.leading
            x += width
        y += height


def _lines(paragraph: Paragraph, x: float, y: float, room: Rect) -> Iterator[_Words]:
    text = _text(paragraph)
    for index, line in enumerate(paragraph.lines):
        if line:
            width = line[-1].x + line[-1].width - line[0].x
            top = y + index * paragraph.leading
            yield _Words(text, Rect(x + line[0].x, top, width, paragraph.leading), room)


def _text(paragraph: Paragraph) -> Text | None:
    """Return the longest text of a paragraph, one of the brief before fixed words."""
    texts = (piece.text for piece in paragraph.pieces if piece.text is not None)
    return max(texts, key=lambda text: (bool(text.path), len(text.plain)), default=None)
