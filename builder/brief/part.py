"""What every part of a brief is: declared fields, each with its kind of value and its words for an editor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeVar, cast, dataclass_transform, overload

from msgspec import NODEFAULT, Struct, StructMeta
from msgspec.structs import replace

from builder.brief.kinds import LINE, PROSE, REF, SLUG, STRUCTURED, AnyKind, Kind, Text, several

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
    plain: ClassVar[str] = ""  # plain text may be written for a mapping that has only this key
    obvious: ClassVar[str] = ""  # the key that is meant where a plain text is written for the mapping
    pair: ClassVar[tuple[str, str]] = ("", "")  # what key and value are in a mapping of other keys


_AUDIENCES = several(SLUG, 10, 1)

REFS = optional(
    several(REF, 12, parted=",;"),
    "Sources this rests on: `source_id` or `source_id#locator`.",
    default=(),
    examples=[["report#p4"]],
)
PLACE = optional(SLUG, "Section at whose end it is placed; without one it goes in the annex.")
READERS = optional(
    _AUDIENCES,
    "Who may read it: names from `audiences`. Without this key, everybody.",
    examples=[["internal"]],
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
ANY_PROSE = Text(PROSE.pattern, PROSE.most, LimitedProse)
NAMES = Text(LINE.pattern, LINE.most, LimitedLine, joins=True)  # one or several, in one line
OWNERS = Text(LINE.pattern, LINE.most, LimitedLine, joins=True, waits=True)
WHEN = Text(LINE.pattern, LINE.most, LimitedLine, waits=True)
ANY_STRUCTURED = Text(STRUCTURED.pattern, STRUCTURED.most, LimitedStructured, structured=True)
