"""The links of a file and those of its texts become problems where they lead elsewhere or stand elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from builder.audit.checks.placed import Placed
from builder.audit.content import FIELD, Link, Said
from builder.audit.fault import fault
from builder.outline.blocks import Outline
from builder.outline.reading import sheets
from builder.outline.text import Product
from builder.report.problems import Problem

_RULE = "link-targets-match"


def link_problems(
    outline: Outline, product: Product, decided: Sequence[Placed], said: Said
) -> Iterator[Problem]:
    """Yield the links that are missing, foreign or out of order in a slide, its notes, a header, the body."""
    around = sheets(outline, FIELD) if product is Product.MEMO else {}
    wanted = [
        Link(place, run.text, run.url)
        for place, said_there in around.items()
        for text in said_there
        for run in text.runs
        if run.url
    ]
    wanted += [
        Link(_place(product, one), run.text, run.url)
        for one in decided
        if one.text is not None
        for run in one.text.runs
        if run.url
    ]
    paths = {run.url: one.text.path for one in decided if one.text for run in one.text.runs if run.url}
    body = _place(product, None) if product is Product.MEMO else None
    found = [
        Link(link.place if body is None or link.place in around else body, link.text, link.url)
        for link in said.links
    ]
    ours, theirs = _whole(wanted), _whole(found)
    name = f"the {product.value}"
    for link in (Counter(ours) - Counter(theirs)).elements():
        message = f"{name}{_where(link)} does not link “{link.text}” to {link.url}"
        yield fault(_RULE, message, paths.get(link.url, ""))
    for link in (Counter(theirs) - Counter(ours)).elements():
        yield fault(_RULE, f"{name}{_where(link)} links “{link.text}” to {link.url}")
    if ours != theirs and Counter(ours) == Counter(theirs):
        first = next(there for here, there in zip(ours, theirs, strict=True) if here != there)
        yield fault(_RULE, f"{name}{_where(first)} links “{first.text}” in another order than decided")


def _place(product: Product, one: Placed | None) -> str:
    """Return the region whose links are compared on their own, as the readers call it."""
    if product is Product.MEMO or one is None:
        return ""
    unit = "slide" if product is Product.DECK else "page"
    return f"{unit} {one.page}, notes" if one.noted else f"{unit} {one.page}"


def _where(link: Link) -> str:
    return f", {link.place}," if link.place else ""


def _whole(links: Iterable[Link]) -> list[Link]:
    """Join neighbours of one place and address, without white space, which a line may end in; by place."""
    pieces = sorted(links, key=lambda link: link.place)
    grouped = groupby(pieces, key=lambda link: (link.place, link.url))
    return [
        Link(place, "".join("".join(link.text for link in joined).split()), url)
        for (place, url), joined in grouped
    ]
