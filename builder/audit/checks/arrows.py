"""Checks that the arrows and lines of a file join what the links of the brief join."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from builder.audit.checks.tones import are_kept
from builder.audit.content import DrawnLine, Extracted
from builder.audit.problems import problem_of
from builder.audit.visibility import Colour
from builder.audit.words.transcript import fold, unspaced
from builder.layout.pages import Group, Item, Polyline, TextBox, walk
from builder.outline.blocks import ArgumentMap, Edge, Node, Outline
from builder.outline.text import Level
from builder.report.problems import Problem

_RULE = "arrows-match-links"
_BRACKET = "map:"  # begins the name of a bracket, which column and side complete
_NEAR = 0.5  # points within which two points are the same
_SHIFT = 4.0  # points by which a line may be moved along the one that it begins on

Ends = tuple[str | None, str | None]


def arrow_problems(
    outline: Outline, name: str, items: Sequence[tuple[int, Item]] | None, extracted: Extracted
) -> Iterator[Problem]:
    """Yield where the map lacks an arrow for a link, from its start to its end, dashed unless asserted.

    `items` are those of the pages; None for a memo, whose map is read from the file.
    """
    for line in extracted.lines:
        if line.faint:
            message = f"{name}, {line.location}: an arrow is in the colour of what is behind it"
            yield problem_of(_RULE, message, "links")
    block = outline.one(ArgumentMap)
    edges = list(_drawn_edges(block)) if block else []
    if items is None:
        yield from _memo_arrow_problems(name, block, edges, extracted)
    elif block:
        labels = {node.id: node.label.slot for column in block.columns for node in column.nodes}
        labels |= {str(index): _whole(index, column.nodes) for index, column in enumerate(block.columns)}
        expected: Counter[tuple[Ends, bool]] = Counter(
            ((labels[edge.source], labels[edge.target]), _is_dashed(edge)) for edge in edges
        )
        maps = (item for _, item in items if isinstance(item, Group) and item.name == block.number.slot)
        arrows = (item for group in maps for item in walk(group.items) if isinstance(item, Polyline))
        found = Counter(
            ((_without_side(arrow.start), _without_side(arrow.end)), arrow.dashed)
            for arrow in arrows
            if arrow.head
        )
        if found != expected:
            yield problem_of(_RULE, f"{name} does not place the {len(edges)} arrows of its map", "links")


def _whole(column: int, nodes: Sequence[Node]) -> str:
    """Return what stands for all nodes of a column at the end of an arrow: its bracket, or its one node."""
    return nodes[0].label.slot if len(nodes) == 1 else f"{_BRACKET}{column}"


def _without_side(end: str | None) -> str | None:
    return end.rpartition(":")[0] if end and end.startswith(_BRACKET) else end


def _memo_arrow_problems(
    name: str, block: ArgumentMap | None, edges: Sequence[Edge], extracted: Extracted
) -> Iterator[Problem]:
    arrows = [line for line in extracted.lines if line.heads != (False, False)]
    expected = [(_is_dashed(edge), (False, True)) for edge in edges]
    if [(arrow.dashed, arrow.heads) for arrow in arrows] != expected:
        message = f"{name} does not draw the {len(edges)} arrows of its map as linked in the brief"
        yield problem_of(_RULE, message, "links")
        return
    nodes = {node.id: node for column in block.columns for node in column.nodes} if block else {}
    for edge, arrow in zip(edges, arrows, strict=True):
        if edge.group:
            continue
        for node, verb, words in zip(
            (nodes[edge.source], nodes[edge.target]), ("starts", "ends"), arrow.ends, strict=True
        ):
            if fold(node.label.plain) not in fold(words):
                box = f"“{fold(words)}”" if words else "no box"
                message = f"{name}, its map: the arrow from {edge.source} to {edge.target} {verb} at {box}"
                yield problem_of(_RULE, message, "links")


def _is_dashed(edge: Edge) -> bool:
    return edge.level is not Level.ASSERTED


def _drawn_edges(block: ArgumentMap) -> Iterator[Edge]:
    """Yield the edges between nodes, then those between columns; a column has no arrow to itself."""
    alone = len(block.columns) == 1
    yield from (edge for edge in block.edges if not edge.group and not alone)
    yield from (edge for edge in block.edges if edge.group and edge.source != edge.target)


def line_problems(
    name: str, items: Sequence[tuple[int, Item]], extracted: Extracted, *, traced: bool, edited: bool
) -> Iterator[Problem]:
    """Yield the lines of the deck that do not run as placed: dashes, head, and the shapes that they join.

    In a deck that is not `traced` back to its brief, the shapes are known by their words. In an edited deck a
    line may run elsewhere, as long as it joins the same shapes, and begins at the same place of the line that
    it begins on, as a date on a scale of time does.
    """
    placed: defaultdict[int, list[Polyline]] = defaultdict(list)
    drawn: defaultdict[int, list[DrawnLine]] = defaultdict(list)
    boxes: dict[tuple[int, str], TextBox] = {}
    for page, item in items:
        if isinstance(item, Polyline) and (item.head or len(item.points) == 2):  # is read back
            placed[page].append(item)
        elif isinstance(item, TextBox) and item.name:
            boxes[page, item.name] = item
    for found in extracted.lines:
        drawn[found.page].append(found)
    for page in dict.fromkeys([*placed, *drawn]):
        if len(placed[page]) != len(drawn[page]):
            count = f"{len(drawn[page])} lines instead of {len(placed[page])}"
            yield problem_of(_RULE, f"{name}, slide {page}: has {count}")
            continue
        pairs = list(zip(placed[page], drawn[page], strict=True))
        for line, found in pairs:
            ends = [_words(boxes.get((page, end or ""))) for end in (line.start, line.end)]
            names = (line.start, line.end) if traced else _known_as(line, ends)
            runs = (
                _joins_as(line, found, ends) and _keeps_to(line, found, pairs)
                if edited
                else _runs_as(line, found, names)
            )
            if not runs:
                joined = " to ".join(f"“{each}”" for each in ends if each)
                which = f"the line from {joined}" if all(ends) else "a line"
                yield problem_of(_RULE, f"{name}, slide {page}: {which} does not run as placed")
                break


def border_problems(
    outline: Outline, name: str, items: Sequence[tuple[int, Item]] | None, extracted: Extracted
) -> Iterator[Problem]:
    """Yield the boxes with words whose border is solid instead of dashed, or dashed instead of solid.

    A box with unknown words is one whose words were changed, which is reported elsewhere.
    """
    boxes = (
        _memo_borders(outline) if items is None else _borders(items, {page for page, _ in extracted.dashed})
    )
    known = {(page, unspaced(words)): words for page, words, _ in boxes}
    expected = Counter((page, unspaced(words)) for page, words, dashed in boxes if dashed and words)
    found = Counter((page, words) for page, words in extracted.dashed if words)
    added = [one for one in (found - expected).elements() if one in known]
    changed = (found - expected).total() - len(added)
    lost = list((expected - found).elements()) if (expected - found).total() > changed else []
    for which, verb in ((lost, "has no"), (added, "has a")):
        for one in which:
            location = f", slide {one[0]}" if one[0] else ", its map"
            yield problem_of(_RULE, f"{name}{location}: the box “{known[one]}” {verb} dashed border")


def fill_problems(outline: Outline, name: str, extracted: Extracted) -> Iterator[Problem]:
    """Yield that another box of a memo's map stands out by its colour than should.

    Each column has a dark head and pale boxes of one colour. A box with unknown words is one whose words were
    changed, which is reported elsewhere.
    """
    block, drawn = outline.one(ArgumentMap), defaultdict[str, list[Colour | None]](list)
    for words, colour in extracted.fills:
        drawn[words].append(colour)
    placed = [
        (unspaced(words), (column.role, is_head), is_head)
        for column in (block.columns if block else ())
        for words, is_head in (
            (fold(column.head.plain), True),
            *((_node_words(node), False) for node in column.nodes),
        )
    ]
    count = Counter(words for words, _, _ in placed)
    known = [one for one in placed if len(drawn[one[0]]) == count[one[0]]]
    tones = [(kind, 0 if is_head else 3 * 255, drawn[words].pop(0)) for words, kind, is_head in known]
    if not are_kept(tones):
        yield problem_of(_RULE, f"{name}: its map has boxes in other colours than placed")


def _borders(items: Sequence[tuple[int, Item]], drawn: set[int]) -> list[tuple[int, str, bool]]:
    """Return the boxes of the slides that have a dashed border, as placed or as drawn."""
    boxes = [(page, item) for page, item in items if isinstance(item, TextBox)]
    pages = drawn | {page for page, box in boxes if box.dashed}
    return [(page, _words(box), box.dashed) for page, box in boxes if page in pages]


def _memo_borders(outline: Outline) -> list[tuple[int, str, bool]]:
    """Return the words of the boxes in a memo's map; the event has a solid border, as what is asserted."""
    block = outline.one(ArgumentMap)
    return [
        (0, _node_words(node), dashed)
        for column in (block.columns if block else ())
        for node in column.nodes
        for dashed in [column.role is not None and node.level is not Level.ASSERTED]
    ]


