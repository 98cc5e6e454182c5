"""The outline becomes what the memo says, exactly and in its order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from builder.outline.blocks import (
    Annex,
    Argument,
    ArgumentMap,
    Block,
    BottomLine,
    Certainty,
    Closing,
    Context,
    Figure,
    Front,
    Glance,
    Limits,
    Option,
    Options,
    Outline,
    Responses,
    Risks,
    Section,
    Sources,
    Table,
    Timeline,
)
from builder.outline.reading.parts import read_closing, read_map, read_table, read_timeline, said
from builder.outline.text import Text


def memo_reading(outline: Outline) -> Iterator[Text]:
    """Yield all that the memo says, word for word.

    Contact and disclaimer, and how to read a reference, close the first page, which stands alone.
    """
    closing, sources = outline.one(Closing), outline.one(Sources)
    for block in outline.blocks:
        if isinstance(block, Closing):
            continue
        yield from _memo_block(block)
        if isinstance(block, Glance):
            yield from said(closing.disclaimer if closing else None, sources.reading if sources else None)
            yield from said(*((closing.contact_label, closing.contact) if closing else ()))


def _memo_block(block: Block) -> Iterator[Text]:
    match block:
        case Front():
            yield from said(block.title, block.subtitle)
            for field in block.head:
                yield from (field.label, field.value)
        case BottomLine():
            yield from said(block.label, block.text, block.ask_label, block.ask, block.decision)
        case Glance():
            yield from said(block.heading, block.claim_head, block.certainty_head)
            for section in block.sections:
                for argument in section.arguments:
                    yield from _glance_row(argument)
        case Context():
            yield from said(block.heading, block.sentences, block.refs, block.why_now_label, block.why_now)
        case ArgumentMap():
            yield from said(block.number, block.title)
            yield from read_map(block)
            yield from said(block.key, block.refs)
        case Section():
            yield from said(block.title, block.intro)
            for argument in block.arguments:
                yield from _memo_argument(argument)
        case Table():
            yield from said(block.number, block.title)
            yield from read_table(block)
        case Figure():
            yield from said(block.number, block.title, block.caption, block.refs)
        case Options():
            yield from said(block.heading, block.option_head, block.criteria)
            for option in block.options:
                yield from _option(option, block)
        case Responses():
            yield from _memo_responses(block)
        case Risks():
            helped = any(risk.mitigation for risk in block.risks)
            yield from said(block.heading, block.risk_head, block.mitigation_head if helped else None)
            for risk in block.risks:
                yield from said(risk.number, risk.text, risk.mitigation)
        case Limits():
            yield block.heading
            yield from (limit.text for limit in block.limits)
        case Sources():
            yield block.heading
            for source in block.sources:
                yield from (source.number, source.text)
        case Annex():
            yield block.memo_heading
        case Timeline():
            yield from said(block.number, block.headline)
            yield from read_timeline(block)
        case Closing():
            yield from read_closing(block)
        case _:
            assert_never(block)


def _glance_row(argument: Argument) -> Iterator[Text]:
    firm = argument.certainty.short if argument.certainty else None
    yield from said(argument.number, argument.claim, argument.gist, firm, argument.refs)


def _memo_argument(argument: Argument) -> Iterator[Text]:
    """The argument in full; its gist stands in the claims at a glance."""
    yield from said(argument.number, argument.claim, argument.reasoning)
    for evidence in argument.evidence:
        yield from said(evidence.text, evidence.refs)
    if argument.implication:
        yield from (argument.implication.label, argument.implication.text)
    yield from said(argument.counter_label, argument.counter)
    yield from said(argument.certainty.sentence if argument.certainty else None, argument.refs)
    yield from said(argument.confidence)


def _option(option: Option, block: Options) -> Iterator[Text]:
    yield from said(option.number, option.title, option.description)
    yield from said(block.pros_label if option.pros else None, option.pros)
    yield from said(block.cons_label if option.cons else None, option.cons)
    yield from option.ratings


def _memo_responses(block: Responses) -> Iterator[Text]:
    """Owner and timing are columns where any response states one, else one note in the head."""
    columns = (block.unstated,) if block.unstated else (block.owner_head, block.when_head)
    yield from said(block.heading, block.response_head, columns, block.basis_head)
    for response in block.responses:
        yield from said(response.number, response.action, response.detail)
        if not block.unstated:
            yield from (response.owner, response.when)
        yield from said(response.origin)
        yield from _basis(response.certainty)
        yield from said(response.refs)


def _basis(certainty: Certainty | None) -> Iterator[Text]:
    if certainty and certainty.attribution:
        yield from (certainty.attribution, certainty.short)
    elif certainty:
        yield certainty.short
