"""The look of the argument map in the three products: sizes in points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from builder.outline.text import Role
from builder.theme.fonts import CARLITO, Family


class MapStep(Struct, frozen=True, cache_hash=True):
    """One rung of the ladder: type sizes and leadings, and the least room around a label."""

    label: tuple[float, float]
    event: tuple[float, float]
    detail: tuple[float, float]
    pad: float  # above and below
    lone_pad: float  # the same for a label of one line
    most_lines: int = 3


class MapLook(Struct, frozen=True, cache_hash=True):
    """What differs between the map on the page, in the memo and on a slide."""

    shares: Mapping[Role | None, float]  # widths of the columns; only their ratio counts, None is the event
    gap: float  # between columns, where arrows run
    group_gap: float  # between columns joined by a group's brackets
    head_height: float
    head_size: float
    head_leading: float
    head_inset: float
    head_gap: float  # below the heads
    row_gaps: Mapping[int, float]  # between nodes, by their number in a column; 0 for all others
    row_limit: float  # no node is taller, unless its words are
    least_body: float  # the nodes of the tallest column take at least this height together
    steps: tuple[MapStep, ...]  # the ladder of type sizes, the largest first
    number_gap: float
    inset: float  # left of the number
    label_left: float  # from the node's edge
    label_right: float  # keeps the mark free
    mark: float
    mark_right: float
    node_weight: float
    event_weight: float
    event_inset: float
    detail_before: float
    radius: float
    arrow: float  # weight
    group_arrow: float
    arrow_head: float  # length and width
    arrow_off: float  # from the node it leaves
    bracket: float  # weight
    bracket_off: float  # from the column
    tick: float
    lane: float  # between two parallel arrows
    key_size: float
    key_leading: float
    key_mark: float
    key_mark_lead: float  # from a mark's left edge to its word
    key_line: float  # length of a sample line
    key_line_lead: float
    key_gap: float
    key_heads: bool = False  # sample lines carry arrow heads
    event_pad: float = 6.0  # above and below the event's words, at least
    unmarked: float = 0.5  # of the weight of an outline, where the brief does not say how certain a node is
    least_event: float = 0.9  # of its width, where columns take the width that their words need
    few_lines: int | None = None  # columns take the width that words need where else a label has more lines
    frugal: bool = False  # as low as the labels allow, at whatever proportions of the columns
    narrow: MapLook | None = None  # taken where else a word would be wider than its column
    family: Family = CARLITO

    def row_gap(self, count: int) -> float:
        """Return the space between the nodes of a column of `count`."""
        return self.row_gaps.get(count, self.row_gaps[0])


# fmt: off
_SUMMARY = MapLook(
    shares={Role.CAUSE: 92.0, None: 93.0, Role.EFFECT: 127.0, Role.RESPONSE: 126.3, Role.OTHER: 110.0},
    gap=19.5, group_gap=33.0,
    head_height=17.0, head_size=10.2, head_leading=12.4, head_inset=7.0, head_gap=6.0,
    row_gaps={0: 6.0, 5: 5.0, 6: 4.0}, row_limit=48.75, least_body=48.75,
    steps=(
        MapStep((9.8, 11.8), (12.0, 14.0), (9.0, 10.6), 3.4, 4.4),
        MapStep((9.5, 11.4), (11.5, 13.4), (8.8, 10.4), 3.0, 4.0),
        MapStep((9.2, 11.0), (11.0, 13.0), (8.5, 10.2), 2.2, 3.0),
        MapStep((9.2, 11.0), (11.0, 13.0), (8.5, 10.2), 2.2, 3.0, most_lines=5),
    ),
    number_gap=6.0, inset=7.0, label_left=25.0, label_right=18.0, mark=6.0, mark_right=7.0,
    node_weight=1.0, event_weight=1.2, event_inset=7.0, detail_before=3.0, radius=2.0,
    arrow=1.2, group_arrow=1.2, arrow_head=6.0, arrow_off=2.0,
    bracket=1.2, bracket_off=8.0, tick=4.0, lane=4.0,
    key_size=8.8, key_leading=11.6, key_mark=6.0, key_mark_lead=9.5, key_line=17.0, key_line_lead=4.5,
    key_gap=11.0,
)
# For a page that is short of room: rows and gaps as tight as they may be, columns as wide as saves lines.
_TIGHT = replace(
    _SUMMARY,
    gap=13.0, group_gap=25.0,
    head_height=15.5, head_size=9.8, head_leading=11.6, head_inset=6.0, head_gap=4.0,
    row_gaps={0: 3.6}, least_body=0.0,
    steps=(
        MapStep((9.2, 11.0), (11.0, 13.0), (8.5, 10.0), 2.0, 2.4),
        MapStep((9.0, 10.4), (10.4, 12.2), (8.5, 9.8), 1.6, 2.2, most_lines=5),
    ),
    number_gap=5.0, inset=5.0, label_left=20.5, label_right=13.5, mark_right=4.5,
    event_inset=6.0, detail_before=2.0, arrow_head=5.0, bracket_off=6.5, tick=3.5, key_leading=10.5,
    least_event=0.78, frugal=True,
)
_MEMO = replace(
    _SUMMARY,
    shares={Role.CAUSE: 80.0, None: 83.0, Role.EFFECT: 118.0, Role.RESPONSE: 112.5, Role.OTHER: 100.0},
    gap=16.0, group_gap=28.0,
    head_size=10.0, head_leading=12.0, head_inset=6.0, head_gap=7.0,
    steps=(
        MapStep((9.2, 11.3), (11.5, 13.5), (9.0, 10.8), 3.4, 4.4),
        MapStep((9.0, 10.8), (11.0, 13.0), (9.0, 10.6), 2.2, 3.0),
        MapStep((9.0, 10.8), (11.0, 13.0), (9.0, 10.6), 2.2, 3.0, most_lines=5),
    ),
    number_gap=5.0, inset=5.0, label_left=21.0, label_right=15.0, mark_right=5.0, event_inset=6.0,
    radius=0.0, arrow_head=5.0, arrow_off=1.5, bracket_off=7.0, lane=3.5, key_size=10.0, key_leading=13.0,
)
_DECK = MapLook(
    shares={Role.CAUSE: 201.6, None: 146.9, Role.EFFECT: 227.5, Role.RESPONSE: 182.2, Role.OTHER: 201.6},
    gap=30.24, group_gap=54.72,
    head_height=30.24, head_size=16.0, head_leading=19.0, head_inset=11.52, head_gap=11.52,
    row_gaps={0: 14.4, 4: 11.52, 5: 8.64, 6: 8.64}, row_limit=106.0, least_body=106.0,
    steps=(
        MapStep((18.0, 22.0), (18.0, 22.0), (18.0, 22.0), 4.0, 6.0),
        MapStep((16.0, 19.0), (18.0, 22.0), (16.0, 20.0), 4.0, 4.5),
        MapStep((16.0, 18.0), (18.0, 21.0), (16.0, 19.0), 4.0, 4.0),
        MapStep((14.0, 16.0), (16.0, 19.0), (14.0, 17.0), 4.0, 4.0),
        MapStep((14.0, 15.5), (16.0, 19.0), (14.0, 16.5), 1.0, 2.0, most_lines=5),
    ),
    number_gap=8.0, inset=10.08, label_left=41.76, label_right=28.8, mark=11.52, mark_right=8.64,
    node_weight=1.75, event_weight=2.25, event_inset=11.52, detail_before=6.0, radius=2.88,
    arrow=2.0, group_arrow=2.25, arrow_head=9.0, arrow_off=2.16,
    bracket=1.75, bracket_off=10.0, tick=5.0, lane=6.0, few_lines=2,
    key_size=14.0, key_leading=18.0, key_mark=11.52, key_mark_lead=17.3, key_line=36.0, key_line_lead=7.2,
    key_gap=25.0, key_heads=True,
)
_NARROW = {
    "gap": 13.0, "group_gap": 25.0,
    "steps": (
        MapStep((9.0, 10.8), (10.5, 12.5), (8.8, 10.4), 2.2, 3.0, most_lines=5),
        MapStep((8.5, 10.2), (10.0, 12.0), (8.5, 10.0), 2.2, 3.0, most_lines=5),
    ),
    "number_gap": 4.0, "inset": 4.5, "label_left": 18.5, "label_right": 13.0, "mark_right": 4.5,
    "event_inset": 5.0, "arrow_head": 5.0, "bracket_off": 6.5, "tick": 3.5, "least_event": 0.6,
}
_NARROW_DECK = {
    "steps": (
        MapStep((16.0, 19.0), (18.0, 22.0), (16.0, 20.0), 4.0, 4.5, most_lines=5),
        MapStep((14.0, 16.0), (16.0, 19.0), (14.0, 17.0), 4.0, 4.0, most_lines=5),
        MapStep((12.0, 14.0), (14.0, 17.0), (12.0, 14.5), 2.0, 3.0, most_lines=5),
    ),
    "head_size": 14.0, "head_leading": 17.0, "head_inset": 7.0,
    "gap": 26.0, "group_gap": 46.0, "inset": 8.0, "label_left": 34.0, "label_right": 25.0,
    "event_inset": 8.0, "least_event": 0.6,
}
# fmt: on


def _with_narrow(look: MapLook, changes: Mapping[str, Any]) -> MapLook:
    return replace(look, narrow=replace(look, **changes))


class MapLooks(Struct, frozen=True, cache_hash=True):
    """The look of the map in each product; `tight` is that of a summary that is short of room."""

    summary: MapLook = _with_narrow(_SUMMARY, _NARROW)
    tight: MapLook = _with_narrow(_TIGHT, _NARROW)
    memo: MapLook = _with_narrow(_MEMO, _NARROW)
    deck: MapLook = _with_narrow(_DECK, _NARROW_DECK)


class ThumbnailLook(Struct, frozen=True, cache_hash=True):
    """The map as a small picture of itself."""

    gap: float = 0.9  # between columns, in widths of a node
    rows: int = 3  # a column with fewer nodes keeps the height they have among so many
    group_off: float = 0.12  # of a node's width, between a group and its arrow
