"""Defines a text of the outline: runs of one look, the slot that names it, the depth at which it appears."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, IntEnum
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import astuple, replace

from builder.brief.texts.marks import Run as Run
from builder.brief.texts.prose import Shape as Shape

if TYPE_CHECKING:
    from builder.brief.images.drawing import Contour as Contour

QUIET = 4  # modules that are left free around a QR code


class Depth(IntEnum):
    """The shortest product that has a text: summary ⊂ deck (slides and notes) ⊂ memo."""

    SUMMARY = 1
    DECK = 2
    MEMO = 3


class Product(Enum):
    """The three files; the value is the name used on the command line and in file names."""

    MEMO = "memo"
    DECK = "deck"
    SUMMARY = "summary"


class Role(Enum):
    """What a section does in the argument; decides its colour and its column of the map."""

    CAUSE = "cause"
    EFFECT = "effect"
    RESPONSE = "response"
    OTHER = "other"


class Level(Enum):
    """How firmly the source says something; drawn as a full, half or open mark."""

    ASSERTED = "asserted"
    QUALIFIED = "qualified"
    POSSIBLE = "possible"


class Text(Struct, frozen=True, cache_hash=True):
    """One field of the brief, or fixed words, as the reader sees it; never empty.

    `slot` names it in all three files (letters, digits and `_`, at most 26 characters, unique in the
    outline). `path` is the field of the brief it comes from, "" for fixed words that follow no field; `also`
    are those of a line made of several.
    """

    slot: str
    runs: tuple[Run, ...]
    depth: Depth
    path: str = ""
    also: tuple[str, ...] = ()

    @property
    def plain(self) -> str:
        """The characters without their looks."""
        runs = self.runs
        return runs[0].text if len(runs) == 1 else "".join(run.text for run in runs)

    @property
    def unmarked(self) -> str:
        """The characters without the marks of notes."""
        return "".join(run.text for run in self.runs if not run.note)

    @property
    def notes(self) -> list[int]:
        """The numbers of the notes that it marks."""
        return [run.note for run in self.runs if run.note]


_STOPS = (".", "。", "!", "?", "！", "？", "…")
_CLOSING = "”’»」“\u00a0"  # may follow the stop of a quoted sentence


def ends_sentence(words: str) -> bool:
    """Return whether words end in a full stop or another mark that ends a sentence."""
    return words.rstrip(_CLOSING).endswith(_STOPS)


def wrapped(text: Text, pattern: str) -> Text:
    """Return a title inside a pattern of the labels, its runs kept: "… (continued)"."""
    before, _, after = pattern.partition("{title}")
    runs = (*((Run(before),) if before else ()), *text.runs, *((Run(after),) if after else ()))
    return replace(text, runs=runs)


class ProsePart(Struct, frozen=True, cache_hash=True):
    """A paragraph, list item or subheading of a longer text: all of it, or its sentences one by one.

    `number` is what a numbered item shows, "2.", and `value` the same as a number.
    """

    shape: Shape
    number: Text | None
    texts: tuple[Text, ...]
    value: int = 0


Prose = tuple[ProsePart, ...]


class Picture(Struct, frozen=True, cache_hash=True):
    """A re-encoded picture without metadata; `data` is PNG or JPEG, sizes in pixels.

    `path` is the field of the brief that its alternative text comes from. A drawing has its SVG, and its
    contours from back to front; `data` shows it where SVG is not understood.
    """

    data: bytes
    format: str
    width: int
    height: int
    alt: str
    path: str = ""
    svg: bytes = b""
    contours: tuple[Contour, ...] = ()

    @property
    def small(self) -> bool:
        """Whether it is too narrow for a slide: the memo shows it at its own size."""
        return self.width < 400  # pixels


class QrCode(Struct, frozen=True, cache_hash=True):
    """An address as a QR code: rows of modules, true where dark; it has a quiet zone of four around it."""

    url: str
    alt: Text
    modules: tuple[tuple[bool, ...], ...]

    @property
    def side(self) -> int:
        """The modules of a side, quiet zone included."""
        return len(self.modules) + 2 * QUIET

    @property
    def bars(self) -> Iterator[tuple[int, int, int]]:
        """Yield where dark modules are side by side: the first from left and top, and how many."""
        for y, row in enumerate(self.modules, QUIET):
            x = QUIET
            for dark, modules in groupby(row):
                count = len(list(modules))
                if dark:
                    yield x, y, count
                x += count


def texts(part: object) -> Iterator[Text]:
    """Yield every `Text` of a block or outline in the order of its fields, nested blocks included."""
    waiting: list[object] = [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Text):
            yield one
        elif isinstance(one, Struct | tuple):
            parts = one if isinstance(one, tuple) else astuple(one)
            waiting += [part for part in reversed(parts) if isinstance(part, Struct | tuple)]
