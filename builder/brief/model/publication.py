"""What a brief may say of who wrote, published and receives it, and of the texts that it points to."""

from __future__ import annotations

from typing import ClassVar, Literal

from builder.brief.kinds import (
    DAY,
    DOI,
    EMAIL,
    FOCUS,
    ISBN,
    ISSN,
    LANGUAGE,
    LINE,
    LINK,
    ORCID,
    SLUG,
    SOURCE_ID,
    inner,
    keyed,
    one_of,
    several,
)
from builder.brief.part import ANY_LINE, ANY_PROSE, CONDITION, NAMES, READERS, Part, optional, required
from builder.brief.texts.dates import Stated

Answer = Literal["yes", "no"]

LONGEST_CODED = 106  # bytes of an address: 41 modules a side (version 6) at error level M


class Person(Part):
    """A person who wrote the brief."""

    obvious: ClassVar[str] = "name"

    name: str = required(LINE, "Name as it should be printed.")
    role: str | None = optional(ANY_LINE, "Job or role, e.g. `Senior Fellow`.")
    organisation: str | None = optional(NAMES, "The person's own organisations, one or several.")
    email: str | None = optional(EMAIL, "Address for questions; becomes a mailto link.")
    corresponding: Answer = optional(
        one_of(Answer, true="yes", false="no"),
        "Whether to write to this author where four or more are shortened; default: the first with an email.",
        default="no",
    )
    orcid: str | None = optional(ORCID, "ORCID iD, as 16 digits in groups or as an address.")
    bio: str | None = optional(ANY_PROSE, "Short biography at the memo's end, up to 60 words.", words=60)
    audience: tuple[str, ...] | None = READERS
    if_: str | None = CONDITION


class Logo(Part):
    """The logo of an organisation."""

    obvious: ClassVar[str] = "path"

    path: str = required(LINE, "Picture file, relative to the brief.")
    alt: str | None = optional(
        LINE, "What the logo shows, for readers who cannot see it; default: the organisation's name."
    )


class Templates(Part):
    """The organisation's own Word and PowerPoint templates, into which memo and deck are built."""

    printed: ClassVar[bool] = False

    memo: str | None = optional(LINE, "Word template (DOTX, DOCX or DOTM), relative to the brief.")
    styles: dict[str, str] = optional(
        keyed(LINE), "Its styles for roles of the memo, where their names do not tell.", default={}
    )
    deck: str | None = optional(LINE, "PowerPoint template (POTX, PPTX or POTM), relative to the brief.")
    layouts: dict[str, str] = optional(
        keyed(LINE), "Its layouts for roles of the deck, where their names do not tell.", default={}
    )

    @property
    def roles(self) -> dict[str, dict[str, str]]:
        """The styles and layouts that are named, by product."""
        return {"memo": self.styles, "deck": self.layouts}

    @property
    def files(self) -> dict[str, str]:
        """The files that are named, by product."""
        return {name: file for name, file in (("memo", self.memo), ("deck", self.deck)) if file}


class Organisation(Part):
    """Who publishes the brief."""

    obvious: ClassVar[str] = "name"

    name: str = required(LINE, "The organisation that publishes the brief.")
    unit: str | None = optional(LINE, "Department or programme.")
    logo: Logo | None = optional(inner(Logo), "Logo for the memo's head and the cover.")


class Partner(Part):
    """Another organisation that stands behind the brief."""

    obvious: ClassVar[str] = "name"

    name: str = required(LINE, "Name as it should be printed.")
    logo: Logo | None = optional(inner(Logo), "Logo beside the organisation's own, in memo and deck.")
    url: str | None = optional(LINK, "Web address, to which the name is linked.")
    audience: tuple[str, ...] | None = READERS
    if_: str | None = CONDITION


