"""The outline becomes what each product must say: every text in the order in which a reader meets it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    Response,
    Responses,
    Risks,
    Section,
    Sources,
    Table,
    Timeline,
)
from builder.outline.text import Depth, Product, Run, Text

Said = Text | tuple[Text, ...] | None


def reading(outline: Outline, product: Product) -> tuple[Text, ...]:
    """Return what a product must say, in order, decided from the outline alone.

    The memo's reading is exact: its body says these texts and nothing else. In deck and summary the layout
    gives the places, and may say a text more than once; there the reading is the least that must be said.
    """
    match product:
        case Product.MEMO:
            return tuple(_memo(outline))
        case Product.DECK:
            return tuple(text for block in outline.blocks for text in _deck(block))
        case Product.SUMMARY:
            return tuple(text for block in outline.blocks for text in _summary(block))
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
    footer = tuple(_texts(front.status, Text("page_of", (numbered,), Depth.MEMO), label))
    return {
        "header of page 1": tuple(
            _texts(front.kind, front.memo_name, front.status, caveat, label, front.organisation)
        ),
        "header of later pages": tuple(_texts(caveat, label, front.short_title, front.status_word)),
        "footer of page 1": footer,
        "footer of later pages": footer,
    }


def _texts(*said: Said | Iterable[Text]) -> Iterator[Text]:
    """Yield the texts that are there."""
    for one in said:
        if isinstance(one, Text):
            yield one
        elif one is not None:
            yield from one


# The memo


def _memo(outline: Outline) -> Iterator[Text]:
    """Contact and disclaimer, and how to read a reference, close the first page, which stands alone."""
    closing, sources = outline.one(Closing), outline.one(Sources)
    for block in outline.blocks:
        if isinstance(block, Closing):
            continue
        yield from _memo_block(block)
        if isinstance(block, Glance):
            yield from _texts(closing.disclaimer if closing else None, sources.reading if sources else None)
            yield from _texts(*((closing.contact_label, closing.contact) if closing else ()))


def _memo_block(block: Block) -> Iterator[Text]:
    match block:
        case Front():
            yield from _texts(block.title, block.subtitle)
            for field in block.head:
                yield from (field.label, field.value)
        case BottomLine():
            yield from _texts(block.label, block.text, block.ask_label, block.ask, block.decision)
        case Glance():
            yield from _texts(block.heading, block.claim_head, block.certainty_head)
            for section in block.sections:
                for argument in section.arguments:
                    yield from _glance_row(argument)
        case Context():
            yield from _texts(block.heading, block.sentences, block.refs, block.why_now_label, block.why_now)
        case ArgumentMap():
            yield from _texts(block.number, block.title)
            yield from _map(block)
            yield from _texts(block.key, block.refs)
        case Section():
            yield from _texts(block.title, block.intro)
            for argument in block.arguments:
                yield from _memo_argument(argument)
        case Table():
            yield from _texts(block.number, block.title)
            yield from _table(block)
        case Figure():
            yield from _texts(block.number, block.title, block.caption, block.refs)
        case Options():
            yield from _texts(block.heading, block.option_head, block.criteria)
            for option in block.options:
                yield from _option(option, block)
        case Responses():
            yield from _memo_responses(block)
        case Risks():
            helped = any(risk.mitigation for risk in block.risks)
            yield from _texts(block.heading, block.risk_head, block.mitigation_head if helped else None)
            for risk in block.risks:
                yield from _texts(risk.number, risk.text, risk.mitigation)
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
            yield from _texts(block.number, block.headline)
            yield from _timeline(block)
        case Closing():
            yield from _closing(block)
        case _:
            assert_never(block)


def _glance_row(argument: Argument) -> Iterator[Text]:
    firm = argument.certainty.short if argument.certainty else None
    yield from _texts(argument.number, argument.claim, argument.gist, firm, argument.refs)


def _memo_argument(argument: Argument) -> Iterator[Text]:
    """The argument in full; its gist stands in the claims at a glance."""
    yield from _texts(argument.number, argument.claim, argument.reasoning)
    for evidence in argument.evidence:
        yield from _texts(evidence.text, evidence.refs)
    if argument.implication:
        yield from (argument.implication.label, argument.implication.text)
    yield from _texts(argument.counter_label, argument.counter)
    yield from _texts(argument.certainty.sentence if argument.certainty else None, argument.refs)
    yield from _texts(argument.confidence)


def _option(option: Option, block: Options) -> Iterator[Text]:
    yield from _texts(option.number, option.title, option.description)
    yield from _texts(block.pros_label if option.pros else None, option.pros)
    yield from _texts(block.cons_label if option.cons else None, option.cons)
    yield from option.ratings


def _memo_responses(block: Responses) -> Iterator[Text]:
    """Owner and timing are columns where any response states one, else one note in the head."""
    columns = (block.unstated,) if block.unstated else (block.owner_head, block.when_head)
    yield from _texts(block.heading, block.response_head, columns, block.basis_head)
    for response in block.responses:
        yield from _texts(response.number, response.action, response.detail)
        if not block.unstated:
            yield from (response.owner, response.when)
        yield from _texts(response.origin)
        yield from _basis(response.certainty)
        yield from _texts(response.refs)


def _basis(certainty: Certainty | None) -> Iterator[Text]:
    if certainty and certainty.attribution:
        yield from (certainty.attribution, certainty.short)
    elif certainty:
        yield certainty.short


# What all three say alike


def _map(block: ArgumentMap) -> Iterator[Text]:
    """The columns from left to right, head first, then their nodes from top to bottom."""
    for column in block.columns:
        yield column.head
        for node in column.nodes:
            yield from _texts(node.number, node.label, node.detail)


def _table(block: Table) -> Iterator[Text]:
    yield from block.columns
    for row in block.rows:
        yield from (cell.text for cell in row.cells)
    yield from _texts(block.notes, block.refs)


def _timeline(block: Timeline) -> Iterator[Text]:
    yield from _texts(block.when_head, block.what_head, block.source_head)
    for step in block.steps:
        yield from _texts(step.number, step.when, step.text, step.refs)
    yield from _texts(block.note)


def _closing(block: Closing) -> Iterator[Text]:
    yield from _texts(block.contact_label, block.contact, block.disclaimer)


def _marking(block: Front) -> Iterator[Text]:
    if block.marking:
        yield from _texts(block.marking.label, block.marking.caveat)


# Deck and summary


def _deck(block: Block) -> Iterator[Text]:
    """Slides and notes together: all but what only the memo's page asks for."""
    match block:
        case Front():
            yield from _texts(block.kind, block.deck_name)
            yield from _marking(block)
            yield from _texts(block.status, block.title, block.subtitle)
            for field in block.cover:
                yield from (field.label, field.value)
        case BottomLine():
            yield from _texts(block.headline, block.label, block.text, block.ask_label, block.ask)
        case Glance():
            yield from _texts(block.note)
        case Context():
            yield from _texts(block.headline, block.sentences, block.why_now_label, block.why_now, block.refs)
        case ArgumentMap():
            yield block.title
            yield from _map(block)
            yield from _texts(block.key, block.note, block.refs)
        case Section():
            yield from _texts(block.title, block.intro)
            for argument in block.arguments:
                yield from _deck_argument(argument)
        case Table():
            if block.depth <= Depth.DECK:
                yield from _texts(block.title)
                yield from _table(block)
        case Figure():
            yield from _texts(block.title, block.caption, block.refs)
        case Options():
            yield from _texts(block.headline, block.criteria)
            for option in block.options:
                yield from _texts(option.number, option.title, option.description, option.pros, option.cons)
                yield from option.ratings
        case Responses():
            yield block.headline
            for response in block.responses:
                yield from _response(response, block)
        case Risks():
            yield block.headline
            for risk in block.risks:
                yield from _texts(risk.text, risk.mitigation)
        case Limits():
            yield block.headline
            yield from (limit.text for limit in block.limits)
        case Sources():
            yield block.headline
            for source in block.sources:
                yield from (source.number, source.text)
            yield from _texts(block.reading, block.numbers)
        case Annex():
            pass
        case Timeline():
            yield block.headline
            for step in block.steps:
                yield from _texts(step.number, step.when, step.text, step.refs)
            yield from _texts(block.note)
        case Closing():
            yield from _closing(block)
        case _:
            assert_never(block)


