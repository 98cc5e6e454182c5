"""The bytes of a PDF become what it says, as the engine of a browser reads it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from threading import Lock
from typing import Any

from builder.audit.content import Kind, Link, Said, Utterance
from builder.audit.office.package import Unreadable
from builder.audit.pdf.glyphs import painted_otherwise
from builder.audit.pdf.ink import Ink, Stretch, lines_of, unseen_in
from builder.audit.pdf.objects import Object, active, masks, objects
from builder.audit.pdf.painted import read_ink, text_of

_WORD_GAP = 0.18  # of the size: a wider gap between the ink of two stretches parts words

_ENGINE = Lock()  # pdfium is not safe for threads


class Printed(Said, frozen=True):
    """What a PDF says, and what stands behind it.

    `ink` is what each page paints, `roles` the tag of each mark of each page, `strange` tells what no printed
    page has: scripts, attachments, layers, fields, other annotations than links. `otherwise` are the signs
    that a font paints as others, with its name; "" where a font cannot be compared. `misnamed` are links that
    are read aloud in other words than those they lie on, with both. `masks` are the SHA-256 of how much the
    points of pictures cover, `packet` is the XMP.
    """

    ink: tuple[Ink, ...] = ()
    roles: tuple[dict[int, str], ...] = ()
    strange: tuple[str, ...] = ()
    otherwise: tuple[tuple[str, str], ...] = ()
    misnamed: tuple[tuple[str, str], ...] = ()
    masks: frozenset[str] = frozenset()
    packet: bytes = b""


def read_summary(data: bytes, *, looks: bool = False) -> Printed:
    """Return what a PDF says: page after page, line after line in the order it is painted.

    Text that is invisible or off the page is not said, but its places are told; with `looks` also those of
    words in the colour of what is behind them, tiny or covered. Raises `Unreadable` where the file cannot be
    opened.
    """
    import pypdfium2_raw as pdfium  # type: ignore[import-untyped]  # the package around it takes five times as long

    with _ENGINE:
        pdfium.FPDF_InitLibrary()
        document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            raise Unreadable("is no PDF that can be opened")
        try:
            return _read(pdfium, document, data, looks=looks)
        finally:
            pdfium.FPDF_CloseDocument(document)


def _read(pdfium: Any, document: Any, data: bytes, *, looks: bool) -> Printed:
    def about(key: bytes) -> str:
        return text_of(partial(pdfium.FPDF_GetMetaText, document, key))

    count = pdfium.FPDF_GetPageCount(document)
    reader = _Reader(pdfium, document, looks=looks)
    for number in range(1, count + 1):
        reader.read(number)
    language = text_of(partial(pdfium.FPDFCatalog_GetLanguage, document))
    parts = objects(data)
    return Printed(
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
        ink=tuple(reader.ink),
        roles=tuple(reader.roles),
        strange=(*active(data, parts), *reader.strange),
        otherwise=tuple(painted_otherwise(parts)),
        misnamed=tuple(reader.misnamed),
        masks=masks(parts),
        packet=_packet(parts),
    )


def _packet(parts: dict[int, Object]) -> bytes:
    """Return the XMP that the catalog refers to."""
    catalogs = (each for each in parts.values() if b"/Catalog" in each.entries)
    found = (parts.get(catalog.reference("Metadata")) for catalog in catalogs)
    return next((packet.stream() for packet in found if packet is not None), b"")


class _Reader:
    """Goes through the pages of one PDF and gathers what they say."""

    def __init__(self, pdfium: Any, document: Any, *, looks: bool) -> None:
        self._pdfium, self._document, self._looks = pdfium, document, looks
        self.said: list[Utterance] = []
        self.links: list[Link] = []
        self.hidden: list[str] = []
        self.without_alt: list[str] = []
        self.aloud = True
        self.ink: list[Ink] = []
        self.roles: list[dict[int, str]] = []
        self.strange: list[str] = []
        self.misnamed: list[tuple[str, str]] = []

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
        ink = read_ink(self._pdfium, page, text_page)
        self.ink.append(ink)
        seen = [stretch for stretch in ink.stretches if stretch.seen]
        if len(seen) < len(ink.stretches):
            self.hidden.append(place)
        if self._looks:
            self.hidden += (f"{place}, “{words}”, {why}" for words, why in unseen_in(ink))
        for count, line in enumerate(lines_of(seen), 1):
            self.said.append(Utterance(f"{place}, line {count}", _words(line), page=number))
        alternatives, roles = _tags(self._pdfium, page)
        self.roles.append(roles)
        for alternative in alternatives:
            if alternative.strip():
                self.said.append(Utterance(place, alternative, Kind.ALT, number))
            else:
                self.without_alt.append(place)
        order = dict.fromkeys(one.mark for one in ink.painted if one.mark >= 0)
        self.aloud &= bool(order) and [mark for mark in roles if mark in order] == list(order)
        links = list(_links(self._pdfium, self._document, page))
        for url, told, (left, bottom, right, top) in links:
            words = _within(seen, (left, ink.height - top, right, ink.height - bottom))
            self.links.append(Link(place, words, url))
            if "".join(words.split()) not in "".join(told.split()):
                self.misnamed.append((words, told))
        if self._pdfium.FPDFPage_GetAnnotCount(page) != len(links):
            self.strange.append("has notes or other marks laid over its page")


def _words(line: list[Stretch]) -> str:
    """Return what a line says, with a space where a gap is seen."""
    said = line[0].text
    for before, stretch in pairwise(line):
        said += (" " if _parted(before, stretch) else "") + stretch.text
    return said


def _parted(before: Stretch, after: Stretch) -> bool:
    """Whether a gap is seen between two stretches; beside ideographs, which fill no box, the engine tells."""
    spaced = before.text[-1] < "\u2e80" and after.text[0] < "\u2e80"
    return spaced and after.x - before.right > _WORD_GAP * after.size


def _tags(pdfium: Any, page: Any) -> tuple[list[str], dict[int, str]]:
    """Return the alternative texts, "" for a figure without one, and the role of each mark, as tagged."""
    alternatives: list[str] = []
    roles: dict[int, str] = {}

    def visit(element: Any) -> None:
        alternative = text_of(partial(pdfium.FPDF_StructElement_GetAltText, element))
        role = text_of(partial(pdfium.FPDF_StructElement_GetType, element))
        if alternative or role == "Figure":
            alternatives.append(alternative)
        for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
            mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
            child = None if mark >= 0 else pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
            if mark >= 0:
                roles[mark] = role
            elif child:
                visit(child)

    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if tree:
        for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            visit(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index))
        pdfium.FPDF_StructTree_Close(tree)
    return alternatives, roles


def _links(
    pdfium: Any, document: Any, page: Any
) -> Iterator[tuple[str, str, tuple[float, float, float, float]]]:
    """Yield address, words and rectangle (left, bottom, right, top) of every link that leads out of the file.

    The words are those that are read aloud for it.
    """
    position, link, place = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    while pdfium.FPDFLink_Enumerate(page, position, link):
        action = pdfium.FPDFLink_GetAction(link)
        length = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
        if length > 1 and pdfium.FPDFLink_GetAnnotRect(link, place):
            buffer = ctypes.create_string_buffer(length)
            pdfium.FPDFAction_GetURIPath(document, action, buffer, length)
            annotation = pdfium.FPDFLink_GetAnnot(page, link)
            told = text_of(partial(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents"))
            pdfium.FPDFPage_CloseAnnot(annotation)
            yield _address(buffer.value), told, (place.left, place.bottom, place.right, place.top)


def _address(data: bytes) -> str:
    """Decode an address, which should be ASCII, and is UTF-8 or the PDF's own Latin where it is not."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _within(stretches: list[Stretch], place: tuple[float, float, float, float]) -> str:
    """The words that stand in a rectangle: left, top, right, bottom."""
    left, top, right, bottom = place
    return " ".join(
        stretch.text.strip()
        for stretch in stretches
        if left - 1 <= stretch.x and stretch.right <= right + 1 and top <= stretch.y <= bottom
    )
