"""Lays out the argument map and its key in the look of any product: columns of boxes, arrows between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.layout.map.arrows import Frame, draw_arrows, linked
from builder.layout.map.labels import MapLabels, choose_labels
from builder.layout.pages import Group, Item, Mark, Paragraph, Piece, Polyline, Rect, TextBox
from builder.layout.text.measure import baseline, natural_width, set_lines
from builder.outline.blocks import ArgumentMap, Column, Node
from builder.outline.text import Level, Text
from builder.report.problems import Problem, error
from builder.theme.colours import Colours
from builder.theme.map import MapLook


def map_height(block: ArgumentMap, width: float, look: MapLook, colours: Colours) -> float:
    """Return the height in points that the map's labels need in `width` points, heads included."""
    labels = choose_labels(block, width, None, look, colours)
    return labels.height + max(labels.look.least_body - labels.body, 0.0)


def place_map(
    block: ArgumentMap, rect: Rect, look: MapLook, colours: Colours
) -> tuple[Group, tuple[Problem, ...]]:
    """Return the map as one group that fills `rect`, and a problem for each label that does not fit.

    Columns keep the proportions of the look, whichever of them there are; all begin at one height. Nodes are
    of one height, unless their words need more. The event is as tall as the tallest column it is linked with,
    so that each arrow to or from it is straight and level. The text takes the largest size of the look's
    ladder that fits.
    """
    labels = choose_labels(block, rect.width, rect.height, look, colours)
    look = labels.look
    top = rect.y + labels.head_height + look.head_gap
    height = rect.bottom - labels.below - top
    items: list[Item] = []
    rects: dict[str, Rect] = {}
    problems: list[Problem] = []
    rows = _rows(block, height, labels)
    for index, column in enumerate(block.columns):
        x, width = rect.x + labels.columns[index][0], labels.columns[index][1]
        items.append(_head(labels.heads[index], Rect(x, rect.y, width, labels.head_height), column, labels))
        if column.head.path and labels.breaks_head(index):
            problems.append(_too_wide(block, column.head))
        row, gap = rows[index], look.row_gap(len(column.nodes))
        for place, (node, label) in enumerate(zip(column.nodes, labels.labels[index], strict=True)):
            rects[node.id] = Rect(x, top + place * (row + gap), width, row)
            items += _node(node, column, label.set(), rects[node.id], labels)
            if label.lines[0] > labels.step.most_lines or label.height(labels.step) > row + 0.01:
                problems.append(_too_long(block, column, node, sum(label.lines), row, labels))
            elif label.breaks_word:
                problems.append(_too_wide(block, node.label, *((node.detail,) if node.detail else ())))
    names = {node.id: node.label.slot for column in block.columns for node in column.nodes}
    items += draw_arrows(Frame(block, rects, names, top, height, look, colours))
    return Group(rect, tuple(items), block.alt, block.number.slot), tuple(problems)


def _rows(block: ArgumentMap, height: float, labels: MapLabels) -> list[float]:
    """Return the height in points of the nodes of each column."""
    counts = [len(column.nodes) for column in block.columns]
    gaps = [(count - 1) * labels.look.row_gap(count) for count in counts]
    needed = [labels.tallest(index) for index in range(len(counts))]
    most = [(height - gap) / count for count, gap in zip(counts, gaps, strict=True)]
    ordinary = {index for index, column in enumerate(block.columns) if column.role is not None}
    limit = max(labels.look.row_limit, *(needed[index] for index in ordinary))
    alike = min(limit, *(most[index] for index in ordinary))
    rows = [min(max(alike, need), top) for need, top in zip(needed, most, strict=True)]
    for index in set(range(len(counts))) - ordinary:
        others = linked(block, index) & ordinary or ordinary
        span = max(counts[other] * rows[other] + gaps[other] for other in others)
        rows[index] = min(max((span - gaps[index]) / counts[index], needed[index]), most[index])
    return rows


def _head(text: Paragraph, rect: Rect, column: Column, labels: MapLabels) -> TextBox:
    insets = (labels.look.head_inset, 0.0, labels.look.head_inset, 0.0)
    fill = labels.colours.hue(column.role).strong
    return TextBox(rect, (text,), insets, "middle", fill, name=column.head.slot)


