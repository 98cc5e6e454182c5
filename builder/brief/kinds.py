"""The kinds of value that a field of a brief may hold, and the texts among them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, assert_never, cast, get_args

from msgspec import Struct

from builder.brief.texts.dates import Stated, exact, moment

if TYPE_CHECKING:
    from builder.brief.part import Part

T = TypeVar("T")


class Kind(Struct, Generic[T], frozen=True):
    """What a value of the type `T` looks like in brief.yaml."""


class Text(Kind[str], frozen=True):
    """Up to `most` characters that match `pattern`; `limited` is its form `{text, audience}`, if any.

    `empty` is what an empty value is read as; what `joins` several texts that may be given for it; where it
    `waits`, the TBD of a final brief means that nothing is known. A `structured` one may have several
    paragraphs, lists and subheadings, a `noted` one marks of notes. Of one with `shown`, no more characters
    are shown besides its markup.
    """

    pattern: str
    most: int | None = None
    limited: type[Part] | None = None
    empty: str | None = None
    joins: str = ""
    waits: bool = False
    structured: bool = False
    noted: bool = False
    shown: int | None = None

    def too_long(self, length: int) -> str:
        """Say that a text of so many characters is too long."""
        return f"the text has {length:,} characters; the limit is {self.shown or self.most:,}"


class Amount(str):
    """A number as it is printed, with its value and unit; otherwise a text like any other."""

    number: Decimal
    unit: str

    def __new__(cls, text: str, number: Decimal, unit: str = "") -> Amount:
        amount = super().__new__(cls, text)
        amount.number, amount.unit = number, unit
        return amount


class Shown(str):
    """A value of a parameter as it is printed, with what programs read; otherwise a text like any other."""

    raw: str

    def __new__(cls, text: str, raw: str) -> Shown:
        shown = super().__new__(cls, text)
        shown.raw = raw
        return shown


class Choice(Kind[T], frozen=True):
    """One of some words; `other` words mean one of them, and `unclear` ones could be a confidence."""

    words: tuple[str, ...]
    other: Mapping[str, str] = {}
    unclear: Mapping[str, str] = {}


class Day(Kind[Stated], frozen=True):
    """A date as YYYY-MM-DD, or less exact."""


class Moment(Kind[datetime], frozen=True):
    """A date and time with its time zone."""


class Number(Kind[Decimal], frozen=True):
    """A number with its decimal places as they are typed: 118.40 has two."""

    optional: bool = False  # – and null are values, too: there is no number


class Several(Kind[tuple[T, ...]], frozen=True):
    """A list of `least` to `most` items of one kind; one text may hold several, parted by `parted`."""

    item: AnyKind
    least: int
    most: int
    parted: str = ""


class Keyed(Kind[dict[str, T]], frozen=True):
    """Any keys, with values of one kind."""

    value: AnyKind


class Inner(Kind[T], frozen=True):
    """A part of the brief with fields of its own."""

    part: type[Part]


AnyKind: TypeAlias = "Text | Choice[Any] | Day | Moment | Number | Several[Any] | Keyed[Any] | Inner[Any]"


def one_of(literal: object, *, asks: Mapping[str, str] | None = None, **other: str) -> Kind[Any]:
    """Return the kind of a `Literal` type; `other` words are read as one of its own.

    For those in `asks`, the author is asked whether a confidence is meant.
    """
    return Choice(get_args(literal), other, asks or {})


def several(item: Kind[T], most: int, least: int = 0, parted: str = "") -> Kind[tuple[T, ...]]:
    """Return the kind of a list."""
    return Several(cast(AnyKind, item), least, most, parted)


def keyed(value: Kind[T]) -> Kind[dict[str, T]]:
    """Return the kind of a mapping with any keys."""
    return Keyed(cast(AnyKind, value))


def inner(part: type[T]) -> Kind[T]:
    """Return the kind of a part of the brief."""
    return Inner(cast("type[Part]", part))


def is_structured(kind: AnyKind) -> bool:
    """Return whether a value may have several paragraphs, lists and subheadings."""
    return isinstance(kind, Text) and kind.structured


def is_noted(kind: AnyKind) -> bool:
    """Return whether a value, or a text in it, may have marks of notes."""
    match kind:
        case Text():
            return kind.noted
        case Several():
            return is_noted(kind.item)
        case Keyed():
            return is_noted(kind.value)
        case Choice() | Day() | Moment() | Number() | Inner():
            return False
        case _:
            assert_never(kind)


def may_be_empty(kind: AnyKind) -> bool:
    """Return whether null is a value of a kind."""
    return (isinstance(kind, Text) and kind.empty is not None) or (isinstance(kind, Number) and kind.optional)


def may_be(kind: AnyKind, given: object) -> bool:
    """Return whether a value looks like one of a kind."""
    match kind:
        case Text() | Choice() | Day() | Moment() | Number():
            return isinstance(given, str)
        case Several():
            return given is not None
        case Inner(part=part):
            return isinstance(given, dict) or (isinstance(given, str) and (part.plain or part.obvious) != "")
        case Keyed():
            return isinstance(given, dict)
        case _:
            assert_never(kind)


def stand_in(kind: AnyKind) -> Any:
    """Return a value of a kind."""
    match kind:
        case Text():
            return "x"
        case Choice(words=words):
            return words[0]
        case Several(item=item, least=least):
            return (stand_in(item),) * least
        case Keyed():
            return {}
        case Inner(part=part):
            required = {field.name: field.kind for field in part.fields.values() if field.is_required}
            return part(**{name: stand_in(inside) for name, inside in required.items()})
        case Day():
            return exact("2000-01-01")
        case Moment():
            return moment("2000-01-01T00:00Z")
        case Number():
            return Decimal(1)
        case _:
            assert_never(kind)


NOT_BLANK = r"[^\s\u00ad\u200b\u2060]"  # characters without form or width do not make a text either

LINE = Text(NOT_BLANK, 500)
CLAIM = Text(NOT_BLANK, 500, shown=220)  # twice its budget
NOTED = Text(NOT_BLANK, 500, noted=True)  # a line that is no title or name
NOTE = Text(NOT_BLANK, 2000)
PROSE = Text(NOT_BLANK, 5000, noted=True)
STRUCTURED = Text(NOT_BLANK, 5000, structured=True, noted=True)
SLUG = Text(r"^[a-z0-9][a-z0-9_-]{0,39}$")
SECTION = Text(SLUG.pattern)  # the id of a section
SOURCE_ID = Text(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")
REF = Text(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}(#\S{1,60})?$")
LANGUAGE = Text(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
LINK = Text(r"^([Hh][Tt][Tt][Pp][Ss]?://|[Mm][Aa][Ii][Ll][Tt][Oo]:)\S+$", 2000)
EMAIL = Text(r"^[^\s@]+@[^\s@]+$", 200)
ORCID = Text(r"^(https?://orcid\.org/)?[0-9]{4}(-[0-9]{4}){2}-[0-9]{3}[0-9X]$")
ISSN = Text(r"^[0-9]{4}-[0-9]{3}[0-9X]$")
ISBN = Text(r"^(97[89][ -]?)?[0-9]([ -]?[0-9]){8}[ -]?[0-9X]$")
DOI = Text(r"^(https?://(dx\.)?doi\.org/|doi:)?10\.[0-9]{4,9}/\S+$", 300)
EXACT_NUMBER = r"-?[0-9]{1,15}(?:\.[0-9]{1,12})?"
FORMULA = Text(rf"^(?:=.+|{EXACT_NUMBER})$", 200)  # a number, or how it follows from others
UNIT = Text(NOT_BLANK, 40)
ROUNDING = Text(r"^(?:1[0-2]|[0-9]|(?:1[0-5]|[1-9]) digits)$")
ROWS = Text(r"^[1-9][0-9]{0,5}(?:-[1-9][0-9]{0,5})?$")
CELL = Text(NOT_BLANK, 500, empty="–", noted=True)
CELLS = several(CELL, 9)
NAME = Text(r"^[a-z][a-z0-9_]{0,39}$")  # as a condition writes it
GIVEN = Text("", 500, empty="")  # may be empty
# Where the middle of a cut picture is: a side, or shares of its width and height.
FOCUS = Text(r"^(left|right|top|bottom|centre|0|1|[01]?\.[0-9]+|1\.0+)$")
DAY = Day()
MOMENT = Moment()
NUMBER = Number()
VALUE = cast("Kind[Decimal | None]", Number(optional=True))
NO_NUMBER = ("", "-", "–", "—")  # what is written where there is no number
