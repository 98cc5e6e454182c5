"""The look of the memo: papers, named styles, and how its tables are set; lengths in points."""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from builder.outline.text import Role
from builder.theme.colours import Colours

_MILLIMETRE = 72 / 25.4
HEADINGS = ("Title", "heading 1", "heading 2", "heading 3")  # styles in the typeface of headings
_ROLES = (Role.CAUSE, Role.EFFECT, Role.RESPONSE)


class Paper(Struct, frozen=True, cache_hash=True):
    """A paper's size and margins, and the room above and below the rows of its first page."""

    width: float
    height: float
    top: float
    bottom: float
    row_padding: float
    figure_width: float
    side: float = 25 * _MILLIMETRE
    header: float = 11 * _MILLIMETRE
    footer: float = 10 * _MILLIMETRE

    @property
    def text_width(self) -> float:
        return self.width - 2 * self.side

    @property
    def orientation(self) -> str | None:
        """Word's name for a paper on its side."""
        return "landscape" if self.width > self.height else None

    @property
    def turned(self) -> Paper:
        """The same paper on its side, for tables that are too wide for it: its foot becomes a side."""
        if self.width > self.height:
            return self
        return replace(self, width=self.height, height=self.width, side=self.bottom)


class Rule(Struct, frozen=True, cache_hash=True):
    """A line along one side of a paragraph, its weight and its distance."""

    side: str
    weight: float
    space: float
    colour: str


class Tab(Struct, frozen=True, cache_hash=True):
    at: float
    align: str = "left"
    leader: str | None = None


class Style(Struct, frozen=True, cache_hash=True):
    """A paragraph style; None takes over what the style says on which it is based."""

    name: str
    based_on: str | None = "Normal"
    following: str | None = None
    size: float | None = None
    leading: float | None = None
    exact: bool = False
    colour: str | None = None
    bold: bool | None = None
    before: float | None = None
    after: float | None = None
    left: float | None = None
    hanging: float | None = None
    right: float | None = None
    align: str | None = None
    outline: int | None = None
    keep_next: bool | None = None
    keep_lines: bool | None = None
    contextual: bool = False  # no space between paragraphs of this style
    bullet: str = ""  # the sign before each paragraph
    numbered: bool = False  # Word counts the paragraphs in it
    fill: str | None = None
    even: bool = False  # its lines are made about equally long
    middle: bool = False  # what is on a line has the same middle
    breadth: float | None = None  # of its letters, of those that are measured
    rules: tuple[Rule, ...] = ()
    tabs: tuple[Tab, ...] = ()

    def scaled(self, factor: float) -> Style:
        """Return the style with its size and leading times a factor."""
        leading = None if self.leading is None else self.leading * factor
        return replace(self, size=_half_points(self.size, factor), leading=leading)


class CharacterStyle(Struct, frozen=True, cache_hash=True):
    """A character style; bold ones are for paragraphs that are not, since Word toggles bold on bold."""

    name: str
    colour: str | None = None
    bold: bool = False
    italic: bool = False
    underline: bool = False
    raised: bool = False
    size: float | None = None
    fill: str | None = None

    def scaled(self, factor: float) -> CharacterStyle:
        """Return the style with its size times a factor."""
        return replace(self, size=_half_points(self.size, factor))


def _half_points(size: float | None, factor: float) -> float | None:
    """Return a size times a factor, as Word counts sizes: in half points."""
    return None if size is None else round(size * factor * 2) / 2


Sized = TypeVar("Sized", Style, CharacterStyle)


