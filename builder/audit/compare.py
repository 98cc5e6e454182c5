"""Compares finished files with what they must contain; every difference is an error."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from msgspec.structs import replace

from builder.audit.checks.drawings import drawing_problems, fallback_problems
from builder.audit.checks.properties import origin_problems, property_problems
from builder.audit.checks.structure import structure_problems
from builder.audit.checks.texts import (
    hyphen_problems,
    identity_problems,
    link_problems,
    placement_problems,
    reference_problems,
)
from builder.audit.content import NOTHING, Allowed, Kind, Located, TooLarge, Unreadable
from builder.audit.problems import TOO_LARGE, difference_problems, edited_since, problem_of
from builder.audit.readback import read_back
from builder.audit.words.differences import LAX, STRICT, differences
from builder.audit.words.known_words import KnownWords, known_words
from builder.audit.words.transcript import Difference, ExpectedText
from builder.layout.pages import Page, Pages, Piece, Plot, paragraphs, walk
from builder.outline.blocks import Chart, Outline
from builder.outline.reading import beginnings, reading
from builder.outline.text import Picture, Product
from builder.report.problems import Problem

_MOST = 500  # problems of a file; a whole page painted wrongly has two hundred


def audit(
    outline: Outline,
    pages: Mapping[Product, Pages],
    files: Mapping[Product, bytes],
    *,
    picture: Picture | None = None,
    edited: bool = False,
    allowed: Allowed = NOTHING,
) -> tuple[Problem, ...]:
    """Return how the finished files differ from what they must contain; nothing if they provably match.

    The memo must have the outline's reading word for word. Deck and summary must place all that the outline
    requires there, in its order, and their files must have exactly what their pages place. `picture` is that
    of the memo's figure, which is not compared without it. `edited` is for files that other programs may have
    saved since: identities and the course of lines may be missing there; words, their order, numbers, notes,
    alternatives, links, marking, language and origin may not, and what slides paint is examined, as in a
    final copy. Raises `ValueError` where there is nothing to compare: no file, a deck or summary without
    pages, an outline without words.
    """
    if not files:
        raise ValueError("there is no file to compare")
    known = known_words(outline)
    found: list[Problem] = []
    for product, data in files.items():
        these = _audit(outline, product, pages.get(product), data, known, picture, edited, allowed)
        found += islice(these, _MOST)
        if next(these, None) is not None:
            message = f"only the first {_MOST} problems of the {product.value} are shown"
            found.append(problem_of("all-problems-reported", message))
    return tuple(dict.fromkeys(map(edited_since, found) if edited else found))


def _audit(
    outline: Outline,
    product: Product,
    pages: Pages | None,
    data: bytes,
    known: KnownWords,
    picture: Picture | None,
    edited: bool,
    allowed: Allowed,
) -> Iterator[Problem]:
    """Yield the problems of one file."""
    if product is not Product.MEMO and pages is None:
        raise ValueError(f"the {product.value} has no pages to compare with")
    expected = expected_texts(outline, product, pages)
    if not expected:
        raise ValueError(f"there are no words to compare the {product.value} with")
    try:
        faces = frozenset(_files(pages) if product is Product.SUMMARY and pages else ())
        looks = edited or not outline.build_id
        template = allowed.template(product)
        extracted = read_back(product, data, looks=looks, faces=faces, template=template)
    except Unreadable as error:
        problem = problem_of("files-readable", f"the {product.value} {error}")
        yield replace(problem, hint=TOO_LARGE) if isinstance(error, TooLarge) else problem
        return
    if pages is not None:
        yield from placement_problems(outline, product, expected, known)
    body = extracted.of(Kind.BODY, Kind.TITLE, Kind.NOTES)
    differing = list(difference_problems(outline, product, _differences(product, expected, body)))
    yield from differing or identity_problems(product, extracted, known)
    if product is Product.SUMMARY and pages is not None:
        from builder.audit.pdf.checks import printed_problems
        from builder.audit.pdf.reader import Printed

        assert isinstance(extracted, Printed)
        yield from printed_problems(outline, pages, extracted, same_words=not differing)
    yield from structure_problems(outline, product, pages, extracted, allowed.fonts)
    if extracted.rewritten:
        return
    yield from hyphen_problems(outline, product, expected, extracted)
    yield from link_problems(outline, product, pages, expected, extracted)
    yield from drawing_problems(outline, product, pages, extracted, edited=edited)
    name = f"the {product.value}"
    if product is Product.DECK and pages is not None:
        from builder.audit.checks.boxes import box_problems, comparison_problems

        yield from comparison_problems(outline, name, pages)
        yield from box_problems(name, pages, extracted) if edited else ()
    if extracted.charts or any(isinstance(block, Chart) for block in outline.blocks):
        from builder.audit.checks.charts import chart_problems, printed_chart_problems

        if product is Product.SUMMARY and pages is not None:
            yield from printed_chart_problems(outline, pages)
        yield from chart_problems(outline, name, pages, extracted, edited=edited)
    if product is Product.MEMO:
        yield from reference_problems(extracted)
        yield from fallback_problems(picture, extracted, edited=edited)
    yield from property_problems(outline, product, extracted, known.foreign, edited=edited)
    yield from origin_problems(outline, product, extracted, edited=edited)


def _differences(
    product: Product, expected: Sequence[ExpectedText], extracted: Sequence[Located]
) -> list[Difference]:
    """Compare page by page, the notes apart; if several pages differ, compare the whole."""
    gap, lines = LAX if product is Product.MEMO else STRICT, product is Product.SUMMARY
    ours: defaultdict[tuple[int, bool], list[ExpectedText]] = defaultdict(list)
    theirs: defaultdict[tuple[int, bool], list[Located]] = defaultdict(list)
    for text in expected:
        ours[text.page, text.in_notes].append(text)
    for passage in extracted:
        theirs[passage.page, passage.kind is Kind.NOTES].append(passage)
    regions = sorted(ours.keys() | theirs.keys())
    compared = {each: differences(ours[each], theirs[each], gap=gap, lines=lines) for each in regions}
    apart = [region for region in regions if compared[region]]
    if not apart:
        return []
    if len(apart) == 1 and theirs[apart[0]]:
        return compared[apart[0]]
    whole = differences(expected, extracted, gap=gap, lines=lines)
    return whole or [difference for region in apart for difference in compared[region]]


def _files(pages: Pages) -> Iterator[str]:
    """Yield the paths of the typefaces on pages that are not of the package."""
    for page in pages.pages:
        for item in walk(page.items):
            for paragraph in paragraphs(item):
                yield from (face for face in paragraph.family[1:] if face.endswith((".ttf", ".otf")))


def expected_texts(outline: Outline, product: Product, pages: Pages | None) -> list[ExpectedText]:
    """Return every text of a file in order, each page's notes after its items."""
    if pages is None:
        begins = beginnings(outline)
        texts = reading(outline, product)
        return [ExpectedText(one.plain, one.path, begins.get(one.slot), text=one) for one in texts]
    lines = product is Product.SUMMARY  # where a printed line, not a paragraph, is extracted
    return [one for number, page in enumerate(pages.pages, 1) for one in _on_page(page, number, lines)]


