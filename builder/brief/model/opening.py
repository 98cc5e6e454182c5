"""What a brief may say before its arguments: the answer, what to keep, and what to know first."""

from __future__ import annotations

from typing import ClassVar

from builder.brief.kinds import LINE, PROSE, SLUG, STRUCTURED
from builder.brief.part import (
    ANY_LINE,
    ANY_PROSE,
    ASKS,
    CONDITION,
    READERS,
    REFS,
    Part,
    listed,
    optional,
    required,
)


class BottomLine(Part):
    """The whole answer first."""

    plain: ClassVar[str] = "text"

    text: str = required(PROSE, "The whole answer in 40 to 60 words.", words=60)
    headline: str | None = optional(ANY_LINE, "Title of the bottom-line slide, up to 17 words.", words=17)
    ask: str | None = optional(
        ASKS, "What the reader is asked to do: one imperative, up to 25 words.", words=25
    )


class KeyMessage(Part):
    """One of the messages that a reader should keep."""

    plain: ClassVar[str] = "text"

    text: str = required(PROSE, "A full sentence, up to 30 words.", words=30)
    arguments: tuple[str, ...] = listed(SLUG, 6, "Ids of the arguments that carry it.")
    audience: tuple[str, ...] | None = READERS
    if_: str | None = CONDITION


class KeyFigure(Part):
    """A number that a reader should keep, shown large under the bottom line."""

    obvious: ClassVar[str] = "value"
    pair: ClassVar[tuple[str, str]] = ("value", "label")

    value: str = required(LINE, "The number, e.g. `+19.8 %`, `€4.68` or `1 in 3`.", examples=["+19.8 %"])
    unit: str | None = optional(ANY_LINE, "Its unit, set smaller; default: what follows the number.")
    label: str = required(
        LINE, "What it is a number of, up to 8 words, e.g. `spending, 2025 to 2029`.", words=8
    )
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS
    if_: str | None = CONDITION


class Context(Part):
    """What a reader must know before the arguments."""

    obvious: ClassVar[str] = "text"

    headline: str | None = optional(ANY_LINE, "Title of the context slide, up to 17 words.", words=17)
    text: str = required(STRUCTURED, "What a reader must know first, 60 to 130 words.", words=130)
    why_now: str | None = optional(ANY_PROSE, "Why this matters now, up to 35 words.", words=35)
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS
    if_: str | None = CONDITION


class Event(Part):
    """What the brief is about: the map's middle node."""

    obvious: ClassVar[str] = "label"

    label: str = required(LINE, "The map's middle node, up to 5 words.", words=5)
    text: str | None = optional(ANY_LINE, "One line under it, up to 15 words.", words=15)
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS
    if_: str | None = CONDITION
