"""Finds the headings and paragraphs of a PDF file by the size, the weight and the place of its lines."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from builder.pdfium import engine
from builder.sources.passages import Block, titled

_SAMPLE = 9  # letters of a line that are measured
_BOLD = 600
_LARGER = 1.09  # times as large as the text: a heading
_SMALLER = 0.87  # of it, at the foot: a note
_LONGEST_HEADING = 180  # characters
_EDGE = 0.12  # of the page, where what stands on several pages is no text
_PAGES = 3  # on which a line stands that is no text; of two pages, on both
_WRAPPED = 1.7  # times the size of type: a heading goes on in the next line
_APART = 1.32  # times the distance of lines: a new paragraph
_INDENT = 0.9  # of the size of type
_SHORT = 4.0  # times the size of type that the last line of a paragraph leaves free
_ENDED = r"[.!?…。！？][”’»“\"')\]]*$"
_BULLET = r"(?:[-–*•‣▪◦●]|\(?\d{1,2}[.)])\s"
_NUMBER = r"\W*(?:\w+\s+)?\d{1,4}(?:\s*(?:/|\||of|von|sur|de)\s*\d{1,4})?\W*"
_OF_CONTENTS = r".*(?:\s?[.…]){4,}\s*\w{0,4}"  # a line that leads to a page
_HYPHENS = "\u00ad\u0002\ufffe"  # how the engine marks a word that goes on in the next line


_Rank = tuple[float, bool]  # size and weight of a heading


class _Line(Struct, frozen=True):
    text: str
    page: int
    size: float
    is_bold: bool
    left: float
    right: float
    base: float  # from the foot of the page, in points
    at: float  # the same, as a share of its height
    rank: _Rank | None = None
    start: float = 0.0  # the edges of its column, left and right
    edge: float = 0.0

    @property
    def is_ended(self) -> bool:
        return re.search(_ENDED, self.text) is not None


class Typed(Block, frozen=True):
    """A heading or a paragraph; its `line` is the page that it begins on, `last` that on which it ends."""

    last: int = 0


def typed_blocks(data: bytes) -> tuple[Typed, ...]:
    """Return the headings and paragraphs of a PDF file."""
    lines = list(_without_furniture(_lines(data)))
    if not lines:
        return ()
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    usual = sizes.most_common(1)[0][0]
    lines = [line for line in lines if line.size >= _SMALLER * usual or line.at > 0.25]
    bold = sum(len(line.text) for line in lines if line.is_bold and line.size == usual)
    is_plain = bold < sum(len(line.text) for line in lines if line.size == usual) / 4
    ranked = [replace(line, rank=_rank(line, usual, is_plain=is_plain)) for line in lines]
    return titled(_leveled(_blocks(list(_with_edges(ranked)))))


# Lines, as they are set.


def _lines(data: bytes) -> Iterator[_Line]:
    with engine() as pdfium:
        document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        try:
            found = [
                line
                for index in range(pdfium.FPDF_GetPageCount(document) if document else 0)
                for line in _lines_of(pdfium, document, index)
            ]
        finally:
            if document:
                pdfium.FPDF_CloseDocument(document)
    yield from found


def _lines_of(pdfium: Any, document: Any, index: int) -> Iterator[_Line]:
    page = pdfium.FPDF_LoadPage(document, index)
    words = pdfium.FPDFText_LoadPage(page) if page else None
    if not words:
        return
    height = pdfium.FPDF_GetPageHeightF(page) or 1.0
    codes = [pdfium.FPDFText_GetUnicode(words, at) for at in range(pdfium.FPDFText_CountChars(words))]
    for is_break, run in groupby(range(len(codes)), lambda at: codes[at] in (10, 13)):
        places = [] if is_break else list(run)
        text = "".join(chr(codes[at]) for at in places if codes[at])
        if not any(map(str.isalnum, text)):
            continue
        shown = [at for at in places if codes[at] and not chr(codes[at]).isspace()]
        boxes = [_box(pdfium, words, at) for at in (shown[0], shown[-1])]
        letters = [at for at in shown if chr(codes[at]).isalnum()]
        sample = letters[:: max(len(letters) // _SAMPLE, 1)]
        size = median(_size(pdfium, words, at) for at in sample)
        is_bold = all(_is_bold(pdfium, words, at) for at in sample)
        base = boxes[0][1]
        yield _Line(
            " ".join(text.split(" ")).strip(),
            index + 1,
            round(size * 2) / 2,
            is_bold,
            boxes[0][0],
            boxes[1][2],
            base,
            base / height,
        )
    pdfium.FPDFText_ClosePage(words)
    pdfium.FPDF_ClosePage(page)


def _box(pdfium: Any, words: Any, at: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of a letter, as high as its type."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(words, at, ctypes.byref(box))
    return box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top)


def _size(pdfium: Any, words: Any, at: int) -> float:
    """Return the size of type of a letter as it is shown."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(words, at, ctypes.byref(matrix))
    times = (matrix.c**2 + matrix.d**2) ** 0.5
    return float(pdfium.FPDFText_GetFontSize(words, at) * (times or 1.0))


