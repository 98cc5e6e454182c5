"""The look of the one-page summary: paper, ladder of type sizes, gaps and grids of columns; in points."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum

from msgspec import Struct, field
from msgspec.structs import replace

from builder.theme.geometry import Step, ladder


class Sheet(Struct, frozen=True, cache_hash=True):
    """The printed page: its size, and where the type area is, from the top left corner."""

    width: float
    height: float
    left: float = 42.5
    top: float = 30.0
    foot: float = 24.0  # below the last line

    @property
    def measure(self) -> float:
        """The width of the type area."""
        return self.width - 2 * self.left

    @property
    def bottom(self) -> float:
        """The end of the type area."""
        return self.height - self.foot


class Scale(Struct, frozen=True, cache_hash=True):
    """One rung of the ladder: every type size with its leading, and `air`, the factor on all gaps."""

    body: Step
    claim: Step
    note: Step
    head: Step
    panel: Step
    title: Step
    air: float
    growth: float = 1.0  # the factor on what grows with the text: hangs, marks and exhibits
    map_steps: int = 0  # steps of the map's ladder that are left out
    tight_map: bool = False
    run_in: bool = False  # how certain a claim is follows its reason on the same line, without a mark
    run_on: bool = False  # who does it and when follows on the line of how certain it is
    subtitle: Step = Step(11.5, 14.5)
    label: Step = Step(10.5, 13.0)
    caption: Step = Step(10.6, 13.5)
    kicker: Step = Step(9.5, 12.0)
    marking: Step = Step(12.0, 15.0)  # TLP 2.0 asks for 12 points or more

    def with_leading(self, factor: float) -> Scale:
        """Return the rung with more room between the lines of what is read at length."""

        def opened(step: Step) -> Step:
            return Step(step.size, round(step.leading * factor, 1))

        return replace(
            self,
            body=opened(self.body),
            claim=opened(self.claim),
            panel=opened(self.panel),
            note=opened(self.note),
        )


class Grid(Struct, frozen=True, cache_hash=True):
    """One arrangement of the lower half: the columns' widths as shares, and where a column may end."""

    shares: tuple[float, ...]
    gutter: float
    inside: bool = False  # a column may end between two entries of one part
    side_heads: float = 0.0  # width of headings that are left of their entries; 0: above them
    strip: bool = False  # the last part runs across below the columns, in columns of its own
    handicap: float = 0.0  # rungs by which it must be better to be taken

    def widths(self, measure: float) -> tuple[float, ...]:
        """Return the columns' widths in points."""
        free = measure - self.gutter * (len(self.shares) - 1) - self.side_heads
        return tuple(free * share / fsum(self.shares) for share in self.shares)


def _rung(sizes: str, air: float, steps: int = 0) -> Scale:
    body, claim, note, head, panel, title = ladder(sizes)
    return Scale(body, claim, note, head, panel, title, air, map_steps=steps)


_LARGEST_TEXT = 11.4  # of a page that is read like others


def _poster(sizes: str, air: float) -> Scale:
    """Return a rung whose small types grow with its text."""
    rung = _rung(sizes, air)
    growth = rung.body.size / _LARGEST_TEXT

    def grown(step: Step) -> Step:
        return Step(round(step.size * growth, 1), round(step.leading * growth, 1))

    return replace(
        rung,
        growth=growth,
        subtitle=grown(rung.subtitle),
        label=grown(rung.label),
        caption=grown(rung.caption),
    )


_SMALL = replace(_rung("9.0/10.8 9.5/11.5 8.5/10.1 11.5/13.6 11.0/13.2 19.0/21.5", air=0.7), tight_map=True)
_LEAST = replace(
    _rung("9.0/10.5 9.2/10.9 8.5/9.8 11.0/12.8 11.0/13.0 18.0/20.5", air=0.45),
    tight_map=True,
    run_in=True,
    subtitle=Step(11.0, 13.5),
)

# The third is the reference; 9.0 for text, 8.5 for notes, 11 for the panel and 9.2 in the map are the floors.
_LADDER = (
    _rung("10.8/13.2 11.4/14.2 9.2/11.5 13.2/15.8 12.8/16.2 22.0/25.0", air=1.25),
    _rung("10.5/12.8 11.1/13.8 9.0/11.2 12.8/15.4 12.5/15.8 22.0/25.0", air=1.1),
    _rung("10.2/12.4 10.8/13.4 8.8/11.0 12.5/15.0 12.2/15.4 22.0/25.0", air=1.0),
    _rung("10.2/12.4 10.8/13.4 8.8/10.8 12.5/15.0 12.0/15.0 22.0/25.0", air=0.8),
    _rung("10.0/12.1 10.6/13.0 8.7/10.6 12.3/14.7 11.8/14.7 21.0/24.0", air=0.8),
    _rung("9.8/11.8 10.3/12.6 8.6/10.5 12.1/14.4 11.6/14.4 21.0/24.0", air=0.8, steps=1),
    _rung("9.6/11.5 10.1/12.3 8.5/10.4 11.9/14.2 11.4/14.0 20.0/23.0", air=0.75, steps=1),
    _rung("9.4/11.3 9.9/12.0 8.5/10.3 11.7/13.9 11.2/13.7 20.0/22.5", air=0.75, steps=2),
    replace(_SMALL, body=Step(9.4, 11.3), claim=Step(9.9, 12.0), title=Step(20.0, 22.5), air=0.75),
    replace(_SMALL, body=Step(9.2, 11.0), claim=Step(9.7, 11.7)),
    _SMALL,
    replace(_SMALL, body=Step(9.2, 11.0), claim=Step(9.7, 11.7), run_on=True),
    replace(_SMALL, body=Step(9.2, 11.0), claim=Step(9.6, 11.6), air=0.6, run_in=True),
    replace(_SMALL, claim=Step(9.4, 11.2), air=0.6, run_in=True),
    _LEAST,
)


