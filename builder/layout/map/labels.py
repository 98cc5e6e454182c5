"""Fits the map's labels: chooses the columns' widths, and the largest type at which every label fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.map.arrows import gap_widths, lanes_below
from builder.layout.pages import Paragraph, Piece
from builder.layout.text.measure import (
    balanced,
    least_width,
    line_count,
    natural_width,
    set_lines,
    widest_word,
    without_stub,
)
from builder.outline.blocks import ArgumentMap, Column, Node
from builder.theme.colours import Colours
from builder.theme.map import MapLook, MapStep

MANY = 3  # lines from which on other proportions are tried
LEAST_SHARE = 0.62  # of the look's own, where columns take the width that their words need
MUCH = 1.1  # columns leave the look's proportions where that saves a tenth of the height


class Label(Struct, frozen=True):
    """The words of one node, not yet broken into lines, and the width in points that they have."""

    paragraphs: tuple[Paragraph, ...]
    room: float
    lines: tuple[int, ...]  # of each paragraph
    pad: float = 0.0  # above and below, where it is more than the rung's

    def height(self, step: MapStep) -> float:
        """Return the least height in points of the node."""
        words = fsum(
            count * text.leading + text.before
            for count, text in zip(self.lines, self.paragraphs, strict=True)
        )
        return words + 2 * max(step.lone_pad if sum(self.lines) == 1 else step.pad, self.pad)

    @property
    def breaks_word(self) -> bool:
        """Whether a word is wider than the node."""
        return max(map(widest_word, self.paragraphs)) > self.room + 0.01

    def set(self) -> tuple[Paragraph, ...]:
        """Return the paragraphs in lines, those of the first as even as can be."""
        first, *rest = self.paragraphs
        return balanced(first, self.room)[0], *(without_stub(text, self.room)[0] for text in rest)


class MapLabels(Struct, frozen=True):
    """The labels of all columns measured at one rung, and the columns' widths; heights are not chosen yet."""

    columns: tuple[tuple[float, float], ...]  # left edge from the map's, and width
    heads: Sequence[Paragraph]
    labels: Sequence[tuple[Label, ...]]  # a column, a node
    step: MapStep
    look: MapLook
    colours: Colours
    head_height: float
    below: float  # height that arrows take below the nodes

    @property
    def body(self) -> float:
        """The least height in points of the tallest column."""
        return max(
            len(column) * self.tallest(index) + (len(column) - 1) * self.look.row_gap(len(column))
            for index, column in enumerate(self.labels)
        )

    @property
    def height(self) -> float:
        """The least height in points of the whole map."""
        return self.head_height + self.look.head_gap + self.body + self.below

    @property
    def most_lines(self) -> int:
        """The lines of the longest label."""
        return max(label.lines[0] for column in self.labels for label in column)

    @property
    def spare_lines(self) -> int:
        """The lines of all labels beyond few, and beyond twice as many of what is under the event."""
        few = self.look.few_lines
        if few is None:
            return 0
        return sum(
            max(lines - few * (place + 1), 0)
            for column in self.labels
            for label in column
            for place, lines in enumerate(label.lines)
        )

    def tallest(self, column: int) -> float:
        """Return the least height in points of the nodes of a column, which are all alike."""
        return max(label.height(self.step) for label in self.labels[column])

    @property
    def breaks_word(self) -> bool:
        """Whether a word is wider than its column."""
        return any(map(self.breaks_head, range(len(self.heads)))) or any(
            label.breaks_word for column in self.labels for label in column
        )

    def breaks_head(self, column: int) -> bool:
        """Whether a word of a column's head is wider than the column."""
        room = self.columns[column][1] - 2 * self.look.head_inset
        return widest_word(self.heads[column]) > room + 0.01

    def fits(self, height: float | None) -> bool:
        """Return whether no label is too long or wide, and the map fits `height` points if that is given."""
        high = height is not None and self.height > height + 0.01
        return self.most_lines <= self.step.most_lines and not high and not self.breaks_word


