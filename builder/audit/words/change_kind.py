"""What is said instead of something becomes the truth that it breaks: numbers, certainty, “not”, or words."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from builder.audit.fault import WORDS
from builder.audit.words.vocabulary import VOCABULARIES, Vocabulary

_FIGURES = r"\d+(?:[.,:/\u2009\u202f\u00a0'’-]?\d+)*\s?[%％‰]?"
_TOKEN = re.compile(r"[\u3040-\u9fff]|\w+")
_SHORT = 24  # characters: so short a text may be all number
_NONE = Vocabulary("", "", "")


class Finding(NamedTuple):
    """The rule that a change breaks, and what to say of it beside the words."""

    rule: str
    remark: str


def finding(decided: str, said: str, language: str, months: str = "") -> Finding:
    """Return what kind of words differ between two texts; the numbers first, then “not”, then certainty.

    `months` are the names of the months, which are part of a date. Of a language that is not known only
    numbers are told from other words, and nothing of texts that have little in common.
    """
    if not _alike(decided, said):
        return Finding(WORDS, "")
    for rule, pattern, remark in _kinds(language.partition("-")[0].lower(), months):
        before, after = (pattern.findall(" ".join(text.split())) for text in (decided, said))
        if before != after:
            return Finding(rule, _counted(before, after) or remark)
    return Finding(WORDS, "")


def _alike(decided: str, said: str) -> bool:
    """Whether two texts are one that was changed, rather than one that was replaced."""
    ours, theirs = (Counter(_TOKEN.findall(text)) for text in (decided, said))
    return len(decided) <= _SHORT or 2 * (ours & theirs).total() > max(ours.total(), theirs.total())


@lru_cache(maxsize=8)
def _kinds(language: str, months: str) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    known = VOCABULARIES.get(language, _NONE)
    dates = "|".join(rf"\b{re.escape(month)}(?!\w)" for month in months.split())
    counted = f"(?i:{known.pattern(known.counts)})" if known.counts else ""
    numbers = "|".join(part for part in (_FIGURES, dates, counted) if part)
    kinds = [("numbers-match", numbers, "a number or date differs")]
    if known is not _NONE:
        kinds += [
            ("negations-match", f"(?i:{known.pattern(known.denials)})", "what is denied differs"),
            ("certainty-matches", f"(?i:{known.pattern(known.hedges)})", "a word of certainty differs"),
        ]
    return tuple((rule, re.compile(words), remark) for rule, words, remark in kinds)


def _counted(before: list[str], after: list[str]) -> str:
    """Return which single word is gone or added, "" where there is more to say."""
    gone, added = Counter(before) - Counter(after), Counter(after) - Counter(before)
    if gone.total() == 1 and not added:
        return f"“{next(iter(gone))}” is gone"
    if added.total() == 1 and not gone:
        return f"“{next(iter(added))}” is added"
    return ""
