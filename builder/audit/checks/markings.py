"""The handling marking of a brief becomes the pages and slides of a file that lack it."""

from __future__ import annotations

from collections.abc import Iterator

from builder.audit.content import Kind, Said
from builder.audit.fault import fault
from builder.audit.words.stream import fold
from builder.outline.blocks import Front, Outline
from builder.outline.text import Product, Text
from builder.report.problems import Problem

_RULE = "marking-on-every-page"


def marking_problems(outline: Outline, product: Product, said: Said) -> Iterator[Problem]:
    """Yield where a file lacks the marking, or what goes with it: caveat and end of the embargo."""
    front = outline.one(Front)
    marking = front.marking if front else None
    for text in (marking.label, marking.caveat) if marking else ():
        if text is not None:
            for place in _bare(product, said, text):
                message = f"the {product.value} lacks the marking “{text.plain}” on {place}"
                yield fault(_RULE, message, text.path or "marking")


def _bare(product: Product, said: Said, text: Text) -> list[str]:
    """Return the pages, slides or headers that do not say a text, which may run on over several lines."""
    words = fold(text.plain)
    if product is Product.MEMO:
        wanted = dict.fromkeys(("header of page 1", "header of later pages"))
        wanted |= {one.place: None for one in said.of(Kind.HEADER)}
        marked = {one.place for one in said.of(Kind.HEADER) if words in fold(one.text)}
        return [place for place in wanted if place not in marked]
    unit = "slide" if product is Product.DECK else "page"
    lines: dict[int, list[str]] = {number: [] for number in range(1, said.pages + 1)}
    for one in said.of(Kind.BODY, Kind.TITLE):
        lines.setdefault(one.page, []).append("".join(fold(one.text).split()))
    sought = "".join(words.split())
    return [f"{unit} {number}" for number, found in lines.items() if sought not in "".join(found)]