def choose_labels(
    block: ArgumentMap, width: float, height: float | None, look: MapLook, colours: Colours
) -> MapLabels:
    """Return the labels at the first rung that fits, in the look's proportions or those that the words need.

    Where a word is wider than its column even then, the narrow look is tried. Where none fits, the labels are
    at the last rung, in the look's proportions.
    """
    shares = [look.shares[column.role] for column in block.columns]
    for step in look.steps:
        given = _measure(block, width, step, shares, look, colours)
        if given.fits(height) and (height is not None or given.most_lines < MANY) and not look.frugal:
            return _with_fewer_lines(block, width, height, given)
        adapted = _measure(block, width, step, _asked_shares(block, width, given), look, colours)
        fitting = [labels for labels in (given, adapted) if labels.fits(height)]
        if fitting:
            lowest = min(fitting, key=lambda labels: labels.body)
            much = 1.0 if look.frugal else MUCH
            best = fitting[0] if fitting[0].body <= much * lowest.body else lowest
            return _with_fewer_lines(block, width, height, best)
    last = _measure(block, width, look.steps[-1], shares, look, colours)
    if look.narrow is not None and last.breaks_word:
        return choose_labels(block, width, height, look.narrow, colours)
    return last


def _with_fewer_lines(block: ArgumentMap, width: float, height: float | None, given: MapLabels) -> MapLabels:
    """Return the labels in columns as wide as few lines need, at most a rung smaller, if that saves lines."""
    look, steps = given.look, given.look.steps
    if not given.spare_lines:
        return given
    smaller = steps[steps.index(given.step) + 1 :][:1]
    for step in (given.step, *smaller):
        shares = _asked_shares(block, width, replace(given, step=step), look.few_lines)
        adapted = _measure(block, width, step, shares, look, given.colours)
        if adapted.fits(height) and adapted.spare_lines < given.spare_lines:
            return adapted
    return given


def _measure(
    block: ArgumentMap, width: float, step: MapStep, shares: Sequence[float], look: MapLook, colours: Colours
) -> MapLabels:
    columns = tuple(_columns(width, gap_widths(block, look), shares))
    heads, labels = [], []
    for column, (_, span) in zip(block.columns, columns, strict=True):
        head = Paragraph((Piece(column.head),), look.head_size, look.head_leading, colours.white, bold=True)
        heads.append(set_lines(head, span - 2 * look.head_inset))
        labels.append(tuple(_labels(column, span, step, look, colours)))
    most = max(len(head.lines) for head in heads)
    head_height = look.head_height + (most - 1) * look.head_leading
    return MapLabels(columns, heads, labels, step, look, colours, head_height, lanes_below(block, look))


def _asked_shares(block: ArgumentMap, width: float, given: MapLabels, few: int | None = None) -> list[float]:
    """Return the widths that the labels need at the least height at which all of them fit side by side.

    With `few`, no label has more lines, and the detail of an event twice as many.

    What is left over goes to all in the look's proportions, which also hold where no height is enough.
    """
    look, step = given.look, given.step
    shares = [look.shares[column.role] for column in block.columns]
    free = width - fsum(gap_widths(block, look))
    unit = free / fsum(shares)
    for body in _bodies(block, step, look):
        needs = [
            max(
                max(look.least_event * share * unit, _event_width(labels, look, few))
                if column.role is None
                else max(_least_width(column, labels, body, given, few), LEAST_SHARE * share * unit),
                _widest_word(column, head, labels, look),
            )
            for column, head, labels, share in zip(
                block.columns, given.heads, given.labels, shares, strict=True
            )
        ]
        if fsum(needs) <= free:
            spare = free - fsum(needs)
            return [need + spare * share / fsum(shares) for need, share in zip(needs, shares, strict=True)]
    return shares


