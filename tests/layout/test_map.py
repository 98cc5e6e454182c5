"""The argument map: no boxes overlap, and every arrow begins at an edge, in all three products."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from builder.layout.map.place import (
    key_height,
    map_height,
    place_key,
    place_map,
)
from builder.layout.pages import Group, Mark, Polyline, Rect, TextBox
from builder.layout.text.measure import height_of
from builder.outline.blocks import (
    ArgumentMap,
    Column,
    Edge,
    Node,
)
from builder.outline.text import Level, Role
from builder.theme.map import MapLook
from builder.theme.theme import DEFAULT
from tests.support.outlines import a_text
from tests.support.sheets import overlap

COLOURS, SUMMARY_LOOK, DECK_LOOK = DEFAULT.colours, DEFAULT.map.summary, DEFAULT.map.deck
LOOKS = {"summary": (SUMMARY_LOOK, 510.3), "memo": (DEFAULT.map.memo, 453.5), "deck": (DECK_LOOK, 873.6)}
ROLES = (Role.CAUSE, None, Role.EFFECT, Role.RESPONSE)
LABELS = ("Politics at home", "Trade talks may be delayed", "Outside pressure", "Rules")

each_look = pytest.mark.parametrize(("look", "width"), LOOKS.values(), ids=LOOKS)


def node(role: Role | None, row: int, label: str = "") -> Node:
    name = f"{role.value if role else 'event'}{row}"
    words = a_text(f"{name}_label", label or LABELS[row % len(LABELS)], f"{name}.label")
    if role is None:
        return Node(
            "event", None, words, Level.ASSERTED, False, a_text("event_text", "Topics: trade and defence.")
        )
    level = tuple(Level)[row % 3]
    return Node(name, a_text(f"{name}_no", f"{role.value[0].upper()}{row + 1}"), words, level, True)


def make(rows: dict[Role | None, int], edges: tuple[Edge, ...] = (), label: str = "") -> ArgumentMap:
    columns = tuple(
        Column(
            role,
            a_text(f"head{index}", f"Head {index}"),
            tuple(node(role, row, label if role else "") for row in range(count)),
        )
        for index, (role, count) in enumerate(rows.items())
    )
    return ArgumentMap(
        heading=a_text("heading", "Argument map"),
        number=a_text("figure", "Figure 1"),
        title=a_text("map_title", "Pressures led to the decision"),
        columns=columns,
        edges=edges,
        key=tuple(
            a_text(f"key{index}", words) for index, words in enumerate(("Asserted", "Possible", "Stated"))
        ),
        key_marks=(Level.ASSERTED, Level.POSSIBLE, "solid"),
        note=None,
        arrows=None,
        alt=a_text("map_alt", "Argument map."),
        refs=None,
    )


SAMPLE_EDGES = (
    *(Edge(f"cause{row}", "event", Level.ASSERTED) for row in range(3)),
    *(Edge("event", f"effect{row}", Level.POSSIBLE) for row in range(3)),
    Edge("2", "3", Level.POSSIBLE, group=True),
)
SAMPLE = make({Role.CAUSE: 3, None: 1, Role.EFFECT: 3, Role.RESPONSE: 4}, SAMPLE_EDGES)


def placed(block: ArgumentMap, look: MapLook, width: float) -> tuple[Group, float]:
    height = map_height(block, width, look, COLOURS)
    group, problems = place_map(block, Rect(40, 100, width, height), look, COLOURS)
    assert problems == ()
    return group, height


def boxes(group: Group) -> dict[str, TextBox]:
    return {item.name or "": item for item in group.items if isinstance(item, TextBox)}


def arrows(group: Group) -> list[Polyline]:
    return [item for item in group.items if isinstance(item, Polyline) and item.head]


@st.composite
def maps(draw: st.DrawFn) -> ArgumentMap:
    roles = draw(st.lists(st.sampled_from(ROLES), min_size=2, max_size=4, unique=True))
    rows = {role: 1 if role is None else draw(st.integers(1, 6)) for role in ROLES if role in roles}
    ends = [node(role, row).id for role, count in rows.items() for row in range(count)]
    groups = [str(index) for index in range(len(rows))]
    level = st.sampled_from(Level)
    ordinary = st.builds(Edge, st.sampled_from(ends), st.sampled_from(ends), level, st.just(False))
    group = st.builds(Edge, st.sampled_from(groups), st.sampled_from(groups), level, st.just(True))
    edges = draw(
        st.lists(ordinary | group, max_size=10, unique_by=lambda edge: (edge.source, edge.target, edge.group))
    )
    return make(rows, tuple(edge for edge in edges if edge.source != edge.target))


def broken(group: Group) -> list[str]:
    """Words of the map that no line holds whole."""
    found = []
    for box in boxes(group).values():
        for paragraph in box.paragraphs:
            lines = ["".join(segment.text for segment in line) for line in paragraph.lines]
            texts = (piece.text.plain for piece in paragraph.pieces if piece.text is not None)
            found += [
                word for text in texts for word in text.split() if not any(word in line for line in lines)
            ]
    return found


@each_look
@pytest.mark.parametrize(
    "word", ["Hochwasserrisiko", "Flächennutzungspläne", "Regenrückhaltebecken", "Katastrophenschutz"]
)
def test_a_long_word_widens_its_column_or_takes_smaller_type(look: MapLook, width: float, word: str) -> None:
    for rows in ({Role.CAUSE: 2, None: 1, Role.EFFECT: 3}, {Role.CAUSE: 1, None: 1, Role.RESPONSE: 4}):
        group, _ = placed(make(rows, SAMPLE_EDGES[:1], label=f"Mehr {word}"), look, width)
        assert broken(group) == []


@each_look
def test_a_word_that_no_column_holds_is_refused_and_named(look: MapLook, width: float) -> None:
    word = "Überschwemmungsgebietsfestsetzungsverfahrensordnung"
    block = make({Role.CAUSE: 2, None: 1, Role.EFFECT: 3, Role.RESPONSE: 2}, label=word)
    _, problems = place_map(block, Rect(0, 0, width, 400), look, COLOURS)
    assert {one.path for one in problems} >= {"cause0.label", "effect2.label", "response1.label"}
    assert {one.message for one in problems} == {f"the word “{word}” is wider than its box in Figure 1"}


@given(maps(), st.sampled_from(list(LOOKS.values())))
def test_boxes_stand_apart_inside_the_place_and_hold_their_words(
    block: ArgumentMap, sized: tuple[MapLook, float]
) -> None:
    look, width = sized
    group, height = placed(block, look, width)
    for one, other in combinations(boxes(group).values(), 2):
        assert not overlap(one.rect, other.rect, 0.01), (one.name, other.name)
    for box in boxes(group).values():
        assert box.rect.x >= 40 - 0.01
        assert box.rect.x + box.rect.width <= 40 + width + 0.01
        assert box.rect.y >= 100 - 0.01
        assert box.rect.y + box.rect.height <= 100 + height + 0.01
        assert height_of(box.paragraphs) <= box.rect.height + 0.01
        room = box.rect.width - box.insets[0]
        assert max(line[-1].x + line[-1].width for text in box.paragraphs for line in text.lines) <= room


@given(maps(), st.sampled_from(list(LOOKS.values())))
def test_every_edge_has_one_arrow_which_leaves_and_touches_its_nodes(
    block: ArgumentMap, sized: tuple[MapLook, float]
) -> None:
    look, width = sized
    group, _ = placed(block, look, width)
    found = boxes(group)
    names = {node.id: node.label.slot for column in block.columns for node in column.nodes}
    single = sorted((names[edge.source], names[edge.target]) for edge in block.edges if not edge.group)
    drawn = [arrow for arrow in arrows(group) if {arrow.start, arrow.end} <= set(names.values())]
    assert set(single) <= {(arrow.start or "", arrow.end or "") for arrow in drawn}
    assert len(arrows(group)) == len(block.edges)
    for arrow in drawn:
        assert on_side(arrow.points[-1], found[arrow.end or ""].rect, off=0.0)
        start = found[arrow.start or ""].rect
        below = (start.x + start.width / 2, start.bottom + look.arrow_off)  # where it passes another column
        assert on_side(arrow.points[0], start, off=look.arrow_off) or arrow.points[0] == pytest.approx(below)


@given(maps(), st.sampled_from(list(LOOKS.values())))
def test_no_arrow_runs_through_a_box_or_slants(block: ArgumentMap, sized: tuple[MapLook, float]) -> None:
    look, width = sized
    group, height = placed(block, look, width)
    for line in (item for item in group.items if isinstance(item, Polyline)):
        for one, other in zip(line.points, line.points[1:], strict=False):
            assert abs(one[0] - other[0]) < 0.01 or abs(one[1] - other[1]) < 0.01
            assert max(one[1], other[1]) <= 100 + height + 0.01
            for box in boxes(group).values():
                assert not crosses(one, other, box.rect), (line.start, line.end, box.name)


@each_look
def test_arrows_to_and_from_the_event_are_straight_and_level(look: MapLook, width: float) -> None:
    group, _ = placed(SAMPLE, look, width)
    for arrow in arrows(group):
        assert len(arrow.points) == 2
        assert arrow.points[0][1] == arrow.points[1][1]
        assert arrow.points[0][0] < arrow.points[1][0]


@each_look
def test_nodes_are_of_one_height_and_the_event_spans_the_tallest_column_it_is_linked_with(
    look: MapLook, width: float
) -> None:
    rect = Rect(40, 100, width, map_height(SAMPLE, width, look, COLOURS) + 80)
    group, _ = place_map(SAMPLE, rect, look, COLOURS)
    found = {name: box.rect for name, box in boxes(group).items()}
    nodes = {name: rect for name, rect in found.items() if name[-7:-6].isdigit()}
    event = nodes.pop("event0_label")
    assert len({round(rect.height, 3) for rect in nodes.values()}) == 1

    def span(role: str) -> tuple[float, float]:
        rects = [rect for name, rect in nodes.items() if name.startswith(role)]
        return min(rect.y for rect in rects), max(rect.y + rect.height for rect in rects)

    ends = [span(role) for role in ("cause", "effect", "response")]
    assert len({round(top, 3) for top, _ in ends}) == 1  # all columns begin at one height
    assert (event.y, event.y + event.height) == pytest.approx(ends[0])
    assert ends[2][1] > event.y + event.height


@each_look
def test_hedged_nodes_and_arrows_are_dashed(look: MapLook, width: float) -> None:
    group, _ = placed(SAMPLE, look, width)
    levels = {node.label.slot: node.level for column in SAMPLE.columns for node in column.nodes}
    for name, level in levels.items():
        assert boxes(group)[name].dashed == (level is not Level.ASSERTED)
    dashed = {(arrow.start, arrow.end): arrow.dashed for arrow in arrows(group)}
    assert not dashed["cause0_label", "event0_label"]
    assert dashed["event0_label", "effect0_label"]
    assert dashed["map:2:right", "map:3:left"]


@each_look
def test_a_node_without_a_claim_has_a_thin_grey_outline_and_no_mark(look: MapLook, width: float) -> None:
    cause, event = make({Role.CAUSE: 1, None: 1}).columns
    silent = replace(cause, nodes=(replace(node(Role.CAUSE, 0), marked=False), node(Role.CAUSE, 3)))
    group, _ = placed(replace(make({Role.CAUSE: 1}), columns=(silent, event)), look, width)
    plain, certain = boxes(group)["cause0_label"], boxes(group)["cause3_label"]
    assert (plain.outline, plain.dashed) == (COLOURS.edge, False)
    assert plain.weight <= 0.6 * certain.weight
    assert certain.outline == COLOURS.cause.strong
    assert len([item for item in group.items if isinstance(item, Mark)]) == 1


@each_look
def test_a_group_edge_is_two_brackets_and_one_arrow(look: MapLook, width: float) -> None:
    group, _ = placed(SAMPLE, look, width)
    brackets = [item for item in group.items if isinstance(item, Polyline) and not item.head]
    assert len(brackets) == 2
    (arrow,) = (
        arrow for arrow in arrows(group) if (arrow.start, arrow.end) == (brackets[0].name, brackets[1].name)
    )
    left, right = sorted(max(x for x, _ in line.points) for line in brackets)
    assert arrow.points[0][0] == pytest.approx(left)
    assert arrow.points[-1][0] == pytest.approx(min(x for x, _ in brackets[1].points), abs=look.tick + 0.1)
    assert left < arrow.points[-1][0] <= right


@each_look
def test_a_group_over_other_columns_leaves_from_below_and_crosses_no_arrow(
    look: MapLook, width: float
) -> None:
    edges = (*SAMPLE_EDGES[:-1], Edge("0", "3", Level.POSSIBLE, group=True))
    group, _ = placed(make({Role.CAUSE: 3, None: 1, Role.EFFECT: 3, Role.RESPONSE: 4}, edges), look, width)
    *others, over = arrows(group)
    brackets = [item for item in group.items if isinstance(item, Polyline) and not item.head]
    assert [len(bracket.points) for bracket in brackets] == [4, 4]
    foot = max(box.rect.bottom for name, box in boxes(group).items() if name.startswith("cause"))
    assert over.points[0][1] > foot
    lines = [*brackets, over]
    for other in others:
        (left, y), (right, _) = other.points[0], other.points[-1]
        for line in lines:
            for (x0, y0), (x1, y1) in pairwise(line.points):
                apart = max(x0, x1) < left or min(x0, x1) > right or max(y0, y1) < y or min(y0, y1) > y
                assert apart, (other, line)


@each_look
def test_missing_columns_leave_the_others_their_proportions(look: MapLook, width: float) -> None:
    found = boxes(placed(make({Role.CAUSE: 3, Role.EFFECT: 3}), look, width)[0])
    ratio = found["effect0_label"].rect.width / found["cause0_label"].rect.width
    assert ratio == pytest.approx(look.shares[Role.EFFECT] / look.shares[Role.CAUSE])
    assert found["effect0_label"].rect.x + found["effect0_label"].rect.width == pytest.approx(40 + width)


@each_look
@pytest.mark.parametrize("count", range(1, 7))
def test_six_nodes_fit_a_column_at_the_height_of_a_slide(look: MapLook, width: float, count: int) -> None:
    block = make({Role.CAUSE: count, None: 1, Role.EFFECT: count, Role.RESPONSE: count})
    height = 311.0 if look is DECK_LOOK else map_height(block, width, look, COLOURS)
    group, problems = place_map(block, Rect(0, 0, width, height), look, COLOURS)
    assert problems == ()
    assert max(len(box.paragraphs[0].lines) for box in boxes(group).values()) <= 3


def test_columns_take_what_long_labels_ask_for() -> None:
    block = make({Role.CAUSE: 3, None: 1, Role.EFFECT: 3, Role.RESPONSE: 3})
    first = block.columns[0]
    claims = tuple(
        node(Role.CAUSE, row, "Politics at home may have come before diplomacy") for row in range(3)
    )
    long = replace(block, columns=(replace(first, nodes=claims), *block.columns[1:]))
    found = boxes(placed(long, SUMMARY_LOOK, 510.3)[0])
    assert (
        found["cause0_label"].rect.width
        > boxes(placed(block, SUMMARY_LOOK, 510.3)[0])["cause0_label"].rect.width
    )
    assert max(len(box.paragraphs[0].lines) for box in found.values()) <= 3


def test_on_a_slide_columns_with_long_labels_and_details_are_wider() -> None:
    block = make({Role.CAUSE: 2, None: 1, Role.EFFECT: 3, Role.RESPONSE: 6})
    first, event, effects, last = block.columns
    causes = tuple(node(Role.CAUSE, row, "Too little space here") for row in range(2))
    detail = a_text("event_text", "Expected topics include defence, economic ties and nuclear ambitions.")
    block = replace(
        block,
        columns=(
            replace(first, nodes=causes),
            replace(event, nodes=(replace(event.nodes[0], detail=detail),)),
            effects,
            replace(
                last, nodes=tuple(node(Role.RESPONSE, row, "Report on waiting times") for row in range(6))
            ),
        ),
    )
    found = boxes(placed(block, DECK_LOOK, 873.6)[0])
    assert max(len(box.paragraphs[0].lines) for box in found.values()) <= 2
    assert len(found["event0_label"].paragraphs[1].lines) <= 4


def test_a_label_that_cannot_fit_is_named_with_its_field() -> None:
    block = make({Role.CAUSE: 6, None: 1, Role.EFFECT: 6}, label="A claim that has no label of its own " * 4)
    _, problems = place_map(block, Rect(0, 0, 400, 150), SUMMARY_LOOK, COLOURS)
    assert {problem.path for problem in problems} >= {"cause0.label", "effect5.label"}
    assert {problem.rule for problem in problems} == {"text-fits"}
    assert all(problem.is_error for problem in problems)


@each_look
def test_numbers_hang_and_labels_keep_clear_of_the_mark(look: MapLook, width: float) -> None:
    group, _ = placed(SAMPLE, look, width)
    marks = [item for item in group.items if isinstance(item, Mark)]
    assert len(marks) == 10
    for mark in marks:
        (box,) = (box for box in boxes(group).values() if inside(mark.rect, box.rect))
        (text,) = box.paragraphs
        starts = {round(line[-1].x, 2) for line in text.lines if len(line) == 1}
        assert starts <= {round(text.hang, 2)}
        ends = max(line[-1].x + line[-1].width for line in text.lines)
        assert box.rect.x + box.insets[0] + ends < mark.rect.x


@each_look
def test_the_figure_is_read_as_one_with_an_alternative(look: MapLook, width: float) -> None:
    group, _ = placed(SAMPLE, look, width)
    assert group.alt is SAMPLE.alt
    order = [item.name for item in group.items if isinstance(item, TextBox)]
    assert order[:5] == ["head0", "cause0_label", "cause1_label", "cause2_label", "head1"]


@pytest.mark.parametrize("look", [look for look, _ in LOOKS.values()], ids=LOOKS)
@pytest.mark.parametrize(("room", "wraps"), [(60.0, True), (500.0, False)])
def test_the_key_wraps_inside_its_width(look: MapLook, room: float, wraps: bool) -> None:
    items = place_key(SAMPLE, 10, 20, room, look, COLOURS)
    words = [item for item in items if isinstance(item, TextBox)]
    assert [box.paragraphs[0].pieces[0].text for box in words] == list(SAMPLE.key)
    assert all(box.rect.x + box.rect.width <= 10 + room + 0.01 for box in words)
    foot = max(box.rect.y + box.rect.height for box in words)
    assert foot == pytest.approx(20 + key_height(SAMPLE, room, look))
    assert (len({box.rect.y for box in words}) > 1) == wraps


def inside(one: Rect, other: Rect) -> bool:
    return (
        other.x <= one.x
        and one.x + one.width <= other.x + other.width
        and other.y <= one.y
        and one.y + one.height <= other.y + other.height
    )


def crosses(one: tuple[float, float], other: tuple[float, float], rect: Rect) -> bool:
    """Whether a level or upright stretch enters a box."""
    left, right = sorted((one[0], other[0]))
    top, foot = sorted((one[1], other[1]))
    return (
        overlap(Rect(left, top - 0.02, right - left, foot - top + 0.04), rect, 0.01)
        if right > left
        else (
            rect.x + 0.01 < left < rect.x + rect.width - 0.01
            and top + 0.01 < rect.y + rect.height
            and rect.y + 0.01 < foot
        )
    )


def on_side(point: tuple[float, float], rect: Rect, off: float) -> bool:
    """Whether a point lies `off` points from the left or right side of a box, between top and foot."""
    x, y = point
    beside = any(abs(abs(x - side) - off) < 0.01 for side in (rect.x, rect.x + rect.width))
    return beside and rect.y < y < rect.y + rect.height
