"""Differences between what was decided and what is said become problems in words for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.audit.fault import WORDS, fault
from builder.audit.words.change_kind import finding
from builder.audit.words.stream import Difference, How
from builder.languages.language import language_for
from builder.outline.blocks import Outline
from builder.outline.text import Product
from builder.report.problems import Problem

_MOST = 20  # differences of one file that are told; one fault may cause hundreds
_LONGEST = 90  # characters of a quotation
_AROUND = 3  # words that agree, on either side of those that do not


def tell(outline: Outline, product: Product, found: Sequence[Difference]) -> Iterator[Problem]:
    """Yield the problem of each difference, under the rule that its kind of words breaks."""
    for difference in found[:_MOST]:
        rule, remark = WORDS, ""
        if difference.how is How.CHANGED:
            rule, remark = finding(difference.decided, difference.said, language_for(outline.language))
        elif difference.how in (How.SPLIT, How.MERGED):
            rule = "paragraphs-match"
        message = f"the {product.value}, {difference.place}: {_message(difference)}"
        yield fault(rule, f"{message}; {remark}" if remark else message, difference.path)
    if len(found) > _MOST:
        message = f"the {product.value} differs in {len(found) - _MOST} more places"
        yield fault(WORDS, message)


def _message(difference: Difference) -> str:
    match difference.how:
        case How.MISSING:
            return f"{_quoted(difference.decided)} is missing"
        case How.FOREIGN:
            return f"says {_quoted(difference.said)}, which the brief does not"
        case How.MOVED:
            return f"{_quoted(difference.decided)} stands in another place than decided"
        case How.GLUED:
            return f"{_quoted(difference.decided)} runs into the words before it: {_quoted(difference.said)}"
        case How.SPLIT:
            return f"{_quoted(difference.decided)} begins a paragraph instead of running on"
        case How.MERGED:
            return f"{_quoted(difference.decided)} runs on instead of beginning a paragraph"
        case How.CHANGED:
            decided, said = _apart(difference.decided, difference.said)
            return f"says {_quoted(said)} instead of {_quoted(decided)}"


def _quoted(words: str) -> str:
    shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"
    return f"“{shown}”"


def _apart(decided: str, said: str) -> tuple[str, str]:
    """Cut two texts to the words that differ, with some around them."""
    ours, theirs = decided.split(" "), said.split(" ")
    fewest = min(len(ours), len(theirs))
    head = next((at for at in range(fewest) if ours[at] != theirs[at]), fewest)
    tail = next((at for at in range(fewest - head) if ours[-1 - at] != theirs[-1 - at]), fewest - head)
    return _cut(ours, head, tail), _cut(theirs, head, tail)


def _cut(words: list[str], head: int, tail: int) -> str:
    start, end = max(head - _AROUND, 0), len(words) - max(tail - _AROUND, 0)
    shown = " ".join(words[start:end])
    return f"{'…' if start else ''}{shown}{'…' if end < len(words) else ''}"