def _widest_word(column: Column, head: Paragraph, labels: Sequence[Label], look: MapLook) -> float:
    """Return the width in points at which a column breaks no word."""
    insets = 2 * look.event_inset if column.role is None else look.inset + _right(column, look)
    words = (widest_word(text) for label in labels for text in label.paragraphs)
    return max(widest_word(head) + 2 * look.head_inset, max(words) + insets)


def _bodies(block: ArgumentMap, step: MapStep, look: MapLook) -> list[float]:
    """Return the heights at which a column of equal nodes gains a line, the least first."""
    counts = {len(column.nodes) for column in block.columns if column.role is not None}
    return sorted(
        count * _row_height(lines, step) + (count - 1) * look.row_gap(count)
        for count in counts
        for lines in range(1, step.most_lines + 1)
    )


def _row_height(lines: int, step: MapStep) -> float:
    return lines * step.label[1] + 2 * (step.lone_pad if lines == 1 else step.pad)


def _event_width(labels: Sequence[Label], look: MapLook, few: int | None) -> float:
    """Return the width in points at which an event has few lines; 0 if it may have many."""
    if few is None:
        return 0.0
    words = (
        least_width(text, few * (place + 1))
        for label in labels
        for place, text in enumerate(label.paragraphs)
    )
    return 2 * look.event_inset + max(words) + 0.5


def _least_width(
    column: Column, labels: Sequence[Label], body: float, given: MapLabels, few: int | None
) -> float:
    """Return the width in points at which the labels of a column fit the rows of a body so high."""
    look, step, count = given.look, given.step, len(labels)
    row = (body - (count - 1) * look.row_gap(count)) / count + 0.01
    most = min(few or step.most_lines, step.most_lines)
    lines = max((n for n in range(1, most + 1) if _row_height(n, step) <= row), default=0)
    if not lines:
        return float("inf")
    words = max(least_width(label.paragraphs[0], lines) for label in labels)
    return look.inset + _right(column, look) + words + 0.5


def _right(column: Column, look: MapLook) -> float:
    return look.label_right if any(node.marked for node in column.nodes) else look.inset


def _columns(width: float, gaps: Sequence[float], shares: Sequence[float]) -> Iterator[tuple[float, float]]:
    free = width - fsum(gaps)
    left = 0.0
    for share, gap in zip(shares, (*gaps, 0.0), strict=True):
        span = free * share / fsum(shares)
        yield left, span
        left += span + gap


def _labels(column: Column, width: float, step: MapStep, look: MapLook, colours: Colours) -> Iterator[Label]:
    if column.role is None:
        for node in column.nodes:
            yield _event(node, width, step, look, colours)
        return
    numbers = [
        Paragraph((Piece(node.number),), *step.label, "", bold=True, family=look.family)
        for node in column.nodes
        if node.number
    ]
    widths = [natural_width(number) + look.number_gap for number in numbers]
    hang = max(look.label_left - look.inset, *widths) if widths else 0.0
    room = max(width - look.inset - _right(column, look), hang + step.label[0])
    for node in column.nodes:
        pieces: tuple[Piece, ...] = (Piece(node.label),)
        if node.number is not None:
            number = Piece(node.number, bold=True, colour=colours.hue(column.role).strong)
            pieces = (number, Piece(None, "\t"), *pieces)
        own = hang if node.number is not None else 0.0
        text = Paragraph(pieces, *step.label, colours.ink, hang=own, family=look.family)
        yield Label((text,), room, (line_count(text, room),))


def _event(node: Node, width: float, step: MapStep, look: MapLook, colours: Colours) -> Label:
    room = width - 2 * look.event_inset
    texts = [Paragraph((Piece(node.label),), *step.event, colours.ink, bold=True, family=look.family)]
    if node.detail is not None:
        before, family = look.detail_before, look.family
        detail = (Piece(node.detail),)
        texts.append(Paragraph(detail, *step.detail, colours.ink2, before=before, family=family))
    return Label(tuple(texts), room, tuple(line_count(text, room) for text in texts), look.event_pad)
