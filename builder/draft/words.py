"""Cleans the words of a file."""

from __future__ import annotations

import re
from unicodedata import bidirectional

# Controls, marks of direction, separators of lines, broken letters.
_ODD = "[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"


def printable(text: str) -> str:
    """Return a text without what no brief may hold: controls, marks of direction and broken letters.

    Of a text that runs from right to left nothing is left.
    """
    kept = " ".join(re.sub(_ODD, " ", text).split())
    return "" if runs_from_right(kept) else kept


def runs_from_right(text: str) -> bool:
    """Whether a text begins with letters that are written from right to left, which no file can set yet."""
    strong = (kind for kind in map(bidirectional, text) if kind in ("L", "R", "AL"))
    return not text.isascii() and next(strong, "L") != "L"


def joined(text: str, most: int) -> str:
    """Return a text of no more characters, cut between words."""
    if len(text) <= most:
        return text
    return text[: most - 1].rpartition(" ")[0] + "…" if " " in text[:most] else text[: most - 1] + "…"
