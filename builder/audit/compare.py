"""What was decided and what the finished files say become problems: every difference is an error."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from builder.audit.differences import LAX, STRICT, differences
from builder.audit.drawn import drawn_problems
from builder.audit.facts import facts, identities
from builder.audit.faults import WORDS, fault
from builder.audit.known import Known
from builder.audit.links import link_problems
from builder.audit.places import Placed, placed, placed_problems
from builder.audit.readback import Kind, Unreadable, Utterance, read_back
from builder.audit.words import Difference, How, Part
from builder.layout.pages import Pages
from builder.outline.blocks import Outline
from builder.outline.reading import reading
from builder.outline.text import Product
from builder.problems import Problem

_MOST = 20  # differences of one file that are told; one fault may cause hundreds
_LONGEST = 90  # characters of a quotation


def audit(
    outline: Outline, pages: Mapping[Product, Pages], files: Mapping[Product, bytes]
) -> tuple[Problem, ...]:
    """Return how the finished files differ from what was decided; none if they provably say the same.

    The memo must say the outline's reading word for word. Deck and summary must hold all that the outline
    wants there, in its order, and their files must say exactly what their pages place. Raises `ValueError`
    where there is nothing to compare: no file, a deck or summary without pages, an outline without words.
    """
    if not files:
        raise ValueError("there is no file to compare")
    known = Known(outline)
    found: list[Problem] = []
    for product, data in files.items():
        found += _audit(outline, product, pages.get(product), data, known)
    return tuple(dict.fromkeys(found))


def _audit(
    outline: Outline, product: Product, pages: Pages | None, data: bytes, known: Known
) -> Iterator[Problem]:
    """Yield the faults of one file."""
    wanted = reading(outline, product)
    if not wanted:
        raise ValueError(f"the outline has no words for the {product.value}")
    if product is not Product.MEMO and pages is None:
        raise ValueError(f"the {product.value} has no pages to compare with")
    try:
        said = read_back(product, data)
    except Unreadable as error:
        yield fault("files-can-be-read", f"the {product.value} {error}")
        return
    body = said.of(Kind.BODY, Kind.TITLE, Kind.NOTES)
    if pages is None:
        here = [Placed(text.plain, text, 0, noted=False) for text in wanted]
    else:
        here = placed(pages)
        yield from placed_problems(outline, product, here, known)
    gap = LAX if pages is None else STRICT
    told = list(_told(product, _differences(here, body, gap, lines=product is Product.SUMMARY)))
    yield from told or identities(product, said, known)
    yield from link_problems(outline, product, here, said)
    yield from drawn_problems(outline, product, pages, said)
    yield from facts(outline, product, len(pages.pages) if pages else 0, said)


def _differences(
    decided: Sequence[Placed], said: Sequence[Utterance], gap: re.Pattern[str], *, lines: bool
) -> list[Difference]:
    """Compare page by page, the notes apart; what differs is told from the whole, where it may have gone."""

    def compared(one: Sequence[Placed], other: Sequence[Utterance]) -> list[Difference]:
        parts = [Part(each.words, each.text.path if each.text else "") for each in one]
        return differences(parts, other, gap=gap, lines=lines)

    wanted: defaultdict[tuple[int, bool], list[Placed]] = defaultdict(list)
    found: defaultdict[tuple[int, bool], list[Utterance]] = defaultdict(list)
    for one in decided:
        wanted[one.page, one.noted].append(one)
    for other in said:
        found[other.page, other.kind is Kind.NOTES].append(other)
    places = sorted(wanted.keys() | found.keys())
    apart = [difference for place in places for difference in compared(wanted[place], found[place])]
    return (compared(decided, said) or apart) if apart else []


def _told(product: Product, found: Sequence[Difference]) -> Iterator[Problem]:
    for difference in found[:_MOST]:
        message = f"the {product.value}, {difference.place}: {_message(difference)}"
        yield fault(WORDS, message, difference.path)
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
        case How.CHANGED:
            decided, said = _apart(difference.decided, difference.said)
            return f"says {_quoted(said)} instead of {_quoted(decided)}"


def _quoted(words: str) -> str:
    shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"
    return f"“{shown}”"


def _apart(decided: str, said: str) -> tuple[str, str]:
    """Cut two long texts to where they differ, with some words around it."""
    if max(len(decided), len(said)) <= _LONGEST:
        return decided, said
    start = next((at for at, (a, b) in enumerate(zip(decided, said, strict=False)) if a != b), 0)
    start = max(min(start, len(decided), len(said)) - 30, 0)
    start = decided.rfind(" ", 0, start) + 1
    lead = "…" if start else ""
    return lead + decided[start:], lead + said[start:]
