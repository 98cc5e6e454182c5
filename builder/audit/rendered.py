"""Compares the words on the pages as a word processor shows them with the words that the brief has.

A second judge of memo and deck, which knows nothing of their formats: whatever hides, scatters or replaces
words there, a reader of the pages notices. It looks at words only, each text by itself; their order, and all
that is not a word, is for the first judge.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence

from builder.audit.compare import expected_texts
from builder.audit.content import FIELD, Located
from builder.audit.problems import edited_since, problem_of
from builder.layout.pages import Pages
from builder.outline.blocks import Outline
from builder.outline.reading import sheets
from builder.outline.text import Product, Text
from builder.report.printable import cut
from builder.report.problems import Problem

_RULE = "rendered-words-match"
_HYPHENS = "-\u00ad\u2010\u2011"
_BROKEN = "\x01"  # a hyphen at the end of a line, which may be part of a word or not
_PAGE = "\x02"  # where a page begins
_FOUND = "\0"
_LONGEST = 90  # characters of a quotation


def rendered_problems(
    outline: Outline,
    product: Product,
    pages: Pages | None,
    shown: Sequence[Sequence[str]],
    reported: Collection[str] = (),
    extracted: Sequence[Located] = (),
    template: bytes = b"",
) -> tuple[Problem, ...]:
    """Return which words of a memo or deck its pages do not show, and which they show beside them.

    `shown` are the lines of each page. Words may be broken, and lines be in another order, as in columns.
    What the first judge has found is not reported again: texts with the paths that it has `reported`, and,
    where there are any, other words that it has `extracted` from the file. What a `template` says itself in
    headers and footers, or draws on its slides, may be on any page.
    """
    known = "\n".join(_folded(one.text).replace("-", "") for one in extracted) if reported else ""
    expected = [
        (_folded(one.words), one.words, one.path, one.page)
        for one in expected_texts(outline, product, pages)
        if not one.in_notes and _folded(one.words)
    ]
    found: list[Problem] = []
    parts = [_joined(lines) for lines in shown]
    drawn = _house_lines(template, product) if template else []
    if product is Product.MEMO:
        parts, missing = _without_margins(outline, parts, drawn)
        found += missing
        parts = [_PAGE.join(_without_repeated_heads(parts, [folded for folded, *_ in expected]))]
    else:
        parts = [_without_number(part, str(number)) for number, part in enumerate(parts, 1)]
    if product is Product.DECK and len(parts) != len(pages.pages if pages else ()):
        found.append(problem_of(_RULE, f"the {product.value} is shown on {len(parts)} pages"))
    for number, part in enumerate(parts, 1):
        rest = part
        here = [one for one in expected if product is Product.MEMO or one[3] == number]
        for folded, words, path, _ in sorted(here, key=lambda one: -len(one[0])):
            match = _pattern(folded).search(rest)
            if match is None and path in reported:
                continue
            if match is None:
                where = "" if product is Product.MEMO else f" on page {number}"
                message = f"the {product.value} as it is shown lacks “{cut(words.strip(), _LONGEST)}”{where}"
                found.append(problem_of(_RULE, message, path))
            else:
                rest = rest[: match.start()] + _FOUND + rest[match.end() :]
        for line in drawn if product is Product.DECK else ():
            rest = _pattern(line).sub(_FOUND, rest, count=1)
        counted = len(shown) if template else 0
        found += _extra(product, rest, [line for lines in shown for line in lines], known, counted)
    return tuple(dict.fromkeys(map(edited_since, found)))


def _extra(product: Product, rest: str, lines: Sequence[str], known: str, counted: int) -> Iterator[Problem]:
    """Yield what is left over, but for bullets, lines and what is known, as it is written on the pages.

    The template of a memo may have counted so many pages.
    """
    numbers = {str(number) for number in range(1, counted + 1)}
    for words in rest.replace(_BROKEN, "").replace(_PAGE, "").split(_FOUND):
        if words in numbers:
            continue
        if any(sign.isalnum() for sign in words) and words.replace("-", "") not in known:
            written = re.search(r"\s*".join(map(re.escape, words[:_LONGEST])), "\n".join(lines))
            words = " ".join(written[0].split()) if written else words
            message = (
                f"the {product.value} as it is shown has “{cut(words, _LONGEST)}”, which is not in the brief"
            )
            yield problem_of(_RULE, message)


def _without_margins(
    outline: Outline, parts: Sequence[str], house: Sequence[str]
) -> tuple[list[str], list[Problem]]:
    """Return the pages of a memo without headers and footers, and what these lack."""
    rest, found = [], []
    first = {place: texts for place, texts in sheets(outline, FIELD).items() if "later" not in place}
    later = {place: texts for place, texts in sheets(outline, FIELD).items() if "later" in place}
    for number, part in enumerate(parts, 1):
        margins = first if number == 1 else later
        left, missing = _without_texts(_without_house(part, house), margins, number)
        if missing and house:  # perhaps a line of the template that is on other pages, and the memo's on this
            left, missing = _without_texts(part, margins, number)
            left = _without_house(left, house)
        rest.append(left)
        found += missing
    return rest, found


def _without_texts(
    part: str, margins: Mapping[str, Sequence[Text]], number: int
) -> tuple[str, list[Problem]]:
    """Return a page without the texts of its header and footer, and which of them it lacks."""
    found = []
    for place, texts in margins.items():
        for text in sorted(texts, key=lambda text: -len(text.plain)):
            match = _pattern(_folded(text.plain)).search(part) if _folded(text.plain) else None
            if match is not None:
                part = part[: match.start()] + part[match.end() :]
            elif _folded(text.plain):
                lacking = cut(text.plain, _LONGEST)
                message = f"the memo as it is shown lacks “{lacking}” in the {place}, page {number}"
                found.append(problem_of(_RULE, message, text.path))
    return part, found


def _house_lines(template: bytes, product: Product) -> list[str]:
    """Return what a template says on its pages or slides itself, the longest line first."""
    from builder.audit.powerpoint.reader import drawn_lines_of
    from builder.audit.word.reader import house_of

    if product is Product.DECK:
        found = {_folded(line) for line in drawn_lines_of(template)} - {""}
        return sorted(found, key=len, reverse=True)
    lines = {_folded("".join(words)) for words in house_of(template).lines}
    return sorted((line for line in lines if line.strip(f"{FIELD}0123456789")), key=len, reverse=True)


def _without_house(part: str, lines: Sequence[str]) -> str:
    """Return a page of a memo without lines of its template at its edges, each once at either."""
    for ends in ("", r"\Z"):
        left = [re.compile(_pattern(line).pattern + ends) for line in lines]
        while True:
            tries = ((one, one.search(part) if ends else one.match(part)) for one in left)
            pattern, found = next(((one, each) for one, each in tries if each), (None, None))
            if pattern is None or found is None:
                break
            left.remove(pattern)
            part = part[: found.start()] + part[found.end() :]
    return part


def _without_number(part: str, number: str) -> str:
    """Return a slide without its number, which is painted first or last."""
    return part[len(number) :] if part.startswith(number) else part.removesuffix(number)


def _without_repeated_heads(parts: Sequence[str], expected: Sequence[str]) -> Iterator[str]:
    """Yield the pages of a memo without the head of a table that goes on from the page before."""
    before = ""
    for part in parts:
        longest = ""
        for start in range(len(expected)):
            run, index = "", start
            while index < len(expected) and part.startswith(run + expected[index]):
                run += expected[index]
                index += 1
            longest = max(longest, run, key=len)
        yield part[len(longest) :] if longest in before else part
        before += part


def _joined(lines: Sequence[str]) -> str:
    """Return the characters of a page without white space, with what ends a line in a hyphen marked."""
    folded = (_folded(line) for line in lines)
    return "".join(line[:-1] + _BROKEN if line[-1:] and line[-1] in _HYPHENS else line for line in folded)


def _folded(text: str) -> str:
    """Return a text without white space and ligatures, its hyphens all alike."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(rf"[{_HYPHENS[2:]}]", "-", text).replace("\u00ad", "")
    return "".join(text.split())


def _pattern(folded: str) -> re.Pattern[str]:
    """Return the pattern of a text that may be broken at any of its characters."""
    signs = {"-": f"[-{_BROKEN}]", FIELD: r"\d+"}
    return re.compile(f"[{_BROKEN}{_PAGE}]?".join(signs.get(sign, re.escape(sign)) for sign in folded))
