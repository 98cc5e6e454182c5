"""The words of a file in one text that still knows their places, and what can be wrong with them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from builder.audit.said import Utterance

# White space is one space, whatever its kind and length; a soft hyphen is seen only where a line breaks.
_SPACE = re.compile(r"\s+")
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Part:
    """Words that must be said, with the place in the brief that they come from."""

    text: str
    path: str = ""


class How(Enum):
    """In what way words differ."""

    MISSING = "missing"
    FOREIGN = "foreign"
    CHANGED = "changed"
    MOVED = "moved"
    GLUED = "glued"


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that are not said as decided; `place` is where they are said, or would follow."""

    how: How
    place: str
    path: str = ""
    decided: str = ""
    said: str = ""


def fold(text: str) -> str:
    """Return the text with white space folded to single spaces, trimmed, and without soft hyphens."""
    return _SPACE.sub(" ", text.replace(_SOFT_HYPHEN, "")).strip(" ")


class Speech:
    """All utterances as one text, a line each, which still knows their places."""

    def __init__(self, said: Sequence[Utterance]) -> None:
        self._said = [utterance for utterance in said if fold(utterance.text)]
        self._starts: list[int] = []
        folded = [fold(utterance.text) for utterance in self._said]
        start = 0
        for text in folded:
            self._starts.append(start)
            start += len(text) + 1
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
