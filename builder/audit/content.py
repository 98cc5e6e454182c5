"""What a finished file says: its visible words in reading order, each with its place, and its properties."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from msgspec import Struct, field

from builder.outline.text import Level

FIELD = "\N{OBJECT REPLACEMENT CHARACTER}"  # a page number, counted by the program that shows the file


class Kind(Enum):
    """Where a reader meets a text."""

    BODY = "body"
    TITLE = "title"  # the title placeholder of a slide
    NOTES = "notes"  # a slide's speaker notes; a memo's footnotes, endnotes and comments
    HEADER = "header"
    FOOTER = "footer"
    LAYOUT = "layout"  # drawn on a slide by its layout or master
    ALT = "alt"  # read aloud in place of a picture, figure or table


class Utterance(Struct, frozen=True):
    """One paragraph, cell, alternative text or printed line.

    `place` tells a person where it stands ("slide 7, notes"), `page` counts slides and printed pages from 1
    and is 0 in a memo. `slot` is the identity of the text that the file itself carries, where it does.
    """

    place: str
    text: str
    kind: Kind = Kind.BODY
    page: int = 0
    slot: str | None = None


class Link(Struct, frozen=True):
    """Words that lead to an address."""

    place: str
    text: str
    url: str


class Shown(Struct, frozen=True):
    """A picture, told apart by the SHA-256 of its bytes."""

    place: str
    digest: str


class Sign(Struct, frozen=True):
    """A mark of certainty as it is drawn; `page` counts slides from 1 and is 0 in a memo."""

    place: str
    page: int
    level: Level


class Spoken(NamedTuple):
    """Where a language is first set, and whether ideographs are said in it."""

    place: str
    ideographs: bool


class Stroke(Struct, frozen=True):
    """A line of a slide or figure: its arrow heads at start and end, and the shapes it is glued to, by name.

    `points` are where it runs, in points from the corner of the slide or figure; `ends` are the words of the
    shapes that it touches there, "" where it touches none or several.
    """

    place: str
    page: int
    dashed: bool
    heads: tuple[bool, bool]
    glued: tuple[str | None, str | None]
    points: tuple[tuple[float, float], ...]
    ends: tuple[str, str] = ("", "")


class Said(Struct, frozen=True):
    """Everything one file says; `utterances` in reading order, notes after their slide's body.

    `pages` counts printed pages or slides and is 0 for a memo, which has no pages before it is shown.
    `hidden` are the places of text that cannot be seen, with the reason where there are several,
    `without_alt` those of pictures, figures and tables that neither have an alternative text nor are marked
    as decoration. `fields` tells all words that the program puts in by itself, but for page numbers; `builds`
    are the build ids that an Office file carries, each with where: bookmarks, headers and footers (eight
    digits), properties, snapshot. `strokes` are its connectors and arrows, `pictures` what it embeds, in the
    order in which they stand; a PDF tells neither. `aloud` is whether a printed page is tagged so that it is
    read aloud in the order in which it is seen. Of Office files only: `marks` are the marks of certainty,
    `spoken` tells where each language is set, `about` the properties beside the four above, `program` what
    saved the file last, `unsettled` the tracked changes that wait to be accepted or rejected, by author,
    `numbered` the slides that show their number.
    """

    utterances: tuple[Utterance, ...]
    pages: int = 0
    title: str = ""
    subject: str = ""
    author: str = ""
    keywords: str = ""
    languages: frozenset[str] = frozenset()
    links: tuple[Link, ...] = ()
    hidden: tuple[str, ...] = ()
    without_alt: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    builds: frozenset[tuple[str, str]] = frozenset()
    pictures: tuple[Shown, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    aloud: bool = True
    marks: tuple[Sign, ...] = ()
    spoken: Mapping[str, Spoken] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    program: str = ""
    unsettled: Mapping[str, int] = field(default_factory=dict)
    numbered: frozenset[int] = frozenset()

    def of(self, *kinds: Kind) -> tuple[Utterance, ...]:
        """Return the utterances of these kinds, in order."""
        return tuple(said for said in self.utterances if said.kind in kinds)
