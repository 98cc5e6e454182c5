"""Checks where an edited deck has its texts and drawings: none exchanged, on each other, or out of shape."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain, combinations, starmap, zip_longest
from typing import TypeAlias, assert_never

from msgspec import Struct

from builder.audit.checks.structure import is_moved
from builder.audit.checks.tones import are_kept, tone
from builder.audit.content import BAR, CHART, MARK, OUTLINE, PICTURE, TABLE, DrawnBox, Extracted
from builder.audit.office.drawings import alike
from builder.audit.problems import problem_of
from builder.audit.visibility import Colour, rgb
from builder.audit.words.transcript import fold, unspaced
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
    paragraphs,
    walk,
)
from builder.outline.blocks import Outline, Section
from builder.report.printable import cut
from builder.report.problems import Problem

_RULE = "no-unfamiliar-formatting"
_STILL = 2.0  # points by which a text may be moved that its layout places, or a bar be too long or short
_FAR = 12.0  # points by which what changes places with something else has moved
_MOST, _APART = 0.5, 0.1  # of the smaller: how much of two texts is on each other, and as placed
_LEAST = 0.5  # of a side as placed: a picture may be made smaller by hand
_FORM = 0.1  # by how much of its form a picture may be squeezed
_THIN = 8.0  # points: the height of a bar that underlines words
_BESIDE, _ROUND = 24.0, 0.5  # points between a bar and its words; by which its length may be rounded
_TOUCHING = 5.0  # points between what is one bar in parts
_BEND = 0.05  # of its sides: by how much a corner of an outline may be elsewhere
_WITHIN = 0.8  # of a picture, at least, are on the slide
_DRAWINGS = (BAR, MARK, PICTURE, CHART, TABLE)
_SHOWN = 40  # characters of a text that are quoted

Colours: TypeAlias = tuple[Colour | None, ...]


class _Placed(Struct, frozen=True):
    """What is placed on a slide: its words or what else it is, where, and in which colours."""

    what: str
    rect: Rect
    colour: Colour | None = None  # of its words
    fills: Colours = ()  # its own, or those of its cells
    strong: tuple[bool, ...] = ()  # whether each cell is bold

    @property
    def is_text(self) -> bool:
        return self.what not in _DRAWINGS

    @property
    def name(self) -> str:
        return f"“{cut(self.what, _SHOWN)}”" if self.is_text else self.what


class _Pair(Struct, frozen=True):
    """What was placed on a slide, and what is drawn there."""

    placed: _Placed
    drawn: DrawnBox

    @property
    def what(self) -> str:
        return self.placed.what

    @property
    def name(self) -> str:
        return self.placed.name

    @property
    def shift(self) -> float:
        """By how many points it has moved."""
        return _distance(self.placed.rect, self.drawn.frame)


def box_problems(name: str, pages: Pages, extracted: Extracted) -> Iterator[Problem]:
    """Yield what has another layout, form or place than decided; what is moved a little is as it was."""
    for number, page in enumerate(pages.pages, 1):
        expected = pages.layouts.get(page.layout, page.layout)
        layout = extracted.layouts[number - 1] if number <= len(extracted.layouts) else expected
        if layout != expected and not extracted.forgets:
            message = f"has the layout “{layout}” instead of “{expected}”"
            yield problem_of(_RULE, f"{name}, slide {number}: {message}")
        here = [box for box in extracted.boxes if box.page == number]
        marks = [box.frame for box in here if box.what == MARK]  # of which a second shape may fill half
        drawn = [
            box for box in here if box.what != BAR or not any(one.holds(box.frame, _STILL) for one in marks)
        ]
        for what in dict.fromkeys(_faults(page, drawn)):
            yield problem_of(_RULE, f"{name}, slide {number}: {what}")


_Sizes: TypeAlias = Mapping[tuple[str, str], tuple[str, Decimal]]
_Totals: TypeAlias = Mapping[str, tuple[str, Sequence[Decimal]]]


def comparison_problems(outline: Outline, name: str, pages: Pages) -> Iterator[Problem]:
    """Yield the bars of numbers that evidence compares or adds up whose lengths are not in proportion."""
    sizes: dict[tuple[str, str], tuple[str, Decimal]] = {}  # by slot and words: of which evidence, how much
    totals: dict[str, tuple[str, Sequence[Decimal]]] = {}  # by slot: of which text, and the parts
    sections = (block for block in outline.blocks if isinstance(block, Section))
    for argument in (one for section in sections for one in section.arguments):
        if argument.total:
            parts = [item.amount.size or Decimal(0) for item in argument.evidence if item.amount]
            totals[argument.total.slot] = argument.total.path, parts
        for item in (item for item in argument.evidence if item.compared):
            values = [(each.value, each.size) for each in item.compared]
            values += [(item.amount.number, item.amount.size or Decimal(0))] if item.amount else []
            sizes |= {(text.slot, text.plain): (item.text.path, size) for text, size in values}
    for number, page in enumerate(pages.pages if sizes or totals else (), 1):
        drawn: defaultdict[str, list[tuple[Decimal, float]]] = defaultdict(list)
        for path, size, width in chain(_bars_beside(page, sizes), _bars_below(page, totals)):
            drawn[path].append((size, width))
        for path, bars in drawn.items():
            most, widest = max(bars)
            if any(abs(width - widest * float(size / most if most else 0)) > _ROUND for size, width in bars):
                message = f"{name}, slide {number}: a bar is longer or shorter than its number makes it"
                yield problem_of("charts-match", message, path)


def _bars_beside(page: Page, sizes: _Sizes) -> Iterator[tuple[str, Decimal, float]]:
    """Yield the path and size of each number beside which a bar ends, and the length of that bar."""
    items = list(walk(page.items))
    bars = [one.rect for one in items if isinstance(one, Box) and one.fill and not one.outline]
    for item in items if bars else ():
        texts = (piece.text for one in paragraphs(item) for piece in one.pieces if piece.text)
        found = next((sizes[key] for one in texts if (key := (one.slot, one.plain)) in sizes), None)
        if found is not None and isinstance(item, TextBox):
            middle = item.rect.y + item.rect.height / 2
            for bar in bars:
                level = abs(bar.y + bar.height / 2 - middle) < _STILL
                if level and 0 <= item.rect.x - bar.right < _BESIDE:
                    yield *found, bar.width


def _bars_below(page: Page, totals: _Totals) -> Iterator[tuple[str, Decimal, float]]:
    """Yield the path and size of each part of a total, and the length of its bar, 0 where it has none."""
    items = list(walk(page.items)) if totals else []
    for at, item in enumerate(items):
        texts = (piece.text for one in paragraphs(item) for piece in one.pieces if piece.text)
        path, sizes = next((totals[text.slot] for text in texts if text.slot in totals), ("", ()))
        filled = [one.rect.width for one in items[at + 1 :] if isinstance(one, Box | TextBox) and one.fill]
        for size, width in zip_longest(sizes, filled[: len(sizes)], fillvalue=0.0):
            yield path, Decimal(size), width


def _faults(page: Page, drawn: Sequence[DrawnBox]) -> Iterator[str]:
    """Yield what is wrong with the boxes of one slide."""
    placed = list(_placed(page.items))
    found = list(_pairs(placed, drawn))
    pairs = [pair for pair in found if pair.what != BAR]
    texts = [pair for pair in pairs if pair.placed.is_text]
    for pair in pairs:
        if pair.drawn.inherits and not _is_near(pair.placed.rect, pair.drawn.frame):
            yield f"{pair.name} has lost its place, and is where its layout has it"
        if not pair.placed.is_text:
            yield from _form_faults(page, pair)
        if pair.what == TABLE and not _are_apart(_tones([pair])):
            yield "a table has cells in the colours of others"
        if is_moved(pair.placed.strong, pair.drawn.strong):
            yield "a table has other cells in bold than placed"
    if not are_kept(starmap(tone, _tones(found))):
        yield "has boxes or cells in other colours than placed"
    yield from _key_faults(page, texts)
    for one, other in _exchanged(pairs):
        yield f"{one.name} is in the place of {'another one' if one.name == other.name else other.name}"
    for one, other in combinations(texts, 2):
        drawn_together = _shared(one.drawn.ink, other.drawn.ink) > _MOST
        if drawn_together and _shared(one.placed.rect, other.placed.rect) < _APART:
            yield f"{one.name} is on {other.name}"
    yield from _sign_faults([pair for pair in found if _is_sign(pair.placed)], texts)
    filled = [one for one in placed if one.fills and one.what != TABLE]
    ours, theirs = sum(one.what == BAR for one in filled), sum(box.what == BAR for box in drawn)
    small = any(isinstance(item, Group) and item.name == "thumbnail" for item in page.items)
    scaled = any(filled[index].what == BAR for scale in _scales(filled) for index in scale)
    if theirs != ours and (small or scaled):
        yield f"has {theirs} bars instead of {ours}"
    yield from _bar_faults([pair for pair in found if pair.placed.fills and pair.what != TABLE])
    yield from _outline_faults(
        [item.points for item in page.items if isinstance(item, Polygon)],
        [box.points for box in drawn if box.what == OUTLINE],
    )


def _pairs(placed: Iterable[_Placed], drawn: Sequence[DrawnBox]) -> Iterator[_Pair]:
    """Yield what is placed with where it is, in order; other numbers of things are reported elsewhere."""
    ours: defaultdict[str, list[_Placed]] = defaultdict(list)
    theirs: defaultdict[str, list[DrawnBox]] = defaultdict(list)
    for one in placed:
        ours[unspaced(one.what)].append(one)
    for box in drawn:
        theirs[unspaced(fold(box.what))].append(box)
    for same, same_ones in ours.items():
        if len(same_ones) == len(theirs[same]):
            yield from map(_Pair, same_ones, theirs[same])


def _placed(items: Iterable[Item]) -> Iterator[_Placed]:
    """Yield the words of each item, or what else it is, its rectangle, and its colours."""
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
                colour = next((rgb(paragraph.colour) for paragraph in item.paragraphs), None)
                yield _Placed(fold(words), item.rect, colour, (rgb(item.fill),) if item.fill else ())
            case PictureBox():
                yield _Placed(PICTURE, item.rect)
            case Mark():
                yield _Placed(MARK, item.rect)
            case Plot():
                yield _Placed(CHART, item.rect)
            case TableBox():
                cells = [cell for row in item.rows for cell in row]
                fills, strong = zip(*((rgb(one.fill), one.paragraph.bold) for one in cells), strict=True)
                yield _Placed(TABLE, item.rect, fills=fills, strong=strong)
            case Box():
                if item.fill and not item.outline:
                    yield _Placed(BAR, item.rect, fills=(rgb(item.fill),))
            case Polyline() | Polygon() | CodeBox():
                pass
            case _:
                assert_never(item)


def _form_faults(page: Page, pair: _Pair) -> Iterator[str]:
    """Yield that a drawing is off the slide, or a picture small or squeezed."""
    frame, placed = pair.drawn.frame, pair.placed.rect
    if _common(frame, Rect(0.0, 0.0, page.width, page.height)) < _WITHIN * frame.width * frame.height:
        yield f"{pair.name} runs off the slide"
    if pair.what == PICTURE and frame.width > 0 and frame.height > 0:
        across, down = frame.width / placed.width, frame.height / placed.height
        if min(across, down) < _LEAST:
            yield f"{pair.name} is too small"
        elif abs(across / down - 1) > _FORM:
            yield f"{pair.name} is squeezed"


def _tones(pairs: Iterable[_Pair]) -> list[tuple[Colour | None, Colour | None]]:
    """Return in which colour each box or cell is placed, and in which it is drawn."""
    complete = (pair for pair in pairs if len(pair.placed.fills) == len(pair.drawn.fills))
    tones = (zip(pair.placed.fills, pair.drawn.fills, strict=True) for pair in complete)
    return list(dict.fromkeys(chain.from_iterable(tones)))


def _are_apart(tones: Sequence[tuple[Colour | None, Colour | None]]) -> bool:
    """Whether what is placed in several colours is drawn in several, and none in the colour of another."""
    return all(
        alike(own, other) or not (alike(shown, another) or alike(shown, other) or alike(another, own))
        for (own, shown), (other, another) in combinations(tones, 2)
    )


def _key_faults(page: Page, texts: Sequence[_Pair]) -> Iterator[str]:
    """Yield the names of series, over or beside a chart, that have another colour than its points."""
    plots = [item for item in walk(page.items) if isinstance(item, Plot)]
    points = {rgb(colour) for plot in plots for series in plot.fills for colour in series}
    named = {fold(one.name.plain) for plot in plots for one in plot.chart.series if one.name}
    for text in texts:
        placed = (text.placed.colour, *text.placed.fills)
        tones = zip(placed, (text.drawn.colour, *text.drawn.fills), strict=False)
        if text.what in named and any(own in points and not alike(shown, own) for own, shown in tones):
            yield f"{text.name} has another colour than what it names in the chart"


def _exchanged(pairs: Sequence[_Pair]) -> Iterator[tuple[_Pair, _Pair]]:
    """Yield what is where something else was placed, which is itself where another one was, in a circle."""
    moved = [pair for pair in pairs if pair.shift > _FAR]
    taken = {
        index: min(range(len(moved)), key=lambda other: _distance(moved[other].placed.rect, pair.drawn.frame))
        for index, pair in enumerate(moved)
    }
    for index, pair in enumerate(moved):
        following, seen = taken[index], set[int]()
        while following != index and following not in seen:
            seen.add(following)
            following = taken[following]
        if following == index and taken[index] != index:
            yield pair, moved[taken[index]]


def _is_sign(placed: _Placed) -> bool:
    """Whether something says of the words beside it how certain they are, or that they are meant."""
    thin = min(placed.rect.width, placed.rect.height) <= _THIN
    return placed.what == MARK or (placed.what == BAR and thin)


def _sign_faults(signs: Sequence[_Pair], texts: Sequence[_Pair]) -> Iterator[str]:
    """Yield that a mark or a thin bar is beside the words of another one."""
    for sign in signs if texts else ():
        placed = min(texts, key=lambda text: _gap(sign.placed.rect, text.placed.rect))
        drawn = min(texts, key=lambda text: _gap(sign.drawn.frame, text.drawn.frame))
        if drawn is not placed and sign.shift > _FAR:
            yield f"{sign.name} of {placed.name} is beside {drawn.name}"


def _bar_faults(pairs: Sequence[_Pair]) -> Iterator[str]:
    """Yield that bars that draw numbers are not in the proportion placed."""
    for scale in _scales([pair.placed for pair in pairs]):
        ours = [pairs[index].placed.rect.width for index in scale]
        theirs = [pairs[index].drawn.frame.width for index in scale]
        ratio = max(theirs) / max(ours)
        if any(abs(one - ratio * other) > _STILL for one, other in zip(theirs, ours, strict=True)):
            yield "has bars of other lengths than placed"


def _scales(bars: Sequence[_Placed]) -> Iterator[list[int]]:
    """Yield which bars have one scale: those without words in a column, and the parts of one in a row."""
    columns: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    rows: defaultdict[tuple[int, int], list[list[int]]] = defaultdict(list)
    for index in sorted(range(len(bars)), key=lambda each: (bars[each].rect.x, bars[each].rect.y)):
        rect = bars[index].rect
        if not bars[index].is_text:
            columns[round(rect.x), round(rect.height)].append(index)
        row = rows[round(rect.y), round(rect.height)]
        if row and 0 <= rect.x - bars[row[-1][-1]].rect.right < _TOUCHING:
            row[-1].append(index)
        else:
            row.append([index])
    for scale in chain(columns.values(), *rows.values()):
        if len({round(bars[index].rect.width) for index in scale}) > 1:
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


def _gap(one: Rect, other: Rect) -> tuple[float, float]:
    """Return how far two rectangles are from each other, and how far their centres are."""
    across = max(one.x - other.right, other.x - one.right, 0.0)
    down = max(one.y - other.bottom, other.y - one.bottom, 0.0)
    return max(across, down), _distance(one, other)


def _distance(one: Rect, other: Rect) -> float:
    """Return how far the centre of a rectangle is from that of another."""
    return (
        max(abs(one.x + one.right - other.x - other.right), abs(one.y + one.bottom - other.y - other.bottom))
        / 2
    )


def _is_near(one: Rect, other: Rect) -> bool:
    """Whether two rectangles are in one place, but for little."""
    return one.holds(other, _STILL) and other.holds(one, _STILL)


def _common(one: Rect, other: Rect) -> float:
    """Return the area that two rectangles share."""
    across = min(one.right, other.right) - max(one.x, other.x)
    return max(across, 0.0) * max(min(one.bottom, other.bottom) - max(one.y, other.y), 0.0)


def _shared(one: Rect, other: Rect) -> float:
    """Return how much of the smaller of two rectangles is on the other, from 0 to 1."""
    least = min(rect.width * rect.height for rect in (one, other))
    return _common(one, other) / least if least > 0 else 0.0
