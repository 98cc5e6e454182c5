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
    def meta(key: bytes) -> str:
        return _text(partial(pdfium.FPDF_GetMetaText, document, key))

    said: list[Utterance] = []
    links: list[Link] = []
    hidden: list[str] = []
    without_alt: list[str] = []
    language = _text(partial(pdfium.FPDFCatalog_GetLanguage, document))
    count = pdfium.FPDF_GetPageCount(document)
    for number in range(1, count + 1):
        page = pdfium.FPDF_LoadPage(document, number - 1)
        text_page = pdfium.FPDFText_LoadPage(page)
        try:
            stretches = [*_stretches(pdfium, page, text_page)]
            if not all(stretch.seen for stretch in stretches):
                hidden.append(f"page {number}")
            seen = [stretch for stretch in stretches if stretch.seen]
            said += (
                Utterance(f"page {number}, line {line}", text, page=number)
                for line, text in enumerate(_lines(seen), 1)
            )
            for alt in _alternatives(pdfium, page):
                if alt.strip():
                    said.append(Utterance(f"page {number}", alt, Kind.ALT, number))
                else:
                    without_alt.append(f"page {number}")
            links += (
                Link(f"page {number}", _within(seen, place), url)
                for url, place in _links(pdfium, document, page)
            )
        finally:
            pdfium.FPDFText_ClosePage(text_page)
            pdfium.FPDF_ClosePage(page)
    return Said(
        utterances=tuple(said),
        pages=count,
        title=meta(b"Title"),
        subject=meta(b"Subject"),
        author=meta(b"Author"),
        keywords=meta(b"Keywords"),
        languages=frozenset([language] if language else []),
        links=tuple(links),
        hidden=tuple(hidden),
        without_alt=tuple(without_alt),
    )


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Text painted at once: where its baseline begins and where it ends, its size, whether it is seen."""

    text: str
    x: float
    y: float
    right: float
    size: float
    seen: bool


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
        yield _Stretch(text, matrix.e, matrix.f, right.value, size.value * matrix.d, on_page and painted)


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
            line += (" " if stretch.x - before.right > _WORD_GAP * stretch.size else "") + stretch.text
        else:
            yield line
            line = stretch.text
        before = stretch
    if before is not None:
        yield line


def _alternatives(pdfium: Any, page: Any) -> Iterator[str]:
    """Yield the alternative texts of the page in order, "" for a figure that has none."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return
    try:
        waiting = [
            pdfium.FPDF_StructTree_GetChildAtIndex(tree, index)
            for index in reversed(range(pdfium.FPDF_StructTree_CountChildren(tree)))
        ]
        while waiting:
            element = waiting.pop()
            if not element:
                continue
            alt = _text(partial(pdfium.FPDF_StructElement_GetAltText, element))
            if alt or _text(partial(pdfium.FPDF_StructElement_GetType, element)) == "Figure":
                yield alt
            waiting += [
                pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
                for index in reversed(range(pdfium.FPDF_StructElement_CountChildren(element)))
            ]
    finally:
        pdfium.FPDF_StructTree_Close(tree)


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
