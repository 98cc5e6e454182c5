"""An outline becomes the store of words that its files may say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from itertools import chain

from builder.audit.words import fold
from builder.outline.blocks import Outline
from builder.outline.text import texts

# The title of a slide may begin with its number, and be told apart from others: "O1 Title", "Context (A3)".
_NUMBERED = re.compile(r"([A-Z]?\d+) (.+)")
_BRACKET = re.compile(" ?[(（]")
_VALUE = re.compile(r"\{\w+\}")


class Known:
    """What a file may say: the outline's texts, and the labels with such texts in them."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self.by_slot = {text.slot: fold(text.plain) for text in texts(outline.blocks)}
        self._texts = set(self.by_slot.values())
        self._patterns: list[re.Pattern[str]] | None = None

    def holds(self, words: str, depth: int = 3) -> bool:
        """Whether words are known: as they stand, as a number, or as known ones in the pattern of a label."""
        words = fold(words)
        if words in self._texts or words.rstrip(".").isdigit():
            return True
        matches = (pattern.fullmatch(words) for pattern in self._labels())
        if words in self._texts or any(f"{words}{stop}" in self._texts for stop in ".。"):
            return True
        found = chain((match.groups() for match in matches if match is not None), _told_apart(words))
        return depth > 0 and any(all(self.holds(part, depth - 1) for part in parts) for parts in found)

    def _labels(self) -> list[re.Pattern[str]]:
        """Return the patterns of the labels that have places for values; the others become known texts."""
        if self._patterns is None:
            self._patterns = [_NUMBERED]
            labels = self._outline.labels
            for label in _strings(tuple(getattr(labels, field.name) for field in fields(labels))):
                if _VALUE.search(label):
                    parts = (re.escape(re.sub(r"\s+", " ", part)) for part in _VALUE.split(label))
                    self._patterns.append(re.compile("(.+)".join(parts)))
                else:
                    self._texts.add(fold(label))
        return self._patterns


def _told_apart(words: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to read `title (words)`: both may have brackets of their own."""
    if words.endswith((")", "）")):
        for bracket in _BRACKET.finditer(words, 1):
            yield words[: bracket.start()], words[bracket.end() : -1]


def _strings(label: object) -> Iterator[str]:
    if isinstance(label, str):
        yield label
    elif isinstance(label, tuple):
        for part in label:
            yield from _strings(part)
