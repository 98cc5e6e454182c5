"""The argument map placed: its columns become boxes, its edges arrows, its key marks and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from builder.layout.arrows import Frame, draw_arrows, gap_widths, lanes_below
from builder.layout.map_look import DECK_LOOK, MEMO_LOOK, SUMMARY_LOOK, MapLook, MapStep
from builder.layout.measure import balanced, natural_width, set_lines
from builder.layout.pages import Group, Item, Line, Mark, Paragraph, Piece, Place, TextBox
from builder.outline.blocks import ArgumentMap, Column, Level, Node, Role, Text
from builder.problems import Problem, Severity
from builder.theme.tokens import TOKENS, Hue

__all__ = [
    "DECK_LOOK",
    "MEMO_LOOK",
    "SUMMARY_LOOK",
    "MapLook",
    "key_height",
    "map_height",
    "place_key",
    "place_map",
]

EVENT = Hue(TOKENS.ink, TOKENS.white)
LEAST_SHARE, LEAST_EVENT = 0.62, 0.9  # of the look's own, where columns take what their words ask for
MUCH = 1.2  # columns leave the look's proportions where that saves a sixth of the height


@dataclass(frozen=True, slots=True)
class _Set:
    """The labels of all columns set at one rung; widths and lines, no heights yet."""

    columns: tuple[tuple[float, float], ...]  # left edge from the map's, and width
    heads: tuple[Paragraph, ...]
    texts: tuple[tuple[tuple[Paragraph, ...], ...], ...]  # a column, a node, its paragraphs
    step: MapStep
    head_height: float
    below: float  # room that arrows take below the nodes

    def body(self, look: MapLook) -> float:
        """Return the least height in points of the tallest column."""
        return max(
            len(texts) * max(map(self.step.node_height, texts)) + (len(texts) - 1) * look.row_gap(len(texts))
            for texts in self.texts
        )

    def fits(self, height: float | None, look: MapLook) -> bool:
        """Return whether no label is too long, and the map stands in `height` points where that is given."""
        needed = self.head_height + look.head_gap + self.body(look) + self.below
        return next(self.too_long(), None) is None and (height is None or needed <= height + 0.01)

    def too_long(self) -> Iterator[tuple[int, int]]:
        """Yield column and row of the nodes whose labels take more lines than the rung allows."""
        for index, column in enumerate(self.texts):
            for row, paragraphs in enumerate(column):
                if len(paragraphs[0].lines) > self.step.most_lines:
                    yield index, row


def map_height(block: ArgumentMap, width: float, look: MapLook) -> float:
    """Return the height in points at which the map's labels stand well in `width` points, heads included."""
    done = _choose(block, width, None, look)
    return done.head_height + look.head_gap + max(done.body(look), look.least_body) + done.below


def place_map(block: ArgumentMap, place: Place, look: MapLook) -> tuple[Group, tuple[Problem, ...]]:
    """Return the map as one group that fills `place`, and a problem for each label that does not fit.

    Columns keep the proportions of the look, whichever of them there are; all stand between the same top and
    bottom. The event is as tall as the columns, so that each arrow to or from it is straight and level. The
    text takes the largest size of the look's ladder that fits.
    """
    done = _choose(block, place.width, place.height, look)
    top = place.y + done.head_height + look.head_gap
    height = place.y + place.height - done.below - top
    items: list[Item] = []
    places: dict[str, Place] = {}
    names: dict[str, str] = {}
    for index, column in enumerate(block.columns):
        hue = _hue(column)
        x, width = place.x + done.columns[index][0], done.columns[index][1]
        items.append(_head(done.heads[index], Place(x, place.y, width, done.head_height), hue, look))
        rows = _rows(column, done, index, top, height, look)
        for node, texts, (y, row) in zip(column.nodes, done.texts[index], rows, strict=True):
            places[node.id] = Place(x, y, width, row)
            names[node.id] = node.label.slot
            items += _node(node, column.role, texts, places[node.id], hue, look, done.step.pad)
    frame = Frame(block, places, names, place.x, place.width, top, height)
    items += draw_arrows(frame, look)
    problems = tuple(_problems(block, done, height, look))
    return Group(place, tuple(items), block.alt, block.number.slot), problems


