"""Checks what a file draws beside its words: pictures, certainty marks and their alternative texts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from io import BytesIO
from typing import NamedTuple, assert_never

from builder.audit.checks.arrows import arrow_problems, border_problems, fill_problems, line_problems
from builder.audit.checks.tones import are_kept, tone
from builder.audit.content import DrawnCode, DrawnMark, Extracted, Kind
from builder.audit.problems import problem_of
from builder.audit.visibility import WHITE, Colour, faint, rgb
from builder.audit.words.transcript import fold
from builder.layout.pages import CodeBox, Item, Mark, Pages, PictureBox, alt_of, on_pages
from builder.outline.blocks import Outline
from builder.outline.reading import code_of
from builder.outline.reading.flow import Coded, Drawing, Elsewhere, Flow, Footnote, Grid, Image, Para, Plotted
from builder.outline.reading.furniture import FIRST_HEADER, furniture
from builder.outline.reading.order import flow
from builder.outline.text import Level, Picture, Product
from builder.report.problems import Problem

_ALTERNATIVES, _PICTURES, _MARKS = ("pictures-have-alt-text", "pictures-match", "certainty-matches")
_QUIET = 4  # modules around a QR code (ISO/IEC 18004, 5.3.8)
_OFF = 0.2  # of a module: what programs may round
_LEAST_CODE, _SMALLER, _SQUARE = 44.0, 0.7, 1.05  # points; of the side as placed; of the shorter side
_CONTRAST = 7.0
_MUCH = 180  # of three times 255: one mark is darker than another at a glance
_LEAST_SIDE = 8.0  # points of a picture in the memo
_FORM = 0.1  # by how much it may be squeezed


class _Mark(NamedTuple):
    """A certainty mark as placed."""

    page: int
    level: Level
    colour: Colour | None = None


def drawing_problems(
    outline: Outline, product: Product, pages: Pages | None, extracted: Extracted, *, edited: bool
) -> Iterator[Problem]:
    """Yield what is wrong with pictures, arrows, marks and alternative texts; of a PDF with the last only."""
    name = f"the {product.value}"
    items = list(on_pages(pages))
    alts = _memo_alts(outline) if pages is None else [alt_of(item) for _, item in items]
    pictures = _memo_pictures(outline) if pages is None else _pictures(items)
    expected = [fold(alt) for alt in alts if alt]
    if edited and extracted.forgets:
        yield from _kept_alt_problems(name, expected, pictures, extracted)
    else:
        yield from _alt_problems(name, expected, extracted)
    yield from arrow_problems(outline, name, items if pages else None, extracted)
    if product is Product.DECK:
        yield from line_problems(name, items, extracted, traced=bool(outline.build_id), edited=edited)
    if product is not Product.SUMMARY:
        yield from _picture_problems(name, pictures, extracted)
        yield from _mark_problems(name, _marks(outline, items if pages else None), extracted)
        yield from _code_problems(outline, name, pages, extracted)
        yield from border_problems(outline, name, items if pages else None, extracted)
    if product is Product.MEMO:
        yield from fill_problems(outline, name, extracted)


# Alternative texts


def _alt_problems(name: str, expected: Sequence[str], extracted: Extracted) -> Iterator[Problem]:
    """Yield where the alternative texts of pictures, figures and tables differ, in order."""
    for location in extracted.without_alt:
        message = f"{name} has a picture, figure or table without alternative text on {location}"
        yield problem_of(_ALTERNATIVES, message)
    passages = extracted.of(Kind.ALT)
    found = [fold(one.text) for one in passages]
    if len(found) == len(expected):
        for one, words, other in zip(passages, found, expected, strict=True):
            if words != other:
                message = f"{name}, {one.location}: has the alt text “{words}” instead of “{other}”"
                yield problem_of(_ALTERNATIVES, message)
        return
    yield from _missing_alts(name, Counter(expected) - Counter(found))
    yield from _extra_alts(name, Counter(found) - Counter(expected))


def _kept_alt_problems(
    name: str, expected: Sequence[str], pictures: Sequence[Picture], extracted: Extracted
) -> Iterator[Problem]:
    """Yield the pictures without their alternative text, and alternative texts that are not in the brief.

    LibreOffice drops the alternatives of tables and of groups of shapes, whose words are read themselves, and
    forgets what is decoration.
    """
    found = Counter(fold(one.text) for one in extracted.of(Kind.ALT))
    yield from _extra_alts(name, found - Counter(expected))
    yield from _missing_alts(name, Counter(fold(picture.alt) for picture in pictures) - found)


def _missing_alts(name: str, alts: Counter[str]) -> Iterator[Problem]:
    for words in alts.elements():
        yield problem_of(_ALTERNATIVES, f"{name} lacks the alt text “{words}”")


def _extra_alts(name: str, alts: Counter[str]) -> Iterator[Problem]:
    for words in alts.elements():
        message = f"{name} has alt text “{words}” for an image that is not in the brief"
        yield problem_of(_ALTERNATIVES, message)


def _memo_alts(outline: Outline) -> Iterator[str]:
    """Yield the alternative texts of the memo's logos, cover, figures and tables; a table's is its title."""
    for item in (*furniture(outline).get(FIRST_HEADER, ()), *flow(outline)):
        match item:
            case Image():
                yield from (picture.alt for picture in item.pictures)
            case Grid():
                yield item.title.plain
            case Drawing():
                yield item.block.alt.plain
            case Plotted():
                for panel in item.panels:
                    yield (item.block.series[panel[0]].alt or item.block.alt).plain
            case Coded():
                yield item.code.alt.plain
            case Para() | Footnote() | Elsewhere():
                pass
            case _:
                assert_never(item)


# QR codes


def _code_problems(
    outline: Outline, name: str, pages: Pages | None, extracted: Extracted
) -> Iterator[Problem]:
    """Yield the QR codes that are missing, extra, or lead elsewhere or nowhere."""
    side, expected = _LEAST_CODE, [(0, code)] if pages is None and (code := code_of(outline)) else []
    for number, item in on_pages(pages):
        if isinstance(item, CodeBox):
            side, expected = _SMALLER * item.rect.width, [*expected, (number, item.code)]
    if len(extracted.codes) != len(expected):
        message = f"{name} has {len(extracted.codes)} QR codes instead of {len(expected)}"
        yield problem_of(_PICTURES, message, "imprint.url")
        return
    for drawn, (number, code) in zip(extracted.codes, expected, strict=True):
        if drawn.page != number or not _leads(drawn, code.modules):
            fault = "is not the one of its address"
        elif drawn.colour is None or faint(drawn.colour, WHITE, _CONTRAST) or not drawn.upright:
            fault = "is turned, or not dark enough"
        elif min(drawn.sides) < side or max(drawn.sides) > _SQUARE * min(drawn.sides):
            fault = "is too small, or not square"
        else:
            continue
        yield problem_of(_PICTURES, f"{name}, {drawn.location}: the QR code {fault}", code.alt.path)


def _leads(drawn: DrawnCode, modules: Sequence[Sequence[bool]]) -> bool:
    """Whether the bars cover the dark modules and nothing else, with a quiet zone around them."""
    side = len(modules) + 2 * _QUIET
    cells: list[tuple[int, int]] = []
    for bar in drawn.bars:
        edges = [edge * side for edge in bar]
        left, top, right, bottom = map(round, edges)
        if any(abs(edge - round(edge)) > _OFF or not 0 <= edge <= side for edge in edges):
            return False
        cells += ((x, y) for y in range(top, bottom) for x in range(left, right))
    dark = [(x, y) for y, row in enumerate(modules, _QUIET) for x, one in enumerate(row, _QUIET) if one]
    return len(cells) == len(dark) and set(cells) == set(dark)


# Pictures


def _picture_problems(name: str, pictures: Sequence[Picture], extracted: Extracted) -> Iterator[Problem]:
    if len(extracted.pictures) != len(pictures):
        message = f"{name} shows {len(extracted.pictures)} pictures instead of {len(pictures)}"
        yield problem_of(_PICTURES, message)
        return
    for found, picture in zip(extracted.pictures, pictures, strict=True):
        drawing = sha256(picture.svg).hexdigest() if picture.svg else ""
        if (found.digest, found.drawing) != (sha256(picture.data).hexdigest(), drawing):
            yield problem_of(_PICTURES, f"{name}, {found.location}: the picture is not “{picture.alt}”")
        elif found.sides is not None and (fault := _misshapen(picture, *found.sides)):
            yield problem_of(_PICTURES, f"{name}, {found.location}: the picture “{picture.alt}” is {fault}")


def _misshapen(picture: Picture, wide: float, high: float) -> str:
    """Return in what way a picture has no size in which it can be seen as it is, "" where it has."""
    if min(wide, high) < _LEAST_SIDE:
        return "too small"
    return "squeezed" if abs(wide * picture.height / (high * picture.width) - 1) > _FORM else ""


def _pictures(items: Sequence[tuple[int, Item]]) -> list[Picture]:
    return [item.picture for _, item in items if isinstance(item, PictureBox)]


def _memo_pictures(outline: Outline) -> list[Picture]:
    items = (*furniture(outline).get(FIRST_HEADER, ()), *flow(outline))
    return [picture for item in items if isinstance(item, Image) for picture in item.pictures]


# Certainty marks


def _mark_problems(name: str, expected: Sequence[_Mark], extracted: Extracted) -> Iterator[Problem]:
    """Yield the marks that are not as full as their level requires, or stand out where others should."""
    ours: defaultdict[int, list[_Mark]] = defaultdict(list)
    theirs: defaultdict[int, list[DrawnMark]] = defaultdict(list)
    for mark in expected:
        ours[mark.page].append(mark)
    for drawn in extracted.marks:
        theirs[drawn.page].append(drawn)
    for page in sorted(ours.keys() | theirs.keys()):
        where = f"{name}, slide {page}" if page else name
        if len(ours[page]) != len(theirs[page]):
            count = f"{len(theirs[page])} certainty marks instead of {len(ours[page])}"
            yield problem_of(_MARKS, f"{where}: has {count}")
            continue
        for mark, drawn in zip(ours[page], theirs[page], strict=True):
            if mark.level is not drawn.level:
                shown = f"a mark shows {drawn.level.value} instead of {mark.level.value}"
                yield problem_of(_MARKS, f"{name}, {drawn.location}: {shown}")
            pale = mark.colour is not None and faint(mark.colour, WHITE)
            if drawn.colour is not None and faint(drawn.colour, WHITE) and not pale:
                yield problem_of(_MARKS, f"{name}, {drawn.location}: a mark is too pale to be seen")
        pairs = zip(ours[page], theirs[page], strict=True) if page else ()
        tones = (tone(mark.colour, drawn.colour) for mark, drawn in pairs)
        if not are_kept(tones, apart=True, much=_MUCH):
            yield problem_of(_MARKS, f"{where}: other certainty marks stand out by their colour than placed")


def _marks(outline: Outline, items: Sequence[tuple[int, Item]] | None) -> list[_Mark]:
    """Return the marks with their slides, 0 in a memo, in the order in which they are drawn."""
    if items is not None:
        return [_Mark(page, item.level, rgb(item.colour)) for page, item in items if isinstance(item, Mark)]
    return [_Mark(0, level) for item in flow(outline) for level in _marks_in_memo(item)]


def _marks_in_memo(item: Flow) -> Iterator[Level]:
    """Yield the marks that the memo draws: before a certainty's words, in the map and its key."""
    match item:
        case Para():
            yield from (piece for piece in item.pieces if isinstance(piece, Level))
        case Grid():
            for para in item.paras:
                yield from _marks_in_memo(para)
        case Drawing():
            nodes = (node for column in item.block.columns for node in column.nodes)
            yield from (node.level for node in nodes if node.marked)
        case Image() | Plotted() | Coded() | Footnote() | Elsewhere():
            pass
        case _:
            assert_never(item)


