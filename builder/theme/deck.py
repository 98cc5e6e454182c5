"""The look of the deck: slide grid, placeholders, type sizes and spacings, in points."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from builder.theme.argument import ArgumentLook, ChartSlideLook, ClaimsLook, FigureOfEvidenceLook, PairsLook
from builder.theme.colours import Colours
from builder.theme.geometry import SCALE, Rect, Step, of_scale

_TITLE = Step(28, 32)  # its lines are closer than those of a text


class Furniture(Struct, frozen=True, cache_hash=True):
    """A placeholder of the layouts: its rectangle, and what its text inherits."""

    rect: Rect
    step: Step
    colour: str
    bold: bool = False
    align: str = "left"
    anchor: str = "top"


# fmt: off
def _layouts(colours: Colours) -> dict[str, dict[str, Furniture]]:
    """Return the placeholders of each layout; a slide says only what differs."""
    ink, white, pale = colours.ink2, colours.white, colours.on_brand
    kicker = Furniture(Rect(43.2, 24.6, 420.0, 19.0), SCALE[14], ink, bold=True, anchor="middle")
    status = Furniture(Rect(586.8, 26.6, 330.0, 15.0), SCALE[12], ink, align="right", anchor="middle")
    number = Furniture(Rect(856.8, 504.0, 60.0, 17.3), SCALE[12], ink, bold=True, align="right")
    plain = {
        # as far as the thumbnail
        "title": Furniture(Rect(43.2, 54.2, 741.6, 64.0), _TITLE, colours.brand, bold=True),
        "kicker": kicker,
        "status": status,
        "source": Furniture(Rect(43.2, 504.0, 800.0, 17.3), SCALE[12], ink),
        "number": number,
    }
    return {
        "Cover": {
            "kicker": Furniture(Rect(43.2, 34.0, 560.0, 20.0), SCALE[16], white, bold=True),
            "title": Furniture(Rect(43.2, 79.2, 784.8, 188.0), Step(80, 92), white, bold=True),
            "subtitle": Furniture(Rect(43.2, 283.0, 784.8, 56.0), SCALE[22], pale),
        },
        "Title Only": plain,
        "Texts": plain,
        "Argument": {**plain, "kicker": replace(kicker, rect=Rect(87.84, 24.6, 375.4, 19.0))},
    }
# fmt: on


class MastheadLook(Struct, frozen=True, cache_hash=True):
    """What is over the title besides the placeholders: the argument's number and the handling marking."""

    tab: Rect = Rect(43.2, 21.6, 37.44, 27.4)
    tab_step: Step = SCALE[14]
    tab_pad: float = 10.0  # left and right of the number, together
    tab_gap: float = 7.2  # from the number to the kicker
    low_tab: float = 59.2  # its top, where it is left of the title
    title_gap: float = 8.0  # from such a title to the thumbnail
    part_step: Step = SCALE[12]  # names of the parts of a long deck
    parts_top: float = 21.6
    part_gap: float = 14.0
    bar_top: float = 36.9  # under the names: a segment for each slide
    bar: float = 2.5
    active: float = 5.0  # height of the segment of the slide itself
    segment_gap: float = 3.6
    foot_gap: float = 16.0  # from the source line to the status, and from that to the number
    small_kicker: float = 12.0  # size of a long kicker
    marking_step: Step = SCALE[12]
    marking_leading: float = 13.0  # at which capitals are in the middle of their ground
    marking_width: float = 86.4  # at least
    marking_widest: float = 270.0
    marking_height: float = 15.0
    marking_top: float = 26.6
    marking_cover_top: float = 35.0
    marking_foot: float = 521.4  # top of the label below the source line
    marking_low: float = 15.0  # height there
    status_gap: float = 10.8  # from the status to the marking
    caveat_step: Step = Step(12, 12.4)
    caveat_top: float = 41.8
    caveat_gap: float = 4.0  # under the marking on the cover
    marking_pad: float = 16.0  # left and right of the label, together
    status_left_gap: float = 12.0  # from the kicker to the status


