"""A block becomes what the deck must say of it, on slides and in notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from builder.outline.blocks import (
    Annex,
    Argument,
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
from builder.outline.reading.parts import (
    read_closing,
    read_map,
    read_marking,
    read_response,
    read_table,
    said,
)
from builder.outline.text import Depth, Text


def deck_reading(block: Block) -> Iterator[Text]:
    """Yield what slides and notes say of a block: all but what only the memo's page asks for."""
    match block:
        case Front():
            yield from said(block.kind, block.deck_name)
            yield from read_marking(block)
            yield from said(block.status, block.title, block.subtitle)
            for field in block.cover:
                yield from (field.label, field.value)
        case BottomLine():
            yield from said(block.headline, block.label, block.text, block.ask_label, block.ask)
        case Glance():
            yield from said(block.note)
        case Context():
            yield from said(block.headline, block.sentences, block.why_now_label, block.why_now, block.refs)
        case ArgumentMap():
            yield block.title
            yield from read_map(block)
            yield from said(block.key, block.note, block.refs)
        case Section():
            yield from said(block.title, block.intro)
            for argument in block.arguments:
                yield from _deck_argument(argument)
        case Table():
            if block.depth <= Depth.DECK:
                yield from said(block.title)
                yield from read_table(block)
        case Figure():
            yield from said(block.title, block.caption, block.refs)
        case Options():
            yield from said(block.headline, block.criteria)
            for option in block.options:
                yield from said(option.number, option.title, option.description, option.pros, option.cons)
                yield from option.ratings
        case Responses():
            yield block.headline
            for response in block.responses:
                yield from read_response(response, block)
        case Risks():
            yield block.headline
            for risk in block.risks:
                yield from said(risk.text, risk.mitigation)
        case Limits():
            yield block.headline
            yield from (limit.text for limit in block.limits)
        case Sources():
            yield block.headline
            for source in block.sources:
                yield from (source.number, source.text)
            yield from said(block.reading, block.numbers)
        case Annex():
            pass
        case Timeline():
            yield block.headline
            for step in block.steps:
                yield from said(step.number, step.when, step.text, step.refs)
            yield from said(block.note)
        case Closing():
            yield from read_closing(block)
        case _:
            assert_never(block)


def _deck_argument(argument: Argument) -> Iterator[Text]:
    yield from said(argument.number, argument.claim, argument.gist, argument.reasoning)
    for evidence in argument.evidence:
        yield from said(evidence.text, evidence.kind, evidence.refs)
    if argument.implication:
        yield argument.implication.text
    yield from said(argument.certainty.sentence if argument.certainty else None)
    yield from said(argument.counter_label, argument.counter, argument.confidence, argument.refs)