_FIGURES = ladder("30/34 26/30 22/26 18/22 14/18 11/14")
# For pages that are not full with all that a brief has: title and answer grow most, as on a poster.
_LARGER = (
    _poster("17.0/21.3 18.4/22.8 11.9/14.8 19.8/24.0 28.0/35.0 46.0/50.0", air=2.6),
    _poster("16.0/20.2 17.4/21.7 11.6/14.5 19.4/23.4 25.5/32.0 42.0/46.0", air=2.4),
    _poster("15.0/19.0 16.5/20.5 11.2/14.0 19.0/23.0 23.0/29.0 38.0/42.0", air=2.2),
    _poster("14.2/18.0 15.6/19.5 10.8/13.5 18.0/21.6 20.5/26.0 34.0/38.0", air=2.0),
    _poster("13.4/17.0 14.6/18.2 10.4/13.0 16.8/20.2 18.2/23.2 30.5/34.0", air=1.8),
    _poster("12.7/15.9 13.6/17.0 10.1/12.7 15.6/18.7 16.0/20.4 27.0/30.0", air=1.6),
    _rung("12.0/14.8 12.6/15.8 9.8/12.3 14.4/17.2 14.0/17.8 24.0/27.0", air=1.4),
    _rung("11.4/14.0 12.0/15.0 9.5/11.9 13.8/16.5 13.4/17.0 23.0/26.0", air=1.35),
)


class SummaryLook(Struct, frozen=True, cache_hash=True):
    """Everything that the look of the one-page summary consists of, beside colours and the argument map."""

    sheets: Mapping[str, Sheet] = field(
        default_factory=lambda: {"A4": Sheet(595.276, 841.89), "Letter": Sheet(612.0, 792.0)}
    )
    ladder: tuple[Scale, ...] = _LADDER  # the largest first
    larger: tuple[Scale, ...] = _LARGER
    full: float = 0.85  # how full a page must be before it takes nothing more
    reference: Scale = _LADDER[2]  # whose size of text nothing that is taken to fill a page makes smaller
    most_air: float = 2.0  # gaps are never opened further than this over the reference
    most_air_of_bare: float = 3.2  # of pages that are not full with all that a brief has
    east_asian_leading: float = 1.16  # full-width characters need more room between lines

    # The masthead
    bar: float = 3.0
    kicker_gap: float = 6.0  # below the bar
    kind_gap: float = 7.0  # behind the kind of document
    status_gap: float = 12.0
    row_gap: float = 3.0
    marking_side: float = 5.0  # left and right of the handling label's words
    marking_pad: float = 1.5  # above and below them
    marking_widest: float = 270.0
    logo_width: float = 110.0
    logo_height: float = 40.0
    logo_gap: float = 18.0

    # Title, answer and figure
    title_gap: float = 9.0
    subtitle_gap: float = 3.0
    title_least: float = 20.0  # a title of more than two lines may be made as small
    title_over: float = 1.2  # of the size of the answer: no title is smaller
    panel_gap: float = 9.0
    panel_side: float = 14.0
    panel_pad: float = 9.0  # above and below the answer
    label_gap: float = 2.0
    figure_steps: tuple[Step, ...] = _FIGURES  # of key figures
    unit_share: float = 0.57  # of the size of their numbers
    figures_gutter: float = 20.0
    figure_gap: float = 12.0
    caption_gap: float = 5.0
    key_gap: float = 6.0

    # The columns
    columns_gap: float = 11.0  # between the upper half and the columns
    part_gap: float = 8.0  # above the rule of a part that is not the first of its column
    rule: float = 1.0
    rule_gap: float = 5.0
    head_gap: float = 3.0
    entry_gap: float = 4.4
    limit_gap: float = 3.0
    hang: float = 20.0  # of the numbers
    mark: float = 6.0
    mark_lead: float = 9.5  # from a mark's left edge to its words
    dot: float = 3.0
    box_side: float = 12.0  # left and right of a box's text
    box_pad: float = 7.0  # above and below it
    box_bar: float = 3.5  # at its left
    exhibit_gap: float = 8.0
    exhibit_highest: float = 130.0  # of a chart, table or picture
    hairline: float = 0.5
    cell_side: float = 5.0  # left and right of a cell's text
    cell_pad: float = 2.1  # above and below it
    number_gap: float = 4.0  # behind the number of a list item
    dot_lead: float = 11.0
    stub: float = 0.28  # of the width: a shorter last line is avoided
    rail: Grid = Grid((307.3, 183.0), 20.0)
    halves: Grid = Grid((1.0, 1.0), 20.0, inside=True, handicap=1.0)
    thirds: Grid = Grid((1.0, 1.0, 1.0), 18.0, handicap=1.0)
    ledger: Grid = Grid((1.0,), 20.0, side_heads=132.0, handicap=2.0)
    widest_side: float = 180.0  # for a heading's widest word in the ledger

    # The foot
    ask_pad: float = 7.8  # above and below what is asked for
    ask_lead: float = 14.0
    above_ask: float = 12.0
    below_ask: float = 9.0
    foot_rule: float = 0.5
    foot_rule_gap: float = 5.0
    above_foot: float = 9.0  # between the columns and the rule
    count_gap: float = 12.0  # left of the page number
    foot_stub: float = 0.15
    code: float = 44.0  # side of the QR code, with its quiet zone
