"""The bytes of a PDF become what it says, as the engine of a browser reads it."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Any

from builder.audit.office import Unreadable
from builder.audit.said import Kind, Link, Said, Utterance

# pdfium gives a hyphen at the end of a line as one of these, and a character without meaning as U+0000.
_HYPHENS = {0x0002: "-", 0xFFFE: "-", 0x0000: None}
_SAME_LINE = 1.0  # points two baselines may differ on one line
_WORD_GAP = 0.12  # of the size: a wider gap between two stretches parts words

_ENGINE = Lock()  # pdfium is not safe for threads


def read_summary(data: bytes) -> Said:
    """Return what a PDF says: page after page, line after line in the order it is painted.

    Text that is invisible or off the page is not said, but its places are told. Raises `Unreadable` where the
    file cannot be opened.
    """
    import pypdfium2_raw as pdfium  # type: ignore[import-untyped]  # the package around it takes five times as long

    with _ENGINE:
        pdfium.FPDF_InitLibrary()
        document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            raise Unreadable("is no PDF that can be opened")
        try:
            return _read(pdfium, document)
        finally:
            pdfium.FPDF_CloseDocument(document)


def _read(pdfium: Any, document: Any) -> Said:
    def about(key: bytes) -> str:
        return _text(partial(pdfium.FPDF_GetMetaText, document, key))

    count = pdfium.FPDF_GetPageCount(document)
    reader = _Reader(pdfium, document)
    for number in range(1, count + 1):
        reader.read(number)
    language = _text(partial(pdfium.FPDFCatalog_GetLanguage, document))
    return Said(
        utterances=tuple(reader.said),
        pages=count,
        title=about(b"Title"),
        subject=about(b"Subject"),
        author=about(b"Author"),
        keywords=about(b"Keywords"),
        languages=frozenset([language] if language else []),
        links=tuple(reader.links),
        hidden=tuple(reader.hidden),
        without_alt=tuple(reader.without_alt),
        aloud=reader.aloud,
    )


class _Reader:
    """Goes through the pages of one PDF and gathers what they say."""

    def __init__(self, pdfium: Any, document: Any) -> None:
        self._pdfium, self._document = pdfium, document
        self.said: list[Utterance] = []
        self.links: list[Link] = []
        self.hidden: list[str] = []
        self.without_alt: list[str] = []
        self.aloud = True

    def read(self, number: int) -> None:
        """Gather everything one page says."""
        page = self._pdfium.FPDF_LoadPage(self._document, number - 1)
        text_page = self._pdfium.FPDFText_LoadPage(page)
        try:
            self._read(page, text_page, number)
        finally:
            self._pdfium.FPDFText_ClosePage(text_page)
            self._pdfium.FPDF_ClosePage(page)

    def _read(self, page: Any, text_page: Any, number: int) -> None:
        place = f"page {number}"
        painted = list(_stretches(self._pdfium, page, text_page))
        seen = [stretch for stretch in painted if stretch.seen]
        if len(seen) < len(painted):
            self.hidden.append(place)
        for line, text in enumerate(_lines(seen), 1):
            self.said.append(Utterance(f"{place}, line {line}", text, page=number))
        alternatives, marks = _tags(self._pdfium, page)
        for alternative in alternatives:
            if alternative.strip():
                self.said.append(Utterance(place, alternative, Kind.ALT, number))
            else:
                self.without_alt.append(place)
        order = dict.fromkeys(stretch.mark for stretch in seen if stretch.mark >= 0)
        self.aloud &= bool(order) and [mark for mark in marks if mark in order] == list(order)
        for url, where in _links(self._pdfium, self._document, page):
            self.links.append(Link(place, _within(seen, where), url))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Text painted at once: where it begins and ends, its size, if it is seen; `mark` ties it to its tag."""

    text: str
    x: float
    y: float
    right: float
    size: float
    seen: bool
    mark: int