class CoverLook(Struct, frozen=True, cache_hash=True):
    block: float = 363.6  # height of the brand block
    accent: float = 5.04  # height of the bar under it
    right: Rect | None = Rect(529.2, 0.0, 430.8, 363.6)  # the picture
    map: Rect | None = Rect(545.0, 92.0, 371.8, 230.4)  # in its place, where there is none
    map_on_brand: bool = True  # whether it is in the tints of its colours, on a strong ground
    map_line: float = 2.5
    gap: float = 28.0  # between the words and what is right of them
    title: Step = SCALE[36]  # beside a picture or the map
    title_height: float = 188.0  # at most
    subtitle_steps: tuple[Step, ...] = of_scale(22, 18, 16)
    subtitle_gap: float = 16.0  # under the title
    subtitle_foot: float = 22.0  # from the subtitle to the end of the brand block
    designation: Step = SCALE[12]
    designation_foot: float = 8.0  # from the designation of CUI to the end of the brand block
    fields_top: float = 389.0
    fields_bottom: float = 518.0
    field_gap: float = 5.0
    # Sizes of who is behind the brief and of the rest.
    field_steps: tuple[tuple[Step, Step], ...] = (
        (SCALE[18], SCALE[16]),
        (SCALE[18], SCALE[14]),
        (SCALE[14], SCALE[12]),
    )
    logos: Rect | None = Rect(637.8, 395.0, 279.0, 117.0)
    logo_ground: str | None = None  # colour of a field behind them
    logo_pad: float = 8.0  # around them on it
    has_logo: bool = False  # whether the cover itself shows the logo of the organisation
    logo_tallest: float = 61.2
    logo_gap: float = 26.0  # between two logos
    logo_row_gap: float = 12.0
    credit: Step = SCALE[12]
    credit_height: float = 23.0  # of the room for it under the picture
    stands: bool = False  # the title fills its rectangle; what is below it keeps its place
    ink: str | None = None  # colour of the words below it, where that is not white and pale
    credit_ink: str | None = None  # and of the credit of the picture
    narrow: float | None = None  # width of these words beside a picture
    names: Rect | None = None  # where who is behind the brief is named, if not below the brand block
    marking_right: float | None = None  # the right edge of the marking, if not that of the grid


class BottomLineLook(Struct, frozen=True, cache_hash=True):
    panel_steps: tuple[Step, ...] = of_scale(44, 36, 28, 22, 18)
    least: Step = SCALE[22]  # over cards, unless cards of nothing but numbers leave too little room
    panel_pad: float = 9.0  # least above and below its words
    most_pad: float = 24.0
    item_steps: tuple[Step, ...] = of_scale(18, 16)
    hang_share: float = 1.9  # of the size, in large type
    claim_steps: tuple[Step, ...] = of_scale(28, 22, 18)  # of the only claim
    hang: float = 38.9  # from a number to its text
    title: Step = SCALE[18]  # of a card
    top: float = 14.4  # of a card: its title
    first: float = 46.1  # of a card: its first item
    foot: float = 13.0  # of a card: the space below the last item
    card_right: float = 7.0  # from a card's words to its right edge
    tight: float = 4.0  # between the rows of a card
    well_spaced: float = 9.0
    roomy: float = 17.3
    least_card: float = 100.0
    ask_steps: tuple[Step, ...] = of_scale(18, 16)
    ask_gap: float = 13.0
    ask_pad: float = 16.0  # above and below the words, together
    least_ask: float = 39.6


class ContextLook(Struct, frozen=True, cache_hash=True):
    fact_steps: tuple[Step, ...] = of_scale(36, 28, 22, 18, 16)
    fact_gap: float = 11.5  # least space between the texts of two facts
    item_gap: float = 0.25  # of the size, above an item of a list
    bullet: float = 1.0  # of the size, from the bullet or number of an item to its text
    digit: float = 0.55  # of the size, for each further digit
    panel_steps: tuple[Step, ...] = of_scale(22, 18, 16)
    label: Step = SCALE[16]
    top: float = 13.0  # of a panel: its label
    before: float = 6.0  # between the texts of a panel
    most_why: float = 0.62  # of the body, the upper of two panels


