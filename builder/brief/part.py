"""A mapping becomes a part of the brief: no unknown keys, no nulls, and texts that only some may read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from builder.brief.kinds import Audiences, Line, Prose
from builder.brief.withheld import places


class Part(BaseModel):
    """A part of a brief: no unknown keys, no change after loading; null says the same as leaving it out."""

    # One validator is built when the first brief is read; one more for each part would double the time.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    text_stands_for: ClassVar[str] = ""  # plain text stands for a mapping that has only this key
    known_keys: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        cls.known_keys = frozenset(field.alias or name for name, field in cls.model_fields.items())

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, given: object) -> object:
        if isinstance(given, str) and cls.text_stands_for:
            return {cls.text_stands_for: given}
        if isinstance(given, dict) and None in given.values():
            known = cls.known_keys
            return {key: value for key, value in given.items() if value is not None or key not in known}
        return given


class Limited(str):
    """A text that only some audiences may read; to whoever does not ask, a text like any other."""

    audience: tuple[str, ...]

    def __new__(cls, text: str, audience: tuple[str, ...] = ()) -> Limited:
        limited = super().__new__(cls, text)
        limited.audience = audience
        return limited


class LimitedLine(Part):
    """A line, and who may read it."""

    text: Line = Field(description="The line.")
    audience: Audiences = Field(description="Who may read it: names from `audiences`.")


class LimitedProse(Part):
    """A text, and who may read it."""

    text: Prose = Field(description="The text.")
    audience: Audiences = Field(description="Who may read it: names from `audiences`.")


class _OrLimited:
    """Lets a text also be written as `{text, audience}`, which becomes a `Limited` text."""

    def __init__(self, kind: type[LimitedLine] | type[LimitedProse]) -> None:
        self.kind = kind

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(self._read, handler(source))

    def _read(self, given: object, plain: core_schema.ValidatorFunctionWrapHandler) -> object:
        if not isinstance(given, dict) or given.keys().isdisjoint(("text", "audience")):
            return plain(given)
        limited = self.kind.model_validate(given)
        return Limited(limited.text, limited.audience)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        self.kind.model_rebuild()
        return {"anyOf": [handler(schema), handler(self.kind.__pydantic_core_schema__)]}


# Texts that a brief may lack can be withheld from some; one that it needs goes with the part it stands in.
AnyLine: TypeAlias = Annotated[Line, _OrLimited(LimitedLine)]
AnyProse: TypeAlias = Annotated[Prose, _OrLimited(LimitedProse)]


def walk(part: Part) -> Iterator[tuple[str, Part]]:
    """Yield every part of a brief with its path, the brief itself first."""
    waiting: list[tuple[str, Part]] = [("", part)]
    while waiting:
        path, part = waiting.pop()
        yield path, part
        inner = []
        for key, value in items(path, part):
            if isinstance(value, Part):
                inner.append((key, value))
            elif isinstance(value, tuple) and value and isinstance(value[0], Part):
                inner += [(f"{key}[{index}]", one) for index, one in places(value)]
        waiting += reversed(inner)


def items(path: str, part: Part) -> Iterator[tuple[str, object]]:
    """Yield the values of a part with their paths in the brief's own keys."""
    dot = f"{path}." if path else ""
    for name, value in part.__dict__.items():
        yield dot + name.removesuffix("_"), value


def texts(path: str, part: Part) -> Iterator[tuple[str, str]]:
    """Yield every text that a part holds itself, with its path."""
    for key, value in items(path, part):
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, tuple):
            for index, one in places(value):
                if isinstance(one, str):
                    yield f"{key}[{index}]", one
                elif isinstance(one, tuple):  # the rows of a table
                    yield from ((f"{key}[{index}][{cell}]", str(text)) for cell, text in enumerate(one))
        elif isinstance(value, dict):
            yield from ((f"{key}.{inner}", str(text)) for inner, text in value.items())
