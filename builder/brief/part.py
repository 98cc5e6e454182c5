"""What every part of a brief is: declared fields, with kind and description; and how a brief is marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Literal, TypeVar, cast, dataclass_transform, overload

from msgspec import NODEFAULT, Struct, StructMeta
from msgspec.structs import replace

from builder.brief.kinds import (
    LINE,
    MOMENT,
    NOTED,
    PROSE,
    REF,
    SECTION,
    SLUG,
    STRUCTURED,
    AnyKind,
    Kind,
    Text,
    inner,
    one_of,
    several,
)

T = TypeVar("T")


class Field(Struct, frozen=True):
    """A key of a part: the kind of its value, and its default, which a required key has not.

    `words` is the most that it should have; `name` is the attribute that holds the value.
    """

    kind: AnyKind
    description: str
    default: Any = NODEFAULT
    words: int = 0
    examples: tuple[object, ...] = ()
    name: str = ""

    @property
    def is_required(self) -> bool:
        return self.default is NODEFAULT


# Declared in a class, a field is its description; in an instance it is its value, of which the types speak.


def required(kind: Kind[T], description: str, *, words: int = 0, examples: Sequence[object] = ()) -> T:
    """Declare a key that must have a value."""
    return cast(T, Field(cast(AnyKind, kind), description, NODEFAULT, words, tuple(examples)))


@overload
def optional(
    kind: Kind[T], description: str, *, words: int = 0, examples: Sequence[object] = ()
) -> T | None: ...
@overload
def optional(
    kind: Kind[T], description: str, *, default: T, words: int = 0, examples: Sequence[object] = ()
) -> T: ...
def optional(
    kind: Kind[T],
    description: str,
    *,
    default: T | None = None,
    words: int = 0,
    examples: Sequence[object] = (),
) -> T | None:
    """Declare a key that may be left out."""
    return cast(T, Field(cast(AnyKind, kind), description, default, words, tuple(examples)))


def listed(item: Kind[T], most: int, description: str, *, parted: str = "") -> tuple[T, ...]:
    """Declare a list of up to `most` items that may be left out; `parted` is for items in one text."""
    return optional(several(item, most, parted=parted), description, default=())


@dataclass_transform(frozen_default=True, kw_only_default=True)
class _Declared(StructMeta):
    """Makes the fields that are declared in a class known as its `fields`, by their keys in brief.yaml."""

    fields: Mapping[str, Field]

    def __new__(
        cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **settings: Any
    ) -> _Declared:
        declared = {key: value for key, value in namespace.items() if isinstance(value, Field)}
        for key, field in declared.items():
            if field.is_required:
                del namespace[key]
            else:
                namespace[key] = field.default
        part: _Declared = super().__new__(cls, name, bases, namespace, frozen=True, kw_only=True, **settings)
        part.fields = {key.removesuffix("_"): replace(field, name=key) for key, field in declared.items()}
        return part


class Part(Struct, metaclass=_Declared):
    """A part of a brief, which does not change after loading."""

    fields: ClassVar[Mapping[str, Field]]
    printed: ClassVar[bool] = True  # whether its texts are in the files
    plain: ClassVar[str] = ""  # plain text may be written for a mapping that has only this key
    obvious: ClassVar[str] = ""  # the key that is meant where a plain text is written for the mapping
    listed: ClassVar[bool] = False  # a list may be written for a mapping of two keys: one value, then several
    pair: ClassVar[tuple[str, str]] = ("", "")  # what key and value are in a mapping of other keys; a value
    # that is a mapping itself has the rest of the part

    @classmethod
    def paired(cls, key: str, value: Any) -> dict[str, Any]:
        """Return the values of a part from key and value: `GHG: gas`, or `GHG: {definition: gas}`."""
        first, second = cls.pair
        return {first: key, **(value if isinstance(value, dict) else {second: value})}


_AUDIENCES = several(SLUG, 10, 1)

REFS = optional(
    several(REF, 12, parted=",;"),
    "Sources this rests on: `source_id` or `source_id#locator`.",
    default=(),
    examples=[["report#p4"]],
)
PLACE = optional(SECTION, "Section at whose end it is placed; without one it goes in the annex.")
READERS = optional(
    _AUDIENCES,
    "Who may read it: names from `audiences`. Without this key, everybody.",
    examples=[["internal"]],
)
CONDITION = optional(
    LINE,
    "Keeps the part only where this is true of `params`: `region == 'north' and riders > 100`.",
    examples=["region == 'north'"],
)


class Limited(str):
    """A text that only some audiences may read; otherwise a text like any other."""

    audience: tuple[str, ...]

    def __new__(cls, text: str, audience: tuple[str, ...] = ()) -> Limited:
        limited = super().__new__(cls, text)
        limited.audience = audience
        return limited


class LimitedLine(Part):
    """A line, and who may read it."""

    text: str = required(LINE, "The line.")
    audience: tuple[str, ...] = required(_AUDIENCES, "Who may read it: names from `audiences`.")


class LimitedProse(Part):
    """A text, and who may read it."""

    text: str = required(PROSE, "The text.")
    audience: tuple[str, ...] = required(_AUDIENCES, "Who may read it: names from `audiences`.")


class LimitedStructured(Part):
    """A text of paragraphs, lists and subheadings, and who may read it."""

    text: str = required(STRUCTURED, "The text.")
    audience: tuple[str, ...] = required(_AUDIENCES, "Who may read it: names from `audiences`.")


# Optional texts can be withheld from some readers; a required one goes with the part it is in.
ANY_LINE = Text(LINE.pattern, LINE.most, LimitedLine)
LONGEST_KIND = 40  # characters of the name of the brief's kind
KIND_NAME = Text(LINE.pattern, LONGEST_KIND)
ANY_PROSE = Text(PROSE.pattern, PROSE.most, LimitedProse, noted=True)
ANY_NOTED = Text(NOTED.pattern, NOTED.most, LimitedLine, noted=True)
NAMES = Text(LINE.pattern, LINE.most, LimitedLine, joins=", ")  # one or several, in one line
OWNERS = Text(LINE.pattern, LINE.most, LimitedLine, joins=", ", waits=True)
ASKS = Text(NOTED.pattern, NOTED.most, LimitedLine, joins="; ", noted=True)
WHEN = Text(LINE.pattern, LINE.most, LimitedLine, waits=True)
ANY_STRUCTURED = Text(STRUCTURED.pattern, STRUCTURED.most, LimitedStructured, structured=True, noted=True)


# Markings, which every edition has.

Scheme = Literal["tlp", "uk", "cui", "free"]

# FIRST's TLP 2.0, the United Kingdom's Government Security Classifications, the CUI banner of 32 CFR 2002.
SCHEME_LABELS: dict[str, tuple[str, ...]] = {
    "tlp": ("RED", "AMBER", "AMBER+STRICT", "GREEN", "CLEAR"),
    "uk": ("OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET"),
    "cui": ("CUI", "CONTROLLED"),
    "free": (),
}


class Designation(Part):
    """Who designated the CUI in the brief, on the first page of each file."""

    obvious: ClassVar[str] = "controlled_by"

    controlled_by: tuple[str, ...] = required(several(LINE, 2, 1), "The agency, and the office in it.")
    categories: tuple[str, ...] = listed(
        LINE, 6, "CUI categories as in the registry, e.g. `PRVCY`.", parted=",;"
    )
    dissemination: str | None = optional(LINE, "Limited dissemination control, e.g. `NOFORN`.")
    contact: str | None = optional(LINE, "Point of contact: a name with a telephone number or address.")


class Marking(Part):
    """How the brief may be handed on: on every page and slide of all three files."""

    obvious: ClassVar[str] = "label"

    scheme: Scheme = required(one_of(Scheme), "`tlp`, `uk`, `cui` or `free` (any words).")
    label: str = required(
        LINE, "The handling label, e.g. `AMBER` for TLP:AMBER.", examples=["AMBER", "OFFICIAL", "CUI"]
    )
    caveat: str | None = optional(LINE, "Restrictions beside the label; after a `uk` label, its descriptor.")
    embargo_until: datetime | None = optional(MOMENT, "Date, time and zone, e.g. 2026-03-01T09:00+00:00.")
    designation: Designation | None = optional(
        inner(Designation), "The designation indicator of a `cui` label."
    )
