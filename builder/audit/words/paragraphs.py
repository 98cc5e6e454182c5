"""An outline becomes what begins a paragraph of the memo, and what runs on in one."""

from __future__ import annotations

from collections.abc import Iterator

from builder.outline.blocks import (
    Annex,
    Argument,
    ArgumentMap,
    Block,
    BottomLine,
    Certainty,
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
from builder.outline.text import Text

Begin = tuple[Text | None, bool]


def beginnings(outline: Outline) -> dict[str, bool]:
    """Return, by slot, whether a text begins a paragraph or cell; where the page decides, it is not named."""
    found: dict[str, bool] = {}
    for block in outline.blocks:
        for text, begins in _block(block):
            if text is not None and found.setdefault(text.slot, begins) != begins:
                del found[text.slot]
    return found


def _block(block: Block) -> Iterator[Begin]:
    match block:
        case Front():
            yield from ((block.title, True), (block.subtitle, True))
            for field in block.head:
                yield from _pair(field.label, field.value)
        case BottomLine():
            yield from ((block.label, True), (block.text, True), *_pair(block.ask_label, block.ask))
        case Glance():
            yield from _all(block.heading, block.claim_head, block.certainty_head)
            for section in block.sections:
                for argument in section.arguments:
                    yield from (*_pair(argument.number, argument.claim), (argument.gist, True))
                    yield from _short(argument.certainty)
        case Context():
            yield from ((block.heading, True), *_pair(block.why_now_label, block.why_now))
            yield from ((sentence, place == 0) for place, sentence in enumerate(block.sentences))
        case Section():
            yield from _all(block.title, block.intro)
            for argument in block.arguments:
                yield from _argument(argument)
        case ArgumentMap() | Figure():
            yield from _pair(block.number, block.title)
        case Table():
            yield from (*_pair(block.number, block.title), *_all(*block.columns))
            yield from ((cell.text, True) for row in block.rows for cell in row.cells)
        case Options():
            yield from _all(block.heading, block.option_head, *block.criteria)
            for option in block.options:
                yield from (*_pair(option.number, option.title), (option.description, True))
                yield from _all(*option.pros, *option.cons, *option.ratings)
        case Responses():
            yield from _all(block.heading, block.response_head)
            for response in block.responses:
                yield from (*_pair(response.number, response.action), (response.detail, True))
        case Risks():
            yield from _all(block.heading, block.risk_head)
            for risk in block.risks:
                yield from (*_pair(risk.number, risk.text), (risk.mitigation, True))
        case Limits():
            yield from _all(block.heading, *(limit.text for limit in block.limits))
        case Sources():
            yield block.heading, True
            for source in block.sources:
                yield from _pair(source.number, source.text)
        case Timeline():
            yield from _pair(block.number, block.headline)
            for step in block.steps:
                yield from (*_pair(step.number, step.when), (step.text, True))
        case Annex():
            yield block.memo_heading, True
        case _:
            pass  # stands on the first page, where it fits


def _argument(argument: Argument) -> Iterator[Begin]:
    yield from (*_pair(argument.number, argument.claim), (argument.reasoning, True))
    yield from _all(*(evidence.text for evidence in argument.evidence), argument.confidence)
    if argument.implication:
        yield from _pair(argument.implication.label, argument.implication.text)
    yield from _pair(argument.counter_label, argument.counter)
    if argument.certainty:
        yield argument.certainty.sentence, True


def _short(certainty: Certainty | None) -> Iterator[Begin]:
    if certainty:
        yield certainty.short, True


def _pair(label: Text | None, value: Text | None) -> tuple[Begin, Begin]:
    """A label or number begins a paragraph, and what it belongs to runs on."""
    return (label, True), (value, label is None)


def _all(*texts: Text | None) -> Iterator[Begin]:
    return ((text, True) for text in texts)