def _text(read: Callable[[Any, int], int]) -> str:
    """Return what a function of the engine writes: asked for the length in bytes first, then for UTF-16."""
    length = read(None, 0)
    if length <= 2:
        return ""
    buffer = (ctypes.c_ushort * (length // 2))()
    read(buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace")


def _stretches(pdfium: Any, page: Any, text_page: Any) -> Iterator[_Stretch]:
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    for item in _objects(pdfium, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, page):
        text = _text(partial(pdfium.FPDFTextObj_GetText, item, text_page)).translate(_HYPHENS)
        if not text:
            continue
        pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
        pdfium.FPDFPageObj_GetMatrix(item, matrix)
        pdfium.FPDFTextObj_GetFontSize(item, size)
        on_page = right.value > 0 and left.value < width and top.value > 0 and bottom.value < height
        painted = pdfium.FPDFTextObj_GetTextRenderMode(item) != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        mark = pdfium.FPDFPageObj_GetMarkedContentID(item)
        seen = on_page and painted
        yield _Stretch(text, matrix.e, matrix.f, right.value, size.value * matrix.d, seen, mark)


def _objects(pdfium: Any, count: Any, get: Any, holder: Any) -> Iterator[Any]:
    """Yield the text objects in the order they are painted, those inside forms too."""
    for index in range(count(holder)):
        item = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield item
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _objects(pdfium, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, item)


def _lines(stretches: list[_Stretch]) -> Iterator[str]:
    """Yield the lines: what follows on the same baseline goes on, with a space where a gap is seen."""
    line = ""
    before: _Stretch | None = None
    for stretch in stretches:
        if before is None:
            line = stretch.text
        elif abs(stretch.y - before.y) < _SAME_LINE and stretch.x > before.right - stretch.size:
            line += (" " if _parted(before, stretch) else "") + stretch.text
        else:
            yield line
            line = stretch.text
        before = stretch
    if before is not None:
        yield line


def _parted(before: _Stretch, after: _Stretch) -> bool:
    """Whether a gap is seen between two stretches; beside ideographs, which fill no box, the engine tells."""
    spaced = before.text[-1] < "\u2e80" and after.text[0] < "\u2e80"
    return spaced and after.x - before.right > _WORD_GAP * after.size


def _tags(pdfium: Any, page: Any) -> tuple[list[str], list[int]]:
    """Return the alternative texts in the order of the tags, "" for a figure without one, and their marks."""
    alternatives: list[str] = []
    marks: list[int] = []

    def visit(element: Any) -> None:
        alternative = _text(partial(pdfium.FPDF_StructElement_GetAltText, element))
        if alternative or _text(partial(pdfium.FPDF_StructElement_GetType, element)) == "Figure":
            alternatives.append(alternative)
        for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
            mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
            child = None if mark >= 0 else pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
            if mark >= 0:
                marks.append(mark)
            elif child:
                visit(child)

    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if tree:
        for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            visit(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index))
        pdfium.FPDF_StructTree_Close(tree)
    return alternatives, marks


def _links(pdfium: Any, document: Any, page: Any) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Yield address and rectangle (left, bottom, right, top) of every link that leads out of the file."""
    position, link, place = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    while pdfium.FPDFLink_Enumerate(page, position, link):
        action = pdfium.FPDFLink_GetAction(link)
        length = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
        if length > 1 and pdfium.FPDFLink_GetAnnotRect(link, place):
            buffer = ctypes.create_string_buffer(length)
            pdfium.FPDFAction_GetURIPath(document, action, buffer, length)
            yield _address(buffer.value), (place.left, place.bottom, place.right, place.top)


def _address(data: bytes) -> str:
    """Decode an address, which should be ASCII, and is UTF-8 or the PDF's own Latin where it is not."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _within(stretches: list[_Stretch], place: tuple[float, float, float, float]) -> str:
    """The words that stand in a rectangle."""
    left, bottom, right, top = place
    return " ".join(
        stretch.text.strip()
        for stretch in stretches
        if left - 1 <= stretch.x and stretch.right <= right + 1 and bottom <= stretch.y <= top
    )
