"""Knows the words that the files of an outline may have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import TypeAlias

from msgspec.structs import astuple

from builder.audit.words.transcript import fold
from builder.languages.labels import Labels
from builder.outline.blocks import Outline
from builder.outline.text import texts

# The title of a slide may have a number before it or words to distinguish it: "O1 Title", "Context (A3)".
_NUMBERED = re.compile(r"([A-Z]?\d+) (.+)")
_BRACKET = re.compile(" ?[(（]")
_VALUE = re.compile(r"\{\w+\}")

_REFERENCE = re.compile(r"\[\d+(?:, [^;]+)?(?:; \d+(?:, [^;]+)?)*\]")

Label: TypeAlias = tuple[str, ...]  # what is before, between and after its values


class KnownWords:
    """What a file may contain: the outline's texts, and the labels with such texts in them."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        found = list(texts(outline.blocks))
        self.by_slot = {text.slot: fold(text.plain) for text in found}
        self.foreign = [text for text in (*found, *outline.contents) if any(run.lang for run in text.runs)]
        self._texts = set(self.by_slot.values())
        self._cited = set(chain.from_iterable(map(cites, self._texts)))
        self._labels: Sequence[Label] | None = None

    def holds(self, words: str, depth: int = 3) -> bool:
        """Whether words are known: as they are, as a number, or as known ones in the pattern of a label."""
        words = fold(words)
        cited = cites(words)
        if words in self._texts or words.rstrip(".").isdigit() or (cited and cited <= self._cited):
            return True
        labels = self._with_values()
        if words in self._texts or any(f"{words}{stop}" in self._texts for stop in ".。"):
            return True
        in_labels = filter(None, (_values(words, label) for label in labels))
        found = chain(_split_number(words), in_labels, _split_title(words))
        return depth > 0 and any(all(self.holds(part, depth - 1) for part in parts) for parts in found)

    def _with_values(self) -> Sequence[Label]:
        """Return the labels with placeholders; the others become known texts."""
        if self._labels is None:
            self._labels, plain = _sorted(self._outline.labels)
            self._texts |= plain
        return self._labels


@lru_cache(maxsize=2)  # for each file of a brief
def known_words(outline: Outline) -> KnownWords:
    """Return the words that the files of an outline may have."""
    return KnownWords(outline)


@lru_cache(maxsize=4096)
def cites(words: str) -> frozenset[tuple[str, str]]:
    """Return the sources that a reference such as [1, p2, p3; 4] names, each with a locator or ""."""
    found = set()
    if words.startswith("[") and _REFERENCE.fullmatch(fold(words)):
        for cited in fold(words)[1:-1].split("; "):
            number, *locators = cited.split(", ")
            found |= {(number, locator) for locator in locators or [""]}
    return frozenset(found)


@lru_cache(maxsize=4)
def _sorted(labels: Labels) -> tuple[Sequence[Label], frozenset[str]]:
    """Separate the labels of a language into those with placeholders, and the others."""
    with_values: list[Label] = []
    plain: set[str] = set()
    phrases, spoken = astuple(labels), astuple(labels.speech)
    arrows = labels.leads, labels.lead, labels.leads_possibly, labels.lead_possibly, labels.to_nodes
    courses = labels.chart_between, labels.chart_rises, labels.chart_falls
    notes = *spoken, *labels.speech.levels, *arrows, *courses  # are spoken in parts
    plain |= {fold(part) for phrase in notes if isinstance(phrase, str) for part in _VALUE.split(phrase)}
    for label in filter(lambda label: isinstance(label, str), phrases):
        parts = _VALUE.split(label)
        if len(parts) > 1:
            with_values.append(tuple(re.sub(r"\s+", " ", part) for part in parts))
        else:
            plain |= {fold(label), fold(labels.before(label))}
    return with_values, frozenset(plain)


def _values(words: str, label: Label) -> Sequence[str]:
    """Return the values in a label, none if the words do not match it; each ends where it can last."""
    first, *between, last = label
    if not (words.startswith(first) and words.endswith(last)):
        return ()
    rest, values = words[len(first) : len(words) - len(last)], []
    for part in reversed(between):
        at = rest.rfind(part, 1, len(rest) - 1)
        if at < 0:
            return ()
        values.append(rest[at + len(part) :])
        rest = rest[:at]
    return (*values, rest) if rest else ()


def _split_number(words: str) -> Iterator[tuple[str, ...]]:
    """Yield number and words of a title with a number."""
    if numbered := _NUMBERED.fullmatch(words):
        yield numbered.groups()


def _split_title(words: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to read `title (words)`: both may have brackets of their own."""
    if words.endswith((")", "）")):
        for bracket in _BRACKET.finditer(words, 1):
            yield words[: bracket.start()], words[bracket.end() : -1]
