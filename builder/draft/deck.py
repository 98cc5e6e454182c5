"""Reads the deck of another organisation: the title of a slide is a claim, its bullets are evidence."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from msgspec import Struct

from builder.draft.exhibits import FoundPicture, FoundTable, graphics_in, pictures_in, rows_of
from builder.draft.words import printable
from builder.sources.passages import Unread
from builder.sources.reading.package import check_size

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LONGEST_TITLE = 200  # characters
_TITLES = (1, 3)  # the types of placeholders: title, centred title
_FURNITURE = (13, 15, 16)  # number, foot, date
_DAMAGED = (KeyError, ValueError, OSError, NotImplementedError, AttributeError, IndexError, TypeError)


class Slide(Struct, frozen=True):
    """A slide: its title, the paragraphs of its other shapes, the notes, tables and pictures."""

    number: int
    title: str
    lines: tuple[str, ...]
    notes: str = ""
    tables: tuple[FoundTable, ...] = ()
    pictures: tuple[FoundPicture, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def is_divider(self) -> bool:
        """Whether it has a title alone."""
        return bool(self.title) and not (self.lines or self.tables or self.pictures)


def slides_of(data: bytes, source: str) -> tuple[Slide, ...]:
    """Return the slides of a PowerPoint file that have words; raise `Unread` for one that is damaged."""
    hint = "save it again as PPTX, without a password"
    try:
        check_size(data, hint)
        return tuple(_read(data, source))
    except (BadZipFile, SyntaxError, *_DAMAGED) as wrong:
        raise Unread("is not a PowerPoint file that can be read", "is it the right file?") from wrong


def _read(data: bytes, source: str) -> Iterator[Slide]:
    from pptx import Presentation

    for number, slide in enumerate(Presentation(BytesIO(data)).slides, 1):
        title, lines = "", list[str]()
        top = _top(slide)
        ref = f"{source}#slide{number}"
        tables: list[FoundTable] = []
        for shape in _shapes(slide.shapes):
            kind = int(shape.placeholder_format.type or 0) if shape.is_placeholder else 0
            if kind in _FURNITURE:
                continue
            if shape.has_text_frame:
                texts = [printable(_words(each._p)) for each in shape.text_frame.paragraphs]
                texts = [each for each in texts if any(map(str.isalnum, each))]
                if (kind in _TITLES or shape.shape_id == top) and not title:
                    title = " ".join(texts)
                else:
                    lines += texts
            elif getattr(shape, "has_table", False) and shape.has_table:
                rows = rows_of(shape.table._tbl, f"{_A}tr", f"{_A}tc", lambda cell: [_words(cell)])
                tables.append(FoundTable(rows, (ref,), ""))
        pictures = tuple(pictures_in(slide._element, slide.part, title, ref))
        notes = printable(slide.notes_slide.notes_text_frame.text) if _has_notes(slide) else ""
        named = tuple(FoundTable(each.rows, each.refs, title) for each in tables)
        yield Slide(number, title, tuple(lines), notes, named, pictures, graphics_in(slide._element))


def _top(slide: Any) -> int | None:
    """Return the id of the one box in the largest type: the title of a slide without a placeholder for it."""
    title = slide.shapes.title
    if title is not None and title.text_frame.text.strip():
        return None
    boxes = [each for each in _shapes(slide.shapes) if each.has_text_frame and each.text_frame.text.strip()]
    sizes = [
        max((float(each.get("sz") or 0) for each in box._element.iter(f"{_A}rPr")), default=0.0)
        for box in boxes
    ]
    largest = [box for box, size in zip(boxes, sizes, strict=True) if size and size == max(sizes)]
    if len(largest) != 1 or len(largest[0].text_frame.text) > _LONGEST_TITLE:
        return None
    return int(largest[0].shape_id)


def _has_notes(slide: Any) -> bool:
    return slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None


def _shapes(shapes: Any) -> Iterator[Any]:
    """Yield shapes, those in groups too."""
    for shape in shapes:
        inner = getattr(shape, "shapes", None)
        if inner is not None:
            yield from _shapes(inner)
        else:
            yield shape


def _words(element: Any) -> str:
    """Return the words in an element of a drawing."""
    texts = (" " if each.tag == f"{_A}br" else each.text or "" for each in element.iter(f"{_A}t", f"{_A}br"))
    return "".join(texts)
