"""Compares how firmly a statement and the passages it cites say something, and whether both say yes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from builder.languages.language import Language
from builder.sources.compare.words import (
    KEPT,
    cue_pattern,
    folded,
    sentences,
    stem,
    stems_of,
    undated,
    words_of,
)

_ALIKE = 0.34  # of the weight of a statement's words, from which on a sentence says the same
_AHEAD = 1.25  # times as alike as any sentence that has no hedge
_UNKNOWN = 0.3  # the weight of a word that no article has: it cannot tell which passage is meant
_REACH = 6  # words after a negation that it denies


_PARTS = re.compile(r"[,;:–—、，；：]\s*")


class Cue(NamedTuple):
    """Words that are in a statement or in the sentence of a passage, and not in the other; the sentence."""

    words: str
    sentence: str


class Weights:
    """How much a stem tells about what a sentence is about: more, the fewer sentences have it."""

    def __init__(self, texts: Iterable[str], language: Language) -> None:
        self.language = language
        self._count: dict[str, int] = {}
        for text in texts:
            for sentence in sentences(text):
                for each in stems_of(sentence, language):
                    self._count[each] = self._count.get(each, 0) + 1

    def of(self, stems: Iterable[str]) -> float:
        return sum(1 / sqrt(1 + self._count[each]) if each in self._count else _UNKNOWN for each in stems)

    def alike(self, stems: frozenset[str], text: str) -> float:
        """Return the share of a statement's weight that is in a text too."""
        whole = self.of(stems)
        return self.of(stems & stems_of(text, self.language)) / whole if whole else 0.0


def firmer_words(text: str, passages: Sequence[str], language: Language) -> str | None:
    """Return a firm word of a statement that no passage has: `will`, `certainly`."""
    if language.cues is None:
        return None
    pattern = cue_pattern(language.cues.firm, spaced=language.script.spaced)
    theirs = " ".join(map(folded, passages))
    for found in pattern.finditer(folded(text)):
        if not _said_alike(found[0], theirs, pattern):
            return found[0]
    return None


def firm_word(text: str, language: Language) -> str | None:
    """Return a firm word of a sentence without a hedge."""
    if language.cues is None:
        return None
    firm = cue_pattern(language.cues.firm, spaced=language.script.spaced)
    hedges = cue_pattern(language.cues.hedges, spaced=language.script.spaced)
    for sentence in sentences(text):
        found = firm.search(folded(sentence))
        if found is not None and hedges.search(undated(sentence, language)) is None:
            return found[0]
    return None


def _said_alike(word: str, theirs: str, pattern: re.Pattern[str]) -> bool:
    """Whether passages have another form of a firm word."""
    return any(stem(found[0]) == stem(word) for found in pattern.finditer(theirs))


def lost_hedge(text: str, passages: Sequence[str], weights: Weights) -> Cue | None:
    """Return the hedge of the sentence that says the same as a statement without one."""
    language = weights.language
    if language.cues is None:
        return None
    soft = language.style.hedges if language.style else "$."
    hedges = cue_pattern(language.cues.hedges, spaced=language.script.spaced)
    for ours in sentences(text):
        if re.search(soft, folded(ours)) or hedges.search(undated(ours, language)):
            continue
        stems = stems_of(ours, language)
        hedged: tuple[float, str, str] = (0.0, "", "")
        plain = 0.0
        for theirs in (sentence for passage in passages for sentence in sentences(passage)):
            for clause in _clauses(theirs):
                score = weights.alike(stems, clause)
                found = hedges.search(undated(clause, language))
                if found is None:
                    plain = max(plain, score)
                elif score > hedged[0]:
                    hedged = score, found[0], theirs
        if hedged[0] >= _ALIKE and hedged[0] >= _AHEAD * plain:
            return Cue(hedged[1], hedged[2])
    return None


@lru_cache(maxsize=KEPT)
def _clauses(sentence: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[;:–—；：]\s*", sentence) if part.strip())


def wrong_negation(text: str, passages: Sequence[str], weights: Weights) -> Cue | None:
    """Return the negation that a statement has where its passages have none, or the other way round.

    Only what both name by the same word is compared: “does not run” with “runs”.
    """
    language = weights.language
    if language.vocabulary is None or language.cues is None:
        return None
    negations = cue_pattern(language.vocabulary.negations, spaced=language.script.spaced)
    denials = f"{language.vocabulary.negations} {language.cues.denials}"
    broad = cue_pattern(denials, spaced=language.script.spaced)
    theirs = [sentence for passage in passages for sentence in sentences(passage)]
    for ours in sentences(text):
        denied = _denied(ours, negations, language)
        if denied and not broad.search(" ".join(map(folded, theirs))):
            return Cue(denied[0][0], _most_alike(ours, theirs, weights))
        home = _most_alike(ours, theirs, weights)
        for words, stems in denied:
            shared = stems & stems_of(home, language)
            clause = max(_PARTS.split(home), key=lambda part: len(shared & stems_of(part, language)))
            denies = broad.search(folded(clause)) or negations.search(folded(home))
            if shared and not denies:
                return Cue(words, home)
        if not denied and not broad.search(folded(ours)):
            yes = stems_of(ours, language)
            for _, stems in _denied(home, negations, language):
                close = weights.alike(yes, home) >= _ALIKE
                if close and stems & yes and not _affirmed(stems & yes, theirs, negations, language):
                    return Cue("", home)
    return None


def _most_alike(text: str, others: Sequence[str], weights: Weights) -> str:
    stems = stems_of(text, weights.language)
    return max(others, key=lambda other: weights.alike(stems, other), default="")


def _denied(
    sentence: str, negations: re.Pattern[str], language: Language
) -> list[tuple[str, frozenset[str]]]:
    """Return the negations of a sentence, and the stems of the words after each, as far as it reaches."""
    found = []
    text = folded(sentence)
    for negation in negations.finditer(text):
        rest = re.split(r"[,;:.!?、。]", text[negation.end() :])[0]
        if re.match(r"\s*(?:only|merely|just|nur|seulement|sólo|solo)\b", rest):
            continue
        denied = " ".join(rest.split()[:_REACH])
        if not re.search(r"\w", rest) or not language.script.spaced:  # at the end, as in German and Japanese
            before = _PARTS.split(text[: negation.start()])[-1]
            denied = " ".join(before.split()[-_REACH:])
        found.append((negation[0], stems_of(denied, language)))
    return found


def _affirmed(
    stems: frozenset[str], others: Sequence[str], negations: re.Pattern[str], language: Language
) -> bool:
    """Whether a passage also says the same words outside a negation."""
    for other in others:
        denied = frozenset[str]().union(*(each for _, each in _denied(other, negations, language)))
        if stems <= stems_of(other, language) - denied:
            return True
    return False


def missing_cue(cue: str, passages: Sequence[str], language: Language) -> bool:
    """Whether the hedge words that a brief quotes are in no passage, in any form."""
    theirs = " ".join(map(folded, passages))
    if folded(cue) in theirs:
        return False
    known = {stem(word) for word in words_of(theirs, language)}
    return not all(stem(word) in known for word in words_of(cue, language))