def _deck_argument(argument: Argument) -> Iterator[Text]:
    yield from _texts(argument.number, argument.claim, argument.gist, argument.reasoning)
    for evidence in argument.evidence:
        yield from _texts(evidence.text, evidence.kind, evidence.refs)
    if argument.implication:
        yield argument.implication.text
    yield from _texts(argument.certainty.sentence if argument.certainty else None)
    yield from _texts(argument.counter_label, argument.counter, argument.confidence, argument.refs)


def _response(response: Response, block: Responses) -> Iterator[Text]:
    """What deck and summary say of a response: on whose word it stands, and who does it if that is stated."""
    yield from _texts(response.number, response.action, response.detail, response.origin)
    if response.certainty:
        yield response.certainty.attribution or response.certainty.sentence
    if not block.unstated:
        yield from (response.owner, response.when)
    yield from _texts(response.refs)


def _summary(block: Block) -> Iterator[Text]:
    match block:
        case Front():
            yield from _texts(block.kind, block.summary_name)
            yield from _marking(block)
            yield from _texts(block.status, block.organisation, block.title, block.subtitle)
        case BottomLine():
            yield from _texts(block.label, block.text, block.ask_label, block.ask)
        case ArgumentMap():
            yield from _texts(block.number, block.title)
            yield from _map(block)
            yield from block.key
        case Section():
            yield from _texts(block.title, block.intro)
            for argument in block.arguments:
                firm = argument.certainty.sentence if argument.certainty else None
                yield from _texts(argument.number, argument.claim, argument.gist, firm, argument.refs)
        case Responses():
            yield block.heading
            for response in block.responses:
                yield from _response(response, block)
            yield from _texts(block.unstated)
        case Limits():
            yield block.heading
            yield from (limit.text for limit in block.limits if limit.text.depth is Depth.SUMMARY)
        case Sources():
            yield block.heading
            for source in block.sources:
                yield from (source.number, source.text)
            yield from _texts(block.reading)
        case Closing():
            yield from _closing(block)
        case Glance() | Context() | Table() | Figure() | Options() | Risks() | Annex() | Timeline():
            pass  # deeper than one page
        case _:
            assert_never(block)
