"""Says what each product must say, in reading order, by what the outline states of its blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from msgspec.structs import replace

from builder.outline.blocks import ArgumentMap, BackMatter, Outline
from builder.outline.reading.contents import OPENING, heading_of
from builder.outline.reading.flow import Coded, Drawing, Elsewhere, Flow, Footnote, Grid, Image, Para, Plotted
from builder.outline.reading.furniture import sheets
from builder.outline.reading.order import flow
from builder.outline.text import Depth, Product, QrCode, Run, Text

__all__ = ["beginnings", "code_of", "depths_of_notes", "leads", "listed", "paragraphs", "reading", "sheets"]

_ALL = tuple(Product)


def reading(outline: Outline, product: Product) -> tuple[Text, ...]:
    """Return what a product must say, in order, decided from the outline alone.

    The memo's reading is exact: its body says these texts and nothing else. In deck and summary the layout
    decides where a text is, and may say it more than once; there the reading is the minimum.
    """
    return tuple(text for item in flow(outline) for text, products in _said(item) if product in products)


def listed(outline: Outline) -> Outline:
    """Return the outline with the headings that its memo lists where it is long."""
    label = Text("contents", (Run(outline.labels.contents),), Depth.MEMO)
    later = (block for block in outline.blocks if not isinstance(block, OPENING))
    found = [heading for block in later if (heading := heading_of(flow(replace(outline, blocks=(block,)))))]
    return replace(outline, contents=(label, *found)) if len(found) > 1 else outline


def depths_of_notes(outline: Outline) -> dict[int, Depth]:
    """Return the numbers of the notes in the order in which the memo marks them, each with its depth."""
    said = [(n, products) for item in flow(outline) for text, products in _said(item) for n in text.notes]
    depths: dict[int, Depth] = {}
    for product, depth in zip(Product, (Depth.MEMO, Depth.DECK, Depth.SUMMARY), strict=True):
        depths |= {number: depth for number, products in said if product in products}
    return depths


def code_of(outline: Outline) -> QrCode | None:
    """Return the QR code of the address in the imprint, or None."""
    return next((one.code for one in outline.blocks if isinstance(one, BackMatter) and one.code), None)


def _said(item: Flow) -> Iterator[tuple[Text, tuple[Product, ...]]]:
    """Yield the texts of an item, each with the products that must say it."""
    match item:
        case Para():
            everywhere, label = (Product.MEMO, *item.also), item.label
            for text in item.texts:
                spoken = text is not label
                yield text, everywhere if spoken else tuple(p for p in everywhere if p is not Product.DECK)
        case Grid():
            for para in item.paras:
                yield from _said(para)
        case Drawing():
            yield from ((text, _ALL) for text in _drawn(item.block))
        case Plotted():
            inside = (text for panel in item.panels for text in item.block.words(panel))
            yield from ((text, (Product.MEMO, Product.DECK)) for text in inside)
        case Footnote():
            yield from _said(item.para)
        case Elsewhere():
            yield from ((text, item.also) for text in item.texts)
        case Image() | Coded():
            pass
        case _:
            assert_never(item)


def _drawn(block: ArgumentMap) -> Iterator[Text]:
    """The columns of the map from left to right, head first, then their nodes from top to bottom."""
    for column in block.columns:
        yield column.head
        for node in column.nodes:
            yield from (text for text in (node.number, node.label, node.detail) if text is not None)


def paragraphs(outline: Outline) -> Iterator[Para]:
    """Yield the paragraphs of the memo's body, those of tables and notes included, in order."""
    for item in flow(outline):
        if isinstance(item, Para):
            yield item
        elif isinstance(item, Footnote):
            yield item.para
        elif isinstance(item, Grid):
            yield from item.paras


def beginnings(outline: Outline) -> Mapping[str, bool | None]:
    """Return, by slot, whether a text begins a paragraph or cell of the memo; None where that is open."""
    found: dict[str, bool | None] = {}
    for para in paragraphs(outline):
        for index, text in enumerate(para.texts):
            begins = index == 0
            found[text.slot] = begins if found.get(text.slot, begins) == begins else None
    return found


def leads(outline: Outline) -> Iterator[Text]:
    """Yield the texts by which a reader follows the order: claims, actions, sources …"""
    return (text for para in paragraphs(outline) for text in para.leads)
