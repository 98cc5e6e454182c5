"""Holds what a memo consists of in reading order: paragraphs, tables, pictures, charts and the map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from builder.outline.blocks import ArgumentMap, Chart, Evidence
from builder.outline.text import Level, Picture, Product, QrCode, Role, Text

SPACE = "\u2002"  # between a number and its words, or two texts on one line
DOT = " \u00b7\u00a0"  # between a certainty and its references; it stays with the latter

_FULL_STOPS = ("。", "！", "？")  # wide enough to need no space behind them
_SHORT = 18  # characters: “By September 2028”
_SHORT_BRACKETS = 24  # characters in brackets that stay on one line

RUN_IN = "Run-in label"  # the style of a label in the paragraph that it heads

Also = tuple[Product, ...]  # the products besides the memo that must say a text

DECK: Also = (Product.DECK,)
SUMMARY: Also = (Product.SUMMARY,)
BOTH: Also = (Product.DECK, Product.SUMMARY)


class Styled(Struct, frozen=True, cache_hash=True):
    """A text in a character style; without `main` it only accompanies what its paragraph is about."""

    text: Text
    style: str | None = None
    main: bool = False
    unbroken: int | None = None  # from this character on, its words stay on one line

    @property
    def shown(self) -> Text:
        """The text as it is set: with no-break spaces where it stays on one line."""
        return self.text if self.unbroken is None else _closed(self.text, self.unbroken)


class Label(Struct, frozen=True, cache_hash=True):
    """A text on a ground of its own colour, in a character style; some of the ground shows on either side."""

    text: Text
    style: str


class Ordinal(Struct, frozen=True, cache_hash=True):
    """The number of an item in a list, which Word counts and shows itself."""

    text: Text
    value: int


class NoteNumber(Struct, frozen=True, cache_hash=True):
    """The number of a note before its text, which Word counts and shows itself."""

    text: Text


class LineSample(Struct, frozen=True, cache_hash=True):
    """A short drawn line, as in the key of a figure."""

    dashed: bool


class PageNumber(Struct, frozen=True, cache_hash=True):
    """The number of the page and of all pages, in the words of `template`: "Page {page} of {pages}"."""

    template: str


class PageOf(Struct, frozen=True, cache_hash=True):
    """The number of the page on which the heading of a slot is."""

    slot: str


# A plain `Text` is what the paragraph is about; a `Level` is drawn as its mark; a `str` holds no word.
Piece = Text | Styled | Label | Ordinal | NoteNumber | Level | LineSample | PageNumber | PageOf | str


class Para(Struct, frozen=True, cache_hash=True):
    """A paragraph in a named style."""

    style: str
    pieces: tuple[Piece, ...]
    also: Also = ()
    keep: bool = False  # on one page with what follows
    role: Role | None = None  # in whose colour it is set
    names: str = ""  # the path of the part of the brief that it names, with its number
    leads: tuple[Text, ...] = ()  # the texts by which a reader follows the order
    tail: str = ""  # of a number in a column of them, what is right of the line at which they align

    @property
    def texts(self) -> Iterator[Text]:
        """Every text in it."""
        for piece in self.pieces:
            if isinstance(piece, Text):
                yield piece
            elif isinstance(piece, Styled | Label | Ordinal | NoteNumber):
                yield piece.text

    @property
    def label(self) -> Text | None:
        """The label that runs in before a text: the deck leads to that in words of its own."""
        styled = (piece for piece in self.pieces if isinstance(piece, Styled))
        return next((piece.text for piece in styled if piece.style == RUN_IN), None)

    @property
    def main(self) -> Text | None:
        """What it is about: its first plain or main text, else the first of all."""
        for piece in self.pieces:
            if isinstance(piece, Text):
                return piece
            if isinstance(piece, Styled) and piece.main:
                return piece.text
        return next(self.texts, None)


Cell = tuple[Para, ...]
Row = tuple[Cell, ...]


class Grid(Struct, frozen=True, cache_hash=True):
    """A table; `title` says what it holds to those who do not see it."""

    title: Text
    head: Row
    rows: tuple[Row, ...]
    main: int | None = None  # the column that takes what the others leave
    least: float = 0.0  # of the width, that this has at least
    fitted: bool = False  # set as roomy as the first page allows
    even: bool = False  # all its columns but the first are equally wide
    marked: int | None = None  # the column that is set apart

    @property
    def paras(self) -> Iterator[Para]:
        """Its paragraphs, row by row, head first."""
        return (para for row in (self.head, *self.rows) for cell in row for para in cell)


class Image(Struct, frozen=True, cache_hash=True):
    """Pictures side by side in a paragraph of their own."""

    style: str
    pictures: tuple[Picture, ...]
    keep: bool = False
    height: float = 0.0  # the most that they have, in points; 0: what their style allows


class Drawing(Struct, frozen=True, cache_hash=True):
    """The argument map, drawn natively in a paragraph of its own."""

    block: ArgumentMap


class Plotted(Struct, frozen=True, cache_hash=True):
    """Drawings of a chart, side by side in a paragraph of their own; `panels` are the series of each."""

    block: Chart
    panels: tuple[tuple[int, ...], ...]
    keep: bool = False


class Coded(Struct, frozen=True, cache_hash=True):
    """A QR code in a paragraph of its own."""

    code: QrCode


class Footnote(Struct, frozen=True, cache_hash=True):
    """A note of the memo, which Word numbers and sets at the foot of the page where it is first marked."""

    number: int
    para: Para


class Elsewhere(Struct, frozen=True, cache_hash=True):
    """Texts of a block that other products must say, and the memo does not say here."""

    texts: tuple[Text, ...]
    also: Also


Flow = Para | Grid | Image | Drawing | Plotted | Coded | Footnote | Elsewhere


def short(text: Text) -> int | None:
    """Return where a text as short as a date stays on one line: from its start; None for a longer one."""
    return 0 if len(text.plain) <= _SHORT else None


def bracketed(text: Text) -> int | None:
    """Return where the last words in brackets begin, as in (“may have”), which stay on one line if short."""
    start = text.plain.rfind("(")
    return None if start < 0 or len(text.plain) - start > _SHORT_BRACKETS else start


def in_colour(style: str, role: Role) -> str:
    """Return the name of a character style in the colour of a role."""
    return style if role is Role.OTHER else f"{style} {role.value}"


def joined(sentences: Sequence[Text], space: str) -> Iterator[Piece]:
    """Yield sentences that run on in one paragraph."""
    before = ""
    for sentence in sentences:
        if before and not before.endswith(_FULL_STOPS):
            yield space
        yield sentence
        before = sentence.plain


def run_in(label: Text | None) -> tuple[Piece, ...]:
    """Return a label in bold before its text, in the same paragraph."""
    if label is None:
        return ()
    space = {":": " ", "：": ""}.get(label.plain[-1], SPACE)
    return Styled(label, RUN_IN), space


def _closed(text: Text, start: int) -> Text:
    """Return the text with no space behind its first `start` characters at which a line may end."""
    runs, at = [], 0
    for run in text.runs:
        kept = max(start - at, 0)
        runs.append(replace(run, text=run.text[:kept] + run.text[kept:].replace(" ", "\u00a0")))
        at += len(run.text)
    return replace(text, runs=tuple(runs))


def apart(evidence: Evidence) -> tuple[Text | None, ...]:
    """Return what only slides say of a piece of evidence."""
    amount = evidence.amount
    shown = (amount.number, amount.unit, amount.words) if amount else ()
    return evidence.kind, evidence.label, *shown


def comparison(evidence: Evidence, semicolon: str) -> Iterator[Para]:
    """Yield what its number is compared with: "For comparison: shops 84 %; 2025 71 %; +3 % in four years"."""
    pieces = list(run_in(evidence.compare_label))
    for index, each in enumerate(evidence.compared):
        pieces += [*((semicolon,) if index else ()), each.label, " ", each.value]
    if evidence.change:
        pieces += [semicolon, evidence.change]
    if evidence.compared:
        yield Para("Argument note", tuple(pieces), DECK)
