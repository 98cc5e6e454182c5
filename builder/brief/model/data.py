"""What a brief may say of numbers: facts, and the data files that facts, tables and charts take them from."""

from __future__ import annotations

from typing import ClassVar

from builder.brief.kinds import CELL, DAY, FORMULA, LINE, ROUNDING, ROWS, SLUG, UNIT, inner, keyed
from builder.brief.part import CONDITION, READERS, REFS, Part, listed, optional, required
from builder.brief.texts.dates import Stated

_ROUNDING = "Decimals, or significant digits: `1`, `3 digits`"


class Selection(Part):
    """What a fact, a table or a chart takes from a data file."""

    printed: ClassVar[bool] = False
    obvious: ClassVar[str] = "data"

    data: str = required(SLUG, "Id of the data file; one of `data`.")
    columns: tuple[str, ...] = listed(LINE, 9, "Its columns by their names, in order; default: all of them.")
    where: dict[str, str] = optional(
        keyed(CELL), "Which rows: the value that they have in a column, e.g. `{year: 2026}`.", default={}
    )
    rows: str | None = optional(ROWS, "Which of these rows, counted from 1: `3` or `1-10`; default: all.")
    rounding: str | None = optional(ROUNDING, f"{_ROUNDING}; default: as in the file.")


class DataFile(Part):
    """A file of numbers in the brief's folder: CSV, JSON, XLSX or Parquet; it is never copied."""

    printed: ClassVar[bool] = False
    pair: ClassVar[tuple[str, str]] = ("id", "file")

    id: str = required(SLUG, "A name for `from`.")
    file: str = required(LINE, "The file, relative to the brief; its first row names the columns.")
    sheet: str | None = optional(LINE, "Sheet of an XLSX file; default: the first one.")


class Fact(Part):
    """A number that the brief states once, for every place that says `{fact:id}`."""

    printed: ClassVar[bool] = False
    pair: ClassVar[tuple[str, str]] = ("id", "value")

    id: str = required(SLUG, "The name by which a text uses it, e.g. `riders` for `{fact:riders}`.")
    value: str | None = optional(
        FORMULA,
        "A number, or how it follows from other facts: `= a - b`, `= share(a, b)`, `= change(a, b)`.",
        examples=["1200", "= share(sundays, days)"],
    )
    from_: Selection | None = optional(inner(Selection), "Where it is in a data file.")
    unit: str | None = optional(UNIT, "Unit, printed with the number: `%`, `km`, `€ million`.")
    rounding: str | None = optional(ROUNDING, f"{_ROUNDING}; default: as typed.")
    label: str | None = optional(LINE, "What it is the number of, e.g. `ferry passengers`; never printed.")
    as_of: Stated | None = optional(DAY, "Date of which it holds.")
    refs: tuple[str, ...] = REFS
    audience: tuple[str, ...] | None = READERS
    if_: str | None = CONDITION
