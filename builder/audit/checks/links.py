"""Checks that a file links the words of the brief, where they are, to their addresses, and no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from builder.audit.content import FIELD, Extracted, Link
from builder.audit.problems import problem_of
from builder.audit.words.transcript import ExpectedText
from builder.outline.blocks import Outline
from builder.outline.reading import sheets
from builder.outline.text import Product
from builder.report.problems import Problem

_RULE = "link-targets-match"


def link_problems(
    outline: Outline, product: Product, expected: Sequence[ExpectedText], extracted: Extracted
) -> Iterator[Problem]:
    """Yield the links that are missing, extra or out of order in a slide, its notes, a header, the body."""
    around = sheets(outline, FIELD) if product is Product.MEMO else {}
    texts = [(location, text) for location, there in around.items() for text in there]
    texts += [(_location(product, one), one.text) for one in expected if one.text is not None]
    linked = [
        (Link(location, run.text, run.url), text) for location, text in texts for run in text.runs if run.url
    ]
    paths = {link.url: text.path for link, text in linked}
    found = [
        Link(
            link.location if product is not Product.MEMO or link.location in around else "",
            link.text,
            link.url,
        )
        for link in extracted.links
    ]
    ours, theirs = _joined(link for link, _ in linked), _joined(found)
    name = f"the {product.value}"
    for link in (Counter(ours) - Counter(theirs)).elements():
        message = f"{name}{_where(link)} does not link “{link.text}” to {link.url}"
        yield problem_of(_RULE, message, paths[link.url])
    for link in (Counter(theirs) - Counter(ours)).elements():
        yield problem_of(_RULE, f"{name}{_where(link)} links “{link.text}” to {link.url}")
    if ours != theirs and Counter(ours) == Counter(theirs):
        first = next(there for here, there in zip(ours, theirs, strict=True) if here != there)
        yield problem_of(_RULE, f"{name}{_where(first)} links “{first.text}” out of order")


def _location(product: Product, one: ExpectedText) -> str:
    """Return the region whose links are compared on their own, as the readers call it."""
    if product is Product.MEMO:
        return ""
    unit = "slide" if product is Product.DECK else "page"
    return f"{unit} {one.page}, notes" if one.in_notes else f"{unit} {one.page}"


def _where(link: Link) -> str:
    return f", {link.location}," if link.location else ""


def _joined(links: Iterable[Link]) -> list[Link]:
    """Join neighbours of one location and address, without white space, at which a line may end."""
    pieces = sorted(links, key=lambda link: link.location)
    grouped = groupby(pieces, key=lambda link: (link.location, link.url))
    return [
        Link(location, "".join("".join(link.text for link in joined).split()), url)
        for (location, url), joined in grouped
    ]
