"""What a brief may set apart from its text: tables, pictures, boxes, quotations, terms and notes."""

from __future__ import annotations

from typing import ClassVar, Literal

from builder.brief.kinds import (
    CELL,
    CELLS,
    LINE,
    NOTE,
    NOTED,
    PROSE,
    SECTION,
    SLUG,
    SOURCE_ID,
    STRUCTURED,
    inner,
    one_of,
    several,
)
from builder.brief.model.charts import CHART_KIND, ChartKind
from builder.brief.model.data import Selection
from builder.brief.part import (
    ANY_LINE,
    ANY_NOTED,
    CONDITION,
    PLACE,
    READERS,
    REFS,
    Part,
    listed,
    optional,
    required,
)

BoxKind = Literal["case", "method", "definition", "example"]


class Table(Part):
    """A table of words or numbers, on its side in the memo and divided over slides where it is wide."""

    id: str | None = optional(SLUG, "A name for the table.")
    title: str = required(LINE, "What the table shows, as a sentence.")
    section: str | None = PLACE
    from_: Selection | None = optional(
        inner(Selection), "Data file that it is taken from, in place of `columns` and `rows`."
    )
    columns: tuple[str, ...] = required(several(CELL, 9, 2), "Column headings.")
    rows: tuple[tuple[str, ...], ...] = required(
        several(CELLS, 200, 1), "Rows of cells, one cell per column; write – for an empty cell."
    )
    chart: ChartKind | None = optional(
        CHART_KIND, "Draws its columns of numbers, too: the deck has this chart, the memo both."
    )
    highlight: tuple[str, ...] = listed(
        LINE, 9, "Rows and columns to emphasise, by name; `row | column` for one cell."
    )
    notes: str | None = optional(ANY_NOTED, "A note on how to read it.")
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS
    if_: str | None = CONDITION


class Figure(Part):
    """A picture with a title and alt text."""

    obvious: ClassVar[str] = "path"

    id: str | None = optional(SLUG, "A name for the figure.")
    path: str = required(LINE, "Picture file, relative to the brief.")
    title: str = required(LINE, "What the figure shows, as a sentence.")
    alt: str = required(LINE, "Alternative text for readers who cannot see it, up to 30 words.", words=30)
    caption: str | None = optional(ANY_NOTED, "A note below the figure.")
    credit: str | None = optional(ANY_LINE, "Who made it, printed with it, e.g. `Photo: Jo Marsh`.")
    section: str | None = PLACE
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS
    if_: str | None = CONDITION


class Box(Part):
    """A case, method, definition or example, set apart from the text."""

    obvious: ClassVar[str] = "text"
    pair: ClassVar[tuple[str, str]] = ("title", "text")

    kind: BoxKind | None = optional(one_of(BoxKind, case_study="case"), "What it holds, named over it.")
    title: str = required(LINE, "What it is about, up to 12 words.", words=12)
    text: str = required(STRUCTURED, "The box in prose, 40 to 150 words, lists included.", words=150)
    section: str | None = PLACE
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS
    if_: str | None = CONDITION


class Quote(Part):
    """Words of somebody, set apart from the text."""

    obvious: ClassVar[str] = "text"

    text: str = required(PROSE, "The words, up to 40; quotation marks are set for you.", words=40)
    speaker: str | None = optional(ANY_LINE, "Who said or wrote them.")
    role: str | None = optional(ANY_LINE, "Who that is, e.g. `market trader`.")
    section: str | None = optional(
        SECTION, "Section at whose end they are placed; without one they come before all sections."
    )
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS
    if_: str | None = CONDITION


class Term(Part):
    """A term that the memo explains."""

    pair: ClassVar[tuple[str, str]] = ("term", "definition")

    term: str = required(LINE, "The term.")
    definition: str = required(NOTED, "What it means here.")
    audience: tuple[str, ...] | None = READERS
    if_: str | None = CONDITION


class Note(Part):
    """An explanatory note, which a text marks with `[^id]`; `^[text]` in a text is one without an id."""

    pair: ClassVar[tuple[str, str]] = ("id", "text")

    id: str = required(SOURCE_ID, "The name by which a text marks it, e.g. `costs` for `[^costs]`.")
    text: str = required(NOTE, "The note, up to 60 words.", words=60)
    audience: tuple[str, ...] | None = READERS
    if_: str | None = CONDITION