class KeyMessagesLook(Struct, frozen=True, cache_hash=True):
    steps: tuple[Step, ...] = of_scale(28, 22, 18)
    pad: float = 6.0  # above and below a message
    beside: Step = SCALE[16]  # the arguments that carry it
    most_beside: float = 120.0


class KeyFiguresLook(Struct, frozen=True, cache_hash=True):
    steps: tuple[Step, ...] = of_scale(80, 44, 36, 28)  # of the numbers
    words: tuple[Step, ...] = of_scale(36, 28, 22, 18)
    unit_share: float = 0.5  # of the size of their numbers, the most that a unit has
    columns: int = 5  # for the numbers


class BoxLook(Struct, frozen=True, cache_hash=True):
    steps: tuple[Step, ...] = of_scale(28, 22, 18, 16)
    speaker: Step = SCALE[18]
    label: Step = SCALE[16]
    pad: float = 18.0  # above and below the text
    gap: float = 10.0  # between sentences
    quote: Step = SCALE[22]  # of a quotation below an argument
    quote_gap: float = 26.0  # over it
    speaker_gap: float = 4.0  # under it


class TableLook(Struct, frozen=True, cache_hash=True):
    steps: tuple[Step, ...] = of_scale(18, 16, 14, 12)
    # Of tables with so few rows, or fewer.
    few_steps: Mapping[int, tuple[Step, ...]] = field(
        default_factory=lambda: {2: of_scale(28, 22, 18, 16, 14, 12), 4: of_scale(22, 18, 16, 14, 12)}
    )
    head: Step = SCALE[16]  # at most
    head_row: float = 44.6
    empty: float = 16.0  # the largest size of a cell that says that nothing is known
    # The tallest row, by how many there are, and of more rows.
    row_limits: Mapping[int, float] = field(default_factory=lambda: {1: 130.0, 2: 115.0, 3: 86.0, 4: 72.0})
    row_limit: float = 64.8
    most: int = 11
    note: Step = SCALE[18]  # below a table that leaves room for it
    note_gap: float = 16.0
    inset: float = 10.1  # left and right in a cell
    pad: float = 4.5  # least space above and below a cell's text
    first_column: float = 211.0


class FigureLook(Struct, frozen=True, cache_hash=True):
    tall_steps: tuple[Step, ...] = of_scale(28, 22, 18, 16)  # beside a tall picture
    wide_steps: tuple[Step, ...] = of_scale(22, 18, 16)  # beside others, and below a panorama
    claim_steps: tuple[Step, ...] = of_scale(28, 22, 18, 16)  # of the section that a tall picture belongs to
    credit: Step = SCALE[14]
    gap: float = 14.0  # between a panorama and the words below it, and between two of these
    beside: float = 24.0  # between other pictures and their words
    tall: float = 0.9  # times as wide as high: a narrower picture is tall
    panorama: float = 2.2  # and a wider one is across the slide
    most_below: float = 110.0  # height of the words below a panorama
    frame: float = 24.0  # around a picture that has few pixels
    filled: float = 0.99  # of its room: a smaller picture is on a field
    least_pair: float = 0.7  # of the body, the height of two pictures on a slide
    least_words: float = 120.0  # width of the words of the second
    other: Step = SCALE[18]  # of its title and caption
    low: float = 0.4  # of what a panorama leaves of the body, the share over it


class MapSlideLook(Struct, frozen=True, cache_hash=True):
    key_top: float = 464.4
    key_gap: float = 16.6  # between the map and its key
    least_key_gap: float = 7.0
    dense_row_gap: float = 6.0
    note: Step = SCALE[14]
    note_gap: float = 12.0
    much: float = 0.4  # of its room: a map that leaves more begins lower
    low: float = 0.4  # of what it leaves, the share over it


