"""The words of a file in one text that still knows their places, and what can be wrong with them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from itertools import accumulate

from msgspec import Struct

from builder.audit.content import Utterance

_SOFT_HYPHEN = "\u00ad"  # seen only where a line breaks


class Part(Struct, frozen=True):
    """Words that must be said, with the place in the brief that they come from.

    `begins` is whether they begin a paragraph, False where they run on in one, None where the page decides.
    """

    text: str
    path: str = ""
    begins: bool | None = None


class How(Enum):
    """In what way words differ."""

    MISSING = "missing"
    FOREIGN = "foreign"
    CHANGED = "changed"
    MOVED = "moved"
    GLUED = "glued"
    SPLIT = "split"
    MERGED = "merged"


class Difference(Struct, frozen=True):
    """Words that are not said as decided; `place` is where they are said, or would follow."""

    how: How
    place: str
    path: str = ""
    decided: str = ""
    said: str = ""


@lru_cache(maxsize=8192)  # each text of a brief is compared in several places of each product
def fold(text: str) -> str:
    """Return the text with white space folded to single spaces, trimmed, and without soft hyphens."""
    return " ".join(text.replace(_SOFT_HYPHEN, "").split())


class Speech:
    """All utterances as one text, a line each, which still knows their places."""

    def __init__(self, said: Sequence[Utterance]) -> None:
        lines = [(utterance, words) for utterance in said if (words := fold(utterance.text))]
        self._said = [utterance for utterance, _ in lines]
        folded = [words for _, words in lines]
        self._starts = list(accumulate((len(words) + 1 for words in folded[:-1]), initial=0))
        self.text = "\n".join(folded)

    def place(self, position: int) -> str:
        """Return where the character at `position` is said."""
        if not self._said:
            return "an empty file"
        return self._said[max(bisect_right(self._starts, position) - 1, 0)].place

    def line(self, position: int) -> str:
        """Return the paragraph, cell or printed line at `position`."""
        start = self.text.rfind("\n", 0, position) + 1
        end = self.text.find("\n", position)
        return self.text[start : end if end >= 0 else len(self.text)]