class TableLook(Struct, frozen=True, cache_hash=True):
    """How tables are set: their padding, the widths of columns, and which rows stay on one page."""

    padding: float = 2.5  # above and below a cell's text
    close_padding: float = 1.0
    roomiest: float = 9.0  # on the first page
    slack: float = 4.0  # of the first page's room, what programs may measure otherwise
    rule: float = 0.5  # between two rows
    gap: float = 8.0  # right of a cell's text
    inset: float = 4.0  # of it, what is left of the text in a tinted cell and those beside it
    rounding: float = 1.0  # of `gap`, what rounding may take
    narrowest: float = 20.0  # column, even of one letter
    longest_word: float = 115.0  # a wider word may be broken rather than claim its width
    many_cells: int = 160  # in larger tables the columns are not tried against each other
    wrapped: float = 0.6  # lines that one more beside the longest column is worth
    stub: float = 0.5  # lines that a lone last word is worth
    stub_share: float = 0.25  # of the width: a shorter last line is a stub
    first_share: float = 0.2  # of the width, at most, for the first column beside equally wide ones
    few: int = 8  # a table of so many rows stays on one page, unless that leaves much of one empty
    tall: float = 300.0  # a higher table may run over two pages all the same
    high_row: float = 60.0  # points: so high a row may be alone on its page
    ending: int = 2  # rows that run over to the second page together, if any does

    def paddings(self, paper: Paper) -> dict[str, float]:
        """Return the padding of each style of tables, from the roomiest on."""
        return {
            "Brief table roomy": min(paper.row_padding, self.roomiest),
            "Brief table": self.padding,
            "Brief table close": self.close_padding,
        }

    @property
    def room(self) -> float:
        """What a column needs besides its text."""
        return self.gap + self.rounding

    def around(self, text: float) -> float:
        """Return the width of a column whose text has this width."""
        return max(text + self.room, self.narrowest)

    def inside(self, width: float) -> float:
        """Return the room for text in a column."""
        return width - self.room + self.rounding / 2


class PagesLook(Struct, frozen=True, cache_hash=True):
    """Where pages of the memo end; shares are of the height of a page."""

    long: int = 5  # pages of a memo that lists its parts
    below: int = 5  # lines below a heading of the first level
    line: float = 15.0  # points: rows and pictures count as so many lines
    tight: float = 20.0  # points left on a page: it ends there without being told
    spare: float = 5.0  # points: what a heading or caption leads goes to the next page rather than just fit
    blank: float = 0.15  # a figure is set lower rather than leave more of a page empty
    gap: float = 0.3  # a short table runs over rather than leave more of a page empty
    stub: float = 62.0  # points at the top of a page: less of what is on the page before looks left over
    thin: float = 0.25  # a last page with less looks left over
    half: float = 0.5  # one with less may be saved by setting the memo closer
    third: float = 1 / 3  # one with less is filled up by a section of the page before,
    full: float = 0.7  # which stays as full as this

    @property
    def evened(self) -> tuple[tuple[float, float, tuple[str, ...]], ...]:
        """Of what may begin the last page: how full that and the page before are then; its styles."""
        return (
            (self.third, self.full, ("heading 1",)),
            (self.thin, self.full, ("heading 1", "heading 2")),
            (self.thin, self.full, ()),
            (self.thin, 0.0, ()),
        )