class OptionsLook(Struct, frozen=True, cache_hash=True):
    steps: tuple[Step, ...] = of_scale(18, 16)
    head: Step = SCALE[16]
    head_top: float = 8.0
    head_row: float = 32.0
    no_head_row: float = 6.0
    most_columns: int = 5  # options that are compared side by side
    criteria: float = 154.8  # width of the column that names what they are compared by
    compared: tuple[Step, ...] = of_scale(18, 16)  # of ratings; what speaks for them is smaller
    compared_title: Step = SCALE[18]
    # Up to this height rows are higher than their words need, by how many there are, and of more rows.
    compared_rows: Mapping[int, float] = field(default_factory=lambda: {1: 110.0, 2: 110.0, 3: 86.0, 4: 66.0})
    compared_row: float = 54.0
    small: Step = SCALE[14]
    one_side: float = 0.15  # of the width, gained by the first column where there are only pros or cons
    hang: float = 36.0  # from an option's number to its title
    sign: float = 0.8  # from the sign of a point to its words, in type sizes
    pad: float = 10.0  # above and below a row
    gap: float = 3.0  # between title and description, and between two points
    bullet: float = 0.8  # indent of a point, in type sizes
    spare: float = 48.0


class BarLook(Struct, frozen=True, cache_hash=True):
    """The rows of responses, by how many of them are on a slide."""

    actions: tuple[Step, ...]
    detail: Step
    row: float  # up to this height, rows are higher than their words need


class StatementLook(Struct, frozen=True, cache_hash=True):
    """Responses set large, by how many of them are on a slide."""

    steps: tuple[Step, ...]
    detail: Step
    pad: float  # above and below the words
    fact: Step
    fact_gap: float  # over the facts below the action
    titled: Step = SCALE[22]  # most, of the detail of an action that is the title


class ResponsesLook(Struct, frozen=True, cache_hash=True):
    sizes: Mapping[int, BarLook] = field(
        default_factory=lambda: {
            1: BarLook(of_scale(28, 22, 18), SCALE[18], 105.0),
            2: BarLook(of_scale(28, 22, 18), SCALE[18], 105.0),
            3: BarLook(of_scale(22, 18), SCALE[18], 88.0),
            4: BarLook(of_scale(22, 18), SCALE[16], 76.0),
            5: BarLook(of_scale(18), SCALE[14], 60.0),
            6: BarLook(of_scale(18), SCALE[14], 53.0),
        }
    )
    statements: tuple[StatementLook, ...] = (
        StatementLook(of_scale(44, 36, 28), SCALE[22], 32.0, SCALE[22], 40.0, SCALE[36]),
        StatementLook(of_scale(36, 28, 22), SCALE[18], 14.0, SCALE[18], 24.0),
    )
    shared: StatementLook = StatementLook(of_scale(36, 28, 22), SCALE[18], 14.0, SCALE[18], 22.0)
    below: float = 18.0  # from a statement to what shares its slide
    above: float = 0.4  # of what statements leave of the body, the share over them
    head: Step = SCALE[14]
    reader: Step = SCALE[16]
    top: float = 24.5  # from the heads of the columns, or where there would be some, to the first row
    number: Step = SCALE[22]
    certainty: Step = SCALE[16]
    small: Step = SCALE[14]
    stated: Step = SCALE[16]
    block: float = 47.5  # width of the number's block
    text: float = 63.4  # from the left margin to the action
    right: float = 14.0  # between columns, and right of the last
    certainty_width: float = 148.0
    certainty_limit: float = 200.0
    stated_width: float = 78.0
    stated_limit: float = 168.0
    lead: float = 18.7
    mark: float = 11.5
    mark_top: float = 4.4
    pad: float = 9.0  # around a row's words
    least: float = 36.0  # that a row's words take
    gap: float = 7.2
    most: int = 6


