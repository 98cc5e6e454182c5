"""Declares how a brief may be handed on: its handling marking, by the standard of its scheme."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from builder.brief.kinds import LINE, MOMENT, inner, one_of, several
from builder.brief.part import Part, listed, optional, required

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
