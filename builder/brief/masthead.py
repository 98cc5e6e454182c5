"""Who speaks to whom, and how the brief may be handed on, become the parts of its masthead."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from builder.brief.kinds import Address, Language, Line, Readers, Slug, ZonedTime
from builder.brief.part import AnyLine, Part

Scheme = Literal["tlp", "uk", "cui", "free"]

# FIRST's TLP 2.0, the United Kingdom's Government Security Classifications, the CUI banner of 32 CFR 2002.
SCHEME_LABELS: dict[str, tuple[str, ...]] = {
    "tlp": ("RED", "AMBER", "AMBER+STRICT", "GREEN", "CLEAR"),
    "uk": ("OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET"),
    "cui": ("CUI", "CONTROLLED"),
    "free": (),
}


class Person(Part):
    """A person who wrote the brief."""

    name: Line = Field(description="The name as it should be printed.")
    role: AnyLine | None = Field(None, description="Job or role, e.g. `Senior Fellow`.")
    organisation: AnyLine | None = Field(None, description="The person's own organisation, where it differs.")
    email: Address | None = Field(None, description="Address for questions; becomes a mailto link.")
    audience: Readers = None


class Logo(Part):
    """The organisation's logo."""

    path: Line = Field(description="Picture file, relative to the brief.")
    alt: Line = Field(description="What the logo shows, for readers who cannot see it.")


class Organisation(Part):
    """Who publishes the brief."""

    name: Line = Field(description="The organisation that publishes the brief.")
    unit: Line | None = Field(None, description="Department or programme.")
    logo: Logo | None = Field(None, description="Logo for the memo's head and the cover.")


class Marking(Part):
    """How the brief may be handed on: on every page and slide of all three files."""

    scheme: Scheme = Field(description="`tlp`, `uk`, `cui` or `free` (any words).")
    label: Line = Field(
        description="The handling label, e.g. `AMBER` for TLP:AMBER.", examples=["AMBER", "OFFICIAL", "CUI"]
    )
    caveat: Line | None = Field(None, description="Words that follow the label.")
    embargo_until: ZonedTime | None = Field(
        None, description="Date, time and zone, e.g. 2026-03-01T09:00+00:00."
    )


class Audience(Part):
    """Those who may read one version of the brief."""

    text_stands_for: ClassVar[str] = "name"

    name: Slug = Field(description="Stands in `audience` lists and in file names.", examples=["public"])
    label: Line | None = Field(
        None, description="Words for this version, printed beside the status, e.g. `Public version`."
    )


class Receiver(Part):
    """Somebody to whom the released files go."""

    name: Line = Field(description="Who, as the greeting says it.")
    email: Address = Field(description="Where to.")
    audience: Slug | None = Field(None, description="Which version; a name from `audiences`.")
    language: Language | None = Field(None, description="Of the greeting; default: the brief's.")
