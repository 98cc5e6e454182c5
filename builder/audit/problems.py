"""Makes problems of what the audit finds, under the rule that each breaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from builder.audit.words.transcript import Difference, DifferenceKind
from builder.languages.language import Dates, Language, Script, Vocabulary, language_for
from builder.outline.blocks import Outline
from builder.outline.text import Product
from builder.report.printable import cut
from builder.report.problems import Problem, Severity

WORDS = "text-matches"
_BUILT = "nothing was written; the bug is in the builder, not in the brief: please report it with the brief"
TOO_LARGE = "nothing was written; shorten the brief, or take tables, charts or pictures out of it"
_EDITED = "to keep this change, edit the brief and rebuild"
_LOST = "rebuild the file; copy any manual edits into the brief first"  # for what nobody types

_UNDO = "undo this formatting, or rebuild the file and copy any manual edits into the brief first"
_UNFAMILIAR = "no-unfamiliar-formatting"

# The rules that a person breaks by typing, pasting or deleting; programs and damage break the others.
_TYPED = frozenset((
    WORDS, "certainty-matches", "link-targets-match", "negations-match", "numbers-match", "paragraphs-match",
    "pictures-have-alt-text", "pictures-match", "properties-match", "slides-have-notes", "slides-have-titles",
))  # fmt: skip

_MOST = 20  # differences reported of one file; one fault may cause hundreds
_LONGEST = 90  # characters of a quotation
_AROUND = 3  # words that agree, on either side of those that do not

_FIGURES = r"\d+(?:[.,:/\u2009\u202f\u00a0'’-]?\d+)*\s?[%％‰]?"
_TOKEN = r"[\u3040-\u9fff]|\w+"
_SHORT = 24  # characters: a text as short as this may be all number


def problem_of(rule: str, message: str, path: str = "") -> Problem:
    """Return a problem of a file that was just built; whatever is wrong with a finished file is an error."""
    return Problem(rule, Severity.ERROR, path, message, _BUILT)


def edited_since(problem: Problem) -> Problem:
    """Return the problem as one of a file that somebody may have edited since it was built."""
    if problem.hint != _BUILT:
        return problem
    if problem.rule == _UNFAMILIAR:
        return replace(problem, hint=_UNDO)
    return replace(problem, hint=_EDITED if problem.rule in _TYPED else _LOST)


def difference_problems(outline: Outline, product: Product, found: Sequence[Difference]) -> Iterator[Problem]:
    """Yield the problem of each difference, under the rule that its kind of words breaks."""
    for one in found[:_MOST]:
        rule, remark = WORDS, ""
        if one.kind is DifferenceKind.CHANGED:
            rule, remark = broken_rule(one.expected, one.extracted, language_for(outline.language))
        elif one.kind in (DifferenceKind.SPLIT, DifferenceKind.MERGED):
            rule = "paragraphs-match"
        message = f"the {product.value}, {one.location}: {_message(one)}"
        yield problem_of(rule, f"{message}; {remark}" if remark else message, one.path)
    if len(found) > _MOST:
        message = f"the {product.value} differs in {len(found) - _MOST} more places"
        yield problem_of(WORDS, message)


def _message(one: Difference) -> str:
    match one.kind:
        case DifferenceKind.MISSING:
            return f"{_quoted(one.expected)} is missing"
        case DifferenceKind.EXTRA:
            return f"has {_quoted(one.extracted)}, which is not in the brief"
        case DifferenceKind.MOVED:
            return f"{_quoted(one.expected)} has moved"
        case DifferenceKind.UNSPACED:
            return f"{_quoted(one.expected)} runs into the words before it: {_quoted(one.extracted)}"
        case DifferenceKind.SPLIT:
            return f"{_quoted(one.expected)} should not start a new paragraph"
        case DifferenceKind.MERGED:
            return f"{_quoted(one.expected)} should start a new paragraph"
        case DifferenceKind.CHANGED:
            expected, extracted = _excerpts(one.expected, one.extracted)
            return f"has {_quoted(extracted)} instead of {_quoted(expected)}"


def _quoted(words: str) -> str:
    return f"“{cut(words, _LONGEST)}”"


def _excerpts(expected: str, extracted: str) -> tuple[str, str]:
    """Cut two texts to the words that differ, with some around them."""
    ours, theirs = expected.split(" "), extracted.split(" ")
    fewest = min(len(ours), len(theirs))
    head = next((at for at in range(fewest) if ours[at] != theirs[at]), fewest)
    tail = next((at for at in range(fewest - head) if ours[-1 - at] != theirs[-1 - at]), fewest - head)
    return _excerpt(ours, head, tail), _excerpt(theirs, head, tail)


def _excerpt(words: list[str], head: int, tail: int) -> str:
    start, end = max(head - _AROUND, 0), len(words) - max(tail - _AROUND, 0)
    shown = " ".join(words[start:end])
    return f"{'…' if start else ''}{shown}{'…' if end < len(words) else ''}"


def broken_rule(expected: str, extracted: str, language: Language) -> tuple[str, str]:
    """Return the rule that a change of words breaks, and a remark: first numbers, then “not”, then certainty.

    Without a vocabulary only numbers and dates are recognised; texts that have little in common are just
    other words.
    """
    if not _is_same_text(expected, extracted):
        return WORDS, ""
    for rule, pattern, remark in _kinds(language.vocabulary, language.dates, language.script):
        before, after = (pattern.findall(" ".join(text.split())) for text in (expected, extracted))
        if before != after:
            return rule, _single_change(before, after) or remark
    return WORDS, ""


def _is_same_text(expected: str, extracted: str) -> bool:
    """Whether two texts are one that was changed, rather than one that was replaced."""
    ours, theirs = (Counter(re.findall(_TOKEN, text)) for text in (expected, extracted))
    return len(expected) <= _SHORT or 2 * (ours & theirs).total() > max(ours.total(), theirs.total())


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


def _single_change(before: list[str], after: list[str]) -> str:
    """Return which single word was removed or added, "" where more has changed."""
    gone, added = Counter(before) - Counter(after), Counter(after) - Counter(before)
    if gone.total() == 1 and not added:
        return f"“{next(iter(gone))}” was removed"
    if added.total() == 1 and not gone:
        return f"“{next(iter(added))}” was added"
    return ""