class ListLook(Struct, frozen=True, cache_hash=True):
    """Risks and limits: ruled lists in one or two columns."""

    steps: tuple[Step, ...] = of_scale(28, 22, 18, 16)
    head: Step = SCALE[18]
    head_row: float = 36.7  # rule and head, down to the first hairline
    column: float = 416.9
    second: float = 499.7
    measure: float = 728.0  # the widest line
    hang: float = 28.0
    pad: float = 8.0
    tight: float = 2.0  # the same in a list without lines between its rows
    kind: Step = SCALE[14]  # of a limit
    small: Step = SCALE[14]  # what is under a risk
    between: float = 14.0  # from one list to the next on a slide
    most_apart: float = 24.0  # most that is added to it
    most_spread: float = 14.0  # that rows of lists below each other are higher than they need
    most_loose: float = 6.0  # and those without lines between them
    most_risks: int = 5
    most_limits: int = 6
    shared_steps: tuple[Step, ...] = of_scale(22, 18, 16)  # of lists below each other
    most_shared: int = 3  # risks, and limits
    most_with_sources: int = 4  # limits


class ChangesLook(Struct, frozen=True, cache_hash=True):
    """What changed since an earlier version: a ruled list in four columns, and the tag of changed slides."""

    steps: tuple[Step, ...] = of_scale(18, 16, 14)
    small: Step = SCALE[12]  # what happened, under where
    group: float = 150.0  # width of the column with the heads of groups
    about: float = 120.0  # of that with where it is
    head: Step = SCALE[14]
    most_slides: int = 2
    most_rows: int = 7
    tag_step: Step = SCALE[12]
    tag_width: float = 64.0  # at least


class TimelineLook(Struct, frozen=True, cache_hash=True):
    steps: tuple[Step, ...] = of_scale(22, 18, 16)
    when: Step = SCALE[18]  # at most
    number: Step = SCALE[18]
    refs: Step = SCALE[14]
    square: float = 31.7
    line: float = 1.75
    band: float = 95.8
    when_left: float = 110.2
    when_limit: float = 216.0
    when_gap: float = 12.0
    what_left: float = 340.6
    inset: float = 10.8
    pad: float = 5.0
    most: int = 8
    least_on_axis: int = 3  # steps, as far apart on it as their dates
    band_height: float = 22.0  # of the years
    year: Step = SCALE[12]
    year_gap: float = 6.0  # before and behind the number of a year
    last_label: tuple[float, ...] = (0.12, 0.16, 0.2, 0.24, 0.28, 0.34)  # of the width, behind the last step
    leader: float = 30.0  # from the band to a label
    least_label: float = 70.0  # width of a label
    most_label: float = 300.0
    label_pad: float = 7.0  # inside the label of the event
    label_edge: float = 2.0  # over and under the words of another one
    label_gap: float = 14.0  # least, between two labels


class SourcesLook(Struct, frozen=True, cache_hash=True):
    shared_steps: tuple[Step, ...] = of_scale(18, 16, 14)
    steps: tuple[Step, ...] = of_scale(18, 16, 14)
    back_steps: tuple[Step, ...] = of_scale(22, 18, 16, 14)  # further reading, imprint
    head: Step = SCALE[16]
    head_top: float = 9.0
    headed: float = 34.0  # from a block's rule to its text
    spread: float = 44.0  # most between two blocks
    gap: float = 8.0
    loose: float = 12.0  # most that is added to it
    most_spread: float = 44.0  # most that is added between rows of further reading and the imprint
    key_steps: tuple[Step, ...] = of_scale(16, 14)
    panel_left: float = 8.02 * 72.0
    panel_top: float = 17.0  # above its head, and below its last line
    panel_gap: float = 8.0  # between its texts
    most_shared: int = 5  # sources on a slide with limits
    most_alone: int = 8  # and without
    # Of few sources across the slide, and of the key below them: the first that fit.
    across_steps: tuple[tuple[Step, Step], ...] = (
        (SCALE[22], SCALE[22]),
        (SCALE[22], SCALE[18]),
        (SCALE[18], SCALE[16]),
    )
    least_filled: float = 0.7  # of the body; what takes less is set across the slide
    key_hang: float = 32.4  # from the panel's text edge to the words beside a mark
    line_hang: float = 50.4  # the same beside a line
    line: float = 40.0  # length of a sample line
    line_weight: float = 2.0
    line_head: float = 9.0
    mark: float = 17.3
    mark_top: float = 3.6
    code: float = 135.7  # side of the QR code, with its quiet zone