@lru_cache(maxsize=512)
def _on_page(page: Page, number: int, lines: bool) -> tuple[ExpectedText, ...]:
    return tuple(_said_on(page, number, lines))


def _said_on(page: Page, number: int, lines: bool) -> Iterator[ExpectedText]:
    for item in walk(page.items):
        for paragraph in paragraphs(item):
            yield from _in_paragraph(paragraph.pieces, number, lines, in_notes=False)
        for text in item.words if isinstance(item, Plot) else ():
            yield ExpectedText(text.plain, text.path, True, number, text=text)
    for piece in page.after_number:
        yield ExpectedText(piece.separator, page=number)
    for note in page.notes:
        yield from _in_paragraph(note, number, lines, in_notes=True)


@lru_cache(maxsize=8192)
def _in_paragraph(
    pieces: tuple[Piece, ...], page: int, lines: bool, *, in_notes: bool
) -> tuple[ExpectedText, ...]:
    """Return the pieces of one paragraph, of which the first with words begins it.

    A label in notes has the path of the words beside it.
    """
    found, begins = list[ExpectedText](), True
    spoken = [piece.text.path for piece in pieces if in_notes and piece.text]
    home = next(filter(None, spoken), "")
    for piece in pieces:
        text = piece.text
        words = piece.separator if text is None else text.plain
        starts = None if lines else begins and not words.isspace()
        found.append(ExpectedText(words, text.path if text else home, starts, page, in_notes, text))
        begins = begins and (not words or words.isspace())
    return tuple(found)
