"""What is extracted from a finished file: its visible words in reading order, drawings and properties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum

from msgspec import Struct, field

from builder.layout.pages import Rect
from builder.outline.text import Level, Product

FIELD = "\N{OBJECT REPLACEMENT CHARACTER}"  # a page number, counted by the program that shows the file
FIRST_IDEOGRAPH = "\u2e80"
LARGEST = 64_000_000  # bytes of a file that is read, and of all that it unpacks to


class Unreadable(Exception):
    """Raised when a finished file cannot be opened as what it should be."""


class TooLarge(Unreadable):
    """Raised when a finished file has more than can be read back."""


class Allowed(Struct, frozen=True):
    """What files may have from an organisation: the fonts of its theme beside the usual ones, its templates.

    What is the same in a file and its template, byte for byte, is as it must be.
    """

    fonts: frozenset[str] = frozenset()
    templates: Mapping[Product, bytes] = {}

    def template(self, product: Product) -> bytes:
        """Return the file that a product is built into, or none."""
        return self.templates.get(product, b"")


NOTHING = Allowed()


class Kind(Enum):
    """In what part of a file a reader finds a passage."""

    BODY = "body"
    TITLE = "title"  # the title placeholder of a slide
    NOTES = "notes"  # a slide's speaker notes
    HEADER = "header"
    FOOTER = "footer"
    LAYOUT = "layout"  # drawn on a slide by its layout or master
    ALT = "alt"  # the alternative text of a picture, figure or table


class Located(Struct, frozen=True):
    """One paragraph, cell, alternative text or printed line, with its location.

    `location` is for people ("slide 7, notes"); `page` counts slides and printed pages from 1 and is 0 in a
    memo. `slot` is the identity of the text that the file itself carries, if any. Of a paragraph in an edited
    memo, `strong` is whether all words are bold beside what its style says, `tinted` whether its cell is.
    """

    location: str
    text: str
    kind: Kind = Kind.BODY
    page: int = 0
    slot: str | None = None
    strong: bool = False
    tinted: bool = False


class Link(Struct, frozen=True):
    """Words that link to an address."""

    location: str
    text: str
    url: str


class DrawnPicture(Struct, frozen=True):
    """A picture, identified by the SHA-256 of its bytes, and of the SVG drawing that it stands for.

    `sides` are width and height of its place in an edited memo, in points.
    """

    location: str
    digest: str
    drawing: str = ""
    sides: tuple[float, float] | None = None


class DrawnMark(Struct, frozen=True):
    """A certainty mark as drawn, with the colour of its edge; `page` counts slides and is 0 in a memo."""

    location: str
    page: int
    level: Level
    colour: tuple[int, int, int] | None = None


class DrawnCode(Struct, frozen=True):
    """A QR code as drawn: its sides in points, and left, top, right and bottom of its bars, of 1.

    `upright` is whether it is neither turned nor mirrored, `colour` None where it has no one colour.
    """

    location: str
    page: int
    sides: tuple[float, float]
    bars: tuple[tuple[float, float, float, float], ...]
    upright: bool
    colour: tuple[int, int, int] | None


class DrawnSeries(Struct, frozen=True):
    """A series: of each point its category, value, label and colour, None for what is not shown.

    `named` are the points with its name in their label, `lined` is whether a line joins the points, `inks`
    are the colours of the labels.
    """

    kind: str
    name: str
    categories: tuple[str, ...]
    values: tuple[Decimal | None, ...]
    labels: tuple[str | None, ...]
    colours: tuple[tuple[int, int, int] | None, ...]
    named: tuple[int, ...]
    lined: bool
    inks: tuple[tuple[int, int, int] | None, ...] = ()

    @property
    def is_seen(self) -> bool:
        """Whether it draws anything but labels."""
        return any(colour is not None for colour in self.colours)


class DrawnChart(Struct, frozen=True):
    """A chart as drawn: its series in order, how they are drawn, where its axis begins, what is wrong."""

    location: str
    page: int
    size: tuple[float, float]  # points
    forms: tuple[tuple[str, str, str], ...] = ()  # kind, direction and grouping
    series: tuple[DrawnSeries, ...] = ()
    start: Decimal | None = None
    end: Decimal | None = None
    downwards: bool = False  # whether the categories run from top to bottom
    has_workbook: bool = False
    faults: tuple[str, ...] = ()

    @property
    def words(self) -> Iterator[str]:
        """The words that it shows, in reading order: names at line ends, then categories and labels."""
        yield from (one.name for one in self.series if one.named)
        shown = [one for one in self.series if any(one.labels)]
        first = self.series[0].categories if self.series else ()
        for index, category in enumerate(first):
            yield category
            yield from (one.labels[index] or "" for one in shown if index < len(one.labels))


class DrawnLine(Struct, frozen=True):
    """A line of a slide or figure: its arrow heads at start and end, and the shapes it is glued to, by name.

    `points` are its course, in points from the corner of the slide or figure; `ends` are the words of the
    shapes that it touches there, "" where it touches none. `faint` is an arrow in the colour of its ground.
    """

    location: str
    page: int
    dashed: bool
    heads: tuple[bool, bool]
    glued: tuple[str | None, str | None]
    points: tuple[tuple[float, float], ...]
    ends: tuple[str, str] = ("", "")
    faint: bool = False


# What a box may be that has no words
BAR, CHART, MARK, PICTURE, TABLE = "a bar", "a chart", "a certainty mark", "a picture", "a table"
OUTLINE = "an outline"


class DrawnBox(Struct, frozen=True):
    """Where something is on a slide, in points: its frame, and what is in it.

    `what` are its words, or one of the above; `inherits` is whether its layout places it; `points` are the
    corners of an outline, `colour` is that of its words, `fills` are its own or those of its cells,
    `strong` whether each cell is bold.
    """

    page: int
    what: str
    frame: Rect
    ink: Rect
    inherits: bool = False
    points: tuple[tuple[float, float], ...] = ()
    colour: tuple[int, int, int] | None = None
    fills: tuple[tuple[int, int, int] | None, ...] = ()
    strong: tuple[bool, ...] = ()


class LanguageUse(Struct, frozen=True):
    """Where a language is first set, and whether any ideographs are set in it."""

    location: str
    ideographs: bool


_LISTED = ("links", "hidden", "without_alt", "foreign", "lines", "marks", "codes", "dashed", "spoken")


class Extracted(Struct, frozen=True):
    """Everything extracted from one file, to which its reader adds; `passages` in reading order.

    `pages` counts printed pages or slides and is 0 for a memo, which has no pages before it is shown.
    `hidden` lists the locations of text that cannot be seen, with the reason where there are several,
    `unfamiliar` is formatting with its location of which nobody can say what a reader sees,
    `without_alt` those of pictures, figures and tables that neither have an alternative text nor are marked
    as decoration. `foreign` lists content that no build writes: automatic fields and numbers, embedded
    objects, comments. `rewritten` is whether another program rewrote a PDF, without its tags, so that nothing
    can be compared but its words.
    Of Office files only: `lines` are connectors and arrows, `pictures` and `marks` what else is drawn, in
    order; `builds` are the build ids with their location: bookmarks, headers and footers (eight digits),
    properties, snapshot; `sections` are the parts of a deck by name, with the number of their slides;
    `charts` are native charts, `codes` QR codes, `boxes` what is on the slides of an edited deck, in order;
    `layouts` are the names of the layouts of the slides; `fallbacks` are the pictures that other programs
    show instead of a memo's figure, the first as bytes.
    `other_properties` are those beside the four above, `program` is what saved the file
    last, `tracked_changes` counts those not yet accepted or rejected, by author and whether they are of words
    or of formatting alone; `contents` are the entries of a table of contents, `references` the headings that
    refer to a place in the memo, with the words there; `headings` are a memo's, with their level, `tones`
    its words in a character style with a colour, with that or the one behind them; `numbered_slides` are the
    slides that show their number; `spoken` are the languages of words that state their own, and the words;
    `around` are the locations of a memo's headers and footers.
    """

    passages: list[Located] = field(default_factory=list)
    pages: int = 0
    title: str = ""
    subject: str = ""
    author: str = ""
    keywords: str = ""
    program: str = ""
    other_properties: Mapping[str, str] = field(default_factory=dict)
    builds: set[tuple[str, str]] = field(default_factory=set)
    languages: dict[str, LanguageUse] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    references: list[Link] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    tones: list[tuple[str, tuple[int, int, int]]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    without_alt: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    rewritten: bool = False
    unfamiliar: list[str] = field(default_factory=list)
    pictures: list[DrawnPicture] = field(default_factory=list)
    lines: list[DrawnLine] = field(default_factory=list)
    marks: list[DrawnMark] = field(default_factory=list)
    dashed: list[tuple[int, str]] = field(default_factory=list)
    fills: list[tuple[str, tuple[int, int, int] | None]] = field(default_factory=list)
    sections: list[tuple[str, int]] = field(default_factory=list)
    fallbacks: list[bytes] = field(default_factory=list)
    codes: list[DrawnCode] = field(default_factory=list)
    charts: list[DrawnChart] = field(default_factory=list)
    boxes: list[DrawnBox] = field(default_factory=list)
    layouts: list[str] = field(default_factory=list)
    around: list[str] = field(default_factory=list)
    tracked_changes: Counter[tuple[str, bool]] = field(default_factory=Counter)
    contents: list[tuple[str, str]] = field(default_factory=list)
    numbered_slides: set[int] = field(default_factory=set)
    spoken: list[tuple[str, str]] = field(default_factory=list)

    @property
    def forgets(self) -> bool:
        """Whether LibreOffice saved the file last: it drops or renames some of what it does not know."""
        return self.program.startswith("LibreOffice")

    def add(self, other: Extracted) -> None:
        """Add what another part of the file contains, as far as it is listed by all readers alike."""
        for name in _LISTED:
            getattr(self, name).extend(getattr(other, name))
        self.numbered_slides.update(other.numbered_slides)
        for language, use in other.languages.items():
            self.add_language(language, use)

    def add_words(self, language: str, words: str, location: str) -> None:
        """Add words with a language of their own."""
        self.spoken.append((language, words))
        ideographs = not words.isascii() and max(words) >= FIRST_IDEOGRAPH
        self.add_language(language, LanguageUse(location, ideographs))

    def add_language(self, language: str, use: LanguageUse) -> None:
        """Add where a language is set: the first location, or the first with ideographs."""
        known = self.languages.get(language)
        if known is None or (use.ideographs and not known.ideographs):
            self.languages[language] = use

    def of(self, *kinds: Kind) -> tuple[Located, ...]:
        """Return the passages of these kinds, in order."""
        return tuple(passage for passage in self.passages if passage.kind in kinds)
