"""What was decided and what the finished files say become problems: every difference is an error."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from builder.audit.checks.drawings import drawn_problems
from builder.audit.checks.furniture import facts, identities
from builder.audit.checks.hyphens import hyphen_problems
from builder.audit.checks.links import link_problems
from builder.audit.checks.placed import Placed, placed, placed_problems
from builder.audit.checks.properties import property_problems, version_problems
from builder.audit.fault import edited_since, fault
from builder.audit.pdf.checks import printed_problems
from builder.audit.pdf.reader import Printed
from builder.audit.readback import Kind, Unreadable, Utterance, read_back
from builder.audit.words.differences import LAX, STRICT, differences
from builder.audit.words.known_words import Known
from builder.audit.words.messages import tell
from builder.audit.words.stream import Difference, Part
from builder.layout.pages import Pages
from builder.outline.blocks import Outline
from builder.outline.reading import beginnings, reading
from builder.outline.text import Product
from builder.report.problems import Problem


def audit(
    outline: Outline,
    pages: Mapping[Product, Pages],
    files: Mapping[Product, bytes],
    *,
    edited: bool = False,
) -> tuple[Problem, ...]:
    """Return how the finished files differ from what was decided; none if they provably say the same.

    The memo must say the outline's reading word for word. Deck and summary must hold all that the outline
    wants there, in its order, and their files must say exactly what their pages place. `edited` is for files
    that other programs may have saved since: identities and the course of lines may be gone from them, words,
    their order, numbers, notes, alternatives, links, marking, language and version may not, and what slides
    paint is looked at. Raises `ValueError` where there is nothing to compare: no file, a deck or summary
    without pages, an outline without words.
    """
    if not files:
        raise ValueError("there is no file to compare")
    known = Known(outline)
    found: list[Problem] = []
    for product, data in files.items():
        found += _audit(outline, product, pages.get(product), data, known, edited)
    return tuple(dict.fromkeys(map(edited_since, found) if edited else found))


def _audit(
    outline: Outline, product: Product, pages: Pages | None, data: bytes, known: Known, edited: bool
) -> Iterator[Problem]:
    """Yield the faults of one file."""
    wanted = reading(outline, product)
    if not wanted:
        raise ValueError(f"the outline has no words for the {product.value}")
    if product is not Product.MEMO and pages is None:
        raise ValueError(f"the {product.value} has no pages to compare with")
    try:
        said = read_back(product, data, looks=edited)
    except Unreadable as error:
        yield fault("files-readable", f"the {product.value} {error}")
        return
    body = said.of(Kind.BODY, Kind.TITLE, Kind.NOTES)
    begins: Mapping[str, bool | None] = {}
    if pages is None:
        here = [Placed(text.plain, text, 0, noted=False) for text in wanted]
        begins = beginnings(outline)
    else:
        here = placed(pages)
        yield from placed_problems(outline, product, here, known)
    told = list(tell(outline, product, _differences(product, here, body, begins)))
    yield from told or identities(product, said, known)
    yield from hyphen_problems(outline, product, here, said)
    yield from link_problems(outline, product, here, said)
    yield from drawn_problems(outline, product, pages, said, edited=edited)
    yield from property_problems(outline, product, said, edited=edited)
    yield from version_problems(outline, product, said, edited=edited)
    if isinstance(said, Printed) and pages is not None:
        yield from printed_problems(outline, pages, said, alike=not told)
    yield from facts(outline, product, pages, said)


def _differences(
    product: Product, decided: Sequence[Placed], said: Sequence[Utterance], begins: Mapping[str, bool | None]
) -> list[Difference]:
    """Compare page by page, the notes apart; what several differ in is told of the whole."""
    gap, lines = LAX if product is Product.MEMO else STRICT, product is Product.SUMMARY

    def compared(one: Sequence[Placed], other: Sequence[Utterance]) -> list[Difference]:
        parts = [_part(product, each, begins) for each in one]
        return differences(parts, other, gap=gap, lines=lines)

    wanted: defaultdict[tuple[int, bool], list[Placed]] = defaultdict(list)
    found: defaultdict[tuple[int, bool], list[Utterance]] = defaultdict(list)
    for one in decided:
        wanted[one.page, one.noted].append(one)
    for other in said:
        found[other.page, other.kind is Kind.NOTES].append(other)
    places = sorted(wanted.keys() | found.keys())
    apart = {place: each for place in places if (each := compared(wanted[place], found[place]))}
    alone = [each for place, each in apart.items() if len(apart) == 1 and found[place]]
    if not apart or alone:
        return alone[0] if alone else []
    return compared(decided, said) or [difference for each in apart.values() for difference in each]


def _part(product: Product, one: Placed, begins: Mapping[str, bool | None]) -> Part:
    """Return the words of a place, and whether they begin a paragraph where that is decided."""
    path, slot = (one.text.path, one.text.slot) if one.text else ("", "")
    match product:
        case Product.MEMO:
            return Part(one.words, path, begins.get(slot))
        case Product.DECK:
            return Part(one.words, path, one.begins)
        case Product.SUMMARY:
            return Part(one.words, path)