class Cover(Part):
    """The picture of the cover, cut to the shape that each product has room for."""

    obvious: ClassVar[str] = "path"

    path: str = required(LINE, "Picture file, relative to the brief; 800 pixels wide or more.")
    alt: str = required(LINE, "Alternative text for readers who cannot see it, up to 30 words.", words=30)
    focus: tuple[str, ...] = optional(
        several(FOCUS, 2, parted=", "),
        "What stays in view where it is cut: `left`, `right`, `top`, `bottom`, or [x, y] from 0 to 1.",
        default=(),
        examples=[["top"], ["left", "top"], ["0.3", "0.6"]],
    )
    credit: str | None = optional(ANY_LINE, "Who made it, printed with it, e.g. `Photo: Jo Marsh`.")
    audience: tuple[str, ...] | None = READERS
    if_: str | None = CONDITION

    @property
    def point(self) -> tuple[float, float]:
        """The focus, as shares of width and height from the top left corner."""
        shares = {"left": 0.0, "right": 1.0, "top": 0.0, "bottom": 1.0}
        point = [0.5, 0.5]
        for axis, word in zip(self.axes, self.focus, strict=True):
            if axis is not None:
                point[axis] = shares[word] if word in shares else float(word)
        return point[0], point[1]

    @property
    def axes(self) -> tuple[int | None, ...]:
        """What each word of the focus is a share of: 0 for the width, 1 for the height, None for neither."""
        named = {"left": 0, "right": 0, "top": 1, "bottom": 1, "centre": None}
        return tuple(named.get(word, index) for index, word in enumerate(self.focus))


class Imprint(Part):
    """How the publication is cited and licensed: at the end of memo and deck, a line on the summary."""

    citation: str | None = optional(
        ANY_PROSE, "Suggested citation; default: made from authors, title, organisation, date and DOI."
    )
    series: str | None = optional(ANY_LINE, "The series it appears in.")
    number: str | None = optional(ANY_LINE, "Number in the series, e.g. `No. 12`.")
    place: str | None = optional(ANY_LINE, "Place of publication.")
    issn: str | None = optional(ISSN, "ISSN of the series, e.g. `1234-5679`.")
    isbn: str | None = optional(ISBN, "ISBN, with 10 or 13 digits.")
    doi: str | None = optional(DOI, "DOI, e.g. `10.5555/12345678`, or its address.")
    url: str | None = optional(LINK, "Address of the publication.")
    qr: Answer = optional(
        one_of(Answer, true="yes", false="no"),
        f"Whether the files have a QR code that leads to `url`, of up to {LONGEST_CODED} characters.",
        default="yes",
    )
    licence: str | None = optional(ANY_LINE, "Licence, e.g. `CC BY 4.0`.")
    funder: str | None = optional(NAMES, "Who paid for it.")
    acknowledgements: str | None = optional(ANY_PROSE, "Thanks, up to 60 words.", words=60)


class Audience(Part):
    """The readers of one edition of the brief."""

    plain: ClassVar[str] = "name"
    pair: ClassVar[tuple[str, str]] = ("name", "label")

    name: str = required(SLUG, "Used in `audience` lists and in file names.", examples=["public"])
    label: str | None = optional(
        LINE, "Label of the edition, printed beside the status, e.g. `Public version`."
    )


class Recipient(Part):
    """Somebody who is sent the released files."""

    printed: ClassVar[bool] = False

    name: str = required(LINE, "Name as used in the greeting.")
    email: str = required(EMAIL, "Email address.")
    audience: str | None = optional(SLUG, "Which edition to send; a name from `audiences`.")
    if_: str | None = CONDITION
    language: str | None = optional(LANGUAGE, "Language of the greeting; default: the brief's.")
    early: Answer = optional(
        one_of(Answer, true="yes", false="no"),
        "Whether `brief send` may send it to them before the embargo ends.",
        default="no",
    )


class Source(Part):
    """A text or data set that the brief rests on."""

    obvious: ClassVar[str] = "title"
    pair: ClassVar[tuple[str, str]] = ("id", "title")

    id: str = optional(SOURCE_ID, "A name for refs; default: from its title or address.", default="")
    title: str | None = optional(ANY_LINE, "null if not known.")
    author: str | None = optional(NAMES, "null if not known.")
    publisher: str | None = optional(NAMES, "null if not known.")
    volume: str | None = optional(ANY_LINE, "Volume of the journal, e.g. `12`.")
    issue: str | None = optional(ANY_LINE, "Issue of the volume, e.g. `3`.")
    date: str | None = optional(
        ANY_LINE, "As the source gives it; YYYY-MM-DD is formatted in the brief's language."
    )
    pages: str | None = optional(ANY_LINE, "First and last page, e.g. `45-67`.")
    url: str | None = optional(LINK, "Web address.")
    accessed: Stated | None = optional(DAY, "When the link was read.")
    file: str | None = optional(
        ANY_LINE, "The file that was read; in the brief's folder, `brief check --sources` compares with it."
    )
    note: str | None = optional(ANY_LINE, "Description, e.g. where the source has no title.")
    audience: tuple[str, ...] | None = READERS
    if_: str | None = CONDITION
