"""Checks where an edited deck has its texts and drawings: none exchanged, on each other, or out of shape."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, permutations
from typing import TypeAlias, assert_never

from msgspec import Struct

from builder.audit.content import BAR, CHART, MARK, OUTLINE, PICTURE, TABLE, DrawnBox, Extracted
from builder.audit.office.colours import hexadecimal
from builder.audit.office.drawings import alike
from builder.audit.problems import problem_of
from builder.audit.visibility import Colour
from builder.audit.words.transcript import fold
from builder.layout.pages import (
    Box,
    CodeBox,
    Group,
    Item,
    Mark,
    Page,
    Pages,
    PictureBox,
    Plot,
    Polygon,
    Polyline,
    Rect,
    TableBox,
    TextBox,
    walk,
)
from builder.report.printable import cut
from builder.report.problems import Problem

_RULE = "no-unfamiliar-formatting"
_FORGETFUL = "LibreOffice"  # which names layouts in its own way
_STILL = 2.0  # points by which a text may be moved that its layout places
_FAR = 12.0  # points by which what changes places with something else has moved
_MOST, _APART = 0.5, 0.1  # of the smaller: how much of two texts is on each other, and as placed
_LEAST = 0.5  # of a side as placed: a picture may be made smaller by hand
_FORM = 0.1  # by how much of its form a picture may be squeezed
_LENGTH = 0.05  # of the longest bar: by how much another may be too long or short
_TOUCHING = 5.0  # points between what is one bar in parts
_BEND = 0.05  # of its sides: by how much a corner of an outline may be elsewhere
_WITHIN = 0.8  # of a picture, at least, are on the slide
_DRAWINGS = (BAR, MARK, PICTURE, CHART, TABLE)
_SHOWN = 40  # characters of a text that are quoted

Area: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom
Colours: TypeAlias = tuple[Colour | None, ...]  # of words, of a bar, of the cells of a table
_Placed: TypeAlias = tuple[str, Area, bool, Colours]  # what it is, where, whether it is filled, its colours


class _Pair(Struct, frozen=True):
    """What is on a slide: its words or what else it is, where it was placed, and where it is."""

    what: str
    placed: Area
    filled: bool
    colours: Colours
    drawn: DrawnBox

    @property
    def is_text(self) -> bool:
        return self.what not in _DRAWINGS

    @property
    def name(self) -> str:
        return f"“{cut(self.what, _SHOWN)}”" if self.is_text else self.what


def box_problems(name: str, pages: Pages, extracted: Extracted) -> Iterator[Problem]:
    """Yield what has another layout, form or place than decided; what is moved a little is as it was."""
    for number, page in enumerate(pages.pages, 1):
        expected = pages.layouts.get(page.layout, page.layout)
        layout = extracted.layouts[number - 1] if number <= len(extracted.layouts) else expected
        if layout != expected and not extracted.program.startswith(_FORGETFUL):
            message = f"has the layout “{layout}” instead of “{expected}”"
            yield problem_of(_RULE, f"{name}, slide {number}: {message}")
        here = [box for box in extracted.boxes if box.page == number]
        marks = [box.frame for box in here if box.what == MARK]  # of which a second shape may fill half
        drawn = [
            box for box in here if box.what != BAR or not any(_is_within(box.frame, one) for one in marks)
        ]
        for what in dict.fromkeys(_faults(page, drawn)):
            yield problem_of(_RULE, f"{name}, slide {number}: {what}")


def _faults(page: Page, drawn: Sequence[DrawnBox]) -> Iterator[str]:
    """Yield what is wrong with the boxes of one slide."""
    placed = list(_placed(page.items))
    found = list(_pairs(placed, drawn))
    pairs = [pair for pair in found if pair.what != BAR]
    texts = [pair for pair in pairs if pair.is_text]
    for pair in pairs:
        far = max(abs(one - other) for one, other in zip(pair.placed, pair.drawn.frame, strict=True))
        if pair.drawn.inherits and far > _STILL:
            yield f"{pair.name} has lost its place, and is where its layout has it"
        if not pair.is_text:
            yield from _form_faults(page, pair)
        if pair.what == TABLE and not _are_toned(pair.colours, pair.drawn.colours):
            yield "a table has cells in other colours than placed"
    yield from _key_faults(page, placed, texts, [box for box in drawn if box.what == BAR])
    for one, other in _exchanged(pairs):
        yield f"{one.name} is in the place of {'another one' if one.name == other.name else other.name}"
    for one, other in combinations(texts, 2):
        if _shared(one.drawn.ink, other.drawn.ink) > _MOST and _shared(one.placed, other.placed) < _APART:
            yield f"{one.name} is on {other.name}"
    yield from _mark_faults([pair for pair in pairs if pair.what == MARK], texts)
    filled = [(what, area) for what, area, fill, _ in placed if fill]
    whats = [what for what, _ in filled]
    ours, theirs = whats.count(BAR), sum(box.what == BAR for box in drawn)
    scales = _scales([area for _, area in filled], [what != BAR for what in whats])
    if theirs != ours and any(BAR in {whats[index] for index in scale} for scale in scales):
        yield f"has {theirs} bars instead of {ours}"
    yield from _bar_faults([pair for pair in found if pair.filled])
    yield from _outline_faults(
        [item.points for item in page.items if isinstance(item, Polygon)],
        [box.points for box in drawn if box.what == OUTLINE],
    )


def _pairs(placed: Iterable[_Placed], drawn: Sequence[DrawnBox]) -> Iterator[_Pair]:
    """Yield what is placed with where it is, in order; other numbers of things are reported elsewhere."""
    ours: defaultdict[str, list[_Placed]] = defaultdict(list)
    theirs: defaultdict[str, list[DrawnBox]] = defaultdict(list)
    for one in placed:
        ours[_unspaced(one[0])].append(one)
    for box in drawn:
        theirs[_unspaced(fold(box.what))].append(box)
    for same, same_ones in ours.items():
        if len(same_ones) == len(theirs[same]):
            yield from (_Pair(*one, box) for one, box in zip(same_ones, theirs[same], strict=True))


def _placed(items: Iterable[Item]) -> Iterator[_Placed]:
    """Yield the words of each item, or what else it is, its area, whether it is filled, and its colours."""
    for item in items:
        match item:
            case Group():
                yield from _placed(item.items)
            case TextBox():
                pieces = (
                    piece
                    for paragraph in item.paragraphs
                    for piece in paragraph.pieces[1 if paragraph.number else 0 :]
                )
                words = "".join(piece.text.plain if piece.text else piece.separator for piece in pieces)
                colours = (hexadecimal(paragraph.colour[1:]) for paragraph in item.paragraphs[:1])
                yield fold(words), _area(item.rect), bool(item.fill), tuple(colours)
            case PictureBox():
                yield PICTURE, _area(item.rect), False, ()
            case Mark():
                yield MARK, _area(item.rect), False, ()
            case Plot():
                yield CHART, _area(item.rect), False, ()
            case TableBox():
                fills = (cell.fill for row in item.rows for cell in row)
                yield (
                    TABLE,
                    _area(item.rect),
                    False,
                    tuple(hexadecimal(fill[1:]) if fill else None for fill in fills),
                )
            case Box():
                if item.fill and not item.outline:
                    yield BAR, _area(item.rect), True, (hexadecimal(item.fill[1:]),)
            case Polyline() | Polygon() | CodeBox():
                pass
            case _:
                assert_never(item)


def _form_faults(page: Page, pair: _Pair) -> Iterator[str]:
    """Yield that a drawing is off the slide, or a picture small or squeezed."""
    left, top, right, bottom = pair.drawn.frame
    wide, high = right - left, bottom - top
    seen = max(min(right, page.width) - max(left, 0), 0) * max(min(bottom, page.height) - max(top, 0), 0)
    if seen < _WITHIN * wide * high:
        yield f"{pair.name} runs off the slide"
    if pair.what == PICTURE and wide > 0 and high > 0:
        first, low, last, end = pair.placed
        across, down = wide / (last - first), high / (end - low)
        if min(across, down) < _LEAST:
            yield f"{pair.name} is too small"
        elif abs(across / down - 1) > _FORM:
            yield f"{pair.name} is squeezed"


def _are_toned(placed: Colours, drawn: Colours) -> bool:
    """Whether those cells look alike that are placed so, and none has the colour of others."""
    if len(placed) != len(drawn):
        return True
    looks = dict.fromkeys(zip(placed, drawn, strict=True))
    return all(
        (own == others) == alike(shown, another) and (own == others or not alike(shown, others))
        for (own, shown), (others, another) in permutations(looks, 2)
    )


def _key_faults(
    page: Page, placed: Iterable[_Placed], texts: Sequence[_Pair], bars: Sequence[DrawnBox]
) -> Iterator[str]:
    """Yield that what explains the colours of a chart has another one than its points: keys and labels."""
    plots = [item for item in walk(page.items) if isinstance(item, Plot)]
    points = {hexadecimal(colour[1:]) for plot in plots for series in plot.fills for colour in series}
    for text in texts if points else ():
        if (
            text.colours[:1]
            and text.colours[0] in points
            and not alike(text.drawn.colours[0], text.colours[0])
        ):
            yield f"{text.name} has another colour than what it names in the chart"
    for what, area, _, colours in placed if points else ():
        if what == BAR and (colour := colours[0]) in points:
            here = (box for box in bars if _distance(area, box.frame) <= _STILL)
            if not all(alike(box.colours[0], colour) for box in here):
                yield "the key of a chart has another colour than what it explains"


def _exchanged(pairs: Sequence[_Pair]) -> Iterator[tuple[_Pair, _Pair]]:
    """Yield what is where something else was placed, which is itself where another one was, in a circle."""
    moved = [pair for pair in pairs if _distance(pair.placed, pair.drawn.frame) > _FAR]
    taken = {
        index: min(range(len(moved)), key=lambda other: _distance(moved[other].placed, pair.drawn.frame))
        for index, pair in enumerate(moved)
    }
    for index, pair in enumerate(moved):
        following, seen = taken[index], set[int]()
        while following != index and following not in seen:
            seen.add(following)
            following = taken[following]
        if following == index and taken[index] != index:
            yield pair, moved[taken[index]]


def _mark_faults(marks: Sequence[_Pair], texts: Sequence[_Pair]) -> Iterator[str]:
    """Yield that a mark is beside the words of another one."""
    for mark in marks if texts else ():
        placed = min(texts, key=lambda text: _gap(mark.placed, text.placed))
        drawn = min(texts, key=lambda text: _gap(mark.drawn.frame, text.drawn.frame))
        if drawn is not placed and _distance(mark.placed, mark.drawn.frame) > _FAR:
            yield f"the certainty mark of {placed.name} is beside {drawn.name}"


def _bar_faults(pairs: Sequence[_Pair]) -> Iterator[str]:
    """Yield that bars that draw numbers are not in the proportion placed."""
    for scale in _scales([pair.placed for pair in pairs], [pair.is_text for pair in pairs]):
        ours = [_width(pairs[index].placed) for index in scale]
        theirs = [_width(pairs[index].drawn.frame) for index in scale]
        ratio, least = max(theirs) / max(ours), _LENGTH * max(theirs)
        if any(abs(one - ratio * other) > least for one, other in zip(theirs, ours, strict=True)):
            yield "has bars of other lengths than placed"


def _scales(areas: Sequence[Area], worded: Sequence[bool]) -> Iterator[list[int]]:
    """Yield which bars have one scale: those in a column, and the parts of one in a row."""
    columns: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    rows: defaultdict[tuple[int, int], list[list[int]]] = defaultdict(list)
    for index in sorted(range(len(areas)), key=lambda each: areas[each]):
        left, top, _, bottom = areas[index]
        if not worded[index]:
            columns[round(left), round(bottom - top)].append(index)
        row = rows[round(top), round(bottom - top)]
        if row and 0 <= left - areas[row[-1][-1]][2] < _TOUCHING:
            row[-1].append(index)
        else:
            row.append([index])
    for scale in chain(columns.values(), *rows.values()):
        if len({round(_width(areas[index])) for index in scale}) > 1:
            yield scale


def _outline_faults(
    placed: Sequence[Sequence[tuple[float, float]]], drawn: Sequence[Sequence[tuple[float, float]]]
) -> Iterator[str]:
    """Yield that outlines are missing or drawn in another form, of any size."""
    if placed and len(placed) != len(drawn):
        yield f"has {len(drawn)} outlines instead of {len(placed)}"
    elif placed and any(not _alike(one, other) for one, other in zip(placed, drawn, strict=True)):
        yield "has an outline of another form than placed"


def _alike(one: Sequence[tuple[float, float]], other: Sequence[tuple[float, float]]) -> bool:
    ours, theirs = _form(one), _form(other)
    return len(ours) == len(theirs) and all(
        max(abs(x - across), abs(y - down)) <= _BEND
        for (x, y), (across, down) in zip(ours, theirs, strict=True)
    )


def _form(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the corners of an outline, of the larger of its sides."""
    corners = [point for index, point in enumerate(points) if index == 0 or point != points[0]]
    left, top = (min(values) for values in zip(*corners, strict=True))
    side = max(max(x - left, y - top) for x, y in corners) or 1.0
    return [((x - left) / side, (y - top) / side) for x, y in corners]


