"""Finds proper names in a text, and those that passages do not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from builder.languages.language import Language, words
from builder.sources.compare.words import folded

_DOTTED = r"(?:[^\W\d_]\.){2,}"
_TOKEN = re.compile(rf"{_DOTTED}|[^\W\d_]+")
_BEGINS = re.compile(r"(?:^|[.!?:;…|(\[“”\"‘«„–—-]|\n)\s*[-*•“\"‘«„(\[]*\s*$")
_MOST_CAPITALS = 0.6  # of the words: a text with more is a heading in capitals, which tell no names
_SMALL = 3  # letters of a word that may stand inside a name
_LONGEST_ACRONYM = 10  # letters
_SURE = 4  # letters that two names have in common at least, where they are not the same
# Japanese: letters of Latin script, and what stands before a word for places, offices and people.
_JAPANESE = re.compile(
    r"[A-Z][A-Za-z]+|[\u3400-\u9fff\u30a1-\u30ff]{1,6}(?:市|町|村|県|府|都|国|港|島|省|庁|氏)"
)


class Known(Struct, frozen=True):
    """The words of all texts: those in small letters, those with a capital inside a sentence, and actors."""

    small: frozenset[str]
    capital: frozenset[str]
    actors: frozenset[str] = frozenset()


class Pool(Struct, frozen=True):
    """The words in which a name may be found, and the initials of the names among them."""

    words: frozenset[str]
    initials: frozenset[str]


def known_words(texts: Iterable[str], actors: Iterable[str]) -> Known:
    """Return which words of the texts are written how."""
    small, capital = set[str](), set[str]()  # as they are written
    for text in texts:
        for found in _TOKEN.finditer(text):
            token = found[0]
            if token.islower():
                small.add(token)
            elif token not in capital and not _begins(text, found.start()):
                capital.add(token)
    named = {folded(token) for actor in actors for token, _ in _tokens(actor) if not token.islower()}
    plain = _folded_names(small)
    return Known(plain, _folded_names(capital), frozenset(named - plain))


def _folded_names(found: Iterable[str]) -> frozenset[str]:
    return frozenset(folded(token) for each in found if (token := _name_in(each)))


@lru_cache(maxsize=256)
def pool_of(texts: tuple[str, ...]) -> Pool:
    """Return the words of some texts, and the initials of two and more that begin with capitals."""
    found, initials = set[str](), set[str]()
    for text in texts:
        tokens = [token for each in _TOKEN.findall(text) if (token := _name_in(each))]
        found.update(map(folded, tokens))
        for run in _capital_runs(tokens):
            letters = "".join(token[0] for token in run).lower()
            lengths = range(2, min(len(letters), _LONGEST_ACRONYM) + 1)
            initials.update(
                letters[at : at + length] for length in lengths for at in range(len(letters) - length + 1)
            )
    return Pool(frozenset(found), frozenset(initials))


def unnamed(
    text: str, pool: Pool, known: Known, language: Language, *, is_name: bool = False
) -> Iterator[str]:
    """Yield the proper names of a text that are not in a pool; `is_name` is for a text that is one itself."""
    if not language.script.spaced:
        yield from (name for name in _JAPANESE.findall(text) if not _in_japanese(name, pool))
        return
    names = [token for token, _ in _tokens(text) if token[0].isupper()] if is_name else None
    missing = [name for name in names or _names(text, known, language) if not _is_in(name, pool)]
    for run in _together(text, missing):
        letters = "".join(token[0] for token in run).lower()
        if not (len(letters) > 1 and letters in pool.words):  # US for the United States
            yield " ".join(run)


def _in_japanese(name: str, pool: Pool) -> bool:
    return any(folded(name) in word or folded(name[:-1]) == word for word in pool.words)


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the words of a text, without the full stops of initials, and whether they begin a sentence."""
    for found in _TOKEN.finditer(text):
        if token := _name_in(found[0]):
            yield token, _begins(text, found.start())


def _name_in(found: str) -> str:
    """Return a word without the full stops of initials; "" for a single letter."""
    token = found.replace(".", "")
    return token if len(token) > 1 or not token.isascii() else ""


def _begins(text: str, at: int) -> bool:
    """Whether a word begins a sentence."""
    return _BEGINS.search(text[max(0, at - 8) : at]) is not None


def _names(text: str, known: Known, language: Language) -> Iterator[str]:
    tokens = list(_tokens(text))
    capitals = [token for token, _ in tokens if not token.islower()]
    if len(tokens) > 3 and len(capitals) > _MOST_CAPITALS * len(tokens):
        return
    months = {month.lower() for month in language.dates.months.split()}
    for token, begins in tokens:
        word = folded(token)
        is_acronym = token.isupper() and len(token) > 1
        if token.islower() or word in months or word in _ordinary(language):
            continue
        capitals_tell = language.cues is None or not language.cues.capital_nouns
        inside = not begins or (word in known.capital and word not in known.small)
        if is_acronym or word in known.actors or (capitals_tell and inside):
            yield token


def _ordinary(language: Language) -> frozenset[str]:
    """Return words that are no names, however they are written."""
    known = language.vocabulary
    numbers = set(language.cues.ordinals.split()) if language.cues else set()
    roman = {"ii", "iii", "iv", "vi", "vii", "viii", "ix"}
    return (words(known.small_words) if known else frozenset()) | numbers | roman


def _is_in(name: str, pool: Pool) -> bool:
    word = folded(name)
    return word in pool.words or word in pool.initials or any(_alike(word, other) for other in pool.words)


def _alike(one: str, other: str) -> bool:
    """Whether two names have the same beginning: Japan and Japanese, Korea and Koreans."""
    shorter = min(len(one), len(other))
    needed = max(_SURE, shorter - 1)
    return shorter >= _SURE and one[:needed] == other[:needed] and abs(len(one) - len(other)) < _SURE + 1


def _capital_runs(tokens: list[str]) -> Iterator[list[str]]:
    run: list[str] = []
    for token in [*tokens, ""]:
        if token[:1].isupper():
            run.append(token)
        elif run and not 0 < len(token) <= _SMALL:  # of, the, and
            if len(run) > 1:
                yield run
            run = []


def _together(text: str, names: list[str]) -> Iterator[list[str]]:
    """Yield the names, those that follow each other in a text as one."""
    run: list[str] = []
    for before, name in pairwise(["", *names]):
        if run and re.search(rf"(?<!\w){re.escape(before)}[ \u00a0-]{re.escape(name)}(?!\w)", text):
            run.append(name)
            continue
        if run:
            yield run
        run = [name]
    if run:
        yield run
