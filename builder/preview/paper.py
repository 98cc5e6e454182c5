"""Shows the memo on real pages: those of LibreOffice, as pictures."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from msgspec import Struct

from builder.outline.text import Product
from builder.pipeline.rendering import render
from builder.preview.photo import pages_of
from builder.report.problems import BriefError


class Paper(Struct, frozen=True):
    """The pages of a memo as pictures in addresses, or why there are none."""

    revision: int
    pages: tuple[str, ...] = ()
    message: str = ""


def photographed(revision: int, memo: bytes, profile: Path) -> Paper:
    """Return the pages of a memo; LibreOffice is quicker where its `profile` was used before."""
    try:
        pdf = render({Product.MEMO: memo}, profile)[Product.MEMO]
    except BriefError as wrong:
        return Paper(revision, message=wrong.problems[0].message)
    pages = tuple(pages_of(pdf))
    if not pages or None in pages:
        return Paper(revision, message="the pages that LibreOffice made cannot be shown")
    return Paper(revision, tuple(f"data:image/png;base64,{b64encode(one).decode()}" for one in pages if one))
