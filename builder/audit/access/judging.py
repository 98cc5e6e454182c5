"""Judges words, alternative texts, links, sizes and languages in the same way in all three formats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from builder.audit.visibility import Colour
from builder.report.printable import cut
from builder.report.problems import Problem, Severity

_QUOTED = 40  # characters of a text in a location
_FILE_NAME = re.compile(r"(?i)\S+\.(png|jpe?g|gif|svg|emf|wmf|bmp|tiff?|webp)")
_PLACEHOLDER = re.compile(r"(?i)(image|picture|photo|graphic|chart|figure|shape|bild|imagen)\s*\d*")
_VAGUE = frozenset(
    ("here", "click here", "click", "link", "more", "read more", "this", "hier", "ici", "aquí")
)
_NORMAL, _LARGE = 4.5, 3.0  # WCAG 1.4.3
_LARGE_SIZE = 18.0  # points, from which text is large
_ROUNDING = 0.05
_SAID = 60  # characters without which the language of words is not guessed


def finding(rule: str, location: str, message: str) -> Problem:
    """Return what is wrong at a location of a file."""
    return Problem(rule, Severity.ERROR, location, message)


def quoted(text: str) -> str:
    """Return words for a location, cut where they are long."""
    return f"“{cut(' '.join(text.split()), _QUOTED)}”"


def alt_text(location: str, alt: str) -> Iterator[Problem]:
    """Yield what is wrong with an alternative text: missing, or only a name."""
    if not alt.strip():
        yield finding("access-alt-text", location, "has no alternative text and is not marked as decoration")
    elif _FILE_NAME.fullmatch(alt.strip()) or _PLACEHOLDER.fullmatch(alt.strip()):
        yield finding(
            "access-alt-text", location, f"has an alternative text that says nothing: {quoted(alt)}"
        )


def link(location: str, words: str) -> Iterator[Problem]:
    """Yield what is wrong with the words of a link."""
    if not words.strip():
        yield finding("access-links", location, "has a link without words")
    elif words.strip(" .…>»").lower() in _VAGUE:
        yield finding(
            "access-links", location, f"has a link whose words do not say where it leads: {quoted(words)}"
        )


class Legibility:
    """Collects sizes and contrasts that are too low, so that each is reported once."""

    def __init__(self, least: float) -> None:
        self._least = least
        self._sizes: dict[float, list[str]] = {}
        self._pairs: dict[tuple[Colour | None, float], list[str]] = {}

    def add(self, location: str, words: str, size: float, colour: Colour | None, ratio: float | None) -> None:
        """Note how words look; `ratio` is None where it cannot be known."""
        here = f"{location}, {quoted(words)}" if location else quoted(words)
        if size < self._least - _ROUNDING:
            self._sizes.setdefault(round(size, 1), []).append(here)
        needed = _LARGE if size >= _LARGE_SIZE else _NORMAL
        if ratio is not None and ratio < needed - 0.005:
            self._pairs.setdefault((colour, round(ratio, 2)), []).append(here)

    def problems(self) -> Iterator[Problem]:
        """Yield one problem for each size and pair of colours, at the first of its locations."""
        for size, places in self._sizes.items():
            message = f"text of {size:g} points, less than {self._least:g}"
            yield finding("access-text-size", places[0], message + _more(places))
        for (colour, ratio), places in self._pairs.items():
            shown = "text" if colour is None else f"text in #{bytes(colour).hex().upper()}"
            message = f"{shown} has a contrast of {ratio:.2f} : 1 with what is behind it"
            yield finding("access-contrast", places[0], message + _more(places))


def _more(places: list[str]) -> str:
    return f" (and in {len(places) - 1} more places)" if len(places) > 1 else ""


class Languages:
    """Collects the words of a file by the language that they are marked as."""

    def __init__(self) -> None:
        self._words: dict[str, list[str]] = {}
        self._first: dict[str, str] = {}

    def add(self, language: str, words: str, location: str) -> None:
        """Note words with the language that the file states for them, "" for none."""
        self._words.setdefault(language, []).append(words)
        self._first.setdefault(language, f"{location}, {quoted(words)}" if location else quoted(words))

    def problems(self, stated: str) -> Iterator[Problem]:
        """Yield what is wrong with the languages; `stated` is that of the file, "" where it has none."""
        if "" in self._words:
            count = len(self._words[""])
            message = "has no language" + (f" (and {count - 1} more passages)" if count > 1 else "")
            yield finding("access-language-of-parts", self._first[""], message)
        marked = Counter({name: sum(map(len, words)) for name, words in self._words.items() if name})
        most = marked.most_common(1)[0][0] if marked else ""
        if not (stated or most):
            yield finding("access-language", "", "the file states no language")
        elif stated and most and _main(stated) != _main(most):
            message = f"most text is marked as {most}, but the file states {stated}"
            yield finding("access-language", self._first[most], message)
        for language, words in self._words.items():
            guess = language_of(words)
            claimed = language or stated
            if guess and claimed and guess != _main(claimed):
                message = f"text that is marked as {claimed} seems to be in another language ({guess})"
                yield finding("access-language", self._first[language], message)


def _main(language: str) -> str:
    return re.split("[-_]", language)[0].lower()


def language_of(passages: Iterable[str]) -> str:
    """Return the code of the language that words are in, "" where that is not plain."""
    text, (words, letters) = " ".join(passages), _known()
    for code, own in letters.items():
        if len(own.findall(text)) > len(text) / 8:
            return code
    if len(text) < _SAID:
        return ""
    found = Counter(code for word in re.findall(r"[^\W\d_]+", text.lower()) for code in words.get(word, ()))
    (first, most), (_, second) = (*found.most_common(2), ("", 0), ("", 0))[:2]
    return first if most >= 8 and most > 2 * second else ""


@cache
def _known() -> tuple[dict[str, list[str]], dict[str, re.Pattern[str]]]:
    """Return the languages of common words, and the letters of languages that have their own."""
    words, letters = dict[str, list[str]](), dict[str, re.Pattern[str]]()
    for line in Path(__file__).with_name("languages.txt").read_text(encoding="utf-8").splitlines()[1:]:
        code, *common = line.split()
        if common[0].startswith("["):
            letters[code] = re.compile(common[0])
        else:
            for word in common:
                words.setdefault(word, []).append(code)
    return words, letters


def headings(levels: Iterable[tuple[int, str]], *, words: int) -> Iterator[Problem]:
    """Yield the gaps between the levels of headings, and that a long text has none."""
    last, any_ = 0, False
    for level, location in levels:
        any_ = True
        if level > last + 1:
            after = f"one of level {last}" if last else "the beginning"
            yield finding("access-headings", location, f"is a heading of level {level} after {after}")
        last = level
    if not any_ and words > 200:
        yield finding("access-headings", "", f"has {words:,} words and no heading")