class NotesLook(Struct, frozen=True, cache_hash=True):
    """The page with the speaker notes."""

    width: float = 540.0
    height: float = 720.0
    step: Step = SCALE[12]
    picture: Rect = Rect(60.0, 40.0, 420.0, 236.25)  # of the slide
    edge: float = 0.75  # weight of its outline
    words: Rect = Rect(60.0, 306.25, 420.0, 353.75)
    number: Rect = Rect(380.0, 670.0, 100.0, 20.0)
    before: float = 4.0  # above a paragraph


class SlideFitting(Struct, frozen=True, cache_hash=True):
    """How a slide with content is fitted into a template: its grid, its title and the row above the content.

    Lengths are points on our grid unless said otherwise.
    """

    letters: float = 26.5  # ems on a line of a title of sixty letters
    title: tuple[float, float] = (30.0, 20.0)  # points of titles, at most and at least
    shares: tuple[float, ...] = (1.0, 0.87, 0.75)  # of the size of a title: the sizes tried
    least_title: float = 14.0  # points of the smallest of them
    cards: tuple[Step, ...] = of_scale(16, 14)  # of evidence on cards, for less room than ours
    row: float = 20.0  # height of the row above the content
    gap: float = 6.0  # below that row
    apart: float = 2.0  # from that row to the title, from the content to the sources and to the foot
    status: float = 240.0  # width that the status needs in a footer
    room: tuple[float, float] = (200.0, 120.0)  # least width and height for content, in points of the slide
    high: float = 0.46  # of its width, how high the room for content is without a narrower grid
    low: float = 0.41  # and how low without a wider one,
    faster: float = 2.0  # and how fast that gets wider
    width: tuple[float, float] = (700.0, 1150.0)  # the narrowest and the widest grid
    type: float = 8.0  # points of the smallest type, for which a grid is made wider
    logo_gap: float = 6.0  # from a title to a picture beside it, in points of the slide
    near: float = 2.0  # what is as close as this touches, in points of the slide


class CoverFitting(Struct, frozen=True, cache_hash=True):
    """How a cover is fitted into a template; shares are of its column unless said otherwise."""

    title: tuple[float, float] = (54.0, 24.0)  # points of the title, at most and at least
    head: float = 20.0  # height of the line above the subtitle
    gap: float = 6.0  # between two texts
    subtitle: float = 0.4  # of the height below the head
    least: float = 20.0  # height of the subtitle, and of what follows it
    under: float = 60.0  # height below a title without a placeholder for a subtitle, in points of the slide
    clear: float = 4.0  # of what is drawn below the column, in points of the slide
    margin: float = 18.0  # at the foot of the slide, in its points
    kept: float = 0.5  # of the width, beside a picture
    better: float = 1.3  # times as large is a picture for which the column is made narrow
    edge: float = 0.03  # of the slide, without pictures
    picture: tuple[float, float] = (150.0, 105.0)  # least width and height
    logos: tuple[float, float] = (100.0, 30.0)  # least width and height
    most_logos: tuple[float, float] = (320.0, 80.0)
    forms: tuple[float, float] = (0.75, 2.0)  # how many times as wide as high a picture is
    map: float = 1.6  # the same of the argument map
    large: float = 0.05  # of the slide, a placeholder for a picture and not a logo


SLIDE_FITTING, COVER_FITTING = SlideFitting(), CoverFitting()