class MemoLook(Struct, frozen=True, cache_hash=True):
    """The look of the memo, of which Word offers the styles to whoever edits it."""

    a4: Paper = Paper(595.3, 841.9, 22 * _MILLIMETRE, 18 * _MILLIMETRE, 5.0, 453.5)
    # 50 points shorter, so its first page is set closer: it has to hold as much.
    letter: Paper = Paper(612.0, 792.0, 20 * _MILLIMETRE, 17 * _MILLIMETRE, 3.5, 470.3)
    text: tuple[float, float] = (11.0, 13.5)  # size and leading of running text
    lead: tuple[float, float] = (12.0, 15.8)  # of the bottom line
    cell: tuple[float, float] = (10.5, 13.4)  # of what tables hold
    titles: tuple[tuple[float, float], ...] = ((23.0, 26.5), (21.5, 25.0), (20.0, 23.5), (19.0, 22.5))
    few_claims: int = 2  # which no table at a glance repeats
    title_lines: int = 2  # for more the title is set a step smaller
    scale: float = 1.0  # factor on every size
    above_heading: float = 9.0  # of the first level
    air: float = 1.0  # of the space above headings and captions
    above_title: float = 5.0
    below_title: float = 12.0  # of the subtitle
    around_panel: float = 14.0  # above and below the bottom line
    in_panel: float = 9.0  # between its edge and its words
    below_field: float = 2.5  # of the memo's head
    text_edge: float = 24.0  # running text starts here; headings, numbers, tables, figures at the margin
    bullet: float = 13.0  # how far left of the text of a list item its bullet hangs
    number: float = 18.0  # how far left of its text the number of a list item begins
    figures: float = 92.0  # from a key figure to its words
    last_line: float = 0.22  # of the width, that the last line of a paragraph has where that costs none
    field_edge: float = 64.0  # where the values of the memo's head start
    table: TableLook = TableLook()
    pages: PagesLook = PagesLook()
    picture_height: float = 330.0  # the most that a picture has
    figure_share: float = 1.0  # of their height, that pictures and charts have
    lowest_picture: float = 0.55  # of its height where a page has no more room
    lowest_chart: float = 0.7
    code: float = 64.0  # side of the QR code, with its quiet zone
    chart_gap: float = 24.0  # between two charts beside each other
    logo: tuple[float, float] = (150.0, 26.0)  # the most width and height of a logo
    mark: float = 6.0  # side of a certainty mark in a line of text
    mark_gap: float = 4.5  # empty room right of a mark or sample, inside the drawing: no space is needed
    note_line: float = 13.5  # with which Word sets the notes of a page apart
    marking: float = 12.0  # size of a handling label
    sample: float = 17.0  # length of a line in a figure's key
    sample_weight: float = 1.2
    east_asian_leading: float = 1.25  # Japanese needs about 1.5 of the size between lines, Latin about 1.23

    @property
    def closer(self) -> tuple[MemoLook, ...]:
        """This look and closer ones, to save a page: headings, tables, figures.

        Then the same with a closer first page, and smaller text last.
        """
        first = replace(
            self,
            titles=self.titles[-1:],
            lead=(11.0, 14.2),
            cell=(10.0, 12.3),
            above_title=3.0,
            below_title=7.0,
            around_panel=9.0,
            in_panel=6.0,
            below_field=1.0,
            table=replace(self.table, close_padding=0.75),
        )
        (*steps, last), (*closer, closest) = self._steps, first._steps
        return *steps, *closer, last, closest

    @property
    def _steps(self) -> tuple[MemoLook, ...]:
        headings = replace(self, air=0.6)
        tables = replace(headings, table=replace(self.table, padding=1.5, roomiest=1.5))
        figures = replace(tables, figure_share=0.85)
        return self, headings, tables, figures, replace(figures, text=(10.5, 13.0), cell=(10.0, 12.3))

    def paper(self, page: str) -> Paper:
        """Return the paper called "A4" or "Letter"."""
        return self.a4 if page == "A4" else self.letter

    def scaled(self, styles: tuple[Sized, ...]) -> tuple[Sized, ...]:
        """Return styles at the scale of this look."""
        if self.scale == 1.0:
            return styles
        return tuple(each.scaled(self.scale) for each in styles)

    # fmt: off
    def paragraph_styles(self, colours: Colours, width: float) -> tuple[Style, ...]:
        """Return the paragraph styles for text `width` points wide; each follows what it is based on."""
        edge, field, air, inside = self.text_edge, self.field_edge, self.air, self.in_panel
        (size, leading), (lead, lead_leading), (cell, cell_leading) = self.text, self.lead, self.cell
        title, title_leading = self.titles[0]
        bullet = edge + self.bullet
        # The panel is one box only where both of its paragraphs have the very same rules and indents.
        panel = Style(
            "Bottom line",
            following="Body Text",
            size=lead,
            leading=lead_leading,
            before=0,
            after=6,
            left=13,
            right=10,
            fill=colours.panel,
            rules=(
                Rule("top", 1, inside, colours.panel),
                Rule("left", 4.5, 9, colours.brand),
                Rule("bottom", 1, inside - 1, colours.panel),
                Rule("right", 1, 9, colours.panel),
            ),
        )
        bar = replace(panel.rules[1], space=edge - 4.5, colour=colours.caution.strong)
        box = replace(panel, name="Box text", following="Box text", size=11, leading=14, after=4, left=edge,
                      rules=(panel.rules[0], bar, *panel.rules[2:]), keep_lines=True)
        return (
            Style("Normal", None, size=size, leading=leading, colour=colours.ink, before=0, after=0),
            Style("Body Text", left=edge, after=4),
            Style("Title", following="Subtitle", size=title, leading=title_leading, exact=True, bold=True,
                  colour=colours.brand, before=self.above_title, after=4, keep_next=True, even=True),
            Style("Subtitle", following="Body Text", size=11.5, leading=15, colour=colours.ink2,
                  after=self.below_title),
            Style("Memo field", after=self.below_field, left=field, hanging=field, tabs=(Tab(field),),
                  rules=tuple(Rule(side, 0.75, inside - 4, colours.rule) for side in ("top", "bottom"))),
            panel,
            replace(panel, name="Bottom line label", following="Bottom line", size=10.5, leading=13.5,
                    bold=True, colour=colours.brand, before=self.around_panel, after=2, keep_next=True),
            Style("Key figure", size=11, leading=lead_leading + 6, before=self.around_panel - 2,
                  contextual=True, left=self.figures, hanging=self.figures, tabs=(Tab(self.figures),),
                  keep_lines=True),
            Style("Decision", size=11, leading=15, before=self.around_panel, after=3, bold=True,
                  keep_next=True, tabs=tuple(Tab(width * index / 3) for index in range(1, 3))),
            Style("Decision line", size=11, leading=16, after=4, keep_next=True,
                  tabs=tuple(tab for index in range(1, 4) for tab in (
                     Tab(width * index / 3 - 10, leader="underscore"), Tab(width * index / 3)))),
            Style("Contents label", following="Contents", size=10.5, leading=13.5, bold=True,
                  colour=colours.brand, before=6, after=1, keep_next=True),
            Style("Contents", size=10.5, leading=13.5, keep_lines=True,
                  tabs=(Tab(width / 2 - 12, "right"), Tab(width / 2 + 12), Tab(width, "right"))),
            Style("Contents wide", size=10.5, leading=13.5, keep_lines=True, tabs=(Tab(width, "right"),)),
            Style("heading 1", following="Body Text", size=15, leading=18.5, bold=True, colour=colours.brand,
                  before=self.above_heading * air, after=2, outline=0, keep_next=True,
                  rules=(Rule("top", 1, 4, colours.brand),)),
            Style("heading 2", following="Argument text", size=12, leading=15, bold=True, before=6 * air,
                  after=1, left=edge, hanging=edge, outline=1, keep_next=True, tabs=(Tab(edge),)),
            Style("Argument text", "Body Text", after=2, keep_lines=True),
            Style("Argument note", "Body Text", after=0),
            Style("List Bullet", left=bullet, hanging=self.bullet, after=1, bullet="•"),
            Style("List Number", left=edge + self.number, hanging=self.number, after=1,
                  numbered=True),
            Style("heading 3", following="Argument text", size=11, leading=13.5, bold=True, before=4 * air,
                  after=1, left=edge, outline=2, keep_next=True),
            box,
            replace(box, name="Box title", bold=True, colour=bar.colour, before=12 * air, after=2,
                    keep_next=True),
            replace(box, name="Box heading", bold=True, colour=bar.colour, after=2, keep_next=True),
            replace(box, name="Box bullet", left=edge + self.bullet, hanging=self.bullet, after=1,
                    bullet="•"),
            replace(box, name="Box number", left=edge + self.number, hanging=self.number, after=1,
                    numbered=True),
            Style("Pull quote", following="Pull quote speaker", size=13, leading=17, colour=colours.brand,
                  before=8, after=2, left=edge, right=24, keep_lines=True,
                  rules=(Rule("left", 2.25, 9, colours.brand),)),
            Style("Pull quote speaker", following="Body Text", size=10, leading=13, colour=colours.ink2,
                  after=8, left=edge, right=24, rules=(Rule("left", 2.25, 9, colours.brand),)),
            Style("Certainty", "Body Text", size=10, leading=12.5, colour=colours.ink2, before=1, after=2),
            Style("Imprint", "Body Text", size=10, leading=13, colour=colours.ink2, after=1, keep_lines=True),
            Style("Source", left=edge, hanging=edge, after=3, tabs=(Tab(edge),)),
            Style("caption", following="Body Text", size=10.5, leading=14, bold=True, before=7 * air, after=4,
                  keep_next=True),
            Style("Figure", following="Note"),
            Style("Chart unit", size=10, leading=13, colour=colours.ink2, after=4, keep_next=True),
            Style("Chart head", "Chart unit", bold=True, before=2, after=3,
                  tabs=(Tab((width + self.chart_gap) / 2),)),
            Style("Chart change", following="Note", size=11, leading=14, bold=True, before=3, after=2,
                  tabs=(Tab((width + self.chart_gap) / 2),)),
            Style("Note", size=10, leading=13, colour=colours.ink2, before=4, after=2),
            Style("Cover picture", "Figure", following="Cover credit", after=6),
            Style("Cover credit", "Note", following="Body Text", before=0, after=10),
            Style("Reading note", "Note", before=8, contextual=True),
            Style("Table text", size=cell, leading=cell_leading),
            Style("Table head", "Table text", size=10, leading=13, bold=True, colour=colours.ink2,
                  keep_next=True),
            Style("Table claim", "Table text", bold=True, left=edge, hanging=edge,
                  tabs=(Tab(edge),)),
            Style("Table claim head", "Table head", left=edge),
            Style("Table detail", "Table text", left=edge),
            Style("Table row head", "Table text", bold=True),
            Style("Table amount", "Table text", align="right"),
            Style("Table amount head", "Table head", align="right"),
            Style("Table amount apart", "Table amount", right=14),
            Style("Table amount apart head", "Table amount head", right=14),
            Style("Table decimal", "Table text"),
            Style("Table label", "Table detail", bold=True, colour=colours.response.strong, keep_next=True),
            Style("Table option", "Table text", bold=True, keep_next=True),
            Style("Table mark", "Table text", bold=True, colour=colours.response.strong, keep_next=True),
            *(Style(name, "Table text", left=self.bullet, hanging=self.bullet, bullet=sign)
              for name, sign in (("Table pro", "+"), ("Table con", "−"))),
            Style("Table gap", size=1, leading=8, exact=True, keep_next=True),
            Style("Table end", size=1, leading=1, exact=True),
            Style("header", size=10, leading=13, colour=colours.ink2, after=8, tabs=(Tab(width, "right"),)),
            Style("Masthead", "header", after=2, rules=(Rule("top", 3, 6, colours.brand),)),
            Style("Masthead organisation", "header", before=3),
            Style("Masthead logos", "header", before=7, after=4, middle=True),
            Style("Marking line", "header", size=12, leading=15, align="right", after=3),
            Style("footer", size=10, leading=13, colour=colours.ink2, tabs=(Tab(width, "right"),),
                  rules=(Rule("top", 0.5, 6, colours.rule),)),
            Style("footnote text", size=9.5, leading=12, colour=colours.ink2, after=2),
            Style("Designation", "header", align="right", after=0),
        )
    # fmt: on

    def character_styles(self, colours: Colours) -> tuple[CharacterStyle, ...]:
        """Return the character styles; bold ones are for paragraphs that are not, since Word toggles bold."""
        return (
            CharacterStyle("Strong", bold=True),
            CharacterStyle("Emphasis", italic=True),
            CharacterStyle("Strong emphasis", bold=True, italic=True),
            CharacterStyle("Hyperlink", colour=colours.hue(Role.CAUSE).strong, underline=True),
            CharacterStyle("footnote reference", raised=True),
            CharacterStyle("Number", colour=colours.brand),
            CharacterStyle("Key value", colour=colours.brand, bold=True, size=15),
            *(CharacterStyle(f"Number {role.value}", colour=colours.hue(role).strong) for role in _ROLES),
            CharacterStyle("Highlight", colour=colours.brand, bold=True),
            *(
                CharacterStyle(f"Highlight {role.value}", colour=colours.hue(role).strong, bold=True)
                for role in _ROLES
            ),
            *(
                CharacterStyle(
                    f"Series {role.value}", colour=colours.white, bold=True, fill=colours.hue(role).strong
                )
                for role in Role
            ),
            *(
                CharacterStyle(f"Series {tone}", colour=colours.on(grey), fill=grey)
                for tone, grey in enumerate(colours.greys, 1)
            ),
            CharacterStyle("Reference", colour=colours.ink2),
            CharacterStyle("Not stated", colour=colours.ink2),
            CharacterStyle("Run-in label", bold=True),
            CharacterStyle("Memo label", colour=colours.ink2, bold=True, size=10),
            CharacterStyle("Product", colour=colours.brand, bold=True),
            CharacterStyle("Caveat", bold=True, size=10),
        )
