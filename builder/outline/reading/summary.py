"""A block becomes what the one-page summary must say of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from builder.outline.blocks import (
    Annex,
    ArgumentMap,
    Block,
    BottomLine,
    Closing,
    Context,
    Figure,
    Front,
    Glance,
    Limits,
    Options,
    Responses,
    Risks,
    Section,
    Sources,
    Table,
    Timeline,
)
from builder.outline.reading.parts import read_closing, read_map, read_marking, read_response, said
from builder.outline.text import Depth, Text


def summary_reading(block: Block) -> Iterator[Text]:
    """Yield what the page says of a block."""
    match block:
        case Front():
            yield from said(block.kind, block.summary_name)
            yield from read_marking(block)
            yield from said(block.status, block.organisation, block.title, block.subtitle)
        case BottomLine():
            yield from said(block.label, block.text, block.ask_label, block.ask)
        case ArgumentMap():
            yield from said(block.number, block.title)
            yield from read_map(block)
            yield from block.key
        case Section():
            yield from said(block.title, block.intro)
            for argument in block.arguments:
                firm = argument.certainty.sentence if argument.certainty else None
                yield from said(argument.number, argument.claim, argument.gist, firm, argument.refs)
        case Responses():
            yield block.heading
            for response in block.responses:
                yield from read_response(response, block)
            yield from said(block.unstated)
        case Limits():
            yield block.heading
            yield from (limit.text for limit in block.limits if limit.text.depth is Depth.SUMMARY)
        case Sources():
            yield block.heading
            for source in block.sources:
                yield from (source.number, source.text)
            yield from said(block.reading)
        case Closing():
            yield from read_closing(block)
        case Glance() | Context() | Table() | Figure() | Options() | Risks() | Annex() | Timeline():
            pass  # deeper than one page
        case _:
            assert_never(block)