def place_key(block: ArgumentMap, x: float, y: float, width: float, look: MapLook) -> tuple[Item, ...]:
    """Return the words of the key, each behind its mark or line; a new row where `width` points are full."""
    items: list[Item] = []
    left, row = x, y
    for words, mark in zip(block.key, block.key_marks, strict=True):
        paragraph = Paragraph((Piece(words),), look.key_size, look.key_leading, TOKENS.ink2)
        lead = look.key_mark_lead if isinstance(mark, Level) else look.key_line + look.key_line_lead
        span = min(natural_width(paragraph) + 0.1, width - lead)
        if left > x and left + lead + span > x + width:
            left, row = x, row + look.key_leading
        # Marks stand on the base line of their word, which lies 0.25 of the size above the line's foot.
        base = row + look.key_leading / 2 + look.key_size * 0.3
        if isinstance(mark, Level):
            items.append(
                Mark(Place(left, base - look.key_mark, look.key_mark, look.key_mark), mark, TOKENS.ink2)
            )
        else:
            middle = base - look.key_mark / 2
            ends = ((left, middle), (left + look.key_line, middle))
            items.append(
                Line(
                    ends,
                    TOKENS.edge,
                    look.arrow,
                    dashed=mark == "dashed",
                    head=look.key_heads,
                    head_size=look.arrow_head,
                )
            )
        items.append(
            TextBox(
                Place(left + lead, row, span, look.key_leading),
                (set_lines(paragraph, span),),
                name=words.slot,
            )
        )
        left += lead + span + look.key_gap
    return tuple(items)


def key_height(block: ArgumentMap, width: float, look: MapLook) -> float:
    """Return the height in points of the key set in `width` points; 0 without a key."""
    boxes = [item.place for item in place_key(block, 0.0, 0.0, width, look) if isinstance(item, TextBox)]
    return max((box.y + box.height for box in boxes), default=0.0)


def _hue(column: Column) -> Hue:
    return EVENT if column.role is None else TOKENS.hue(column.role)


def _choose(block: ArgumentMap, width: float, height: float | None, look: MapLook) -> _Set:
    """Return the labels at the first rung that fits, in the look's proportions or those the words ask for."""
    for step in look.steps:
        both = [_set(block, width, step, adapted, look) for adapted in (False, True)]
        fitting = [done for done in both if done.fits(height, look)]
        if fitting:
            lowest = min(fitting, key=lambda done: done.body(look))
            return fitting[0] if height or fitting[0].body(look) < MUCH * lowest.body(look) else lowest
    return _set(block, width, look.steps[-1], False, look)


def _set(block: ArgumentMap, width: float, step: MapStep, adapted: bool, look: MapLook) -> _Set:
    gaps = gap_widths(block, look)
    columns = tuple(_columns(block, width, gaps, _shares(block, step, adapted, look)))
    heads = tuple(
        set_lines(
            Paragraph((Piece(column.head),), look.head_size, look.head_leading, TOKENS.white, bold=True),
            span - 2 * look.head_inset,
        )
        for column, (_, span) in zip(block.columns, columns, strict=True)
    )
    texts = tuple(
        tuple(_text(node, column, span, step, look) for node in column.nodes)
        for column, (_, span) in zip(block.columns, columns, strict=True)
    )
    most = max(len(head.lines) for head in heads)
    head_height = look.head_height + (most - 1) * look.head_leading
    return _Set(columns, heads, texts, step, head_height, lanes_below(block, look))


def _shares(block: ArgumentMap, step: MapStep, adapted: bool, look: MapLook) -> list[float]:
    """Return the columns' shares of the width: the look's own, or as the longest label of each asks."""
    shares = [look.share(column.role) for column in block.columns]
    if not adapted:
        return shares
    needs = [
        max(
            natural_width(Paragraph((Piece(node.label),), *step.label, TOKENS.ink)) / 3
            + (0.0 if column.role is None else look.label_left + look.label_right)
            for node in column.nodes
        )
        for column in block.columns
    ]
    total = sum(shares)
    return [
        max(need * total / sum(needs), (LEAST_EVENT if column.role is None else LEAST_SHARE) * share)
        for need, share, column in zip(needs, shares, block.columns, strict=True)
    ]


def _columns(
    block: ArgumentMap, width: float, gaps: list[float], shares: list[float]
) -> Iterator[tuple[float, float]]:
    free = width - sum(gaps)
    left = 0.0
    for index in range(len(block.columns)):
        span = free * shares[index] / sum(shares)
        yield left, span
        left += span + (gaps[index] if index < len(gaps) else 0.0)


