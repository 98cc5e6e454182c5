"""Reads a PDF back with the engine of a browser."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from itertools import groupby, pairwise
from typing import Any

from msgspec import field

from builder.audit.content import FIRST_IDEOGRAPH, Extracted, Kind, LanguageUse, Link, Located, Unreadable
from builder.audit.pdf.glyphs import wrong_glyphs
from builder.audit.pdf.ink import Ink, Stretch, lines_of, read_ink, shown_in, text_of, unseen_in
from builder.audit.pdf.objects import File, Reference, read
from builder.audit.pdf.vocabulary import is_rewritten, unfamiliar
from builder.layout.pages import Rect
from builder.pdfium import engine

_WORD_GAP = 0.18  # of the size: a wider gap between the ink of two stretches parts words


class Printed(Extracted, frozen=True):
    """Everything extracted from a PDF, with what it paints and contains beside its words.

    `ink` is what each page paints, `roles` the tag of each mark of each page, `disordered_pages` are those
    whose tags are missing or out of order, so that they are read aloud in another order than they are seen.
    `unfamiliar` says what is in the file that no build writes. `wrong_glyphs` are a font and a character that
    it paints as another one, "" where a font cannot be compared. `misnamed_links` are the words of a link and
    the other words that are read aloud for it, `drawn_links` the links without words: their page, what is
    read aloud for them, and where they are. `masks` are the SHA-256 of the transparency masks of pictures,
    `xmp` is the metadata.
    """

    ink: list[Ink] = field(default_factory=list)
    roles: list[dict[int, str]] = field(default_factory=list)
    disordered_pages: list[int] = field(default_factory=list)
    wrong_glyphs: list[tuple[str, str]] = field(default_factory=list)
    misnamed_links: list[tuple[str, str]] = field(default_factory=list)
    drawn_links: list[tuple[int, str, Rect]] = field(default_factory=list)
    masks: frozenset[str] = frozenset()
    xmp: bytes = b""


def read_summary(data: bytes, *, looks: bool = False, faces: frozenset[str] = frozenset()) -> Printed:
    """Return what a PDF contains: page after page, line after line in the order it is painted.

    Text that is invisible or off the page is not extracted, but its locations are; with `looks` also those of
    words that are tiny, covered, or in the colour of what is behind them. Raises `Unreadable` where the file
    cannot be opened, or would take too long or too much room.
    """
    file = read(data)
    with _opened(data, "is not a PDF file") as (pdfium, document):
        return _read(pdfium, document, file, looks=looks, faces=faces)


def read_shown(data: bytes) -> list[list[str]]:
    """Return the lines that can be seen on each page of a PDF that was made here, of a memo or deck."""
    with _opened(data, "cannot be shown on pages") as (pdfium, document):
        return [_shown(pdfium, document, index) for index in range(pdfium.FPDF_GetPageCount(document))]


@contextmanager
def _opened(data: bytes, refusal: str) -> Iterator[tuple[Any, Any]]:
    """Yield the engine and the document that it opened, or raise `Unreadable` with the `refusal`."""
    with engine() as pdfium:
        document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            raise Unreadable(refusal)
        try:
            yield pdfium, document
        finally:
            pdfium.FPDF_CloseDocument(document)


def _shown(pdfium: Any, document: Any, index: int) -> list[str]:
    page = pdfium.FPDF_LoadPage(document, index)
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        ink = read_ink(pdfium, page, text_page)
        return [_words(line) for line in lines_of(shown_in(ink))]
    finally:
        pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)


def _read(pdfium: Any, document: Any, file: File, *, looks: bool, faces: frozenset[str]) -> Printed:
    def about(key: bytes) -> str:
        return text_of(partial(pdfium.FPDF_GetMetaText, document, key))

    pages = len(file.pages())
    if pages != pdfium.FPDF_GetPageCount(document):
        raise Unreadable("has a list of pages that cannot be read")
    language = text_of(partial(pdfium.FPDFCatalog_GetLanguage, document))
    found = Printed(
        pages=pages,
        title=about(b"Title"),
        subject=about(b"Subject"),
        author=about(b"Author"),
        keywords=about(b"Keywords"),
        program=about(b"Producer"),
        languages={language: LanguageUse("", ideographs=True)} if language else {},
        unfamiliar=list(unfamiliar(file)),
        wrong_glyphs=list(wrong_glyphs(file, faces)),
        masks=frozenset(_masks(file)),
        xmp=file.content(file.catalog.get("Metadata")),
        rewritten=is_rewritten(file),
    )
    reader = _Reader(pdfium, document, found, looks=looks)
    for number in range(1, found.pages + 1):
        reader.read(number)
    return found


def _masks(file: File) -> Iterator[str]:
    """Yield the SHA-256 of what lets through the ground behind pictures, point by point."""
    masks = (file.entries(one).get("SMask") for one in file.objects.values())
    for mask in {one for one in masks if isinstance(one, Reference)}:
        yield sha256(file.content(mask)).hexdigest()


class _Reader:
    """Goes through the pages of one PDF and gathers what they say."""

    def __init__(self, pdfium: Any, document: Any, found: Printed, *, looks: bool) -> None:
        self._pdfium, self._document, self._found, self._looks = pdfium, document, found, looks

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
        location, found = f"page {number}", self._found
        ink = read_ink(self._pdfium, page, text_page)
        found.ink.append(ink)
        seen = [stretch for stretch in ink.stretches if stretch.seen]
        if len(seen) < len(ink.stretches):
            found.hidden.append(location)
        if self._looks:
            found.hidden.extend(f"{location}, “{words}”, {why}" for words, why in unseen_in(ink))
        for count, line in enumerate(lines_of(seen), 1):
            found.passages.append(Located(f"{location}, line {count}", _words(line), page=number))
        alternatives, roles = _tags(self._pdfium, page)
        found.roles.append(roles)
        for alternative in alternatives:
            if alternative.strip():
                found.passages.append(Located(location, alternative, Kind.ALT, number))
            else:
                found.without_alt.append(location)
        found.unfamiliar.extend(
            f"calls content /{name} whose tag is /{roles[mark]} ({location})"
            for mark, name in ink.roles
            if roles.get(mark, name) != name
        )
        order = dict.fromkeys(one.mark for one in ink.painted if one.mark >= 0)
        if not order or [mark for mark in roles if mark in order] != list(
            order
        ):  # a space alone paints nothing
            found.disordered_pages.append(number)
        links = _links(self._pdfium, self._document, page)
        for (url, name), group in groupby(links, key=lambda link: link[:2]):  # one for each line of a link
            areas = list(group)
            lines = [
                _within(seen, (left, ink.height - top, right, ink.height - bottom))
                for _, _, (left, bottom, right, top) in areas
            ]
            found.links.extend(Link(location, words, url) for words in lines)
            if not any(lines):
                left, bottom, right, top = areas[0][2]
                found.drawn_links.append(
                    (number, name, Rect(left, ink.height - top, right - left, top - bottom))
                )
            shown, read_aloud = ("".join(words.split()) for words in (" ".join(lines), name))
            if not read_aloud or shown.replace(read_aloud, ""):  # the same link may come twice
                found.misnamed_links.append((" ".join(lines), name))


def _words(line: list[Stretch]) -> str:
    """Return the words of a line, with a space where a gap is seen."""
    text = line[0].text
    for before, stretch in pairwise(line):
        text += (" " if _parted(before, stretch) else "") + stretch.text
    return text


def _parted(before: Stretch, after: Stretch) -> bool:
    """Whether a gap is seen between two stretches; beside ideographs the engine itself adds the space."""
    spaced = before.text[-1] < FIRST_IDEOGRAPH and after.text[0] < FIRST_IDEOGRAPH
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
    start, link, rect = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    while pdfium.FPDFLink_Enumerate(page, start, link):
        action = pdfium.FPDFLink_GetAction(link)
        length = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
        if length > 1 and pdfium.FPDFLink_GetAnnotRect(link, rect):
            buffer = ctypes.create_string_buffer(length)
            pdfium.FPDFAction_GetURIPath(document, action, buffer, length)
            annotation = pdfium.FPDFLink_GetAnnot(page, link)
            name = text_of(partial(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents"))
            pdfium.FPDFPage_CloseAnnot(annotation)
            yield _address(buffer.value), name, (rect.left, rect.bottom, rect.right, rect.top)


def _address(data: bytes) -> str:
    """Decode an address, which should be ASCII, and is UTF-8 or the PDF's own Latin where it is not."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _within(stretches: list[Stretch], rect: tuple[float, float, float, float]) -> str:
    """Return the words in a rectangle: left, top, right, bottom."""
    left, top, right, bottom = rect
    return " ".join(
        stretch.text.strip()
        for stretch in stretches
        if left - 1 <= stretch.x and stretch.right <= right + 1 and top <= stretch.y <= bottom
    )
