"""Parts of blocks become what more than one product says of them, in one order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.outline.blocks import (
    ArgumentMap,
    Closing,
    Front,
    Response,
    Responses,
    Table,
    Timeline,
)
from builder.outline.text import Text

Said = Text | tuple[Text, ...] | None


def said(*maybe: Said | Iterable[Text]) -> Iterator[Text]:
    """Yield the texts that are there."""
    for one in maybe:
        if isinstance(one, Text):
            yield one
        elif one is not None:
            yield from one


def read_map(block: ArgumentMap) -> Iterator[Text]:
    """Yield the columns from left to right, head first, then their nodes from top to bottom."""
    for column in block.columns:
        yield column.head
        for node in column.nodes:
            yield from said(node.number, node.label, node.detail)


def read_table(block: Table) -> Iterator[Text]:
    """Yield the heads, the rows, then what stands below."""
    yield from block.columns
    for row in block.rows:
        yield from (cell.text for cell in row.cells)
    yield from said(block.notes, block.refs)


def read_timeline(block: Timeline) -> Iterator[Text]:
    """Yield the heads, the steps, then the note."""
    yield from said(block.when_head, block.what_head, block.source_head)
    for step in block.steps:
        yield from said(step.number, step.when, step.text, step.refs)
    yield from said(block.note)


def read_closing(block: Closing) -> Iterator[Text]:
    """Yield whom to ask, and the legal line."""
    yield from said(block.contact_label, block.contact, block.disclaimer)


def read_marking(block: Front) -> Iterator[Text]:
    """Yield the handling marking, where there is one."""
    if block.marking:
        yield from said(block.marking.label, block.marking.caveat)


def read_response(response: Response, block: Responses) -> Iterator[Text]:
    """Yield what deck and summary say of a response: on whose word it stands, and who does it if stated."""
    yield from said(response.number, response.action, response.detail, response.origin)
    if response.certainty:
        yield response.certainty.attribution or response.certainty.sentence
    if not block.unstated:
        yield from (response.owner, response.when)
    yield from said(response.refs)
