"""Folds texts, and finds words, sentences and cues in them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from unicodedata import normalize

from builder.languages.language import Language, words
from builder.words.signs import IDEOGRAPHS, fold

KEPT = 1 << 15  # sentences of which the words are kept: a longer article takes longer
STEM = 5  # letters that two forms of a word have in common
_QUOTES = str.maketrans(dict.fromkeys('"「」『』´`', "'"))  # beside those of which `fold` makes one already
_SPACED_WORD = re.compile(r"[^\W_]+")
_WORD_OR_LETTER = re.compile(rf"[{IDEOGRAPHS}]|[^\W_{IDEOGRAPHS}]+")
_CONTENT_RUN = re.compile("[\u3005-\u3007\u30a1-\u30ff\u3400-\u9fff]{2,}")  # kanji and katakana
_END = re.compile(r"(?<=[.!?…])['\")\]]*\s+(?=['\"(\[]*[^\Wa-z_])|(?<=[。！？])")


@lru_cache(maxsize=KEPT)
def folded(text: str) -> str:
    """Return a text in lower case with one kind of quotation mark, dash and space."""
    return fold(normalize("NFKC", text)).translate(_QUOTES).lower()


@lru_cache(maxsize=KEPT)
def undated(text: str, language: Language) -> str:
    """Return a text folded and without the names of months: May is no hedge."""
    return folded(_months(language).sub("…", text))


@cache
def _months(language: Language) -> re.Pattern[str]:
    names = language.dates.months.split()
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


@lru_cache(maxsize=KEPT)
def words_of(text: str, language: Language) -> tuple[str, ...]:
    """Return the words of a text, folded; each letter where a language does not part words."""
    pattern = _SPACED_WORD if language.script.spaced else _WORD_OR_LETTER
    return tuple(pattern.findall(folded(text)))


def stem(word: str) -> str:
    """Return the beginning of a word, which its forms share: `defen` of defence and defense."""
    return word[:STEM]


@lru_cache(maxsize=KEPT)
def stems_of(text: str, language: Language) -> frozenset[str]:
    """Return the stems of the words that carry the meaning of a text; pairs of letters in Japanese."""
    if not language.script.spaced:
        runs = _CONTENT_RUN.findall(folded(text))
        return frozenset(run[at : at + 2] for run in runs for at in range(len(run) - 1))
    small = _small(language)
    return frozenset(
        stem(word)
        for word in words_of(text, language)
        if len(word) > 2 and word not in small and not word.isdigit()
    )


@cache
def _small(language: Language) -> frozenset[str]:
    known = language.vocabulary
    return words(known.small_words) if known else frozenset()


@cache
def cue_pattern(cues: str, *, spaced: bool) -> re.Pattern[str]:
    """Return what finds the words of a list in a folded text."""
    any_of = "|".join(word.replace("_", r"\s+").replace("’", "'") for word in cues.split())
    return re.compile(rf"(?<![^\W_])(?:{any_of})(?![^\W_])" if spaced else f"(?:{any_of})")


@lru_cache(maxsize=KEPT)
def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text."""
    return tuple(part.strip() for part in _END.split(text) if part.strip())