def _node(
    node: Node, column: Column, texts: tuple[Paragraph, ...], rect: Rect, labels: MapLabels
) -> Iterator[Item]:
    look, pad, colours = labels.look, labels.step.pad, labels.colours.hue(column.role)
    inset, outline, weight, dashed = look.event_inset, colours.strong, look.event_weight, False
    if column.role is not None:
        inset, weight, dashed = look.inset, look.node_weight, node.level is not Level.ASSERTED
        # A solid outline in the role's colour means "asserted"; without a certainty it is thin and grey.
        if not node.marked:
            outline, weight = labels.colours.edge, look.unmarked * look.node_weight
    # The inset on the right is where the even lines end, so that Office breaks them alike.
    insets = (inset, pad, max(rect.width - inset - _reach(texts), inset), pad)
    yield TextBox(
        rect, texts, insets, "middle", colours.tint, outline, weight, dashed, look.radius,
        name=node.label.slot,
    )  # fmt: skip
    if node.marked and column.role is not None:
        x = rect.right - look.mark_right - look.mark
        y = rect.y + (rect.height - look.mark) / 2
        yield Mark(Rect(x, y, look.mark, look.mark), node.level, colours.strong)


def _reach(texts: Sequence[Paragraph]) -> float:
    """Return the right end in points of the longest line."""
    return max(line[-1].x + line[-1].width for text in texts for line in text.lines) + 0.1


def _too_wide(block: ArgumentMap, *texts: Text) -> Problem:
    word = max((word for text in texts for word in text.plain.split()), key=len)
    message = f"the word “{word}” is wider than its box in {block.number.plain}"
    return error("text-fits", texts[0].path, message, "use shorter words; an argument may have a `label`")


def _too_long(
    block: ArgumentMap, column: Column, node: Node, lines: int, row: float, labels: MapLabels
) -> Problem:
    leading = (labels.step.detail if column.role is None else labels.step.label)[1]
    room = max(int((row - 2 * labels.step.pad) // leading), 0)
    if column.role is not None:
        room = min(room, labels.step.most_lines)
    message = f"the label takes {lines} lines in {block.number.plain}, its box has room for {room}"
    hint = "shorten it, or give a `label` of up to five words"
    return error("text-fits", node.label.path, message, hint)


def place_key(
    block: ArgumentMap, x: float, y: float, width: float, look: MapLook, colours: Colours
) -> tuple[Item, ...]:
    """Return the items of the key from `x`, `y` on; a new row where `width` points are full."""
    items: list[Item] = []
    for words, mark, rect in _entries(block, width, look):
        text = set_lines(_paragraph(words, look, colours.ink2), rect.width)
        # A mark is on the base line of its words.
        left, base = x + rect.x, y + rect.y + baseline(text)
        if isinstance(mark, Level):
            square = Rect(left, base - look.key_mark, look.key_mark, look.key_mark)
            items.append(Mark(square, mark, colours.ink2))
        else:
            middle = base - look.key_mark / 2
            ends = (left, middle), (left + look.key_line, middle)
            dashed = mark == "dashed"
            items.append(Polyline(ends, colours.edge, look.arrow, dashed, look.key_heads, look.arrow_head))
        box = Rect(left + _lead(mark, look), y + rect.y, rect.width, look.key_leading)
        items.append(TextBox(box, (text,), name=words.slot))
    return tuple(items)


def key_height(block: ArgumentMap, width: float, look: MapLook) -> float:
    """Return the height in points of the key set in `width` points; 0 without a key."""
    rows = {rect.y for _, _, rect in _entries(block, width, look)}
    return len(rows) * look.key_leading


def _entries(block: ArgumentMap, width: float, look: MapLook) -> Iterator[tuple[Text, Level | str, Rect]]:
    """Yield words and mark, with the position of the mark's left edge and the width of the words."""
    x = y = 0.0
    for words, mark in zip(block.key, block.key_marks, strict=True):
        lead = _lead(mark, look)
        span = min(natural_width(_paragraph(words, look, "")) + 0.1, width - lead)
        if x and x + lead + span > width:
            x, y = 0.0, y + look.key_leading
        yield words, mark, Rect(x, y, span, look.key_leading)
        x += lead + span + look.key_gap


def _lead(mark: Level | str, look: MapLook) -> float:
    return look.key_mark_lead if isinstance(mark, Level) else look.key_line + look.key_line_lead


def _paragraph(words: Text, look: MapLook, colour: str) -> Paragraph:
    return Paragraph((Piece(words),), look.key_size, look.key_leading, colour, family=look.family)
