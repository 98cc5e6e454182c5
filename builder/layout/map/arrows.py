"""Draws the map's edges as arrows: straight where rows face each other, else through the gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from msgspec import Struct

from builder.layout.pages import Polyline, Rect
from builder.outline.blocks import ArgumentMap, Edge
from builder.outline.text import Level
from builder.theme.colours import Colours
from builder.theme.map import MapLook

LEAST_OVERLAP = 9.0  # two boxes that share this much height are joined by a level arrow


class Frame(Struct, frozen=True):
    """A map with its boxes: rectangles and names of the nodes by id, and the area between heads and foot."""

    block: ArgumentMap
    rects: Mapping[str, Rect]
    names: Mapping[str, str]
    top: float
    height: float
    look: MapLook
    colours: Colours

    def column_edges(self, index: int) -> tuple[float, float]:
        """Return left and right edge of a column."""
        rect = self.rects[self.block.columns[index].nodes[0].id]
        return rect.x, rect.right

    def middle(self, index: int) -> float:
        """Return half the height of a column."""
        nodes = self.block.columns[index].nodes
        return (self.rects[nodes[0].id].y + self.rects[nodes[-1].id].bottom) / 2


class _End(Struct):
    """One end of an edge: the side of a node it leaves or reaches, and at what height."""

    node: str
    right: bool
    y: float


class _Route(Struct):
    """An edge between two nodes on its way: its ends, and the gaps in which it changes height."""

    edge: Edge
    start: _End
    end: _End
    first_gap: int  # the gap right of the column with this index
    last_gap: int

    @property
    def below(self) -> bool:
        """Whether it runs below the nodes, because a column is between its ends."""
        return self.first_gap != self.last_gap

    @property
    def level(self) -> bool:
        return not self.below and self.start.right != self.end.right and abs(self.start.y - self.end.y) < 0.5


def gap_widths(block: ArgumentMap, look: MapLook) -> list[float]:
    """Return the widths of the gaps between the columns: wider for brackets and for arrows that turn."""
    widths = [look.gap] * (len(block.columns) - 1)
    turning = [0] * len(widths)
    columns = _column_of(block)
    for edge in block.edges:
        if edge.group:
            first, last = _gaps(int(edge.source), int(edge.target), len(block.columns))
            for gap in {last} if _passes(edge) else {first, last}:
                widths[gap] = look.group_gap
        else:
            source, target = columns[edge.source], columns[edge.target]
            if not _faces(block, source, target):
                for gap in set(_gaps(source, target, len(block.columns))):
                    turning[gap] += 1
    return [
        max(width, min(look.arrow_off + look.arrow_head + (count + 1) * look.lane, 2 * look.group_gap))
        if count
        else width
        for width, count in zip(widths, turning, strict=True)
    ]


def lanes_below(block: ArgumentMap, look: MapLook) -> float:
    """Return the height that arrows past a column take below the nodes, with the brackets over them."""
    columns = _column_of(block)
    count = sum(
        _passes(edge) if edge.group else abs(columns[edge.source] - columns[edge.target]) > 1
        for edge in block.edges
    )
    return _brackets_below(block, look) + (count + 0.5) * look.lane if count else 0.0


def _passes(edge: Edge) -> bool:
    """Whether the arrow of a group edge runs below the nodes, because a column is between its ends."""
    return edge.group and abs(int(edge.source) - int(edge.target)) > 1


def _brackets_below(block: ArgumentMap, look: MapLook) -> float:
    """Return the height of the brackets under columns, from which arrows leave that run below the nodes."""
    return look.bracket_off if any(map(_passes, block.edges)) else 0.0


def draw_arrows(frame: Frame) -> Iterator[Polyline]:
    """Yield one arrow for each edge between nodes, and brackets with one arrow for each group edge."""
    look, routes = frame.look, list(_routes(frame))
    _spread_ends(frame, routes)
    lanes = _lanes(frame, routes)
    foot = frame.top + frame.height + _brackets_below(frame.block, look)
    below = 0
    for number, route in enumerate(routes):
        start, end = _point(frame, route.start), _point(frame, route.end)
        start = (start[0] + (look.arrow_off if route.start.right else -look.arrow_off), start[1])
        if route.level:
            points: tuple[tuple[float, float], ...] = (start, end)
        elif route.below:
            below += 1
            y = foot + below * look.lane
            first, last = lanes[number, route.first_gap], lanes[number, route.last_gap]
            points = (start, (first, start[1]), (first, y), (last, y), (last, end[1]), end)
        else:
            x = lanes[number, route.first_gap]
            points = (start, (x, start[1]), (x, end[1]), end)
        names = frame.names[route.start.node], frame.names[route.end.node]
        yield _arrow(frame, points, route.edge, names)
    yield from _draw_brackets(frame)
    for edge in frame.block.edges:
        if edge.group and edge.source != edge.target:
            below += _passes(edge)
            yield _group_arrow(frame, edge, foot + below * look.lane)


def linked(block: ArgumentMap, column: int) -> set[int]:
    """Return the columns that an edge joins with `column`."""
    columns = _column_of(block)
    ends = [
        {int(edge.source), int(edge.target)} if edge.group else {columns[edge.source], columns[edge.target]}
        for edge in block.edges
    ]
    return set[int]().union(*(each for each in ends if column in each)) - {column}


def _column_of(block: ArgumentMap) -> dict[str, int]:
    return {node.id: index for index, column in enumerate(block.columns) for node in column.nodes}


def _faces(block: ArgumentMap, source: int, target: int) -> bool:
    """Return whether rows of the two columns always face each other, so that no arrow turns."""
    one, other = block.columns[source], block.columns[target]
    return abs(source - target) == 1 and (one.role is None or other.role is None)


def _gaps(source: int, target: int, count: int) -> tuple[int, int]:
    """Return the gaps in which an edge leaves and arrives; inside one column both are on one side."""
    if source == target:
        gap = source if source < count - 1 else source - 1
        return gap, gap
    if source < target:
        return source, target - 1
    return source - 1, target


def _routes(frame: Frame) -> Iterator[_Route]:
    columns = _column_of(frame.block)
    count = len(frame.block.columns)
    for edge in frame.block.edges:
        if edge.group or (columns[edge.source] == columns[edge.target] and count == 1):
            continue
        source, target = columns[edge.source], columns[edge.target]
        first, last = _gaps(source, target, count)
        start = _End(edge.source, first == source, _middle(frame.rects[edge.source]))
        end = _End(edge.target, last == target, _middle(frame.rects[edge.target]))
        yield _Route(edge, start, end, first, last)


def _middle(rect: Rect) -> float:
    return rect.y + rect.height / 2


def _point(frame: Frame, end: _End) -> tuple[float, float]:
    rect = frame.rects[end.node]
    return rect.x + (rect.width if end.right else 0.0), end.y


def _spread_ends(frame: Frame, routes: list[_Route]) -> None:
    """Give every end on one side of a node a height of its own, in the order of what it leads to."""
    sides: dict[tuple[str, bool], list[tuple[float, int, _End]]] = defaultdict(list)
    for number, route in enumerate(routes):
        for end, other in ((route.start, route.end), (route.end, route.start)):
            key = frame.top + 2 * frame.height if route.below else other.y
            sides[end.node, end.right].append((key, number, end))
    for (node, _), ends in sides.items():
        rect = frame.rects[node]
        for position, (_, _, end) in enumerate(sorted(ends, key=lambda item: item[:2]), start=1):
            end.y = rect.y + rect.height * position / (len(ends) + 1)
    columns = _column_of(frame.block)
    for route in routes:
        one, other = route.start, route.end
        if route.below or one.right == other.right:
            continue
        if frame.block.columns[columns[one.node]].role is None:
            one.y = other.y
        elif frame.block.columns[columns[other.node]].role is None:
            other.y = one.y
        elif len(sides[one.node, one.right]) == len(sides[other.node, other.right]) == 1:
            top = max(frame.rects[one.node].y, frame.rects[other.node].y)
            foot = min(rect.bottom for rect in (frame.rects[one.node], frame.rects[other.node]))
            if foot - top >= LEAST_OVERLAP:
                one.y = other.y = (top + foot) / 2


def _lanes(frame: Frame, routes: list[_Route]) -> dict[tuple[int, int], float]:
    """Return the x at which each turning arrow changes height in each gap.

    Of the arrows that go down, the upper turns further right, of those that go up the upper further left:
    so two arrows cross only where their ends are in crossed order.
    """
    gaps: dict[int, list[tuple[float, float, int]]] = defaultdict(list)
    foot = frame.top + frame.height
    for number, route in enumerate(routes):
        if route.below:
            gaps[route.first_gap].append((route.start.y, foot, number))
            gaps[route.last_gap].append((foot, route.end.y, number))
        elif not route.level:
            rightward = route.start.right
            one, other = (route.start.y, route.end.y) if rightward else (route.end.y, route.start.y)
            gaps[route.first_gap].append((one, other, number))
    found: dict[tuple[int, int], float] = {}
    look, brackets = frame.look, _brackets(frame)
    for gap, turns in gaps.items():
        down = sorted((turn for turn in turns if turn[0] <= turn[1]), key=lambda turn: (-turn[0], turn[2]))
        up = sorted((turn for turn in turns if turn[0] > turn[1]), key=lambda turn: (turn[0], turn[2]))
        tips = [routes[number].end.right for _, _, number in turns]
        left = frame.column_edges(gap)[1] + look.arrow_off + (look.arrow_head if any(tips) else 0.0)
        right = frame.column_edges(gap + 1)[0] - look.arrow_off - (look.arrow_head if not all(tips) else 0.0)
        left = max(left, brackets.get((gap, True), left))
        right = min(right, brackets.get((gap + 1, False), right))
        for index, (_, _, number) in enumerate([*down, *up], start=1):
            found[number, gap] = left + (right - left) * index / (len(turns) + 1)
    return found


def _group_sides(frame: Frame, edge: Edge) -> tuple[tuple[int, bool], tuple[int, bool]]:
    """Return column and side, true for the right one, at which a group edge leaves and arrives."""
    source, target = int(edge.source), int(edge.target)
    first, last = _gaps(source, target, len(frame.block.columns))
    return (source, first == source), (target, last == target)


def _brackets(frame: Frame) -> dict[tuple[int, bool], float]:
    """Return where a bracket is, by column and side; a column of one node needs none."""
    return {
        (column, right): frame.column_edges(column)[right]
        + (frame.look.bracket_off if right else -frame.look.bracket_off)
        for edge in frame.block.edges
        if edge.group and edge.source != edge.target
        for column, right in _group_sides(frame, edge)[_passes(edge) :]
        if len(frame.block.columns[column].nodes) > 1
    }


def _draw_brackets(frame: Frame) -> Iterator[Polyline]:
    """Yield the brackets beside columns, and those under them from which arrows run below the nodes."""
    look = frame.look
    for (column, right), x in _brackets(frame).items():
        nodes = frame.block.columns[column].nodes
        first, last = frame.rects[nodes[0].id], frame.rects[nodes[-1].id]
        back = x + (-look.tick if right else look.tick)
        top, low = first.y, last.bottom
        points = (back, top), (x, top), (x, low), (back, low)
        yield Polyline(points, frame.colours.edge, look.bracket, name=_bracket(column, right))
    for column in dict.fromkeys(int(edge.source) for edge in frame.block.edges if _passes(edge)):
        (start, end), (_, y) = frame.column_edges(column), _leaves_below(frame, column)
        if len(frame.block.columns[column].nodes) > 1:
            points = ((start, y - look.tick), (start, y), (end, y), (end, y - look.tick))
            yield Polyline(points, frame.colours.edge, look.bracket, name=_bracket(column, None))


def _bracket(column: int, right: bool | None) -> str:
    """Return the name of the bracket on a side of a column; under it where that is None."""
    return f"map:{column}:{'below' if right is None else 'right' if right else 'left'}"


def _group_names(frame: Frame, edge: Edge) -> tuple[str, str]:
    """Return what the arrow of a group edge joins: brackets, or nodes that are alone in their columns."""
    sides: list[tuple[int, bool | None]] = list(_group_sides(frame, edge))
    if _passes(edge):
        sides[0] = sides[0][0], None
    columns = [(frame.block.columns[column].nodes, column, right) for column, right in sides]
    start, end = (
        frame.names[nodes[0].id] if len(nodes) == 1 else _bracket(column, right)
        for nodes, column, right in columns
    )
    return start, end


def _leaves_below(frame: Frame, column: int) -> tuple[float, float]:
    """Return where the arrow of a group leaves its column if it runs below the nodes."""
    nodes, (left, right) = frame.block.columns[column].nodes, frame.column_edges(column)
    off = frame.look.bracket_off if len(nodes) > 1 else frame.look.arrow_off
    return (left + right) / 2, frame.rects[nodes[-1].id].bottom + off


def _group_arrow(frame: Frame, edge: Edge, below: float) -> Polyline:
    """Return the one arrow of a group edge: level in the middle of the lower column, or below the nodes."""
    brackets = _brackets(frame)
    ends = (int(edge.target),) if _passes(edge) else (int(edge.source), int(edge.target))
    middle = min(map(frame.middle, ends))
    leaves, arrives = _group_sides(frame, edge)
    start, tip = (
        brackets.get((column, right), frame.column_edges(column)[right])
        for column, right in (leaves, arrives)
    )
    if _passes(edge):
        x, y = _leaves_below(frame, leaves[0])
        up = _between(frame, arrives[0] - (not arrives[1]), tip)
        route = (x, y), (x, below), (up, below), (up, middle), (tip, middle)
        return _arrow(frame, route, edge, _group_names(frame, edge))
    if leaves not in brackets:
        start += frame.look.arrow_off if leaves[1] else -frame.look.arrow_off
    return _arrow(frame, ((start, middle), (tip, middle)), edge, _group_names(frame, edge))


def _between(frame: Frame, gap: int, end: float) -> float:
    """Return an x in the gap, half way from a bracket to the column across."""
    left, right = frame.column_edges(gap)[1], frame.column_edges(gap + 1)[0]
    return (end + (right if end - left < right - end else left)) / 2


def _arrow(
    frame: Frame, points: tuple[tuple[float, float], ...], edge: Edge, names: tuple[str, str]
) -> Polyline:
    look, dashed = frame.look, edge.level is not Level.ASSERTED
    weight = look.group_arrow if edge.group else look.arrow
    return Polyline(points, frame.colours.edge, weight, dashed, True, look.arrow_head, *names)