def _text(node: Node, column: Column, width: float, step: MapStep, look: MapLook) -> tuple[Paragraph, ...]:
    if column.role is None:
        return _event_text(node, width, step, look)
    strong = _hue(column).strong
    marked = any(other.marked for other in column.nodes)
    room = width - look.inset - (look.label_right if marked else look.inset)
    pieces: tuple[Piece, ...] = (Piece(node.label),)
    hang = 0.0
    if node.number is not None:
        number = Piece(node.number, size=step.label[0] + look.number_extra, bold=True, colour=strong)
        pieces = (number, Piece(None, "\t"), *pieces)
        hang = max(
            look.label_left - look.inset,
            *(_number_width(other.number, step, look) for other in column.nodes if other.number is not None),
        )
    paragraph = Paragraph(pieces, *step.label, TOKENS.ink, hang=hang)
    return (balanced(paragraph, max(room, hang + step.label[0]))[0],)


def _number_width(number: Text, step: MapStep, look: MapLook) -> float:
    size = step.label[0] + look.number_extra
    return natural_width(Paragraph((Piece(number),), size, size, TOKENS.ink, bold=True)) + look.number_gap


def _event_text(node: Node, width: float, step: MapStep, look: MapLook) -> tuple[Paragraph, ...]:
    room = width - 2 * look.event_inset
    label = Paragraph((Piece(node.label),), *step.event, TOKENS.ink, bold=True)
    paragraphs = [balanced(label, room)[0]]
    if node.detail is not None:
        detail = Paragraph((Piece(node.detail),), *step.detail, TOKENS.ink2)
        paragraphs.append(set_lines(replace(detail, before=look.detail_before), room))
    return tuple(paragraphs)


def _rows(
    column: Column, done: _Set, index: int, top: float, height: float, look: MapLook
) -> Iterator[tuple[float, float]]:
    """Yield top and height of each node: equal rows that fill the height, or stand in its middle."""
    count = len(column.nodes)
    gap = look.row_gap(count)
    row = (height - gap * (count - 1)) / count
    if column.role is not None:
        row = min(row, max(look.row_limit, *map(done.step.node_height, done.texts[index])))
        top += (height - row * count - gap * (count - 1)) / 2
    for index in range(count):
        yield top + index * (row + gap), row


def _head(paragraph: Paragraph, place: Place, hue: Hue, look: MapLook) -> TextBox:
    return TextBox(
        place,
        (paragraph,),
        (look.head_inset, 0.0, look.head_inset, 0.0),
        "middle",
        fill=hue.strong,
        name=paragraph.pieces[0].text.slot if paragraph.pieces[0].text else None,
    )


def _node(
    node: Node,
    role: Role | None,
    texts: tuple[Paragraph, ...],
    place: Place,
    hue: Hue,
    look: MapLook,
    pad: float,
) -> Iterator[Item]:
    if role is None:
        insets = (
            look.event_inset,
            pad,
            max(place.width - look.event_inset - _reach(texts), look.event_inset),
            pad,
        )
        yield TextBox(
            place, texts, insets, "middle", TOKENS.white, TOKENS.ink, look.event_weight, False, look.radius,
            name=node.label.slot,
        )  # fmt: skip
        return
    # The inset on the right is where the even lines end, so that Office breaks them alike.
    right = max(place.width - look.inset - _reach(texts), look.inset)
    yield TextBox(
        place,
        texts,
        (look.inset, pad, right, pad),
        "middle",
        hue.tint,
        hue.strong,
        look.node_weight,
        node.level is not Level.ASSERTED,
        look.radius,
        name=node.label.slot,
    )
    if node.marked:
        x = place.x + place.width - look.mark_right - look.mark
        y = place.y + (place.height - look.mark) / 2
        yield Mark(Place(x, y, look.mark, look.mark), node.level, hue.strong)


def _reach(texts: tuple[Paragraph, ...]) -> float:
    """Return the right end in points of the longest line."""
    return max(line[-1].x + line[-1].width for paragraph in texts for line in paragraph.lines) + 0.1


def _problems(block: ArgumentMap, done: _Set, height: float, look: MapLook) -> Iterator[Problem]:
    long = set(done.too_long())
    for index, column in enumerate(block.columns):
        count = len(column.nodes)
        row = (height - look.row_gap(count) * (count - 1)) / count
        for place, (node, texts) in enumerate(zip(column.nodes, done.texts[index], strict=True)):
            lines = sum(len(paragraph.lines) for paragraph in texts)
            if (index, place) in long or done.step.node_height(texts) > row + 0.01:
                leading = (done.step.label if column.role else done.step.detail)[1]
                room = max(int((row - 2 * done.step.pad) // leading), 0)
                yield Problem(
                    "text-fits",
                    Severity.ERROR,
                    node.label.path,
                    f"the label takes {lines} lines in {block.number.plain}, its box has room for"
                    f" {min(room, done.step.most_lines) if column.role else room}",
                    hint="shorten it, or give a `label` of up to five words",
                )