def _is_bold(pdfium: Any, words: Any, at: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(words, at) >= _BOLD:
        return True
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(words, at, name, len(name), ctypes.byref(flags))
    return re.search(rb"(?i)bold|black|heavy", name.value) is not None


def _without_furniture(lines: Iterable[_Line]) -> Iterator[_Line]:
    """Yield lines without the numbers of pages and what stands at the edge of several."""
    every = list(lines)
    least = min(_PAGES, max((line.page for line in every), default=0))
    if least < 2:
        least = _PAGES
    at_edge = {id(line) for line in every if not _EDGE < line.at < 1 - _EDGE}
    pages: dict[str, set[int]] = {}
    for line in every:
        if id(line) in at_edge:
            pages.setdefault(re.sub(r"\d+", "0", line.text), set()).add(line.page)
    for line in every:
        repeated = len(pages.get(re.sub(r"\d+", "0", line.text), ())) >= least
        if re.fullmatch(_OF_CONTENTS, line.text):
            continue
        if id(line) not in at_edge or not (repeated or re.fullmatch(_NUMBER, line.text)):
            yield line


# Headings and paragraphs.


def _rank(line: _Line, usual: float, *, is_plain: bool) -> _Rank | None:
    """Return by which type a line is a heading; bold type tells only where the text is not bold."""
    if line.size >= _LARGER * usual:
        return line.size, line.is_bold
    is_heading = (
        is_plain
        and line.is_bold
        and line.size >= _SMALLER * usual
        and not line.text.endswith((":", ",", ";"))
    )
    return (min(line.size, usual), True) if is_heading else None


def _blocks(lines: Sequence[_Line]) -> Iterator[tuple[Typed, _Rank | None]]:
    """Yield headings and paragraphs, with the types of headings."""
    pitch = _pitch(lines)
    waiting: list[_Line] = []
    for line in lines:
        if waiting and (line.rank != waiting[-1].rank or _begins(line, waiting, pitch)):
            yield _block(waiting)
            waiting = []
        waiting.append(line)
    yield _block(waiting)


def _pitch(lines: Sequence[_Line]) -> float:
    """Return the usual distance of two lines of text."""
    steps = [
        one.base - other.base
        for one, other in pairwise(lines)
        if one.rank is other.rank is None and one.page == other.page and other.base < one.base
    ]
    return median(steps) if steps else 0.0


def _with_edges(lines: Sequence[_Line]) -> Iterator[_Line]:
    """Yield lines with the edges of their columns: lines that follow each other down a page."""
    column: list[_Line] = []
    for line in [*lines, None]:
        if column and (
            line is None or line.page != column[-1].page or line.base > column[-1].base + line.size
        ):
            text = [each for each in column if each.rank is None] or column
            start, edge = min(each.left for each in text), max(each.right for each in text)
            yield from (replace(each, start=start, edge=edge) for each in column)
            column = []
        if line is not None:
            column.append(line)


def _begins(line: _Line, before: Sequence[_Line], pitch: float) -> bool:
    """Whether a line begins a new paragraph or heading after others of its kind."""
    last = before[-1]
    if re.match(_BULLET, line.text):
        return True
    step = last.base - line.base
    if line.rank is not None:
        return line.page != last.page or not 0 < step <= _WRAPPED * last.size
    goes_on = line.page == last.page and step > 0
    if goes_on and step > _APART * pitch:
        return True
    is_short = last.right < last.edge - _SHORT * last.size
    left = last.left if goes_on and len(before) > 1 else line.start
    return last.is_ended and (is_short or line.left > left + _INDENT * line.size)


def _block(lines: Sequence[_Line]) -> tuple[Typed, _Rank | None]:
    text = ""
    for line in lines:
        is_parted = re.search(r"[^\W\d_]-$", text) and re.match("[a-zà-ÿ]", line.text)
        if is_parted or text.endswith(tuple(_HYPHENS)):
            text = text[:-1] + line.text
        else:
            text = f"{text} {line.text}".strip()
    text = re.sub(f"[{_HYPHENS}]", "", text)
    is_text = len(text) > _LONGEST_HEADING or re.search(r"[.。]$", text) is not None
    return Typed(text, lines[0].page, last=lines[-1].page), None if is_text else lines[0].rank


def _leveled(found: Iterable[tuple[Typed, _Rank | None]]) -> Iterator[Typed]:
    """Yield blocks with the levels of their headings: the larger and bolder, the higher."""
    every = list(found)
    ranks = sorted({rank for *_, rank in every if rank is not None}, reverse=True)
    levels = {rank: number for number, rank in enumerate(ranks, 1)}
    for block, rank in every:
        yield replace(block, level=levels[rank] if rank is not None else 0)
