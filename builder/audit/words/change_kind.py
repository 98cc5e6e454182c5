"""What is said instead of something becomes the truth that it breaks: numbers, certainty, “not”, or words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import NamedTuple

from builder.audit.fault import WORDS
from builder.languages.language import Dates, Language, Script, Vocabulary

_FIGURES = r"\d+(?:[.,:/\u2009\u202f\u00a0'’-]?\d+)*\s?[%％‰]?"
_TOKEN = re.compile(r"[\u3040-\u9fff]|\w+")
_SHORT = 24  # characters: so short a text may be all number


class Finding(NamedTuple):
    """The rule that a change breaks, and what to say of it beside the words."""

    rule: str
    remark: str


def finding(decided: str, said: str, language: Language) -> Finding:
    """Return what kind of words differ between two texts; the numbers first, then “not”, then certainty.

    Without a vocabulary only numbers and dates are recognised, and nothing in texts with little in common.
    """
    if not _alike(decided, said):
        return Finding(WORDS, "")
    for rule, pattern, remark in _kinds(language.vocabulary, language.dates, language.script):
        before, after = (pattern.findall(" ".join(text.split())) for text in (decided, said))
        if before != after:
            return Finding(rule, _counted(before, after) or remark)
    return Finding(WORDS, "")


def _alike(decided: str, said: str) -> bool:
    """Whether two texts are one that was changed, rather than one that was replaced."""
    ours, theirs = (Counter(_TOKEN.findall(text)) for text in (decided, said))
    return len(decided) <= _SHORT or 2 * (ours & theirs).total() > max(ours.total(), theirs.total())


@cache
def _kinds(
    known: Vocabulary | None, dates: Dates, script: Script
) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    months = "|".join(rf"\b{re.escape(month)}(?!\w)" for month in dates.months.split())
    numbers = f"{_FIGURES}|{months}"
    if known:
        numbers += f"|{_any(known.numbers, script)}"
    kinds = [("numbers-match", numbers, "a number or date differs")]
    if known:
        kinds += [
            ("negations-match", _any(known.negations, script), "a negation differs"),
            ("certainty-matches", _any(known.certainty, script), "a word of certainty differs"),
        ]
    return tuple((rule, re.compile(words), remark) for rule, words, remark in kinds)


def _any(words: str, script: Script) -> str:
    """Return one regular expression that finds any of the words."""
    found = "|".join(word.replace("_", " ") for word in words.split())
    return rf"(?i:\b(?:{found})(?!\w))" if script.spaced else f"(?i:{found})"


def _counted(before: list[str], after: list[str]) -> str:
    """Return which single word is gone or added, "" where there is more to say."""
    gone, added = Counter(before) - Counter(after), Counter(after) - Counter(before)
    if gone.total() == 1 and not added:
        return f"“{next(iter(gone))}” is gone"
    if added.total() == 1 and not gone:
        return f"“{next(iter(added))}” is added"
    return ""
