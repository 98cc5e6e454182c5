"""What is placed in a section or the annex: tables, pictures, boxes and quotations."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from msgspec import Struct

from builder.outline.text import Depth, Picture, Prose, Role, Text


class Emphasis(Enum):
    """Why a cell is set apart: it sums others up (bold), or the author names it (in a role's colour too)."""

    TOTAL = "total"
    HIGHLIGHT = "highlight"


class Cell(Struct, frozen=True, cache_hash=True):
    text: Text
    empty: bool = False  # "–": not mentioned
    amount: bool = False  # of a column of numbers, aligned at their decimal marks
    tail: str = ""  # of a number, what is right of that line: ".5 %"
    emphasis: Emphasis | None = None
    value: Decimal | None = None  # of a number


class Row(Struct, frozen=True, cache_hash=True):
    cells: tuple[Cell, ...]


class Table(Struct, frozen=True, cache_hash=True):
    """A table of the brief, or the actors, or the glossary."""

    kind: str  # "table", "actors", "glossary", "risks"
    heading: Text  # kicker in the deck and memo heading for risks, e.g. "Actors", "Table 1"
    number: Text  # "Table 1"
    title: Text
    columns: tuple[Text, ...]
    rows: tuple[Row, ...]
    notes: Text | None
    refs: Text | None
    depth: Depth
    annex: bool
    role: Role = Role.OTHER  # of its section
    refs_label: Text | None = None  # "Source:", where the references stand alone


class Figure(Struct, frozen=True, cache_hash=True):
    """A picture of the brief; one with few pixels is in the memo alone."""

    number: Text  # "Figure 2"
    title: Text
    picture: Picture
    alt: Text
    caption: Text | None
    credit: Text | None
    refs: Text | None
    annex: bool
    refs_label: Text | None = None  # "Source:", where the references stand alone


class SideBox(Struct, frozen=True, cache_hash=True):
    """A case, method, definition or example, apart from the text."""

    number: Text  # "Box 1"
    kind: Text | None  # "Case study", unless the title says so
    title: Text
    text: Prose
    refs: Text | None
    annex: bool


class PullQuote(Struct, frozen=True, cache_hash=True):
    """Words of somebody, in quotation marks."""

    heading: Text  # "Quotation"; title of the slide where nobody is named
    text: Text
    speaker: Text | None
    role: Text | None
    refs: Text | None