class DeckLook(Struct, frozen=True, cache_hash=True):
    """A slide's grid, its furniture, and the look of each kind of slide."""

    width: float = 960.0
    height: float = 540.0
    left: float = 43.2
    live: float = 873.6  # between the margins
    gutter: float = 18.0
    body_top: float = 136.8
    high_body_top: float = 118.2  # under a title of one line
    body_bottom: float = 482.4
    pad: float = 18.72  # left and right in every filled shape
    bar: float = 5.04  # colour bar on top of a card
    rule: float = 3.24  # over a ruled list
    hair: float = 0.75
    thumbnail: Rect | None = Rect(816.8, 57.2, 100.0, 46.7)
    thumbnail_line: float = 1.0
    brand_rule: Rect = Rect(43.2, 18.72, 873.6, 3.02)
    two_sources: float = 501.8  # top of a source line that runs on over a second one
    source_rule: Rect = Rect(43.2, 498.96, 873.6, 0.0)
    title_steps: tuple[Step, ...] = (_TITLE, Step(22, 26))
    body_steps: tuple[Step, ...] = of_scale(22, 18, 18, 16, 16)  # of slides that a user adds
    user_text: float = 18.0
    text_step: Step = SCALE[18]  # of the placeholders for texts
    indent: float = 18.0  # of a list, at each level
    cell_line: float = 3.0  # between the cells of a table
    cell_pad: float = 2.0  # above and below a cell's text; the row's height holds the rest
    masthead: MastheadLook = MastheadLook()
    cover: CoverLook = CoverLook()
    bottom_line: BottomLineLook = BottomLineLook()
    box: BoxLook = BoxLook()
    key_messages: KeyMessagesLook = KeyMessagesLook()
    key_figures: KeyFiguresLook = KeyFiguresLook()
    context: ContextLook = ContextLook()
    argument: ArgumentLook = ArgumentLook()
    figures: FigureOfEvidenceLook = FigureOfEvidenceLook()
    pairs: PairsLook = PairsLook()
    claims: ClaimsLook = ClaimsLook()
    table: TableLook = TableLook()
    figure: FigureLook = FigureLook()
    chart: ChartSlideLook = ChartSlideLook()
    map: MapSlideLook = MapSlideLook()
    options: OptionsLook = OptionsLook()
    responses: ResponsesLook = ResponsesLook()
    lists: ListLook = ListLook()
    changes: ChangesLook = ChangesLook()
    timeline: TimelineLook = TimelineLook()
    sources: SourcesLook = SourcesLook()
    notes: NotesLook = NotesLook()
    shows_parts: bool = True  # whether the slides of a long deck show where they are
    own: Mapping[str, dict[str, Furniture]] | None = None  # placeholders that are not ours

    @property
    def right(self) -> float:
        return self.left + self.live

    @property
    def body(self) -> float:
        """The height of the body in points."""
        return self.body_bottom - self.body_top

    def span(self, columns: int) -> float:
        """Return the width of so many columns with the gutters between them."""
        return columns * self._column + (columns - 1) * self.gutter

    def left_of(self, column: int) -> float:
        """Return the left edge of a column, counted from 1."""
        return self.left + (column - 1) * (self._column + self.gutter)

    @property
    def _column(self) -> float:
        return (self.live - 11 * self.gutter) / 12

    def row_limit(self, count: int) -> float:
        """Return the tallest row of a list in points: few rows are tall, so that no slide is half empty."""
        return self.body * {1: 0.5, 2: 0.42, 3: 0.3, 4: 0.24}.get(count, 0.19)

    def navigated(
        self, layouts: Mapping[str, dict[str, Furniture]], status: float
    ) -> dict[str, dict[str, Furniture]]:
        """Return the placeholders of a long deck: the status is at the foot.

        `status` is how wide that is, in points.
        """
        moved = {}
        for name, own in layouts.items():
            if "status" not in own:
                moved[name] = own
                continue
            source, foot = own["source"], own["number"].rect
            right = foot.x - self.masthead.foot_gap
            rect = replace(foot, x=right - status, width=status, height=own["status"].step.leading)
            room = rect.x - self.masthead.foot_gap - source.rect.x
            moved[name] = own | {
                "source": replace(source, rect=replace(source.rect, width=room)),
                "status": replace(own["status"], rect=rect),
            }
        return moved

    def furniture(self, colours: Colours) -> dict[str, dict[str, Furniture]]:
        """Return the placeholders of each layout in the theme's colours."""
        return dict(self.own) if self.own is not None else _layouts(colours)
