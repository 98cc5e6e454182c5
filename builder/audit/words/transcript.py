"""The words that a file must have, those that it has as one text, and in what ways they can differ."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from itertools import accumulate
from unicodedata import normalize

from msgspec import Struct

from builder.audit.content import Located
from builder.outline.text import Text

_SOFT_HYPHEN = "\u00ad"  # seen only where a line breaks


class ExpectedText(Struct, frozen=True):
    """Words that a file must have, and the path in the brief that they come from.

    `begins` is whether they begin a paragraph, False where they run on in one, None where the page decides.
    `page` counts slides and printed pages from 1. `text` is None for what separates two texts.
    """

    words: str
    path: str = ""
    begins: bool | None = None
    page: int = 0
    in_notes: bool = False
    text: Text | None = None


class DifferenceKind(Enum):
    """In what way words differ."""

    MISSING = "missing"
    EXTRA = "extra"
    CHANGED = "changed"
    MOVED = "moved"
    UNSPACED = "unspaced"
    SPLIT = "split"
    MERGED = "merged"


class Difference(Struct, frozen=True):
    """Words that are not as expected; `location` is where they are, or would follow."""

    kind: DifferenceKind
    location: str
    path: str = ""
    expected: str = ""
    extracted: str = ""


@lru_cache(maxsize=8192)  # each text of a brief is compared in several places of each product
def letters(words: str) -> str:
    """Return the letters and digits of some words."""
    return "".join(sign for sign in words if sign.isalpha() or sign.isdecimal())


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return the text with white space folded to single spaces, trimmed, and without soft hyphens.

    Letters with marks are composed: the summary may have a mark in another order than the brief.
    """
    return " ".join(normalize("NFC", text).replace(_SOFT_HYPHEN, "").split())


def unspaced(text: str) -> str:
    """Return the text without white space."""
    return "".join(text.split())


class Transcript:
    """All passages as one text, a line each, that still knows their locations."""

    def __init__(self, passages: Sequence[Located]) -> None:
        lines = [(passage, words) for passage in passages if (words := fold(passage.text))]
        self._passages = [passage for passage, _ in lines]
        folded = [words for _, words in lines]
        self._starts = list(accumulate((len(words) + 1 for words in folded[:-1]), initial=0))
        self.text = "\n".join(folded)

    def location(self, offset: int) -> str:
        """Return the location of the character at `offset`."""
        if not self._passages:
            return "an empty file"
        return self._passages[max(bisect_right(self._starts, offset) - 1, 0)].location

    def line(self, offset: int) -> str:
        """Return the paragraph, cell or printed line at `offset`."""
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return self.text[start : end if end >= 0 else len(self.text)]
