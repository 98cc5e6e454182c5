"""What a brief may say of its parameters: what differs between the briefs of a batch."""

from __future__ import annotations

from typing import ClassVar, Literal

from builder.brief.kinds import CELL, GIVEN, LINE, NAME, UNIT, one_of
from builder.brief.part import Part, listed, optional, required

ParamType = Literal["text", "number", "date", "bool"]


class Param(Part):
    """A value that each row of a batch gives, for every place that says `{param:name}`."""

    printed: ClassVar[bool] = False
    pair: ClassVar[tuple[str, str]] = ("name", "default")

    name: str = required(NAME, "The name by which a text uses it: lower-case letters, digits and `_`.")
    type: ParamType = optional(
        one_of(ParamType, string="text", decimal="number", integer="number", day="date", boolean="bool"),
        "What its values are. Shares and money are numbers with a unit.",
        default="text",
    )
    unit: str | None = optional(UNIT, "Unit of a number, printed with it: `%`, `km`, `€ million`.")
    allowed: tuple[str, ...] = listed(CELL, 200, "The only values that it may have; default: any.")
    default: str | None = optional(
        GIVEN, "Its value where no row gives one; empty text is a value. Without it every row must."
    )
    label: str | None = optional(LINE, "What it is, for those who fill in the rows; never printed.")
