"""Knows the words that the files of an outline may have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from msgspec.structs import astuple

from builder.audit.words.transcript import fold
from builder.languages.labels import Labels
from builder.outline.blocks import Outline
from builder.outline.text import texts

# The title of a slide may have a number before it or words to distinguish it: "O1 Title", "Context (A3)".
_NUMBERED = r"([A-Z]?\d+) (.+)"
_BRACKET = re.compile(" ?[(（]")
_VALUE = re.compile(r"\{\w+\}")


class KnownWords:
    """What a file may contain: the outline's texts, and the labels with such texts in them."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self.by_slot = {text.slot: fold(text.plain) for text in texts(outline.blocks)}
        self._texts = set(self.by_slot.values())
        self._patterns: _Patterns | None = None

    def holds(self, words: str, depth: int = 3) -> bool:
        """Whether words are known: as they are, as a number, or as known ones in the pattern of a label."""
        words = fold(words)
        if words in self._texts or words.rstrip(".").isdigit():
            return True
        patterns = self._labels()
        if words in self._texts or any(f"{words}{stop}" in self._texts for stop in ".。"):
            return True
        found = chain(patterns.groups(words), _split_title(words))
        return depth > 0 and any(all(self.holds(part, depth - 1) for part in parts) for parts in found)

    def _labels(self) -> _Patterns:
        """Return the patterns of the labels with placeholders; the others become known texts."""
        if self._patterns is None:
            self._patterns, plain = _sorted(self._outline.labels)
            self._texts |= plain
        return self._patterns


class _Patterns:
    """Patterns of labels; one that combines them all quickly rejects words that match none."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._each = patterns  # compiled when words match several of them
        self._any = re.compile("|".join(patterns))

    def groups(self, words: str) -> Iterator[tuple[str, ...]]:
        """Yield the values in each label whose pattern the words match."""
        first = self._any.fullmatch(words)
        if first:
            yield tuple(value for value in first.groups() if value is not None)
            matches = (re.fullmatch(pattern, words) for pattern in self._each)
            yield from (match.groups() for match in matches if match is not None)


@lru_cache(maxsize=4)
def _sorted(labels: Labels) -> tuple[_Patterns, frozenset[str]]:
    """Separate the labels of a language into patterns of those with placeholders, and the others."""
    patterns, plain = [_NUMBERED], set()
    for label in astuple(labels):
        if _VALUE.search(label):
            parts = (re.escape(re.sub(r"\s+", " ", part)) for part in _VALUE.split(label))
            patterns.append("(.+)".join(parts))
        else:
            plain |= {fold(label), fold(labels.before(label))}
    return _Patterns(patterns), frozenset(plain)


def _split_title(words: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to read `title (words)`: both may have brackets of their own."""
    if words.endswith((")", "）")):
        for bracket in _BRACKET.finditer(words, 1):
            yield words[: bracket.start()], words[bracket.end() : -1]
