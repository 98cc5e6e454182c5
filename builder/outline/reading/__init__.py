"""The outline becomes what each product must say: every text in the order in which a reader meets it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from builder.outline.blocks import (
    Annex,
    ArgumentMap,
    BottomLine,
    Closing,
    Context,
    Figure,
    Front,
    Glance,
    Limits,
    Options,
    Outline,
    Responses,
    Risks,
    Section,
    Sources,
    Table,
    Timeline,
)
from builder.outline.reading.deck import deck_reading
from builder.outline.reading.memo import memo_reading
from builder.outline.reading.parts import said
from builder.outline.reading.summary import summary_reading
from builder.outline.text import Depth, Product, Run, Text


def reading(outline: Outline, product: Product) -> tuple[Text, ...]:
    """Return what a product must say, in order, decided from the outline alone.

    The memo's reading is exact: its body says these texts and nothing else. In deck and summary the layout
    gives the places, and may say a text more than once; there the reading is the least that must be said.
    """
    match product:
        case Product.MEMO:
            return tuple(memo_reading(outline))
        case Product.DECK:
            return tuple(text for block in outline.blocks for text in deck_reading(block))
        case Product.SUMMARY:
            return tuple(text for block in outline.blocks for text in summary_reading(block))
        case _:
            assert_never(product)


def leads(outline: Outline) -> Iterator[Text]:
    """Yield the texts by which a reader follows the order: claims, actions, sources …"""
    for block in outline.blocks:
        match block:
            case Front() | Table() | Figure() | ArgumentMap():
                yield block.title
            case BottomLine():
                yield block.text
            case Context():
                yield from block.sentences
            case Section():
                yield from (argument.claim for argument in block.arguments)
            case Options():
                yield from (option.title for option in block.options)
            case Responses():
                yield from (response.action for response in block.responses)
            case Risks():
                yield from (risk.text for risk in block.risks)
            case Limits():
                yield from (limit.text for limit in block.limits if limit.missing)
            case Sources():
                yield from (source.number for source in block.sources)
            case Timeline():
                yield from (step.text for step in block.steps)
            case Glance() | Annex() | Closing():
                pass  # views of other blocks, headings and what stands at the foot of a page
            case _:
                assert_never(block)


def sheets(outline: Outline, number: str) -> dict[str, tuple[Text, ...]]:
    """Return what stands above and below the memo's text, by place; `number` stands for every page number."""
    front = outline.one(Front)
    if front is None:
        return {}
    marking = front.marking
    caveat, label = (marking.caveat, marking.label) if marking else (None, None)
    numbered = Run(outline.labels.page_of.format(page=number, pages=number))
    footer = tuple(said(front.status, Text("page_of", (numbered,), Depth.MEMO), label))
    return {
        "header of page 1": tuple(
            said(front.kind, front.memo_name, front.status, caveat, label, front.organisation)
        ),
        "header of later pages": tuple(said(caveat, label, front.short_title, front.status_word)),
        "footer of page 1": footer,
        "footer of later pages": footer,
    }
