"""The map's words become labels: the columns' widths, and the largest type at which every label fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.layout.arrows import gap_widths, lanes_below
from builder.layout.map_look import MapLook, MapStep
from builder.layout.measure import balanced, line_count, natural_width, set_lines
from builder.layout.pages import Paragraph, Piece
from builder.outline.blocks import ArgumentMap, Column, Node
from builder.outline.text import Text
from builder.theme.tokens import TOKENS, Hue

EVENT = Hue(TOKENS.ink, TOKENS.white)
LEAST_SHARE, LEAST_EVENT = 0.62, 0.9  # of the look's own, where columns take what their words ask for
MUCH = 1.2  # columns leave the look's proportions where that saves a sixth of the height


@dataclass(frozen=True, slots=True)
class Label:
    """The words of one node, not yet broken into lines, and the width in points that they have."""

    paragraphs: tuple[Paragraph, ...]
    room: float
    lines: tuple[int, ...]  # of each paragraph

    def height(self, step: MapStep) -> float:
        """Return the least height in points of the node."""
        words = sum(
            count * text.leading + text.before
            for count, text in zip(self.lines, self.paragraphs, strict=True)
        )
        return words + 2 * (step.lone_pad if sum(self.lines) == 1 else step.pad)

    def set(self) -> tuple[Paragraph, ...]:
        """Return the paragraphs in lines, those of the first as even as can be."""
        first, *rest = self.paragraphs
        return balanced(first, self.room)[0], *(set_lines(text, self.room) for text in rest)


@dataclass(frozen=True, slots=True)
class MapLabels:
    """The labels of all columns measured at one rung, and the columns' widths; heights are not chosen yet."""

    columns: tuple[tuple[float, float], ...]  # left edge from the map's, and width
    heads: tuple[Paragraph, ...]
    labels: tuple[tuple[Label, ...], ...]  # a column, a node
    step: MapStep
    look: MapLook
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

    def tallest(self, column: int) -> float:
        """Return the least height in points of the nodes of a column, which are all alike."""
        return max(label.height(self.step) for label in self.labels[column])

    def fits(self, height: float | None) -> bool:
        """Return whether no label is too long, and the map stands in `height` points where that is given."""
        long = any(label.lines[0] > self.step.most_lines for column in self.labels for label in column)
        return not long and (height is None or self.height <= height + 0.01)


def hue(column: Column) -> Hue:
    """Return the colours of a column's head and nodes."""
    return EVENT if column.role is None else TOKENS.hue(column.role)


def choose_labels(block: ArgumentMap, width: float, height: float | None, look: MapLook) -> MapLabels:
    """Return the labels at the first rung that fits, in the look's proportions or those the words ask for.

    Where none fits, at the last rung in the look's proportions.
    """
    for step in look.steps:
        both = [_measure(block, width, step, adapted, look) for adapted in (False, True)]
        fitting = [labels for labels in both if labels.fits(height)]
        if fitting:
            lowest = min(fitting, key=lambda labels: labels.body)
            return fitting[0] if height or fitting[0].body < MUCH * lowest.body else lowest
    return _measure(block, width, look.steps[-1], False, look)


def _measure(block: ArgumentMap, width: float, step: MapStep, adapted: bool, look: MapLook) -> MapLabels:
    gaps = gap_widths(block, look)
    columns = tuple(_columns(width, gaps, _shares(block, step, adapted, look)))
    heads = tuple(
        set_lines(
            Paragraph((Piece(column.head),), look.head_size, look.head_leading, TOKENS.white, bold=True),
            span - 2 * look.head_inset,
        )
        for column, (_, span) in zip(block.columns, columns, strict=True)
    )
    labels = tuple(
        tuple(_labels(column, span, step, look))
        for column, (_, span) in zip(block.columns, columns, strict=True)
    )
    most = max(len(head.lines) for head in heads)
    head_height = look.head_height + (most - 1) * look.head_leading
    return MapLabels(columns, heads, labels, step, look, head_height, lanes_below(block, look))


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


def _columns(width: float, gaps: Sequence[float], shares: Sequence[float]) -> Iterator[tuple[float, float]]:
    free = width - sum(gaps)
    left = 0.0
    for share, gap in zip(shares, (*gaps, 0.0), strict=True):
        span = free * share / sum(shares)
        yield left, span
        left += span + gap


def _labels(column: Column, width: float, step: MapStep, look: MapLook) -> Iterator[Label]:
    if column.role is None:
        for node in column.nodes:
            yield _event(node, width, step, look)
        return
    numbers = [_number_width(node.number, step, look) for node in column.nodes if node.number is not None]
    hang = max(look.label_left - look.inset, *numbers) if numbers else 0.0
    marked = any(node.marked for node in column.nodes)
    room = max(width - look.inset - (look.label_right if marked else look.inset), hang + step.label[0])
    for node in column.nodes:
        pieces: tuple[Piece, ...] = (Piece(node.label),)
        if node.number is not None:
            number = Piece(node.number, bold=True, colour=hue(column).strong)
            pieces = (number, Piece(None, "\t"), *pieces)
        text = Paragraph(pieces, *step.label, TOKENS.ink, hang=hang if node.number is not None else 0.0)
        yield Label((text,), room, (line_count(text, room),))


def _number_width(number: Text, step: MapStep, look: MapLook) -> float:
    return natural_width(Paragraph((Piece(number),), *step.label, TOKENS.ink, bold=True)) + look.number_gap


def _event(node: Node, width: float, step: MapStep, look: MapLook) -> Label:
    room = width - 2 * look.event_inset
    texts = [Paragraph((Piece(node.label),), *step.event, TOKENS.ink, bold=True)]
    if node.detail is not None:
        before = look.detail_before
        texts.append(Paragraph((Piece(node.detail),), *step.detail, TOKENS.ink2, before=before))
    return Label(tuple(texts), room, tuple(line_count(text, room) for text in texts))
