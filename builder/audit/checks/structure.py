"""Checks what a file has beside its body: headers, marking, slide titles, numbers and notes, hidden text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from builder.audit.checks.texts import expected_around
from builder.audit.content import FIELD, Extracted, Kind
from builder.audit.problems import WORDS, difference_problems, problem_of
from builder.audit.words.differences import LAX, differences
from builder.audit.words.transcript import ExpectedText, fold, letters
from builder.layout.pages import Pages
from builder.outline.blocks import Front, Outline
from builder.outline.reading import paragraphs, sheets
from builder.outline.reading.flow import Grid, Para, Styled
from builder.outline.reading.order import flow
from builder.outline.text import Product, Text
from builder.report.problems import Problem, Severity

_FORMATTING = "only formatting, no words"
# An unfamiliar font, which a theme may name; those of symbols show other characters.
_SYMBOLS = "Symbol|Wingdings|Webdings|OpenSymbol|StarSymbol|Marlett|MT Extra|ZapfDingbats"
_FONT = rf'has unfamiliar formatting \([^"()]*(?:font|typeface)[^"()]*="((?!{_SYMBOLS})[^"]+)"\)'
_LEVELS = {"heading 1": 1, "heading 2": 2}
_UNNUMBERED = "Cover"  # the one layout without the slide's number


def structure_problems(
    outline: Outline,
    product: Product,
    pages: Pages | None,
    extracted: Extracted,
    fonts: Collection[str] = (),
) -> Iterator[Problem]:
    """Yield what is wrong with a file whose body is compared elsewhere; `fonts` are those of its theme."""
    name = f"the {product.value}"
    yield from _marking(outline, product, extracted)
    for location in extracted.hidden:
        yield problem_of("no-hidden-content", f"{name} has hidden text on {location}")
    for content in extracted.foreign:
        yield problem_of(WORDS, f"{name} contains {content}, which no build writes")
    for formatting in () if product is Product.SUMMARY else extracted.unfamiliar:
        font = re.search(_FONT, formatting) if fonts else None
        if font is None or font[1] not in fonts:
            yield problem_of("no-unfamiliar-formatting", f"{name}{formatting}")
    for (author, of_words), count in extracted.tracked_changes.items():
        changes = "a tracked change" if count == 1 else f"{count} tracked changes"
        message = f"{name} has {changes} by {author} to accept or reject"
        found = problem_of("no-tracked-changes", message if of_words else f"{message}; {_FORMATTING}")
        yield found if of_words else replace(found, severity=Severity.WARNING)
    if extracted.contents:
        message = f"{name} has a table of contents, which its program fills in; update it before you share it"
        yield replace(problem_of(WORDS, message), severity=Severity.WARNING)
    match product:
        case Product.MEMO:
            yield from _headers_and_footers(outline, extracted)
            yield from _headings(outline, extracted)
            yield from _emphasis(outline, extracted)
        case Product.DECK:
            yield from _slides(extracted, pages)
        case Product.SUMMARY:
            if extracted.pages != 1:
                yield problem_of("summary-fits-one-page", f"the summary has {extracted.pages} pages")


def _marking(outline: Outline, product: Product, extracted: Extracted) -> Iterator[Problem]:
    """Yield where a file lacks the marking, or what goes with it: caveat and end of the embargo."""
    front = outline.one(Front)
    marking = front.marking if front else None
    for text in (marking.label, marking.caveat) if marking else ():
        if text is not None:
            for location in _unmarked(outline, product, extracted, text):
                message = f"the {product.value} lacks the marking “{text.plain}” on {location}"
                yield problem_of("marking-on-every-page", message, text.path or "marking")


def _unmarked(outline: Outline, product: Product, extracted: Extracted, text: Text) -> list[str]:
    """Return the pages, slides, headers or footers that lack a text, which may run on over several lines.

    A slide or page has the label twice, above and below, and what belongs to it at least once.
    """
    words, least = fold(text.plain), 2 if text.slot == "marking" else 1
    if product is Product.MEMO:
        around = extracted.of(Kind.HEADER, Kind.FOOTER)
        required = [*sheets(outline, FIELD), *extracted.around]
        marked = {one.location for one in around if words in fold(one.text)}
        return [location for location in dict.fromkeys(required) if location not in marked]
    unit = "slide" if product is Product.DECK else "page"
    lines: dict[int, list[str]] = {number: [] for number in range(1, extracted.pages + 1)}
    for one in extracted.of(Kind.BODY, Kind.TITLE):
        lines.setdefault(one.page, []).append("".join(fold(one.text).split()))
    sought = "".join(words.split())
    return [f"{unit} {number}" for number, found in lines.items() if "".join(found).count(sought) < least]


def _headers_and_footers(outline: Outline, extracted: Extracted) -> Iterator[Problem]:
    """Yield where a memo's headers and footers differ, and those that it should not have."""
    around = extracted.of(Kind.HEADER, Kind.FOOTER)
    expected = expected_around(outline, extracted)
    for location, texts in expected.items():
        here = [one for one in around if one.location == location]
        found = differences([ExpectedText(text.plain, text.path) for text in texts], here, gap=LAX)
        located = [replace(one, location=location) for one in found]
        yield from difference_problems(outline, Product.MEMO, located)
    for one in around:
        if one.location not in expected:
            yield problem_of(WORDS, f"the memo, {one.location}: has “{one.text}”, which is not in the brief")