_HEADER = 24  # bytes of a PNG file that say its kind and its size
_BLOCK, _FAR = 4, 48  # pixels of a side; levels of 255 by which the means of two such blocks may differ


def fallback_problems(picture: Picture | None, extracted: Extracted, *, edited: bool) -> Iterator[Problem]:
    """Yield where a memo's picture of its figure is another one, or is missing.

    A program that saves the file may drop the picture. Other versions of the imaging library draw letters
    a little differently, so an edited file may have a picture that looks the same.
    """
    found, expected = extracted.fallbacks, 0 if picture is None else 1
    if len(found) > expected:
        message = f"the memo has {len(found)} fallback pictures instead of {expected}"
        yield problem_of(_PICTURES, message, "links")
    elif picture is not None and not found and not (edited and extracted.program):
        yield problem_of(_PICTURES, "the memo lacks the picture of its argument map", "links")
    elif (
        picture is not None
        and found
        and found != [picture.data]
        and not (edited and _looks_like(found[0], picture.data))
    ):
        message = "the memo: the fallback picture of the argument map shows something else"
        yield problem_of(_PICTURES, message, "links")


def _looks_like(one: bytes, other: bytes) -> bool:
    if one[:_HEADER] != other[:_HEADER]:
        return False
    from PIL import Image, ImageChops

    try:
        with Image.open(BytesIO(one), formats=["PNG"]) as here, Image.open(BytesIO(other)) as there:
            pair = (image.convert("RGB").reduce(_BLOCK) for image in (here, there))
            far = max(ImageChops.difference(*pair).tobytes())
            return far <= _FAR
    except (OSError, SyntaxError, ValueError):
        return False