def _node_words(node: Node) -> str:
    return fold(" ".join(text.plain for text in (node.number, node.label, node.detail) if text))


def _words(box: TextBox | None) -> str:
    """Return the words of a box, as a reader meets them; "" without a box."""
    pieces = (piece for paragraph in box.paragraphs for piece in paragraph.pieces) if box else ()
    return fold(" ".join(piece.separator if piece.text is None else piece.text.plain for piece in pieces))


def _joins_as(line: Polyline, found: DrawnLine, words: Sequence[str]) -> bool:
    """Whether a line looks as placed, and touches its shapes, or touches nothing and is glued to them.

    A shape without words, such as a bracket, is not touched as one with words is.
    """
    ends = zip((line.start, line.end), found.glued, words, found.ends, strict=True)
    return _looks_as(line, found) and all(
        name is None
        or (unspaced(text) == unspaced(touched) if text and touched else glued == name or not (text or glued))
        for name, glued, text, touched in ends
    )


def _keeps_to(line: Polyline, found: DrawnLine, pairs: Sequence[tuple[Polyline, DrawnLine]]) -> bool:
    """Whether a line begins and ends where it did, seen from the line that it begins on, if there is one."""
    axes = [pair for pair in pairs if pair[0] is not line and _is_on(line.points[0], pair[0].points)]
    return all(
        abs((here - start) - (there - drawn_start)) <= _SHIFT
        for axis, drawn in axes
        for point, other in zip(line.points, found.points, strict=False)
        for here, there, start, drawn_start in zip(point, other, axis.points[0], drawn.points[0], strict=True)
    )


def _is_on(point: tuple[float, float], line: Sequence[tuple[float, float]]) -> bool:
    """Whether a point is on a level line."""
    (left, level), *_, (right, other) = line
    return level == other and abs(point[1] - level) < _NEAR and left <= point[0] <= right


def _looks_as(line: Polyline, found: DrawnLine) -> bool:
    return (line.dashed, (False, line.head)) == (found.dashed, found.heads)


def _known_as(line: Polyline, words: Sequence[str]) -> tuple[str | None, ...]:
    """Return the words of the shapes at the ends of a line, None where it has none."""
    return tuple(name and text for name, text in zip((line.start, line.end), words, strict=True))


def _runs_as(line: Polyline, found: DrawnLine, ends: tuple[str | None, ...]) -> bool:
    """Compare a line with what the file has."""
    return (
        _looks_as(line, found)
        and all(
            (end is None) == (glued is None) and unspaced(end or "") == unspaced(fold(glued or ""))
            for end, glued in zip(ends, found.glued, strict=True)
        )
        and len(line.points) == len(found.points)
        and all(
            abs(here - there) < _NEAR
            for point, other in zip(line.points, found.points, strict=True)
            for here, there in zip(point, other, strict=True)
        )
    )