def _headings(outline: Outline, extracted: Extracted) -> Iterator[Problem]:
    """Yield the headings of the memo that have another level, or none, and what else is a heading."""
    levels: defaultdict[str, list[int]] = defaultdict(list)
    for level, text in extracted.headings:
        levels[letters(text)].append(level)
    words = {letters(one.text) for one in extracted.of(Kind.BODY)}
    for para in paragraphs(outline):
        heading = "".join(text.plain for text in para.texts)
        level, here = _LEVELS.get(para.style, 0), letters(heading)
        drawn = level if level in levels[here] else next(iter(levels[here]), 0) if level else 0
        if drawn:  # the same words may be a heading of another level elsewhere
            levels[here].remove(drawn)
        if level and here in words and drawn != level:
            found = f"of level {drawn} instead of {level}" if drawn else "no longer a heading"
            path = next(para.texts).path
            yield problem_of("paragraphs-match", f"the memo: “{heading}” is {found}", path)
    for level, text in extracted.headings:
        if level in levels[letters(text)] and level in _LEVELS.values():
            yield problem_of(
                "paragraphs-match", f"the memo: “{text}” is a heading, which it is not in the brief"
            )


def _emphasis(outline: Outline, extracted: Extracted) -> Iterator[Problem]:
    """Yield the tables of an edited memo in which other cells stand out than the brief sets apart."""
    drawn = [(letters(one.text), one.strong, one.tinted) for one in extracted.of(Kind.BODY)]
    if not any(strong or tinted for _, strong, tinted in drawn):
        return
    for grid in (one for one in flow(outline) if isinstance(one, Grid)):
        placed = list(_placed(grid))
        if not any(strong or tinted for _, strong, tinted in placed):
            continue
        words = [words for words, *_ in placed]
        for start in range(len(drawn) - len(placed) + 1):
            shown = drawn[start : start + len(placed)]
            if [words for words, *_ in shown] != words:
                continue
            for look, name in ((1, "in bold"), (2, "in a tint")):
                if is_moved([one[look] is True for one in placed], [one[look] is True for one in shown]):
                    message = f"the memo: the table “{grid.title.plain}” has other cells {name} than placed"
                    yield problem_of("no-unfamiliar-formatting", message, grid.title.path)
            break


def _placed(grid: Grid) -> Iterator[tuple[str, bool, bool]]:
    """Yield the words of each paragraph of a table, whether they are bold, whether their cell is tinted."""
    for row in (grid.head, *grid.rows):
        for column, cell in enumerate(row):
            for para in cell:
                if words := letters("".join(text.plain for text in para.texts)):
                    yield words, _is_strong(para), column == grid.marked


def _is_strong(para: Para) -> bool:
    return any(isinstance(one, Styled) and one.main and one.style is not None for one in para.pieces)


def is_moved(placed: Sequence[bool], drawn: Sequence[bool]) -> bool:
    """Whether what should stand out does not, and something else does."""
    pairs = set(zip(placed, drawn, strict=False))
    return len(placed) == len(drawn) and {(True, False), (False, True)} <= pairs


def _slides(extracted: Extracted, pages: Pages | None) -> Iterator[Problem]:
    """Yield the slides without a title of their own, number or notes, and the words that layouts draw."""
    placed = pages.pages if pages else ()
    if extracted.pages != len(placed):
        yield problem_of(WORDS, f"the deck has {extracted.pages} slides instead of {len(placed)}")
    sections = [(name, len(list(group))) for name, group in groupby(page.section for page in placed)]
    if not extracted.sections and not extracted.forgets:
        yield problem_of(WORDS, "the deck has no list of its sections")
    elif extracted.sections and extracted.sections != sections:
        wrong = next((one for one in extracted.sections if one not in sections), extracted.sections[0])
        yield problem_of(
            WORDS, f"the deck has a section “{wrong[0]}” of {wrong[1]} slides, which was not built"
        )
    numbers = range(1, extracted.pages + 1)
    titles: dict[int, str] = {}
    for one in extracted.of(Kind.TITLE):
        titles[one.page] = f"{titles.get(one.page, '')} {one.text}"
    first: dict[str, int] = {}
    for number in numbers:
        title = fold(titles.get(number, "")).casefold()
        if not title:
            yield problem_of("slides-have-titles", f"slide {number} of the deck has no title")
        elif first.setdefault(title, number) != number:
            message = f"slides {first[title]} and {number} of the deck have the same title, “{title}”"
            yield problem_of("slides-have-titles", message)
    noted = {one.page for one in extracted.of(Kind.NOTES)}
    for number in numbers:
        if number not in noted:
            yield problem_of("slides-have-notes", f"slide {number} of the deck has no notes")
    for number, page in zip(numbers, placed, strict=False):
        if page.layout != _UNNUMBERED and number not in extracted.numbered_slides:
            yield problem_of("slides-are-numbered", f"slide {number} of the deck does not show its number")
    for one in extracted.of(Kind.LAYOUT):
        yield problem_of(WORDS, f"the deck, {one.location}: has “{one.text}” behind the slide")