def _width(area: Area) -> float:
    return area[2] - area[0]


def _gap(one: Area, other: Area) -> tuple[float, float]:
    """Return how far two areas are from each other, and how far their centres are."""
    across = max(one[0] - other[2], other[0] - one[2], 0.0)
    down = max(one[1] - other[3], other[1] - one[3], 0.0)
    return max(across, down), _distance(one, other)


def _unspaced(words: str) -> str:
    return "".join(words.split())


def _area(rect: Rect) -> Area:
    return rect.x, rect.y, rect.right, rect.bottom


def _distance(one: Area, other: Area) -> float:
    """Return how far the centre of an area is from that of another."""
    return max(abs(one[0] + one[2] - other[0] - other[2]), abs(one[1] + one[3] - other[1] - other[3])) / 2


def _is_within(one: Area, other: Area) -> bool:
    """Whether an area is in another one, which may be a little larger."""
    return (
        one[0] > other[0] - _STILL
        and one[1] > other[1] - _STILL
        and one[2] < other[2] + _STILL
        and one[3] < other[3] + _STILL
    )


def _shared(one: Area, other: Area) -> float:
    """Return how much of the smaller of two areas is on the other, from 0 to 1."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    least = min(_width(area) * (area[3] - area[1]) for area in (one, other))
    return max(across, 0.0) * max(down, 0.0) / least if least > 0 else 0.0
